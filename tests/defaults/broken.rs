//! A run in which something is broken, and what the tests ask of it.

use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::metrics::journey::Journey;
use tierscope::model::balancer::BalancerLog;
use tierscope::model::id::MachineId;
use tierscope::model::note::Note;
use tierscope::model::observation::{Cause, Class};
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

pub const SERVER_1: MachineId = MachineId::server(0);
pub const SERVER_2: MachineId = MachineId::server(1);
pub const SERVER_3: MachineId = MachineId::server(2);

/// Runs of a test whose band needs many.
pub const RUNS: u64 = 20;

pub fn seconds(seconds: f64) -> SimTime {
    SimTime::ZERO + SimDuration::from_seconds_f64(seconds)
}

/// The run of a link that has nothing to complain about, at its start.
pub fn begin(query: &str) -> Simulation {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, [], "{query}");
    Simulation::new(link.scenario)
}

/// A run, and when something in it is broken: at another moment between two checks and two probes for each seed.
pub struct Broken {
    pub run: Simulation,
    pub at: f64,
}

impl Broken {
    /// The run in which `what` is crashed, with further settings, at its start.
    pub fn begin(what: &str, settings: &str, seed: u64) -> Broken {
        let millis = 12_000 + seed * 370 % 2_000;
        let run = begin(&format!("do=crash:{what}@{millis}ms&seed={seed}{settings}"));
        Broken { run, at: millis as f64 / 1_000.0 }
    }

    /// Plays until so many seconds after the crash.
    pub fn play(&mut self, after: f64) {
        assert!(self.run.advance_to(seconds(self.at + after), u64::MAX));
    }

    /// Seconds from the crash to the first line of the log that `is_it`.
    pub fn after(&self, is_it: impl Fn(&Note) -> bool) -> Option<f64> {
        let line = self.run.log().iter().find(|line| is_it(&line.note))?;
        Some(line.at.as_seconds() - self.at)
    }

    /// Seconds from the crash until HAProxy held a server for DOWN.
    pub fn down(&self) -> Option<f64> {
        self.after(|note| matches!(note, Note::Balancer(BalancerLog::ServerDown { .. })))
    }

    /// Plays on for `length` seconds and gives the errors and the longest response of that time.
    pub fn observe(&mut self, length: f64) -> (u64, f64) {
        let errors = self.run.meter().ledger().errors();
        self.run.reset_statistics();
        assert!(self.run.advance_to(self.run.now() + SimDuration::from_seconds_f64(length), u64::MAX));
        let meter = self.run.meter();
        (meter.ledger().errors() - errors, meter.responses().max().as_seconds())
    }
}

/// Unanswered requests of these causes.
pub fn errors(run: &Simulation, causes: &[Cause]) -> u64 {
    run.meter().errors().iter().filter(|error| causes.contains(&error.cause)).map(|error| error.n).sum()
}

pub fn within(what: &str, seen: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&seen), "{what}: {seen:.4} is not from {low} to {high}");
}

/// Journeys of requests that began in this span of seconds, of a run that followed them.
pub fn began(run: &Simulation, from: f64, to: f64) -> Vec<&Journey> {
    let began = |journey: &&Journey| (seconds(from)..seconds(to)).contains(&journey.steps[0].at);
    run.journeys().kept.iter().filter(began).collect()
}

/// How it ended and after how many seconds, where it has.
pub fn end(journey: &Journey) -> Option<(Class, u16, f64)> {
    let (at, outcome) = journey.ended?;
    Some((outcome.class, outcome.status, at.since(journey.steps[0].at).as_seconds()))
}
