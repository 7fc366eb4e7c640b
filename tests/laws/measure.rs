//! A run that is measured, and how closely it must agree.

use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::metrics::histogram::Histogram;
use tierscope::model::config::Config;
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

/// Whether this is the long run.
fn is_long() -> bool {
    std::env::var_os("TIERSCOPE_LONG").is_some()
}

/// How many times as long as in the ordinary run to play.
pub fn effort() -> u64 {
    if is_long() { 4 } else { 1 }
}

/// The share by which a mean may be off.
pub fn of_mean() -> f64 {
    if is_long() { 0.005 } else { 0.01 }
}

/// The share by which a 99th percentile may be off.
pub fn of_p99() -> f64 {
    if is_long() { 0.02 } else { 0.03 }
}

/// A time from the start in whole seconds.
pub fn at(seconds: u64) -> SimTime {
    SimTime::ZERO + SimDuration::from_seconds(seconds)
}

/// The configuration of a link that has nothing to complain about.
pub fn config(query: &str) -> Config {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, [], "{query}");
    link.scenario.config
}

/// The run of a link, measured from the end of the warm-up to `seconds` after it.
pub fn measure(query: &str, warm_up: u64, seconds: u64) -> Simulation {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, [], "{query}");
    let mut simulation = Simulation::new(link.scenario);
    simulation.advance_to(at(warm_up), u64::MAX);
    simulation.reset_statistics();
    simulation.advance_to(at(warm_up + seconds), u64::MAX);
    assert_eq!(simulation.audit(), Ok(()));
    simulation
}

/// Asserts that `seen` is `expected`, but for the share `tolerance` of it.
pub fn check(what: &str, seen: f64, expected: f64, tolerance: f64) {
    let off = seen / expected - 1.0;
    assert!(off.abs() <= tolerance, "{what}: {seen:.6} for {expected:.6}, off by {:.2} %", off * 100.0);
}

/// Response times of the bare queue at the load `rho`, of about `requests` requests after a tenth as many.
pub fn responses(query: &str, requests: u64) -> (f64, Histogram) {
    let rate = config(query).clients.arrivals_per_s;
    let seconds = ((requests * effort()) as f64 / rate) as u64;
    let simulation = measure(query, seconds / 10, seconds);
    (rate, simulation.meter().responses())
}
