//! The workload as Tierscope plays it: the very work that `tierscope bench` calls `lc8`, metrics and ledger on.

use crate::workload::Played;
use tierscope::lab::work::WORKS;

/// Plays the workload.
pub fn play() -> Played {
    let Some(work) = WORKS.iter().find(|work| work.name == "lc8") else { return Played::default() };
    let mut run = work.begin();
    work.play(&mut run);
    let responses = run.meter().responses();
    Played { requests: responses.len(), mean_s: responses.mean_seconds(), p99_s: responses.quantile(0.99).as_seconds() }
}
