//! A chart's figures for other programs: a row for each whole second, numbers with a point, in seconds and per second.

use super::bucket::{Bucket, buckets};
use super::series::{self, Series};
use super::{Charts, Kind};
use crate::app::texts::Texts;
use crate::engine::digits::fixed;
use crate::metrics::series::Point;

/// Digits behind the point: a microsecond.
const DECIMALS: usize = 6;

impl Charts {
    /// A chart's figures as CSV (RFC 4180, but for the ends of lines); `points` are those the charts were made of.
    pub fn csv(&self, kind: Kind, points: &[Point], texts: &Texts) -> String {
        let mut columns = series::lines(kind, &self.own);
        if kind == Kind::Lag {
            columns.push(Series::LagTransactions);
        }
        let mut text = String::from("s");
        for column in &columns {
            text.push(',');
            push_quoted(&mut text, texts.charts.column(*column));
        }
        text.push('\n');
        for bucket in buckets(points, usize::MAX) {
            text.push_str(&bucket.from_s.to_string());
            for column in &columns {
                text.push(',');
                // What nothing is known of stays empty.
                text.push_str(&number(*column, &bucket, self));
            }
            text.push('\n');
        }
        text
    }
}

fn number(column: Series, bucket: &Bucket, charts: &Charts) -> String {
    column.value(bucket, &charts.own).map_or_else(String::new, |value| fixed(value, DECIMALS))
}

/// A cell of words: in quotes where it has what divides cells.
pub(super) fn push_quoted(text: &mut String, cell: &str) {
    if cell.contains(['"', ',']) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::super::bucket::tests::second;
    use super::*;
    use crate::engine::time::SimTime;
    use crate::metrics::series::Quantiles;

    fn charts(points: &[Point]) -> Charts {
        Charts::new(points, Span::until(SimTime::ZERO), Vec::new(), Texts::english())
    }

    #[test]
    fn every_second_has_a_row_however_many_are_drawn_as_one() {
        let mut points: Vec<Point> = (0..700).map(|i| second(100 + i, 80)).collect();
        points[3].response = Quantiles::default();
        let charts = charts(&points);
        assert!(charts.joined > 1);
        let text = charts.csv(Kind::Throughput, &points, Texts::english());
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 701);
        assert_eq!(rows[700], "699,799.000000,799.000000");
        let text = charts.csv(Kind::Response, &points, Texts::english());
        let rows: Vec<&str> = text.lines().take(5).collect();
        assert_eq!(
            rows,
            [
                "s,p99,p95,p50",
                "0,0.080000,0.040000,0.020000",
                "1,0.080000,0.040000,0.020000",
                "2,0.080000,0.040000,0.020000",
                "3,,,"
            ]
        );
    }

    #[test]
    fn words_with_a_comma_stay_one_cell() {
        let mut text = String::new();
        push_quoted(&mut text, "a, \"b\"");
        assert_eq!(text, "\"a, \"\"b\"\"\"");
    }
}
