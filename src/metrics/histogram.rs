//! Response times as counts in buckets, with exact count, mean and maximum; quantiles within 0.4 %. Knows durations and
//! nothing of what lasted so long.

use super::buckets::{Buckets, bucket_of, quantile_of, within};
use super::series::Quantiles;
use super::spread::{POINTS, Spread};
use crate::engine::time::SimDuration;

/// Counts of durations, in bounded memory; recording one is an increment. Where a bucket is full (2^32 - 1) the quantiles
/// lean to the others; count, mean and maximum stay exact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    buckets: Buckets,
    n: u64,
    sum: u128,
    max: SimDuration,
}

impl Histogram {
    /// An empty one.
    pub const fn new() -> Histogram {
        Histogram { buckets: Buckets::new(), n: 0, sum: 0, max: SimDuration::ZERO }
    }

    /// Counts a duration.
    #[inline]
    pub fn record(&mut self, duration: SimDuration) {
        self.record_in(bucket_of(duration), duration);
    }

    /// Counts a duration whose bucket is known.
    #[inline]
    pub(super) fn record_in(&mut self, bucket: usize, duration: SimDuration) {
        self.buckets.add(bucket, 1);
        self.n += 1;
        self.sum += u128::from(duration.as_nanos());
        self.max = self.max.max(duration);
    }

    /// Counts all that `other` has counted, exactly.
    pub fn merge(&mut self, other: &Histogram) {
        for (bucket, count) in other.buckets.iter().filter(|(_, count)| *count > 0) {
            self.buckets.add(bucket, count);
        }
        self.n += other.n;
        self.sum += other.sum;
        self.max = self.max.max(other.max);
    }

    /// Forgets all, and keeps the memory.
    pub fn clear(&mut self) {
        self.buckets.clear();
        (self.n, self.sum, self.max) = (0, 0, SimDuration::ZERO);
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        size_of::<Histogram>() + self.buckets.bytes()
    }

    /// How many were counted.
    pub const fn len(&self) -> u64 {
        self.n
    }

    /// Whether none was.
    pub const fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Their exact mean in seconds; 0 of none.
    pub fn mean_seconds(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum as f64 / self.n as f64 / SimDuration::SECOND.as_nanos() as f64 }
    }

    /// The longest, exactly; zero of none.
    pub const fn max(&self) -> SimDuration {
        self.max
    }

    /// The quantile `share`, from 0 to 1; zero of none.
    pub fn quantile(&self, share: f64) -> SimDuration {
        quantile_of(self.buckets.iter(), self.n, share).min(self.max)
    }

    /// The quantiles that screens show.
    pub fn quantiles(&self) -> Quantiles {
        Quantiles { n: self.n, p50: self.quantile(0.5), p95: self.quantile(0.95), p99: self.quantile(0.99) }
    }

    /// The quantiles of the slower half, in one pass.
    pub fn spread(&self) -> Spread {
        // Where full buckets have not counted all, those that are missing are taken for the longest.
        let mut spread = Spread { n: self.n, at: [self.max; POINTS] };
        let (mut before, mut point) = (0, 0);
        for (bucket, count) in self.buckets.iter() {
            let count = u64::from(count);
            while point < POINTS && before + count >= spread.rank(point) {
                spread.at[point] = within(bucket, spread.rank(point) - before, count).min(self.max);
                point += 1;
            }
            before += count;
        }
        spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dist::Dist;
    use crate::engine::rng::{Concern, Draws};

    fn drawn(dist: Dist, n: u64) -> Vec<SimDuration> {
        (0..n).map(|ordinal| dist.sample(&mut Draws::keyed(5, Concern::Script, ordinal))).collect()
    }

    #[test]
    fn quantiles_are_within_half_a_percent_of_sorted_durations() {
        for dist in [
            Dist::Exponential { mean: 0.1 },
            Dist::Exponential { mean: 900.0 },
            Dist::Lognormal { mean: 2.0, cv: 3.0 },
            Dist::Gamma { mean: 0.0005, cv: 0.3 },
        ] {
            let mut durations = drawn(dist, 100_000);
            let mut histogram = Histogram::new();
            durations.iter().for_each(|duration| histogram.record(*duration));
            durations.sort_unstable();
            for share in [0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999] {
                let exact = durations[(share * durations.len() as f64) as usize - 1].as_seconds();
                let told = histogram.quantile(share).as_seconds();
                assert!((told / exact - 1.0).abs() < 0.005, "{dist:?} {share}: {told} for {exact}");
            }
            let mean = durations.iter().map(|duration| duration.as_seconds()).sum::<f64>() / durations.len() as f64;
            assert!((histogram.mean_seconds() / mean - 1.0).abs() < 1e-9);
            assert_eq!((histogram.len(), histogram.max()), (100_000, durations[durations.len() - 1]));
        }
    }

    #[test]
    fn the_slower_half_in_one_pass_is_each_quantile_by_itself() {
        for n in [0, 1, 2, 999, 100_000] {
            let mut histogram = Histogram::new();
            drawn(Dist::Lognormal { mean: 0.2, cv: 2.0 }, n).into_iter().for_each(|one| histogram.record(one));
            let spread = histogram.spread();
            for (point, found) in spread.at.iter().enumerate() {
                // Half a rank less, which is rounded up: no float can miss it.
                let share = (spread.rank(point) as f64 - 0.5) / n.max(1) as f64;
                assert_eq!(*found, histogram.quantile(share), "quantile {point} of {n}");
            }
        }
    }

    #[test]
    fn merged_parts_are_the_whole_in_any_order() {
        let mut whole = Histogram::new();
        let mut parts = [Histogram::new(), Histogram::new(), Histogram::new()];
        for (index, duration) in drawn(Dist::Lognormal { mean: 0.05, cv: 4.0 }, 9_999).into_iter().enumerate() {
            whole.record(duration);
            parts[index % 3].record(duration);
        }
        let [mut first, second, third] = parts;
        first.merge(&third);
        first.merge(&second);
        assert_eq!(first, whole);
        first.clear();
        assert_eq!((first.len(), first.quantile(0.5), first.max()), (0, SimDuration::ZERO, SimDuration::ZERO));
    }

    #[test]
    fn any_duration_is_counted_and_the_longest_is_exact() {
        let mut histogram = Histogram::new();
        for power in 0..64 {
            histogram.record(SimDuration::from_nanos(u64::MAX >> power));
        }
        assert_eq!((histogram.len(), histogram.max()), (64, SimDuration::from_nanos(u64::MAX)));
        assert_eq!(histogram.quantile(0.0), SimDuration::from_nanos(16));
    }

    #[test]
    fn one_duration_is_every_quantile_of_itself() {
        let mut histogram = Histogram::new();
        histogram.record(SimDuration::from_millis(40));
        for share in [0.0, 0.5, 1.0] {
            assert!((histogram.quantile(share).as_seconds() / 0.040 - 1.0).abs() < 0.004);
        }
    }
}
