//! The workload that all play, the chance it is played with, and what is measured of it. Knows no event and no framework.
//!
//! Eight servers of one worker behind a balancer that chooses the least loaded; Poisson arrivals at 80 % load; exponential
//! service with a mean of 1 s. Times are whole nanoseconds.

use tierscope::engine::rng::{Concern, Draws};
use tierscope::engine::ziggurat::standard_exponential;

/// Servers.
pub const SERVERS: usize = 8;
/// Arrivals a second: 80 % of what the servers can do.
const ARRIVALS_PER_S: f64 = 0.8 * SERVERS as f64;
/// How long a run is: three million requests.
pub const SECONDS: u64 = 468_750;
/// Nanoseconds in a second.
pub const NANOS: u64 = 1_000_000_000;
/// The seed of all runs: that of a link without one.
const SEED: u64 = 1;

/// Where arrivals and service times come from.
pub trait Chance: Default {
    /// Nanoseconds from an arrival to the next.
    fn gap(&mut self) -> u64;
    /// Nanoseconds that the next request takes a worker.
    fn service(&mut self) -> u64;
}

/// One stream of numbers for each concern, read on and on: the quickest.
#[derive(Clone, Debug)]
pub struct Streams {
    gaps: Draws,
    services: Draws,
}

impl Default for Streams {
    fn default() -> Streams {
        let stream = |concern| Draws::keyed(SEED, concern, 0);
        Streams { gaps: stream(Concern::Arrival), services: stream(Concern::Service) }
    }
}

impl Chance for Streams {
    fn gap(&mut self) -> u64 {
        nanos(standard_exponential(&mut self.gaps) / ARRIVALS_PER_S)
    }

    fn service(&mut self) -> u64 {
        nanos(standard_exponential(&mut self.services))
    }
}

/// Draws keyed by the number of the request, as Tierscope makes them: the same arrivals and the same work, to the nanosecond.
#[derive(Clone, Debug, Default)]
pub struct Keyed {
    gaps: u64,
    services: u64,
}

impl Chance for Keyed {
    fn gap(&mut self) -> u64 {
        let mut draws = Draws::keyed(SEED, Concern::Arrival, self.gaps);
        self.gaps += 1;
        nanos(standard_exponential(&mut draws) / ARRIVALS_PER_S)
    }

    fn service(&mut self) -> u64 {
        let mut draws = Draws::keyed(SEED, Concern::Service, self.services);
        self.services += 1;
        nanos(standard_exponential(&mut draws))
    }
}

fn nanos(seconds: f64) -> u64 {
    (seconds * NANOS as f64 + 0.5) as u64
}

/// Which server is chosen: the least loaded, of equal ones the one that has been equal longest (HAProxy's `leastconn`).
#[derive(Clone, Debug)]
pub struct Loads {
    /// Of each server its requests, below them the number of the change that made them so many, and below that which it is:
    /// so the least key alone tells all, and is found without a branch.
    keys: [u64; SERVERS],
    changes: u64,
}

/// One request in a key.
const ONE: u64 = 1 << 48;

impl Default for Loads {
    fn default() -> Loads {
        let mut loads = Loads { keys: [0; SERVERS], changes: 0 };
        (0..SERVERS).for_each(|server| loads.change(server, 0));
        loads
    }
}

impl Loads {
    /// Gives a request to the server whose turn it is; gives which, and whether it was idle.
    #[inline(always)]
    pub fn take(&mut self) -> (usize, bool) {
        let key = least(&self.keys);
        let server = key as usize % SERVERS;
        self.change(server, (key & !(ONE - 1)) + ONE);
        (server, key < ONE)
    }

    /// A server has answered a request.
    #[inline(always)]
    pub fn release(&mut self, server: usize) {
        self.change(server, (self.keys[server] & !(ONE - 1)) - ONE);
    }

    #[inline(always)]
    fn change(&mut self, server: usize, load: u64) {
        self.keys[server] = load | (self.changes * SERVERS as u64 + server as u64);
        self.changes += 1;
    }
}

/// The least of eight numbers, by comparisons of which no processor has to guess the outcome.
#[inline(always)]
pub fn least(of: &[u64; SERVERS]) -> u64 {
    let [a, b, c, d, e, f, g, h] = *of;
    a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h)))
}

/// Bits of a response time that its bucket keeps, after the first: a bucket is at most 1/128 of what it holds wide.
const SPLIT: u32 = 7;

/// Response times as Tierscope counts them: an exact mean and buckets whose width grows with what they hold.
#[derive(Clone, Debug)]
pub struct Responses {
    counts: Box<[u32]>,
    sum: u64,
    n: u64,
}

impl Default for Responses {
    fn default() -> Responses {
        Responses { counts: vec![0; (65 - SPLIT as usize) << SPLIT].into_boxed_slice(), sum: 0, n: 0 }
    }
}

impl Responses {
    /// Counts a response time in nanoseconds.
    #[inline(always)]
    pub fn record(&mut self, nanos: u64) {
        let octave = (nanos | (1 << SPLIT)).ilog2() - SPLIT;
        let bucket = ((octave as usize) << SPLIT) + (nanos >> octave) as usize;
        self.counts[bucket] += 1;
        self.sum += nanos;
        self.n += 1;
    }

    /// What came of them.
    pub fn result(&self) -> Played {
        Played { requests: self.n, mean_s: self.sum as f64 / self.n as f64 / NANOS as f64, p99_s: self.quantile(0.99) }
    }

    /// The middle of the bucket of the quantile `share`, in seconds.
    fn quantile(&self, share: f64) -> f64 {
        let rank = (share * self.n as f64).ceil() as u64;
        let mut before = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            before += u64::from(*count);
            if before >= rank {
                let octave = (bucket >> SPLIT).saturating_sub(1);
                let within = bucket - (octave << SPLIT);
                return (within as f64 + 0.5) * (1_u64 << octave) as f64 / NANOS as f64;
            }
        }
        0.0
    }
}

/// What came of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Played {
    /// Requests that were answered.
    pub requests: u64,
    /// Mean response time in seconds.
    pub mean_s: f64,
    /// 99th percentile of the response times in seconds.
    pub p99_s: f64,
}

impl Played {
    /// Whether this is what the workload gives whoever plays it: the figures of long runs, and what chance leaves of one.
    pub fn is_right(&self) -> bool {
        let near = |seen: f64, expected: f64, tolerance: f64| (seen / expected - 1.0).abs() < tolerance;
        near(self.requests as f64, 3_000_000.0, 0.002)
            && near(self.mean_s, 1.460, 0.01)
            && near(self.p99_s, 6.305, 0.02)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_half_a_percent() {
        let mut responses = Responses::default();
        (1..=100_000).for_each(|n| responses.record(n * n));
        let told = responses.quantile(0.99) * NANOS as f64;
        assert!((told / (99_000.0 * 99_000.0) - 1.0).abs() < 0.005, "{told}");
    }

    #[test]
    fn equal_servers_take_turns() {
        let mut loads = Loads::default();
        let turns: Vec<usize> = (0..10).map(|_| loads.take().0).collect();
        assert_eq!(turns, [0, 1, 2, 3, 4, 5, 6, 7, 0, 1]);
        loads.release(5);
        loads.release(3);
        assert_eq!([loads.take(), loads.take(), loads.take()], [(5, true), (3, true), (2, false)]);
    }
}
