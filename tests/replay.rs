//! A run is a function of its scenario: however it is divided, wherever one seeks, on every machine.

use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::config::Config;
use tierscope::model::id::{MachineId, Target};
use tierscope::scenario::{Act, Scenario, Timed};
use tierscope::simulation::Simulation;
use tierscope::snapshot::Snapshot;

const SERVER: Target = Target::Machine(MachineId::server(0));

fn scenario() -> Scenario {
    let mut config = Config { seed: 42, ..Config::default() };
    config.network.ship = SimDuration::from_millis(250);
    let timed = |seconds: u64, act| Timed { at: SimTime::from_millis(seconds * 1000), act };
    Scenario { config, commands: vec![timed(12, Act::Crash(SERVER)), timed(40, Act::Restart(SERVER))] }
}

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

fn play_to(millis: u64) -> Simulation {
    let mut run = Simulation::new(scenario());
    assert!(run.advance_to(at(millis), u64::MAX));
    run
}

/// Everything that a person can see of a run.
fn all(run: &Simulation) -> (Snapshot, String, String) {
    (run.snapshot(), format!("{:?}", run.series()), format!("{:?}", run.log()))
}

#[test]
fn one_step_or_a_thousand_give_the_same_run() {
    let whole = play_to(60_000);
    let mut frames = Simulation::new(scenario());
    let mut nanos = 0;
    while frames.now() < at(60_000) {
        nanos += 16_666_667 + nanos % 7;
        frames.advance_to(SimTime::from_nanos(nanos).min(at(60_000)), u64::MAX);
    }
    assert_eq!(all(&whole), all(&frames));
    let mut budgeted = Simulation::new(scenario());
    while !budgeted.advance_to(at(60_000), 997) {}
    assert_eq!(all(&whole), all(&budgeted));
    let mut stepped = Simulation::new(scenario());
    while stepped.now() < at(2_000) && stepped.step() {}
    stepped.advance_to(at(60_000), u64::MAX);
    assert_eq!(all(&whole), all(&stepped));
}

#[test]
fn seeking_anywhere_shows_what_playing_would_have_shown() {
    let mut run = play_to(60_000);
    for millis in [59_999, 12_000, 11_999, 13_370, 5_000, 4_999, 0, 40_001, 60_000] {
        assert!(run.seek(at(millis), u64::MAX));
        assert_eq!(all(&run), all(&play_to(millis)), "at {millis} ms");
        assert_eq!(run.audit(), Ok(()));
    }
}

#[test]
fn a_click_and_its_link_are_the_same_run() {
    let mut live = Simulation::new(Scenario { commands: Vec::new(), ..scenario() });
    live.advance_to(SimTime::from_nanos(11_999_400_000), u64::MAX);
    assert_eq!(live.command(Act::Crash(SERVER), true), at(12_000));
    live.advance_to(SimTime::from_nanos(39_999_999_999), u64::MAX);
    assert_eq!(live.command(Act::Restart(SERVER), true), at(40_000));
    live.advance_to(at(60_000), u64::MAX);
    assert_eq!(live.scenario(), &scenario());
    assert_eq!(all(&live), all(&play_to(60_000)));
}

#[test]
fn a_change_made_in_the_past_replaces_what_followed() {
    let mut run = play_to(60_000);
    run.seek(at(20_000), u64::MAX);
    run.command(Act::Restart(SERVER), true);
    assert_eq!(run.scenario().commands.len(), 2);
    run.advance_to(at(60_000), u64::MAX);
    let mut again = Simulation::new(run.scenario().clone());
    again.advance_to(at(60_000), u64::MAX);
    assert_eq!(all(&run), all(&again));
}

#[test]
fn watching_changes_nothing() {
    let mut watched = Simulation::new(scenario());
    watched.follow(3);
    watched.advance_to(at(30_000), u64::MAX);
    assert_eq!(watched.digest(), play_to(30_000).digest());
}

#[test]
fn a_hopeless_scenario_halts_instead_of_taking_all_memory() {
    let mut config = Config::default();
    config.clients.arrivals_per_s = 20_000.0;
    config.clients.giveup = SimDuration::from_seconds(300);
    let silence = Act::Crash(Target::Machine(MachineId::BALANCER));
    let mut run = Simulation::new(Scenario { config, commands: vec![Timed { at: at(2_000), act: silence }] });
    assert!(!run.advance_to(at(600_000), u64::MAX));
    assert!(run.halted() && run.now() < at(20_000));
    assert_eq!(run.audit(), Ok(()));
    assert!(run.seek(at(1_000), u64::MAX) && !run.halted());
}
