//! One client's view: who is followed, and what a person reads of it. Part of no link: it changes nothing in the run. Knows no
//! screen.

mod tell;

pub use tell::{Line, Tale};

use super::same::Same;
use super::state::{State, Tab};
use super::update::Effect;
use crate::model::observation::Class;

/// A wish to follow a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The client with this number; the most active is 1.
    Number(u32),
    /// The one whose request is shown.
    Request,
    /// One who comes as often as a person does, and not several times a second.
    Usual,
    /// One who is hit by what goes wrong, else a usual one; of those who are hit alike, one who comes as often as a person does.
    Hit,
    /// Nobody.
    Nobody,
    /// Nobody where somebody is followed, else one who is hit.
    Other,
}

impl State {
    /// Whether there are clients who come back: the jobs of the bare queue are nobody's.
    pub fn has_clients(&self) -> bool {
        !self.scenario().config.preset.is_bare()
    }

    /// The number of the client who is followed.
    pub fn followed(&self) -> Option<u32> {
        self.simulation.diary().client().map(|rank| rank + 1)
    }

    /// Follows a client.
    #[inline(never)]
    pub(super) fn accompany(&mut self, who: Who) -> Vec<Effect> {
        let was = self.followed();
        let rank = match who {
            Who::Number(number) => number.checked_sub(1),
            Who::Request => self.trace.shown.as_ref().map(|shown| self.simulation.world().client_of(shown.draws)),
            Who::Other if was.is_some() => None,
            Who::Usual => Some(self.usual()),
            Who::Hit | Who::Other => Some(self.hit()),
            Who::Nobody => None,
        };
        let clients = self.simulation.world().config().clients.addresses;
        self.simulation.accompany(rank.filter(|_| self.has_clients()).map(|rank| rank.min(clients.saturating_sub(1))));
        self.refresh();
        match (was, self.followed()) {
            (_, Some(_)) => {
                self.tab = Tab::Log;
                vec![Effect::Diary]
            }
            (Some(_), None) => vec![Effect::LeaveDiary],
            (None, None) => Vec::new(),
        }
    }

    /// The rank of a client who is hit: whose write or session is lost, else who got no answer lately, else whose write some
    /// database still lacks; else of a usual one.
    fn hit(&self) -> u32 {
        let world = self.simulation.world();
        let unanswered = || {
            let mut kept = self.simulation.journeys().kept.iter().rev();
            let failed = kept.find(|one| one.ended.is_some_and(|(_, outcome)| outcome.class != Class::Answered));
            failed.map(|one| world.client_of(one.draws))
        };
        let usual = self.usual();
        world.bereft(usual).or_else(unanswered).or_else(|| world.awaiting(usual)).unwrap_or(usual)
    }

    /// The rank of a client who comes as often as a person does: the first ones come several times a second (chosen).
    fn usual(&self) -> u32 {
        self.simulation.world().config().clients.addresses / 5
    }

    /// Reads the diary of who is followed, if anybody is.
    pub(super) fn read_diary(&mut self) {
        let diary = self.simulation.diary();
        if diary.client().is_none() {
            self.tale = None;
        } else {
            self.tell();
        }
    }

    /// What the client tells now. Apart, for mostly nobody is followed.
    #[inline(never)]
    fn tell(&mut self) {
        let diary = self.simulation.diary();
        let lost = diary.followed().and_then(|followed| followed.post);
        let lost = lost.is_some_and(|post| self.simulation.world().is_lost(post));
        let tale = Tale::of(self.texts, diary, self.simulation.log(), self.simulation.now(), lost);
        if self.tale.as_deref() != Some(&tale) {
            self.tale = Some(Same::new(tale));
        }
    }
}

#[cfg(test)]
mod tests;
