//! The ways of sampled requests through the system, so that a screen can show real ones.

use crate::engine::time::SimTime;
use crate::model::observation::{Kind, Outcome, Place};
use crate::model::server::code::Version;
use std::collections::VecDeque;

/// Most steps that are kept of one journey; a page takes about fourteen.
pub const STEPS: usize = 48;
/// Most journeys that are kept; the oldest go first.
pub const JOURNEYS: usize = 1024;

/// One place on the way of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When it came there.
    pub at: SimTime,
    /// Where.
    pub place: Place,
    /// When it will leave, where that was known at once (a crossing); else [`SimTime::NEVER`].
    pub until: SimTime,
}

/// The way of one request.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// The request's number.
    pub ordinal: u64,
    /// The key of its draws, by which its client is known.
    pub draws: u64,
    /// What it asked for.
    pub kind: Kind,
    /// When its client began, at the first attempt: before the first step where this one is a further one.
    pub began: SimTime,
    /// Its places in order, with the time of coming there.
    pub steps: Vec<Step>,
    /// When and how it ended for its client, if it has.
    pub ended: Option<(SimTime, Outcome)>,
    /// The version of the application's code that made its page, where one did.
    pub version: Option<Version>,
    /// When the last work on it was over, if it is.
    pub left: Option<SimTime>,
}

/// The kept journeys, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Journeys {
    /// One request in so many is followed; 0: none.
    pub every: u64,
    /// The journeys.
    pub kept: VecDeque<Journey>,
}

impl Default for Journeys {
    fn default() -> Journeys {
        Journeys::new()
    }
}

impl Journeys {
    /// No journey is followed.
    pub const fn new() -> Journeys {
        Journeys { every: 0, kept: VecDeque::new() }
    }

    /// From now on follows one request in `every`; 0 follows none. Unfinished journeys that are no longer followed go.
    pub fn follow(&mut self, every: u64) {
        self.every = every;
        self.kept.retain(|journey| journey.left.is_some() || (every != 0 && journey.ordinal.is_multiple_of(every)));
    }

    /// A request, by its number and the key of its draws, is at its first place until an instant, if that is known. Its client `began`
    /// now, or at an earlier attempt.
    #[inline(always)]
    pub fn begin(&mut self, now: SimTime, began: SimTime, numbers: (u64, u64), kind: Kind, first: (Place, SimTime)) {
        if self.follows(numbers.0) {
            self.take_up(now, began, numbers, kind, first);
        }
    }

    #[cold]
    fn take_up(
        &mut self,
        now: SimTime,
        began: SimTime,
        (ordinal, draws): (u64, u64),
        kind: Kind,
        (place, until): (Place, SimTime),
    ) {
        if self.kept.len() == JOURNEYS {
            self.kept.pop_front();
        }
        let steps = vec![Step { at: now, place, until }];
        self.kept.push_back(Journey { ordinal, draws, kind, began, steps, ended: None, version: None, left: None });
    }

    /// A request came to another place.
    #[inline(always)]
    pub fn step(&mut self, now: SimTime, ordinal: u64, place: Place, until: SimTime) {
        if self.follows(ordinal) {
            self.add_step(now, ordinal, place, until);
        }
    }

    #[cold]
    fn add_step(&mut self, now: SimTime, ordinal: u64, place: Place, until: SimTime) {
        if let Some(journey) = self.find(ordinal)
            && journey.steps.len() < STEPS
        {
            journey.steps.push(Step { at: now, place, until });
        }
    }

    /// A request ended for its client.
    #[inline]
    pub fn end(&mut self, now: SimTime, ordinal: u64, outcome: Outcome, version: Option<Version>) {
        if let Some(journey) = self.find(ordinal) {
            (journey.ended, journey.version) = (Some((now, outcome)), version);
        }
    }

    /// Nothing works on a request any more.
    #[inline]
    pub fn leave(&mut self, now: SimTime, ordinal: u64) {
        if let Some(journey) = self.find(ordinal) {
            journey.left = Some(now);
        }
    }

    /// Forgets what happened after `time`. Journeys that had to go for later ones do not come back.
    pub fn cut_back(&mut self, time: SimTime) {
        self.kept.retain_mut(|journey| {
            journey.steps.retain(|step| step.at <= time);
            journey.ended = journey.ended.filter(|(at, _)| *at <= time);
            journey.left = journey.left.filter(|at| *at <= time);
            !journey.steps.is_empty()
        });
    }

    #[inline(always)]
    fn follows(&self, ordinal: u64) -> bool {
        self.every != 0 && ordinal.is_multiple_of(self.every)
    }

    #[inline(always)]
    fn find(&mut self, ordinal: u64) -> Option<&mut Journey> {
        if self.follows(ordinal) { self.look_up(ordinal) } else { None }
    }

    #[cold]
    fn look_up(&mut self, ordinal: u64) -> Option<&mut Journey> {
        let index = self.kept.binary_search_by_key(&ordinal, |journey| journey.ordinal).ok()?;
        self.kept.get_mut(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::MachineId;
    use crate::model::observation::{Class, Stage};

    const PLACE: Place = Place { stage: Stage::Nginx, machine: MachineId::server(0), peer: MachineId::server(0) };
    const OUTCOME: Outcome = Outcome { class: Class::Answered, status: 200, cause: None };

    fn at(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    fn followed(every: u64, requests: u64) -> Journeys {
        let mut journeys = Journeys::new();
        journeys.follow(every);
        for ordinal in 0..requests {
            journeys.begin(at(ordinal), at(ordinal), (ordinal, ordinal), Kind::Read, (PLACE, SimTime::NEVER));
        }
        journeys
    }

    #[test]
    fn one_request_in_so_many_is_followed_to_its_end() {
        let mut journeys = followed(10, 25);
        journeys.step(at(30), 10, PLACE, at(31));
        journeys.step(at(30), 11, PLACE, at(31));
        journeys.end(at(40), 10, OUTCOME, None);
        journeys.leave(at(41), 10);
        let ordinals: Vec<_> = journeys.kept.iter().map(|journey| journey.ordinal).collect();
        assert_eq!(ordinals, [0, 10, 20]);
        let journey = &journeys.kept[1];
        assert_eq!(journey.steps.iter().map(|step| step.at).collect::<Vec<_>>(), [at(10), at(30)]);
        assert_eq!((journey.ended, journey.left), (Some((at(40), OUTCOME)), Some(at(41))));
        assert_eq!(followed(0, 25).kept.len(), 0);
    }

    #[test]
    fn journeys_and_their_steps_are_bounded_and_the_oldest_go_first() {
        let mut journeys = followed(1, JOURNEYS as u64 + 5);
        assert_eq!((journeys.kept.len(), journeys.kept[0].ordinal), (JOURNEYS, 5));
        (0..2 * STEPS as u64).for_each(|n| journeys.step(at(1000 + n), 5, PLACE, SimTime::NEVER));
        assert_eq!(journeys.kept[0].steps.len(), STEPS);
        journeys.step(at(5000), 4, PLACE, SimTime::NEVER);
    }

    #[test]
    fn following_others_lets_go_of_the_unfinished_ones_that_are_no_longer_followed() {
        let mut journeys = followed(2, 8);
        journeys.leave(at(9), 2);
        journeys.follow(3);
        assert_eq!(journeys.kept.iter().map(|journey| journey.ordinal).collect::<Vec<_>>(), [0, 2, 6]);
    }

    #[test]
    fn cutting_back_gives_the_journeys_of_that_instant() {
        let mut journeys = followed(1, 2);
        journeys.step(at(5), 0, PLACE, SimTime::NEVER);
        let then = journeys.kept.clone();
        journeys.step(at(7), 0, PLACE, SimTime::NEVER);
        journeys.end(at(8), 0, OUTCOME, None);
        journeys.leave(at(8), 0);
        journeys.begin(at(9), at(9), (2, 2), Kind::Read, (PLACE, SimTime::NEVER));
        journeys.cut_back(at(5));
        assert_eq!(journeys.kept, then);
    }
}
