//! Distributions of durations: given by mean and coefficient of variation, sampled to whole nanoseconds.
//!
//! Ours, and through `libm` by name: the standard library's logarithm differs between machines in the last bit, and a
//! run must not.

use super::rng::Draws;
use super::time::SimDuration;
use super::ziggurat::standard_exponential;

/// How long something takes. The parameters are fixed when it is made; [`Dist::mean_seconds`] is exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dist {
    /// Always the same.
    Constant {
        /// Mean in seconds.
        mean: f64,
    },
    /// Memoryless.
    Exponential {
        /// Mean in seconds.
        mean: f64,
    },
    /// Heavy right tail.
    Lognormal {
        /// Mean in seconds.
        mean: f64,
        /// Standard deviation divided by mean.
        cv: f64,
    },
    /// Between constant (small `cv`) and more variable than exponential (`cv` above 1).
    Gamma {
        /// Mean in seconds.
        mean: f64,
        /// Standard deviation divided by mean.
        cv: f64,
    },
}

impl Dist {
    /// The mean in seconds.
    pub fn mean_seconds(&self) -> f64 {
        match *self {
            Dist::Constant { mean } | Dist::Exponential { mean } => mean,
            Dist::Lognormal { mean, .. } | Dist::Gamma { mean, .. } => mean,
        }
    }

    /// Standard deviation divided by mean.
    pub fn variation(&self) -> f64 {
        match *self {
            Dist::Constant { .. } => 0.0,
            Dist::Exponential { .. } => 1.0,
            Dist::Lognormal { cv, .. } | Dist::Gamma { cv, .. } => cv,
        }
    }

    /// A draw.
    pub fn sample(&self, draws: &mut Draws) -> SimDuration {
        SimDuration::from_seconds_f64(match *self {
            Dist::Constant { mean } => mean,
            Dist::Exponential { mean } => mean * standard_exponential(draws),
            Dist::Lognormal { mean, cv } => {
                let variance = libm::log1p(cv * cv);
                mean * libm::exp(variance.sqrt() * standard_normal(draws) - variance / 2.0)
            }
            Dist::Gamma { cv: 0.0, mean } => mean,
            Dist::Gamma { mean, cv } => mean * cv * cv * standard_gamma(1.0 / (cv * cv), draws),
        })
    }
}

/// Normal with mean 0 and variance 1 (polar method, Marsaglia and Bray 1964; the second value of a pair is not kept, so
/// that a draw depends on nothing before it).
fn standard_normal(draws: &mut Draws) -> f64 {
    loop {
        let (x, y) = (2.0 * draws.unit() - 1.0, 2.0 * draws.unit() - 1.0);
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            return x * (-2.0 * libm::log(square) / square).sqrt();
        }
    }
}

/// Gamma with this shape and scale 1 (Marsaglia and Tsang 2000; shapes below 1 by their boost).
fn standard_gamma(shape: f64, draws: &mut Draws) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(draws.unit_above_zero(), 1.0 / shape);
        return boost * standard_gamma(shape + 1.0, draws);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let normal = standard_normal(draws);
        let v = 1.0 + c * normal;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        let unit = draws.unit_above_zero();
        // Most are accepted without a logarithm (the squeeze of the same paper).
        if unit < 1.0 - 0.0331 * normal * normal * normal * normal
            || libm::log(unit) < 0.5 * normal * normal + d - d * v + d * libm::log(v)
        {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::Concern;

    /// Mean and coefficient of variation of `n` draws.
    fn moments(dist: Dist, n: u64) -> (f64, f64) {
        let (mut sum, mut squares) = (0.0, 0.0);
        for ordinal in 0..n {
            let value = dist.sample(&mut Draws::keyed(9, Concern::Work, ordinal)).as_seconds();
            sum += value;
            squares += value * value;
        }
        let mean = sum / n as f64;
        (mean, (squares / n as f64 - mean * mean).max(0.0).sqrt() / mean)
    }

    #[test]
    fn every_distribution_has_the_mean_and_variation_it_states() {
        for dist in [
            Dist::Constant { mean: 0.1 },
            Dist::Exponential { mean: 0.1 },
            Dist::Lognormal { mean: 0.1, cv: 1.5 },
            Dist::Gamma { mean: 0.008, cv: 0.7 },
            Dist::Gamma { mean: 0.1, cv: 2.0 },
            Dist::Gamma { mean: 0.1, cv: 0.0 },
        ] {
            let (mean, variation) = moments(dist, 400_000);
            assert!((mean / dist.mean_seconds() - 1.0).abs() < 0.015, "{dist:?}: mean {mean}");
            assert!((variation - dist.variation()).abs() < 0.06, "{dist:?}: variation {variation}");
        }
    }
}
