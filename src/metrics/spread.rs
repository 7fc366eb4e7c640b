//! The slower half of response times: the quantiles from the middle to one in ten thousand, and how many each of them rests on.
//! Knows durations, not whose they are.

use crate::engine::time::SimDuration;

/// How many quantiles there are.
pub const POINTS: usize = 38;
/// Of a whole, the parts that [`BEYOND`] counts in.
pub const WHOLE: u64 = 100_000;
/// What lies beyond each quantile: the half, the tenth, down to the ten-thousandth; between them steps of about the same ratio.
pub const BEYOND: [u32; POINTS] = [
    50_000, 40_000, 30_000, 25_000, 20_000, 15_000, 12_000, 10_000, 8_000, 6_500, 5_000, 4_000, 3_000, 2_500, 2_000,
    1_500, 1_200, 1_000, 800, 650, 500, 400, 300, 250, 200, 150, 120, 100, 80, 65, 50, 40, 30, 25, 20, 15, 12, 10,
];

/// Quantiles of durations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How many durations there were.
    pub n: u64,
    /// The quantiles beyond which [`BEYOND`] lies.
    pub at: [SimDuration; POINTS],
}

impl Spread {
    /// How many of the durations rank above a quantile.
    pub const fn slower(&self, point: usize) -> u64 {
        // A run has far fewer than 10^14 requests.
        self.n * BEYOND[point] as u64 / WHOLE
    }

    /// The rank of a quantile, from 1.
    pub(super) const fn rank(&self, point: usize) -> u64 {
        let rank = self.n - self.slower(point);
        if rank == 0 { 1 } else { rank }
    }
}

impl Default for Spread {
    fn default() -> Spread {
        Spread { n: 0, at: [SimDuration::ZERO; POINTS] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantiles_go_on_from_the_middle_to_one_in_ten_thousand() {
        assert!(BEYOND.is_sorted_by(|one, next| one > next));
        assert_eq!((BEYOND[0], BEYOND[POINTS - 1]), (50_000, 10));
    }

    #[test]
    fn a_quantile_and_those_above_it_are_all() {
        let spread = Spread { n: 1_999, ..Spread::default() };
        assert_eq!([0, 7, 17, 27, 37].map(|point| spread.slower(point)), [999, 199, 19, 1, 0]);
        assert!((0..POINTS).all(|point| spread.rank(point) + spread.slower(point) == 1_999));
        assert_eq!(Spread::default().rank(0), 1);
    }
}
