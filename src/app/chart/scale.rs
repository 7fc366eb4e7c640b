//! From a value to its height in a chart.

/// Round multiples of a power of ten at which a linear scale may end.
const TOPS: [f64; 10] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];

/// From a value to its height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// From 0 to `top` in equal steps.
    Linear {
        /// The upper end.
        top: f64,
    },
    /// From `bottom` to `top`, both powers of ten, in equal ratios.
    Log {
        /// The lower end.
        bottom: f64,
        /// The upper end.
        top: f64,
    },
}

impl Scale {
    /// From 0 to the first round number that is not below `most` and not below `least_top`.
    pub fn linear(most: f64, least_top: f64) -> Scale {
        let most = if most.is_finite() {
            most.max(least_top)
        } else {
            least_top
        };
        let power = libm::pow(10.0, libm::floor(libm::log10(most)));
        // A multiple of a power of ten is rarely exact; a billionth more is not a reason for a larger scale.
        let fits = |top: &&f64| **top * power * (1.0 + 1e-9) >= most;
        Scale::Linear {
            top: TOPS.iter().find(fits).unwrap_or(&10.0) * power,
        }
    }

    /// The whole decades around `least` and `most`, both above 0; at least one decade.
    pub fn log(least: f64, most: f64) -> Scale {
        let bottom = libm::floor(libm::log10(least) + 1e-9);
        let top = libm::ceil(libm::log10(most) - 1e-9).max(bottom + 1.0);
        Scale::Log {
            bottom: libm::pow(10.0, bottom),
            top: libm::pow(10.0, top),
        }
    }

    /// The height of a value: 0 at the lower end, 1 at the upper.
    pub fn height(&self, value: f64) -> f64 {
        match *self {
            Scale::Linear { top } => (value / top).clamp(0.0, 1.0),
            Scale::Log { bottom, .. } if value <= bottom => 0.0,
            Scale::Log { bottom, top } => (libm::log10(value / bottom) / libm::log10(top / bottom)).clamp(0.0, 1.0),
        }
    }

    /// The values at which a line is drawn: half and full, or every power of ten above the lowest.
    pub fn ticks(&self) -> Vec<f64> {
        match *self {
            Scale::Linear { top } => vec![top / 2.0, top],
            Scale::Log { bottom, top } => {
                let decades = libm::round(libm::log10(top / bottom)) as i32;
                (1..=decades).map(|n| bottom * libm::pow(10.0, f64::from(n))).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_scale_ends_at_a_round_number_that_holds_everything() {
        for (most, top) in [
            (0.0, 1.0),
            (0.3, 1.0),
            (1.0, 1.0),
            (201.0, 250.0),
            (250.0, 250.0),
            (811.0, 1000.0),
        ] {
            let Scale::Linear { top: found } = Scale::linear(most, 1.0) else {
                panic!("linear")
            };
            assert!((found - top).abs() < 1e-9, "{most}: {found}");
        }
        assert_eq!(Scale::linear(f64::NAN, 2.0), Scale::Linear { top: 2.0 });
    }

    #[test]
    fn a_logarithmic_scale_covers_whole_decades_and_at_least_one() {
        let scale = Scale::log(0.041, 1.84);
        assert!((scale.height(0.1) - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(scale.ticks().len(), 3);
        assert_eq!(Scale::log(0.1, 0.1).ticks().len(), 1);
        assert_eq!((scale.height(0.0), scale.height(99.0)), (0.0, 1.0));
    }
}
