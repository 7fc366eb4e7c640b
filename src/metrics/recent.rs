//! The last whole seconds, sparse: what a screen calls "now". Knows counts and durations, not who they belong to.

use super::buckets::{Buckets, quantile_of};
use super::heat::Heat;
use super::marks::Marks;
use super::series::Quantiles;
use crate::engine::sort;

/// Whole seconds that are remembered.
pub const SECONDS: usize = 10;

/// The last seconds of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Recent {
    /// How many seconds.
    pub seconds: f64,
    /// Requests begun, per second.
    pub arrived_per_s: f64,
    /// Requests answered, per second.
    pub answered_per_s: f64,
    /// Requests ended without an answer, per second.
    pub errors_per_s: f64,
    /// Response times of what was answered.
    pub response: Quantiles,
    /// Requests begun and answered in the last whole second.
    pub last: (u32, u32),
    /// How many whole seconds up to now went by without an answer; at most [`SECONDS`].
    pub silent: u32,
}

/// Fewer requests than this may wait without anything being wrong.
const FEW: u64 = 10;

impl Recent {
    /// Whether what the figures say of the last seconds is no longer so: in the last one next to nothing was answered of what
    /// began, and at least a second's requests wait.
    pub fn stalls(&self, in_flight: u64) -> bool {
        let (arrived, answered) = (u64::from(self.last.0), u64::from(self.last.1));
        in_flight >= arrived.max(FEW) && (self.silent > 0 || answered * 4 < arrived)
    }
}

/// Sorts (bucket, count) by bucket and adds up the counts of equal ones.
fn add_up(counts: &mut Vec<(u16, u32)>) {
    sort::by_key(counts, |(bucket, _)| *bucket);
    counts.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        kept.1 += if same { later.1 } else { 0 };
        same
    });
}

/// The quantiles of sorted (bucket, count).
fn quantiles(sorted: &[(u16, u32)]) -> Quantiles {
    let n = sorted.iter().map(|(_, count)| u64::from(*count)).sum();
    let at = |share| quantile_of(sorted.iter().map(|(bucket, count)| (usize::from(*bucket), *count)), n, share);
    Quantiles { n, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/// A whole second.
#[derive(Clone, Debug, Default, PartialEq)]
struct Second {
    arrived: u32,
    errors: u32,
    answered: u32,
    /// Response times as (bucket, count), ascending: few requests cost little to keep and to copy.
    responses: Vec<(u16, u32)>,
}

/// The second that runs and the whole ones before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seconds {
    arrived: u32,
    errors: u32,
    answered: u32,
    responses: Buckets,
    /// The buckets of `responses` that are not empty.
    touched: Marks,
    /// A ring; `closed` counts all seconds ever closed.
    ring: [Second; SECONDS],
    closed: usize,
}

impl Seconds {
    /// A request began.
    #[inline]
    pub fn arrived(&mut self) {
        self.arrived += 1;
    }

    /// A request ended without an answer.
    pub fn failed(&mut self) {
        self.errors += 1;
    }

    /// A request was answered, after a time of this bucket.
    #[inline]
    pub(super) fn answered(&mut self, bucket: usize) {
        self.answered += 1;
        if self.responses.add(bucket, 1) == 0 {
            self.touched.insert(bucket);
        }
    }

    /// The running second is over.
    pub fn close(&mut self) {
        let second = &mut self.ring[self.closed % SECONDS];
        self.closed += 1;
        second.arrived = std::mem::take(&mut self.arrived);
        second.errors = std::mem::take(&mut self.errors);
        second.answered = std::mem::take(&mut self.answered);
        second.responses.clear();
        while let Some(bucket) = self.touched.take_first() {
            second.responses.push((bucket as u16, self.responses.take(bucket)));
        }
    }

    /// Of the whole second that was closed last: requests begun and answered, their response times and how those are spread.
    pub fn last(&self) -> (u32, u32, Quantiles, Heat) {
        let second = &self.ring[(self.closed + SECONDS - 1) % SECONDS];
        (second.arrived, second.answered, quantiles(&second.responses), Heat::of(&second.responses))
    }

    /// The last [`SECONDS`] whole seconds, or as many as there were.
    pub fn recent(&self) -> Recent {
        let whole = &self.ring[..self.closed.min(SECONDS)];
        if whole.is_empty() {
            return Recent::default();
        }
        let seconds = whole.len() as f64;
        let per_s =
            |count: fn(&Second) -> u32| whole.iter().map(|second| f64::from(count(second))).sum::<f64>() / seconds;
        let mut sorted: Vec<_> = whole.iter().flat_map(|second| &second.responses).copied().collect();
        add_up(&mut sorted);
        Recent {
            seconds,
            arrived_per_s: per_s(|second| second.arrived),
            answered_per_s: per_s(|second| second.answered),
            errors_per_s: per_s(|second| second.errors),
            response: quantiles(&sorted),
            last: {
                let second = &self.ring[(self.closed + SECONDS - 1) % SECONDS];
                (second.arrived, second.answered)
            },
            silent: (1..=whole.len()).take_while(|back| self.ring[(self.closed - back) % SECONDS].answered == 0).count()
                as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimDuration;
    use crate::metrics::buckets::bucket_of;
    use crate::metrics::histogram::Histogram;

    #[test]
    fn only_the_last_whole_seconds_count() {
        let mut seconds = Seconds::default();
        assert_eq!(seconds.recent(), Recent::default());
        for second in 1..=12_u64 {
            for _ in 0..second {
                seconds.arrived();
                seconds.answered(bucket_of(SimDuration::from_millis(second * 100)));
            }
            seconds.failed();
            seconds.close();
            assert_eq!(seconds.last().0, second as u32);
        }
        seconds.arrived();
        let recent = seconds.recent();
        assert_eq!(
            (recent.seconds, recent.arrived_per_s, recent.answered_per_s, recent.errors_per_s),
            (10.0, 7.5, 7.5, 1.0)
        );
        // 3 of 300 ms, 4 of 400 ms, and so on to 12 of 1200 ms: the 38th of 75 is among those of 900 ms.
        assert_eq!(recent.response.n, 75);
        assert!((recent.response.p50.as_seconds() / 0.9 - 1.0).abs() < 0.005);
        assert!((recent.response.p99.as_seconds() / 1.2 - 1.0).abs() < 0.008);
    }

    #[test]
    fn a_site_that_answers_nothing_stalls_while_its_requests_wait() {
        let mut seconds = Seconds::default();
        let mut second = |arrived: u32, answered: u32| {
            (0..arrived).for_each(|_| seconds.arrived());
            (0..answered).for_each(|_| seconds.answered(bucket_of(SimDuration::from_millis(100))));
            seconds.close();
            seconds.recent()
        };
        assert!(!Recent::default().stalls(0));
        // Some are always under way.
        assert!(!second(200, 190).stalls(20));
        // Overload: it answers what it can.
        assert!(!second(900, 389).stalls(2_000));
        let recent = second(200, 40);
        assert!(recent.silent == 0 && recent.stalls(210) && !recent.stalls(150));
        let recent = second(200, 0);
        assert!(recent.silent == 1 && recent.stalls(410) && recent.last == (200, 0));
        // Nobody comes any more, those who came still wait; then they have given up.
        let recent = second(0, 0);
        assert!(recent.silent == 2 && recent.stalls(410) && !recent.stalls(0));
        assert_eq!(second(200, 200).silent, 0);
    }

    #[test]
    fn a_second_with_very_many_requests_stays_small_and_loses_none() {
        let mut seconds = Seconds::default();
        let mut histogram = Histogram::new();
        for n in 0..100_000_u64 {
            let response = SimDuration::from_nanos(n * n);
            seconds.answered(bucket_of(response));
            histogram.record(response);
        }
        seconds.close();
        let (_, answered, quantiles, _) = seconds.last();
        assert_eq!((answered, quantiles), (100_000, histogram.quantiles()));
    }
}
