//! The five charts: which lines each has, how they are drawn, what they read.

use super::bucket::{Bucket, is_rough};
use super::line::{self, Dot};
use super::scale::Scale;
use super::span::Span;
use crate::app::format;
use crate::app::texts::Texts;
use crate::model::observation::Cause;

/// Causes that get an area of their own; the others share one.
const CAUSES: usize = 3;
/// Distance between two labels, as a share of a chart's height.
const LABEL_GAP: f64 = 0.16;

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
        let quantile = |value: crate::engine::time::SimDuration| (response.n > 0).then(|| value.as_seconds());
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
    const fn quantile(self) -> Option<f64> {
        match self {
            Series::P50 => Some(0.5),
            Series::P95 => Some(0.95),
            Series::P99 => Some(0.99),
            _ => None,
        }
    }
}

/// A line or an area, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What it shows.
    pub series: Series,
    /// Its word, for a style sheet.
    pub style: String,
    /// Its name on the screen.
    pub name: &'static str,
    /// The line's path; empty for an area.
    pub line: String,
    /// The area's path; empty for a line.
    pub area: String,
    /// Whether most of its points rest on too few requests.
    pub rough: bool,
    /// Where the line ends, and the height at which its name stands; none for an area and while there is no line.
    pub end: Option<(Dot, f64)>,
    /// The sum of what it shows, where that means something.
    pub total: Option<u64>,
}

/// A chart, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Which.
    pub kind: Kind,
    /// Its lines and areas, those first that lie below.
    pub drawn: Vec<Drawn>,
    /// Grid lines: height from the top, and what is written there.
    pub grid: Vec<(f64, String)>,
    /// Its course in one sentence.
    pub trend: String,
}

/// The course of a chart's main line, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extremes {
    /// The last value.
    pub now: String,
    /// The smallest value.
    pub least: String,
    /// When that was.
    pub least_at: String,
    /// The largest value.
    pub most: String,
    /// When that was.
    pub most_at: String,
    /// The sum over all seconds.
    pub total: String,
}

/// The lines of a chart, the main one first. `own` are the causes that have an area of their own.
pub(super) fn lines(kind: Kind, own: &[Cause]) -> Vec<Series> {
    match kind {
        Kind::Throughput => vec![Series::Answered, Series::Offered],
        Kind::Response => vec![Series::P99, Series::P95, Series::P50],
        Kind::Errors => own
            .iter()
            .copied()
            .map(Series::Cause)
            .chain([Series::OtherCauses])
            .collect(),
        Kind::Queues => vec![Series::InFlight, Series::AcceptQueue, Series::BalancerQueue],
        Kind::Lag => vec![Series::Lag],
    }
}

/// The most frequent causes, which get an area of their own.
pub(super) fn own_causes(buckets: &[Bucket]) -> Vec<Cause> {
    let total = |cause: Cause| buckets.iter().map(|bucket| bucket.causes[cause as usize]).sum::<u64>();
    let mut causes: Vec<(u64, Cause)> = Cause::ALL.iter().map(|cause| (total(*cause), *cause)).collect();
    causes.retain(|(n, _)| *n > 0);
    causes.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    causes.into_iter().take(CAUSES).map(|(_, cause)| cause).collect()
}

impl Plot {
    /// The chart of these buckets.
    pub(super) fn of(kind: Kind, buckets: &[Bucket], own: &[Cause], span: Span, texts: &Texts) -> Plot {
        let lines = lines(kind, own);
        let scale = scale(kind, &lines, buckets, own);
        let drawn = match kind {
            Kind::Errors => areas(&lines, buckets, own, span, scale, texts),
            _ => curves(&lines, buckets, own, span, scale, texts),
        };
        let tick = |value: f64| match kind {
            Kind::Response | Kind::Lag => format::seconds(value).to_string(),
            Kind::Throughput | Kind::Errors => format::rate(value).to_string(),
            Kind::Queues => format::decimal(value),
        };
        Plot {
            kind,
            drawn,
            grid: scale
                .ticks()
                .into_iter()
                .map(|value| (1.0 - scale.height(value), tick(value)))
                .collect(),
            trend: trend(kind, buckets, texts),
        }
    }
}

fn scale(kind: Kind, lines: &[Series], buckets: &[Bucket], own: &[Cause]) -> Scale {
    let values = || {
        buckets
            .iter()
            .flat_map(|bucket| lines.iter().filter_map(|series| series.value(bucket, own)))
    };
    let most = values().fold(0.0, f64::max);
    match kind {
        Kind::Response => {
            let least = values().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
            if least.is_finite() {
                Scale::log(least, most)
            } else {
                Scale::log(0.01, 1.0)
            }
        }
        Kind::Errors => Scale::linear(buckets.iter().map(Bucket::errors_per_s).fold(0.0, f64::max), 10.0),
        Kind::Lag => Scale::linear(most, 0.01),
        Kind::Throughput | Kind::Queues => Scale::linear(most, 10.0),
    }
}

fn curves(lines: &[Series], buckets: &[Bucket], own: &[Cause], span: Span, scale: Scale, texts: &Texts) -> Vec<Drawn> {
    let dots = |series: Series| -> Vec<Option<Dot>> {
        let dot = |bucket: &Bucket| {
            let value = series.value(bucket, own)?;
            Some((span.fraction(bucket.middle_s()), 1.0 - scale.height(value)))
        };
        buckets.iter().map(dot).collect()
    };
    let all: Vec<Vec<Vec<Dot>>> = lines.iter().map(|series| line::pieces(dots(*series))).collect();
    let ends: Vec<Option<Dot>> = all.iter().map(|pieces| pieces.last()?.last().copied()).collect();
    let wishes: Vec<f64> = ends.iter().flatten().map(|(_, y)| *y).collect();
    let mut heights = line::spread(&wishes, LABEL_GAP).into_iter();
    let mut drawn: Vec<Drawn> = lines
        .iter()
        .zip(all.iter().zip(ends))
        .enumerate()
        .map(|(i, (series, (pieces, end)))| Drawn {
            series: *series,
            style: format!("line-{}", i + 1),
            name: (texts.charts.series)(*series),
            line: line::path(pieces),
            // The main line stands on its area; the others are compared with it.
            area: if i == 0 { line::area(pieces) } else { String::new() },
            rough: mostly_rough(*series, buckets),
            end: end.zip(heights.next()),
            total: None,
        })
        .collect();
    drawn.reverse();
    drawn
}

/// Whether more than half of a line's points rest on too few requests.
fn mostly_rough(series: Series, buckets: &[Bucket]) -> bool {
    let Some(quantile) = series.quantile() else {
        return false;
    };
    let with_answers = buckets.iter().filter(|bucket| bucket.response.n > 0);
    let rough = with_answers
        .clone()
        .filter(|bucket| is_rough(bucket.response.n / bucket.seconds as u64, quantile));
    2 * rough.count() > with_answers.count()
}

fn areas(lines: &[Series], buckets: &[Bucket], own: &[Cause], span: Span, scale: Scale, texts: &Texts) -> Vec<Drawn> {
    let mut below = vec![0.0; buckets.len()];
    let mut drawn = Vec::new();
    for (i, series) in lines.iter().enumerate() {
        let values: Vec<f64> = buckets
            .iter()
            .map(|bucket| series.value(bucket, own).unwrap_or(0.0))
            .collect();
        let total: f64 = values
            .iter()
            .zip(buckets)
            .map(|(value, bucket)| value * bucket.seconds as f64)
            .sum();
        let dots = |heights: &[f64]| -> Vec<Dot> {
            let xs = buckets.iter().map(|bucket| span.fraction(bucket.middle_s()));
            xs.zip(heights)
                .map(|(x, height)| (x, 1.0 - scale.height(*height)))
                .collect()
        };
        let lower = dots(&below);
        below.iter_mut().zip(&values).for_each(|(sum, value)| *sum += value);
        if total > 0.0 {
            let style = if *series == Series::OtherCauses {
                "cause-other".to_owned()
            } else {
                format!("cause-{}", i + 1)
            };
            drawn.push(Drawn {
                series: *series,
                style,
                name: (texts.charts.series)(*series),
                line: String::new(),
                area: line::band(&dots(&below), &lower),
                rough: false,
                end: None,
                total: Some(total as u64),
            });
        }
    }
    drawn
}

fn trend(kind: Kind, buckets: &[Bucket], texts: &Texts) -> String {
    let main = |bucket: &Bucket| match kind {
        Kind::Throughput => Some(bucket.answered_per_s),
        Kind::Response => Series::P99.value(bucket, &[]),
        Kind::Errors => Some(bucket.errors_per_s()),
        Kind::Queues => Series::InFlight.value(bucket, &[]),
        Kind::Lag => Series::Lag.value(bucket, &[]),
    };
    let written = |value: f64| match kind {
        Kind::Response | Kind::Lag => format::seconds(value).to_string(),
        Kind::Throughput | Kind::Errors => format::rate(value).to_string(),
        Kind::Queues => format::decimal(value),
    };
    let at = |bucket: &Bucket| format::instant(bucket.from_s as f64, 0).to_string();
    let values: Vec<(f64, &Bucket)> = buckets
        .iter()
        .filter_map(|bucket| Some((main(bucket)?, bucket)))
        .collect();
    let by_value = |one: &&(f64, &Bucket), other: &&(f64, &Bucket)| one.0.total_cmp(&other.0);
    let (Some(last), Some(least), Some(most)) = (
        values.last(),
        values.iter().min_by(by_value),
        values.iter().max_by(by_value),
    ) else {
        return texts.charts.no_data.to_owned();
    };
    let total: f64 = values.iter().map(|(value, bucket)| value * bucket.seconds as f64).sum();
    (texts.charts.trend)(
        kind,
        &Extremes {
            now: written(last.0),
            least: written(least.0),
            least_at: at(least.1),
            most: written(most.0),
            most_at: at(most.1),
            total: format::decimal(total),
        },
    )
}
