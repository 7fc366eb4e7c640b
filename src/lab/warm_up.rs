//! Where a run has forgotten that it began empty: MSER-5. Knows a series of numbers, not what they are.
//!
//! MSER (K. P. White, An Effective Truncation Heuristic for Bias Reduction in Simulation Output, SIMULATION 69 (1997)) leaves out
//! the beginning without which the mean of the rest has the smallest standard error; MSER-5 does so on means of five
//! observations (K. P. White, M. J. Cobb, S. C. Spratt, A Comparison of Five Steady-State Truncation Heuristics for
//! Simulation, WSC 2000). K. Hoad, S. Robinson and R. Davies compared 44 methods and chose it for automation (Automating
//! Warm-up Length Estimation, Journal of the Operational Research Society 61 (2010)).

/// Observations of a batch.
pub const BATCH: usize = 5;
/// Batches at the end that are never the whole rest: a few equal ones would look like certainty.
const LAST: usize = 5;

/// How much of a run's beginning is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WarmUp {
    /// Batches that are left out, at most half of all.
    pub batches: usize,
    /// Whether the rule found its minimum in the first half. If not, the run is too short to tell, or has no steady state, as
    /// where more requests come than can be served.
    pub is_settled: bool,
}

/// The warm-up by MSER-5 of a series given as sums of [`BATCH`] observations each.
pub fn mser5(batches: &[u64]) -> WarmUp {
    let mut best = (f64::INFINITY, 0);
    // From the end: sums of the rest grow by one batch at a time, and whole numbers do so without rounding.
    let (mut n, mut sum, mut squares) = (0_u128, 0_u128, 0_u128);
    for (at, batch) in batches.iter().enumerate().rev() {
        let batch = u128::from(*batch);
        (n, sum, squares) = (n + 1, sum + batch, squares + batch * batch);
        // n² times the mean square deviation, divided by n⁴: the statistic of the paper.
        let deviation = (n * squares - sum * sum) as f64;
        let count = n as f64;
        let statistic = deviation / (count * count * count);
        // Of equal ones the earliest, which is the last that is seen, leaves out least.
        if n > LAST as u128 && statistic <= best.0 {
            best = (statistic, at);
        }
    }
    let half = batches.len() / 2;
    WarmUp { batches: best.1.min(half), is_settled: best.1 <= half && batches.len() > LAST }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::{Concern, Draws};

    /// Noise around a level, which before `settled` is still on its way up to it.
    fn series(settled: usize, length: usize) -> Vec<u64> {
        let level = |at: usize| if at < settled { 1_000 * at as u64 / settled as u64 } else { 1_000 };
        (0..length).map(|at| level(at) + Draws::keyed(at as u64, Concern::Script, 0).below(100)).collect()
    }

    #[test]
    fn a_slow_beginning_is_left_out_and_a_steady_run_is_kept() {
        for settled in [0, 10, 30] {
            let warm_up = mser5(&series(settled, 100));
            assert!(warm_up.is_settled && warm_up.batches.abs_diff(settled) <= 3, "{settled}: {warm_up:?}");
        }
        assert_eq!(mser5(&[7; 40]), WarmUp { batches: 0, is_settled: true });
    }

    #[test]
    fn a_run_that_never_settles_says_so_and_keeps_its_second_half() {
        let rising: Vec<u64> = (0..100).map(|at| at * at).collect();
        assert_eq!(mser5(&rising), WarmUp { batches: 50, is_settled: false });
        assert_eq!(mser5(&series(80, 100)), WarmUp { batches: 50, is_settled: false });
    }

    #[test]
    fn too_little_is_kept_whole() {
        assert_eq!(mser5(&[]), WarmUp { batches: 0, is_settled: false });
        assert_eq!(mser5(&[5, 9, 1]), WarmUp { batches: 0, is_settled: false });
    }
}
