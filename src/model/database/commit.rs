//! Reads and writes at a database: execution on the shared cores, group commit at one disk, the acknowledgement.

use crate::engine::slab::Key;
use crate::engine::time::SimTime;
use crate::model::event::{CallResult, Event};
use crate::model::history::{Head, Transaction};
use crate::model::id::{MachineId, Process};
use crate::model::observation::{Observation, Observer};
use crate::model::server::machine::Task;
use crate::model::world::{Env, World};

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The calling server.
    pub server: u8,
    /// Its job.
    pub job: Key,
    /// The job's call.
    pub call: u8,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Whether it writes.
    pub write: bool,
    /// The row.
    pub row: u32,
}

impl World {
    /// A call reaches its database: silence, a refusal, or it is executed.
    pub(in crate::model) fn call(&mut self, node: u8, caller: Caller, statement: Statement) {
        let machine = self.node_machine(node);
        if !self.machines[machine.index()].on {
            return;
        }
        let state = &self.nodes[node as usize];
        if !state.running || state.cloning {
            return self.reply(node, caller, CallResult::Refused);
        }
        if statement.write && state.read_only {
            return self.reply(node, caller, CallResult::ReadOnly);
        }
        let mysql = &self.config.mysql;
        let cost = if statement.write { mysql.write_cost } else { mysql.read_cost };
        self.work(machine, cost, Task::Query(caller, statement));
    }

    /// Answers a caller, who may have gone.
    pub(in crate::model) fn reply(&mut self, node: u8, caller: Caller, result: CallResult) {
        let Caller { server, job, call } = caller;
        let delay = self.lan(self.node_machine(node), MachineId::server(server as usize));
        self.send(delay, Event::CallReply { server, job, call, node, result });
    }

    /// A statement is executed: a read is answered, a write waits for its commit.
    pub(in crate::model) fn query_done<O: Observer>(
        &mut self,
        node: u8,
        caller: Caller,
        statement: Statement,
        env: &mut Env<O>,
    ) {
        if statement.write {
            self.nodes[node as usize].waiting.push((caller, statement.row));
            return self.flush(node);
        }
        let stale = self.is_stale(node as usize, statement.row as usize);
        env.observer.observe(self.agenda.now(), Observation::Read { machine: self.node_machine(node), stale });
        self.reply(node, caller, CallResult::Done);
    }

    /// Whether the row has a committed write that this database has not applied.
    fn is_stale(&self, node: usize, row: usize) -> bool {
        node != self.reigning && self.nodes[self.reigning].rows[row] > self.nodes[node].rows[row]
    }

    /// Starts a flush for all that wait, unless one is under way.
    fn flush(&mut self, node: u8) {
        let state = &mut self.nodes[node as usize];
        if state.waiting.is_empty() || !state.flushing.is_empty() {
            return;
        }
        core::mem::swap(&mut state.waiting, &mut state.flushing);
        let epoch = state.epoch;
        let flush = self.slowed(self.config.mysql.flush, self.node_machine(node), Process::Mysqld);
        self.agenda.after(flush, Event::Flushed { node, epoch });
    }

    /// The log is flushed: the transactions are in the binlog for good, visible, acknowledged and sent to the replicas.
    /// A database that was made read-only meanwhile rolls them back instead.
    pub(in crate::model) fn flushed<O: Observer>(&mut self, node: u8, epoch: u32, env: &mut Env<O>) {
        let now = self.agenda.now();
        if self.nodes[node as usize].epoch != epoch {
            return;
        }
        let mut group = core::mem::take(&mut self.nodes[node as usize].flushing);
        for (caller, row) in group.drain(..) {
            let state = &mut self.nodes[node as usize];
            if state.read_only {
                self.reply(node, caller, CallResult::ReadOnly);
                continue;
            }
            let transaction = Transaction { row, committed: now, seen: SimTime::NEVER };
            let position = env.history.append(state.term, transaction);
            (state.applied, state.received) = (position, position);
            state.rows[row as usize] = position;
            let head = Head { term: state.term, position };
            let job = self.servers[caller.server as usize].jobs.get(caller.job).filter(|job| job.calls == caller.call);
            if let Some(request) = job.and_then(|job| self.requests.get_mut(job.request())) {
                request.written = Some(head);
            }
            self.reply(node, caller, CallResult::Done);
        }
        self.nodes[node as usize].flushing = group;
        self.ship(node);
        self.flush(node);
    }
}
