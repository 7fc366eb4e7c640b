//! Runs of many sizes, to measure whether an event costs the same in each: bare queues with few and many requests in flight, on
//! few and many servers.

use crate::engine::dist::Dist;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::balancer::Algorithm;
use crate::model::config::Preset;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

/// A bare queue with workers for all, so that as many requests are in flight as come in a mean service time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Requests in flight, about; every one of them has an event to come.
    pub in_flight: u32,
    /// Servers, under `leastconn`.
    pub servers: usize,
}

/// What is measured: as much as the knobs allow.
pub const SCALES: [Scale; 5] = [
    Scale { in_flight: 1_000, servers: 3 },
    Scale { in_flight: 1_000, servers: 16 },
    Scale { in_flight: 1_000, servers: 64 },
    Scale { in_flight: 10_000, servers: 64 },
    Scale { in_flight: 25_000, servers: 64 },
];

/// Workers of a server: the most that there may be.
const WORKERS: u32 = 512;
/// Mean service time in seconds.
const SERVICE_S: u32 = 10;

impl Scale {
    /// Time in which a run nearly fills up.
    const FILL: SimDuration = SimDuration::from_seconds(6 * SERVICE_S as u64);

    /// The run, filled up.
    pub fn begin(&self) -> Simulation {
        let mut scenario = Scenario::of(Preset::Queue);
        let config = &mut scenario.config;
        config.servers = self.servers;
        config.app.workers = WORKERS;
        config.queue.service = Dist::Exponential { mean: f64::from(SERVICE_S) };
        config.clients.arrivals_per_s = f64::from(self.in_flight / SERVICE_S);
        config.haproxy.algorithm = Algorithm::LeastConn;
        let mut simulation = Simulation::new(scenario);
        simulation.advance_to(SimTime::ZERO + Scale::FILL, u64::MAX);
        simulation
    }

    /// Plays so many events more.
    pub fn play(simulation: &mut Simulation, events: u64) {
        simulation.advance_to(SimTime::NEVER, events);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_in_flight_as_is_said() {
        for scale in SCALES {
            let mut simulation = scale.begin();
            let before = simulation.events();
            Scale::play(&mut simulation, 1_000);
            assert_eq!(simulation.events() - before, 1_000);
            let in_flight = simulation.meter().ledger().in_flight() as f64 / f64::from(scale.in_flight);
            assert!((0.8..1.2).contains(&in_flight), "{scale:?}: {in_flight}");
        }
    }
}
