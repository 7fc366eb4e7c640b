//! The balancer alone, to measure how its choice grows with its servers: what is played, not how long it took.

use crate::engine::time::SimTime;
use crate::model::balancer::{
    Algorithm, BackendConfig, Balancer, HashMethod, Output, RequestKey, ServerConfig, StreamId, Timeouts,
};
use std::collections::VecDeque;

/// How many servers there are to choose from.
pub const SIZES: [u16; 4] = [4, 64, 1_024, 4_096];

/// A way of choosing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choosing {
    /// Its name: the algorithm's, and `consistent` on a ring.
    pub name: &'static str,
    algorithm: Algorithm,
    method: HashMethod,
}

/// What is measured: the three whose cost may grow, as their data are trees.
pub const CHOOSING: [Choosing; 3] = [
    Choosing { name: "roundrobin", algorithm: Algorithm::RoundRobin, method: HashMethod::MapBased },
    Choosing { name: "leastconn", algorithm: Algorithm::LeastConn, method: HashMethod::MapBased },
    Choosing { name: "consistent", algorithm: Algorithm::Source, method: HashMethod::Consistent },
];

/// A balancer with as many requests open as it has servers, so that loads differ.
#[derive(Debug)]
pub struct Picks {
    balancer: Balancer,
    out: Vec<Output>,
    open: VecDeque<StreamId>,
    made: u32,
}

impl Picks {
    /// A balancer that chooses so among `servers` of the weights 1 to 4 without limits, checks or timers, warm.
    pub fn new(choosing: Choosing, servers: u16) -> Picks {
        let server =
            |id: u16| ServerConfig { id: u32::from(id) + 1, weight: 1 + u32::from(id) % 4, ..Default::default() };
        let mut config = BackendConfig::new(choosing.algorithm, (0..servers).map(server).collect());
        config.hash_type.method = choosing.method;
        let never = Timeouts::NONE;
        config.timeouts = Timeouts { client: never, connect: never, server: never, queue: None };
        let mut out = Vec::new();
        let balancer = Balancer::new(config, SimTime::ZERO, &mut out);
        let mut picks = Picks { balancer, out, open: VecDeque::new(), made: 0 };
        (0..servers).for_each(|_| picks.open_one());
        picks.play(u32::from(servers));
        picks
    }

    /// Makes `count` choices; before each a request ends.
    pub fn play(&mut self, count: u32) {
        for _ in 0..count {
            self.end_one();
            self.open_one();
        }
    }

    /// How many choices were made.
    pub fn made(&self) -> u32 {
        self.made
    }

    fn open_one(&mut self) {
        let stream = self.balancer.open(SimTime::ZERO, 0, &mut self.out);
        // Fibonacci hashing: hashes that are spread evenly and cost nothing to make.
        let hash = Some(self.made.wrapping_mul(2_654_435_769));
        self.balancer.request(SimTime::ZERO, stream, RequestKey { hash, ..RequestKey::default() }, &mut self.out);
        let chosen = self.out.iter().filter(|output| matches!(output, Output::Connect { .. })).count();
        self.made += chosen as u32;
        self.out.clear();
        self.balancer.connected(SimTime::ZERO, stream, 1, &mut self.out);
        self.open.push_back(stream);
    }

    fn end_one(&mut self) {
        let Some(stream) = self.open.pop_front() else { return };
        self.balancer.answer(SimTime::ZERO, stream, 1, 200, &mut self.out);
        self.out.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_is_a_choice() {
        for choosing in CHOOSING {
            let mut picks = Picks::new(choosing, 8);
            assert_eq!(picks.made(), 16, "{}", choosing.name);
            picks.play(100);
            assert_eq!((picks.made(), picks.open.len()), (116, 8), "{}", choosing.name);
        }
    }
}
