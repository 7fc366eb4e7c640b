//! Digests of whole runs of ten minutes, in which everything that can happen does: any change of what happens shows here, and is blessed on purpose or is a bug. The same file is
//! read by the browser tests, so native code and every engine must agree.
//!
//! `TIERSCOPE_BLESS=1 cargo test --test golden` writes the digests anew.

use std::fmt::Write as _;
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/digests.txt");

/// A line of the file: seconds, digest, query.
fn digest(query: &str, seconds: u64) -> u64 {
    let (link, warnings) = wire::read(query);
    assert!(warnings.is_empty(), "{query}: {warnings:?}");
    let mut run = Simulation::new(link.scenario);
    assert!(run.advance_to(SimTime::ZERO + SimDuration::from_seconds(seconds), u64::MAX));
    run.audit().unwrap_or_else(|broken| panic!("{query}: {broken}"));
    run.digest()
}

#[test]
fn every_scenario_runs_as_it_was_blessed() {
    let text = std::fs::read_to_string(FILE).expect("the file of digests");
    let mut blessed = String::new();
    let mut differing = Vec::new();
    for line in text.lines() {
        let mut parts = line.splitn(3, ' ');
        let mut part = || parts.next().expect("seconds, digest, query");
        let (seconds, was, query) = (part().parse().expect("whole seconds"), part(), part());
        let is = format!("{:016x}", digest(query, seconds));
        if is != was {
            differing.push(format!("{query}: {was}, now {is}"));
        }
        writeln!(blessed, "{seconds} {is} {query}").expect("a string takes anything");
    }
    assert!(text.lines().count() >= 25);
    if std::env::var_os("TIERSCOPE_BLESS").is_some() {
        std::fs::write(FILE, blessed).expect("the file of digests");
        return;
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
