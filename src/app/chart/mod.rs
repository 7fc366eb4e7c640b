//! Charts as plain geometry: a run's series in, lines, areas, ticks, sentences and tables out. Knows no screen and draws
//! in fractions of a box, so that the style sheet alone decides how large a chart is.

pub mod bucket;
mod csv;
mod heat;
pub mod line;
mod percentiles;
mod plot;
mod scale;
mod series;
mod span;
mod table;

pub use percentiles::{NAMED, Percentiles};
pub use plot::{Drawn, Extremes, Plot};
pub use series::{Kind, Series};
pub use span::Span;
pub use table::Table;

use crate::app::format;
use crate::app::narrate::{self, Weight};
use crate::app::texts::Texts;
use crate::engine::time::SimTime;
use crate::metrics::log::Line;
use crate::metrics::series::{LIMIT, Point};
use crate::model::observation::Cause;
use crate::scenario::Timed;
use bucket::{Bucket, buckets};

/// Most marks on the time axis; of more, the latest.
const MARKS: usize = 60;

/// Something that happened, on the time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When.
    pub at: SimTime,
    /// How grave.
    pub weight: Weight,
    /// What, in a sentence.
    pub text: String,
}

/// The marks of a log: what was done, and what turned the story. `commands` are the run's.
pub fn marks(texts: &Texts, lines: &[Line], commands: &[Timed]) -> Vec<Mark> {
    let marked = (0..lines.len()).rev().filter(|index| narrate::is_marked(&lines[*index].note)).take(MARKS);
    let mut marks: Vec<Mark> = marked
        .filter_map(|index| narrate::story(texts, lines, index, commands))
        .map(|story| Mark { at: story.at, weight: story.weight, text: story.text })
        .collect();
    marks.reverse();
    marks
}

/// All charts of a run at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Charts {
    /// The time axis.
    pub span: Span,
    /// What happened, on that axis.
    pub marks: Vec<Mark>,
    /// The charts, in order.
    pub plots: Vec<Plot>,
    /// Seconds that one point joins.
    pub joined: usize,
    /// Whether the series is full, and what is later is not drawn.
    pub full: bool,
    buckets: Vec<Bucket>,
    own: Vec<Cause>,
}

impl Charts {
    /// The charts of `points`.
    pub fn new(points: &[Point], span: Span, marks: Vec<Mark>, texts: &Texts) -> Charts {
        let buckets = buckets(points, bucket::DRAWN);
        let own = series::own_causes(&buckets);
        Charts {
            span,
            marks,
            plots: Kind::ALL.iter().map(|kind| Plot::of(*kind, &buckets, &own, span, texts)).collect(),
            joined: buckets.first().map_or(1, |bucket| bucket.seconds),
            full: points.len() >= LIMIT,
            buckets,
            own,
        }
    }

    /// The bucket that holds this second; without one, the last.
    pub fn index_at(&self, second: Option<f64>) -> Option<usize> {
        let last = self.buckets.len().checked_sub(1)?;
        Some(second.map_or(last, |second| (second.max(0.0) as usize / self.joined).min(last)))
    }

    /// The middle of a bucket, as a fraction of the axis.
    pub fn fraction_of(&self, index: usize) -> Option<f64> {
        self.buckets.get(index).map(|bucket| self.span.fraction(bucket.middle_s()))
    }

    /// The seconds that a bucket joins, as they are written: `14 s`, `14–16 s`.
    pub fn seconds_of(&self, index: usize) -> String {
        self.buckets.get(index).map_or_else(String::new, seconds)
    }

    /// What a chart reads in a bucket.
    pub fn reading(&self, kind: Kind, index: usize, texts: &Texts) -> String {
        let Some(bucket) = self.buckets.get(index) else {
            return format::NONE.to_owned();
        };
        let figure = |series: Series| series.figure(series.value(bucket, &self.own));
        let (first, second) = match kind {
            Kind::Throughput => (figure(Series::Answered), figure(Series::Offered)),
            Kind::Response => (figure(Series::P99), String::new()),
            Kind::Errors => (format::decimal(bucket.errors_per_s()), String::new()),
            Kind::Queues => {
                let queued = u64::from(bucket.gauges.accept_queue) + u64::from(bucket.gauges.balancer_queue);
                (figure(Series::InFlight), format::count(queued))
            }
            Kind::Lag => (figure(Series::Lag), figure(Series::LagTransactions)),
        };
        texts.charts.reading(kind, &first, &second)
    }

    /// A chart's figures as a table of at most [`bucket::LISTED`] rows; `points` are those the charts were made of.
    pub fn table(&self, kind: Kind, points: &[Point], texts: &Texts) -> Table {
        let mut columns = series::lines(kind, &self.own);
        if kind == Kind::Lag {
            columns.push(Series::LagTransactions);
        }
        let row = |bucket: &Bucket| {
            let figures = columns.iter().map(|series| series.figure(series.value(bucket, &self.own)));
            (seconds(bucket), figures.collect())
        };
        Table {
            rows: buckets(points, bucket::LISTED).iter().map(row).collect(),
            columns: columns.iter().map(|series| texts.charts.column(*series)).collect(),
        }
    }
}

/// `14 s`, or `14–16 s` where seconds are joined.
fn seconds(bucket: &Bucket) -> String {
    let from = format::count(bucket.from_s as u64);
    let until = format::instant((bucket.from_s + bucket.seconds) as f64, 0);
    if bucket.seconds == 1 { format::instant(bucket.from_s as f64, 0).to_string() } else { format!("{from}–{until}") }
}

#[cfg(test)]
mod tests;
