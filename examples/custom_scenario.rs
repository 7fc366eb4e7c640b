//! A scenario made of values: a configuration and timed commands, built in Rust. Its link gives everybody the same run, and the
//! digest of every event proves it.

use tierscope::engine::time::SimTime;
use tierscope::model::balancer::Algorithm;
use tierscope::model::config::{Mode, Preset};
use tierscope::model::id::{LinkId, MachineId, Process, Target};
use tierscope::scenario::wire::{self, Link, View};
use tierscope::scenario::{Act, Scenario, Timed};
use tierscope::simulation::Simulation;

/// Four servers under `leastconn`; the application of one dies and comes back, and a link is cut for five seconds.
pub fn scenario() -> Scenario {
    let mut scenario = Scenario::of(Preset::Distributed);
    let config = &mut scenario.config;
    (config.seed, config.servers, config.replicas) = (7, 4, 2);
    (config.haproxy.mode, config.haproxy.algorithm) = (Mode::ActiveActive, Algorithm::LeastConn);
    config.clients.arrivals_per_s = 350.0;
    let app = Target::Process(MachineId::server(1), Process::App);
    let link = LinkId::between(MachineId::BALANCER, MachineId::server(2));
    let mut at = |seconds: u64, act| scenario.commands.push(Timed { at: SimTime::from_millis(seconds * 1_000), act });
    at(5, Act::Crash(app));
    at(15, Act::Restart(app));
    at(20, Act::Partition(link));
    at(25, Act::Heal(link));
    scenario
}

/// The scenario as a link.
pub fn link(scenario: Scenario) -> String {
    wire::write(&Link { scenario, view: View::default(), unknown: Vec::new() })
}

/// The digest of every event of half a minute, and how many requests were answered and not answered.
pub fn play(scenario: Scenario) -> (u64, u64, u64) {
    let mut run = Simulation::new(scenario);
    run.advance_to(SimTime::from_millis(30_000), u64::MAX);
    let ledger = run.snapshot().ledger;
    (run.digest(), ledger.answered, ledger.errors())
}

/// Plays it twice: from the values, and from the link that says the same.
pub fn main() {
    let text = link(scenario());
    println!("?{text}\n");
    println!("played from         digest            answered    errors");
    for (name, scenario) in [("values in Rust", scenario()), ("its link", wire::read(&text).0.scenario)] {
        let (digest, answered, errors) = play(scenario);
        println!("{name:<18}  {digest:016x}  {answered:8}  {errors:8}");
    }
}
