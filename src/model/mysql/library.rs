//! Client libraries: which number they give to what they find out by themselves, and how long they wait for a greeting.

use super::error::SqlError;
use crate::engine::time::SimDuration;

/// A client library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// PyMySQL.
    PyMysql,
    /// MariaDB's library for C from its third version on: that of its command line client.
    ConnectorC,
}

impl Library {
    /// The number that it gives an error: what a server has sent keeps its own.
    pub const fn number(self, error: SqlError) -> u16 {
        match (self, error) {
            (Library::ConnectorC, SqlError::CannotConnect) => 2002,
            _ => error.number(),
        }
    }

    /// How long it waits for the greeting of a server whose kernel has accepted: with PyMySQL the time limit of connecting covers no
    /// more than the kernel's part, and that of reading the rest.
    pub const fn greeting_limit(self, connect: SimDuration, read: SimDuration) -> SimDuration {
        match self {
            Library::PyMysql => read,
            Library::ConnectorC => connect,
        }
    }
}
