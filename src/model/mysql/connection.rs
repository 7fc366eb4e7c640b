//! Connections: who may come, what a session has begun and not ended, and what becomes of it when its connection ends.

use super::error::SqlError;
use super::output::{Caller, Output, Timer};
use super::row::Change;
use super::script::Script;
use super::statement::Statement;
use super::{Io, Mysqld};
use crate::engine::slab::Key;
use crate::engine::time::SimTime;

/// Whose connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// An ordinary one.
    Ordinary,
    /// One with `CONNECTION ADMIN` and `READ_ONLY ADMIN`.
    Admin,
}

/// What a session does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    /// Nothing.
    Idle,
    /// It waits for a row lock, to carry out this.
    Locked(Statement),
    /// Its transaction came in one piece, and the next statement of it is being worked on.
    Running,
    /// It commits.
    Committing,
}

/// A connection and its transaction.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Whose.
    pub account: Account,
    /// Who waits for the present answer.
    pub caller: Caller,
    /// What it does.
    pub session: Session,
    /// Whether it is one statement that came by a pooled connection: it ends with its answer.
    pub passing: bool,
    /// Whether a transaction was begun.
    pub begun: bool,
    /// When the transaction's first changing statement ran.
    pub stamp: SimTime,
    /// The transaction's first change.
    pub change: Option<Change>,
    /// Its further ones.
    pub more: Vec<Change>,
    /// Its statements that changed something.
    pub statements: u32,
    /// What is left of a transaction that came in one piece.
    pub script: Script,
    /// Up to which position its transaction reads, since its first read.
    pub snapshot: Option<u64>,
    /// When it was used last.
    pub used: SimTime,
}

impl Connection {
    /// A fresh one.
    pub fn new(account: Account, caller: Caller, passing: bool, now: SimTime) -> Connection {
        Connection {
            account,
            caller,
            session: Session::Idle,
            passing,
            begun: false,
            stamp: SimTime::NEVER,
            change: None,
            more: Vec::new(),
            statements: 0,
            script: Script::default(),
            snapshot: None,
            used: now,
        }
    }

    /// Its changes so far.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = &Change> {
        self.change.iter().chain(&self.more)
    }

    /// Its last change of a row, if it made one.
    pub fn own(&self, row: u32) -> Option<Change> {
        self.changes().rev().find(|change| change.row == row).copied()
    }

    /// Adds a change.
    pub fn record(&mut self, change: Change, now: SimTime) {
        self.stamp = self.stamp.min(now);
        match self.change {
            None => self.change = Some(change),
            Some(_) => self.more.push(change),
        }
    }

    /// Its transaction is over.
    pub fn reset(&mut self) {
        (self.begun, self.stamp, self.change) = (false, SimTime::NEVER, None);
        self.more.clear();
        (self.statements, self.snapshot) = (0, None);
    }
}

impl Mysqld {
    /// A client connects. Refusals are at once: there is no queue.
    ///
    /// # Errors
    /// [`SqlError::CannotConnect`] where nobody listens, [`SqlError::TooManyConnections`].
    pub fn connect(&mut self, account: Account, io: &mut Io) -> Result<Key, SqlError> {
        self.admit(account)?;
        self.open += 1;
        let caller = Caller { server: 0, job: Key::NONE, call: 0 };
        let key = self.connections.insert(Connection::new(account, caller, false, io.now));
        self.watch_idle(key, io);
        Ok(key)
    }

    /// Whether one more connection is taken.
    ///
    /// # Errors
    /// As [`Mysqld::connect`].
    pub fn admit(&self, account: Account) -> Result<(), SqlError> {
        let most = self.settings.max_connections + u32::from(account == Account::Admin);
        match () {
            () if !self.running => Err(SqlError::CannotConnect),
            () if self.open >= most => Err(SqlError::TooManyConnections),
            () => Ok(()),
        }
    }

    /// Connections of a pool were opened or closed.
    pub fn pooled(&mut self, opened: u32, closed: u32) {
        self.open = (self.open + opened).saturating_sub(closed);
    }

    /// A client closes its connection, or it is closed: its transaction is rolled back.
    pub fn disconnect(&mut self, key: Key, io: &mut Io) {
        let Some(connection) = self.connections.get_mut(key) else { return };
        self.open -= u32::from(!core::mem::replace(&mut connection.passing, true));
        if connection.session == Session::Committing {
            // A commit under way is not stopped by it: it ends with the answer that nobody reads.
            return;
        }
        self.connections.remove(key);
        self.locks.forget(key);
        self.release_locks(key, io);
    }

    /// After each use the server waits for the next, and not for ever.
    pub(super) fn watch_idle(&mut self, key: Key, io: &mut Io) {
        io.out.push(Output::Timer { after: self.settings.wait_timeout, timer: Timer::Idle(key) });
    }

    pub(super) fn idle_due(&mut self, key: Key, io: &mut Io) {
        let limit = self.settings.wait_timeout;
        let Some(connection) = self.connections.get(key) else { return };
        if connection.session == Session::Idle && io.now.since(connection.used) >= limit {
            self.disconnect(key, io);
        }
    }
}
