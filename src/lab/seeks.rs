//! Seeks through ten minutes of the default site, to measure how long one takes: what is played, not how long it took.

use crate::engine::rng::{Concern, Draws};
use crate::engine::time::{SimDuration, SimTime};
use crate::model::config::Preset;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

/// How many seeks are measured.
pub const SEEKS: u64 = 100;

/// A run that has been played, and where to go in it.
#[derive(Debug)]
pub struct Seeks {
    run: Simulation,
    draws: Draws,
}

impl Seeks {
    /// How long the run is.
    const LENGTH: SimDuration = SimDuration::from_seconds(600);

    /// The run at its end.
    pub fn new() -> Seeks {
        let mut run = Simulation::new(Scenario::of(Preset::Distributed));
        run.advance_to(SimTime::ZERO + Seeks::LENGTH, u64::MAX);
        Seeks { run, draws: Draws::keyed(1, Concern::Script, 0) }
    }

    /// Goes to some instant of the run, back or forth; gives where it was and is.
    pub fn go(&mut self) -> (SimTime, SimTime) {
        let (from, to) = (self.run.now(), SimTime::from_nanos(self.draws.below(Seeks::LENGTH.as_nanos())));
        self.run.seek(to, u64::MAX);
        (from, self.run.now())
    }
}

impl Default for Seeks {
    fn default() -> Seeks {
        Seeks::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_both_ways_and_ends_where_it_wanted() {
        let mut seeks = Seeks::new();
        let ways: Vec<(SimTime, SimTime)> = (0..6).map(|_| seeks.go()).collect();
        assert!(ways.iter().any(|(from, to)| from < to) && ways.iter().any(|(from, to)| from > to));
        assert!(ways.windows(2).all(|pair| pair[0].1 == pair[1].0));
    }
}
