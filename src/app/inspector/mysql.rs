//! What a database tells: as a replica (`SHOW REPLICA STATUS`), as a source, of its connections, and of what its readers see.

use super::Section;
use crate::app::format;
use crate::app::texts::inspector::Mysql;
use crate::model::id::MachineId;
use crate::model::mysql::error::SqlError;
use crate::snapshot::{DatabaseView, MysqlStatus, Role, Snapshot};

/// Lag from which a replica is trouble, in seconds.
const LATE: f64 = 1.0;

/// A database that runs.
pub(super) fn tell(sections: &mut Vec<Section>, snapshot: &Snapshot, machine: MachineId, words: &Mysql) {
    let Some((_, view)) = snapshot.database(machine).filter(|(on, view)| *on && view.running) else { return };
    let status = &view.status;
    let mut told = Vec::new();
    if view.source.is_some() || status.io_error.is_some() {
        told.push(replica(view, words));
    }
    told.push(log(view, status, words));
    if let Some(semi_sync) = status.semi_sync.filter(|_| view.role == Role::Primary) {
        let mut section = Section::new(words.semi_sync());
        section.add(words.semi_sync_status(), on(semi_sync.on).to_owned()).bad = !semi_sync.on;
        section.counts(words.semi_sync_clients(), &[semi_sync.clients as u64, semi_sync.waiting as u64]);
        section.counts(words.semi_sync_tx(), &[semi_sync.yes_tx, semi_sync.no_tx, semi_sync.no_times]);
        told.push(section);
    }
    told.push(service(status, words));
    sections.extend(told);
}

/// `SHOW REPLICA STATUS`, and the true lag beside what it says.
fn replica(view: &DatabaseView, words: &Mysql) -> Section {
    let status = &view.status;
    let mut section = Section::new(words.replica());
    if let Some(source) = view.source {
        section.add("Source_Host", source.machine.to_string());
    }
    let connected = view.source.is_some_and(|source| source.connected);
    section.add("Replica_IO_Running", status.receiver.keyword().to_owned()).bad = !connected;
    section.add("Replica_SQL_Running", (if status.applier { "Yes" } else { "No" }).to_owned()).bad = !status.applier;
    let behind = status.seconds_behind.map_or_else(|| "NULL".to_owned(), format::count);
    section.add("Seconds_Behind_Source", behind);
    let lag = view.lag.as_seconds();
    section.add(words.true_lag(), format::short_seconds(lag).to_string()).bad = lag >= LATE;
    section.counts(words.missing(), &[view.lag_transactions, status.relay]);
    if let Some(seconds) = status.remaining_delay {
        section.add("SQL_Remaining_Delay", format::count(seconds));
    }
    error(&mut section, "Last_IO_Errno", status.io_error);
    error(&mut section, "Last_SQL_Errno", status.sql_error);
    section
}

fn error(section: &mut Section, name: &'static str, error: Option<SqlError>) {
    if let Some(error) = error {
        section.add(name, error.number().to_string()).bad = true;
    }
}

/// Its binlog, and what of it the primary does not have.
fn log(view: &DatabaseView, status: &MysqlStatus, words: &Mysql) -> Section {
    let mut section = Section::new(words.log());
    section.add("read_only", on(view.read_only).to_owned());
    section.add("gtid_executed", if status.executed.is_empty() { "–".to_owned() } else { status.executed.clone() });
    let (file, position) = status.binlog;
    section.add(words.binlog(), format!("binlog.{file:06} · {}", format::count(position)));
    section.some(words.errant(), view.errant, true);
    section
}

/// Connections, reads, errors.
fn service(status: &MysqlStatus, words: &Mysql) -> Section {
    let mut section = Section::new(words.service());
    section.used("Threads_connected", status.connections as usize, status.connections_max as usize);
    section.some(words.lock_waits(), status.lock_waits as u64, false);
    section.some("Innodb_deadlocks", status.deadlocks, true);
    section.counts(words.reads(), &[status.reads, status.stale_reads]);
    section.some(words.own_writes(), status.own_writes_missed, true);
    for (number, count) in &status.errors {
        section.add(error_name(*number), format::count(*count)).bad = true;
    }
    section
}

/// An error as clients see it: its number and MySQL's name.
fn error_name(number: u16) -> &'static str {
    match number {
        1040 => "1040 ER_CON_COUNT_ERROR",
        1205 => "1205 ER_LOCK_WAIT_TIMEOUT",
        1213 => "1213 ER_LOCK_DEADLOCK",
        1290 => "1290 ER_OPTION_PREVENTS_STATEMENT",
        2003 => "2003 CR_CONN_HOST_ERROR",
        2013 => "2013 CR_SERVER_LOST",
        _ => "ER_UNKNOWN_ERROR",
    }
}

const fn on(is: bool) -> &'static str {
    if is { "ON" } else { "OFF" }
}
