//! How the response times of a second are spread: a count for each of a few ranges, five to a decade, which is what a heat map
//! draws. Knows durations, not whose they are.

use super::buckets::middle;

/// Ranges: from 1 ms to 63 s, what is shorter counts in the first and what is longer in the last.
pub const RANGES: usize = 24;
/// Where the ranges of a decade begin, in microseconds: the fifth roots of its powers of ten.
const DECADE: [u64; 5] = [1_000, 1_585, 2_512, 3_981, 6_310];

/// Counts of one second, each at most 65,535.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heat(pub [u16; RANGES]);

/// Where a range begins, in seconds; that after the last is where the last ends.
pub fn begins_s(range: usize) -> f64 {
    begins_us(range) as f64 / 1e6
}

const fn begins_us(range: usize) -> u64 {
    DECADE[range % 5] * 10_u64.pow((range / 5) as u32)
}

impl Heat {
    /// Of sorted (bucket, count).
    pub(super) fn of(sorted: &[(u16, u32)]) -> Heat {
        let mut heat = Heat::default();
        let mut range = 0;
        for (bucket, count) in sorted {
            let micros = middle(usize::from(*bucket)) / 1_000;
            while range + 1 < RANGES && micros >= begins_us(range + 1) {
                range += 1;
            }
            heat.0[range] = heat.0[range].saturating_add((*count).min(u32::from(u16::MAX)) as u16);
        }
        heat
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimDuration;
    use crate::metrics::buckets::bucket_of;

    #[test]
    fn every_response_is_in_the_range_that_holds_it() {
        let sorted: Vec<(u16, u32)> = [0, 900, 1_200, 95_000, 99_000, 120_000, 9_000_000, 400_000_000]
            .map(|micros| (bucket_of(SimDuration::from_nanos(micros * 1_000)) as u16, 2))
            .to_vec();
        let heat = Heat::of(&sorted);
        let found: Vec<(usize, u16)> = heat.0.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
        assert_eq!(found, [(0, 6), (9, 4), (10, 2), (19, 2), (23, 2)]);
        assert_eq!((begins_s(0), begins_s(10), begins_s(RANGES)), (0.001, 0.1, 63.1));
        assert_eq!(Heat::of(&[(900, 70_000), (900, 7)]).0.iter().max(), Some(&u16::MAX));
    }
}
