//! The five charts and the lines of each: what they show, how it is written.

use super::bucket::Bucket;
use crate::app::format;
use crate::engine::sort;
use crate::engine::time::SimDuration;
use crate::model::observation::Cause;

/// Causes that get an area of their own; the others share one.
const CAUSES: usize = 3;

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Requests answered and offered.
    Throughput,
    /// Percentiles of response times.
    Response,
    /// Errors by cause.
    Errors,
    /// Requests in flight and in queues.
    Queues,
    /// How far the slowest replica is behind.
    Lag,
}

impl Kind {
    /// Every chart, in the order in which they are shown.
    pub const ALL: [Kind; 5] = [Kind::Throughput, Kind::Response, Kind::Errors, Kind::Queues, Kind::Lag];

    /// Its word, for a style sheet.
    pub const fn keyword(self) -> &'static str {
        match self {
            Kind::Throughput => "throughput",
            Kind::Response => "response",
            Kind::Errors => "errors",
            Kind::Queues => "queues",
            Kind::Lag => "lag",
        }
    }
}

/// A line of a chart, or a column of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Requests answered per second.
    Answered,
    /// Requests begun per second.
    Offered,
    /// Median response time.
    P50,
    /// 95th percentile of response times.
    P95,
    /// 99th percentile of response times.
    P99,
    /// Errors of one cause.
    Cause(Cause),
    /// Errors of all causes that have no area of their own.
    OtherCauses,
    /// Requests begun and not ended.
    InFlight,
    /// Requests in the accept queues of all application servers.
    AcceptQueue,
    /// Requests in HAProxy's queue.
    BalancerQueue,
    /// Age of what the slowest replica lacks.
    Lag,
    /// Transactions that the slowest replica lacks.
    LagTransactions,
}

impl Series {
    /// Its value in a bucket, in seconds or per second; none where there is nothing to take it from.
    pub(super) fn value(self, bucket: &Bucket, own: &[Cause]) -> Option<f64> {
        let response = &bucket.response;
        let quantile = |value: SimDuration| (response.n > 0).then(|| value.as_seconds());
        let per_s = |n: u64| n as f64 / bucket.seconds as f64;
        match self {
            Series::Answered => Some(bucket.answered_per_s),
            Series::Offered => Some(bucket.arrived_per_s),
            Series::P50 => quantile(response.p50),
            Series::P95 => quantile(response.p95),
            Series::P99 => quantile(response.p99),
            Series::Cause(cause) => Some(per_s(bucket.causes[cause as usize])),
            Series::OtherCauses => {
                let others = Cause::ALL.iter().filter(|cause| !own.contains(cause));
                Some(per_s(others.map(|cause| bucket.causes[*cause as usize]).sum()))
            }
            Series::InFlight => Some(bucket.gauges.in_flight.into()),
            Series::AcceptQueue => Some(bucket.gauges.accept_queue.into()),
            Series::BalancerQueue => Some(bucket.gauges.balancer_queue.into()),
            Series::Lag => Some(bucket.gauges.lag_s),
            Series::LagTransactions => Some(bucket.gauges.lag_transactions as f64),
        }
    }

    /// Its value as it is written.
    pub(super) fn figure(self, value: Option<f64>) -> String {
        let Some(value) = value else {
            return format::NONE.to_owned();
        };
        match self {
            Series::P50 | Series::P95 | Series::P99 | Series::Lag => format::seconds(value).to_string(),
            _ => format::decimal(value),
        }
    }

    /// The quantile that it is, if it is one.
    pub(super) const fn quantile(self) -> Option<f64> {
        match self {
            Series::P50 => Some(0.5),
            Series::P95 => Some(0.95),
            Series::P99 => Some(0.99),
            _ => None,
        }
    }
}

/// The lines of a chart, the main one first. `own` are the causes that have an area of their own.
pub(super) fn lines(kind: Kind, own: &[Cause]) -> Vec<Series> {
    match kind {
        Kind::Throughput => vec![Series::Answered, Series::Offered],
        Kind::Response => vec![Series::P99, Series::P95, Series::P50],
        Kind::Errors => own.iter().copied().map(Series::Cause).chain([Series::OtherCauses]).collect(),
        Kind::Queues => vec![Series::InFlight, Series::AcceptQueue, Series::BalancerQueue],
        Kind::Lag => vec![Series::Lag],
    }
}

/// The most frequent causes, which get an area of their own.
pub(super) fn own_causes(buckets: &[Bucket]) -> Vec<Cause> {
    let total = |cause: Cause| buckets.iter().map(|bucket| bucket.causes[cause as usize]).sum::<u64>();
    let mut causes: Vec<(u64, Cause)> = Cause::ALL.iter().map(|cause| (total(*cause), *cause)).collect();
    causes.retain(|(n, _)| *n > 0);
    sort::by_key(&mut causes, |(n, _)| std::cmp::Reverse(*n));
    causes.into_iter().take(CAUSES).map(|(_, cause)| cause).collect()
}
