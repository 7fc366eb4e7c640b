//! Fencing: before another database reigns, the old primary's machine is switched off, so that it cannot take writes, whatever the
//! manager can see of it. The switch is reached over a network of its own (a baseboard controller), which no cut link concerns.

use super::promotion::Promotion;
use crate::engine::time::SimDuration;
use crate::model::event::Event;
use crate::model::id::Target;
use crate::model::note::Note;
use crate::model::observation::Observer;
use crate::model::world::{Env, World};

/// How long it takes until the switch has confirmed that the power is off (chosen).
const SWITCHING: SimDuration = SimDuration::from_seconds(3);

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// It must be done first.
    Wanted,
    /// The switch was told.
    Underway,
    /// It is done, or is not wanted.
    Done,
}

impl World {
    /// A promotion waits for its fence, which is begun if it was not.
    pub(super) fn fence_first<O: Observer>(&mut self, promotion: Promotion, env: &mut Env<O>) {
        let Some(old) = self.manager.primary.filter(|_| promotion.fence == Fence::Wanted) else { return };
        self.manager.promotion = Some(Promotion { fence: Fence::Underway, ..promotion });
        self.agenda.after(SWITCHING, Event::Fenced { node: old, epoch: self.manager.epoch });
        self.note(Note::Fencing(self.node_machine(old)), env);
    }

    /// The switch has confirmed: the machine is off, whatever became of the manager and its candidate meanwhile.
    pub(in crate::model) fn fenced<O: Observer>(&mut self, node: u8, epoch: u32, env: &mut Env<O>) {
        let machine = self.node_machine(node);
        self.note(Note::Fenced(machine), env);
        if self.machines[machine.index()].on {
            self.end_freeze(Target::Machine(machine), env);
            self.switch_off(machine, env);
        }
        let underway = self.manager.promotion.filter(|promotion| promotion.fence == Fence::Underway);
        if let Some(promotion) = underway.filter(|_| self.manager.running && self.manager.epoch == epoch) {
            self.manager.promotion = Some(Promotion { fence: Fence::Done, ..promotion });
            self.pursue(env);
        }
    }
}
