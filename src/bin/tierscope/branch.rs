//! Two runs that share a past: the scenario as it is, and what it becomes when something else is done at an instant of it.

use crate::report::Report;
use serde::Serialize;
use std::fmt::Write;
use std::time::Instant;
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::scenario::script;
use tierscope::scenario::wire::{self, Link};
use tierscope::simulation::Simulation;

/// The run as it is and the branch.
#[derive(Debug, Serialize)]
pub struct Compared {
    /// As it is.
    pub a: Report,
    /// With what else is done.
    pub b: Report,
}

/// Plays the run of `query` for `length`, and the branch in which `act` is done, too.
///
/// # Errors
/// Says why there is no such act in this run.
pub fn branch(query: &str, act: &str, length: SimDuration) -> Result<Compared, String> {
    let (link, mut warnings) = wire::read(query);
    let read = script::read_one(act, &link.scenario.config).map_err(|reason| format!("`{act}`: {reason}"))?;
    let (timed, more) = read;
    warnings.extend(more);
    for warning in warnings {
        eprintln!("tierscope: {}", warning.text());
    }
    let end = SimTime::ZERO + length;
    if timed.at >= end {
        return Err(format!("`{act}`: both runs end before that; `--for` makes them longer"));
    }
    let began = Instant::now();
    let mut a = Simulation::new(link.scenario.clone());
    a.advance_to(end, u64::MAX);
    let wall_s = began.elapsed().as_secs_f64();
    let began = Instant::now();
    // A command takes the next whole millisecond.
    let before = SimTime::from_nanos(timed.at.as_nanos().saturating_sub(1));
    let mut b = a.branch(before);
    b.command(timed.act, false);
    b.advance_to(end, u64::MAX);
    let of = |run: &Simulation| wire::write(&Link { scenario: run.scenario().clone(), ..link.clone() });
    let report = |run: &Simulation, wall_s| Report::of(of(run), run, wall_s);
    Ok(Compared { b: report(&b, began.elapsed().as_secs_f64()), a: report(&a, wall_s) })
}

/// A name, the figure of a report that has it, and its digits after the point.
type Figure = (&'static str, fn(&Report) -> f64, usize);

impl Compared {
    /// Both side by side, as a person reads them.
    pub fn text(&self) -> String {
        let mut text =
            format!("A  {}\nB  {}\n\n{:<22} {:>12} {:>12} {:>12}\n", self.a.query, self.b.query, "", "A", "B", "B - A");
        let figures: [Figure; 10] = [
            ("requests", |report| report.ledger.arrived as f64, 0),
            ("answered", |report| report.ledger.answered as f64, 0),
            ("refused", |report| report.ledger.refused as f64, 0),
            ("failed", |report| report.ledger.failed as f64, 0),
            ("timed out", |report| report.ledger.timed_out as f64, 0),
            ("mean response, ms", |report| report.response_s.mean * 1e3, 1),
            ("p99 response, ms", |report| report.response_s.p99 * 1e3, 1),
            ("lost writes", |report| report.lost_transactions as f64, 0),
            ("stale reads", |report| report.stale_reads as f64, 0),
            ("lost sessions", |report| report.sessions_lost as f64, 0),
        ];
        for (name, figure, digits) in figures {
            let (a, b) = (figure(&self.a), figure(&self.b));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name:<22} {a:>12.digits$} {b:>12.digits$} {:>+12.digits$}", b - a);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_differs_from_its_instant_on_and_says_so() {
        let minute = SimDuration::from_seconds(60);
        let query = "mode=active-active&do=crash:server-1@20s";
        let compared = branch(query, "partition:lb-1~server-2@10s", minute).expect("both runs");
        assert!(compared.b.query.contains("do=partition:lb-1~server-2@10s,crash:server-1@20s"), "{}", compared.b.query);
        let errors = |report: &Report| report.ledger.failed + report.ledger.refused + report.ledger.timed_out;
        assert!(errors(&compared.b) > errors(&compared.a));
        assert_eq!(compared.text().lines().count(), 14);
        let told = |act| branch(query, act, minute).map(|_| ()).unwrap_err();
        assert_eq!(told("crash:server-9@1s"), "`crash:server-9@1s`: there is no server-9 in a run with 3 servers");
        assert!(told("crash:server-1@70s").contains("--for"));
    }
}
