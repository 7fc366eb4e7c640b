//! Speed: the works of `lab::work`, timed.

use serde::Serialize;
use std::time::Instant;
use tierscope::lab::work::{WORKS, Work};

/// How fast a work was, and its result, so that speed cannot be had by leaving something out. Times in seconds.
#[derive(Debug, Serialize)]
pub struct Measured {
    pub work: &'static str,
    pub requests: u64,
    pub wall_s: f64,
    pub requests_per_s: f64,
    pub events_per_s: f64,
    /// Mean response time.
    pub mean: f64,
    /// 99th percentile of the response times.
    pub p99: f64,
}

/// Plays every work once.
pub fn measure() -> Vec<Measured> {
    WORKS.iter().map(measure_one).collect()
}

fn measure_one(work: &Work) -> Measured {
    let mut simulation = work.begin();
    let began = Instant::now();
    work.play(&mut simulation);
    let wall_s = began.elapsed().as_secs_f64();
    let (requests, responses) = (simulation.meter().ledger().arrived, simulation.meter().responses());
    Measured {
        work: work.name,
        requests,
        wall_s,
        requests_per_s: requests as f64 / wall_s,
        events_per_s: simulation.events() as f64 / wall_s,
        mean: responses.mean_seconds(),
        p99: responses.quantile(0.99).as_seconds(),
    }
}
