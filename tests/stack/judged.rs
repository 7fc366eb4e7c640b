//! What is made of cases that are played both on the bench and on the site: the same facts, of figures that come from either.

use crate::case::Case;
use tierscope::model::mysql::settings::ParallelMode;

/// The one in the middle.
pub fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// What was seen of a replica whose source is written to faster than it applies.
pub struct Overload {
    /// Seconds until each write was acknowledged.
    pub acks: Vec<f64>,
    /// Rows that it lacked after the last write.
    pub backlog: f64,
    /// At some seconds from the first write on, until it had all: its `Seconds_Behind_Master`.
    pub samples: Vec<(f64, Option<u64>)>,
    /// The same when it had all.
    pub drop: Option<u64>,
}

/// `async-07-overload-lag-growth`.
pub fn overload(case: &Case, seen: Overload) {
    let (rate, seconds) = (case.number("write_rate_per_s"), case.number("write_duration_s"));
    let applies = 1000.0 / case.number("apply_ms_per_trx");
    let samples = seen.samples;
    let drained = samples.last().map_or(0.0, |sample| sample.0);
    let behind = |sample: &(f64, Option<u64>)| sample.1.unwrap_or(0) as f64;
    let peak = samples.iter().map(behind).fold(0.0, f64::max);
    let at = samples.iter().rev().find(|sample| behind(sample) == peak).map_or(0.0, |sample| sample.0);
    let error = |sample: &(f64, Option<u64>)| (behind(sample) - sample.0 * (1.0 - applies / rate)).abs();
    let during = samples.iter().filter(|sample| sample.0 < drained - 0.2);
    case.holds("backlog", seen.backlog / ((rate - applies) * seconds));
    case.holds("drain", drained / (seconds * rate / applies));
    case.holds("peak", peak - seconds * (rate / applies - 1.0));
    case.holds("peak-late", at > seconds);
    case.holds("drop", seen.drop);
    case.holds("slope", during.clone().map(error).sum::<f64>() / during.count() as f64);
    case.holds("writer-unaffected", median(seen.acks));
}

/// `async-10-parallel-apply`: `apply` gives, for so many appliers (`single` where one thread does it), a mode, so many writers at once, and
/// whether all write one row, how many times as long as the transactions alone it took, and whether the order of commits is the source's.
pub fn parallel_apply(case: &Case, single: u32, apply: impl Fn(u32, ParallelMode, u64, bool) -> (f64, bool)) {
    let workers = case.count("workers") as u32;
    let modes = [
        apply(single, ParallelMode::Optimistic, 1, false),
        apply(workers, ParallelMode::Optimistic, 1, false),
        apply(workers, ParallelMode::Conservative, 1, false),
        apply(workers, ParallelMode::Conservative, 8, false),
        apply(workers, ParallelMode::Optimistic, 1, true),
    ];
    let [single, optimistic, serial, group, conflict] = modes.map(|(ratio, _)| ratio);
    case.holds("single", single);
    case.holds("optimistic", optimistic * f64::from(workers));
    case.holds("conservative-serial", serial);
    case.holds("conservative-group", group);
    case.holds("conflict", conflict);
    case.holds("order", modes.map(|(_, ordered)| ordered).to_vec());
}
