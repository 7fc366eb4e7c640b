//! A sweep as a person reads it on a terminal: a row for each point.

use super::line::{Interval, Line, SummaryLine};
use std::fmt::Write;

/// The table, with what stands above and below it.
pub fn table(lines: &[Line], points: &[SummaryLine]) -> String {
    let (Some(first), Some(line)) = (points.first(), lines.first()) else { return String::new() };
    let mut text = String::new();
    let seconds = line.warm_up_s + line.measured_s;
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} runs of {seconds} s at each point; ± is half the interval of {:.0} % confidence; warm-up left out: {}\n",
        first.runs,
        tierscope::lab::estimate::CONFIDENCE * 100.0,
        if line.warm_up_rule == "mser-5" { "MSER-5" } else { "as given" },
    );
    let mut rows = vec![head(first)];
    rows.extend(points.iter().map(row));
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        let _ = writeln!(text, "{}", cells.join("  "));
    }
    for point in points.iter().filter(|point| point.unsettled + point.halted > 0) {
        let _ = write!(text, "\n{}: ", name(point));
        if point.halted > 0 {
            let _ = write!(
                text,
                "{} of {} runs halted, for too many requests were in the system; ",
                point.halted, point.runs
            );
        }
        let _ = write!(text, "{} of {} runs are not steady in their second half", point.unsettled, point.runs);
    }
    if points.iter().any(|point| point.unsettled + point.halted > 0) {
        text.push('\n');
    }
    text
}

fn name(point: &SummaryLine) -> String {
    let settings: Vec<String> = point.knobs.0.iter().map(|(key, value)| format!("{key}={value}")).collect();
    if settings.is_empty() { String::from("the link") } else { settings.join(" ") }
}

fn head(point: &SummaryLine) -> Vec<String> {
    let columns = [
        "throughput/s",
        "goodput/s",
        "refused/s",
        "failed/s",
        "timed out/s",
        "mean, ms",
        "p50, ms",
        "p95, ms",
        "p99, ms",
        "busiest",
        "used, %",
        "warm-up, s",
    ];
    point.knobs.0.iter().map(|(key, _)| key.clone()).chain(columns.map(String::from)).collect()
}

fn row(point: &SummaryLine) -> Vec<String> {
    let (errors, response) = (&point.errors_per_s, &point.response_s);
    let millis = |interval| shown(interval, 1e3);
    let busiest = point.busiest.as_ref();
    let figures = [
        shown(point.throughput_per_s, 1.0),
        shown(point.goodput_per_s, 1.0),
        shown(errors.refused, 1.0),
        shown(errors.failed, 1.0),
        shown(errors.timed_out, 1.0),
        millis(response.mean),
        millis(response.p50),
        millis(response.p95),
        millis(response.p99),
        busiest.map_or_else(String::new, |busiest| busiest.machine.clone()),
        shown(busiest.map(|busiest| busiest.utilization), 1e2),
        shown(point.warm_up_s, 1.0),
    ];
    point.knobs.0.iter().map(|(_, value)| value.clone()).chain(figures).collect()
}

/// A mean with its confidence, with as many digits as this leaves: two of the half-width. What does not exist is a dash.
fn shown(interval: Option<Interval>, unit: f64) -> String {
    let Some(Interval { mean, half_width }) = interval else { return String::from("-") };
    let Some(half_width) = half_width else { return format!("{:.2}", mean * unit) };
    if mean == 0.0 && half_width == 0.0 {
        return String::from("0");
    }
    let (mean, half_width) = (mean * unit, half_width * unit);
    let digits = match half_width {
        wide if wide >= 10.0 => 0,
        wide if wide >= 1.0 => 1,
        wide if wide >= 0.1 => 2,
        _ => 3,
    };
    format!("{mean:.digits$} ±{half_width:.digits$}")
}
