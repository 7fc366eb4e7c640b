//! What a person may want to read in the event log: plain values, turned into words elsewhere.

use super::health::{CheckResult, Health};
use super::output::ServerIndex;
use super::server::Admin;

/// Why a server's state changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A health check's result.
    Check(CheckResult),
    /// Errors among its answers to requests (`observe`).
    Observed,
    /// A driver that says so (`force_state`).
    Forced,
}

/// One line of the balancer's own log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BalancerLog {
    /// A check that changed the server's health, or came out another way than the one before (as
    /// `option log-health-checks` would show).
    Check {
        /// Whose.
        server: ServerIndex,
        /// What came.
        result: CheckResult,
        /// The health after it, shown as `2/3 UP`.
        health: Health,
        /// The server's `rise`.
        rise: u32,
        /// The server's `fall`.
        fall: u32,
    },
    /// A server is DOWN: no new requests. Maintenance is not said here but as `AdminChanged`.
    ServerDown {
        /// Which.
        server: ServerIndex,
        /// Why.
        cause: Cause,
    },
    /// A server is UP again.
    ServerUp {
        /// Which.
        server: ServerIndex,
        /// Why.
        cause: Cause,
    },
    /// A person made a server ready, drained it or took it out for maintenance.
    AdminChanged {
        /// Which.
        server: ServerIndex,
        /// To what.
        admin: Admin,
    },
    /// A person gave a server another weight.
    WeightSet {
        /// Which.
        server: ServerIndex,
        /// To what.
        weight: u32,
    },
    /// A person gave a server another limit.
    MaxconnSet {
        /// Which.
        server: ServerIndex,
        /// To what; `None`: no limit.
        maxconn: Option<u32>,
    },
    /// The last usable server is gone: requests get 503.
    NoServerAvailable,
    /// No active server is usable; the backup (the first of them, with `option allbackups`) takes over.
    BackupInUse {
        /// Which backup.
        server: ServerIndex,
    },
    /// An active server is usable again and takes over.
    ActiveInUse {
        /// Which one came.
        server: ServerIndex,
    },
}
