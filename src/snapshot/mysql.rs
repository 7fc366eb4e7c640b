//! What a database says of itself, in MySQL's words; and what is at stake when databases do not hold the same.

use crate::engine::time::SimTime;
use crate::model::CallResult;
use crate::model::id::MachineId;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::history::History;
use crate::model::mysql::log::{Gtid, Log};
use crate::model::mysql::receiver::ReceiverState;
use crate::model::site::Site;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// `SHOW REPLICA STATUS`, and a few of `SHOW STATUS`.
#[derive(Clone, Debug, PartialEq)]
pub struct MysqlStatus {
    /// `Replica_IO_Running`.
    pub receiver: ReceiverState,
    /// `Replica_SQL_Running`.
    pub applier: bool,
    /// `Last_IO_Errno`.
    pub io_error: Option<SqlError>,
    /// `Last_SQL_Errno`.
    pub sql_error: Option<SqlError>,
    /// `Seconds_Behind_Source`; nothing for NULL.
    pub seconds_behind: Option<u64>,
    /// `SQL_Remaining_Delay`, in seconds.
    pub remaining_delay: Option<u64>,
    /// Transactions in the relay log.
    pub relay: u64,
    /// `gtid_executed`, with machines for server ids.
    pub executed: String,
    /// `File` and `Position` of `SHOW BINARY LOG STATUS`.
    pub binlog: (u32, u64),
    /// Semi-synchronous replication as a source, where it is switched on.
    pub semi_sync: Option<SemiSyncStatus>,
    /// `Threads_connected`.
    pub connections: u32,
    /// `max_connections`.
    pub connections_max: u32,
    /// Statements that wait for a row lock.
    pub lock_waits: usize,
    /// `Innodb_deadlocks`: since its process began.
    pub deadlocks: u64,
    /// Reads since the start of the run.
    pub reads: u64,
    /// Those of them that gave an outdated row.
    pub stale_reads: u64,
    /// Those of them that lacked the reader's own last write.
    pub own_writes_missed: u64,
    /// Calls answered with an error since the start of the run, by its number.
    pub errors: Vec<(u16, u64)>,
}

/// `Rpl_semi_sync_source_...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemiSyncStatus {
    /// `status`: whether commits wait.
    pub on: bool,
    /// `clients`: connected replicas that acknowledge.
    pub clients: usize,
    /// `wait_sessions`: commits that wait.
    pub waiting: usize,
    /// `yes_tx`.
    pub yes_tx: u64,
    /// `no_tx`.
    pub no_tx: u64,
    /// `no_times`.
    pub no_times: u64,
}

/// The numbers of errors and how often each was answered.
pub(crate) fn errors(counts: &[u64; CallResult::ALL.len()]) -> Vec<(u16, u64)> {
    let counted = CallResult::ALL.iter().zip(counts).filter(|(_, n)| **n > 0);
    let mut errors: Vec<(u16, u64)> = counted.filter_map(|(result, n)| Some((result.error()?.number(), *n))).collect();
    crate::engine::sort::by_key(&mut errors, |(number, _)| *number);
    errors
}

/// Most transactions at stake that a snapshot lists.
pub const STAKES: usize = 200;

/// A transaction that not every database has, and that may be or is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtStake {
    /// The machine whose database wrote it.
    pub machine: MachineId,
    /// Its number among all that this database wrote: with the machine, its GTID.
    pub number: u64,
    /// When its client was told that it is done, if it was.
    pub acknowledged: Option<SimTime>,
    /// Whether the client saw that.
    pub seen_by_client: bool,
    /// Whether the primary has it: else it is lost, or errant where it is.
    pub in_primary: bool,
    /// The row that it wrote, or the first of them.
    pub row: u32,
    /// Every database: whether it has the transaction, and the row as its readers see it: the GTID of the write, if there was one.
    pub copies: Vec<Copy>,
}

/// What one database has of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Where.
    pub machine: MachineId,
    /// Whether it has the transaction, applied or in its relay log.
    pub has: bool,
    /// The last write of the row there: machine and number.
    pub row: Option<(MachineId, u64)>,
}

/// The name of a transaction as people read it: who wrote it, and its number among all of that one's.
pub(crate) fn name(gtid: Gtid, history: &History, site: Site) -> (MachineId, u64) {
    let machine = site.home(history.server(gtid.stream) as usize);
    (machine, history.written_before(gtid.stream) + gtid.number)
}

/// A log as a set of GTIDs: `server-1:1-523,server-2:1-17`.
pub(crate) fn gtid_set(log: &Log, history: &History, site: Site) -> String {
    let mut sets: BTreeMap<u8, Vec<(u64, u64)>> = BTreeMap::new();
    for run in log.runs() {
        let before = history.written_before(run.stream);
        sets.entry(history.server(run.stream)).or_default().push((before + run.first, before + run.last));
    }
    let mut text = String::new();
    for (server, mut intervals) in sets {
        crate::engine::sort::by_key(&mut intervals, |(first, _)| *first);
        intervals.dedup_by(|next, kept| {
            let joins = next.0 <= kept.1 + 1;
            if joins {
                kept.1 = kept.1.max(next.1);
            }
            joins
        });
        let comma = if text.is_empty() { "" } else { "," };
        let _ = write!(text, "{comma}{}", site.home(server as usize));
        for (first, last) in intervals {
            let _ = if first == last { write!(text, ":{first}") } else { write!(text, ":{first}-{last}") };
        }
    }
    text
}
