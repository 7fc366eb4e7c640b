//! What a knob accepts: reading a text within its range, and saying the range in words. Knows no key.

use super::decimal;
use super::reason::{Reason, What};
use super::value::{FAMILIES, Value, read_dist, with_mean, with_variation};
use crate::engine::digits;
use crate::engine::dist::Dist;
use crate::engine::range;
use crate::engine::time::SimDuration;

/// Smallest coefficient of variation: below it, use `const`.
pub const LEAST_VARIATION: f64 = 0.01;
/// Largest coefficient of variation.
pub const MOST_VARIATION: f64 = 10.0;
/// Seconds below which a mean is none: time has no finer grain.
const LEAST_MEAN: f64 = 1e-9;

/// What a knob accepts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// Whole numbers, from and to.
    Count(u64, u64),
    /// Numbers, from and to.
    Number(f64, f64),
    /// Durations in seconds, from and to.
    Duration(f64, f64),
    /// Distributions with a mean in seconds, from and to.
    Dist(f64, f64),
    /// One of these words.
    Words(&'static [&'static str]),
    /// `on` or `off`.
    Switch,
    /// A duration in seconds, from and to, or the value of another knob, by its key.
    DurationOr(f64, f64, &'static str),
}

/// A value that was read, and, where the text was outside the range, why it is another one than the text says.
pub type Read = (Value, Option<Reason>);

impl Domain {
    /// The value that `text` says, moved into the range; `None` where it says none.
    pub fn read(&self, text: &str) -> Option<Read> {
        match *self {
            Domain::Count(low, high) => read_count(text, low, high),
            Domain::Number(low, high) => {
                let (number, notice) = clamp(decimal::number(text)?, low, high, |bound| decimal::show_number(*bound));
                Some((Value::Number(number), notice))
            }
            Domain::Duration(low, high) => read_duration(text, low, high),
            Domain::Dist(low, high) => read_dist_within(text, low, high),
            Domain::Words(words) => {
                let word = words.iter().find(|word| **word == text)?;
                Some((Value::Word(word), None))
            }
            Domain::Switch => match text {
                "on" => Some((Value::Switch(true), None)),
                "off" => Some((Value::Switch(false), None)),
                _ => None,
            },
            Domain::DurationOr(_, _, other) if text == other => Some((Value::Inherit, None)),
            Domain::DurationOr(low, high, _) => read_duration(text, low, high),
        }
    }

    /// Whether `value` is of this kind and within the range.
    pub fn holds(&self, value: &Value) -> bool {
        match (*self, *value) {
            (Domain::Count(low, high), Value::Count(count)) => (low..=high).contains(&count),
            (Domain::Number(low, high), Value::Number(number)) => (low..=high).contains(&number),
            (Domain::Duration(low, high) | Domain::DurationOr(low, high, _), Value::Duration(length)) => {
                (SimDuration::from_seconds_f64(low)..=SimDuration::from_seconds_f64(high)).contains(&length)
            }
            (Domain::DurationOr(..), Value::Inherit) | (Domain::Switch, Value::Switch(_)) => true,
            (Domain::Dist(low, high), Value::Dist(dist)) => {
                let varies = matches!(dist, Dist::Lognormal { .. } | Dist::Gamma { .. });
                (low..=high).contains(&dist.mean_seconds())
                    && (!varies || (LEAST_VARIATION..=MOST_VARIATION).contains(&dist.variation()))
            }
            (Domain::Words(words), Value::Word(word)) => words.contains(&word),
            _ => false,
        }
    }

    /// The value of this kind within the range that is nearest to `value`; `None` where `value` is of another kind or none at all.
    pub fn nearest(&self, value: &Value) -> Option<Value> {
        Some(match (*self, *value) {
            (Domain::Count(low, high), Value::Count(count)) => Value::Count(count.clamp(low, high)),
            (Domain::Number(low, high), Value::Number(number)) if !number.is_nan() => {
                Value::Number(range::within(number, low, high))
            }
            (Domain::Duration(low, high) | Domain::DurationOr(low, high, _), Value::Duration(length)) => {
                let end = SimDuration::from_seconds_f64;
                Value::Duration(length.clamp(end(low), end(high)))
            }
            (Domain::Dist(low, high), Value::Dist(dist)) => {
                let (mean, cv) = (dist.mean_seconds(), dist.variation());
                if mean.is_nan() || cv.is_nan() {
                    return None;
                }
                let dist = with_mean(dist, range::within(mean, low, high));
                Value::Dist(with_variation(dist, range::within(cv, LEAST_VARIATION, MOST_VARIATION)))
            }
            _ => return self.holds(value).then_some(*value),
        })
    }

    /// The range as a bare text: `0.1 to 20000`, `100ms to 300s`, `static, app, tcp`.
    pub fn range(&self) -> String {
        let time = decimal::show_seconds;
        match *self {
            Domain::Count(low, high) => format!("{low} to {high}"),
            Domain::Number(low, high) => format!("{} to {}", decimal::show_number(low), decimal::show_number(high)),
            Domain::Duration(low, high) => format!("{} to {}", time(low), time(high)),
            Domain::Dist(low, high) => format!("{}; MEAN {} to {}", FAMILIES.join(", "), time(low), time(high)),
            Domain::Words(words) => words.join(", "),
            Domain::Switch => String::from("on, off"),
            Domain::DurationOr(low, high, other) => format!("{} to {}, or {other}", time(low), time(high)),
        }
    }

    /// What a text of this kind is, to finish the sentence "this is not ...".
    pub fn described(&self) -> Reason {
        let number = |bound: f64| decimal::show_number(bound).into();
        let time = |bound: f64| decimal::show_seconds(bound).into();
        match *self {
            Domain::Count(low, high) => Reason::new(What::Whole, [low.to_string().into(), high.to_string().into()]),
            Domain::Number(low, high) => Reason::new(What::Number, [number(low), number(high)]),
            Domain::Duration(low, high) => Reason::new(What::Duration, [time(low), time(high)]),
            Domain::DurationOr(low, high, other) => {
                Reason::new(What::DurationOr, [time(low), time(high), other.into()])
            }
            Domain::Dist(low, high) => Reason::new(What::Dist, [FAMILIES.join(", ").into(), time(low), time(high)]),
            Domain::Words(_) | Domain::Switch => Reason::new(What::OneOf, [self.range().into()]),
        }
    }
}

/// Moves `value` into the range; says so where it was outside.
fn clamp<T: PartialOrd>(value: T, low: T, high: T, show: impl Fn(&T) -> String) -> (T, Option<Reason>) {
    if value < low {
        let notice = Reason::new(What::Less, [show(&low).into()]);
        (low, Some(notice))
    } else if value > high {
        let notice = Reason::new(What::More, [show(&high).into()]);
        (high, Some(notice))
    } else {
        (value, None)
    }
}

/// A whole number of any length.
fn read_count(text: &str, low: u64, high: u64) -> Option<Read> {
    decimal::number(text)?;
    if text.contains('.') {
        return None;
    }
    // What is too long for the type is out of the range as well.
    let count = match text.strip_prefix('-') {
        Some(_) => -1,
        None => i128::try_from(digits::whole(text)).unwrap_or(i128::MAX),
    };
    let (count, notice) = clamp(count, i128::from(low), i128::from(high), |bound| (*bound as u64).to_string());
    Some((Value::Count(count as u64), notice))
}

/// A length of time.
fn read_duration(text: &str, low: f64, high: f64) -> Option<Read> {
    let bound = |seconds| i128::from(SimDuration::from_seconds_f64(seconds).as_nanos());
    let show = |nanos: &i128| decimal::show_nanos(*nanos as u64);
    let (nanos, notice) = clamp(decimal::nanos(text)?, bound(low), bound(high), show);
    Some((Value::Duration(SimDuration::from_nanos(nanos as u64)), notice))
}

/// A distribution, its mean and its variation moved into their ranges.
fn read_dist_within(text: &str, low: f64, high: f64) -> Option<Read> {
    let dist = read_dist(text)?;
    let mean = if dist.mean_seconds().abs() < LEAST_MEAN { 0.0 } else { dist.mean_seconds() };
    let (mean, about_mean) = clamp(mean, low, high, |bound| decimal::show_seconds(*bound));
    let dist = with_mean(dist, mean);
    let show = |bound: &f64| decimal::show_number(*bound);
    let (cv, about_cv) = clamp(dist.variation(), LEAST_VARIATION, MOST_VARIATION, show);
    let fitted = with_variation(dist, cv);
    let notice = match (about_mean, about_cv.filter(|_| fitted != dist)) {
        (Some(notice), _) => Some(Reason::new(What::Mean, [notice.into()])),
        (None, Some(notice)) => Some(Reason::new(What::Variation, [notice.into()])),
        (None, None) => None,
    };
    Some((Value::Dist(fitted), notice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_moves_to_the_nearest_end_and_says_so() {
        let cases = [
            (Domain::Count(1, 64), "65", Value::Count(64)),
            (Domain::Count(1, 64), "0", Value::Count(1)),
            (Domain::Count(1, 64), "-5", Value::Count(1)),
            (Domain::Count(1, 64), "99999999999999999999999999", Value::Count(64)),
            (Domain::Number(0.1, 20_000.0), "0", Value::Number(0.1)),
            (Domain::Duration(0.1, 60.0), "1m", Value::Duration(SimDuration::from_seconds(60))),
            (Domain::Duration(0.1, 60.0), "2m", Value::Duration(SimDuration::from_seconds(60))),
            (Domain::Duration(0.1, 60.0), "-1s", Value::Duration(SimDuration::from_millis(100))),
            (Domain::Dist(0.0, 10.0), "exp:20s", Value::Dist(Dist::Exponential { mean: 10.0 })),
            (Domain::Dist(0.0, 10.0), "gamma:1s:0", Value::Dist(Dist::Gamma { mean: 1.0, cv: 0.01 })),
        ];
        for (domain, text, expected) in cases {
            let (value, notice) = domain.read(text).expect(text);
            assert_eq!(value, expected, "{text}");
            assert_eq!(notice.is_some(), text != "1m", "{text}");
            assert!(domain.holds(&value));
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for (domain, text) in [
            (Domain::Count(1, 64), "3.0"),
            (Domain::Count(1, 64), ""),
            (Domain::Number(0.0, 1.0), "40%"),
            (Domain::Duration(0.0, 10.0), "250"),
            (Domain::Words(&["auto", "manual"]), "Auto"),
            (Domain::Switch, "1"),
            (Domain::DurationOr(0.1, 600.0, "tconnect"), "tserver"),
            (Domain::Dist(0.0, 10.0), "8ms"),
        ] {
            assert_eq!(domain.read(text), None, "{text}");
        }
    }

    #[test]
    fn another_knobs_key_stands_for_its_value() {
        assert_eq!(Domain::DurationOr(0.1, 600.0, "tconnect").read("tconnect"), Some((Value::Inherit, None)));
    }
}
