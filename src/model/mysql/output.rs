//! What a database wants done: plain values, in the order they are to be done. Knows no driver.

use super::error::SqlError;
use super::log::{Gtid, Run};
use super::wait::WaitEnd;
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;

/// Who waits for an answer: words of the driver, which the database hands back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The calling server.
    pub server: u8,
    /// Its job.
    pub job: Key,
    /// The job's call.
    pub call: u8,
}

/// What came of a statement that was carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// What a read found.
    pub value: Option<u64>,
    /// Rows inserted, changed or deleted.
    pub affected: u32,
    /// The first key that was generated.
    pub key: Option<u32>,
    /// The transaction that was committed, where it wrote (`@@last_gtid`).
    pub gtid: Option<Gtid>,
}

/// An answer to a client.
pub type Answer = Result<Done, SqlError>;

/// Why a database wants to be called again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// A statement has waited for a row lock as long as it may.
    LockWait(Key),
    /// A connection has been idle as long as it may.
    Idle(Key),
    /// The oldest commit has waited for a replica as long as it may.
    SemiSync,
    /// A wait for a transaction is over.
    Wait(u32),
    /// A delayed transaction may be applied.
    Delay,
    /// The receiver looks after its source.
    Source(u32),
    /// A source has been silent for long enough to say that it is there.
    Heartbeat,
    /// What was not flushed with its commit is flushed.
    Redo,
}

impl Timer {
    /// Its kind and what it is about, for a digest.
    pub const fn print(self) -> (u16, u64) {
        match self {
            Timer::LockWait(key) => (0, key.to_word()),
            Timer::Idle(key) => (1, key.to_word()),
            Timer::SemiSync => (2, 0),
            Timer::Wait(wait) => (3, wait as u64),
            Timer::Delay => (4, 0),
            Timer::Source(session) => (5, session as u64),
            Timer::Heartbeat => (6, 0),
            Timer::Redo => (7, 0),
        }
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Tell a client.
    Answer {
        /// Whom.
        to: Caller,
        /// What.
        answer: Answer,
    },
    /// Work on the next statement of a transaction that came in one piece, and call `go_on` when that is done.
    Next {
        /// Whose.
        session: Key,
        /// Its statements in all.
        statements: u64,
    },
    /// Flush the log, and call `flushed` when that is done.
    Flush,
    /// Apply a transaction, and call `applied` when that is done.
    Apply {
        /// Tells one attempt from another.
        serial: u32,
        /// Which transaction.
        gtid: Gtid,
    },
    /// Send transactions to a replica.
    Ship {
        /// Which replica.
        replica: u8,
        /// Its connection.
        session: u32,
        /// The transactions.
        run: Run,
    },
    /// Tell a replica that there is nothing to send.
    Heartbeat {
        /// Which replica.
        replica: u8,
        /// Its connection.
        session: u32,
    },
    /// Tell the source that a transaction is in the relay log.
    Acknowledge {
        /// The source.
        source: u8,
        /// The connection.
        session: u32,
        /// The newest transaction.
        gtid: Gtid,
    },
    /// Ask a source for its binlog.
    Connect {
        /// Which.
        source: u8,
        /// The connection's number.
        session: u32,
    },
    /// Close a connection to a source.
    Disconnect {
        /// Which.
        source: u8,
        /// The connection's number.
        session: u32,
    },
    /// Call again after a while.
    Timer {
        /// How long.
        after: SimDuration,
        /// Why.
        timer: Timer,
    },
    /// A wait for a transaction has ended.
    Waited {
        /// Which.
        wait: u32,
        /// How.
        end: WaitEnd,
    },
}
