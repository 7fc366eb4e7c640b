//! The facade: a scenario in, snapshots out. The one way for a screen, the command line or a test to run the model.

use crate::engine::time::SimTime;
use crate::metrics::journey::Journeys;
use crate::metrics::log::Line;
use crate::metrics::series::Point;
use crate::scenario::Scenario;
use crate::snapshot::Snapshot;

/// A run of a scenario, at some instant.
#[derive(Clone, Debug)]
pub struct Simulation {
    scenario: Scenario,
}

/// What follows is the interface; every method says what it promises.
impl Simulation {
    /// The run of `scenario`, at its start.
    pub fn new(scenario: Scenario) -> Simulation {
        Simulation { scenario }
    }

    /// The scenario, with every command given so far.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The instant that the run has reached.
    pub fn now(&self) -> SimTime {
        unimplemented!()
    }

    /// Plays on to `time`, or until about `budget` events are done; gives whether it got there. The run is the same
    /// however it is divided.
    pub fn advance_to(&mut self, _time: SimTime, _budget: u64) -> bool {
        unimplemented!()
    }

    /// Plays exactly one event (or one command), if there is one within the next minute.
    pub fn step(&mut self) -> bool {
        unimplemented!()
    }

    /// Goes to any instant, back or forth; the run there is the one that playing would reach. Commands later than `time`
    /// stay in the scenario and happen again. Bounded like [`Simulation::advance_to`].
    pub fn seek(&mut self, _time: SimTime, _budget: u64) -> bool {
        unimplemented!()
    }

    /// A person's act: stamped with the next whole millisecond, kept in the scenario, applied there. Scripted commands
    /// later than now are dropped when `forget_future` is set (the person changed the past).
    pub fn command(&mut self, _act: crate::scenario::Act, _forget_future: bool) -> SimTime {
        unimplemented!()
    }

    /// The run as a screen may see it.
    pub fn snapshot(&self) -> Snapshot {
        unimplemented!()
    }

    /// One point for each whole second so far.
    pub fn series(&self) -> &[Point] {
        unimplemented!()
    }

    /// The event log so far.
    pub fn log(&self) -> &[Line] {
        unimplemented!()
    }

    /// Ways of sampled requests, for showing them.
    pub fn journeys(&self) -> &Journeys {
        unimplemented!()
    }

    /// Follows one request in `every` from now on. Changes nothing in the run.
    pub fn follow(&mut self, _every: u64) {}
}
