//! What a session reads: in a transaction the rows as they were when it first read (`REPEATABLE-READ`), and its own changes.

use super::row::{Change, Deed};
use super::{Io, Mysqld};
use crate::engine::slab::Key;

impl Mysqld {
    /// A row as a session's `SELECT` sees it.
    pub(super) fn read(&mut self, key: Key, row: u32, io: &Io) -> Option<u64> {
        let Some(connection) = self.connections.get_mut(key) else { return self.rows.get(row) };
        if let Some(change) = connection.own(row) {
            return left_by(change);
        }
        if !connection.begun {
            return self.rows.get(row);
        }
        let visible = self.visible;
        let position = *connection.snapshot.get_or_insert(visible);
        self.row_at(position, row, io)
    }

    /// A row as it is for a session that changes or locks it: the newest of all.
    pub(super) fn present(&self, key: Key, row: u32) -> Option<u64> {
        let own = self.connections.get(key).and_then(|connection| connection.own(row));
        own.map_or_else(|| self.rows.get(row), left_by)
    }

    /// A row as it was when readers saw the log up to a position.
    fn row_at(&self, position: u64, row: u32, io: &Io) -> Option<u64> {
        let changed = |position: u64| {
            let gtid = self.log.get(position).filter(|gtid| !self.applier.skipped.contains(*gtid))?;
            let changes = io.history.get(gtid)?.changes.as_slice();
            changes.iter().rev().find(|change| change.row == row).copied()
        };
        if (position + 1..=self.visible).all(|later| changed(later).is_none()) {
            return self.rows.get(row);
        }
        match (1..=position).rev().find_map(changed) {
            Some(change) => left_by(change),
            None => (row < self.filled).then_some(0),
        }
    }
}

/// What a change leaves in its row.
fn left_by(change: Change) -> Option<u64> {
    (change.deed != Deed::Delete).then_some(change.value)
}
