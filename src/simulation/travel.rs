//! Travel in time: to any instant, to the change before or after, and into another run that shares this one's past.
//!
//! Going back leaves the checkpoints and the written history of what was played further on where they are, so that the way forth is as
//! short as the way back.

use super::Simulation;
use crate::engine::time::SimTime;
use crate::metrics::history::History as Seen;
use crate::model::mysql::history::History;

/// Most events that are played in search of the next change.
const FURTHEST: u64 = 1_000_000;

/// What was written by the furthest instant that the run has been to since its past was last changed.
#[derive(Clone, Debug)]
pub(super) struct Frontier {
    pub(super) time: SimTime,
    pub(super) history: History,
    pub(super) seen: Seen,
}

/// A place in a run, finer than an instant: events and commands so far.
pub(super) type Position = (u64, usize);

impl Simulation {
    /// Goes to any instant, back or forth; the run there is the one that playing would reach. Commands later than `time`
    /// stay in the scenario and happen again. Bounded like [`Simulation::advance_to`].
    pub fn seek(&mut self, time: SimTime, budget: u64) -> bool {
        let nearest = self.checkpoints.newest(time);
        if time < self.now || self.checkpoints.second(nearest) > self.now {
            self.jump(nearest);
        }
        self.advance_to(time, budget)
    }

    /// Plays on until something has changed that a screen can show, a request's place or a line of the log; gives whether anything
    /// has, within the next minute or so.
    pub fn step_to_next_change(&mut self) -> bool {
        let (seen, stop) = (self.meter.observed(), self.world.events() + FURTHEST);
        while self.world.events() < stop && self.step() {
            if self.meter.observed() != seen {
                return true;
            }
        }
        false
    }

    /// Goes back to where the last change but one had just happened, or to the last one if the run has gone on since; gives whether
    /// there was one. What is to come happens again.
    pub fn step_to_last_change(&mut self) -> bool {
        let (here, now) = (self.position(), self.now);
        let mut nearest = self.checkpoints.newest(now);
        loop {
            self.jump(nearest);
            let [before, last] = self.changes_until(here);
            // The screen shows what the last change made, unless time has passed since.
            let wanted = last.filter(|(_, at)| *at < now).or(before);
            if wanted.is_some() || nearest == 0 {
                self.jump(nearest);
                while wanted.is_some_and(|(position, _)| self.position() < position) && self.step() {}
                return wanted.is_some();
            }
            nearest -= 1;
        }
    }

    /// A run of its own that has come along this one to `time`: what is done to it from there on leaves this one as it is.
    pub fn branch(&self, time: SimTime) -> Simulation {
        let mut branch = self.clone();
        branch.seek(time, u64::MAX);
        branch.frontier = None;
        branch.checkpoints.forget_from(branch.now.next_milli());
        branch
    }

    /// Plays on to a position and gives where the last two changes on the way had just happened, and when; the older first.
    fn changes_until(&mut self, here: Position) -> [Option<(Position, SimTime)>; 2] {
        let mut changes = [None; 2];
        while self.position() < here {
            let seen = self.meter.observed();
            if !self.step() {
                break;
            }
            if self.meter.observed() != seen {
                changes = [changes[1], Some((self.position(), self.now))];
            }
        }
        changes
    }

    pub(super) fn position(&self) -> Position {
        (self.world.events(), self.done)
    }

    /// Jumps to a checkpoint, back or forth. The history there is cut from whichever reaches further: the run's own, or that of the
    /// frontier.
    pub(super) fn jump(&mut self, checkpoint: usize) {
        if self.frontier.as_ref().is_none_or(|frontier| frontier.time <= self.now) {
            let (history, seen) = (self.history.clone(), self.meter.history().clone());
            self.frontier = Some(Frontier { time: self.now, history, seen });
        } else if let Some(Frontier { history, seen, .. }) = &self.frontier {
            self.history.clone_from(history);
            self.meter.take_history(seen, self.checkpoints.second(checkpoint) <= self.now);
        }
        self.restore(checkpoint);
    }

    /// The past has been changed at `time`: nothing later is known any more.
    pub(super) fn forget_from(&mut self, time: SimTime) {
        self.checkpoints.forget_from(time);
        if let Some(frontier) = self.frontier.as_mut() {
            frontier.time = frontier.time.min(time);
        }
    }

    /// About how many bytes the checkpoints and everything written take.
    pub fn bytes(&self) -> usize {
        let frontier = self.frontier.as_ref().map_or(0, |frontier| frontier.history.bytes() + frontier.seen.bytes());
        self.checkpoints.bytes() + self.history.bytes() + self.meter.history().bytes() + frontier
    }
}
