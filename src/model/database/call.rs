//! Reads and writes at a database: the processor's part of them, and the way of their answers.

use crate::engine::slab::Key;
use crate::engine::time::SimDuration;
use crate::model::config::Reads;
use crate::model::event::{CallResult, Event};
use crate::model::id::MachineId;
use crate::model::mysql::connection::Account;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::output::{Answer, Caller};
use crate::model::mysql::statement::{Statement, Value};
use crate::model::observation::{Observation, Observer};
use crate::model::population::Further;
use crate::model::server::machine::Task;
use crate::model::world::{Env, World};

/// What a page asks a database for: its row, or a new value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// Whether it writes.
    pub write: bool,
    /// The row.
    pub row: u32,
    /// Further rows that it writes.
    pub further: Further,
}

impl World {
    /// A call reaches its database: silence, a refusal, or it is executed. `fresh`: it comes by a new connection.
    pub(in crate::model) fn call<O: Observer>(
        &mut self,
        node: u8,
        caller: Caller,
        query: Query,
        fresh: bool,
        env: &mut Env<O>,
    ) {
        let machine = self.node_machine(node);
        if !self.machines[machine.index()].on {
            return;
        }
        let state = &mut self.nodes[node as usize];
        if !state.mysqld.running || state.cloning {
            return self.reply(node, caller, CallResult::Refused);
        }
        if fresh {
            if let Err(error) = state.mysqld.admit(Account::Ordinary) {
                return self.reply(node, caller, result_of(error));
            }
            state.mysqld.pooled(1, 0);
            state.clients[caller.server as usize] += 1;
        }
        match self.config.app.reads == Reads::Wait && !query.write {
            true => self.read_after_own_write(node, caller, query, env),
            false => self.execute(node, caller, query),
        }
    }

    /// The processor's part of a statement begins.
    pub(super) fn execute(&mut self, node: u8, caller: Caller, query: Query) {
        let mysql = &self.config.mysql;
        let cost = match query.write {
            false => mysql.read_cost,
            true if query.further == Further::NONE => mysql.write_cost,
            true => self.first_part(query),
        };
        self.work(self.node_machine(node), cost, Task::Query(caller, query));
    }

    /// The processor's part of the first statement of a write with several, which has what the others leave.
    #[cold]
    fn first_part(&self, query: Query) -> SimDuration {
        let statements = self.clients.population.rows(query.row, query.further).rows().len() as u64;
        self.config.mysql.write_cost - self.config.mysql.write_cost / statements * (statements - 1)
    }

    /// The processor's part of a further statement begins.
    pub(super) fn execute_next(&mut self, node: u8, session: Key, statements: u64) {
        let cost = self.config.mysql.write_cost / statements;
        self.work(self.node_machine(node), cost, Task::Statement(session));
    }

    /// An application has closed connections.
    pub(super) fn hung_up(&mut self, node: u8, server: u8, count: u32) {
        let state = &mut self.nodes[node as usize];
        // Those of before a restart of the database are gone already.
        let count = count.min(state.clients[server as usize]);
        state.clients[server as usize] -= count;
        state.mysqld.pooled(0, count);
    }

    /// Answers a caller, who may have gone.
    pub(in crate::model) fn reply(&mut self, node: u8, caller: Caller, result: CallResult) {
        let Caller { server, job, call } = caller;
        self.nodes[node as usize].errors[result as usize] += 1;
        let delay = self.lan(self.node_machine(node), MachineId::of_server(server));
        self.send(delay, Event::CallReply { server, job, call, node, result });
    }

    /// The processor's part of a statement is done: now it is carried out.
    pub(in crate::model) fn query_done<O: Observer>(
        &mut self,
        node: u8,
        caller: Caller,
        query: Query,
        env: &mut Env<O>,
    ) {
        let Query { write, row, further } = query;
        if !write {
            let (machine, stale) = (self.node_machine(node), self.is_stale(node as usize, row));
            let own = self.misses_own_write(node, caller);
            env.observer.observe(self.agenda.now(), Observation::Read { machine, stale, own });
            if env.observer.followed().is_some() {
                self.befall_read(node, caller, stale, env);
            }
            // A read of one row waits for nobody and changes nothing: what it found is of no interest to a page.
            return self.reply(node, caller, CallResult::Done);
        }
        if further != Further::NONE {
            let script = self.clients.population.rows(row, further);
            return self.with_node(node, env, |mysqld, io| mysqld.pass_all(caller, script, io));
        }
        let statement = Statement::Update { row, to: Value::Mark };
        self.with_node(node, env, |mysqld, io| mysqld.pass(caller, statement, io));
    }

    /// Whether readers of the true primary see a newer write of the row than readers here.
    fn is_stale(&self, node: usize, row: u32) -> bool {
        node != self.reigning && self.nodes[self.reigning].mysqld.rows.get(row) > self.nodes[node].mysqld.rows.get(row)
    }

    /// A database answers a call. The page that wrote remembers its transaction.
    pub(super) fn answer_call(&mut self, node: u8, caller: Caller, answer: Answer) {
        let result = match answer {
            Ok(done) => {
                if done.gtid.is_some() {
                    let jobs = &self.servers[caller.server as usize].jobs;
                    let job = jobs.get(caller.job).filter(|job| job.calls == caller.call);
                    if let Some(request) = job.and_then(|job| self.requests.get_mut(job.request())) {
                        request.written = done.gtid;
                    }
                }
                CallResult::Done
            }
            Err(error) => result_of(error),
        };
        self.reply(node, caller, result);
    }
}

/// What a call came to, by the error.
fn result_of(error: SqlError) -> CallResult {
    match error {
        SqlError::ReadOnly => CallResult::ReadOnly,
        SqlError::TooManyConnections => CallResult::TooManyConnections,
        SqlError::LockWaitTimeout => CallResult::LockWaitTimeout,
        SqlError::Deadlock => CallResult::Deadlock,
        SqlError::CannotConnect => CallResult::Refused,
        _ => CallResult::Died,
    }
}
