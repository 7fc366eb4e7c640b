//! A knob's value as the position of a slider, both ways. Knows no screen.

use super::knob::{Domain, Knob, Scale};
use super::value::{Value, with_mean};
use crate::engine::digits;
use crate::engine::range;
use crate::engine::time::SimDuration;

/// The right end of every slider; the left end is 0.
pub const RIGHT_END: u16 = 1000;
/// Where a range in equal ratios begins at 0: its largest value divided by its smallest above 0.
const RATIO_SPAN: f64 = 1e5;

impl Knob {
    /// Where `value` lies, 0 to [`RIGHT_END`]; `None` where the knob has no slider or the value is of another kind.
    /// What is beyond an end of the slider lies at that end.
    pub fn to_slider(&self, value: &Value) -> Option<u16> {
        if let (Value::Inherit, Domain::DurationOr(..)) = (value, self.domain) {
            return Some(0);
        }
        let magnitude = magnitude(value)?;
        let share = match self.scale {
            Scale::None => return None,
            Scale::Linear { from, to, .. } => (magnitude - from) / (to - from),
            Scale::Ratio => {
                let (low, high, first) = self.ratio_ends()?;
                let start = f64::from(first) / f64::from(RIGHT_END);
                let share = libm::log(magnitude.max(low) / low) / libm::log(high / low);
                if magnitude < low { 0.0 } else { start + share * (1.0 - start) }
            }
        };
        Some((range::share(share) * f64::from(RIGHT_END)).round() as u16)
    }

    /// The value at a position, rounded to a figure that a person would choose; a distribution keeps the form of
    /// `current`. `None` where the knob has no slider.
    pub fn from_slider(&self, position: u16, current: &Value) -> Option<Value> {
        let position = position.min(RIGHT_END);
        let share = f64::from(position) / f64::from(RIGHT_END);
        let magnitude = match self.scale {
            Scale::None => return None,
            Scale::Linear { from, to, step } => {
                let steps = (share * (to - from) / step).round();
                // Whole multiples of a step such as 0.01 have stray digits far behind the point.
                ((from + steps * step) * 1e9).round() / 1e9
            }
            Scale::Ratio => {
                let (low, high, first) = self.ratio_ends()?;
                if position < first {
                    return self.left_end(current);
                }
                let share = f64::from(position - first) / f64::from(RIGHT_END - first);
                two_figures(low * libm::exp(share * libm::log(high / low)))
            }
        };
        self.with_magnitude(magnitude, current)
    }

    /// The next value to the right or to the left that differs, for the arrow keys; `None` at the end.
    pub fn nudge(&self, value: &Value, right: bool) -> Option<Value> {
        let here = self.to_slider(value)?;
        let now = magnitude(value).unwrap_or(-1.0);
        let beyond = |position: u16| {
            let next = self.from_slider(position, value)?;
            let then = magnitude(&next).unwrap_or(-1.0);
            (if right { then > now } else { then < now }).then_some(next)
        };
        if right { (here..=RIGHT_END).find_map(beyond) } else { (0..=here).rev().find_map(beyond) }
    }

    /// The ends of a slider in equal ratios, and its first position that is one of a ratio: position 0 may stand for
    /// 0 or for another knob's value.
    fn ratio_ends(&self) -> Option<(f64, f64, u16)> {
        let (low, high) = match self.domain {
            Domain::Count(low, high) => (low as f64, high as f64),
            Domain::Number(low, high) | Domain::Duration(low, high) | Domain::Dist(low, high) => (low, high),
            Domain::DurationOr(low, high, _) => return Some((low, high, 1)),
            Domain::Words(_) | Domain::Switch => return None,
        };
        let least = if matches!(self.domain, Domain::Count(..)) { 1.0 } else { high / RATIO_SPAN };
        Some(if low > 0.0 { (low, high, 0) } else { (least, high, 1) })
    }

    /// The value at position 0 where that is none of the ratios.
    fn left_end(&self, current: &Value) -> Option<Value> {
        match self.domain {
            Domain::DurationOr(..) => Some(Value::Inherit),
            _ => self.with_magnitude(0.0, current),
        }
    }

    /// A number as this knob's kind of value, within the range.
    fn with_magnitude(&self, magnitude: f64, current: &Value) -> Option<Value> {
        Some(match self.domain {
            Domain::Count(low, high) => Value::Count((magnitude.round() as u64).clamp(low, high)),
            Domain::Number(low, high) => Value::Number(range::within(magnitude, low, high)),
            Domain::Duration(low, high) | Domain::DurationOr(low, high, _) => {
                Value::Duration(SimDuration::from_seconds_f64(range::within(magnitude, low, high)))
            }
            Domain::Dist(low, high) => match current {
                Value::Dist(dist) => Value::Dist(with_mean(*dist, range::within(magnitude, low, high))),
                _ => return None,
            },
            Domain::Words(_) | Domain::Switch => return None,
        })
    }
}

/// The number in a value, times in seconds.
fn magnitude(value: &Value) -> Option<f64> {
    match value {
        Value::Count(count) => Some(*count as f64),
        Value::Number(number) => Some(*number),
        Value::Duration(length) => Some(length.as_seconds()),
        Value::Dist(dist) => Some(dist.mean_seconds()),
        Value::Word(_) | Value::Switch(_) | Value::Inherit => None,
    }
}

/// Rounded to two significant figures, through decimal digits so that no stray ones stay.
fn two_figures(number: f64) -> f64 {
    const DECIMALS: usize = 15;
    let digits = digits::scaled(number, DECIMALS);
    let unit = 10_u128.pow(digits.checked_ilog10().unwrap_or(0).saturating_sub(1));
    digits::nearest((digits + unit / 2) / unit * unit, DECIMALS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Preset;
    use crate::scenario::decimal;

    #[test]
    fn every_position_gives_a_value_in_range_and_leads_back() {
        for &preset in Preset::ALL {
            for knob in Knob::of(preset) {
                let current = knob.default(preset);
                for position in 0..=RIGHT_END {
                    let Some(value) = knob.from_slider(position, &current) else {
                        assert_eq!(knob.scale, Scale::None, "{}", knob.key);
                        continue;
                    };
                    assert!(knob.domain.holds(&value), "{} at {position}: {value:?}", knob.key);
                    let back = knob.to_slider(&value).expect("a position");
                    let again = knob.from_slider(back, &current);
                    let about_the_same = again == Some(value) || back.abs_diff(position) <= 30;
                    assert!(about_the_same, "{} at {position}: {value:?} lies at {back}", knob.key);
                }
            }
        }
    }

    #[test]
    fn sliders_rise_from_end_to_end() {
        for knob in Knob::of(Preset::Distributed).filter(|knob| knob.scale != Scale::None) {
            let current = knob.default(Preset::Distributed);
            let values: Vec<_> = (0..=RIGHT_END).filter_map(|position| knob.from_slider(position, &current)).collect();
            let magnitudes: Vec<_> = values.iter().map(|value| magnitude(value).unwrap_or(-1.0)).collect();
            assert!(magnitudes.is_sorted(), "{}", knob.key);
            assert!(magnitudes[0] < magnitudes[1000], "{}", knob.key);
        }
    }

    #[test]
    fn the_load_slider_is_linear_to_800_and_accepts_more() {
        let rps = Knob::named(Preset::Distributed, "rps").expect("a knob");
        let current = Value::Number(200.0);
        assert_eq!(rps.to_slider(&current), Some(250));
        assert_eq!(rps.from_slider(500, &current), Some(Value::Number(400.0)));
        assert_eq!(rps.from_slider(0, &current), Some(Value::Number(0.1)));
        assert_eq!(rps.to_slider(&Value::Number(20_000.0)), Some(RIGHT_END));
        assert_eq!(rps.nudge(&current, true), Some(Value::Number(201.0)));
        assert_eq!(rps.nudge(&Value::Number(5000.0), false), Some(Value::Number(800.0)));
        assert_eq!(rps.nudge(&Value::Number(5000.0), true), None);
    }

    #[test]
    fn the_left_end_can_stand_for_none_or_for_another_knob() {
        let knob = |key| Knob::named(Preset::Distributed, key).expect("a knob");
        let lan = knob("lan");
        assert_eq!(lan.from_slider(0, &Value::Inherit), Some(Value::Duration(SimDuration::ZERO)));
        assert_eq!(lan.to_slider(&Value::Duration(SimDuration::ZERO)), Some(0));
        assert_eq!(knob("tqueue").from_slider(0, &Value::Inherit), Some(Value::Inherit));
        assert_eq!(knob("tqueue").to_slider(&Value::Inherit), Some(0));
        assert!(knob("tqueue").nudge(&Value::Inherit, true).is_some());
        let work = knob("work");
        let shown = work.from_slider(1000, &work.default(Preset::Distributed)).map(|value| work.show(&value));
        assert_eq!(shown.as_deref(), Some("gamma:100ms:0.7"));
    }

    #[test]
    fn round_figures_have_no_stray_digits() {
        assert_eq!(decimal::show_number(two_figures(0.012_345)), "0.012");
    }
}
