//! Works to measure speed with: what is played, not how long it took. A clock belongs to whoever measures.

use crate::engine::time::{SimDuration, SimTime};
use crate::scenario::wire;
use crate::simulation::Simulation;

/// A run of a fixed length, metrics and ledger on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its name.
    pub name: &'static str,
    /// The link of its scenario.
    pub query: &'static str,
    /// Simulated seconds.
    pub seconds: u64,
}

/// What is measured. The bare queues take 3 million requests: one and eight workers at 80 % load.
pub const WORKS: [Work; 3] = [
    Work { name: "mm1", query: "preset=queue&srv=1&workers=1&rho=0.8&service=exp:1s", seconds: 3_750_000 },
    Work { name: "lc8", query: "preset=queue&srv=8&workers=1&lb=leastconn&rho=0.8&service=exp:1s", seconds: 468_750 },
    Work { name: "distributed", query: "preset=distributed", seconds: 3_600 },
];

impl Work {
    /// The run at its start.
    pub fn begin(&self) -> Simulation {
        Simulation::new(wire::read(self.query).0.scenario)
    }

    /// Plays it to its end.
    pub fn play(&self, simulation: &mut Simulation) {
        simulation.advance_to(SimTime::ZERO + SimDuration::from_seconds(self.seconds), u64::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_of_the_works_say_what_they_mean() {
        for work in WORKS {
            assert_eq!(wire::read(work.query).1, [], "{}", work.name);
        }
    }
}
