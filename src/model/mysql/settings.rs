//! A database's variables, and the two sets of defaults: MySQL 8's, which the page speaks, and those of the MariaDB that the
//! recordings were made with.

use crate::engine::time::SimDuration;
use crate::model::choice::choice;

/// Whose defaults and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// MySQL 8.
    Mysql8,
    /// MariaDB 10.11.
    Mariadb1011,
}

choice! {
    /// When a semi-synchronous commit waits for a replica.
    pub enum WaitPoint {
        /// After the binlog, before others see the rows ("lossless").
        AfterSync = "after_sync",
        /// When others see the rows already.
        AfterCommit = "after_commit",
    }
}

choice! {
    /// What a parallel applier may do at once.
    pub enum ParallelMode {
        /// What touches different rows (MariaDB's `optimistic`; MySQL's write sets have the same effect).
        Optimistic = "optimistic",
        /// What the source committed in one group.
        Conservative = "conservative",
    }
}

/// Semi-synchronous replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemiSyncSettings {
    /// Whether a primary waits for its replicas.
    pub source: bool,
    /// Whether a replica acknowledges; it acts from the next start of its receiver.
    pub replica: bool,
    /// How long a commit waits before all go on asynchronously.
    pub timeout: SimDuration,
    /// When it waits.
    pub wait_point: WaitPoint,
    /// Whether it waits, too, where no such replica is connected.
    pub wait_no_replica: bool,
}

/// A database's variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whose defaults they were.
    pub dialect: Dialect,
    /// Most connections of ordinary accounts; one with `CONNECTION ADMIN` may come on top.
    pub max_connections: u32,
    /// An idle connection is closed after this long.
    pub wait_timeout: SimDuration,
    /// How long a statement waits for a row lock.
    pub lock_wait_timeout: SimDuration,
    /// Whether every commit is flushed (`innodb_flush_log_at_trx_commit=1`); else once a second.
    pub flush_each_commit: bool,
    /// Whether every commit syncs the binlog (`sync_binlog=1`).
    pub sync_binlog: bool,
    /// A silent source is given up after this long (`replica_net_timeout`).
    pub net_timeout: SimDuration,
    /// A source that has nothing to send says so this often.
    pub heartbeat: SimDuration,
    /// A lost source is tried again after this long (`SOURCE_CONNECT_RETRY`).
    pub connect_retry: SimDuration,
    /// Applier threads; 0 and 1 are one.
    pub appliers: u32,
    /// What they may do at once.
    pub parallel: ParallelMode,
    /// The applier keeps this far behind (`SOURCE_DELAY`), in whole seconds.
    pub delay: SimDuration,
    /// Whether transactions out of order are refused (MariaDB's `gtid_strict_mode`).
    pub strict: bool,
    /// Whether a restart takes the role of a replica (MariaDB's `init_rpl_role=SLAVE`).
    pub restarts_as_replica: bool,
    /// The domain of its transactions' names (MariaDB).
    pub domain: u32,
    /// Distance between generated keys.
    pub auto_increment: u32,
    /// The first generated key.
    pub auto_increment_offset: u32,
    /// Semi-synchronous replication.
    pub semi_sync: SemiSyncSettings,
}

impl Settings {
    /// The defaults of a dialect: MySQL 8's manual, and what MariaDB 10.11 said of itself (recorded, `cfg-01-defaults`).
    pub const fn of(dialect: Dialect) -> Settings {
        let mysql = matches!(dialect, Dialect::Mysql8);
        Settings {
            dialect,
            max_connections: 151,
            wait_timeout: SimDuration::from_seconds(28_800),
            lock_wait_timeout: SimDuration::from_seconds(50),
            flush_each_commit: true,
            sync_binlog: mysql,
            net_timeout: SimDuration::from_seconds(60),
            heartbeat: SimDuration::from_seconds(30),
            connect_retry: SimDuration::from_seconds(60),
            appliers: if mysql { 4 } else { 0 },
            parallel: ParallelMode::Optimistic,
            delay: SimDuration::ZERO,
            strict: false,
            restarts_as_replica: false,
            domain: 0,
            auto_increment: 1,
            auto_increment_offset: 1,
            semi_sync: SemiSyncSettings {
                source: false,
                replica: false,
                timeout: SimDuration::from_seconds(10),
                wait_point: if mysql { WaitPoint::AfterSync } else { WaitPoint::AfterCommit },
                wait_no_replica: true,
            },
        }
    }
}
