//! How real time becomes simulated time: playing, speed, and how much of it can be had. Knows no browser; who calls it
//! brings the milliseconds.

use crate::engine::range;
use crate::engine::time::{SimDuration, SimTime};
use crate::simulation::Simulation;

/// The speeds on offer: simulated seconds per real second.
pub const SPEEDS: [f64; 11] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 100.0];
/// The index of 1 in [`SPEEDS`].
pub const REAL_TIME: usize = 5;
/// Real milliseconds that one frame may stand for: after a pause of the browser the run goes on, it does not leap.
pub const LONGEST_FRAME_MS: f64 = 100.0;
/// Real milliseconds of work in one frame while playing.
const WORK_MS: f64 = 6.0;
/// Real milliseconds of work in one frame while going to another instant.
const SEEK_MS: f64 = 12.0;
/// The same where a browser takes long to draw a frame: half of the time is for the work, up to this.
const SEEK_MOST_MS: f64 = 50.0;
/// Events between two looks at the real clock.
const SLICE: u64 = 2_000;
/// Looks at the real clock in one frame at most, for clocks that hardly move.
const SLICES: u32 = 100;
/// Real milliseconds over which the speed that was had is measured.
const WINDOW_MS: f64 = 500.0;

/// Whether the run plays, how fast it should, and how fast it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// Whether the run plays.
    pub playing: bool,
    /// Index into [`SPEEDS`].
    pub speed: usize,
    /// Simulated seconds per real second that were had where they were fewer than wanted; a measured limit.
    pub limit: Option<f64>,
    window: Window,
}

/// What happened in the last real moments.
#[derive(Clone, Debug, Default, PartialEq)]
struct Window {
    real_ms: f64,
    simulated_s: f64,
    short: bool,
}

impl Clock {
    /// A clock at speed 1.
    pub fn new(playing: bool) -> Clock {
        Clock { playing, speed: REAL_TIME, limit: None, window: Window::default() }
    }

    /// Simulated seconds per real second that are wanted.
    pub fn factor(&self) -> f64 {
        SPEEDS[self.speed]
    }

    /// Sets the speed to one of [`SPEEDS`]; what was measured at another is forgotten.
    pub fn set_speed(&mut self, speed: usize) {
        self.speed = speed.min(SPEEDS.len() - 1);
        self.limit = None;
        self.window = Window::default();
    }

    /// Plays on by the simulated time that belongs to `elapsed_ms` real milliseconds, or for as long as a frame may take by
    /// `wall_ms`. What could not be done is let go: the run is slower, never late.
    pub fn play(&mut self, simulation: &mut Simulation, elapsed_ms: f64, wall_ms: &dyn Fn() -> f64) {
        let elapsed_ms = range::within(elapsed_ms, 0.0, LONGEST_FRAME_MS);
        let before = simulation.now();
        let target = later(before, elapsed_ms / 1e3 * self.factor());
        let arrived = in_slices(WORK_MS, wall_ms, |events| simulation.advance_to(target, events));
        self.window.real_ms += elapsed_ms;
        self.window.simulated_s += simulation.now().since(before).as_seconds();
        self.window.short |= !arrived;
        if self.window.real_ms >= WINDOW_MS {
            let had = self.window.simulated_s / (self.window.real_ms / 1e3);
            self.limit = self.window.short.then_some(had);
            self.window = Window::default();
        }
    }
}

/// Goes on towards `time`, back or forth, for as long as a frame may take by `wall_ms`, the last of which took `elapsed_ms`; gives whether it
/// got there.
pub fn seek(simulation: &mut Simulation, time: SimTime, elapsed_ms: f64, wall_ms: &dyn Fn() -> f64) -> bool {
    let limit_ms = range::within(elapsed_ms / 2.0, SEEK_MS, SEEK_MOST_MS);
    in_slices(limit_ms, wall_ms, |events| simulation.seek(time, events))
}

/// The instant `seconds` after `time`.
pub fn later(time: SimTime, seconds: f64) -> SimTime {
    time + SimDuration::from_seconds_f64(seconds)
}

/// Works in slices until one says that all is done, or until the time is up by `wall_ms`.
fn in_slices(limit_ms: f64, wall_ms: &dyn Fn() -> f64, mut slice: impl FnMut(u64) -> bool) -> bool {
    let start = wall_ms();
    for _ in 0..SLICES {
        if slice(SLICE) {
            return true;
        }
        if wall_ms() - start >= limit_ms {
            break;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Preset;
    use crate::scenario::Scenario;
    use std::cell::Cell;

    fn run() -> Simulation {
        Simulation::new(Scenario::of(Preset::Distributed))
    }

    #[test]
    fn a_frame_plays_as_much_as_the_speed_says_and_never_leaps() {
        let mut simulation = run();
        let mut clock = Clock::new(true);
        clock.play(&mut simulation, 16.0, &|| 0.0);
        assert_eq!(simulation.now(), SimTime::from_millis(16));
        clock.play(&mut simulation, 5_000.0, &|| 0.0);
        assert_eq!(simulation.now(), SimTime::from_millis(116));
        clock.set_speed(0);
        clock.play(&mut simulation, 50.0, &|| 0.0);
        assert_eq!(simulation.now(), SimTime::from_nanos(116_500_000));
    }

    #[test]
    fn where_time_is_short_the_run_is_slower_and_says_so() {
        let mut simulation = run();
        let mut clock = Clock::new(true);
        clock.set_speed(SPEEDS.len() - 1);
        // Every look at this clock finds that a second has gone by: each frame has one slice.
        let seen = Cell::new(0.0);
        let wall = || {
            seen.set(seen.get() + 1_000.0);
            seen.get()
        };
        for _ in 0..6 {
            clock.play(&mut simulation, 100.0, &wall);
        }
        let limit = clock.limit.expect("it could not keep up");
        assert!(limit > 0.0 && limit < 100.0, "{limit}");
        clock.set_speed(REAL_TIME);
        assert_eq!(clock.limit, None);
    }

    #[test]
    fn where_frames_take_long_more_of_the_way_is_gone_in_each() {
        let gone = |elapsed_ms: f64| {
            let (mut simulation, seen) = (run(), Cell::new(0.0));
            let wall = || {
                seen.set(seen.get() + 10.0);
                seen.get()
            };
            assert!(!seek(&mut simulation, SimTime::from_millis(600_000), elapsed_ms, &wall));
            simulation.now()
        };
        assert!(gone(16.0) == gone(0.0) && gone(16.0) < gone(60.0));
        assert!(gone(60.0) < gone(100.0) && gone(100.0) == gone(60_000.0));
    }

    #[test]
    fn a_clock_that_stands_still_does_not_hold_the_page_up() {
        let calls = Cell::new(0);
        let arrived = in_slices(6.0, &|| 0.0, |_| {
            calls.set(calls.get() + 1);
            false
        });
        assert!(!arrived);
        assert_eq!(calls.get(), SLICES);
    }
}
