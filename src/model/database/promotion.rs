//! A new primary: chosen, drained, promoted, made known. Nothing here knows more than the manager has been told.

use super::fence::Fence;
use super::letter::Letter;
use super::lineage::Lineage;
use super::manager::Known;
use crate::model::config::{Candidate, Failover};
use crate::model::id::MachineId;
use crate::model::mysql::source::Start;
use crate::model::note::{Note, Refused};
use crate::model::observation::Observer;
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
    /// How far the fencing of the old primary is.
    pub fence: Fence,
}

impl World {
    /// A person orders a promotion: the manager carries it out.
    pub(in crate::model) fn order_promotion<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let Some(database) = self.config.site().database_on(machine) else {
            let refusal = Note::CommandRefused(Refused::NoDatabase(machine));
            return self.note(refusal, env);
        };
        let (candidate, known) = (database as u8, &self.manager.known[database]);
        let refusal = match () {
            () if !self.manager_answers() => Some(Refused::NoManager),
            () if known.dead => Some(Refused::DatabaseDead(machine)),
            () => {
                let reigns = self.manager.primary == Some(candidate);
                let writes = known.report.as_ref().is_none_or(|report| !report.read_only);
                (reigns && writes).then_some(Refused::AlreadyPrimary(machine))
            }
        };
        if let Some(refusal) = refusal {
            return self.note(Note::CommandRefused(refusal), env);
        }
        self.manager.promotion = Some(Promotion { candidate, ordered: true, said: false, fence: Fence::Done });
        self.pursue(env);
    }

    /// Takes the next step of a promotion, or begins one where the primary is dead.
    pub(super) fn pursue<O: Observer>(&mut self, env: &mut Env<O>) {
        let Some(promotion) = self.manager.promotion.or_else(|| self.begin_promotion(env)) else {
            return;
        };
        self.manager.promotion = Some(promotion);
        let candidate = promotion.candidate;
        let known = &self.manager.known[candidate as usize];
        if known.dead {
            self.manager.promotion = None;
            return;
        }
        if promotion.fence != Fence::Done {
            return self.fence_first(promotion, env);
        }
        let known = &self.manager.known[candidate as usize];
        let Some(report) = known.report.as_deref() else { return };
        if let Some(old) = self.manager.primary.filter(|old| *old != candidate && promotion.ordered) {
            let of_old = &self.manager.known[old as usize];
            if let Some(of_old) = of_old.report.as_deref().filter(|_| !of_old.dead) {
                if self.lineage(candidate, old) != Lineage::Follows {
                    // It would wait for ever for what it lacks; the primary stays, or is admitted again.
                    self.manager.promotion = None;
                    let refusal = Refused::NotFollowing(self.node_machine(candidate));
                    return self.note(Note::CommandRefused(refusal), env);
                }
                if !of_old.read_only {
                    return self.post(MachineId::BALANCER, self.node_machine(old), Letter::Demote { node: old });
                }
                if self.config.manager.drain && of_old.log.beyond(&report.received) > 0 {
                    let backlog = of_old.log.beyond(&report.log);
                    return self.say_draining(candidate, backlog, env);
                }
            }
        }
        match report.backlog() {
            0 => self.post(MachineId::BALANCER, self.node_machine(candidate), Letter::Promote { node: candidate }),
            _ if !self.config.manager.drain => {
                self.post(MachineId::BALANCER, self.node_machine(candidate), Letter::Promote { node: candidate });
            }
            backlog => self.say_draining(candidate, backlog, env),
        }
    }

    fn say_draining<O: Observer>(&mut self, candidate: u8, backlog: u64, env: &mut Env<O>) {
        if let Some(promotion) = self.manager.promotion.as_mut().filter(|promotion| !promotion.said) {
            promotion.said = true;
            let note = Note::Draining { machine: self.node_machine(candidate), backlog };
            self.note(note, env);
        }
    }

    /// Where the manager may promote by itself and the primary is dead (or unknown for as long), it takes a living database: of
    /// those that do not keep behind on purpose, if there are such, the one that has received most, on a tie the first declared; or the
    /// first anyway.
    fn begin_promotion<O: Observer>(&mut self, env: &mut Env<O>) -> Option<Promotion> {
        let gone = match self.manager.primary {
            Some(primary) => self.manager.known[primary as usize].dead,
            None => self.manager.round > self.config.manager.misses,
        };
        if !gone || self.config.manager.failover == Failover::Manual {
            self.manager.stuck &= gone;
            return None;
        }
        let rule = self.config.manager.candidate;
        let alive = |(node, known): (usize, &Known)| {
            let report = known.report.as_ref().filter(|_| !known.dead && known.misses == 0 && !known.errant)?;
            let merits = match rule {
                Candidate::MostAdvanced => Some(report.merits()),
                Candidate::First => None,
            };
            Some((merits, usize::MAX - node))
        };
        let best = self.manager.known.iter().enumerate().filter_map(alive).max();
        let Some((_, rank)) = best else {
            if !self.manager.stuck {
                self.manager.stuck = true;
                self.note(Note::NoCandidate, env);
            }
            return None;
        };
        self.manager.stuck = false;
        let fence = match (self.config.manager.fence, self.manager.primary) {
            (true, Some(_)) => Fence::Wanted,
            _ => Fence::Done,
        };
        Some(Promotion { candidate: (usize::MAX - rank) as u8, ordered: false, said: false, fence })
    }

    /// A database becomes the primary: what it has received and not applied is thrown away, its reign begins.
    pub(super) fn promote<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        let machine = self.node_machine(node);
        if self.nodes[node as usize].cloning {
            return;
        }
        let reign = self.nodes[node as usize].mysqld.stream();
        if self.reigning == node as usize && self.nodes[node as usize].mysqld.receiver.source.is_none() {
            // Told twice, or back from a crash in which nobody took its place: its reign goes on.
            self.admit(node, env);
            return self.post(machine, MachineId::BALANCER, Letter::Promoted { node, reign });
        }
        self.drop_applies(machine);
        let before = self.nodes[self.reigning].mysqld.log.clone();
        self.with_node(node, env, |mysqld, io| mysqld.promote(io));
        let state = &mut self.nodes[node as usize];
        state.promoted = true;
        // What the one before had acknowledged and this one has not.
        let (position, log) = (state.mysqld.log.len(), &state.mysqld.log);
        let lost = env.history.lost(log).iter().filter(|(gtid, _)| before.contains(*gtid)).count() as u64;
        self.reigning = node as usize;
        let reign = state.mysqld.stream();
        self.note(Note::Promoted { machine, position, lost }, env);
        self.post(machine, MachineId::BALANCER, Letter::Promoted { node, reign });
    }

    /// The appliers' work on a machine is of no use any more.
    fn drop_applies(&mut self, machine: MachineId) {
        self.drop_tasks(machine, |task| matches!(task, Task::Apply { .. }));
    }

    /// The manager learns that the promotion is done: the others follow, the applications are told. In a chain those behind the new
    /// primary stay where they are.
    pub(super) fn promotion_confirmed<O: Observer>(&mut self, node: u8, reign: Option<u16>, env: &mut Env<O>) {
        if !self.manager.running || self.manager.promotion.is_none_or(|promotion| promotion.candidate != node) {
            return;
        }
        self.manager.promotion = None;
        self.manager.primary = Some(node);
        self.manager.route.readers.clear();
        self.manager.known.iter_mut().for_each(|known| known.errant = false);
        for other in 0..self.nodes.len() as u8 {
            if other != node && !self.manager.known[other as usize].dead {
                self.manager.route.readers.push(other);
                if self.stays_with(other, node) {
                    continue;
                }
                self.point(other, node, reign);
            }
        }
        self.tell_route();
        let readers = self.manager.route.readers.len() as u32;
        let note = Note::Routed { primary: Some(self.node_machine(node)), readers };
        self.note(note, env);
    }

    /// A database is made read-only: open transactions are rolled back at their commit.
    pub(super) fn demote<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        if !core::mem::replace(&mut self.nodes[node as usize].mysqld.read_only, true) {
            self.note(Note::Demoted(self.node_machine(node)), env);
        }
    }

    /// A returned primary, in whose absence nobody else reigned, writes again.
    pub(super) fn admit<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        let mysqld = &mut self.nodes[node as usize].mysqld;
        if mysqld.receiver.source.is_none() && core::mem::replace(&mut mysqld.read_only, false) {
            self.note(Note::Admitted(self.node_machine(node)), env);
        }
    }

    /// A database follows another from now on; what it had received and not applied is fetched again from there. A primary of a newer
    /// reign than the order's source has does not follow it: the order was long under way.
    pub(super) fn repoint<O: Observer>(&mut self, node: u8, source: u8, reign: Option<u16>, env: &mut Env<O>) {
        let machine = self.node_machine(node);
        let state = &self.nodes[node as usize];
        let overtaken = !state.mysqld.read_only && state.mysqld.stream() > reign;
        if state.cloning || overtaken || state.source() == Some(source) {
            return;
        }
        self.drop_applies(machine);
        self.note(Note::Repointed { machine, source: self.node_machine(source) }, env);
        self.with_node(node, env, |mysqld, io| {
            mysqld.read_only = true;
            mysqld.stop_receiver(io);
            mysqld.set_source(Some(source), Start::Auto);
            mysqld.start_receiver(io);
            mysqld.start_applier(io);
        });
    }
}
