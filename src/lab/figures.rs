//! One run, played and measured: its figures without its warm-up. Knows when to look at a simulation; the rule that says where the
//! warm-up ends is [`super::warm_up`]'s.

use super::warm_up::{BATCH, WarmUp, mser5};
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::histogram::Histogram;
use crate::metrics::ledger::Ledger;
use crate::model::config::{Discipline, Preset};
use crate::model::id::MachineId;
use crate::model::observation::Stage;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

/// Most batches of a run. Observations are a second apart, or in a longer run as many seconds as this takes.
const MOST_BATCHES: u64 = 1_000;

/// Where the warm-up of a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Where MSER-5 says, of the number of requests in the system at every whole second: it is there in every second, and goes with
    /// the response times by Little's law.
    Mser5,
    /// After so many seconds.
    Fixed(u64),
}

impl Rule {
    /// The rule's name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Mser5 => "mser-5",
            Rule::Fixed(_) => "fixed",
        }
    }
}

/// What a run came to after its warm-up. Times are in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Left out at the beginning.
    pub warm_up_s: u64,
    /// Whether the rule found where the run is steady; a fixed warm-up is taken at its word.
    pub is_settled: bool,
    /// Measured after that.
    pub measured_s: u64,
    /// Where the run halted because too much was in the system, if it did.
    pub halted_s: Option<f64>,
    /// Requests that clients began.
    pub arrived: u64,
    /// Requests answered in time.
    pub answered: u64,
    /// Requests turned away.
    pub refused: u64,
    /// Requests that failed.
    pub failed: u64,
    /// Requests that took too long.
    pub timed_out: u64,
    /// Response times of what was answered; `None` where nothing was.
    pub response: Option<Response>,
    /// Share of its cores (of its workers, in a bare queue that serves in order) that each machine had at work, 0 to 1.
    pub utilization: Vec<(String, f64)>,
}

/// Response times in seconds; percentiles within 0.4 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
}

/// A stretch of a run, measured by itself.
struct Stretch {
    end: u64,
    /// The account at its end.
    ledger: Ledger,
    responses: Histogram,
    /// Seconds that each machine worked with all it has, or the same in parts.
    worked: Vec<f64>,
    /// Sum of the requests in the system at its observations.
    present: u64,
}

/// Plays `scenario` for whole `seconds` and measures what follows the warm-up. A run that halts is measured up to its last whole
/// stretch.
pub fn play(scenario: Scenario, seconds: u64, rule: Rule) -> Figures {
    let mut run = Simulation::new(scenario);
    let interval = seconds.div_ceil(BATCH as u64 * MOST_BATCHES).max(1);
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut worked = worked_so_far(&run);
    for end in ends(seconds, interval, rule) {
        let begin = stretches.last().map_or(0, |last| last.end);
        let mut present = 0;
        for second in (begin + 1..=end).filter(|second| second % interval == 0 || *second == end) {
            run.advance_to(SimTime::ZERO + SimDuration::from_seconds(second), u64::MAX);
            present += run.meter().ledger().in_flight();
        }
        if run.halted() {
            break;
        }
        let before = std::mem::replace(&mut worked, worked_so_far(&run));
        let worked = if is_worker_queue(&run) {
            workers_at_work(&run)
        } else {
            worked.iter().zip(&before).map(|(now, before)| now - before).collect()
        };
        stretches.push(Stretch {
            end,
            ledger: run.meter().ledger(),
            responses: run.meter().responses(),
            worked,
            present,
        });
        run.reset_statistics();
    }
    let warm_up = match rule {
        Rule::Mser5 => {
            let whole = stretches.iter().filter(|stretch| stretch.end % (BATCH as u64 * interval) == 0);
            mser5(&whole.map(|stretch| stretch.present).collect::<Vec<_>>())
        }
        Rule::Fixed(seconds) => WarmUp { batches: usize::from(seconds > 0), is_settled: true },
    };
    let halted_s = run.halted().then(|| run.now().as_seconds());
    Figures { utilization: named(&run, &stretches, warm_up), ..add_up(&stretches, warm_up, halted_s) }
}

/// The ends of the stretches in seconds: batches and what is left, or the warm-up and the rest.
fn ends(seconds: u64, interval: u64, rule: Rule) -> Vec<u64> {
    let batch = BATCH as u64 * interval;
    let mut ends: Vec<u64> = match rule {
        Rule::Mser5 => (1..=seconds / batch).map(|number| number * batch).collect(),
        Rule::Fixed(warm_up) => vec![warm_up.min(seconds)],
    };
    ends.push(seconds);
    ends.retain(|end| *end > 0);
    ends.dedup();
    ends
}

/// What the stretches after the warm-up have in sum.
fn add_up(stretches: &[Stretch], warm_up: WarmUp, halted_s: Option<f64>) -> Figures {
    let (left_out, kept) = stretches.split_at(warm_up.batches.min(stretches.len()));
    let (begin, before) = left_out.last().map_or((0, Ledger::default()), |last| (last.end, last.ledger));
    let (end, after) = kept.last().map_or((begin, before), |last| (last.end, last.ledger));
    let mut responses = Histogram::new();
    kept.iter().for_each(|stretch| responses.merge(&stretch.responses));
    let at = |share| responses.quantile(share).as_seconds();
    let response = (!responses.is_empty()).then(|| Response {
        mean: responses.mean_seconds(),
        p50: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
    });
    Figures {
        warm_up_s: begin,
        is_settled: warm_up.is_settled,
        measured_s: end - begin,
        halted_s,
        arrived: after.arrived - before.arrived,
        answered: after.answered - before.answered,
        refused: after.refused - before.refused,
        failed: after.failed - before.failed,
        timed_out: after.timed_out - before.timed_out,
        response,
        utilization: Vec::new(),
    }
}

/// The machines of the site by name, and what share of the time after the warm-up each worked.
fn named(run: &Simulation, stretches: &[Stretch], warm_up: WarmUp) -> Vec<(String, f64)> {
    let (left_out, kept) = stretches.split_at(warm_up.batches.min(stretches.len()));
    let begin = left_out.last().map_or(0, |last| last.end);
    let Some(seconds) = kept.last().map(|last| (last.end - begin) as f64) else { return Vec::new() };
    let share = |machine: &MachineId| kept.iter().map(|stretch| stretch.worked[machine.index()]).sum::<f64>() / seconds;
    let machines = run.world().config().site().machines().filter(|machine| *machine != MachineId::CLIENT);
    machines.map(|machine| (machine.to_string(), share(&machine))).collect()
}

/// Whether servers are workers that serve in order, and no processors.
fn is_worker_queue(run: &Simulation) -> bool {
    let config = run.world().config();
    config.preset == Preset::Queue && config.queue.discipline == Discipline::Fifo
}

/// Seconds that the processors have worked since the start, those of a machine as one.
fn worked_so_far(run: &Simulation) -> Vec<f64> {
    let second = SimDuration::SECOND.as_nanos() as f64;
    let machines = run.world().machines().iter();
    machines.map(|machine| machine.cpu.worked(run.now()) as f64 / second / f64::from(machine.cpu.cores())).collect()
}

/// Seconds that the workers of a bare queue have served since statistics began, those of a server as one.
fn workers_at_work(run: &Simulation) -> Vec<f64> {
    let (occupancy, workers) = (run.meter().occupancy(), run.world().config().app.workers);
    let served = |machine| {
        let station = occupancy.station(Stage::Service, machine, run.now());
        station.mean_present() * station.elapsed.as_seconds() / f64::from(workers)
    };
    run.world().config().site().machines().map(served).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::theory;
    use crate::scenario::wire;

    fn figures(query: &str, seconds: u64, rule: Rule) -> Figures {
        play(wire::read(query).0.scenario, seconds, rule)
    }

    #[test]
    fn a_long_run_of_the_bare_queue_gives_what_theory_says() {
        let seen = figures("preset=queue&rho=0.8&service=exp:10ms", 20_000, Rule::Mser5);
        let response = seen.response.expect("answers");
        assert!((response.mean / theory::mmc_mean_response_s(80.0, 0.01, 1) - 1.0).abs() < 0.04, "{response:?}");
        assert!(seen.is_settled && seen.warm_up_s.is_multiple_of(20) && seen.warm_up_s + seen.measured_s == 20_000);
        assert!((seen.arrived as f64 / seen.measured_s as f64 - 80.0).abs() < 0.5 && seen.arrived >= seen.answered);
        assert_eq!((seen.utilization.len(), seen.utilization[1].0.clone()), (2, String::from("server-1")));
        assert!((seen.utilization[1].1 - 0.8).abs() < 0.01, "{:?}", seen.utilization);
    }

    #[test]
    fn without_a_warm_up_the_figures_are_those_of_the_whole_run() {
        let seen = figures("rps=300&seed=5", 33, Rule::Fixed(0));
        let mut run = Simulation::new(wire::read("rps=300&seed=5").0.scenario);
        run.advance_to(SimTime::from_millis(33_000), u64::MAX);
        let (ledger, responses) = (run.meter().ledger(), run.meter().responses());
        assert_eq!((seen.arrived, seen.answered, seen.measured_s), (ledger.arrived, ledger.answered, 33));
        let p99 = responses.quantile(0.99).as_seconds();
        assert_eq!(seen.response.map(|response| (response.mean, response.p99)), Some((responses.mean_seconds(), p99)));
        let worked = worked_so_far(&run)[2] / 33.0;
        assert!((seen.utilization[1].1 - worked).abs() < 1e-12);
        // Cut into batches it is the same run, and the sums are the same.
        let batches = play(wire::read("rps=300&seed=5").0.scenario, 33, Rule::Mser5);
        assert!(batches.measured_s >= 18 && batches.warm_up_s + batches.measured_s == 33);
    }

    #[test]
    fn a_fixed_warm_up_is_left_out_to_the_second() {
        let [whole, first, rest] = [(33, 0), (12, 0), (33, 12)].map(|(s, w)| figures("seed=5", s, Rule::Fixed(w)));
        assert_eq!((rest.warm_up_s, rest.measured_s), (12, 21));
        assert_eq!((whole.arrived, whole.answered), (first.arrived + rest.arrived, first.answered + rest.answered));
    }

    #[test]
    fn where_nothing_is_answered_there_is_no_response_time() {
        let seen = figures("do=crash:lb-1@0s", 20, Rule::Fixed(5));
        assert_eq!((seen.answered, seen.response), (0, None));
        assert!(seen.arrived > 2_000);
    }

    #[test]
    fn a_run_that_halts_says_when_and_what_was_measured_until_then() {
        let seen = figures("preset=queue&rps=20000", 20, Rule::Fixed(2));
        assert!(seen.halted_s.is_some_and(|at| (5.0..7.0).contains(&at)), "{seen:?}");
        assert_eq!((seen.warm_up_s, seen.measured_s, seen.response), (2, 0, None));
    }
}
