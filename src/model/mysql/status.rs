//! What a database says of itself: `SHOW REPLICA STATUS`.

use super::history::History;
use super::receiver::ReceiverState;
use super::{Io, Mysqld};
use crate::engine::time::{SimDuration, SimTime};

/// A replica's account of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicaStatus {
    /// `Replica_IO_Running`.
    pub io: ReceiverState,
    /// `Replica_SQL_Running`.
    pub sql: bool,
    /// Transactions received, applied or not.
    pub received: u64,
    /// Transactions applied.
    pub applied: u64,
    /// `Last_IO_Errno`, 0 for none.
    pub io_error: u16,
    /// `Last_SQL_Errno`, 0 for none.
    pub sql_error: u16,
    /// `Seconds_Behind_Source`: whole seconds, nothing for NULL.
    pub seconds_behind: Option<u64>,
    /// `SQL_Remaining_Delay`, in seconds.
    pub remaining_delay: Option<u64>,
}

impl Mysqld {
    /// What it says as a replica.
    pub fn replica_status(&self, io: &Io) -> ReplicaStatus {
        ReplicaStatus {
            io: self.receiver.state,
            sql: self.applier.running,
            received: self.received_position(),
            applied: self.log.len(),
            io_error: self.receiver.error.map_or(0, |error| error.number()),
            sql_error: self.applier.error.map_or(0, |error| error.number()),
            seconds_behind: self.seconds_behind(io.now, io.history),
            remaining_delay: self.remaining_delay_seconds(io.now, io.history),
        }
    }

    /// `Seconds_Behind_Source`: it compares what is applied with the relay log, and knows nothing of the source itself. NULL where a
    /// thread does not run; 0 where the relay log is empty; else the age, in whole seconds, of what is being applied.
    pub fn seconds_behind(&self, now: SimTime, history: &History) -> Option<u64> {
        if !self.applier.running || self.receiver.state != ReceiverState::Connected {
            return None;
        }
        let applying = self.applier.slots().next().map(|slot| slot.gtid).or_else(|| self.relay.front());
        let Some(transaction) = applying.and_then(|gtid| history.get(gtid)) else { return Some(0) };
        let seconds = |time: SimTime| time.as_nanos() / SimDuration::SECOND.as_nanos();
        Some(seconds(now).saturating_sub(seconds(transaction.stamp)))
    }
}
