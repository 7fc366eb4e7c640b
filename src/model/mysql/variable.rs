//! Global variables: what a server says of them by name, and those that a session may set.

use super::connection::Account;
use super::error::SqlError;
use super::log::Gtid;
use super::settings::{Dialect, ParallelMode, WaitPoint};
use super::source::Start;
use super::{Io, Mysqld};

/// `SET GLOBAL`: a variable and its new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `read_only`. It waits for nobody: whoever has an open transaction finds out at its next write or at its commit.
    ReadOnly(bool),
    /// `super_read_only`: accounts with `READ_ONLY ADMIN` are refused, too. MariaDB 10.11 has it not.
    SuperReadOnly(bool),
    /// MariaDB's `gtid_strict_mode`.
    Strict(bool),
    /// MariaDB's `gtid_slave_pos`: behind which transaction to begin with a source; nothing: from the beginning.
    ReplicaPosition(Option<Gtid>),
}

/// A variable's value as a server shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A number; for a switch 0 or 1.
    Number(u64),
    /// A word.
    Word(&'static str),
    /// A number with decimals.
    Text(String),
}

impl Mysqld {
    /// Whether a write of an account is refused.
    pub fn refuses_writes(&self, account: Account) -> bool {
        self.read_only && (account == Account::Ordinary || self.super_read_only)
    }

    /// Sets a variable.
    ///
    /// # Errors
    /// [`SqlError::AccessDenied`] to an ordinary account, [`SqlError::UnknownVariable`] where this server has none such,
    /// [`SqlError::PositionBehindBinlog`] for a replica's position before the end of a strict server's own binlog.
    pub(super) fn set(&mut self, setting: Setting, account: Account, io: &Io) -> Result<(), SqlError> {
        let mysql = self.settings.dialect == Dialect::Mysql8;
        match setting {
            _ if account == Account::Ordinary => return Err(SqlError::AccessDenied),
            Setting::ReadOnly(on) => {
                self.read_only = on;
                self.super_read_only &= on;
            }
            Setting::SuperReadOnly(on) if mysql => {
                self.super_read_only = on;
                self.read_only |= on;
            }
            Setting::Strict(on) if !mysql => self.settings.strict = on,
            Setting::ReplicaPosition(position) if !mysql => {
                let sequence =
                    |gtid: Option<Gtid>| gtid.and_then(|gtid| io.history.get(gtid)).map_or(0, |one| one.sequence);
                if self.settings.strict && sequence(position) < sequence(self.log.last()) {
                    return Err(SqlError::PositionBehindBinlog);
                }
                self.receiver.start = Start::After(position);
            }
            Setting::SuperReadOnly(_) | Setting::Strict(_) | Setting::ReplicaPosition(_) => {
                return Err(SqlError::UnknownVariable);
            }
        }
        Ok(())
    }

    /// What it shows under one of its dialect's names (`SHOW VARIABLES`, and of a replica its `connect_retry` and `heartbeat_period`).
    /// The model's only isolation, row images and undoing of a late statement alone are shown and not to be set; MIXED leaves the
    /// choice to the server, which takes row images here.
    pub fn variable(&self, name: &str) -> Option<Shown> {
        let (settings, semi_sync) = (&self.settings, &self.settings.semi_sync);
        let switch = |on: bool| Some(Shown::Number(u64::from(on)));
        let number = |number: u64| Some(Shown::Number(number));
        let mysql = settings.dialect == Dialect::Mysql8;
        let name = if mysql { name } else { mysqls_name(name)? };
        match name {
            "sync_binlog" => switch(settings.sync_binlog),
            "innodb_flush_log_at_trx_commit" => switch(settings.flush_each_commit),
            "binlog_format" => Some(Shown::Word(if mysql { "ROW" } else { "MIXED" })),
            "max_connections" => number(u64::from(settings.max_connections)),
            "wait_timeout" => number(settings.wait_timeout.as_nanos() / 1_000_000_000),
            "innodb_lock_wait_timeout" => number(settings.lock_wait_timeout.as_nanos() / 1_000_000_000),
            "innodb_rollback_on_timeout" => number(0),
            "replica_net_timeout" => number(settings.net_timeout.as_nanos() / 1_000_000_000),
            "replica_parallel_workers" => number(u64::from(settings.appliers)),
            "slave_parallel_mode" if !mysql => Some(Shown::Word(match settings.parallel {
                ParallelMode::Optimistic => "optimistic",
                ParallelMode::Conservative => "conservative",
            })),
            "gtid_strict_mode" if !mysql => switch(settings.strict),
            "transaction_isolation" => Some(Shown::Word("REPEATABLE-READ")),
            "rpl_semi_sync_source_timeout" => number(semi_sync.timeout.as_nanos() / 1_000_000),
            "rpl_semi_sync_source_wait_point" => Some(Shown::Word(match semi_sync.wait_point {
                WaitPoint::AfterSync => "AFTER_SYNC",
                WaitPoint::AfterCommit => "AFTER_COMMIT",
            })),
            "rpl_semi_sync_source_wait_no_replica" => switch(semi_sync.wait_no_replica),
            "connect_retry" => number(settings.connect_retry.as_nanos() / 1_000_000_000),
            "heartbeat_period" => Some(Shown::Text(format!("{:.3}", settings.heartbeat.as_seconds()))),
            "read_only" => switch(self.read_only),
            "super_read_only" if mysql => switch(self.super_read_only),
            _ => None,
        }
    }
}

/// What MySQL calls a variable of MariaDB's; nothing for a name that only MySQL has.
fn mysqls_name(mariadbs: &str) -> Option<&str> {
    Some(match mariadbs {
        "slave_net_timeout" => "replica_net_timeout",
        "slave_parallel_threads" => "replica_parallel_workers",
        "tx_isolation" => "transaction_isolation",
        "rpl_semi_sync_master_timeout" => "rpl_semi_sync_source_timeout",
        "rpl_semi_sync_master_wait_point" => "rpl_semi_sync_source_wait_point",
        "rpl_semi_sync_master_wait_no_slave" => "rpl_semi_sync_source_wait_no_replica",
        "replica_net_timeout"
        | "replica_parallel_workers"
        | "transaction_isolation"
        | "rpl_semi_sync_source_timeout"
        | "rpl_semi_sync_source_wait_point"
        | "rpl_semi_sync_source_wait_no_replica" => return None,
        same => same,
    })
}
