//! A transaction that comes in one piece, as a stored procedure does: it updates rows, one after the other, each by a statement of its
//! own, and commits. An error ends it, and then nothing of it is left.

use super::connection::{Account, Connection, Session};
use super::output::{Caller, Output};
use super::statement::{Statement, Value};
use super::{Io, Mysqld};
use crate::engine::slab::Key;

/// Most rows of one.
pub const MOST_ROWS: u32 = 4;

/// The rows that such a transaction updates, in its order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Script {
    rows: [u32; MOST_ROWS as usize],
    length: u8,
    next: u8,
}

impl Script {
    /// Adds a row that it has not; gives whether it did.
    pub fn add(&mut self, row: u32) -> bool {
        let length = usize::from(self.length);
        let new = length < self.rows.len() && !self.rows[..length].contains(&row);
        if new {
            self.rows[length] = row;
            self.length += 1;
        }
        new
    }

    /// Its rows.
    pub fn rows(&self) -> &[u32] {
        &self.rows[..usize::from(self.length)]
    }

    /// Whether a statement is left.
    pub fn goes_on(&self) -> bool {
        self.next < self.length
    }

    /// Its next statement.
    fn statement(&mut self) -> Option<Statement> {
        let row = *self.rows().get(usize::from(self.next))?;
        self.next += 1;
        Some(Statement::Update { row, to: Value::Mark })
    }
}

impl Mysqld {
    /// A transaction comes in one piece by a pooled connection; the processor's part of its first statement is done.
    pub fn pass_all(&mut self, caller: Caller, script: Script, io: &mut Io) {
        let mut connection = Connection::new(Account::Ordinary, caller, true, io.now);
        (connection.begun, connection.script) = (true, script);
        let key = self.connections.insert(connection);
        self.go_on(key, io);
    }

    /// The processor's part of the next statement of such a transaction is done.
    pub fn go_on(&mut self, key: Key, io: &mut Io) {
        let Some(connection) = self.connections.get_mut(key) else { return };
        let caller = connection.caller;
        if let Some(statement) = connection.script.statement() {
            self.execute(key, caller, statement, io);
        }
    }

    /// Such transactions whose next statement is being worked on.
    pub fn at_work(&self) -> usize {
        self.connections.iter().filter(|(_, connection)| connection.session == Session::Running).count()
    }

    /// A statement of such a transaction is carried out, and it has another one.
    pub(super) fn wait_for_next(&mut self, key: Key, io: &mut Io) {
        if let Some(connection) = self.connections.get_mut(key) {
            connection.session = Session::Running;
            io.out.push(Output::Next { session: key, statements: connection.script.rows().len() as u64 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_has_each_row_once_and_four_at_most() {
        let mut script = Script::default();
        assert_eq!([7, 3, 7, 9, 1, 5].map(|row| script.add(row)), [true, true, false, true, true, false]);
        assert_eq!(script.rows(), [7, 3, 9, 1]);
        let rows: Vec<u32> = core::iter::from_fn(|| script.statement())
            .filter_map(|statement| match statement {
                Statement::Update { row, .. } => Some(row),
                _ => None,
            })
            .collect();
        assert_eq!((rows.as_slice(), script.goes_on()), (&[7, 3, 9, 1][..], false));
    }
}
