//! What components tell of real runs.

use super::*;
use crate::app::diagram::{machine, process};
use crate::engine::time::SimTime;
use crate::scenario::wire;
use crate::simulation::Simulation;
use crate::snapshot::CacheStatus;

const SERVER: MachineId = MachineId::server(0);

/// A run at an instant, with its configuration there.
fn at(query: &str, millis: u64) -> (Snapshot, Config) {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, []);
    let mut run = Simulation::new(link.scenario);
    run.advance_to(SimTime::from_millis(millis), u64::MAX);
    (run.snapshot(), run.scenario().config_at(run.now()))
}

fn told(run: &(Snapshot, Config), thing: Selection, whole: bool) -> Vec<Section> {
    sections(&run.0, &run.1, thing, whole, Texts::english())
}

fn titles(sections: &[Section]) -> Vec<&str> {
    sections.iter().map(|section| section.title).collect()
}

fn value<'s>(sections: &'s [Section], name: &str) -> Option<&'s Fact> {
    sections.iter().flat_map(|section| &section.facts).find(|fact| fact.name == name)
}

fn plain(fact: Option<&Fact>) -> String {
    fact.map_or_else(String::new, |fact| fact.value.replace(format::THIN, ""))
}

#[test]
fn each_kind_of_component_tells_its_own() {
    let run = at("preset=distributed&seed=7", 5_000);
    let titles_of = |thing, whole| titles(&told(&run, thing, whole)).join(", ");
    assert_eq!(titles_of(machine(MachineId::CLIENT), false), "Load, Tries");
    assert_eq!(titles_of(machine(MachineId::BALANCER), false), "Machine");
    assert_eq!(titles_of(process(MachineId::BALANCER, Process::Haproxy), false), "FRONTEND, BACKEND");
    assert_eq!(titles_of(machine(SERVER), false), "Machine, As HAProxy sees it");
    assert_eq!(titles_of(process(SERVER, Process::Nginx), false), "stub_status, upstream");
    let app = "Workers, Accept queue, Database connections, Code";
    assert_eq!(titles_of(process(SERVER, Process::App), false), app);
    let whole = format!("Machine, As HAProxy sees it, stub_status, upstream, {app}, Log, Clients");
    assert_eq!(titles_of(machine(SERVER), true), whole);
    assert_eq!(titles_of(process(SERVER, Process::Mysqld), false), "Log, Clients");
    assert_eq!(titles_of(process(MachineId::server(1), Process::Mysqld), false), "SHOW REPLICA STATUS, Log, Clients");
    assert_eq!(titles_of(process(MachineId::BALANCER, Process::Manager), false), "What it believes, Its rules");
}

#[test]
fn figures_are_those_of_the_run() {
    let run = at("preset=distributed&seed=7&ngcache=on&ratelimit=5", 5_000);
    let view = &run.0.servers[0];
    let nginx = told(&run, process(SERVER, Process::Nginx), false);
    assert_eq!(titles(&nginx), ["stub_status", "upstream", "Limits", "proxy_cache"]);
    let counts = &view.nginx.status.counts;
    assert!(counts.requests > 500 && counts.limited > 0, "{counts:?}");
    assert_eq!(plain(value(&nginx, "requests")), counts.requests.to_string());
    assert_eq!(
        plain(value(&nginx, "limit_req rejected / delayed")),
        format!("{} / {}", counts.limited, counts.delayed)
    );
    let hits = view.nginx.status.cache[CacheStatus::Hit as usize];
    assert!(hits > 0);
    assert_eq!(plain(value(&nginx, "HIT")), hits.to_string());
    let haproxy = told(&run, process(MachineId::BALANCER, Process::Haproxy), false);
    let balancer = run.0.balancer.as_ref().expect("there is one");
    assert_eq!(plain(value(&haproxy, "requests")), balancer.totals.requests.to_string());
    let clients = told(&run, machine(MachineId::CLIENT), false);
    assert_eq!(plain(value(&clients, "offered")), "200/s");
    assert_eq!(plain(value(&clients, "in flight")), run.0.ledger.in_flight().to_string());
}

#[test]
fn crowds_are_told_as_trouble() {
    let run = at("preset=distributed&rps=400&workers=2&backlog=4&seed=1", 5_000);
    let app = told(&run, process(SERVER, Process::App), false);
    let queued = run.0.servers[0].app.queued;
    let queue = value(&app, "waiting").expect("it has an accept queue");
    assert_eq!(queue.value, format!("{queued} / 5"));
    assert_eq!((queue.share, queue.bad), (Some(queued as f64 / 5.0), queued == 5));
    assert!(queued > 2);
    assert!(value(&app, "SYNs dropped so far").is_some_and(|fact| fact.bad));
    let busy = &run.0.servers[0].app.occupancy;
    let doing = ["run the page's code", "wait for a database", "wait for a connection"];
    let sum: usize = doing.iter().filter_map(|name| plain(value(&app, name)).parse::<usize>().ok()).sum();
    assert_eq!(sum, busy.busy, "{busy:?}");
    let shared = told(&run, machine(SERVER), false);
    assert!(value(&shared, "cores at work").and_then(|fact| fact.share).is_some_and(|share| share > 0.5));
}

#[test]
fn what_does_not_run_tells_nothing_and_the_others_go_on() {
    let run = at("preset=distributed&seed=7&do=crash:server-1.nginx@3s", 5_000);
    assert_eq!(told(&run, process(SERVER, Process::Nginx), false), []);
    assert!(value(&told(&run, machine(SERVER), true), "Active connections").is_none());
    assert!(!told(&run, process(SERVER, Process::App), false).is_empty());
    let off = at("preset=distributed&seed=7&do=crash:server-1@3s", 5_000);
    assert_eq!(titles(&told(&off, machine(SERVER), true)), ["As HAProxy sees it"]);
    assert_eq!(told(&off, process(SERVER, Process::App), false), []);
}

#[test]
fn a_bare_queue_has_workers_and_a_queue() {
    let run = at("preset=queue&srv=2&rho=0.8", 5_000);
    let sections = told(&run, machine(SERVER), true);
    assert!(titles(&sections) == ["As HAProxy sees it", "Workers", "Accept queue"], "{sections:?}");
}

#[test]
fn workers_of_several_versions_are_counted_by_version() {
    let query = "preset=distributed&mode=active-active&seed=3&wait=const:500ms&rps=100&do=deploy:v2@3s";
    let mut seen = false;
    for millis in (3_001..3_600).step_by(50) {
        let run = at(query, millis);
        let view = &run.0.servers[0].app;
        let older: usize = view.older.iter().map(|(_, n)| n).sum();
        assert_eq!(older, view.occupancy.old, "at {millis} ms");
        let app = told(&run, process(SERVER, Process::App), false);
        let running = plain(value(&app, "workers run"));
        assert_eq!(running.contains("v1"), older > 0 || view.version.0 == 1, "{running}");
        seen |= older > 0;
    }
    assert!(seen, "no page outlived its code");
}

#[test]
fn in_a_chain_each_tells_of_its_own_source_and_an_orphan_of_none() {
    let query = "preset=dedicated&topology=chain&replicas=3&seed=7&failover=manual&do=crash:db-2.mysqld@10s";
    let run = at(query, 20_000);
    let [orphan, behind] = [2, 3].map(|index| told(&run, machine(run.0.databases[index].machine), false));
    for (sections, source, connected, seconds) in
        [(&orphan, "db-2", "Connecting", "NULL"), (&behind, "db-3", "Yes", "0")]
    {
        let figures = ["Source_Host", "Replica_IO_Running", "Seconds_Behind_Source"];
        assert_eq!(figures.map(|name| plain(value(sections, name))), [source, connected, seconds]);
        assert!(value(sections, "true lag").is_some_and(|fact| fact.bad));
    }
}

#[test]
fn a_replica_tells_what_its_server_says_and_the_true_lag_beside_it() {
    let run = at("preset=dedicated&write=0.5&ship=3s&seed=7&do=crash:db-3.mysqld@10s", 20_000);
    let [primary, replica, dead] = [0, 1, 2].map(|index| told(&run, machine(run.0.databases[index].machine), false));
    assert_eq!(titles(&replica), ["Machine", "SHOW REPLICA STATUS", "Log", "Clients"]);
    for (name, expected) in [
        ("Source_Host", "db-1"),
        ("Replica_IO_Running", "Yes"),
        ("Replica_SQL_Running", "Yes"),
        ("Seconds_Behind_Source", "0"),
        ("read_only", "ON"),
    ] {
        assert_eq!(plain(value(&replica, name)), expected, "{name}");
    }
    assert!(value(&replica, "true lag").is_some_and(|fact| fact.bad));
    assert!((2.9..3.2).contains(&run.0.databases[1].database.lag.as_seconds()));
    let written = run.0.databases[0].database.written;
    assert_eq!(plain(value(&primary, "gtid_executed")), format!("db-1:1-{written}"));
    assert_eq!((titles(&primary), titles(&dead)), (vec!["Machine", "Log", "Clients"], vec!["Machine"]));
    let wrong = at("preset=dedicated&seed=7&do=partition:db-1~lb-1@3s", 5_500);
    let manager = told(&wrong, process(MachineId::BALANCER, Process::Manager), false);
    assert_eq!(plain(value(&manager, "no answer")), "db-1: 2 of 3 probes");
}

#[test]
fn deadlocks_are_counted_where_they_are_found_and_where_they_are_begun_again() {
    let run = at("preset=dedicated&static=0&write=1&rps=60&pages=2&rows=2&restarts=3&writecost=10ms&seed=7", 8_000);
    let primary = machine(MachineId::database(0, run.1.servers));
    let database = told(&run, primary, true);
    let deadlocks = plain(value(&database, "Innodb_deadlocks"));
    assert_eq!(deadlocks, plain(value(&database, "1213 ER_LOCK_DEADLOCK")));
    assert!(deadlocks.parse::<u64>().is_ok_and(|n| n > 10), "{deadlocks}");
    let app = told(&run, process(SERVER, Process::App), false);
    let again = plain(value(&app, "transactions begun again"));
    assert!(again.parse::<u64>().is_ok_and(|n| n > 10), "{again}");
}
