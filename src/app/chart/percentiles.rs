//! The percentiles of all response times so far: from left to right not time but how few are slower, each tenth of them as far from
//! the next. So a line tells the tail apart from the middle, and where too few are slower to know.

use super::bucket::is_few;
use super::csv::push_quoted;
use super::line::{self, Dot};
use super::plot::tick_s;
use super::scale::Scale;
use super::table::Table;
use crate::app::format;
use crate::app::texts::Texts;
use crate::engine::digits::fixed;
use crate::metrics::spread::{BEYOND, POINTS, Spread, WHOLE};

/// The points that have a name on the axis and a row in the table: 50, 90, 95, 99, 99.9, 99.99 %.
pub const NAMED: [usize; 6] = [0, 7, 10, 17, 27, 37];
/// What is read without a cursor: 99 %.
const USUAL: usize = NAMED[3];

/// The chart, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentiles {
    /// The line as far as enough answers are slower.
    pub line: String,
    /// The line beyond that, as far as any is.
    pub rough: String,
    /// The points of the line that have a name.
    pub dots: Vec<Dot>,
    /// Grid lines: height from the top, and what is written there, if anything.
    pub grid: Vec<(f64, Option<String>)>,
    /// What it says in one sentence.
    pub trend: String,
    /// Whether some of it rests on too few.
    pub few: bool,
    spread: Spread,
}

impl Percentiles {
    /// The chart of these response times.
    pub fn new(spread: Spread, texts: &Texts) -> Percentiles {
        let known = (0..POINTS).take_while(|point| spread.slower(*point) > 0).count();
        let sure = (0..known).take_while(|point| !is_few(spread.slower(*point))).count();
        let scale = match spread.at[..known] {
            [first, .., last] if first.as_nanos() > 0 => Scale::log(first.as_seconds(), last.as_seconds()),
            _ => Scale::log(0.01, 1.0),
        };
        let dot = |point: usize| (Percentiles::fraction(point), 1.0 - scale.height(spread.at[point].as_seconds()));
        let path = |from: usize, to: usize| line::path(&line::pieces((from..to).map(|point| Some(dot(point)))));
        let mut chart = Percentiles {
            line: path(0, sure),
            // From the last point that is sure, so that there is no gap.
            rough: if sure < known { path(sure.saturating_sub(1), known) } else { String::new() },
            dots: NAMED.into_iter().filter(|point| *point < known).map(dot).collect(),
            grid: scale.ticks().into_iter().map(|tick| tick_s(&scale, tick)).collect(),
            trend: String::new(),
            few: spread.n > 0 && sure < POINTS,
            spread,
        };
        chart.trend = match spread.n {
            0 => texts.charts.no_answers().to_owned(),
            n => texts.charts.goes_percentiles(n, chart.time(0), chart.time(USUAL)),
        };
        chart
    }

    /// Where a point stands from left to right: 0 to 1.
    pub fn fraction(point: usize) -> f64 {
        let ratio = |point: usize| libm::log10(f64::from(BEYOND[0]) / f64::from(BEYOND[point]));
        ratio(point) / ratio(POINTS - 1)
    }

    /// The point that is nearest to a place.
    pub fn nearest(fraction: f64) -> usize {
        (1..POINTS)
            .take_while(|next| Percentiles::fraction(*next) + Percentiles::fraction(next - 1) < 2.0 * fraction)
            .count()
    }

    /// A point's percentage, in the marks of the language: `99.9`.
    pub fn percent(point: usize) -> String {
        let (share, decimals) = percentage(point);
        format::exact(share, decimals)
    }

    /// What is read at a point: `p99.9 1.84 s`.
    pub fn reading(&self, point: Option<usize>) -> String {
        let point = point.unwrap_or(USUAL);
        ["p", &Percentiles::percent(point), " ", &self.time(point)].concat()
    }

    /// The same in words, with what it rests on.
    pub fn spoken(&self, point: Option<usize>, texts: &Texts) -> String {
        let point = point.unwrap_or(USUAL);
        let percentile = ["p", &Percentiles::percent(point)].concat();
        texts.charts.point(percentile, self.time(point), self.spread.slower(point))
    }

    /// The named points as a table.
    pub fn table(&self, texts: &Texts) -> Table {
        let row = |point: usize| {
            let share = [&Percentiles::percent(point), "\u{202f}%"].concat();
            (share, vec![self.time(point), format::count(self.spread.slower(point))])
        };
        Table {
            columns: vec![texts.charts.time_column(), texts.charts.slower_column()],
            rows: NAMED.into_iter().map(row).collect(),
        }
    }

    /// Every point as CSV: percentage, seconds, how many answers were slower. What is not known stays empty.
    pub fn csv(&self, texts: &Texts) -> String {
        let mut text = String::from("%,s,");
        push_quoted(&mut text, texts.charts.slower_column());
        for point in 0..POINTS {
            let (share, decimals) = percentage(point);
            let slower = self.spread.slower(point);
            let time = if slower > 0 { fixed(self.spread.at[point].as_seconds(), 6) } else { String::new() };
            text.push_str(&["\n", &fixed(share, decimals), ",", &time, ",", &slower.to_string()].concat());
        }
        text.push('\n');
        text
    }

    /// The response time at a point, with a sign where it rests on too few.
    fn time(&self, point: usize) -> String {
        match self.spread.slower(point) {
            0 => format::NONE.to_owned(),
            slower => {
                let time = format::duration(self.spread.at[point]).to_string();
                if is_few(slower) { ["≈", &time].concat() } else { time }
            }
        }
    }
}

/// A point's percentage, and the decimals that it has.
fn percentage(point: usize) -> (f64, usize) {
    let within = WHOLE - u64::from(BEYOND[point]);
    let decimals = if within.is_multiple_of(1_000) { 0 } else { 2 - usize::from(within.is_multiple_of(100)) };
    let decimals = if within.is_multiple_of(10) { decimals } else { 3 };
    (within as f64 / 1e3, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dist::Dist;
    use crate::engine::rng::{Concern, Draws};
    use crate::metrics::histogram::Histogram;

    fn drawn(dist: Dist, n: u64) -> Histogram {
        let mut histogram = Histogram::new();
        (0..n).for_each(|ordinal| histogram.record(dist.sample(&mut Draws::keyed(9, Concern::Script, ordinal))));
        histogram
    }

    fn chart(n: u64) -> Percentiles {
        Percentiles::new(drawn(Dist::Exponential { mean: 0.1 }, n).spread(), Texts::english())
    }

    /// The points of a path, in seconds; the scale of these charts is from 50 ms to 1 s or to 2 s.
    fn seconds(path: &str, top: f64) -> Vec<f64> {
        let heights = path.trim_start_matches('M').split(' ').filter_map(|dot| dot.split_once(','));
        heights.map(|(_, y)| 0.05 * libm::pow(top / 0.05, 1.0 - y.parse::<f64>().expect("a number") / 100.0)).collect()
    }

    #[test]
    fn an_exponential_distribution_has_the_quantiles_of_its_formula_on_the_line() {
        let chart = chart(1_000_000);
        assert_eq!((chart.rough.as_str(), chart.few), ("", false));
        let drawn = seconds(&chart.line, 1.0);
        assert_eq!(drawn.len(), POINTS);
        for (beyond, time) in BEYOND.iter().zip(drawn) {
            let formula = -0.1 * libm::log(f64::from(*beyond) / WHOLE as f64);
            // Of a million the hundred slowest say where one in ten thousand lies to some percent.
            let allowed = 3.0 / libm::sqrt(f64::from(*beyond) * 10.0) + 0.005;
            assert!((time / formula - 1.0).abs() < allowed, "{beyond}: {time} for {formula}");
        }
    }

    #[test]
    fn each_tenth_of_the_slower_ones_is_as_far_from_the_next() {
        let at = NAMED.map(Percentiles::fraction);
        assert_eq!((at[0], at[5]), (0.0, 1.0));
        assert!((at[4] - at[3] - (at[3] - at[1])).abs() < 1e-12 && (at[5] - at[4] - (at[4] - at[3])).abs() < 1e-12);
        for point in 0..POINTS {
            assert_eq!(Percentiles::nearest(Percentiles::fraction(point)), point);
        }
        assert_eq!((Percentiles::nearest(-1.0), Percentiles::nearest(2.0)), (0, POINTS - 1));
    }

    #[test]
    fn where_too_few_are_slower_the_line_is_another_and_where_none_is_it_ends() {
        let chart = chart(2_000);
        // Ten are slower than 99.5 %, eight than 99.6 %; one than 99.95 %, none than 99.96 %.
        let (sure, rough) = (seconds(&chart.line, 2.0), seconds(&chart.rough, 2.0));
        assert_eq!((sure.len(), rough.len()), (21, 11));
        assert_eq!(sure.last(), rough.first());
        assert_eq!(chart.dots.len(), 5);
        let table = chart.table(Texts::english());
        let shares: Vec<&str> = table.rows.iter().map(|(share, _)| share.trim_end_matches("\u{202f}%")).collect();
        assert_eq!(shares, ["50", "90", "95", "99", "99.9", "99.99"]);
        let slower: Vec<&str> = table.rows.iter().map(|(_, figures)| figures[1].as_str()).collect();
        assert_eq!(slower, ["1\u{202f}000", "200", "100", "20", "2", "0"]);
        assert!(table.rows[4].1[0].starts_with('≈') && !table.rows[3].1[0].starts_with('≈'));
        assert_eq!(table.rows[5].1[0], format::NONE);
        assert!(chart.few && chart.spoken(Some(27), Texts::english()).ends_with("; 2 answers were slower"));
    }

    #[test]
    fn all_points_are_written_for_other_programs() {
        let csv = chart(2_000).csv(Texts::english());
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!((rows[0], rows.len()), ("%,s,slower answers", POINTS + 1));
        assert!(rows[1].starts_with("50,0.0") && rows[1].ends_with(",1000"), "{}", rows[1]);
        assert!(rows[12].starts_with("96,") && rows[20].starts_with("99.35,") && rows[28].starts_with("99.9,"));
        assert_eq!(rows[38], "99.99,,0");
    }

    #[test]
    fn without_an_answer_there_is_a_grid_and_a_sentence() {
        let chart = Percentiles::new(Spread::default(), Texts::english());
        assert_eq!((chart.line.as_str(), chart.rough.as_str(), chart.dots.len()), ("", "", 0));
        assert_eq!((chart.trend.as_str(), chart.few), (Texts::english().charts.no_answers(), false));
        assert!(!chart.grid.is_empty());
        assert_eq!(chart.reading(None), "p99 –");
    }
}
