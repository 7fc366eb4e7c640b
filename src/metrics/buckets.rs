//! Durations counted in buckets whose width grows with them. Knows where a bucket begins and how wide it is, not what was
//! measured.

use crate::engine::time::SimDuration;

/// Nanoseconds of the finest bucket, as a power of two: 256 ns.
const FINEST: u32 = 8;
/// Buckets of an octave, as a power of two: a bucket is at most 1/128 of what it holds wide.
const SPLIT: u32 = 7;
/// Buckets of an octave.
const OCTAVE: usize = 1 << SPLIT;
/// All buckets: up to 2^46 ns, 19.5 hours; what lasted longer counts in the last.
pub(super) const ALL: usize = 32 * OCTAVE;

/// The bucket of a duration.
#[inline(always)]
pub(super) const fn bucket_of(duration: SimDuration) -> usize {
    let units = duration.as_nanos() >> FINEST;
    if units < OCTAVE as u64 {
        return units as usize;
    }
    let octave = units.ilog2() - SPLIT;
    let within = (units >> octave) as usize - OCTAVE;
    let bucket = (octave as usize + 1) * OCTAVE + within;
    if bucket < ALL { bucket } else { ALL - 1 }
}

/// Where a bucket begins and how wide it is, in nanoseconds.
const fn bounds(bucket: usize) -> (u64, u64) {
    if bucket < OCTAVE {
        return ((bucket as u64) << FINEST, 1 << FINEST);
    }
    let octave = (bucket / OCTAVE - 1) as u32 + FINEST;
    (((OCTAVE + bucket % OCTAVE) as u64) << octave, 1 << octave)
}

/// The middle of a bucket, in nanoseconds.
pub(super) const fn middle(bucket: usize) -> u64 {
    let (low, width) = bounds(bucket);
    low + width / 2
}

/// The quantile `share` of `n` durations that are counted as (bucket, count), buckets ascending: the duration of that
/// rank, the durations of a bucket taken as evenly spread over it. Zero where there are none.
pub(super) fn quantile_of(counts: impl Iterator<Item = (usize, u32)>, n: u64, share: f64) -> SimDuration {
    // The smallest rank at or above `share` of all, from 1. The product is far below 2^53, where floats are exact.
    let rank = ((share * n as f64).ceil() as u64).clamp(1, n.max(1));
    let mut before = 0;
    for (bucket, count) in counts {
        let count = u64::from(count);
        if before + count >= rank {
            return within(bucket, rank - before, count);
        }
        before += count;
    }
    SimDuration::ZERO
}

/// The duration of this rank, from 1, among the `count` of a bucket.
pub(super) fn within(bucket: usize, rank: u64, count: u64) -> SimDuration {
    let (low, width) = bounds(bucket);
    let into = (2 * rank - 1) as f64 / (2 * count) as f64;
    SimDuration::from_nanos(low + (width as f64 * into) as u64)
}

/// A count for each bucket. Holds whole octaves from the shortest to the longest seen, at most 16 KiB; it allocates only
/// when that range widens, at most 32 times. A count stays at 2^32 - 1 when it is full.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Buckets {
    /// The first bucket that is held: the beginning of an octave.
    first: usize,
    counts: Vec<u32>,
}

impl Buckets {
    /// All empty.
    pub(super) const fn new() -> Buckets {
        Buckets { first: 0, counts: Vec::new() }
    }

    /// Bytes of the counts.
    pub(super) fn bytes(&self) -> usize {
        self.counts.len() * size_of::<u32>()
    }

    /// Counts `times` more in a bucket. Gives what it had counted before.
    #[inline(always)]
    pub(super) fn add(&mut self, bucket: usize, times: u32) -> u32 {
        match self.counts.get_mut(bucket.wrapping_sub(self.first)) {
            Some(count) => std::mem::replace(count, count.saturating_add(times)),
            None => self.widen(bucket, times),
        }
    }

    /// Empties a bucket. Gives what it had counted.
    pub(super) fn take(&mut self, bucket: usize) -> u32 {
        self.counts.get_mut(bucket.wrapping_sub(self.first)).map_or(0, std::mem::take)
    }

    /// Empties all, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// Every bucket that is held and its count, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, u32)> {
        self.counts.iter().enumerate().map(|(index, count)| (self.first + index, *count))
    }

    /// Holds the octave of `bucket` too, and all between.
    #[cold]
    fn widen(&mut self, bucket: usize, times: u32) -> u32 {
        let octave = bucket - bucket % OCTAVE;
        if self.counts.is_empty() {
            self.first = octave;
        }
        let missing = self.first.saturating_sub(octave);
        self.counts.splice(0..0, std::iter::repeat_n(0, missing));
        self.first -= missing;
        self.counts.resize(self.counts.len().max(octave + OCTAVE - self.first), 0);
        std::mem::replace(&mut self.counts[bucket - self.first], times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_follow_each_other_without_gap_and_hold_what_they_say() {
        for bucket in 0..ALL - 1 {
            let (low, width) = bounds(bucket);
            assert_eq!(low + width, bounds(bucket + 1).0, "after {bucket}");
            assert_eq!(bucket_of(SimDuration::from_nanos(low)), bucket);
            assert_eq!(bucket_of(SimDuration::from_nanos(low + width - 1)), bucket);
            assert!(bucket < OCTAVE || width * OCTAVE as u64 <= low, "{bucket} is wider than 1/128");
        }
        assert_eq!(bucket_of(SimDuration::from_nanos(u64::MAX)), ALL - 1);
    }

    #[test]
    fn counts_survive_widening_to_either_side_and_memory_stays_bounded() {
        let mut buckets = Buckets::new();
        for bucket in [700, 701, 5, ALL - 1, 700] {
            buckets.add(bucket, 2);
        }
        let held: Vec<_> = buckets.iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(held, [(5, 2), (700, 4), (701, 2), (ALL - 1, 2)]);
        assert_eq!((buckets.iter().count(), buckets.take(700), buckets.take(700)), (ALL, 4, 0));
        assert_eq!((buckets.add(5, u32::MAX), buckets.add(5, 1)), (2, u32::MAX));
    }
}
