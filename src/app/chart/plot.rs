//! A chart ready to draw: its lines and areas as paths, its grid, its course in a sentence.

use super::bucket::{Bucket, is_rough};
use super::heat;
use super::line::{self, Dot};
use super::scale::Scale;
use super::series::{Kind, Series, lines};
use super::span::Span;
use crate::app::format;
use crate::app::texts::Texts;
use crate::model::observation::Cause;

/// Share of a chart's height that is left over stacked areas, for their names.
const HEAD: f64 = 0.34;
/// Distance between two labels, as a share of a chart's height.
const LABEL_GAP: f64 = 0.16;

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
    /// Cells of the heat map, from the lightest path to the darkest; none but under response times.
    pub heat: Vec<String>,
    /// Grid lines: height from the top, and what is written there, if anything.
    pub grid: Vec<(f64, Option<String>)>,
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

/// What all lines of a chart are drawn from and into.
struct Canvas<'a> {
    buckets: &'a [Bucket],
    /// The causes that have an area of their own.
    own: &'a [Cause],
    span: Span,
    scale: Scale,
    texts: &'a Texts,
}

impl Plot {
    /// The chart of these buckets; `own` are the causes that have an area of their own.
    pub(super) fn of(kind: Kind, buckets: &[Bucket], own: &[Cause], span: Span, texts: &Texts) -> Plot {
        let lines = lines(kind, own);
        let scale = scale(kind, &lines, buckets, own);
        let canvas = Canvas { buckets, own, span, scale, texts };
        let tick = |value: f64| match kind {
            Kind::Response | Kind::Lag => format::short_seconds(value).to_string(),
            Kind::Throughput | Kind::Errors => format::rate(value).to_string(),
            Kind::Queues => format::decimal(value),
        };
        let grid = |(value, written): (f64, bool)| (1.0 - scale.height(value), written.then(|| tick(value)));
        Plot {
            kind,
            heat: if kind == Kind::Response { heat::paths(buckets, span, &canvas.scale) } else { Vec::new() },
            drawn: if kind == Kind::Errors { canvas.areas(&lines) } else { canvas.curves(&lines) },
            grid: scale.ticks().into_iter().map(grid).collect(),
            trend: trend(kind, buckets, texts),
        }
    }
}

/// A grid line of a scale of response times, and what is written there.
pub(super) fn tick_s(scale: &Scale, (value, written): (f64, bool)) -> (f64, Option<String>) {
    (1.0 - scale.height(value), written.then(|| format::short_seconds(value).to_string()))
}

fn scale(kind: Kind, lines: &[Series], buckets: &[Bucket], own: &[Cause]) -> Scale {
    let values = || buckets.iter().flat_map(|bucket| lines.iter().filter_map(|series| series.value(bucket, own)));
    let most = values().fold(0.0, f64::max);
    match kind {
        Kind::Response => {
            let least = values().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
            if least.is_finite() { Scale::log(least, most.max(heat::most_s(buckets))) } else { Scale::log(0.01, 1.0) }
        }
        Kind::Errors => {
            Scale::linear(buckets.iter().map(Bucket::errors_per_s).fold(0.0, f64::max), 10.0).with_head(HEAD)
        }
        Kind::Lag => Scale::linear(most, 0.01),
        Kind::Throughput | Kind::Queues => Scale::linear(most, 10.0),
    }
}

/// A line of a chart before it is drawn.
struct Curve {
    /// Its number among the chart's lines, which gives it its style.
    number: usize,
    series: Series,
    pieces: Vec<Vec<Dot>>,
}

impl Curve {
    fn end(&self) -> Option<Dot> {
        self.pieces.last()?.last().copied()
    }
}

impl Canvas<'_> {
    fn dot(&self, bucket: &Bucket, value: f64) -> Dot {
        (self.span.fraction(bucket.middle_s()), 1.0 - self.scale.height(value))
    }

    /// The lines that say something: all but the main one only where they are anything but zero.
    fn curve(&self, number: usize, series: Series) -> Option<Curve> {
        let values = || self.buckets.iter().map(|bucket| (bucket, series.value(bucket, self.own)));
        let says_something = number == 1 || values().any(|(_, value)| value.is_some_and(|value| value > 0.0));
        let dots = values().map(|(bucket, value)| Some(self.dot(bucket, value?)));
        says_something.then(|| Curve { number, series, pieces: line::pieces(dots) })
    }

    fn curves(&self, lines: &[Series]) -> Vec<Drawn> {
        let curves: Vec<Curve> = (1..).zip(lines).filter_map(|(number, series)| self.curve(number, *series)).collect();
        let wishes: Vec<f64> = curves.iter().filter_map(Curve::end).map(|(_, y)| y).collect();
        let mut heights = line::spread(&wishes, LABEL_GAP).into_iter();
        let mut drawn: Vec<Drawn> = Vec::new();
        for curve in &curves {
            let area = match curve.series {
                // On a logarithmic scale the area down to the bottom means nothing; the cells of the heat map do.
                Series::P99 => None,
                _ => (curve.number == 1).then(|| line::area(&curve.pieces)),
            };
            drawn.push(Drawn {
                series: curve.series,
                style: format!("line-{}", curve.number),
                name: self.texts.charts.series(curve.series),
                line: line::path(&curve.pieces),
                area: area.unwrap_or_default(),
                rough: mostly_rough(curve.series, self.buckets),
                end: curve.end().and_then(|end| Some((end, heights.next()?))),
                total: None,
            });
        }
        drawn.reverse();
        drawn
    }

    fn areas(&self, lines: &[Series]) -> Vec<Drawn> {
        let mut below = vec![0.0; self.buckets.len()];
        let mut drawn = Vec::new();
        for (number, series) in (1..).zip(lines) {
            let value = |bucket: &Bucket| series.value(bucket, self.own).unwrap_or(0.0);
            let total: f64 = self.buckets.iter().map(|bucket| value(bucket) * bucket.seconds as f64).sum();
            let edge = |heights: &[f64]| -> Vec<Dot> {
                self.buckets.iter().zip(heights).map(|(bucket, height)| self.dot(bucket, *height)).collect()
            };
            let lower = edge(&below);
            below.iter_mut().zip(self.buckets).for_each(|(sum, bucket)| *sum += value(bucket));
            let style = match series {
                Series::OtherCauses => "cause-other".to_owned(),
                _ => format!("cause-{number}"),
            };
            drawn.extend((total > 0.0).then(|| Drawn {
                series: *series,
                style,
                name: self.texts.charts.series(*series),
                line: String::new(),
                area: line::band(&edge(&below), &lower),
                rough: false,
                end: None,
                total: Some(libm::round(total) as u64),
            }));
        }
        drawn
    }
}

/// Whether more than half of a line's points rest on too few requests.
fn mostly_rough(series: Series, buckets: &[Bucket]) -> bool {
    let Some(quantile) = series.quantile() else {
        return false;
    };
    let with_answers = buckets.iter().filter(|bucket| bucket.response.n > 0);
    let rough = with_answers.clone().filter(|bucket| is_rough(bucket.response.n / bucket.seconds as u64, quantile));
    2 * rough.count() > with_answers.count()
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
    let values: Vec<(f64, &Bucket)> = buckets.iter().filter_map(|bucket| Some((main(bucket)?, bucket))).collect();
    let by_value = |one: &&(f64, &Bucket), other: &&(f64, &Bucket)| one.0.total_cmp(&other.0);
    let (Some(last), Some(least), Some(most)) =
        (values.last(), values.iter().min_by(by_value), values.iter().max_by(by_value))
    else {
        return texts.charts.no_data().to_owned();
    };
    let total: f64 = values.iter().map(|(value, bucket)| value * bucket.seconds as f64).sum();
    texts.charts.trend(
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
