//! A run's seconds, joined until there are few enough to draw or to list.

use crate::engine::time::SimDuration;
use crate::metrics::heat::RANGES;
use crate::metrics::series::{Gauges, Point, Quantiles};
use crate::model::observation::Cause;

/// Most points of a line.
pub const DRAWN: usize = 300;
/// Most rows of a table.
pub const LISTED: usize = 60;
/// A quantile rests on too few where fewer than this many of its sample lie beyond it.
const BEYOND: f64 = 10.0;
/// Round numbers of seconds that are joined.
const WIDTHS: [usize; 15] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600];

/// One or more seconds of a run, joined: rates are means, quantiles and backlogs those of the worst second.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    /// Its first second.
    pub from_s: usize,
    /// How many seconds.
    pub seconds: usize,
    /// Requests begun, per second.
    pub arrived_per_s: f64,
    /// Requests answered, per second.
    pub answered_per_s: f64,
    /// Requests that ended without an answer, by cause (index: position in [`Cause::ALL`]).
    pub causes: [u64; Cause::ALL.len()],
    /// Response times; each quantile is the highest of the seconds joined, because quantiles have no mean.
    pub response: Quantiles,
    /// How response times are spread, by range.
    pub heat: [u32; RANGES],
    /// The largest of each gauge.
    pub gauges: Gauges,
}

impl Bucket {
    /// Requests that ended without an answer, per second.
    pub fn errors_per_s(&self) -> f64 {
        self.causes.iter().sum::<u64>() as f64 / self.seconds as f64
    }

    /// Its middle, in seconds from the start of the run.
    pub fn middle_s(&self) -> f64 {
        self.from_s as f64 + self.seconds as f64 / 2.0
    }

    fn of(from_s: usize, points: &[Point]) -> Bucket {
        let mut causes = [0; Cause::ALL.len()];
        for point in points {
            causes.iter_mut().zip(point.causes).for_each(|(sum, n)| *sum += u64::from(n));
        }
        let mut heat = [0; RANGES];
        for point in points {
            heat.iter_mut().zip(point.heat.0).for_each(|(sum, n)| *sum += u32::from(n));
        }
        let mean = |count: fn(&Point) -> u32| {
            points.iter().map(|point| f64::from(count(point))).sum::<f64>() / points.len() as f64
        };
        let highest = |quantile: fn(&Quantiles) -> SimDuration| {
            points.iter().map(|point| quantile(&point.response)).max().unwrap_or_default()
        };
        let largest = |gauge: fn(&Gauges) -> u32| points.iter().map(|point| gauge(&point.gauges)).max().unwrap_or(0);
        Bucket {
            from_s,
            seconds: points.len(),
            arrived_per_s: mean(|point| point.arrived),
            answered_per_s: mean(|point| point.answered),
            causes,
            response: Quantiles {
                n: points.iter().map(|point| point.response.n).sum(),
                p50: highest(|response| response.p50),
                p95: highest(|response| response.p95),
                p99: highest(|response| response.p99),
            },
            heat,
            gauges: Gauges {
                balancer_queue: largest(|gauges| gauges.balancer_queue),
                accept_queue: largest(|gauges| gauges.accept_queue),
                in_flight: largest(|gauges| gauges.in_flight),
                lag_s: points.iter().map(|point| point.gauges.lag_s).fold(0.0, f64::max),
                lag_transactions: points.iter().map(|point| point.gauges.lag_transactions).max().unwrap_or(0),
            },
        }
    }
}

/// The seconds of a run in at most `most` buckets of equal, round width (the last one may still grow). The borders do not
/// move while the width stays, so that a growing line does not shimmer.
pub fn buckets(points: &[Point], most: usize) -> Vec<Bucket> {
    let width = width(points.len(), most);
    points.chunks(width).enumerate().map(|(i, chunk)| Bucket::of(i * width, chunk)).collect()
}

/// Seconds in each bucket.
fn width(points: usize, most: usize) -> usize {
    let fits = |width: &usize| points.div_ceil(*width) <= most;
    WIDTHS.into_iter().find(fits).unwrap_or_else(|| points.div_ceil(most))
}

/// Whether so many beyond a quantile are too few to rest on.
pub fn is_few(beyond: u64) -> bool {
    (beyond as f64) < BEYOND
}

/// Whether a quantile rests on too few: fewer than ten of the sample lie beyond it.
pub fn is_rough(n: u64, quantile: f64) -> bool {
    n as f64 * (1.0 - quantile) < BEYOND - 1e-9
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::metrics::heat::Heat;

    /// A second with this many requests, all answered, at a p99 of so many milliseconds.
    pub fn second(arrived: u32, p99: u64) -> Point {
        let millis = SimDuration::from_millis;
        let response = Quantiles { n: arrived.into(), p50: millis(p99 / 4), p95: millis(p99 / 2), p99: millis(p99) };
        let causes = [0; Cause::ALL.len()];
        Point { arrived, answered: arrived, causes, response, heat: Heat::default(), gauges: Gauges::default() }
    }

    #[test]
    fn a_run_is_joined_into_round_stretches_as_it_grows() {
        let points: Vec<Point> = (0..700).map(|i| second(100, i)).collect();
        for (n, most, width, found) in [(0, 300, 1, 0), (300, 300, 1, 300), (301, 300, 2, 151), (700, 60, 15, 47)] {
            let joined = buckets(&points[..n], most);
            assert_eq!(joined.len(), found);
            assert!(joined.iter().enumerate().all(|(i, bucket)| bucket.from_s == i * width));
        }
    }

    #[test]
    fn joining_keeps_sums_and_the_worst_second() {
        let mut points = vec![second(100, 80), second(200, 2_000), second(60, 40)];
        points[1].causes[3] = 7;
        points[2].causes[3] = 2;
        points[0].gauges.lag_s = 0.5;
        let joined = Bucket::of(4, &points);
        assert_eq!((joined.arrived_per_s, joined.causes[3], joined.errors_per_s()), (120.0, 9, 3.0));
        assert_eq!((joined.response.n, joined.response.p99), (360, SimDuration::from_millis(2_000)));
        assert_eq!((joined.gauges.lag_s, joined.middle_s()), (0.5, 5.5));
    }

    #[test]
    fn a_quantile_needs_ten_of_its_sample_beyond_it() {
        assert!(is_rough(999, 0.99) && !is_rough(1_000, 0.99));
        assert!(is_rough(19, 0.5) && !is_rough(20, 0.5));
    }
}
