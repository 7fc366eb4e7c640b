//! What a chart shows: one point for every second of simulated time, append-only.

use super::heat::Heat;
use crate::engine::time::SimDuration;
use crate::model::observation::Cause;

/// Between two points.
pub const INTERVAL: SimDuration = SimDuration::SECOND;
/// Most points that are kept: ten hours. Later seconds are measured but not drawn, and the screen says so.
pub const LIMIT: usize = 36_000;

/// Quantiles of response times and how many they rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantiles {
    /// Answered requests they were taken from.
    pub n: u64,
    /// Median.
    pub p50: SimDuration,
    /// 95th percentile.
    pub p95: SimDuration,
    /// 99th percentile.
    pub p99: SimDuration,
}

/// One second of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Requests begun.
    pub arrived: u32,
    /// Requests answered.
    pub answered: u32,
    /// Ended without an answer, by cause (index: position in [`Cause::ALL`]).
    pub causes: [u32; Cause::ALL.len()],
    /// Response times of the requests answered in this second.
    pub response: Quantiles,
    /// How they are spread.
    pub heat: Heat,
    /// State at the end of the second.
    pub gauges: Gauges,
}

/// What is read off the world at the end of every second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gauges {
    /// In HAProxy's queue.
    pub balancer_queue: u32,
    /// In the accept queues of all application servers.
    pub accept_queue: u32,
    /// Begun and not ended.
    pub in_flight: u32,
    /// Age of the oldest transaction that the slowest connected replica lacks, in seconds.
    pub lag_s: f64,
    /// Transactions that the slowest connected replica lacks.
    pub lag_transactions: u64,
}

impl Point {
    /// Ended without an answer, whatever the cause.
    pub fn errors(&self) -> u32 {
        self.causes.iter().sum()
    }
}
