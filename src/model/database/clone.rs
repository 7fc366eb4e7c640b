//! A database cloned anew: it throws away what it has and fetches a copy from the primary (MySQL's clone plugin). The way back
//! for a database with errant transactions.

use super::letter::Letter;
use crate::engine::time::SimDuration;
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::mysql::lifecycle::Dataset;
use crate::model::mysql::output::Timer;
use crate::model::mysql::source::Start;
use crate::model::note::{Note, Refused};
use crate::model::observation::Observer;
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
        let machine = self.node_machine(node);
        if self.nodes[node as usize].cloning {
            return;
        }
        self.end_queries(node, true, env);
        if self.reigning == node as usize {
            // The manager believed another one to be the primary, and now it is.
            self.reigning = source as usize;
        }
        let state = &mut self.nodes[node as usize];
        (state.cloning, state.mysqld.read_only) = (true, true);
        state.mysqld.forget_all();
        state.mysqld.set_source(Some(source), Start::Auto);
        let session = state.mysqld.receiver.session;
        self.note(Note::Cloning { machine, source: self.node_machine(source) }, env);
        self.ask_for_copy(node, session);
    }

    /// It asks for its copy, and again after a while: the source or the way to it may be gone, and the copy never come.
    pub(super) fn ask_for_copy(&mut self, node: u8, session: u32) {
        let mysqld = &self.nodes[node as usize].mysqld;
        let (epoch, after, source) =
            (mysqld.epoch, mysqld.settings.connect_retry, mysqld.receiver.source.unwrap_or_default());
        self.agenda.after(after, Event::DatabaseDue { node, epoch, timer: Timer::Source(session) });
        self.post(self.node_machine(node), self.node_machine(source), Letter::CopyWanted { node, source, session });
    }

    /// A source is asked for a copy of all it has: it reads it at one instant, and sends it for as long as that takes.
    pub(super) fn copy_wanted(&mut self, node: u8, source: u8, session: u32) {
        let (from, to) = (self.node_machine(source), self.node_machine(node));
        let state = &self.nodes[source as usize];
        let data = state.mysqld.running.then(|| Box::new(state.mysqld.dataset()));
        let delay = if data.is_some() { COPYING } else { SimDuration::ZERO };
        self.post_later(delay, from, to, Letter::Copy { node, session, data });
    }

    /// The copy is there: the database is what its source was, and follows it from there. Without one it keeps nothing and follows
    /// its source from the beginning.
    pub(super) fn copied<O: Observer>(&mut self, node: u8, session: u32, data: Option<Box<Dataset>>, env: &mut Env<O>) {
        let machine = self.node_machine(node);
        let state = &mut self.nodes[node as usize];
        if state.mysqld.receiver.session != session || !state.cloning {
            return;
        }
        state.cloning = false;
        if let Some(data) = data {
            state.mysqld.take_over(*data);
            self.note(Note::Cloned(machine), env);
            self.post(machine, MachineId::BALANCER, Letter::Renewed { node });
        }
        self.with_node(node, env, |mysqld, io| mysqld.restart(true, io));
    }

    /// The manager learns that a database holds what its source holds, and nothing else.
    pub(super) fn renewed(&mut self, node: u8) {
        self.manager.known[node as usize].errant = false;
    }
}
