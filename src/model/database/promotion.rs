//! A new primary: chosen, drained, promoted, made known. Nothing here knows more than the manager has been told.

use super::letter::Letter;
use super::manager::Known;
use super::node::Receiver;
use crate::model::config::Failover;
use crate::model::id::MachineId;
use crate::model::note::{Note, Refused};
use crate::model::observation::{Observation, Observer};
use crate::model::server::machine::Task;
use crate::model::world::{Env, World};

/// A promotion under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promotion {
    /// Who is to be the primary.
    pub candidate: u8,
    /// Whether a person ordered it; then a living old primary is made read-only first.
    pub ordered: bool,
    /// Whether it was said that the candidate's relay log must drain.
    pub said: bool,
}

impl World {
    /// A person orders a promotion: the manager carries it out.
    pub(in crate::model) fn order_promotion<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let Some(database) = self.config.site().database_on(machine) else {
            let refusal = Note::CommandRefused(Refused::NoDatabase(machine));
            return env.observer.observe(self.agenda.now(), Observation::Noted(refusal));
        };
        let (candidate, known) = (database as u8, self.manager.known[database]);
        let refusal = match () {
            () if !self.manager_answers() => Some(Refused::NoManager),
            () if known.dead => Some(Refused::DatabaseDead(machine)),
            () => {
                let reigns = self.manager.primary == Some(candidate);
                let writes = known.report.is_none_or(|report| !report.read_only);
                (reigns && writes).then_some(Refused::AlreadyPrimary(machine))
            }
        };
        if let Some(refusal) = refusal {
            env.observer.observe(self.agenda.now(), Observation::Noted(Note::CommandRefused(refusal)));
            return;
        }
        self.manager.promotion = Some(Promotion { candidate, ordered: true, said: false });
        self.pursue(env);
    }

    /// Takes the next step of a promotion, or begins one where the primary is dead.
    pub(super) fn pursue<O: Observer>(&mut self, env: &mut Env<O>) {
        let Some(promotion) = self.manager.promotion.or_else(|| self.begin_promotion(env)) else {
            return;
        };
        self.manager.promotion = Some(promotion);
        let candidate = promotion.candidate;
        let known = self.manager.known[candidate as usize];
        if known.dead {
            self.manager.promotion = None;
            return;
        }
        let Some(report) = known.report else { return };
        if let Some(old) = self.manager.primary.filter(|old| *old != candidate && promotion.ordered) {
            let old_known = self.manager.known[old as usize];
            if let (false, Some(old_report)) = (old_known.dead, old_known.report) {
                if report.source != Some(old) {
                    // It would wait for ever for what it lacks; the primary stays, or is admitted again.
                    self.manager.promotion = None;
                    let refusal = Refused::NotFollowing(self.node_machine(candidate));
                    return env.observer.observe(self.agenda.now(), Observation::Noted(Note::CommandRefused(refusal)));
                }
                if !old_report.read_only {
                    return self.post(MachineId::BALANCER, self.node_machine(old), Letter::Demote { node: old });
                }
                if report.received < old_report.head.position {
                    return self.say_draining(candidate, old_report.head.position - report.head.position, env);
                }
            }
        }
        match report.received.saturating_sub(report.head.position) {
            0 => self.post(MachineId::BALANCER, self.node_machine(candidate), Letter::Promote { node: candidate }),
            backlog => self.say_draining(candidate, backlog, env),
        }
    }

    fn say_draining<O: Observer>(&mut self, candidate: u8, backlog: u64, env: &mut Env<O>) {
        if let Some(promotion) = self.manager.promotion.as_mut().filter(|promotion| !promotion.said) {
            promotion.said = true;
            let note = Note::Draining { machine: self.node_machine(candidate), backlog };
            env.observer.observe(self.agenda.now(), Observation::Noted(note));
        }
    }

    /// Where the manager may promote by itself and the primary is dead (or unknown for as long), it takes the living
    /// database that has received most; on a tie the first declared.
    fn begin_promotion<O: Observer>(&mut self, env: &mut Env<O>) -> Option<Promotion> {
        let gone = match self.manager.primary {
            Some(primary) => self.manager.known[primary as usize].dead,
            None => self.manager.round > self.config.manager.misses,
        };
        if !gone || self.config.manager.failover == Failover::Manual {
            self.manager.stuck &= gone;
            return None;
        }
        let alive = |(node, known): (usize, &Known)| {
            let report = known.report.filter(|_| !known.dead && known.misses == 0 && !known.errant)?;
            Some((report.head.term, report.received, usize::MAX - node))
        };
        let best = self.manager.known.iter().enumerate().filter_map(alive).max();
        let Some((_, _, rank)) = best else {
            if !self.manager.stuck {
                self.manager.stuck = true;
                env.observer.observe(self.agenda.now(), Observation::Noted(Note::NoCandidate));
            }
            return None;
        };
        self.manager.stuck = false;
        Some(Promotion { candidate: (usize::MAX - rank) as u8, ordered: false, said: false })
    }

    /// A database becomes the primary: what it has received and not applied is thrown away, its reign begins.
    pub(super) fn promote<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        let now = self.agenda.now();
        let machine = self.node_machine(node);
        let state = &self.nodes[node as usize];
        if self.reigning == node as usize && state.source.is_none() {
            // Told twice, or back from a crash in which nobody took its place: its reign goes on.
            self.admit(node, env);
            return self.post(machine, MachineId::BALANCER, Letter::Promoted { node });
        }
        self.drop_tasks(machine, |task| matches!(task, Task::Apply));
        let before = self.nodes[self.reigning].head();
        let state = &mut self.nodes[node as usize];
        state.term = env.history.promote(state.head());
        state.promoted = true;
        state.received = state.applied;
        state.source = None;
        state.receiver = Receiver::Stopped;
        state.session = state.session.wrapping_add(1);
        (state.read_only, state.applying) = (false, false);
        let position = state.applied;
        self.reigning = node as usize;
        // What the one before had and this one has not.
        let lost = env.history.beyond(before, self.nodes[node as usize].head());
        let note = Note::Promoted { machine, position, lost };
        env.observer.observe(now, Observation::Noted(note));
        self.post(machine, MachineId::BALANCER, Letter::Promoted { node });
    }

    /// The manager learns that the promotion is done: the others follow, the applications are told.
    pub(super) fn promotion_confirmed<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        if !self.manager.running || self.manager.promotion.is_none_or(|promotion| promotion.candidate != node) {
            return;
        }
        self.manager.promotion = None;
        self.manager.primary = Some(node);
        self.manager.route.readers.clear();
        for other in 0..self.nodes.len() as u8 {
            let known = &mut self.manager.known[other as usize];
            known.errant = false;
            if other != node && !known.dead {
                self.manager.route.readers.push(other);
                self.post(MachineId::BALANCER, self.node_machine(other), Letter::Repoint { node: other, source: node });
            }
        }
        self.tell_route();
        let readers = self.manager.route.readers.len() as u32;
        let note = Note::Routed { primary: Some(self.node_machine(node)), readers };
        env.observer.observe(self.agenda.now(), Observation::Noted(note));
    }

    /// A database is made read-only: open transactions are rolled back at their commit.
    pub(super) fn demote<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        if !core::mem::replace(&mut self.nodes[node as usize].read_only, true) {
            env.observer.observe(self.agenda.now(), Observation::Noted(Note::Demoted(self.node_machine(node))));
        }
    }

    /// A returned primary, in whose absence nobody else reigned, writes again.
    pub(super) fn admit<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        let state = &mut self.nodes[node as usize];
        if state.source.is_none() && core::mem::replace(&mut state.read_only, false) {
            env.observer.observe(self.agenda.now(), Observation::Noted(Note::Admitted(self.node_machine(node))));
        }
    }

    /// A database follows another from now on; what it had received and not applied is fetched again from there.
    pub(super) fn repoint<O: Observer>(&mut self, node: u8, source: u8, env: &mut Env<O>) {
        let now = self.agenda.now();
        let machine = self.node_machine(node);
        let state = &mut self.nodes[node as usize];
        if state.source == Some(source) {
            return;
        }
        state.read_only = true;
        state.source = Some(source);
        state.received = state.applied;
        state.applying = false;
        self.drop_tasks(machine, |task| matches!(task, Task::Apply));
        let note = Note::Repointed { machine, source: self.node_machine(source) };
        env.observer.observe(now, Observation::Noted(note));
        self.subscribe(node);
    }
}
