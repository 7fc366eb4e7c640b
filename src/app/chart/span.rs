//! The stretch of simulated time that the time line and all charts show together: from the start of the run to an end
//! beyond now.

use crate::app::format;
use crate::engine::time::{SimDuration, SimTime};

/// Round distances between two ticks, in seconds.
const STEPS: [u64; 16] = [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 18_000, 36_000,
];

/// A stretch of simulated time from the start of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    end_s: f64,
}

impl Span {
    /// From the start to `end`, at least a second.
    pub fn until(end: SimTime) -> Span {
        Span {
            end_s: end.as_seconds().max(1.0),
        }
    }

    /// Its end, in seconds from the start of the run.
    pub const fn end_s(&self) -> f64 {
        self.end_s
    }

    /// Where an instant lies: 0 at the start, 1 at the end.
    pub fn fraction(&self, seconds: f64) -> f64 {
        (seconds / self.end_s).clamp(0.0, 1.0)
    }

    /// The instant at this fraction.
    pub fn time_at(&self, fraction: f64) -> SimTime {
        SimTime::ZERO + SimDuration::from_seconds_f64(fraction.clamp(0.0, 1.0) * self.end_s)
    }

    /// Round instants in seconds from 0 to the end, at most `most` distances apart.
    pub fn ticks(&self, most: u64) -> Vec<u64> {
        let fits = |step: &u64| self.end_s <= (step * most) as f64;
        let step = STEPS
            .into_iter()
            .find(fits)
            .unwrap_or_else(|| (self.end_s / most as f64) as u64 + 1);
        (0..=(self.end_s / step as f64) as u64).map(|n| n * step).collect()
    }

    /// A tick as it is written, the last one with the unit: `0`, `20`, `40`, `60 s`; in minutes or hours where that is
    /// shorter.
    pub fn label(&self, tick: u64, is_last: bool) -> String {
        let (unit, size) = match self.end_s {
            end if end <= 120.0 => ("s", 1.0),
            end if end <= 7_200.0 => ("min", 60.0),
            _ => ("h", 3_600.0),
        };
        let number = format::decimal(tick as f64 / size);
        if is_last {
            format!("{number}{}{unit}", format::THIN)
        } else {
            number
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_few_and_inside() {
        for (end, found) in [
            (0, vec![0, 1]),
            (60, vec![0, 10, 20, 30, 40, 50, 60]),
            (83, vec![0, 20, 40, 60, 80]),
        ] {
            assert_eq!(Span::until(SimTime::from_millis(end * 1_000)).ticks(6), found);
        }
        for end in (1..200).map(|n| n * n * n) {
            let ticks = Span::until(SimTime::from_millis(end * 1_000)).ticks(6);
            assert!(
                (2..=7).contains(&ticks.len()) && *ticks.last().unwrap_or(&0) <= end,
                "{end}: {ticks:?}"
            );
        }
    }

    #[test]
    fn a_tick_is_written_in_the_unit_that_keeps_it_short() {
        let label = |end: u64, tick| Span::until(SimTime::from_millis(end * 1_000)).label(tick, true);
        assert_eq!(label(120, 120), "120\u{202f}s");
        assert_eq!(label(300, 300), "5\u{202f}min");
        assert_eq!(label(36_000, 18_000), "5\u{202f}h");
    }

    #[test]
    fn an_instant_and_its_fraction_are_one() {
        let span = Span::until(SimTime::from_millis(300_000));
        assert_eq!(span.time_at(span.fraction(75.0)), SimTime::from_millis(75_000));
        assert_eq!((span.fraction(-1.0), span.fraction(301.0)), (0.0, 1.0));
    }
}
