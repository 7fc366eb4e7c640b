//! Random fault scripts with every invariant on. What fails prints its link, which is all that is needed to see it again.

mod tuning;

use tierscope::engine::dist::Dist;
use tierscope::engine::rng::{Concern, Draws};
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::balancer::{Admin, Algorithm};
use tierscope::model::command::{Deploy, Fault, Order, Strategy, WorkerOrder};
use tierscope::model::config::{Check, Config, Failover, Mode, Preset, Replication, Topology, Via};
use tierscope::model::id::{LinkId, MachineId, Part, Process, Target};
use tierscope::model::server::code::{Code, Flaw, Version};
use tierscope::model::shape::{Course, Shape};
use tierscope::scenario::knob::Knob;
use tierscope::scenario::wire::{self, Link};
use tierscope::scenario::{Act, Scenario, Timed};
use tierscope::simulation::Simulation;
use tierscope::snapshot::{DatabaseView, Role};
use tuning::TUNING;

/// What of the connections between clients and nginx is tuned where nothing stands between.
const KEEPING: [(&str, &[&str]); 9] = [
    ("keep", &["on", "on", "off"]),
    ("keepreqs", &["1", "3", "1000"]),
    ("keepidle", &["0s", "200ms", "75s"]),
    ("ngconns", &["6", "12", "512"]),
    ("connlimit", &["0", "1", "3"]),
    ("ratelimit", &["0", "1", "20"]),
    ("ngcache", &["on", "off"]),
    ("upkeep", &["0", "2"]),
    ("write", &["0.1", "0.3"]),
];

/// The setting of a knob, as a link would give it.
fn setting(preset: Preset, key: &str, value: &str) -> Act {
    let knob = Knob::named(preset, key).unwrap_or_else(|| panic!("no knob {key}"));
    let (value, _) = knob.read(value).unwrap_or_else(|kind| panic!("{key}={value} is not {kind}"));
    Act::Set(knob, value)
}

/// Chance for one scenario.
struct Script(Draws);

impl Script {
    fn new(seed: u64) -> Script {
        Script(Draws::keyed(seed, Concern::Script, 0))
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.0.below(of.len() as u64) as usize]
    }

    fn config(&mut self, seed: u64) -> Config {
        let preset = self.pick(&[Preset::Distributed, Preset::Distributed, Preset::Dedicated, Preset::Simple]);
        let mut config = Config { preset, seed, servers: self.pick(&[1, 2, 3, 3, 5]), ..Config::default() };
        config.replicas = self.pick(&[0, 1, 2, 4]);
        match preset {
            Preset::Simple => (config.servers, config.replicas) = (1, 0),
            Preset::Distributed => config.replicas = config.replicas.min(config.servers - 1),
            _ => {}
        }
        config.clients.arrivals_per_s = self.pick(&[5.0, 20.0, 60.0]);
        config.clients.pages = self.pick(&[3, 1000]);
        config.clients.giveup = SimDuration::from_seconds(self.pick(&[1, 10]));
        config.network.ship = SimDuration::from_millis(self.pick(&[0, 250, 3000]));
        config.network.lan = SimDuration::from_nanos(self.pick(&[200_000, 50_000_000, 700_000_000]));
        config.haproxy.algorithm = self.pick(&Algorithm::ALL);
        config.haproxy.mode = self.pick(Mode::ALL);
        config.haproxy.check = self.pick(Check::ALL);
        config.haproxy.redispatch = self.pick(&[true, false]);
        config.haproxy.server_maxconn = self.pick(&[0, 0, 3]);
        config.haproxy.server_timeout = SimDuration::from_seconds(self.pick(&[1, 50]));
        config.nginx.connections = self.pick(&[512, 512, 8]);
        config.nginx.proxy_timeout = SimDuration::from_seconds(self.pick(&[2, 60]));
        config.app.workers = self.pick(&[1, 2, 8]);
        config.app.backlog = self.pick(&[0, 4, 128]);
        config.app.work = self.pick(&[Dist::Gamma { mean: 0.008, cv: 0.7 }, Dist::Exponential { mean: 0.15 }]);
        if preset == Preset::Simple {
            config.clients.via = self.pick(Via::ALL);
            config.clients.slow_share = self.pick(&[0.0, 0.3]);
        }
        config.mysql.topology = self.pick(Topology::ALL);
        config.manager.failover = self.pick(&[Failover::Auto, Failover::Auto, Failover::Manual]);
        config
    }

    /// Tunes HAProxy and nginx; where there is no HAProxy, what lies between clients and nginx.
    fn tuning(&mut self, preset: Preset) -> Act {
        let (key, values) = if preset.has_balancer() { self.pick(&TUNING) } else { self.pick(&KEEPING) };
        setting(preset, key, self.pick(values))
    }

    fn order(&mut self) -> Order {
        match self.0.below(3) {
            0 => Order::State(self.pick(&Admin::ALL)),
            1 => Order::Weight(self.pick(&[0, 1, 10, 256])),
            _ => Order::Maxconn(self.pick(&[0, 1, 5])),
        }
    }

    /// A fault and its end come as often; what hits at random is seldom well again by chance.
    fn fault(&mut self, target: Target, link: LinkId) -> Fault {
        let part = self.pick(&[Part::Target(target), Part::Target(target), Part::Link(link)]);
        match self.0.below(7) {
            0..2 => Fault::Freeze(target),
            2..4 => Fault::Thaw(target),
            4 => Fault::Slow(part, self.pick(&[2, 7, 1000])),
            5 => Fault::Loss(link, self.pick(&[0, 50_000, 500_000])),
            _ => Fault::Restore(part),
        }
    }

    fn deploy(&mut self) -> Deploy {
        let strategy = self.pick(&[Strategy::All, Strategy::Rolling, Strategy::Canary(0), Strategy::Canary(500_000)]);
        let flaw =
            self.pick(&[Flaw::None, Flaw::Errors(300_000), Flaw::Slow(3), Flaw::Sleeps(50_000), Flaw::Hangs(50_000)]);
        let code = Code { version: Version(self.pick(&[2, 3])), flaw };
        Deploy { code: self.pick(&[Some(code), Some(code), None]), strategy }
    }

    fn act(&mut self, config: &Config) -> Act {
        let server = self.0.below(config.servers as u64) as usize;
        let site = config.site();
        let database = site.home(self.0.below(site.databases as u64) as usize);
        let machine = self.pick(&[MachineId::server(server), database, site.entry()]);
        let processes: Vec<Process> = site.processes(machine).collect();
        let target = match self.0.below(2) {
            0 => Target::Machine(machine),
            _ => Target::Process(machine, self.pick(&processes)),
        };
        let all: Vec<MachineId> = site.machines().collect();
        let (one, other) = (self.pick(&all), self.pick(&all));
        let link = LinkId::between(one, if one == other { MachineId::CLIENT } else { other });
        match self.0.below(27) {
            26 => Act::Workers(server, self.pick(WorkerOrder::ALL)),
            22 => Act::Stop(MachineId::server(server)),
            23..26 => Act::Deploy(self.deploy()),
            14..=18 => Act::Fault(self.fault(target, link)),
            19 => Act::Clone(database),
            20 => {
                let lasts = SimDuration::from_seconds(self.pick(&[1, 5, 20]));
                Act::Shape(Shape { course: self.pick(Course::ALL), peak_per_s: self.pick(&[1.0, 80.0]), lasts })
            }
            10 | 11 | 21 => self.tuning(config.preset),
            12 | 13 if config.preset.has_balancer() => Act::Order(server, self.order()),
            0..3 => Act::Crash(target),
            3..6 => Act::Restart(target),
            6 | 7 => Act::Partition(link),
            8 => Act::Heal(link),
            _ => Act::Promote(database),
        }
    }

    fn scenario(seed: u64, seconds: u64) -> Scenario {
        let mut script = Script::new(seed);
        let config = script.config(seed);
        let n = 4 + script.0.below(16);
        let mut times: Vec<u64> = (0..n).map(|_| script.0.below(seconds * 1000)).collect();
        times.sort_unstable();
        let timed = |at: u64| Timed { at: SimTime::from_millis(at), act: script.act(&config) };
        let mut commands: Vec<Timed> = times.into_iter().map(timed).collect();
        let tunings = (0..script.0.below(6)).map(|_| Timed { at: SimTime::ZERO, act: script.tuning(config.preset) });
        commands.splice(0..0, tunings);
        Scenario { config, commands }
    }
}

/// How many runs: fifty times as many in the long run, `TIERSCOPE_LONG=1 cargo test --test faults`.
fn runs(ordinary: u64) -> u64 {
    if std::env::var_os("TIERSCOPE_LONG").is_some() { 50 * ordinary } else { ordinary }
}

/// The link of a scenario.
fn link(scenario: &Scenario) -> String {
    wire::write(&Link { scenario: scenario.clone(), view: Default::default(), unknown: Vec::new() })
}

#[test]
fn every_invariant_holds_after_every_event_of_two_hundred_small_runs() {
    for seed in 0..runs(200) {
        let scenario = Script::scenario(seed, 15);
        let mut run = Simulation::new(scenario.clone());
        while run.now() < SimTime::from_millis(20_000) && run.step() {
            if let Err(broken) = run.audit() {
                panic!("seed {seed} at {}: {broken}\n{}", run.now(), link(&scenario));
            }
        }
    }
}

#[test]
fn every_invariant_holds_in_two_hundred_runs_with_long_silences() {
    for seed in 10_000..10_000 + runs(200) {
        let scenario = Script::scenario(seed, 60);
        let mut run = Simulation::new(scenario.clone());
        for second in 1..240 {
            run.advance_to(SimTime::from_millis(second * 1000), u64::MAX);
            if let Err(broken) = run.audit() {
                panic!("seed {seed} at {}: {broken}\n{}", run.now(), link(&scenario));
            }
        }
    }
}

#[test]
fn a_semi_synchronous_site_that_waits_and_drains_loses_no_acknowledged_write_to_a_dead_primary() {
    for seed in 200_000..200_000 + runs(40) {
        let mut scenario = Script::scenario(seed, 30);
        let preset = scenario.config.preset;
        if !preset.has_manager() || scenario.config.replicas == 0 {
            continue;
        }
        // Whatever else happens, one database dies, for good: then another has all that was acknowledged.
        let (site, mut died) = (scenario.config.site(), false);
        scenario.commands.retain(|timed| match timed.act {
            Act::Crash(target) if site.database_on(target.machine()).is_some() => !core::mem::replace(&mut died, true),
            Act::Crash(_) | Act::Order(..) | Act::Shape(_) | Act::Heal(_) => true,
            _ => false,
        });
        let mysql = &mut scenario.config.mysql;
        (mysql.replication, mysql.semi_sync_timeout) = (Replication::SemiSync, SimDuration::from_seconds(1000));
        scenario.config.clients.write_share = 0.3;
        scenario.config.manager.failover = Failover::Auto;
        let mut run = Simulation::new(scenario.clone());
        run.advance_to(SimTime::from_millis(120_000), u64::MAX);
        assert_eq!(run.snapshot().lost_count, 0, "seed {seed}\n{}", link(&scenario));
    }
}

/// Replicas that lack what was written half a minute ago, whomever they replicate from. Who holds what the primary does not have, be it by a
/// clone of one who did, stays out until a person clones him.
fn late_replicas(run: &Simulation) -> Vec<MachineId> {
    let snapshot = run.snapshot();
    let is_sound = |database: &DatabaseView| database.role == Role::Replica && database.errant == 0;
    let replicas = snapshot.each_database().filter(|(_, _, database)| is_sound(database));
    replicas.filter(|(_, _, database)| database.lag.as_seconds() > 30.0).map(|(machine, ..)| machine).collect()
}

#[test]
fn a_site_that_is_healed_and_left_alone_works_off_everything() {
    for seed in 100_000..100_000 + runs(60) {
        let mut scenario = Script::scenario(seed, 30);
        let heal_at = SimTime::from_millis(30_000);
        let site = scenario.config.site();
        let machines: Vec<MachineId> = site.machines().collect();
        let links = machines.iter().flat_map(|one| machines.iter().map(|other| LinkId::between(*one, *other)));
        let links: Vec<LinkId> = links.collect();
        let targets = machines.iter().flat_map(|&machine| {
            let processes = site.processes(machine).map(move |process| Target::Process(machine, process));
            [Target::Machine(machine)].into_iter().chain(processes)
        });
        let targets: Vec<Target> = targets.collect();
        let thaws = targets.iter().map(|target| Act::Fault(Fault::Thaw(*target)));
        let parts =
            targets.iter().map(|target| Part::Target(*target)).chain(links.iter().map(|link| Part::Link(*link)));
        let well = thaws.chain(parts.map(|part| Act::Fault(Fault::Restore(part))));
        let calm = Act::Shape(Shape { course: Course::Ramp, peak_per_s: 2.0, lasts: SimDuration::SECOND });
        let heals = links.iter().copied().map(Act::Heal);
        let acts = heals
            .chain(well.collect::<Vec<_>>())
            .chain(machines.iter().map(|machine| Act::Restart(Target::Machine(*machine))));
        let processes = machines.iter().flat_map(|&machine| {
            site.processes(machine).map(move |process| Act::Restart(Target::Process(machine, process)))
        });
        let untuned = TUNING.iter().map(|(key, _)| {
            let knob = Knob::named(Preset::Distributed, key).expect("a knob");
            Act::Set(knob, knob.default(Preset::Distributed))
        });
        let ready = (0..scenario.config.servers).flat_map(|server| {
            [Order::State(Admin::Ready), Order::Weight(1), Order::Maxconn(0)].map(|order| Act::Order(server, order))
        });
        let sound = Deploy { code: Some(Code { version: Version(1), flaw: Flaw::None }), strategy: Strategy::All };
        let acts = acts.chain(untuned).chain([calm]).chain(ready.collect::<Vec<_>>());
        scenario
            .commands
            .extend(acts.chain(processes).chain([Act::Deploy(sound)]).map(|act| Timed { at: heal_at, act }));
        // What was told to stop before stops in the end, and is started then.
        let again = machines.iter().flat_map(|&machine| {
            let apps = site.processes(machine).filter(|process| *process == Process::App);
            apps.map(move |process| Act::Restart(Target::Process(machine, process)))
        });
        let stopped_at = SimTime::from_millis(120_000);
        scenario.commands.extend(again.map(|act| Timed { at: stopped_at, act }));
        scenario.config.manager.failover = Failover::Auto;
        // No more than the slowest of these sites can serve, with patience and places enough for a burst.
        scenario.config.clients.arrivals_per_s = 2.0;
        scenario.config.clients.giveup = SimDuration::from_seconds(10);
        scenario.config.haproxy.server_timeout = SimDuration::from_seconds(50);
        scenario.config.nginx.proxy_timeout = SimDuration::from_seconds(60);
        scenario.config.nginx.connections = 512;
        scenario.config.app.backlog = 128;
        scenario.config.clients.slow_share = 0.0;
        scenario.config.network.lan = scenario.config.network.lan.min(SimDuration::from_millis(50));
        let mut run = Simulation::new(scenario.clone());
        run.advance_to(SimTime::from_millis(300_000), u64::MAX);
        run.audit().unwrap_or_else(|broken| panic!("seed {seed}: {broken}\n{}", link(&scenario)));
        let before = run.meter().ledger();
        run.advance_to(SimTime::from_millis(400_000), u64::MAX);
        let after = run.meter().ledger();
        let errors = after.errors() - before.errors();
        assert!(
            errors == 0 && after.answered > before.answered + 150,
            "seed {seed}: {before:?} {after:?}\n{}",
            link(&scenario)
        );
        assert_eq!(late_replicas(&run), [], "seed {seed}\n{}", link(&scenario));
    }
}

#[test]
fn settings_for_a_dead_haproxy_touch_nothing_that_it_left() {
    // Its queue was full of requests when it died; a reload would have let some of them go a second time.
    let query = "preset=dedicated&check=tcp&lan=700ms&lb=url_param&replicas=4&rps=60&ship=250ms&srv=1&tserver=1s&\
                 work=exp:150ms&workers=1&do=abortonclose:on@0s,lanloss:0.5@0s,promote:db-1@0.679s,restart:server-1@1.226s,\
                 spike:1:20s@9.792s,maxconn:server-1:5@20.811s,crash:lb-1.manager@25.629s,smaxconn:1@36.676s,\
                 promote:db-4@39.359s,restart:lb-1.manager@41.686s,crash:lb-1@42.74s,mode:active-active@47.197s&seed=15433";
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, []);
    let mut run = Simulation::new(link.scenario);
    for second in 1..60 {
        run.advance_to(SimTime::from_millis(second * 1000), u64::MAX);
        run.audit().unwrap_or_else(|broken| panic!("{second} s: {broken}"));
    }
}
