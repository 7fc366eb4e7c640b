//! How long a step of a request is shown, in real seconds.

use super::SLOW;
use crate::engine::range;
use crate::engine::time::SimDuration;

/// A crossing is never shown for less than this: the eye follows nothing shorter.
pub(super) const HOP: f64 = 0.1;
/// Lengthened, no step is shown for more than this; what really took longer is shown as long as it took.
const MOST_STRETCHED: f64 = 0.45;
/// A stay that would be shown for less is left out.
const LEAST_STAY: f64 = 0.03;
/// What a typical request's steps, the shortest crossings apart, should take together.
const TYPICAL: f64 = 0.55;
/// How much one request may move the idea of a typical one: outliers in a crowd do not.
const NUDGE: f64 = 0.05;
/// Most times that anything is lengthened.
const MOST_STRETCH: f64 = 2_000.0;
/// Simulated seconds that a request is taken to last before one was seen (chosen: a page over the usual delays).
const USUAL: f64 = 0.09;

/// The relation of a request's time to that of the screen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pace {
    /// Simulated seconds per real second.
    speed: f64,
    /// Logarithm of the simulated seconds that a request typically takes.
    typical: f64,
    /// Logarithm of how many times longer than it took a request was shown.
    slower: Option<f64>,
}

impl Pace {
    pub(super) fn new() -> Pace {
        Pace { speed: 1.0, typical: libm::log(USUAL), slower: None }
    }

    /// Sets the speed; what was shown at another says nothing any more.
    pub(super) fn set_speed(&mut self, speed: f64) {
        if self.speed != speed {
            (self.speed, self.slower) = (speed, None);
        }
    }

    /// Whether marks are where their requests are.
    pub(super) fn is_slow(&self) -> bool {
        self.speed <= SLOW
    }

    /// Real seconds of a simulated time.
    pub(super) fn real(&self, time: SimDuration) -> f64 {
        time.as_seconds() / self.speed
    }

    fn stretch(&self) -> f64 {
        if self.is_slow() {
            return 1.0;
        }
        range::within(TYPICAL * self.speed / libm::exp(self.typical), 1.0, MOST_STRETCH)
    }

    fn lengthened(&self, real: f64) -> f64 {
        real.max((real * self.stretch()).min(MOST_STRETCHED))
    }

    /// How long a crossing is shown.
    pub(super) fn crossing(&self, time: SimDuration) -> f64 {
        self.lengthened(self.real(time)).max(HOP)
    }

    /// How long a stay is shown; nothing at all where nobody would notice it.
    pub(super) fn stay(&self, time: SimDuration) -> f64 {
        let shown = self.lengthened(self.real(time));
        if shown < LEAST_STAY { 0.0 } else { shown }
    }

    /// A request was answered after `took`.
    pub(super) fn learn(&mut self, took: SimDuration) {
        self.typical = nudged(Some(self.typical), took.as_seconds(), NUDGE).unwrap_or(self.typical);
    }

    /// A request that took so long was shown for so many real seconds.
    pub(super) fn was_shown(&mut self, took: SimDuration, shown: f64) {
        if took > SimDuration::ZERO {
            self.slower = nudged(self.slower, shown / took.as_seconds(), 2.0 * NUDGE);
        }
    }

    /// How many times longer than they took requests are shown.
    pub(super) fn slower(&self) -> Option<f64> {
        self.slower.map(libm::exp)
    }
}

/// A running idea of the middle of what comes in: each moves it a little towards itself. Kept as a logarithm.
fn nudged(idea: Option<f64>, number: f64, most: f64) -> Option<f64> {
    if number.is_nan() || number <= 0.0 || number.is_infinite() {
        return idea;
    }
    let number = libm::log(number);
    Some(idea.map_or(number, |idea| idea + range::within(number - idea, -most, most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLI: SimDuration = SimDuration::from_millis(1);

    fn pace(speed: f64) -> Pace {
        let mut pace = Pace::new();
        pace.set_speed(speed);
        (0..100).for_each(|_| pace.learn(MILLI * 85));
        pace
    }

    #[test]
    fn a_crossing_is_never_too_short_to_be_seen() {
        for speed in [0.01, 0.1, 1.0, 100.0] {
            assert!(pace(speed).crossing(SimDuration::from_nanos(200_000)) >= HOP, "{speed}");
        }
    }

    #[test]
    fn what_took_longer_is_never_shown_for_less() {
        for speed in [0.01, 0.1, 0.5, 1.0, 10.0, 100.0] {
            let pace = pace(speed);
            let shown: Vec<f64> = (0..2_000).map(|n| pace.stay(MILLI * n)).collect();
            assert!(shown.is_sorted(), "{speed}");
            assert!(pace.stay(SimDuration::from_seconds(30)) >= 30.0 / speed, "{speed}");
        }
    }

    #[test]
    fn in_slow_motion_time_is_not_lengthened_beyond_the_hops() {
        let pace = pace(0.1);
        assert!((pace.crossing(MILLI * 20) - 0.2).abs() < 1e-9);
        assert!((pace.stay(MILLI * 8) - 0.08).abs() < 1e-9);
    }

    #[test]
    fn a_few_late_answers_do_not_change_what_is_typical() {
        let calm = pace(1.0);
        let mut storm = calm.clone();
        (0..3).for_each(|_| storm.learn(SimDuration::from_seconds(9)));
        assert!(storm.stay(MILLI * 20) > 0.8 * calm.stay(MILLI * 20));
    }

    #[test]
    fn the_printed_factor_is_that_of_what_was_shown_at_this_speed() {
        let mut pace = pace(1.0);
        assert_eq!(pace.slower(), None);
        (0..50).for_each(|_| pace.was_shown(MILLI * 100, 1.2));
        assert!((pace.slower().expect("fifty were shown") - 12.0).abs() < 0.01);
        pace.set_speed(2.0);
        assert_eq!(pace.slower(), None);
        pace.was_shown(SimDuration::ZERO, 1.0);
        assert_eq!(pace.slower(), None);
    }
}
