//! `limit_req`: a leaky bucket for each client address. Knows no request, no connection and no clock but the one that it is told.

use crate::engine::table::Table;
use crate::model::config::LimitReq;

/// What a request counts, in the bucket's unit: thousandths of a request, as nginx counts.
const REQUEST: u64 = 1000;

/// What has come of a request at its bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on at once.
    Pass,
    /// It goes on after so many milliseconds.
    Delay(u64),
    /// It is answered 503.
    Reject,
}

/// How full a bucket is, and when that was so.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    excess: u64,
    last_ms: u64,
}

/// The zone: a bucket for each address that has been seen.
#[derive(Clone, Debug, Default)]
pub struct Buckets {
    buckets: Table<Bucket>,
}

impl Buckets {
    /// A request of this address, at this millisecond. A rejected one leaves its bucket as it was.
    pub fn admit(&mut self, address: u32, now_ms: u64, limit: &LimitReq) -> Verdict {
        let rate = u64::from(limit.rate_per_s);
        let Some(bucket) = self.buckets.get_mut(address) else {
            self.buckets.insert(address, Bucket { excess: 0, last_ms: now_ms });
            return Verdict::Pass;
        };
        let leaked = rate.saturating_mul(now_ms.saturating_sub(bucket.last_ms));
        let excess = (bucket.excess + REQUEST).saturating_sub(leaked);
        if excess > REQUEST * u64::from(limit.burst) {
            return Verdict::Reject;
        }
        *bucket = Bucket { excess, last_ms: now_ms };
        let undelayed = REQUEST * u64::from(limit.delay);
        match excess.saturating_sub(undelayed).checked_div(rate) {
            None | Some(0) => Verdict::Pass,
            Some(wait) => Verdict::Delay(wait),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(limit: LimitReq, arrivals_ms: &[u64]) -> Vec<Verdict> {
        let mut buckets = Buckets::default();
        arrivals_ms.iter().map(|now| buckets.admit(1, *now, &limit)).collect()
    }

    #[test]
    fn of_a_burst_at_once_one_passes_the_burst_is_spread_and_the_rest_is_rejected() {
        let limit = LimitReq { rate_per_s: 10, burst: 2, delay: 0 };
        let expected = [Verdict::Pass, Verdict::Delay(100), Verdict::Delay(200), Verdict::Reject, Verdict::Reject];
        assert_eq!(verdicts(limit, &[5, 5, 5, 5, 5]), expected);
    }

    #[test]
    fn a_rejected_request_costs_nothing_and_another_address_has_a_bucket_of_its_own() {
        let limit = LimitReq { rate_per_s: 10, burst: 0, delay: 0 };
        let expected = [Verdict::Pass, Verdict::Reject, Verdict::Reject, Verdict::Pass];
        assert_eq!(verdicts(limit, &[0, 50, 99, 100]), expected);
        let mut buckets = Buckets::default();
        assert_eq!([buckets.admit(1, 0, &limit), buckets.admit(2, 0, &limit)], [Verdict::Pass; 2]);
    }

    #[test]
    fn what_is_accepted_never_exceeds_the_line() {
        let limit = LimitReq { rate_per_s: 20, burst: 5, delay: 5 };
        let arrivals: Vec<u64> = (0..400).map(|n| n * n % 17 + n * 7).collect();
        let mut accepted = 0;
        let mut buckets = Buckets::default();
        let mut arrivals = arrivals;
        arrivals.sort_unstable();
        for now in arrivals {
            accepted += u64::from(buckets.admit(1, now, &limit) != Verdict::Reject);
            assert!(accepted * 1000 <= 6000 + 20 * now, "{accepted} by {now} ms");
        }
        assert!(accepted > 50);
    }
}
