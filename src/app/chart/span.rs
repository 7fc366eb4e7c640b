//! The stretch of simulated time that the time line and all charts show together: from the start of the run to an end
//! beyond now.

use crate::app::format;
use crate::engine::range;
use crate::engine::time::{SimDuration, SimTime};

/// Round distances between two ticks, in seconds.
const STEPS: [u64; 16] = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 18_000, 36_000];

/// A stretch of simulated time from the start of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    end_s: f64,
}

impl Span {
    /// From the start to `end`, at least a second.
    pub fn until(end: SimTime) -> Span {
        Span { end_s: end.as_seconds().max(1.0) }
    }

    /// Its end, in seconds from the start of the run.
    pub const fn end_s(&self) -> f64 {
        self.end_s
    }

    /// Where an instant lies: 0 at the start, 1 at the end.
    pub fn fraction(&self, seconds: f64) -> f64 {
        range::share(seconds / self.end_s)
    }

    /// The instant at this fraction.
    pub fn time_at(&self, fraction: f64) -> SimTime {
        SimTime::ZERO + SimDuration::from_seconds_f64(range::share(fraction) * self.end_s)
    }

    /// Round instants in seconds from 0 to the end, at most `most` distances apart.
    pub fn ticks(&self, most: u64) -> Vec<u64> {
        let fits = |step: &u64| self.end_s <= (step * most) as f64;
        let step = STEPS.into_iter().find(fits).unwrap_or_else(|| (self.end_s / most as f64) as u64 + 1);
        (0..=(self.end_s / step as f64) as u64).map(|n| n * step).collect()
    }

    /// A tick as it is written, in seconds as in the log and in links, the last one with the unit: `0`, `20`, `40`, `60 s`.
    pub fn label(tick: u64, is_last: bool) -> String {
        if is_last { format::instant(tick as f64, 0).to_string() } else { format::count(tick) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_few_and_inside() {
        for (end, found) in [(0, vec![0, 1]), (60, vec![0, 10, 20, 30, 40, 50, 60]), (83, vec![0, 20, 40, 60, 80])] {
            assert_eq!(Span::until(SimTime::from_millis(end * 1_000)).ticks(6), found);
        }
        for end in (1..200).map(|n| n * n * n) {
            let ticks = Span::until(SimTime::from_millis(end * 1_000)).ticks(6);
            assert!((2..=7).contains(&ticks.len()) && *ticks.last().unwrap_or(&0) <= end, "{end}: {ticks:?}");
        }
    }

    #[test]
    fn only_the_last_tick_carries_the_unit() {
        assert_eq!([Span::label(40, false), Span::label(1_800, true)], ["40", "1\u{202f}800\u{202f}s"]);
    }

    #[test]
    fn an_instant_and_its_fraction_are_one() {
        let span = Span::until(SimTime::from_millis(300_000));
        assert_eq!(span.time_at(span.fraction(75.0)), SimTime::from_millis(75_000));
        assert_eq!((span.fraction(-1.0), span.fraction(301.0)), (0.0, 1.0));
    }
}
