//! The lines of a sweep as programs read them: the keys and units are a contract. Times are in seconds; what does not exist is
//! null.

use super::ordered::Ordered;
use serde::{Deserialize, Serialize};
use tierscope::lab::estimate::{CONFIDENCE, Estimate};
use tierscope::lab::figures::{Figures, Response};
use tierscope::lab::summary::Summary;
use tierscope::lab::sweep::{Sweep, Unit};
use tierscope::scenario::wire;

/// What came of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// `run`.
    line: String,
    /// The same in all lines of a sweep, and in no other sweep.
    pub sweep: String,
    /// How many runs the sweep has.
    pub of: u64,
    /// The number of the run in the sweep.
    pub unit: u64,
    pub point: u64,
    pub run: u64,
    pub seed: u64,
    /// What is set at the point, as a link writes it.
    pub knobs: Ordered<String>,
    /// The link of this very run.
    pub query: String,
    pub warm_up_rule: String,
    pub warm_up_s: u64,
    pub settled: bool,
    pub measured_s: u64,
    pub halted_s: Option<f64>,
    pub arrived: u64,
    pub answered: u64,
    pub errors: Errors<u64>,
    pub response_s: Option<Times<f64>>,
    pub utilization: Ordered<f64>,
}

/// Requests without an answer, by class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Errors<T> {
    pub refused: T,
    pub failed: T,
    pub timed_out: T,
}

/// Response times.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Times<T> {
    pub mean: T,
    pub p50: T,
    pub p95: T,
    pub p99: T,
}

/// What the runs of one point came to.
#[derive(Clone, Debug, Serialize)]
pub struct SummaryLine {
    line: &'static str,
    pub sweep: String,
    pub point: u64,
    pub knobs: Ordered<String>,
    pub runs: u64,
    confidence: f64,
    pub throughput_per_s: Option<Interval>,
    pub goodput_per_s: Option<Interval>,
    pub errors_per_s: Errors<Option<Interval>>,
    pub response_s: Times<Option<Interval>>,
    pub busiest: Option<Busiest>,
    pub warm_up_rule: String,
    pub warm_up_s: Option<Interval>,
    pub unsettled: u64,
    pub halted: u64,
}

/// A mean over runs, and half the width of its interval of confidence.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Interval {
    pub mean: f64,
    pub half_width: Option<f64>,
}

/// The busiest machine.
#[derive(Clone, Debug, Serialize)]
pub struct Busiest {
    pub machine: String,
    pub utilization: Interval,
}

impl Line {
    /// Of a run that was played.
    pub fn of(sweep: &Sweep, unit: &Unit, figures: &Figures) -> Line {
        let Figures { refused, failed, timed_out, .. } = *figures;
        Line {
            line: String::from("run"),
            sweep: format!("{:016x}", sweep.fingerprint()),
            of: sweep.units(),
            unit: unit.number,
            point: unit.point,
            run: unit.run,
            seed: unit.seed,
            knobs: Ordered(unit.settings.iter().map(|(key, value)| (String::from(*key), value.clone())).collect()),
            query: wire::write(&unit.link),
            warm_up_rule: String::from(sweep.rule().name()),
            warm_up_s: figures.warm_up_s,
            settled: figures.is_settled,
            measured_s: figures.measured_s,
            halted_s: figures.halted_s,
            arrived: figures.arrived,
            answered: figures.answered,
            errors: Errors { refused, failed, timed_out },
            response_s: figures.response.map(|Response { mean, p50, p95, p99 }| Times { mean, p50, p95, p99 }),
            utilization: Ordered(figures.utilization.clone()),
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Line, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The line as it is written, without its end.
    pub fn text(&self) -> String {
        text(self)
    }

    fn figures(&self) -> Figures {
        let Errors { refused, failed, timed_out } = self.errors;
        Figures {
            warm_up_s: self.warm_up_s,
            is_settled: self.settled,
            measured_s: self.measured_s,
            halted_s: self.halted_s,
            arrived: self.arrived,
            answered: self.answered,
            refused,
            failed,
            timed_out,
            response: self.response_s.map(|Times { mean, p50, p95, p99 }| Response { mean, p50, p95, p99 }),
            utilization: self.utilization.0.clone(),
        }
    }
}

impl SummaryLine {
    /// Of the lines of one point; there is at least one.
    pub fn of(lines: &[Line]) -> SummaryLine {
        let summary = Summary::of(&lines.iter().map(Line::figures).collect::<Vec<_>>());
        let interval = |estimate: Option<Estimate>| estimate.map(Interval::of);
        let [mean, p50, p95, p99] = summary.response_s.map(interval);
        let busiest =
            summary.busiest.map(|(machine, utilization)| Busiest { machine, utilization: Interval::of(utilization) });
        SummaryLine {
            line: "summary",
            sweep: lines[0].sweep.clone(),
            point: lines[0].point,
            knobs: lines[0].knobs.clone(),
            runs: summary.runs,
            confidence: CONFIDENCE,
            throughput_per_s: interval(summary.throughput_per_s),
            goodput_per_s: interval(summary.goodput_per_s),
            errors_per_s: Errors {
                refused: interval(summary.refused_per_s),
                failed: interval(summary.failed_per_s),
                timed_out: interval(summary.timed_out_per_s),
            },
            response_s: Times { mean, p50, p95, p99 },
            busiest,
            warm_up_rule: lines[0].warm_up_rule.clone(),
            warm_up_s: interval(summary.warm_up_s),
            unsettled: summary.unsettled,
            halted: summary.halted,
        }
    }

    /// The line as it is written, without its end.
    pub fn text(&self) -> String {
        text(self)
    }
}

impl Interval {
    fn of(estimate: Estimate) -> Interval {
        Interval { mean: estimate.mean, half_width: estimate.half_width }
    }
}

/// Plain values cannot fail to be written.
fn text<T: Serialize>(line: &T) -> String {
    serde_json::to_string(line).unwrap_or_default()
}
