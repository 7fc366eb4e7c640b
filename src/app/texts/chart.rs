//! The texts of the charts.

use super::cause::Causes;
use super::place::Places;
use super::schema::room;
use crate::app::chart::{Extremes, Kind, Series};

room! {
    /// Texts of the charts. Figures come in as they are written on the screen.
    Charts = "charts" after Places with { causes: Causes };

    /// Name of the charts' region.
    region;
    /// A chart's title.
    title of Kind { Throughput, Response, Errors, Queues, Lag };
    /// The name of a line at its end, or of an area in the legend.
    answered;
    /// The name of a line at its end, or of an area in the legend.
    offered;
    /// The name of a line at its end, or of an area in the legend.
    other_causes;
    /// The name of a line at its end, or of an area in the legend.
    in_flight;
    /// The name of a line at its end, or of an area in the legend.
    accept;
    /// The name of a line at its end, or of an area in the legend.
    lag;
    /// The name of a line at its end, or of an area in the legend.
    behind;
    /// The name of a table's column, with its unit.
    answered_column;
    /// The name of a table's column, with its unit.
    offered_column;
    /// The name of a table's column, with its unit.
    accept_column;
    /// The name of a table's column, with its unit.
    balancer_column;
    /// The name of a table's column, with its unit.
    behind_column;
    /// What a chart reads at one instant, from the figures of its first two lines.
    reads_throughput(first, second);
    /// What a chart reads at one instant, from the figures of its first two lines.
    reads_response(first);
    /// What a chart reads at one instant, from the figures of its first two lines.
    reads_errors(first);
    /// What a chart reads at one instant, from the figures of its first two lines.
    reads_queues(first, second);
    /// What a chart reads at one instant, from the figures of its first two lines.
    reads_lag(first, second);
    /// A chart's course in one sentence.
    goes_throughput(now, least, least_at, most, most_at);
    /// A chart's course in one sentence.
    goes_response(now, least, least_at, most, most_at);
    /// A chart's course in one sentence.
    goes_errors(total, now, most, most_at);
    /// A chart's course in one sentence.
    no_errors;
    /// A chart's course in one sentence.
    goes_queues(now, most, most_at);
    /// A chart's course in one sentence.
    goes_lag(now, most, most_at);
    /// The same while there is nothing to say.
    no_data;
    /// Each point joins so many seconds.
    joined(seconds);
    /// The series is full: what is later than so many hours is not drawn.
    full(hours);
    /// A table's caption, from its chart's title.
    caption(title);
    /// First column: the seconds of the row.
    seconds;
    /// Name of the button that shows the table, from its chart's title.
    show_table(title);
    /// Name of the slider that reads all charts at one instant.
    cursor;
    /// What the sign ≈ before a percentile's name means.
    rough;
    /// Title of the chart of percentiles over the whole run.
    percentiles;
    /// Caption of its table.
    percentiles_caption;
    /// A column of its table.
    percentile_column;
    /// A column of its table.
    time_column;
    /// A column of its table.
    slower_column;
    /// What it says in one sentence: how many answers, and two percentiles of their response times.
    goes_percentiles(n: count, p50, p99);
    /// The same while there is nothing to say.
    no_answers;
    /// One of its points, said aloud: a percentile, its response time, and how many answers were slower.
    point(percentile, time, n: count);
    /// Name of the slider that reads it.
    percentiles_cursor;
    /// What the signs ≈ and – mean in it.
    too_few;
}

impl Charts {
    /// The name of a line at its end, or of an area in the legend.
    pub fn series(&self, series: Series) -> &'static str {
        match series {
            Series::Answered => self.answered(),
            Series::Offered => self.offered(),
            Series::P50 => "p50",
            Series::P95 => "p95",
            Series::P99 => "p99",
            Series::Cause(cause) => self.causes.short(cause),
            Series::OtherCauses => self.other_causes(),
            Series::InFlight => self.in_flight(),
            Series::AcceptQueue => self.accept(),
            Series::BalancerQueue => "HAProxy",
            Series::Lag => self.lag(),
            Series::LagTransactions => self.behind(),
        }
    }

    /// The name of a table's column, with its unit.
    pub fn column(&self, series: Series) -> &'static str {
        match series {
            Series::Answered => self.answered_column(),
            Series::Offered => self.offered_column(),
            Series::AcceptQueue => self.accept_column(),
            Series::BalancerQueue => self.balancer_column(),
            Series::LagTransactions => self.behind_column(),
            series => self.series(series),
        }
    }

    /// What a chart reads at one instant, from the figures of its first two lines.
    pub fn reading(&self, kind: Kind, first: &str, second: &str) -> String {
        match kind {
            Kind::Throughput => self.reads_throughput(first, second),
            Kind::Response => self.reads_response(first),
            Kind::Errors => self.reads_errors(first),
            Kind::Queues => self.reads_queues(first, second),
            Kind::Lag => self.reads_lag(first, second),
        }
    }

    /// A chart's course in one sentence, about its main line; figures have their units.
    pub fn trend(&self, kind: Kind, course: &Extremes) -> String {
        let Extremes { now, least, least_at, most, most_at, total } = course;
        match kind {
            Kind::Throughput => self.goes_throughput(now, least, least_at, most, most_at),
            Kind::Response => self.goes_response(now, least, least_at, most, most_at),
            Kind::Errors if total == "0" => self.no_errors().to_owned(),
            Kind::Errors => self.goes_errors(total, now, most, most_at),
            Kind::Queues => self.goes_queues(now, most, most_at),
            Kind::Lag => self.goes_lag(now, most, most_at),
        }
    }
}
