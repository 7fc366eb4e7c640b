//! Numbers and lengths of time as text, exactly both ways. Knows no knob and no key.
//!
//! Digits are moved as text and never by multiplying floats: `8ms` reads as the float nearest to 0.008, and that
//! float is written as `8ms`.

use crate::engine::digits;

/// Longest text of a number, in bytes.
const LONGEST: usize = 40;
/// Digits after the point that can matter to a nanosecond; further ones are cut.
const FRACTION_DIGITS: usize = 12;
/// Nanoseconds in a second.
const NANOS_PER_SECOND: i128 = 1_000_000_000;

/// The number that `text` says: digits, at most one point with digits on both sides, perhaps a minus before; else
/// `None`.
pub fn number(text: &str) -> Option<f64> {
    let (negative, ..) = plain_parts(text)?;
    Some(signed(negative, digits::read(text.trim_start_matches('-'))))
}

/// The shortest decimal that reads back as the same number.
pub fn show_number(number: f64) -> String {
    digits::shortest(number).to_string()
}

/// The length of time that `text` says, in nanoseconds: a number with `us`, `ms`, `s` or `m` (minutes); 0 needs no
/// unit. What is finer than a nanosecond is rounded.
pub fn nanos(text: &str) -> Option<i128> {
    let (number, unit) = split_unit(text)?;
    let (negative, whole, fraction) = plain_parts(number)?;
    let unit_nanos = match unit {
        Unit::Micros => NANOS_PER_SECOND / 1_000_000,
        Unit::Millis => NANOS_PER_SECOND / 1000,
        Unit::Seconds => NANOS_PER_SECOND,
        Unit::Minutes => NANOS_PER_SECOND * 60,
    };
    // Beyond 24 digits it is far out of every range, whatever they are.
    let whole = if whole.len() > 24 { i128::from(u64::MAX) } else { digits::whole(whole) as i128 };
    let fraction = &fraction[..fraction.len().min(FRACTION_DIGITS)];
    let scale = 10_i128.pow(fraction.len() as u32);
    let part = digits::whole(fraction) as i128;
    let total = whole * unit_nanos + (part * unit_nanos + scale / 2) / scale;
    Some(if negative { -total } else { total })
}

/// The length of time that `text` says, as the float nearest to it in seconds; the grammar of [`nanos`].
pub fn seconds(text: &str) -> Option<f64> {
    let (number, unit) = split_unit(text)?;
    let (negative, whole, fraction) = plain_parts(number)?;
    let seconds = match unit {
        Unit::Micros => digits::read(&with_point_moved(whole, fraction, 6)),
        Unit::Millis => digits::read(&with_point_moved(whole, fraction, 3)),
        Unit::Seconds => digits::read(&with_point_moved(whole, fraction, 0)),
        Unit::Minutes => digits::read(&with_point_moved(whole, fraction, 0)) * 60.0,
    };
    Some(signed(negative, seconds))
}

/// A length of time in the largest of `s`, `ms`, `us` that it reaches: `1.5s`, `200us`, `0s`. [`nanos`] reads it
/// back.
pub fn show_nanos(nanos: u64) -> String {
    let digits = nanos.to_string();
    let exponent = digits.len() as i32 - 1 - 9;
    show_with_unit(digits.trim_end_matches('0'), exponent)
}

/// The same for a float in seconds, finite and not negative. [`seconds`] reads it back, bit for bit.
pub fn show_seconds(seconds: f64) -> String {
    let text = digits::shortest(seconds).to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    let exponent = whole.len() as i32 - 1 - (digits.len() - significant.len()) as i32;
    show_with_unit(significant.trim_end_matches('0'), exponent)
}

/// An instant in seconds, whatever its size: `12s`, `0.5s`.
pub fn show_instant(nanos: u64) -> String {
    let (whole, fraction) = (nanos / NANOS_PER_SECOND as u64, nanos % NANOS_PER_SECOND as u64);
    let text = format!("{whole}.{fraction:09}");
    format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
}

/// With its sign; 0 has one way to be written.
fn signed(negative: bool, number: f64) -> f64 {
    if negative && number != 0.0 { -number } else { number }
}

/// The text of a number with its point so many places to the left.
fn with_point_moved(whole: &str, fraction: &str, places: usize) -> String {
    let whole = format!("{}{whole}", "0".repeat(places));
    let (whole, moved) = whole.split_at(whole.len() - places);
    format!("{whole}.{moved}{fraction}")
}

/// Units of time in links.
enum Unit {
    Micros,
    Millis,
    Seconds,
    Minutes,
}

/// Divides `20ms` into its number and its unit.
fn split_unit(text: &str) -> Option<(&str, Unit)> {
    if text == "0" {
        return Some((text, Unit::Seconds));
    }
    let at = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(at);
    let unit = match unit {
        "us" => Unit::Micros,
        "ms" => Unit::Millis,
        "s" => Unit::Seconds,
        "m" => Unit::Minutes,
        _ => return None,
    };
    Some((number, unit))
}

/// Sign, digits before the point and digits after it; `None` where `text` is no plain decimal.
fn plain_parts(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let complete = !whole.is_empty() && (unsigned.len() == whole.len() || !fraction.is_empty());
    (text.len() <= LONGEST && complete && all_digits(whole) && all_digits(fraction))
        .then_some((negative, whole, fraction))
}

/// Writes the number `d.ddd` times ten to the `exponent`, in seconds, with the unit that suits it.
fn show_with_unit(digits: &str, exponent: i32) -> String {
    if digits.is_empty() {
        return String::from("0s");
    }
    let (unit, shift) = match exponent {
        0.. => ("s", 0),
        -3..=-1 => ("ms", 3),
        _ => ("us", 6),
    };
    format!("{}{unit}", show_digits(digits, exponent + shift))
}

/// Places the point: the first digit stands for ten to the `place`.
fn show_digits(digits: &str, place: i32) -> String {
    if place < 0 {
        return format!("0.{}{digits}", "0".repeat((-place - 1) as usize));
    }
    let before_point = place as usize + 1;
    if digits.len() <= before_point {
        return format!("{digits}{}", "0".repeat(before_point - digits.len()));
    }
    format!("{}.{}", &digits[..before_point], &digits[before_point..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_written_in_the_unit_they_reach() {
        for (nanos_in, text) in [
            (0, "0s"),
            (1, "0.001us"),
            (50_000, "50us"),
            (200_000, "200us"),
            (20_000_000, "20ms"),
            (1_500_000_000, "1.5s"),
            (90_000_000_000, "90s"),
            (u64::MAX, "18446744073.709551615s"),
        ] {
            assert_eq!(show_nanos(nanos_in), text);
            assert_eq!(nanos(text), Some(i128::from(nanos_in)));
        }
    }

    #[test]
    fn every_unit_is_read_and_zero_needs_none() {
        for (text, expected) in
            [("0", 0), ("0.2ms", 200_000), ("1m", 60_000_000_000), ("0.5m", 30_000_000_000), ("-1s", -1_000_000_000)]
        {
            assert_eq!(nanos(text), Some(expected), "{text}");
        }
        for bad in ["", "5", "s", "1h", "1.s", ".5s", "1e3s", "+1s", "1 s", "infs", "nans", "--1s", "1.2.3s", "1ss"] {
            assert_eq!((nanos(bad), seconds(bad)), (None, None), "{bad}");
        }
    }

    #[test]
    fn floats_in_seconds_survive_bit_for_bit() {
        for (float, text) in
            [(0.008, "8ms"), (0.1, "100ms"), (1.0, "1s"), (0.0007, "700us"), (0.0, "0s"), (60.0, "60s")]
        {
            assert_eq!(show_seconds(float), text);
            assert_eq!(seconds(text), Some(float));
        }
        for awkward in [1.0 / 3.0, 0.1 + 0.2, 1e-9, 7.0e-5 / 3.0, 9.999_999_999_999_999] {
            assert_eq!(seconds(&show_seconds(awkward)), Some(awkward));
        }
    }

    #[test]
    fn numbers_are_plain_decimals_and_nothing_else() {
        assert_eq!(number("0.40"), Some(0.4));
        assert_eq!(number("-0").map(f64::to_bits), Some(0));
        for bad in ["", "1e5", "inf", "NaN", "1,5", " 1", "1_000", "0x10", &"9".repeat(41)] {
            assert_eq!(number(bad), None, "{bad}");
        }
        assert_eq!(nanos(&format!("{}s", "9".repeat(40))), Some(i128::from(u64::MAX) * NANOS_PER_SECOND));
    }

    #[test]
    fn instants_are_written_in_seconds() {
        assert_eq!(show_instant(12_000_000_000), "12s");
        assert_eq!(show_instant(500_000_000), "0.5s");
        assert_eq!(show_instant(0), "0s");
        assert_eq!(nanos(&show_instant(1_234_567_891)), Some(1_234_567_891));
    }
}
