//! Numbers as they are written on the screen: digits, separators, units. The units are those of the international system,
//! which English, French and Spanish write alike; the marks between digits are those of the language that is spoken.

use crate::engine::digits::fixed;
use crate::engine::time::{SimDuration, SimTime};
use crate::scenario::knob::Knob;
use crate::scenario::value::Value;
use core::cell::Cell;
use core::fmt;

/// Between groups of three digits, and between a number and its unit: a narrow space at which no line breaks.
pub const THIN: char = '\u{202f}';
/// Stands where there is no number.
pub const NONE: &str = "–";

/// The marks between digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Before the decimals.
    pub point: char,
    /// The fewest digits before it that stand in groups of three.
    pub grouped: usize,
}

impl Marks {
    /// Those of English.
    pub const ENGLISH: Marks = Marks { point: '.', grouped: 4 };
}

thread_local! {
    /// A page speaks one language at a time, and has one thread.
    static MARKS: Cell<Marks> = const { Cell::new(Marks::ENGLISH) };
}

/// The marks with which numbers are written from now on.
pub fn set_marks(marks: Marks) {
    MARKS.set(marks);
}

/// The mark before decimals.
pub fn point() -> char {
    MARKS.get().point
}

/// A number and its unit, apart, because a screen may set them in different sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The digits.
    pub number: String,
    /// The unit, without a space before it; empty where there is none.
    pub unit: &'static str,
}

impl Figure {
    fn new(number: String, unit: &'static str) -> Figure {
        Figure { number, unit }
    }

    /// The number with the marks that it has in this language.
    fn marked(self) -> Figure {
        Figure { number: marked(&self.number), unit: self.unit }
    }

    /// Stands where there is no number.
    pub fn none() -> Figure {
        Figure::new(NONE.to_owned(), "")
    }
}

/// The number, a thin space, the unit; no space before `/s`, none where there is no unit.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        if !self.unit.is_empty() && !self.unit.starts_with('/') {
            write!(f, "{THIN}")?;
        }
        f.write_str(self.unit)
    }
}

/// A whole number in groups of three digits: `5 280`.
pub fn count(n: u64) -> String {
    marked(&n.to_string())
}

/// A length of time with three significant digits: `0.2 ms`, `8.4 ms`, `84 ms`, `1.84 s`, `18.4 s`, `184 s`.
pub fn seconds(seconds: f64) -> Figure {
    bare_seconds(seconds).marked()
}

/// [`seconds`] as a program writes digits.
fn bare_seconds(seconds: f64) -> Figure {
    if !seconds.is_finite() || seconds < 0.0 {
        return Figure::none();
    }
    let millis = seconds * 1e3;
    // The limits are those at which the next line's rounding takes over, so that 999.7 ms is "1.00 s".
    match millis {
        m if m < 0.005 => Figure::new("0".to_owned(), "ms"),
        m if m < 0.095 => Figure::new(fixed(m, 2), "ms"),
        m if m < 9.95 => Figure::new(trimmed(fixed(m, 1)), "ms"),
        m if m < 999.5 => Figure::new(fixed(m, 0), "ms"),
        m if m < 9_995.0 => Figure::new(fixed(seconds, 2), "s"),
        m if m < 99_950.0 => Figure::new(fixed(seconds, 1), "s"),
        _ => Figure::new(fixed(seconds, 0), "s"),
    }
}

/// A length of time without decimals that say nothing, for the ticks of a scale: `500 ms`, `2 s`, `2.5 s`.
pub fn short_seconds(length: f64) -> Figure {
    let figure = bare_seconds(length);
    match figure.number.contains('.') {
        true => Figure::new(marked(figure.number.trim_end_matches('0').trim_end_matches('.')), figure.unit),
        false => figure.marked(),
    }
}

/// A length of time as a term of arithmetic: milliseconds with up to two decimals, none that says nothing: `5.14`, `0.04`,
/// `4.8`.
pub fn millis(seconds: f64) -> Figure {
    let written = fixed(seconds * 1e3, 2);
    Figure::new(marked(written.trim_end_matches('0').trim_end_matches('.')), "ms")
}

/// A length of simulated time, as [`seconds`].
pub fn duration(length: SimDuration) -> Figure {
    seconds(length.as_seconds())
}

/// An instant of a run in seconds, with one decimal, as it is written in links and in the log: `26.4 s`.
pub fn clock(time: SimTime) -> Figure {
    instant(time.as_seconds(), 1)
}

/// An instant in seconds with this many decimals, cut, not rounded: a clock never shows what has not happened yet.
pub fn instant(seconds: f64, decimals: usize) -> Figure {
    let parts = libm::pow(10.0, decimals as f64);
    // Decimal fractions have no exact binary form: without the small addend 12.3 s would be cut to 12.2.
    let cut = libm::floor(seconds * parts + 1e-6) / parts;
    Figure::new(marked(&fixed(cut, decimals)), "s")
}

/// Events per second: `0.4/s`, `198/s`, `5 280/s`.
pub fn rate(per_second: f64) -> Figure {
    Figure::new(decimal(per_second), "/s")
}

/// A share from 0 to 1 as percent: `0.4 %`, `12 %`; what is there but rounds to nothing is `< 0.1 %`.
pub fn percent(share: f64) -> Figure {
    let percent = share * 100.0;
    let number = if percent > 0.0 && percent < 0.05 { format!("<{THIN}0{}1", point()) } else { decimal(percent) };
    Figure::new(number, "%")
}

/// A number that need not be whole, without a unit: two digits after the point below 0.1, one below 10, then none.
pub fn decimal(number: f64) -> String {
    match number {
        n if !n.is_finite() => NONE.to_owned(),
        n if n.abs() < 0.0005 => "0".to_owned(),
        n if n.abs() < 0.0095 => marked(&fixed(n, 3)),
        n if n.abs() < 0.095 => marked(&fixed(n, 2)),
        n if n.abs() < 9.95 => marked(&trimmed(fixed(n, 1))),
        n => marked(&fixed(n, 0)),
    }
}

/// A number with this many decimals.
pub fn exact(number: f64, decimals: usize) -> String {
    marked(&fixed(number, decimals))
}

/// A knob's value with its unit, as the language calls that; none where it is a word, a switch or another knob's.
pub fn value(knob: &Knob, unit: &'static str, value: &Value) -> Option<Figure> {
    Some(match value {
        Value::Count(n) => Figure::new(count(*n), unit),
        Value::Number(share) if knob.unit == "%" => percent(*share),
        Value::Number(n) => Figure::new(decimal(*n), unit),
        Value::Duration(length) => duration(*length),
        Value::Dist(dist) => seconds(dist.mean_seconds()),
        Value::Word(_) | Value::Switch(_) | Value::Inherit => return None,
    })
}

/// Without a last decimal that says nothing: `8.0` is `8`.
fn trimmed(number: String) -> String {
    match number.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => number,
    }
}

/// The digits before the point in groups of three, and the point, as the language has them.
fn marked(digits: &str) -> String {
    let Marks { point, grouped } = MARKS.get();
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let apart = whole.trim_start_matches('-').len() >= grouped;
    let mut text = String::with_capacity(digits.len() + whole.len());
    for (i, digit) in whole.chars().enumerate() {
        if apart && i > 0 && (whole.len() - i).is_multiple_of(3) && digit.is_ascii_digit() && !text.ends_with('-') {
            text.push(THIN);
        }
        text.push(digit);
    }
    if let Some(decimals) = rest.strip_prefix('.') {
        text.push(point);
        text += decimals;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: impl fmt::Display) -> String {
        text.to_string().replace(THIN, " ")
    }

    #[test]
    fn times_carry_the_unit_that_keeps_them_short() {
        for (s, text) in [
            (0.0, "0 ms"),
            (0.000_04, "0.04 ms"),
            (0.0002, "0.2 ms"),
            (0.0084, "8.4 ms"),
            (0.084, "84 ms"),
            (0.9997, "1.00 s"),
            (1.841, "1.84 s"),
            (9.996, "10.0 s"),
            (184.0, "184 s"),
            (12_345.0, "12 345 s"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(plain(seconds(s)), text);
        }
    }

    #[test]
    fn terms_of_arithmetic_have_two_decimals_at_most_and_none_that_says_nothing() {
        for (s, text) in [(0.005_14, "5.14 ms"), (0.004_8, "4.8 ms"), (0.000_04, "0.04 ms"), (1.0, "1 000 ms")] {
            assert_eq!(plain(millis(s)), text);
        }
    }

    #[test]
    fn ticks_carry_no_decimals_that_say_nothing() {
        for (s, text) in [(0.5, "500 ms"), (2.0, "2 s"), (2.5, "2.5 s"), (10.0, "10 s"), (100.0, "100 s")] {
            assert_eq!(plain(short_seconds(s)), text);
        }
    }

    #[test]
    fn counts_come_in_groups_of_three_digits() {
        for (n, text) in [(0, "0"), (999, "999"), (5_280, "5 280"), (1_234_567, "1 234 567")] {
            assert_eq!(plain(count(n)), text);
        }
    }

    #[test]
    fn rates_and_shares_say_less_the_larger_they_are() {
        for (n, text) in [(0.0, "0/s"), (0.004, "0.004/s"), (0.42, "0.4/s"), (198.4, "198/s"), (5_280.0, "5 280/s")] {
            assert_eq!(plain(rate(n)), text);
        }
        for (share, text) in [(0.0, "0 %"), (0.000_1, "< 0.1 %"), (0.004, "0.4 %"), (0.1234, "12 %"), (1.0, "100 %")] {
            assert_eq!(plain(percent(share)), text);
        }
    }

    #[test]
    fn a_clock_never_shows_an_instant_that_has_not_come() {
        assert_eq!(plain(clock(SimTime::from_millis(26_490))), "26.4 s");
        assert_eq!(plain(clock(SimTime::from_millis(12_300))), "12.3 s");
        assert_eq!(plain(instant(12.0306, 3)), "12.030 s");
        assert_eq!(plain(clock(SimTime::from_millis(3_600_000))), "3 600.0 s");
    }

    #[test]
    fn other_languages_have_a_comma_and_spanish_leaves_four_digits_together() {
        set_marks(Marks { point: ',', grouped: 4 });
        assert_eq!(plain(instant(1_234.5, 1)), "1 234,5 s");
        assert_eq!(plain(short_seconds(2.5)), "2,5 s");
        assert_eq!(plain(percent(0.000_1)), "< 0,1 %");
        set_marks(Marks { point: ',', grouped: 5 });
        assert_eq!(plain(instant(1_234.5, 1)), "1234,5 s");
        assert_eq!(plain(count(12_345)), "12 345");
        assert_eq!(decimal(0.42), "0,4");
        set_marks(Marks::ENGLISH);
    }

    #[test]
    fn minus_signs_stay_with_their_number() {
        assert_eq!(plain(decimal(-123_456.0)), "-123 456");
    }
}
