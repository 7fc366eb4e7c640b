//! The hockey stick: what a response takes as the load grows, measured in many runs and beside what queueing theory says.
//!
//! A bare queue of four workers with exponential service of 20 ms is M/M/4, so the exact answer is known.

use tierscope::lab::figures::Rule;
use tierscope::lab::summary::Summary;
use tierscope::lab::sweep::{Axis, Sweep};
use tierscope::lab::theory;
use tierscope::model::config::Preset;

const WORKERS: u32 = 4;
const SERVICE_S: f64 = 0.020;
const RUNS: u64 = 5;

/// One load: what was measured and what theory says, in seconds.
pub struct Row {
    /// Share of the time that the workers are busy.
    pub load: f64,
    /// Mean response time over the runs, and half its interval of 95 % confidence.
    pub mean: (f64, f64),
    /// Mean response time of M/M/4.
    pub mean_in_theory: f64,
    /// 99th percentile over the runs.
    pub p99: f64,
    /// 99th percentile of M/M/4.
    pub p99_in_theory: f64,
}

/// Plays the loads from 10 % to 95 %, each five times for 400 s.
///
/// # Errors
/// A sentence about what of the sweep cannot be.
pub fn rows() -> Result<Vec<Row>, String> {
    let axis = Axis::read(Preset::Queue, "rho=0.1..0.9:0.1,0.95")?;
    let query = format!("preset=queue&workers={WORKERS}&service=exp:20ms");
    let sweep = Sweep::new(&query, vec![axis], RUNS, 400, Rule::Mser5)?;
    let mut rows = Vec::new();
    for point in 0..sweep.points() {
        let units: Vec<_> = (0..RUNS).filter_map(|run| sweep.unit(point * RUNS + run)).collect();
        let figures: Vec<_> = units.iter().map(|unit| sweep.play(unit)).collect();
        let [Some(mean), _, _, Some(p99)] = Summary::of(&figures).response_s else { continue };
        let rate = units[0].link.scenario.config.clients.arrivals_per_s;
        rows.push(Row {
            load: rate * SERVICE_S / f64::from(WORKERS),
            mean: (mean.mean, mean.half_width.unwrap_or(f64::INFINITY)),
            mean_in_theory: theory::mmc_mean_response_s(rate, SERVICE_S, WORKERS),
            p99: p99.mean,
            p99_in_theory: theory::mmc_response_quantile_s(rate, SERVICE_S, WORKERS, 0.99),
        });
    }
    Ok(rows)
}

/// Prints the table, with a bar as long as the mean.
pub fn main() -> Result<(), String> {
    println!(" load    mean, ms         theory    p99, ms   theory");
    for row in rows()? {
        let ms = |seconds: f64| seconds * 1_000.0;
        let bar = "#".repeat((ms(row.mean.0) / 2.0) as usize);
        println!(
            "{:4.0} %  {:6.2} ±{:<7.2} {:7.2}   {:8.1} {:8.1}  {bar}",
            row.load * 100.0,
            ms(row.mean.0),
            ms(row.mean.1),
            ms(row.mean_in_theory),
            ms(row.p99),
            ms(row.p99_in_theory)
        );
    }
    Ok(())
}
