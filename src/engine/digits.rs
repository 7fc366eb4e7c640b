//! Floats as decimal digits and back, rounded exactly. The standard library does the same for all floats there are, with
//! 25 kB of tables and of code; the page needs figures below 10^38 with up to 31 decimals, which fit into integers of 128 bits.

use core::fmt;

/// Most decimals: five to this power and the bits of a float together fit into 128 bits.
pub const MOST_DECIMALS: usize = 31;
/// Below it, a number can be given one more digit.
const MOST_TO_GO_ON: u128 = u128::MAX / 10;
/// Ten to the number of digits that fit into 64 bits, whatever they are.
const LAST_DIGITS: u128 = 10_u128.pow(19);
/// Bits of a float behind its first one.
const FRACTION_BITS: i32 = 52;

/// A float with this many decimals, as `{:.1}` would write it; there is no minus before a zero.
#[derive(Clone, Copy, Debug)]
pub struct Fixed(pub f64, pub usize);

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &Fixed(number, decimals) = self;
        if !number.is_finite() {
            return f.write_str(if number.is_nan() { "NaN" } else { "inf" });
        }
        let digits = scaled(number.abs(), decimals);
        if number < 0.0 && digits > 0 {
            f.write_str("-")?;
        }
        f.write_str(&with_point(&written(digits), decimals))
    }
}

/// A float with this many decimals, as text.
pub fn fixed(number: f64, decimals: usize) -> String {
    Fixed(number, decimals).to_string()
}

/// The fewest decimals that read back as the same float.
pub fn shortest(number: f64) -> Fixed {
    let reads_back = |decimals: &usize| nearest(scaled(number.abs(), *decimals), *decimals) == number.abs();
    Fixed(number, (0..MOST_DECIMALS).find(reads_back).unwrap_or(MOST_DECIMALS))
}

/// The float nearest to a number of decimal digits with or without a point, that has no sign.
pub fn read(text: &str) -> f64 {
    let (mut digits, mut decimals, mut beyond) = (0_u128, 0, 0);
    let mut is_fraction = false;
    for byte in text.bytes() {
        if byte == b'.' {
            is_fraction = true;
        } else if digits < u128::MAX / 10 && decimals < MOST_DECIMALS {
            digits = digits * 10 + u128::from(byte - b'0');
            decimals += usize::from(is_fraction);
        } else {
            beyond += i32::from(!is_fraction);
        }
    }
    nearest(digits, decimals) * (0..beyond).fold(1.0, |power, _| power * 10.0)
}

/// The whole number of these decimal digits; from 3.4 times ten to the 38 on, the largest of the type.
pub fn whole(digits: &str) -> u128 {
    digits.bytes().fold(0, |number, digit| match number {
        0..MOST_TO_GO_ON => number * 10 + u128::from(digit.wrapping_sub(b'0')),
        _ => u128::MAX,
    })
}

/// The decimal digits of a whole number.
fn written(number: u128) -> String {
    match u64::try_from(number) {
        Ok(small) => small.to_string(),
        Err(_) => {
            let (first, last) = (number / LAST_DIGITS, number % LAST_DIGITS);
            format!("{}{:019}", written(first), last as u64)
        }
    }
}

/// `digits` with the last `decimals` of them behind a point.
fn with_point(digits: &str, decimals: usize) -> String {
    if decimals == 0 {
        return String::from(digits);
    }
    let padded = format!("{}{digits}", "0".repeat((decimals + 1).saturating_sub(digits.len())));
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    format!("{whole}.{fraction}")
}

/// A float that is not negative, times ten to the `decimals`, rounded to the nearest whole number, of two to the even one.
pub fn scaled(number: f64, decimals: usize) -> u128 {
    let decimals = decimals.min(MOST_DECIMALS);
    let bits = number.to_bits();
    let (exponent, fraction) = ((bits >> FRACTION_BITS) as i32, bits & ((1 << FRACTION_BITS) - 1));
    // A float is a whole number times a power of two. So is ten to the n: five to the n times two to the n.
    let whole = if exponent == 0 { fraction } else { fraction | 1 << FRACTION_BITS };
    let product = u128::from(whole) * 5_u128.pow(decimals as u32);
    let shift = exponent.max(1) - 1023 - FRACTION_BITS + decimals as i32;
    match shift {
        0.. if shift as u32 <= product.leading_zeros() => product << shift,
        0.. => u128::MAX,
        -127.. => {
            let (quotient, rest) = (product >> -shift, product & ((1 << -shift) - 1));
            let half = 1 << (-shift - 1);
            quotient + u128::from(rest > half || (rest == half && quotient % 2 == 1))
        }
        _ => 0,
    }
}

/// The float nearest to `digits` divided by ten to the `decimals`.
pub fn nearest(digits: u128, decimals: usize) -> f64 {
    if digits == 0 {
        return 0.0;
    }
    let decimals = decimals.min(MOST_DECIMALS);
    let shift = digits.leading_zeros();
    let (shifted, divisor) = (digits << shift, 5_u128.pow(decimals as u32));
    // The quotient has 56 bits or more; whether anything is left decides between two floats at most.
    let quotient = (shifted / divisor) | u128::from(!shifted.is_multiple_of(divisor));
    let power = 1023 - shift as i32 - decimals as i32;
    quotient as f64 * f64::from_bits((power as u64) << FRACTION_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::{Concern, Draws};

    /// Floats of all sizes that the page knows, and those with few digits.
    fn floats() -> impl Iterator<Item = f64> {
        (0..20_000).flat_map(|ordinal| {
            let mut draws = Draws::keyed(3, Concern::Script, ordinal);
            let size = f64::from(10_u32.pow((draws.bits() % 10) as u32));
            let small = draws.unit() / size;
            let few = (draws.bits() % 100_000) as f64 / size;
            [small, draws.unit() * size, few, few * 0.5, 1.0 / (few + 1.0), few * 1e9]
        })
    }

    #[test]
    fn a_fixed_number_of_decimals_is_written_as_by_the_standard_library() {
        for float in floats().chain([0.5, 1.5, 2.5, 0.25, 0.125, 0.375, 1e18, f64::INFINITY, f64::NAN]) {
            for decimals in [0, 1, 2, 3, 9, 17] {
                assert_eq!(fixed(float, decimals), format!("{float:.decimals$}"), "{float:e}");
            }
        }
        assert_eq!((fixed(-12.34, 1), fixed(-0.04, 1), fixed(-0.0, 0)), ("-12.3".into(), "0.0".into(), "0".into()));
    }

    #[test]
    fn the_shortest_text_is_that_of_the_standard_library() {
        for float in floats().chain([0.0, 1.0, 1e15, 0.1 + 0.2, 1.0 / 3.0, 1e-9, 4e-12]) {
            assert_eq!(shortest(float).to_string(), float.to_string());
            assert_eq!(shortest(-float).to_string(), (0.0 - float).to_string());
        }
    }

    #[test]
    fn whole_numbers_are_those_of_the_standard_library() {
        let mut numbers = vec![0, 7, LAST_DIGITS - 1, LAST_DIGITS, LAST_DIGITS + 5, u128::from(u64::MAX), u128::MAX];
        numbers.extend((0..2_000).map(|ordinal| {
            let mut draws = Draws::keyed(5, Concern::Script, ordinal);
            (u128::from(draws.bits()) << 64 | u128::from(draws.bits())) >> (draws.bits() % 128)
        }));
        for number in numbers {
            assert_eq!((written(number), whole(&number.to_string())), (number.to_string(), number));
        }
        assert_eq!((whole(""), whole("007"), whole(&"9".repeat(50))), (0, 7, u128::MAX));
    }

    #[test]
    fn text_is_read_as_by_the_standard_library() {
        let texts = floats().flat_map(|float| [float.to_string(), format!("{float:.3}"), format!("{float:.22}")]);
        let odd = [
            "0",
            "00.50",
            "9007199254740993",
            "0.1",
            "340282366920938463463374607431768211456",
            "1.00000000000000011102230246251565404",
        ];
        for text in texts.chain(odd.map(String::from)) {
            assert_eq!(Some(read(&text)), text.parse().ok(), "{text}");
        }
        assert_eq!(read(&format!("0.{}1", "0".repeat(37))), 0.0, "beyond what is kept");
    }
}
