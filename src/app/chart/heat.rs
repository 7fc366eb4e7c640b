//! The heat map under the response time's lines: for each stretch of time and each range of response times a cell, the darker
//! the more of that stretch's answers took so long. A path for each darkness, because hundreds of cells are one drawing.

use super::bucket::Bucket;
use super::line::{HEIGHT, WIDTH};
use super::scale::Scale;
use super::span::Span;
use crate::engine::digits::fixed;
use crate::metrics::heat::{RANGES, begins_s};

/// Shares of a stretch's answers from which a cell is darker; chosen, a ratio of about four apart, as far as the eye tells them.
pub const LEVELS: [f64; 4] = [0.0, 0.02, 0.08, 0.3];

/// The paths of the cells, from the lightest to the darkest.
pub(super) fn paths(buckets: &[Bucket], span: Span, scale: &Scale) -> Vec<String> {
    let mut paths = vec![String::new(); LEVELS.len()];
    for bucket in buckets {
        let all: u32 = bucket.heat.iter().sum();
        let left = span.fraction(bucket.from_s as f64) * WIDTH;
        let right = span.fraction((bucket.from_s + bucket.seconds) as f64) * WIDTH;
        for (range, count) in bucket.heat.iter().enumerate().filter(|(_, count)| **count > 0) {
            let share = f64::from(*count) / f64::from(all);
            let level = LEVELS.iter().rposition(|least| share > *least).unwrap_or(0);
            let (top, bottom) = (y(scale, range + 1), y(scale, range));
            let numbers = [left, top, right, bottom, left].map(|value| fixed(value, 1));
            let [left, top, right, bottom, back] = numbers;
            paths[level].push_str(&["M", &left, " ", &top, "H", &right, "V", &bottom, "H", &back, "Z"].concat());
        }
    }
    paths
}

/// The longest response that a cell stands for, in seconds.
pub(super) fn most_s(buckets: &[Bucket]) -> f64 {
    let range = buckets.iter().filter_map(|bucket| bucket.heat.iter().rposition(|count| *count > 0)).max();
    range.map_or(0.0, |range| begins_s((range + 1).min(RANGES)))
}

fn y(scale: &Scale, range: usize) -> f64 {
    (1.0 - scale.height(begins_s(range))) * HEIGHT
}

#[cfg(test)]
mod tests {
    use super::super::bucket::buckets;
    use super::super::bucket::tests::second;
    use super::*;
    use crate::engine::time::SimTime;

    #[test]
    fn the_more_answers_took_so_long_the_darker_is_their_cell() {
        let mut points = vec![second(100, 80), second(100, 80)];
        points[0].heat.0[10] = 99;
        points[0].heat.0[15] = 1;
        points[1].heat.0[10] = 60;
        let joined = buckets(&points, 300);
        assert!((most_s(&joined) - begins_s(16)).abs() < 1e-12);
        let paths = paths(&joined, Span::until(SimTime::from_millis(10_000)), &Scale::log(0.1, 10.0));
        assert_eq!(
            paths,
            ["M0.0 40.0H100.0V50.0H0.0Z", "", "", "M0.0 90.0H100.0V100.0H0.0ZM100.0 90.0H200.0V100.0H100.0Z"]
        );
    }
}
