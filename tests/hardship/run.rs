//! A run of a link, and what the tests ask of it.

use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::note::Note;
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

/// A time from the start in seconds.
pub fn at(seconds: f64) -> SimTime {
    SimTime::ZERO + SimDuration::from_seconds_f64(seconds)
}

/// The run of a link that has nothing to complain about, played for so many seconds.
pub fn play(query: &str, seconds: f64) -> Simulation {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, [], "{query}");
    let mut run = Simulation::new(link.scenario);
    go_on(&mut run, seconds);
    run
}

/// Plays on until this second.
pub fn go_on(run: &mut Simulation, until: f64) {
    assert!(run.advance_to(at(until), u64::MAX));
    assert_eq!(run.audit(), Ok(()));
}

/// Seconds at which the log has such lines.
pub fn noted(run: &Simulation, is_it: impl Fn(&Note) -> bool) -> Vec<f64> {
    run.log().iter().filter(|line| is_it(&line.note)).map(|line| line.at.as_seconds()).collect()
}

/// Errors of so many seconds from now on, and the longest response among the answers.
pub fn observe(run: &mut Simulation, seconds: f64) -> (u64, f64) {
    let errors = run.meter().ledger().errors();
    run.reset_statistics();
    go_on(run, run.now().as_seconds() + seconds);
    (run.meter().ledger().errors() - errors, run.meter().responses().max().as_seconds())
}
