//! Speed: the works of `lab::work`, the choices of `lab::picks`, the sizes of `lab::scale` and the seeks of `lab::seeks`, timed.

use serde::Serialize;
use std::time::Instant;
use tierscope::lab::picks::{CHOOSING, Choosing, Picks, SIZES};
use tierscope::lab::scale::{SCALES, Scale};
use tierscope::lab::seeks::{SEEKS, Seeks};
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

/// How fast the balancer chooses among so many servers.
#[derive(Debug, Serialize)]
pub struct MeasuredPicks {
    pub algorithm: &'static str,
    pub servers: u16,
    pub picks_per_s: f64,
}

/// Choices of which the time is taken at once, and how often: the best counts, as it is the least disturbed.
const PICKS: u32 = 500_000;
const ROUNDS: usize = 5;

/// Times every way of choosing among every number of servers.
pub fn measure_picks() -> Vec<MeasuredPicks> {
    CHOOSING.iter().flat_map(|&choosing| SIZES.map(|servers| measure_choosing(choosing, servers))).collect()
}

fn measure_choosing(choosing: Choosing, servers: u16) -> MeasuredPicks {
    let mut picks = Picks::new(choosing, servers);
    let mut seconds = f64::INFINITY;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        picks.play(PICKS);
        seconds = seconds.min(began.elapsed().as_secs_f64());
    }
    MeasuredPicks { algorithm: choosing.name, servers, picks_per_s: f64::from(PICKS) / seconds }
}

/// What an event costs in a run of this size.
#[derive(Debug, Serialize)]
pub struct MeasuredScale {
    pub in_flight: u32,
    pub servers: usize,
    pub events_per_s: f64,
}

/// Events of which the time is taken at once.
const EVENTS: u64 = 500_000;

/// Times runs of every size; of several stretches of each the best counts.
pub fn measure_scales() -> Vec<MeasuredScale> {
    let one = |scale: &Scale| {
        let mut simulation = scale.begin();
        let mut seconds = f64::INFINITY;
        for _ in 0..ROUNDS {
            let began = Instant::now();
            Scale::play(&mut simulation, EVENTS);
            seconds = seconds.min(began.elapsed().as_secs_f64());
        }
        MeasuredScale { in_flight: scale.in_flight, servers: scale.servers, events_per_s: EVENTS as f64 / seconds }
    };
    SCALES.iter().map(one).collect()
}

/// How long it takes to go to some instant of ten minutes of the default site: milliseconds, the shortest first.
pub fn measure_seeks() -> Vec<f64> {
    let mut seeks = Seeks::new();
    let one = |_| {
        let began = Instant::now();
        seeks.go();
        began.elapsed().as_secs_f64() * 1e3
    };
    let mut millis: Vec<f64> = (0..SEEKS).map(one).collect();
    millis.sort_by(f64::total_cmp);
    millis
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
