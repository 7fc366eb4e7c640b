//! The runs of one point of a sweep taken together. Knows figures, not how they came about.

use super::estimate::Estimate;
use super::figures::{Figures, Response};

/// Means over runs with their confidence; `None` where no run has the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Runs.
    pub runs: u64,
    /// Runs that were too short to tell where they are steady, or never are.
    pub unsettled: u64,
    /// Runs that halted because too much was in the system.
    pub halted: u64,
    /// Seconds left out at the beginning.
    pub warm_up_s: Option<Estimate>,
    /// Requests that ended in a second, however.
    pub throughput_per_s: Option<Estimate>,
    /// Requests that were answered in a second.
    pub goodput_per_s: Option<Estimate>,
    /// Requests refused in a second.
    pub refused_per_s: Option<Estimate>,
    /// Requests failed in a second.
    pub failed_per_s: Option<Estimate>,
    /// Requests that took too long, in a second.
    pub timed_out_per_s: Option<Estimate>,
    /// Response times in seconds: mean, median, 95th and 99th percentile.
    pub response_s: [Option<Estimate>; 4],
    /// The machine that is busiest in the mean over all runs, and the share of it that was at work.
    pub busiest: Option<(String, Estimate)>,
}

impl Summary {
    /// Of the runs of one point.
    pub fn of(runs: &[Figures]) -> Summary {
        let count = |wanted: fn(&Figures) -> bool| runs.iter().filter(|run| wanted(run)).count() as u64;
        let per_s = |number: fn(&Figures) -> u64| {
            let rate = |run: &Figures| (run.measured_s > 0).then(|| number(run) as f64 / run.measured_s as f64);
            Estimate::of(runs.iter().map(rate))
        };
        let response =
            |part: fn(&Response) -> f64| Estimate::of(runs.iter().map(|run| run.response.as_ref().map(part)));
        Summary {
            runs: runs.len() as u64,
            unsettled: count(|run| !run.is_settled),
            halted: count(|run| run.halted_s.is_some()),
            warm_up_s: Estimate::of(runs.iter().map(|run| Some(run.warm_up_s as f64))),
            throughput_per_s: per_s(|run| run.answered + run.refused + run.failed + run.timed_out),
            goodput_per_s: per_s(|run| run.answered),
            refused_per_s: per_s(|run| run.refused),
            failed_per_s: per_s(|run| run.failed),
            timed_out_per_s: per_s(|run| run.timed_out),
            response_s: [response(|r| r.mean), response(|r| r.p50), response(|r| r.p95), response(|r| r.p99)],
            busiest: busiest(runs),
        }
    }
}

/// One machine for all runs: the busiest of each run by itself would be busier than any machine is.
fn busiest(runs: &[Figures]) -> Option<(String, Estimate)> {
    let machines = runs.iter().map(|run| run.utilization.len()).max()?;
    let of = |index: usize| {
        let machine = runs.iter().find_map(|run| run.utilization.get(index))?.0.clone();
        let share = |run: &Figures| run.utilization.get(index).map(|(_, share)| *share);
        Some((machine, Estimate::of(runs.iter().map(share))?))
    };
    let busier = |one: (String, Estimate), other: (String, Estimate)| match other.1.mean > one.1.mean {
        true => other,
        false => one,
    };
    (0..machines).filter_map(of).reduce(busier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(answered: u64, mean: Option<f64>, shares: [f64; 2]) -> Figures {
        let response = mean.map(|mean| Response { mean, p50: mean, p95: 2.0 * mean, p99: 3.0 * mean });
        let utilization = ["server-1", "server-2"].map(String::from).into_iter().zip(shares).collect();
        let (warm_up_s, measured_s, halted_s) = (10, 10, None);
        let (arrived, refused, failed, timed_out) = (100, 10, 0, 5);
        let is_settled = true;
        Figures {
            warm_up_s,
            is_settled,
            measured_s,
            halted_s,
            arrived,
            answered,
            refused,
            failed,
            timed_out,
            response,
            utilization,
        }
    }

    #[test]
    fn figures_become_rates_and_means_with_their_confidence() {
        let summary = Summary::of(&[run(80, Some(0.1), [0.5, 0.6]), run(90, Some(0.3), [0.9, 0.6])]);
        let mean = |estimate: Option<Estimate>| estimate.map(|estimate| estimate.mean);
        assert_eq!((mean(summary.goodput_per_s), mean(summary.throughput_per_s)), (Some(8.5), Some(10.0)));
        assert_eq!((mean(summary.refused_per_s), mean(summary.failed_per_s)), (Some(1.0), Some(0.0)));
        assert!(mean(summary.response_s[2]).is_some_and(|p95| (p95 - 0.4).abs() < 1e-12));
        let (machine, share) = summary.busiest.expect("machines");
        assert!(machine == "server-1" && (share.mean - 0.7).abs() < 1e-12);
    }

    #[test]
    fn a_run_without_answers_has_no_say_in_response_times_but_in_rates() {
        let summary = Summary::of(&[run(0, None, [0.0, 0.0]), run(80, Some(0.1), [0.5, 0.5])]);
        let response = summary.response_s[0].expect("one run");
        assert_eq!((response.runs, response.mean, response.half_width), (1, 0.1, None));
        assert_eq!(summary.goodput_per_s.map(|goodput| goodput.mean), Some(4.0));
        assert_eq!(Summary::of(&[run(0, None, [0.0, 0.0])]).response_s, [None; 4]);
    }
}
