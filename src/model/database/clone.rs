//! A database cloned anew: it throws away what it has and fetches a copy from the primary (MySQL's clone plugin). The way back
//! for a database with errant transactions.

use super::letter::Letter;
use super::node::{Node, Receiver};
use super::replication::CONNECT_RETRY;
use crate::engine::time::SimDuration;
use crate::model::event::Event;
use crate::model::history::Head;
use crate::model::id::MachineId;
use crate::model::note::{Note, Refused};
use crate::model::observation::{Observation, Observer};
use crate::model::server::machine::Task;
use crate::model::world::{Env, World};

/// How long the copy takes to cross over, beyond the delay of the link (chosen: 1 GB at 100 MB/s).
const COPYING: SimDuration = SimDuration::from_seconds(10);

impl World {
    /// A person has a database cloned: the manager carries it out.
    pub(in crate::model) fn order_clone<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let database = self.config.site().database_on(machine);
        let primary = self.manager.primary.filter(|primary| !self.manager.known[*primary as usize].dead);
        let refusal = match (database, primary) {
            (None, _) => Some(Refused::NoDatabase(machine)),
            _ if !self.manager_answers() => Some(Refused::NoManager),
            (_, None) => Some(Refused::NoPrimary),
            (Some(database), Some(primary)) => (primary as usize == database).then_some(Refused::IsPrimary(machine)),
        };
        match (refusal, database, primary) {
            (None, Some(database), Some(source)) => {
                let node = database as u8;
                self.post(MachineId::BALANCER, machine, Letter::Renew { node, source });
            }
            (refusal, ..) => self.note(Note::CommandRefused(refusal.unwrap_or(Refused::NoPrimary)), env),
        }
    }

    /// A database is told to clone: it stops serving, forgets what it had, and asks for the copy.
    pub(super) fn renew<O: Observer>(&mut self, node: u8, source: u8, env: &mut Env<O>) {
        let (now, machine) = (self.agenda.now(), self.node_machine(node));
        if self.nodes[node as usize].cloning {
            return;
        }
        self.end_queries(node, true);
        if self.reigning == node as usize {
            // The manager believed another one to be the primary, and now it is.
            self.reigning = source as usize;
        }
        let state = &mut self.nodes[node as usize];
        (state.running, state.cloning, state.read_only) = (true, true, true);
        (state.term, state.applied, state.received, state.source) = (0, 0, 0, Some(source));
        state.rows.fill(0);
        let (session, epoch) = (state.session, state.epoch);
        self.start_heartbeat(node, epoch);
        self.agenda.after(CONNECT_RETRY, Event::SourceCheck { node, session });
        let note = Note::Cloning { machine, source: self.node_machine(source) };
        env.observer.observe(now, Observation::Noted(note));
        self.post(machine, self.node_machine(source), Letter::CopyWanted { node, source, session });
    }

    /// A source is asked for a copy of all it has: it reads it at one instant, and sends it for as long as that takes.
    pub(super) fn copy_wanted(&mut self, node: u8, source: u8, session: u32) {
        let (from, to) = (self.node_machine(source), self.node_machine(node));
        let Node { rows, running, cloning, .. } = &self.nodes[source as usize];
        let copy = (*running && !*cloning).then(|| rows.clone());
        let head = self.nodes[source as usize].head();
        let delay = if copy.is_some() { COPYING } else { SimDuration::ZERO };
        self.post_later(delay, from, to, Letter::Copy { node, session, head, rows: copy });
    }

    /// The copy is there: the database is what its source was, and follows it from there. Without one it keeps nothing and asks the
    /// source again as a replica does.
    pub(super) fn copied<O: Observer>(
        &mut self,
        node: u8,
        session: u32,
        head: Head,
        rows: Option<Vec<u64>>,
        env: &mut Env<O>,
    ) {
        let (now, machine) = (self.agenda.now(), self.node_machine(node));
        let state = &mut self.nodes[node as usize];
        if state.session != session || !state.cloning {
            return;
        }
        state.cloning = false;
        if let Some(mut rows) = rows {
            rows.resize(state.rows.len().max(rows.len()), 0);
            (state.rows, state.term) = (rows, head.term);
            (state.applied, state.received) = (head.position, head.position);
            env.observer.observe(now, Observation::Noted(Note::Cloned(machine)));
            self.post(machine, MachineId::BALANCER, Letter::Renewed { node });
        }
        self.drop_tasks(machine, |task| matches!(task, Task::Apply));
        self.nodes[node as usize].receiver = Receiver::Stopped;
        self.subscribe(node);
    }

    /// The manager learns that a database holds what its source holds, and nothing else.
    pub(super) fn renewed(&mut self, node: u8) {
        self.manager.known[node as usize].errant = false;
    }
}
