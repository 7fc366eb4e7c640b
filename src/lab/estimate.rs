//! What independent runs say together: a mean and how far it can be trusted. Knows numbers, not what they measure.
//!
//! Runs with different seeds are independent, so the mean of a figure over them has the confidence interval of Student:
//! mean ± t(n - 1, 0.975) · s / √n, where s² is the sample variance (A. M. Law, Simulation Modeling and Analysis, 5th edition
//! (2015), section 9.4.1: fixed number of replications). A percentile is treated as any other figure of a run.

/// The share of intervals that hold what they are about.
pub const CONFIDENCE: f64 = 0.95;

/// A mean over runs and half the width of its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// How many runs have the figure.
    pub runs: u64,
    /// The mean over them.
    pub mean: f64,
    /// Half the width of the interval of 95 % confidence; `None` of a single run.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Of the figures of independent runs; `None` where no run has one. A run without the figure (no request was answered, say)
    /// is left out, and not counted as zero.
    pub fn of(figures: impl IntoIterator<Item = Option<f64>>) -> Option<Estimate> {
        let figures: Vec<f64> = figures.into_iter().flatten().collect();
        let runs = figures.len() as u64;
        if runs == 0 {
            return None;
        }
        let n = runs as f64;
        let mean = figures.iter().sum::<f64>() / n;
        let squares: f64 = figures.iter().map(|figure| (figure - mean) * (figure - mean)).sum();
        let half_width = (runs > 1).then(|| student_t(runs - 1) * (squares / (n - 1.0) / n).sqrt());
        Some(Estimate { runs, mean, half_width })
    }
}

/// What a variable of Student's distribution with so many degrees of freedom (from 1) exceeds to either side in 5 % of all
/// cases.
pub fn student_t(freedom: u64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while within(high, freedom) < CONFIDENCE {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if within(middle, freedom) < CONFIDENCE { low = middle } else { high = middle }
    }
    high
}

/// Probability that such a variable is between -t and t: the finite series for whole degrees of freedom (Abramowitz and Stegun
/// 1964, 26.7.3 and 26.7.4).
fn within(t: f64, freedom: u64) -> f64 {
    let n = freedom.max(1) as f64;
    let (sine, cosine) = (t / (n + t * t).sqrt(), (n / (n + t * t)).sqrt());
    // Every term follows from the one before: for odd freedom they are cos, 2/3 cos³ ..., for even 1, 1/2 cos² ...
    let is_odd = freedom % 2 == 1;
    let mut term = if is_odd { cosine } else { 1.0 };
    let (mut sum, mut power) = (0.0, if is_odd { 1 } else { 0 });
    while power + 2 <= freedom {
        sum += term;
        power += 2;
        term *= cosine * cosine * (power - 1) as f64 / power as f64;
    }
    if is_odd { (libm::atan2(sine, cosine) + sine * sum) * core::f64::consts::FRAC_2_PI } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_student_comes_out() {
        // Two-sided 5 %, as printed in every textbook.
        let table = [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (19, 2.093)];
        for (freedom, expected) in table.into_iter().chain([(29, 2.045), (60, 2.000), (120, 1.980), (10_000, 1.960)]) {
            let told = student_t(freedom);
            assert!((told - expected).abs() < 0.0006, "{told} for {expected} at {freedom}");
        }
    }

    #[test]
    fn an_interval_is_students_t_times_the_standard_error() {
        // Ten figures with the sample variance 0.30910.
        let figures = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60];
        let estimate = Estimate::of(figures.map(Some)).expect("figures");
        assert!((estimate.mean - 2.031).abs() < 1e-9);
        let half_width = estimate.half_width.expect("ten runs");
        assert!((half_width - 2.262_2 * (0.309_10_f64 / 10.0).sqrt()).abs() < 0.000_1, "{half_width}");
    }

    #[test]
    fn what_is_not_there_is_left_out() {
        assert_eq!(Estimate::of([None, None]), None);
        assert_eq!(Estimate::of([None, Some(2.0)]), Some(Estimate { runs: 1, mean: 2.0, half_width: None }));
        let three = Estimate::of([Some(1.0), None, Some(3.0)]).expect("two figures");
        assert_eq!((three.runs, three.mean), (2, 2.0));
        assert!((three.half_width.expect("two figures") - 12.706).abs() < 0.001);
    }

    #[test]
    fn nineteen_of_twenty_intervals_hold_the_mean() {
        use crate::engine::dist::Dist;
        use crate::engine::rng::{Concern, Draws};
        let held = (0..4_000_u64).filter(|experiment| {
            let figure = |run: u64| {
                let mut draws = Draws::keyed(*experiment, Concern::Script, run);
                let sum: f64 = (0..12).map(|_| Dist::Exponential { mean: 1.0 }.sample(&mut draws).as_seconds()).sum();
                Some(sum / 12.0)
            };
            let estimate = Estimate::of((0..8).map(figure)).expect("figures");
            (estimate.mean - 1.0).abs() <= estimate.half_width.unwrap_or(0.0)
        });
        let share = held.count() as f64 / 4_000.0;
        assert!((0.935..0.96).contains(&share), "{share}");
    }
}
