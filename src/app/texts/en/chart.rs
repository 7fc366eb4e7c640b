//! English: the charts.

use super::cause;
use crate::app::chart::{Extremes, Kind, Series};
use crate::app::texts::Charts;

pub(super) const TEXTS: Charts = Charts {
    region: "Charts",
    title: |kind| match kind {
        Kind::Throughput => "answered / offered",
        Kind::Response => "response time",
        Kind::Errors => "errors by cause",
        Kind::Queues => "in flight",
        Kind::Lag => "replication lag",
    },
    series: |series| match series {
        Series::Answered => "answered",
        Series::Offered => "offered",
        Series::P50 => "p50",
        Series::P95 => "p95",
        Series::P99 => "p99",
        Series::Cause(cause) => cause::short(cause),
        Series::OtherCauses => "other causes",
        Series::InFlight => "in flight",
        Series::AcceptQueue => "accept",
        Series::BalancerQueue => "HAProxy",
        Series::Lag => "lag",
        Series::LagTransactions => "behind",
    },
    column: |series| match series {
        Series::Answered => "answered per second",
        Series::Offered => "offered per second",
        Series::P50 => "p50",
        Series::P95 => "p95",
        Series::P99 => "p99",
        Series::Cause(cause) => cause::short(cause),
        Series::OtherCauses => "other causes",
        Series::InFlight => "in flight",
        Series::AcceptQueue => "in accept queues",
        Series::BalancerQueue => "in HAProxy's queue",
        Series::Lag => "lag",
        Series::LagTransactions => "transactions behind",
    },
    reading: |kind, first, second| match kind {
        Kind::Throughput => format!("{first} of {second}/s"),
        Kind::Response => format!("p99 {first}"),
        Kind::Errors => format!("{first}/s"),
        Kind::Queues => format!("{first}, {second} queued"),
        Kind::Lag => format!("{first}, {second} writes"),
    },
    trend,
    no_data: "No whole second has passed yet.",
    joined: |seconds| {
        format!(
            "Each point joins {seconds} seconds: rates are means, response times and backlogs those of the worst second."
        )
    },
    full: |hours| {
        format!("Only the first {hours} hours are drawn; later seconds are counted and measured all the same.")
    },
    caption: |title| format!("{title}, by time since the start of the run"),
    seconds: "second",
    show_table: |title| format!("Table: {title}"),
    cursor: "Read all charts at",
    rough: "A percentile marked ≈ rests on fewer than 10 requests beyond it in most seconds.",
};

/// What is said of a chart's main line. `now`, `least` and `most` are figures with their units.
fn trend(kind: Kind, course: &Extremes) -> String {
    let Extremes { now, least, least_at, most, most_at, total } = course;
    match kind {
        Kind::Throughput => {
            format!("Answered now {now}; fewest {least} at {least_at}, most {most} at {most_at}.")
        }
        Kind::Response => format!("The p99 is now {now}; lowest {least} at {least_at}, highest {most} at {most_at}."),
        Kind::Errors if total == "0" => "No errors so far.".to_owned(),
        Kind::Errors => format!("{total} errors so far; now {now}, most {most} at {most_at}."),
        Kind::Queues => format!("Now {now} in flight; most {most} at {most_at}."),
        Kind::Lag => format!("The slowest replica is now {now} behind; most {most} at {most_at}."),
    }
}
