//! The configuration of the databases, and what of it are variables of MySQL.

use crate::engine::time::SimDuration;
use crate::model::choice::choice;
use crate::model::mysql::settings::{Dialect, ParallelMode, SemiSyncSettings, Settings, WaitPoint};

choice! {
    /// When the primary acknowledges a write.
    pub enum Replication {
        /// When it is in its own log.
        Async = "async",
        /// When a replica has it in its relay log, too.
        SemiSync = "semi-sync",
    }
}

choice! {
    /// When a commit is on the disk (`innodb_flush_log_at_trx_commit`).
    pub enum Durability {
        /// Before it is acknowledged (1).
        Commit = "commit",
        /// Within a second (0): a crash of the process loses what was not.
        Second = "second",
    }
}

choice! {
    /// Whom replicas follow at the start, and how far the manager lets them.
    pub enum Topology {
        /// Each follows the primary.
        Star = "star",
        /// Each follows the database before it, in the order of their machines.
        Chain = "chain",
    }
}

choice! {
    /// Which replicas keep behind on purpose.
    pub enum Delayed {
        /// Each of them.
        All = "all",
        /// The last one alone.
        Last = "last",
    }
}

/// The databases.
#[derive(Clone, Debug, PartialEq)]
pub struct Mysql {
    /// Processor time of a read.
    pub read_cost: SimDuration,
    /// Processor time of a write.
    pub write_cost: SimDuration,
    /// One flush of the log; commits that wait together share it.
    pub flush: SimDuration,
    /// Processor time of one row of a transaction at a replica's applier.
    pub apply: SimDuration,
    /// Whom replicas follow.
    pub topology: Topology,
    /// When the primary acknowledges.
    pub replication: Replication,
    /// When a semi-synchronous commit waits (`rpl_semi_sync_source_wait_point`).
    pub wait_point: WaitPoint,
    /// How long it waits (`rpl_semi_sync_source_timeout`).
    pub semi_sync_timeout: SimDuration,
    /// Whether it waits, too, where no such replica is connected (`rpl_semi_sync_source_wait_no_replica`).
    pub wait_no_replica: bool,
    /// Applier threads of a replica (`replica_parallel_workers`).
    pub appliers: u32,
    /// What they may do at once.
    pub parallel: ParallelMode,
    /// How far a replica keeps behind (`SOURCE_DELAY`).
    pub delay: SimDuration,
    /// Which replicas do.
    pub delayed: Delayed,
    /// `max_connections`.
    pub connections: u32,
    /// `innodb_lock_wait_timeout`.
    pub lock_wait: SimDuration,
    /// When a commit is on the disk.
    pub durability: Durability,
}

impl Mysql {
    /// MySQL 8's defaults with what is set here, for the last of the databases or another one.
    pub fn settings(&self, last: bool) -> Settings {
        let defaults = Settings::of(Dialect::Mysql8);
        let semi_sync = self.replication == Replication::SemiSync;
        Settings {
            max_connections: self.connections,
            lock_wait_timeout: self.lock_wait,
            flush_each_commit: self.durability == Durability::Commit,
            appliers: self.appliers,
            parallel: self.parallel,
            delay: if last || self.delayed == Delayed::All { self.delay } else { SimDuration::ZERO },
            semi_sync: SemiSyncSettings {
                source: semi_sync,
                replica: semi_sync,
                timeout: self.semi_sync_timeout,
                wait_point: self.wait_point,
                wait_no_replica: self.wait_no_replica,
            },
            ..defaults
        }
    }
}
