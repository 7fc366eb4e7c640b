//! Machines, processes and links that are slow by a factor: a failing disk, a noisy neighbour, a detour.

use super::command::Fault;
use super::id::{LinkId, MachineId, Part, Process, Target};
use super::link::Trouble;
use super::note::{Note, Refused};
use super::observation::Observer;
use super::world::{Env, World};
use crate::engine::time::SimDuration;

/// Most times as long as usual that anything can take.
pub const MOST_SLOWNESS: u32 = 1000;

impl World {
    /// How many times as long as usual a process takes for its work.
    pub fn slowness(&self, machine: MachineId, process: Process) -> u64 {
        let concerns = |target| [Target::Machine(machine), Target::Process(machine, process)].contains(&target);
        self.slow.iter().filter(|(target, _)| concerns(*target)).map(|(_, factor)| u64::from(*factor)).product()
    }

    /// `usual` as long as it takes a process that may be slow.
    pub(super) fn slowed(&self, usual: SimDuration, machine: MachineId, process: Process) -> SimDuration {
        if self.slow.is_empty() { usual } else { usual * self.slowness(machine, process) }
    }

    /// A machine, a process or a link is slow from now on, by this factor.
    pub(super) fn slow_down<O: Observer>(&mut self, part: Part, factor: u32, env: &mut Env<O>) {
        if let Some(refusal) = self.has_no(part) {
            return self.note(Note::CommandRefused(refusal), env);
        }
        self.note(Note::Hit(Fault::Slow(part, factor)), env);
        match part {
            Part::Target(target) => self.set_slowness(target, factor),
            Part::Link(link) => self.links.trouble(link).factor = factor,
        }
    }

    /// A link loses this share of its segments from now on, in millionths.
    pub(super) fn make_lossy<O: Observer>(&mut self, link: LinkId, share: u32, env: &mut Env<O>) {
        self.note(Note::Hit(Fault::Loss(link, share)), env);
        self.links.trouble(link).loss = Some(share);
        self.weigh_losses();
    }

    /// What was slow or lossy is as ever.
    pub(super) fn restore<O: Observer>(&mut self, part: Part, env: &mut Env<O>) {
        let was = match part {
            Part::Target(target) => self.slow.iter().any(|(slow, _)| *slow == target),
            Part::Link(link) => self.links.troubles.iter().any(|trouble| trouble.link == link),
        };
        if !was {
            return self.note(Note::CommandRefused(Refused::NothingToRestore(part)), env);
        }
        self.note(Note::Hit(Fault::Restore(part)), env);
        match part {
            Part::Target(target) => self.set_slowness(target, 1),
            Part::Link(link) => {
                self.links.troubles.retain(|trouble: &Trouble| trouble.link != link);
                self.weigh_losses();
            }
        }
    }

    /// Work that is under way goes on at the new pace.
    pub(super) fn set_slowness(&mut self, target: Target, factor: u32) {
        let (now, machine) = (self.agenda.now(), target.machine());
        let old = self.slow.iter().find(|(slow, _)| *slow == target).map_or(1, |(_, factor)| *factor);
        self.slow.retain(|(slow, _)| *slow != target);
        if factor > 1 {
            self.slow.push((target, factor));
        }
        if factor == old {
            return;
        }
        self.machines[machine.index()].cpu.stretch(now, u64::from(factor), u64::from(old), |task| match target {
            Target::Machine(_) => true,
            Target::Process(_, process) => task.process() == process,
        });
        self.wake_later(machine);
    }
}
