//! Statements: reads see what is committed, writes lock their rows first.

use super::connection::{Account, Connection, Session};
use super::error::SqlError;
use super::lock::Grant;
use super::output::{Answer, Caller, Done, Output, Timer};
use super::row::{Change, Deed};
use super::variable::Setting;
use super::{Io, Mysqld};
use crate::engine::slab::Key;

/// The value of a row that names the transaction which wrote it; known when that is committed.
pub(super) const MARK: u64 = u64::MAX - 1;

/// What an update writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// This.
    Set(u64),
    /// What is there and this much more.
    Add(i64),
    /// A value that no other write has: its transaction's name.
    Mark,
}

/// What a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// `SELECT`.
    Read {
        /// The row.
        row: u32,
    },
    /// `SELECT ... FOR UPDATE`.
    ReadForUpdate {
        /// The row.
        row: u32,
    },
    /// `INSERT`.
    Insert {
        /// The key; without one it is generated.
        row: Option<u32>,
        /// The value.
        value: u64,
        /// How many rows, with keys one after the other.
        rows: u32,
    },
    /// `UPDATE`.
    Update {
        /// The row.
        row: u32,
        /// What is written.
        to: Value,
    },
    /// `DELETE`.
    Delete {
        /// The row.
        row: u32,
    },
    /// A definition of a table (`ALTER TABLE`).
    Define,
    /// `BEGIN`.
    Begin,
    /// `COMMIT`.
    Commit,
    /// `ROLLBACK`.
    Rollback,
    /// `SET GLOBAL`.
    Set(Setting),
}

impl Statement {
    /// Whether a read-only server refuses it.
    pub fn writes(&self) -> bool {
        !matches!(
            self,
            Statement::Read { .. } | Statement::Begin | Statement::Commit | Statement::Rollback | Statement::Set(_)
        )
    }
}

impl Mysqld {
    /// A statement comes by a pooled connection, and is a transaction of its own.
    pub fn pass(&mut self, caller: Caller, statement: Statement, io: &mut Io) {
        let key = self.connections.insert(Connection::new(Account::Ordinary, caller, true, io.now));
        self.execute(key, caller, statement, io);
    }

    /// A session's statement. Its answer comes as an output, now or later.
    pub fn execute(&mut self, key: Key, caller: Caller, statement: Statement, io: &mut Io) {
        let Some(connection) = self.connections.get_mut(key) else {
            return io.out.push(Output::Answer { to: caller, answer: Err(SqlError::ServerGone) });
        };
        (connection.caller, connection.used) = (caller, io.now);
        let account = connection.account;
        let refused = self.refuses_writes(account);
        match statement {
            _ if refused && statement.writes() => self.fail(key, SqlError::ReadOnly, io),
            Statement::Set(setting) => {
                let answer = self.set(setting, account, io).map(|()| Done::default());
                self.answer(key, answer, io);
            }
            Statement::Begin => {
                self.begin_transaction(key);
                self.answer(key, Ok(Done::default()), io);
            }
            Statement::Commit => self.commit(key, io),
            Statement::Rollback => {
                self.roll_back(key, io);
                self.answer(key, Ok(Done::default()), io);
            }
            Statement::Read { row } => {
                let value = self.read(key, row, io);
                self.answer(key, Ok(Done { value, ..Done::default() }), io);
            }
            Statement::Define => {
                self.begin_transaction(key);
                self.define(key, io);
            }
            Statement::Insert { row: None, rows, .. } => {
                let first = self.generate_keys(rows);
                self.insert_at(key, first, statement, io);
            }
            Statement::Insert { row: Some(row), .. } => self.insert_at(key, row, statement, io),
            Statement::ReadForUpdate { row } | Statement::Update { row, .. } | Statement::Delete { row } => {
                self.lock(key, row, statement, io);
            }
        }
    }

    fn begin_transaction(&mut self, key: Key) {
        if let Some(connection) = self.connections.get_mut(key) {
            connection.begun = true;
        }
    }

    /// The lock that a statement needs: had, waited for, or never to be had.
    fn lock(&mut self, key: Key, row: u32, statement: Statement, io: &mut Io) {
        match self.locks.acquire(row, key) {
            Grant::Granted => self.change(key, row, statement, io),
            Grant::Waits => self.wait_for_lock(key, statement, io),
            Grant::Deadlock => self.end_deadlock(key, row, statement, io),
        }
    }

    fn wait_for_lock(&mut self, key: Key, statement: Statement, io: &mut Io) {
        if let Some(connection) = self.connections.get_mut(key) {
            connection.session = Session::Locked(statement);
        }
        io.out.push(Output::Timer { after: self.settings.lock_wait_timeout, timer: Timer::LockWait(key) });
    }

    /// A session would close a circle of sessions that wait for each other. The lightest of them is the victim, and of several such the
    /// one that would close it: its transaction is rolled back, and the others go on.
    #[cold]
    fn end_deadlock(&mut self, key: Key, row: u32, statement: Statement, io: &mut Io) {
        let (mut victim, mut least) = (key, self.weight(key));
        for other in self.locks.circle(row, key) {
            let weight = self.weight(other);
            if weight < least {
                (victim, least) = (other, weight);
            }
        }
        if victim != key {
            self.locks.wait(row, key);
            self.wait_for_lock(key, statement, io);
            self.locks.forget(victim);
        }
        self.deadlocks += 1;
        self.roll_back(victim, io);
        self.answer(victim, Err(SqlError::Deadlock), io);
    }

    /// What a transaction weighs to InnoDB, which rolls the lightest back: rows changed and locks held.
    fn weight(&self, key: Key) -> usize {
        self.connections.get(key).map_or(0, |connection| connection.changes().count()) + self.locks.held(key)
    }

    /// New rows, behind the locks of whoever is writing there.
    fn insert_at(&mut self, key: Key, row: u32, statement: Statement, io: &mut Io) {
        let resolved = match statement {
            Statement::Insert { value, rows, .. } => Statement::Insert { row: Some(row), value, rows },
            other => other,
        };
        self.lock(key, row, resolved, io);
    }

    fn generate_keys(&mut self, rows: u32) -> u32 {
        let first = self.next_key;
        self.next_key += rows.max(1) * self.settings.auto_increment;
        first
    }

    /// Keys after `row` are generated beyond it.
    pub(super) fn take_key(&mut self, row: u32) {
        let step = self.settings.auto_increment;
        while self.next_key <= row {
            self.next_key += step;
        }
    }

    /// The row is locked: the statement is carried out.
    pub(super) fn change(&mut self, key: Key, row: u32, statement: Statement, io: &mut Io) {
        let step = self.settings.auto_increment;
        let present = self.present(key, row);
        let Some(connection) = self.connections.get_mut(key) else { return };
        connection.session = Session::Idle;
        let mut done = Done::default();
        match (statement, present) {
            (Statement::Insert { .. }, Some(_)) => return self.fail(key, SqlError::DuplicateKey, io),
            (Statement::Insert { value, rows, .. }, None) => {
                for index in 0..rows.max(1) {
                    let change = Change { row: row + index * step, deed: Deed::Insert, value };
                    connection.record(change, io.now);
                }
                (done.affected, done.key) = (rows.max(1), Some(row));
                self.take_key(row + (rows.max(1) - 1) * step);
            }
            (Statement::Update { to, .. }, Some(present)) => {
                let value = match to {
                    Value::Set(value) => value,
                    Value::Add(more) => present.saturating_add_signed(more),
                    Value::Mark => MARK,
                };
                if value != present {
                    connection.record(Change { row, deed: Deed::Update, value }, io.now);
                    done.affected = 1;
                }
            }
            (Statement::Delete { .. }, Some(_)) => {
                connection.record(Change { row, deed: Deed::Delete, value: 0 }, io.now);
                done.affected = 1;
            }
            (Statement::ReadForUpdate { .. }, _) => done.value = present,
            _ => {}
        }
        self.carried_out(key, done, io);
    }

    /// A statement is carried out: alone it is committed, in a transaction it is answered.
    fn carried_out(&mut self, key: Key, done: Done, io: &mut Io) {
        let Some(connection) = self.connections.get_mut(key) else { return };
        connection.statements += u32::from(done.affected > 0);
        match (connection.begun, connection.passing) {
            (true, true) if connection.script.goes_on() => self.wait_for_next(key, io),
            (true, false) => self.answer(key, Ok(done), io),
            _ => self.commit_with(key, done, io),
        }
    }

    /// A statement fails: it is undone, and with it the transaction that is this statement alone, or came in one piece.
    fn fail(&mut self, key: Key, error: SqlError, io: &mut Io) {
        if self.connections.get(key).is_some_and(|connection| !connection.begun || connection.passing) {
            self.roll_back(key, io);
        }
        self.answer(key, Err(error), io);
    }

    /// A session has its answer.
    pub(super) fn answer(&mut self, key: Key, answer: Answer, io: &mut Io) {
        let Some(connection) = self.connections.get_mut(key) else { return };
        (connection.session, connection.used) = (Session::Idle, io.now);
        let (to, passing) = (connection.caller, connection.passing);
        io.out.push(Output::Answer { to, answer });
        if passing {
            self.connections.remove(key);
        } else {
            self.watch_idle(key, io);
        }
    }

    /// A session's changes are forgotten and its locks given up.
    pub(super) fn roll_back(&mut self, key: Key, io: &mut Io) {
        if let Some(connection) = self.connections.get_mut(key) {
            connection.reset();
        }
        self.release_locks(key, io);
    }

    /// A session gives up its locks: who waits longest for each goes on.
    pub(super) fn release_locks(&mut self, key: Key, io: &mut Io) {
        while let Some(next) = self.locks.release_one(key) {
            let Some(next) = next else { continue };
            let locked = self.connections.get(next).map(|connection| connection.session);
            if let Some(Session::Locked(statement)) = locked {
                self.granted(next, statement, io);
            }
        }
    }

    /// A lock that was waited for is had. A server that was made read-only meanwhile refuses the statement.
    fn granted(&mut self, key: Key, statement: Statement, io: &mut Io) {
        if self.connections.get(key).is_some_and(|one| self.refuses_writes(one.account)) {
            return self.fail(key, SqlError::ReadOnly, io);
        }
        match statement {
            Statement::Insert { row: Some(row), .. }
            | Statement::ReadForUpdate { row }
            | Statement::Update { row, .. }
            | Statement::Delete { row } => self.change(key, row, statement, io),
            _ => {}
        }
    }

    /// A statement has waited for its lock as long as it may: it alone is undone.
    pub(super) fn lock_wait_due(&mut self, key: Key, io: &mut Io) {
        let limit = self.settings.lock_wait_timeout;
        let Some(connection) = self.connections.get(key) else { return };
        if matches!(connection.session, Session::Locked(_)) && io.now.since(connection.used) >= limit {
            self.locks.forget(key);
            self.fail(key, SqlError::LockWaitTimeout, io);
        }
    }
}
