//! Following one client: what befell him lately is told as well, by playing that stretch once more.

use super::Simulation;
use crate::engine::time::SimTime;
use crate::metrics::diary::Diary;

/// Most events that are played once more for it (chosen: a moment's work).
const MOST: u64 = 400_000;

impl Simulation {
    /// Follows the client of this rank from now on, or nobody, and tells of what befell him before as far as that is quickly played
    /// once more. Changes nothing in the run.
    pub fn accompany(&mut self, client: Option<u32>) {
        self.meter.set_diary(Diary::of(client));
        if let Some(frontier) = &mut self.frontier {
            frontier.seen.diary = Diary::of(client);
        }
        if client.is_some() {
            let (here, now) = (self.position(), self.now);
            self.jump(self.checkpoints.since(here.0.saturating_sub(MOST), now));
            self.come_back(here, now);
        }
    }

    /// What befell the client who is followed.
    pub fn diary(&self) -> &Diary {
        &self.meter.history().diary
    }

    /// A diary that has nothing of before begins where the run is.
    pub(super) fn begin_diary(&mut self) {
        let diary = self.diary();
        if let Some(client) = diary.client().filter(|_| diary.is_to_begin()) {
            self.meter.begin_diary(self.now, self.world.last_post(client));
        }
    }

    /// Plays on to where the run has been.
    fn come_back(&mut self, here: super::travel::Position, now: SimTime) {
        let left = here.0.saturating_sub(self.world.events());
        if left > 0 {
            self.advance_to(now, left);
        }
        while self.position() < here && self.step() {}
        if self.now < now {
            self.advance_to(now, u64::MAX);
        }
    }
}
