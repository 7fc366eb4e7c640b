//! What is said of the diagram, and what can be done to its parts.

use super::*;
use crate::app::texts::Texts;
use crate::engine::time::SimTime;
use crate::model::balancer::Admin;
use crate::model::command::{Fault, Order};
use crate::model::config::{Preset, Topology};
use crate::model::id::Part;
use crate::scenario::{Act, Scenario, Timed};
use crate::simulation::Simulation;

const TEXTS: fn() -> &'static Texts = Texts::english;

/// The default run with `servers`, at `millis`, after `acts` at 2 s.
fn run(servers: usize, acts: &[Act], millis: u64) -> Snapshot {
    let mut scenario = Scenario::of(Preset::Distributed);
    scenario.config.servers = servers;
    scenario.config.replicas = scenario.config.replicas.min(servers - 1);
    scenario.commands = acts.iter().map(|act| Timed { at: SimTime::from_millis(2_000), act: act.clone() }).collect();
    let mut simulation = Simulation::new(scenario);
    assert!(simulation.advance_to(SimTime::from_millis(millis), u64::MAX));
    simulation.snapshot()
}

fn server(index: usize) -> Selection {
    machine(MachineId::server(index))
}

fn crash(index: usize) -> Act {
    Act::Crash(Target::Machine(MachineId::server(index)))
}

fn kill(index: usize, name: Process) -> Act {
    Act::Crash(Target::Process(MachineId::server(index), name))
}

/// Where a walk along `steps` leads, from the clients on.
fn walk(snapshot: &Snapshot, in_full: bool, steps: &[Step]) -> Selection {
    let pairs = pairs(snapshot, in_full);
    steps.iter().fold(first(), |here, &step| neighbour(snapshot, in_full, &pairs, here, step).unwrap_or(here))
}

#[test]
fn arrows_follow_a_request_to_the_servers_and_back() {
    let snapshot = run(3, &[], 100);
    use Step::{Back, Last, Next, Onwards, Previous};
    for (steps, end) in [
        (&[Onwards][..], Selection::Link(front(&snapshot))),
        (&[Onwards, Onwards], machine(MachineId::BALANCER)),
        (&[Onwards, Onwards, Next], process(MachineId::BALANCER, Process::Haproxy)),
        (&[Onwards, Onwards, Onwards], Selection::Link(back(0))),
        (&[Onwards, Onwards, Onwards, Next], Selection::Link(back(1))),
        (&[Onwards, Onwards, Onwards, Next, Onwards], server(1)),
        (&[Onwards, Onwards, Onwards, Next, Onwards, Previous], process(MachineId::server(0), Process::Mysqld)),
        (&[Onwards, Onwards, Onwards, Next, Onwards, Back], Selection::Link(back(1))),
        (&[Last], process(MachineId::server(2), Process::Mysqld)),
        (&[Last, Back, Back, Back, Back, Back], first()),
    ] {
        assert_eq!(walk(&snapshot, true, steps), end, "{steps:?}");
    }
}

#[test]
fn every_thing_that_is_drawn_can_be_reached_with_arrows() {
    for (servers, in_full) in [(1, true), (3, true), (4, true), (12, false), (64, false)] {
        let snapshot = run(servers, &[], 10);
        let pairs = pairs(&snapshot, in_full);
        let mut reached = vec![first()];
        let mut next = 0;
        while let Some(&here) = reached.get(next) {
            next += 1;
            for step in [Step::Onwards, Step::Back, Step::Next, Step::Previous] {
                let there = neighbour(&snapshot, in_full, &pairs, here, step);
                reached.extend(there.filter(|there| !reached.contains(there)));
            }
        }
        let processes = if in_full { 3 * servers.min(3) + 2 * servers.saturating_sub(3) } else { 0 };
        // Clients, their link, the balancer with two processes; a link and a box for each server; the rest.
        let all = 1 + 1 + 3 + 2 * servers + processes + pairs.len();
        assert_eq!(reached.len(), all, "{servers} servers");
    }
}

/// A run of a preset in which these things are done in the first milliseconds.
fn run_of(preset: Preset, acts: &[&str], millis: u64) -> Snapshot {
    let mut scenario = Scenario::of(preset);
    let read = |text: &&str| Act::read(text, &scenario.config).expect(text).0;
    let acts: Vec<Act> = acts.iter().map(read).collect();
    scenario.commands = acts.into_iter().map(|act| Timed { at: SimTime::from_millis(2_000), act }).collect();
    let mut simulation = Simulation::new(scenario);
    simulation.advance_to(SimTime::from_millis(millis), u64::MAX);
    simulation.snapshot()
}

#[test]
fn databases_on_machines_of_their_own_are_things_behind_the_servers() {
    let snapshot = run_of(Preset::Dedicated, &["crash:db-3"], 3_000);
    let database = |index| MachineId::database(index, 3);
    // Nine links from servers to databases, and three among these.
    assert_eq!(pairs(&snapshot, true).len(), 12);
    use Step::{Back, Last, Onwards};
    for (steps, end) in [
        (&[Onwards; 5][..], Selection::Link(LinkId::between(MachineId::server(0), database(0)))),
        (&[Onwards; 6], machine(database(0))),
        (&[Onwards; 7], Selection::Link(LinkId::between(database(0), database(1)))),
        (&[Last], process(database(2), Process::Mysqld)),
        (&[Last, Back, Back], server(0)),
    ] {
        assert_eq!(walk(&snapshot, true, steps), end, "{steps:?}");
    }
    let acts = |thing| -> Vec<String> { switches(deeds(&snapshot, thing, false, TEXTS())) };
    assert_eq!(acts(machine(database(0))), ["crash:db-1", "partition:lb-1~db-1"]);
    assert_eq!(acts(machine(database(1))), ["crash:db-2", "promote:db-2", "partition:lb-1~db-2"]);
    assert_eq!(acts(process(database(1), Process::Mysqld)), ["crash:db-2.mysqld", "promote:db-2"]);
    let label = |thing| label(&snapshot, thing, TEXTS());
    assert_eq!(label(machine(database(0))), "db-1, on, primary");
    assert_eq!(label(machine(database(2))), "db-3, off");
    assert!(label(process(database(1), Process::Mysqld)).starts_with("db-2 mysql, replica, read-only, position "));
}

#[test]
fn one_machine_alone_has_no_balancer_among_its_things() {
    let snapshot = run_of(Preset::Simple, &[], 3_000);
    assert_eq!(walk(&snapshot, true, &[Step::Onwards]), Selection::Link(front(&snapshot)));
    assert_eq!(walk(&snapshot, true, &[Step::Onwards, Step::Onwards]), server(0));
    assert_eq!(walk(&snapshot, true, &[Step::Onwards, Step::Onwards, Step::Back]), Selection::Link(front(&snapshot)));
    assert_eq!(walk(&snapshot, true, &[Step::Last]), process(MachineId::server(0), Process::Mysqld));
    let acts = |thing| -> Vec<String> { switches(deeds(&snapshot, thing, true, TEXTS())) };
    let all = ["crash:server-1", "crash:server-1.nginx", "crash:server-1.app", "crash:server-1.mysqld"];
    assert_eq!(acts(server(0)), all);
    assert_eq!(acts(Selection::Link(front(&snapshot))), ["partition:client~server-1"]);
    assert!(label(&snapshot, server(0), TEXTS()).starts_with("server-1, on, "));
    assert!(!label(&snapshot, server(0), TEXTS()).contains("HAProxy"));
}

#[test]
fn the_bare_queue_has_machines_and_nothing_between_them() {
    let mut simulation = Simulation::new(Scenario::of(Preset::Queue));
    assert!(simulation.advance_to(SimTime::from_millis(100), u64::MAX));
    let snapshot = simulation.snapshot();
    assert_eq!(walk(&snapshot, true, &[Step::Onwards]), machine(MachineId::BALANCER));
    assert_eq!(walk(&snapshot, true, &[Step::Onwards, Step::Onwards]), server(0));
    assert!(deeds(&snapshot, server(0), false, TEXTS()).is_empty());
    assert_eq!(disagreement(&snapshot, 0), None);
}

#[test]
fn between_a_crash_and_its_detection_belief_and_truth_differ() {
    let before = run(3, &[], 1_900);
    assert_eq!((0..3).map(|i| disagreement(&before, i)).collect::<Vec<_>>(), [None; 3]);
    let unnoticed = run(3, &[crash(0)], 4_000);
    assert_eq!(disagreement(&unnoticed, 0), Some(Disagreement::StillUp));
    assert!(label(&unnoticed, server(0), TEXTS()).starts_with("server-1, off, HAProxy still says UP"));
    let noticed = run(3, &[crash(0)], 16_000);
    assert_eq!(disagreement(&noticed, 0), None);
    assert!(label(&noticed, server(0), TEXTS()).starts_with("server-1, off, HAProxy says DOWN"));
}

/// The texts of those deeds that switch, cut or order; what makes worse has a test of its own.
fn switches(deeds: Vec<Deed>) -> Vec<String> {
    let worse = |deed: &Deed| matches!(deed.act, Act::Fault(_) | Act::Clone(_));
    deeds.iter().filter(|deed| !worse(deed)).map(|deed| deed.act.text()).collect()
}

#[test]
fn what_goes_on_can_be_made_worse_and_well_again_and_says_so() {
    let frozen = Act::Fault(Fault::Freeze(Target::Machine(MachineId::server(0))));
    let slow = Act::Fault(Fault::Slow(Part::Target(Target::Process(MachineId::server(1), Process::Mysqld)), 7));
    let lossy = Act::Fault(Fault::Loss(back(2), 100_000));
    let snapshot = run(3, &[frozen, slow, lossy, kill(2, Process::App)], 2_500);
    let acts = |thing| -> Vec<String> {
        let worse =
            deeds(&snapshot, thing, false, TEXTS()).into_iter().filter(|deed| !matches!(deed.act, Act::Order(..)));
        worse.skip(1).map(|deed| deed.act.text()).collect()
    };
    assert_eq!(acts(server(0)), ["thaw:server-1", "slow:server-1:4"]);
    let mysql = process(MachineId::server(1), Process::Mysqld);
    let expected = ["freeze:server-2.mysqld", "restore:server-2.mysqld", "promote:server-2", "clone:server-2"];
    assert_eq!(acts(mysql), expected);
    assert_eq!(acts(Selection::Link(back(2))), ["restore:lb-1~server-3"]);
    assert_eq!(acts(Selection::Link(back(1))), ["loss:lb-1~server-2:0.05", "slow:lb-1~server-2:10"]);
    assert!(acts(process(MachineId::server(2), Process::App)).is_empty(), "what is dead is neither");
    let label = |thing| label(&snapshot, thing, TEXTS());
    assert!(label(server(0)).starts_with("server-1, on, FROZEN, "));
    assert!(label(mysql).starts_with("server-2 mysql, 7× SLOWER, replica"));
    assert!(label(Selection::Link(back(2))).contains("loses 10"));
}

#[test]
fn a_dead_application_behind_a_living_nginx_is_no_disagreement_with_haproxy() {
    assert_eq!(disagreement(&run(3, &[kill(0, Process::App)], 3_000), 0), None);
    assert_eq!(disagreement(&run(3, &[kill(0, Process::Nginx)], 3_000), 0), Some(Disagreement::StillUp));
}

#[test]
fn what_is_on_can_be_switched_off_and_what_is_off_on() {
    let acts = |snapshot: &Snapshot, thing| -> Vec<String> { switches(deeds(snapshot, thing, false, TEXTS())) };
    let running = run(3, &[], 100);
    assert_eq!(acts(&running, server(0)), ["crash:server-1", "drain:server-1", "maint:server-1"]);
    let second = ["crash:server-2", "promote:server-2", "drain:server-2", "maint:server-2"];
    assert_eq!(acts(&running, server(1)), second);
    let drained = run(3, &[Act::Order(0, Order::State(Admin::Drain))], 2_100);
    assert_eq!(acts(&drained, server(0)), ["crash:server-1", "ready:server-1", "maint:server-1"]);
    assert_eq!(acts(&running, machine(MachineId::BALANCER)), ["crash:lb-1"]);
    assert_eq!(acts(&running, process(MachineId::BALANCER, Process::Manager)), ["crash:lb-1.manager"]);
    assert_eq!(acts(&running, Selection::Link(back(2))), ["partition:lb-1~server-3"]);
    assert!(acts(&running, first()).is_empty());
    let broken = run(3, &[crash(0), kill(1, Process::App), Act::Partition(back(2))], 2_100);
    assert_eq!(acts(&broken, server(0)), ["restart:server-1", "drain:server-1", "maint:server-1"]);
    assert_eq!(acts(&broken, process(MachineId::server(1), Process::App)), ["restart:server-2.app"]);
    assert_eq!(acts(&broken, Selection::Link(back(2))), ["heal:lb-1~server-3"]);
}

#[test]
fn what_cannot_be_done_says_why() {
    let broken = run(3, &[crash(1)], 2_100);
    let of = |thing| deeds(&broken, thing, false, TEXTS());
    let start = of(process(MachineId::server(1), Process::Nginx));
    assert_eq!(start[0].hindered.as_deref(), Some("server-2 is off"));
    let promotion = |of: Vec<Deed>| {
        of.into_iter().find(|deed| deed.act == Act::Promote(MachineId::server(1))).expect("it is a replica")
    };
    let promote = promotion(of(server(1)));
    assert_eq!(promote.hindered.as_deref(), Some("server-2 is off"));
    let killed = run(3, &[kill(1, Process::Mysqld)], 2_100);
    let promote = promotion(deeds(&killed, server(1), false, TEXTS()));
    assert_eq!(promote.hindered.as_deref(), Some("mysql does not run"));
    let blind = run(3, &[Act::Crash(Target::Process(MachineId::BALANCER, Process::Haproxy))], 2_100);
    let drain = deeds(&blind, server(1), false, TEXTS()).pop().expect("HAProxy knows it");
    assert_eq!(drain.hindered.as_deref(), Some("haproxy does not run"));
}

#[test]
fn a_machine_that_is_drawn_small_offers_what_its_parts_would() {
    let snapshot = run(12, &[], 100);
    let acts: Vec<String> = switches(deeds(&snapshot, server(1), true, TEXTS()));
    let expected = [
        "crash:server-2",
        "crash:server-2.nginx",
        "crash:server-2.app",
        "crash:server-2.mysqld",
        "promote:server-2",
        "drain:server-2",
        "maint:server-2",
        "partition:lb-1~server-2",
        "partition:server-1~server-2",
    ];
    assert_eq!(acts, expected);
}

#[test]
fn every_deed_offered_is_accepted_by_the_run() {
    let snapshot = run(3, &[crash(0), Act::Partition(back(1))], 30_000);
    let scenario = Scenario::of(Preset::Distributed);
    let things =
        (0..3).map(server).chain((0..3).map(|i| Selection::Link(back(i)))).chain([machine(MachineId::BALANCER)]);
    for thing in things {
        for deed in deeds(&snapshot, thing, true, TEXTS()) {
            assert!(deed.act.check(&scenario.config).is_ok(), "{deed:?}");
        }
    }
}

#[test]
fn names_say_what_a_thing_is_and_how_it_is() {
    let snapshot = run(3, &[Act::Partition(back(2))], 3_000);
    let label = |thing| label(&snapshot, thing, TEXTS());
    for (thing, words) in [
        (first(), "clients, 200 requests per second, "),
        (machine(MachineId::BALANCER), "lb-1, on, 3 of 3 UP"),
        (
            process(MachineId::BALANCER, Process::Haproxy),
            "lb-1 haproxy, roundrobin, active-passive, queue 0, server-1 UP",
        ),
        (process(MachineId::BALANCER, Process::Manager), "lb-1 manager, primary: server-1"),
        (process(MachineId::server(0), Process::Mysqld), "server-1 mysql, primary, position "),
        (process(MachineId::server(1), Process::Mysqld), "server-2 mysql, replica, read-only, position "),
        (process(MachineId::server(0), Process::Nginx), "server-1 nginx, "),
        (Selection::Link(front(&snapshot)), "clients – lb-1, "),
        (Selection::Link(back(2)), "lb-1 – server-3, cut, "),
        (
            Selection::Link(LinkId::between(MachineId::server(0), MachineId::server(1))),
            "server-1 – server-2, server-2 replicates from server-1",
        ),
    ] {
        assert!(label(thing).starts_with(words), "{:?}: {}", thing, label(thing));
    }
    assert!(label(server(0)).contains(" of 8 workers busy, queue "), "{}", label(server(0)));
}

#[test]
fn links_between_servers_are_drawn_where_something_runs_over_them() {
    assert_eq!(pairs(&run(3, &[], 100), true).len(), 3);
    assert_eq!(pairs(&run(1, &[], 100), true).len(), 0);
    let crowd = run(12, &[Act::Partition(LinkId::between(MachineId::server(0), MachineId::server(7)))], 2_100);
    let names: Vec<String> = pairs(&crowd, false).iter().map(LinkId::to_string).collect();
    assert_eq!(names, ["server-1~server-2", "server-1~server-3", "server-1~server-8"]);
}

#[test]
fn in_a_chain_the_links_are_drawn_from_each_database_to_the_next() {
    let mut scenario = Scenario::of(Preset::Distributed);
    (scenario.config.servers, scenario.config.replicas) = (12, 3);
    scenario.config.mysql.topology = Topology::Chain;
    let mut simulation = Simulation::new(scenario);
    assert!(simulation.advance_to(SimTime::from_millis(100), u64::MAX));
    let snapshot = simulation.snapshot();
    let names: Vec<String> = pairs(&snapshot, false).iter().map(LinkId::to_string).collect();
    assert_eq!(names, ["server-1~server-2", "server-2~server-3", "server-3~server-4"]);
    let link = LinkId::between(MachineId::server(1), MachineId::server(2));
    let said = super::label(&snapshot, Selection::Link(link), TEXTS());
    assert!(said.starts_with("server-2 – server-3, server-3 replicates from server-2"), "{said}");
}
