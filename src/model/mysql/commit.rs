//! Commits: one flush for all that wait (group commit), then the binlog, then maybe a replica's word, then visible, then the OK.

use super::connection::{Connection, Session};
use super::error::SqlError;
use super::history::{Changes, Transaction};
use super::log::Gtid;
use super::output::{Done, Output};
use super::row::Change;
use super::settings::WaitPoint;
use super::statement::MARK;
use super::{Io, Mysqld};
use crate::engine::slab::Key;
use crate::engine::time::SimTime;

/// Bytes of a transaction of one statement with one row (recorded, `gtid-01`).
const ONE_ROW: u32 = 220;
/// Further bytes of each further row of the same kind (recorded).
const NEXT_ROW: u32 = 21;
/// Further bytes of two further statements with one row each: a transaction of three takes 533 (recorded).
const TWO_STATEMENTS: u32 = 533 - ONE_ROW;
/// Bytes of a definition (chosen).
const DEFINITION: u32 = 150;

/// A transaction on its way into the binlog.
#[derive(Clone, Debug)]
pub struct Committing {
    /// Whose.
    pub connection: Key,
    done: Done,
    stamp: SimTime,
    changes: Changes,
    statements: u32,
}

/// A transaction in the binlog whose client waits.
#[derive(Clone, Debug)]
pub struct Pending {
    connection: Key,
    done: Done,
    /// Its position in the log.
    pub position: u64,
    /// Since when it waits.
    pub since: SimTime,
    /// Whether it waits for a replica; else only for those before it.
    pub waits: bool,
    visible: bool,
}

impl Mysqld {
    /// `COMMIT`.
    pub(super) fn commit(&mut self, key: Key, io: &mut Io) {
        self.commit_with(key, Done::default(), io);
    }

    /// A definition of a table: a transaction without rows.
    pub(super) fn define(&mut self, key: Key, io: &mut Io) {
        if let Some(connection) = self.connections.get_mut(key) {
            connection.session = Session::Committing;
            let stamp = io.now.min(connection.stamp);
            let changes = Changes::Many(Box::default());
            self.waiting.push(Committing { connection: key, done: Done::default(), stamp, changes, statements: 0 });
            self.flush(io);
        }
    }

    /// The transaction of a session is committed; one without changes leaves nothing in the binlog.
    pub(super) fn commit_with(&mut self, key: Key, done: Done, io: &mut Io) {
        let refused = self.connections.get(key).is_some_and(|one| self.refuses_writes(one.account));
        let Some(connection) = self.connections.get_mut(key) else { return };
        let Some(changes) = take_changes(connection) else {
            self.roll_back(key, io);
            return self.answer(key, Ok(done), io);
        };
        if refused {
            self.roll_back(key, io);
            return self.answer(key, Err(SqlError::ReadOnly), io);
        }
        connection.session = Session::Committing;
        let (stamp, statements) = (connection.stamp, connection.statements);
        self.waiting.push(Committing { connection: key, done, stamp, changes, statements });
        self.flush(io);
    }

    /// Starts a flush for all that wait, unless one is under way.
    fn flush(&mut self, io: &mut Io) {
        if self.waiting.is_empty() || !self.flushing.is_empty() {
            return;
        }
        core::mem::swap(&mut self.waiting, &mut self.flushing);
        io.out.push(Output::Flush);
    }

    /// The flush is done: the group is in the binlog for good and on its way to the replicas.
    pub fn flushed(&mut self, io: &mut Io) {
        let mut group = core::mem::take(&mut self.flushing);
        self.group = self.group.wrapping_add(1);
        for committing in group.drain(..) {
            let account = self.connections.get(committing.connection).map(|connection| connection.account);
            if account.is_some_and(|account| self.refuses_writes(account)) {
                // It was made read-only between the statement and its commit.
                self.roll_back(committing.connection, io);
                self.answer(committing.connection, Err(SqlError::ReadOnly), io);
                continue;
            }
            self.write_binlog(committing, io);
        }
        self.flushing = group;
        self.ship(io);
        self.settle(io);
        self.flush(io);
    }

    fn write_binlog(&mut self, committing: Committing, io: &mut Io) {
        let Committing { connection, mut done, stamp, changes, statements } = committing;
        let stream = self.own_stream(io);
        let name = Gtid { stream, number: io.history.length(stream) + 1 };
        let changes = marked(changes, name);
        let bytes = size_in_binlog(statements, changes.as_slice().len() as u32);
        let sequence = self.log.last().and_then(|last| io.history.get(last)).map_or(0, |last| last.sequence) + 1;
        let gtid = io.history.append(
            stream,
            Transaction {
                changes,
                sequence,
                stamp,
                committed: io.now,
                acknowledged: SimTime::NEVER,
                seen: SimTime::NEVER,
                bytes,
                group: self.group,
            },
        );
        self.log.push(gtid);
        self.offset += u64::from(bytes);
        done.gtid = Some(gtid);
        let waits = self.semi_sync_waits();
        let pending = Pending { connection, done, position: self.log.len(), since: io.now, waits, visible: false };
        if waits && self.pending.iter().all(|before| !before.waits) {
            self.time_semi_sync(self.settings.semi_sync.timeout, io);
        }
        self.pending.push_back(pending);
    }

    /// Whoever waits for nothing any more goes on, in the order of the binlog.
    pub(super) fn settle(&mut self, io: &mut Io) {
        if self.settings.semi_sync.wait_point == WaitPoint::AfterCommit {
            // Others see the rows at once; only the client waits.
            for index in 0..self.pending.len() {
                if !core::mem::replace(&mut self.pending[index].visible, true) {
                    self.make_visible(index, io);
                }
            }
        }
        let upto = self.acknowledged();
        while self.pending.front().is_some_and(|first| !first.waits || first.position <= upto) {
            if !self.pending[0].visible {
                self.make_visible(0, io);
            }
            let Some(Pending { connection, done, waits, .. }) = self.pending.pop_front() else { return };
            self.semi_sync.count(waits);
            if let Some(gtid) = done.gtid {
                io.history.acknowledge(gtid, io.now);
            }
            self.answer(connection, Ok(done), io);
        }
    }

    /// The engine commits: readers see the rows, and the locks are free.
    fn make_visible(&mut self, index: usize, io: &mut Io) {
        let Pending { connection, done, position, .. } = &self.pending[index];
        let (connection, gtid, position) = (*connection, done.gtid, *position);
        if let Some(transaction) = gtid.and_then(|gtid| io.history.get(gtid)) {
            transaction.changes.as_slice().iter().for_each(|change| self.rows.change(*change));
        }
        self.visible = position;
        self.roll_back(connection, io);
    }

    /// The stream that this server writes to; its first transaction begins one.
    pub fn own_stream(&mut self, io: &mut Io) -> u16 {
        let id = self.id;
        *self.stream.get_or_insert_with(|| io.history.begin(id))
    }

    /// Commits that wait for a replica.
    pub fn waiting_for_replica(&self) -> usize {
        self.pending.iter().filter(|pending| pending.waits).count()
    }

    /// Commits that are not answered yet.
    pub fn unanswered(&self) -> usize {
        self.waiting.len() + self.flushing.len() + self.pending.len()
    }
}

/// The changes of a session's transaction, if it made any.
fn take_changes(connection: &mut Connection) -> Option<Changes> {
    let first = connection.change?;
    if connection.more.is_empty() {
        return Some(Changes::One(first));
    }
    let all: Vec<Change> = connection.changes().copied().collect();
    Some(Changes::Many(all.into_boxed_slice()))
}

/// The changes with the transaction's own name where a value was to be one that no other write has.
fn marked(mut changes: Changes, name: Gtid) -> Changes {
    let mark = |change: &mut Change| {
        if change.value == MARK {
            change.value = mark_of(name);
        }
    };
    match &mut changes {
        Changes::One(change) => mark(change),
        Changes::Many(changes) => changes.iter_mut().for_each(mark),
    }
    changes
}

/// The value that names the transaction which wrote it: later reigns above earlier ones, later transactions above earlier ones.
pub fn mark_of(gtid: Gtid) -> u64 {
    (u64::from(gtid.stream) + 1) << 40 | gtid.number
}

/// The transaction that a value names, where it is one.
pub fn named_by(value: u64) -> Option<Gtid> {
    let stream = u16::try_from((value >> 40).checked_sub(1)?).ok()?;
    Some(Gtid { stream, number: value & ((1 << 40) - 1) })
}

/// Bytes in the binlog, as recorded for small rows: a head for each statement, and a little for each further row of it.
fn size_in_binlog(statements: u32, rows: u32) -> u32 {
    match statements.checked_sub(1) {
        None => DEFINITION,
        Some(further) => ONE_ROW + further * TWO_STATEMENTS / 2 + rows.saturating_sub(statements) * NEXT_ROW,
    }
}
