//! Copies of the live state at whole seconds, so that going back does not begin at the start.

use super::{INSTANT, Pulse, Simulation, begun};
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::series::INTERVAL;
use crate::metrics::tally::Tally;
use crate::model::world::World;

/// Most checkpoints that are kept, and most bytes that they may take, about; beyond either every second one goes and the
/// rest is taken half as often.
const LIMIT: usize = 64;
/// See [`LIMIT`].
const BYTES: usize = 20 << 20;

/// A run just before everything that happens at a whole second.
#[derive(Clone, Debug)]
struct Checkpoint {
    second: SimTime,
    /// None at the start: that world is made as it was made first, so that a run begins without a copy of it.
    world: Option<World>,
    tally: Tally,
    lengths: Vec<usize>,
    done: usize,
    pulse: Pulse,
}

/// The checkpoints of a run, oldest first.
#[derive(Clone, Debug)]
pub struct Checkpoints {
    kept: Vec<Checkpoint>,
    every: SimDuration,
}

impl Default for Checkpoints {
    fn default() -> Self {
        Checkpoints { kept: Vec::new(), every: INTERVAL * 5 }
    }
}

impl Checkpoints {
    /// Forgets what is no longer the past of the run: everything from `time` on.
    pub fn forget_from(&mut self, time: SimTime) {
        self.kept.retain(|checkpoint| checkpoint.second < time);
    }

    /// The newest checkpoint that is not after `time`; the first is at the start.
    pub fn newest(&self, time: SimTime) -> usize {
        self.kept.iter().rposition(|checkpoint| checkpoint.second <= time).unwrap_or(0)
    }

    /// The oldest after which no more than the events from this number on have been played by `time`; the newest where there is none.
    pub fn since(&self, events: u64, time: SimTime) -> usize {
        let played = |checkpoint: &Checkpoint| checkpoint.world.as_ref().map_or(0, World::events);
        let oldest = self.kept.partition_point(|checkpoint| played(checkpoint) < events);
        oldest.min(self.newest(time))
    }

    /// The second of a checkpoint.
    pub fn second(&self, index: usize) -> SimTime {
        self.kept.get(index).map_or(SimTime::ZERO, |checkpoint| checkpoint.second)
    }

    /// About how many bytes they take.
    pub fn bytes(&self) -> usize {
        self.kept
            .iter()
            .map(|checkpoint| {
                checkpoint.world.as_ref().map_or(0, World::bytes) + checkpoint.tally.bytes() + size_of::<Checkpoint>()
            })
            .sum()
    }

    fn is_due(&self, second: SimTime) -> bool {
        self.kept.last().is_none_or(|last| second >= last.second + self.every)
    }

    fn thin_out(&mut self) {
        while self.kept.len() > 1 && (self.kept.len() > LIMIT || self.bytes() > BYTES) {
            let mut index = 0;
            self.kept.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.every = self.every * 2;
        }
    }
}

impl Simulation {
    /// Keeps a checkpoint of the whole second that has just closed, if one is due.
    pub(super) fn keep_checkpoint(&mut self) {
        let second = self.now;
        if !self.checkpoints.is_due(second) {
            return;
        }
        self.checkpoints.kept.push(Checkpoint {
            second,
            world: (second > SimTime::ZERO).then(|| self.world.clone()),
            tally: self.meter.checkpoint(),
            lengths: self.history.lengths(),
            done: self.done,
            pulse: self.pulse.clone(),
        });
        self.checkpoints.thin_out();
    }

    /// Makes the run what it was at a checkpoint, from a history that reaches at least as far.
    pub(super) fn restore(&mut self, index: usize) {
        let Checkpoint { second, world, tally, lengths, done, pulse } = &self.checkpoints.kept[index];
        let just_before = SimTime::from_nanos(second.as_nanos().saturating_sub(INSTANT.as_nanos()));
        match world {
            Some(world) => self.world.clone_from(world),
            None => self.world = begun(&self.scenario.config).0,
        }
        self.history.cut(lengths, just_before);
        self.meter.restore(tally, just_before);
        self.pulse.clone_from(pulse);
        (self.done, self.now, self.second) = (*done, *second, *second + INTERVAL);
        self.begin_diary();
    }
}
