//! From a value to its height in a chart.

use crate::engine::range;

/// Round multiples of a power of ten at which a linear scale may end.
const TOPS: [f64; 10] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];

/// Round multiples of a power of ten at which a logarithmic scale may begin and end.
const ENDS: [f64; 3] = [1.0, 2.0, 5.0];
/// Two labels need at least this share of the height between them.
const LABELS: f64 = 0.16;

/// From a value to its height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// From 0 in equal steps.
    Linear {
        /// The round value at which the upper grid line lies.
        top: f64,
        /// Height of the chart in heights of that line, at least 1: what is left over it is for a legend.
        head: f64,
    },
    /// From `bottom` to `top` in equal ratios.
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
        let most = if most.is_finite() { most.max(least_top) } else { least_top };
        Scale::Linear { top: round(most, &TOPS, true), head: 1.0 }
    }

    /// The same with this share of the height left over.
    pub fn with_head(self, left_over: f64) -> Scale {
        match self {
            Scale::Linear { top, .. } => Scale::Linear { top, head: 1.0 / (1.0 - left_over) },
            log => log,
        }
    }

    /// The round ends around `least` and `most`, both above 0; at least a ratio of ten.
    pub fn log(least: f64, most: f64) -> Scale {
        let bottom = round(least, &ENDS, false);
        Scale::Log { bottom, top: round(most, &ENDS, true).max(bottom * 10.0) }
    }

    /// The height of a value: 0 at the lower end, 1 at the upper.
    pub fn height(&self, value: f64) -> f64 {
        match *self {
            Scale::Linear { top, head } => range::share(value / (top * head)),
            Scale::Log { bottom, .. } if value <= bottom => 0.0,
            Scale::Log { bottom, top } => range::share(libm::log10(value / bottom) / libm::log10(top / bottom)),
        }
    }

    /// The values at which a grid line is drawn, and whether the value is written at it.
    pub fn ticks(&self) -> Vec<(f64, bool)> {
        match *self {
            Scale::Linear { top, .. } => vec![(top / 2.0, false), (top, true)],
            Scale::Log { bottom, top } => {
                let first = libm::floor(libm::log10(bottom) + 1.0 + 1e-9) as i32;
                let last = libm::floor(libm::log10(top) + 1e-9) as i32;
                let mut ticks: Vec<(f64, bool)> =
                    (first..=last).map(|power| (libm::pow(10.0, f64::from(power)), true)).collect();
                let room = ticks.last().is_none_or(|(tick, _)| self.height(*tick) < 1.0 - LABELS);
                ticks.extend(room.then_some((top, true)));
                ticks
            }
        }
    }
}

/// The nearest round number that is not below (`up`) or not above `value`: one of `multiples`, ascending from 1, times a
/// power of ten.
fn round(value: f64, multiples: &[f64], up: bool) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(value) + 1e-9));
    // A multiple of a power of ten is rarely exact; a billionth is not a reason for another step.
    let (low, high) = (value * (1.0 - 1e-9), value * (1.0 + 1e-9));
    let found = match up {
        true => multiples.iter().find(|multiple| **multiple * power >= low).unwrap_or(&10.0),
        false => multiples.iter().rfind(|multiple| **multiple * power <= high).unwrap_or(&1.0),
    };
    found * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_scale_ends_at_a_round_number_that_holds_everything() {
        for (most, wanted) in [(0.0, 1.0), (0.3, 1.0), (1.0, 1.0), (201.0, 250.0), (250.0, 250.0), (811.0, 1000.0)] {
            let Scale::Linear { top, .. } = Scale::linear(most, 1.0) else { panic!("linear") };
            assert!((top - wanted).abs() < 1e-9, "{most}: {top}");
        }
        assert_eq!(Scale::linear(f64::NAN, 2.0), Scale::Linear { top: 2.0, head: 1.0 });
        assert!((Scale::linear(100.0, 1.0).with_head(0.25).height(100.0) - 0.75).abs() < 1e-9);
    }

    #[test]
    fn a_logarithmic_scale_has_round_ends_at_least_a_ratio_of_ten_apart() {
        for (least, most, bottom, top) in [(0.041, 1.84, 0.02, 2.0), (0.095, 0.13, 0.05, 0.5), (0.1, 0.1, 0.1, 1.0)] {
            let Scale::Log { bottom: low, top: high } = Scale::log(least, most) else { panic!("logarithmic") };
            assert!((low - bottom).abs() < 1e-9 && (high - top).abs() < 1e-9, "{least} to {most}: {low} to {high}");
        }
        let scale = Scale::log(0.1, 1.0);
        assert!((scale.height(libm::sqrt(0.1)) - 0.5).abs() < 1e-9);
        assert_eq!((scale.height(0.0), scale.height(99.0)), (0.0, 1.0));
    }

    #[test]
    fn powers_of_ten_are_written_and_the_upper_end_where_there_is_room() {
        let ticks = |least, most| {
            Scale::log(least, most).ticks().iter().map(|(tick, _)| (tick * 1e3) as u64).collect::<Vec<_>>()
        };
        assert_eq!(ticks(0.095, 0.13), [100, 500]);
        assert_eq!(ticks(0.011, 11.0), [100, 1_000, 10_000]);
        assert_eq!(ticks(0.1, 1.0), [1_000]);
    }
}
