//! Courses that the arrival rate takes by itself: a ramp, a spike, days, a flash crowd.
//!
//! The rate is constant for a step at a time. At each step what is left of the present gap stretches with it, so arrivals are
//! a Poisson process of exactly this rate.

use super::choice::choice;
use super::note::{Note, Refused};
use super::observation::Observer;
use super::world::{Env, World};
use crate::engine::time::{SimDuration, SimTime};
use crate::model::event::Event;
use core::f64::consts::TAU;

/// How long the rate is constant along a course (chosen: ten steps a second draw a smooth line).
const STEP: SimDuration = SimDuration::from_millis(100);
/// Share of a flash crowd's time in which it gathers (chosen).
const GATHERING: f64 = 0.1;
/// Share of a flash crowd's time in which all but 1/e of it leaves again (chosen).
const LEAVING: f64 = 0.2;

choice! {
    /// Which way the rate goes.
    pub enum Course {
        /// In a straight line to a new rate, which stays.
        Ramp = "ramp",
        /// To another rate at once, and back at once.
        Spike = "spike",
        /// Up and down like day and night, for ever: from the usual rate at night to the peak at noon.
        Day = "day",
        /// Up quickly, as when a link is passed around, and back in an exponential decay.
        Flash = "flash",
    }
}

/// A course with its figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Which way.
    pub course: Course,
    /// The rate that it goes to, in requests per second.
    pub peak_per_s: f64,
    /// How long it lasts, or one day of it.
    pub lasts: SimDuration,
}

/// A course under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    /// Which.
    pub shape: Shape,
    /// The rate that it began at.
    pub base_per_s: f64,
    /// When.
    pub began: SimTime,
}

impl Running {
    /// The rate at `now`; none when the course is over.
    fn rate(&self, now: SimTime) -> Option<f64> {
        let Shape { course, peak_per_s, lasts } = self.shape;
        let part = now.since(self.began).as_seconds() / lasts.as_seconds().max(f64::MIN_POSITIVE);
        let risen = match course {
            Course::Day => (1.0 - libm::cos(TAU * part)) / 2.0,
            _ if part >= 1.0 => return None,
            Course::Ramp => part,
            Course::Spike => 1.0,
            Course::Flash if part < GATHERING => part / GATHERING,
            Course::Flash => libm::exp((GATHERING - part) / LEAVING),
        };
        Some(self.base_per_s + (peak_per_s - self.base_per_s) * risen)
    }
}

impl World {
    /// The arrival rate takes a course from now on, in place of any other. Where a ramp leads is the usual rate at once.
    pub(super) fn shape<O: Observer>(&mut self, shape: Shape, env: &mut Env<O>) {
        if self.config.clients.users > 0 {
            return self.note(Note::CommandRefused(Refused::Closed), env);
        }
        self.note(Note::Shaped(shape), env);
        let clients = &mut self.config.clients;
        let base_per_s = if shape.course == Course::Ramp { self.clients.rate_per_s } else { clients.arrivals_per_s };
        if shape.course == Course::Ramp {
            clients.arrivals_per_s = shape.peak_per_s;
        }
        self.clients.shape = Some(Running { shape, base_per_s, began: self.agenda.now() });
        self.clients.shape_serial = self.clients.shape_serial.wrapping_add(1);
        self.shape_step(self.clients.shape_serial);
    }

    /// The rate goes on to the next step of its course.
    pub(super) fn shape_step(&mut self, serial: u32) {
        let Some(running) = self.clients.shape.filter(|_| serial == self.clients.shape_serial) else { return };
        let now = self.agenda.now();
        match running.rate(now) {
            Some(rate_per_s) => {
                self.set_rate(rate_per_s);
                let end = running.began + running.shape.lasts;
                let left = if running.shape.course == Course::Day { STEP } else { end.since(now).min(STEP) };
                self.agenda.after(left, Event::ShapeStep { serial });
            }
            None => {
                self.clients.shape = None;
                self.set_rate(self.config.clients.arrivals_per_s);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_course_begins_and_ends_where_it_says() {
        let began = SimTime::from_millis(5_000);
        let at = |course, seconds: u64| {
            let shape = Shape { course, peak_per_s: 300.0, lasts: SimDuration::from_seconds(10) };
            let rate = Running { shape, base_per_s: 100.0, began }.rate(SimTime::from_millis(5_000 + seconds * 1_000));
            rate.map(|rate| (rate * 10.0).round() / 10.0)
        };
        assert_eq!([0, 5, 10].map(|second| at(Course::Ramp, second)), [Some(100.0), Some(200.0), None]);
        assert_eq!([0, 9, 10].map(|second| at(Course::Spike, second)), [Some(300.0), Some(300.0), None]);
        assert_eq!([0, 5, 10, 15].map(|second| at(Course::Day, second)), [100.0, 300.0, 100.0, 300.0].map(Some));
        assert_eq!(
            [0, 1, 3, 10].map(|second| at(Course::Flash, second)),
            [Some(100.0), Some(300.0), Some(173.6), None]
        );
    }
}
