//! Floats within bounds.

/// The nearest number between `low` and `high`. As `f64::clamp`, which brings into the page all that writes a float, for the
/// words with which it would refuse wrong bounds.
pub fn within(number: f64, low: f64, high: f64) -> f64 {
    if number < low {
        low
    } else if number > high {
        high
    } else {
        number
    }
}

/// The nearest number between 0 and 1.
pub fn share(number: f64) -> f64 {
    within(number, 0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_moves_to_the_nearest_bound() {
        assert_eq!([-0.5, 0.25, 1.5].map(share), [0.0, 0.25, 1.0]);
        assert!(share(f64::NAN).is_nan());
    }
}
