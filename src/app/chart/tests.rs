//! Charts of short runs.

use super::bucket::tests::second;
use super::*;

fn charts(points: &[Point]) -> Charts {
    Charts::new(points, Span::until(SimTime::from_millis(60_000)), Vec::new(), Texts::english())
}

fn plot(charts: &Charts, kind: Kind) -> &Plot {
    &charts.plots[kind as usize]
}

#[test]
fn a_run_without_a_whole_second_has_charts_that_say_so() {
    let charts = charts(&[]);
    for plot in &charts.plots {
        assert_eq!(plot.trend, Texts::english().charts.no_data());
        assert!(plot.drawn.iter().all(|drawn| drawn.line.is_empty() && drawn.area.is_empty()));
        assert!(!plot.grid.is_empty());
    }
    assert_eq!((charts.index_at(None), charts.index_at(Some(3.0))), (None, None));
}

#[test]
fn a_percentile_line_breaks_where_nothing_was_answered() {
    let mut points = vec![second(200, 100); 5];
    points[2].answered = 0;
    points[2].response = Default::default();
    let charts = charts(&points);
    let response = plot(&charts, Kind::Response);
    let p99 = response.drawn.iter().find(|drawn| drawn.series == Series::P99).expect("a p99 line");
    assert_eq!(p99.line.matches('M').count(), 2);
    assert!(p99.rough, "a p99 of 200 requests rests on two");
    assert_eq!(charts.reading(Kind::Response, 2, Texts::english()), "p99 –");
    assert_eq!(charts.reading(Kind::Throughput, 2, Texts::english()), "0/s of 200/s");
}

#[test]
fn the_most_frequent_causes_have_areas_of_their_own_and_the_others_share_one() {
    let mut points = vec![second(200, 100); 3];
    for (cause, n) in [(0, 50), (3, 40), (9, 5), (12, 7), (14, 1)] {
        points[1].causes[cause] = n;
    }
    let charts = charts(&points);
    let errors = plot(&charts, Kind::Errors);
    let shown: Vec<(Series, Option<u64>)> = errors.drawn.iter().map(|drawn| (drawn.series, drawn.total)).collect();
    let own = |cause: usize, n| (Series::Cause(Cause::ALL[cause]), Some(n));
    assert_eq!(shown, [own(0, 50), own(3, 40), own(12, 7), (Series::OtherCauses, Some(6))]);
    let top = errors.drawn.last().map(|drawn| drawn.area.clone()).unwrap_or_default();
    // The grid line of 150/s lies at two thirds of the height, a little lower.
    let highest = 100.0 * (1.0 - 0.66 * 103.0 / 150.0);
    assert!(top.contains(&format!("25.0,{highest:.2}")), "{top}");
    assert_eq!(errors.trend, "103 errors so far; now 0/s, most 103/s at 1\u{202f}s.");
}

#[test]
fn names_stand_at_the_ends_of_lines_and_never_on_each_other() {
    let charts = charts(&[second(200, 100), second(201, 90)]);
    let ends: Vec<_> = plot(&charts, Kind::Throughput).drawn.iter().filter_map(|drawn| drawn.end).collect();
    assert_eq!(ends.len(), 2);
    assert!((ends[0].0.0 - 1.5 / 60.0).abs() < 1e-9);
    assert!((ends[0].1 - ends[1].1).abs() > 0.1);
}

#[test]
fn a_table_tells_the_same_in_at_most_sixty_rows() {
    let points: Vec<Point> = (0..150).map(|i| second(i, 100 + u64::from(i))).collect();
    let charts = charts(&points);
    let table = charts.table(Kind::Throughput, &points, Texts::english());
    assert_eq!(table.columns, ["answered per second", "offered per second"]);
    assert_eq!(table.rows.len(), 30);
    assert_eq!(table.rows[0], ("0–5\u{202f}s".to_owned(), vec!["2".to_owned(), "2".to_owned()]));
    let short = charts.table(Kind::Lag, &points[..60], Texts::english());
    assert_eq!((short.rows.len(), short.rows[59].0.as_str()), (60, "59\u{202f}s"));
}

#[test]
fn a_cursor_reads_the_second_under_it() {
    let points: Vec<Point> = (0..5).map(|i| second(100 + i, 100)).collect();
    let charts = charts(&points);
    let read = |second| charts.index_at(Some(second)).map(|i| charts.reading(Kind::Throughput, i, Texts::english()));
    assert_eq!(read(3.99).as_deref(), Some("103/s of 103/s"));
    assert_eq!(read(99.0).as_deref(), Some("104/s of 104/s"));
    assert_eq!(charts.index_at(None), Some(4));
}
