//! What a screen may see of the balancer: plain values, and HAProxy's own status texts.

use super::health::{CheckResult, Health};
use super::output::ServerIndex;
use super::server::Admin;
use crate::engine::time::{SimDuration, SimTime};
use core::fmt;

/// A server's status as HAProxy's statistics show it; `Display` gives the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `no check`: never checked, counts as up.
    NoCheck,
    /// `UP`: in full health.
    Up,
    /// `UP 2/3`: that many more of `fall` failed checks and it is DOWN.
    GoingDown {
        /// Failed checks still survived, plus one.
        left: u32,
        /// The server's `fall`.
        fall: u32,
    },
    /// `NOLB`: passes its checks and asks, by 404, for no new requests; with the failed checks it still survives, plus one, and
    /// `fall`, where it is not in full health.
    Nolb(Option<(u32, u32)>),
    /// `DOWN`.
    Down,
    /// `DOWN 1/2`: that many of `rise` checks have passed.
    GoingUp {
        /// Passed checks.
        passes: u32,
        /// The server's `rise`.
        rise: u32,
    },
    /// `DRAIN`: up, but no new requests by balancing.
    Drain,
    /// `MAINT`: taken out, not checked.
    Maint,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Status::NoCheck => f.write_str("no check"),
            Status::Up => f.write_str("UP"),
            Status::GoingDown { left, fall } => write!(f, "UP {left}/{fall}"),
            Status::Nolb(None) => f.write_str("NOLB"),
            Status::Nolb(Some((left, fall))) => write!(f, "NOLB {left}/{fall}"),
            Status::Down => f.write_str("DOWN"),
            Status::GoingUp { passes, rise } => write!(f, "DOWN {passes}/{rise}"),
            Status::Drain => f.write_str("DRAIN"),
            Status::Maint => f.write_str("MAINT"),
        }
    }
}

/// What a stream is doing, for a screen or a driver that wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Its request is not whole yet.
    Receiving,
    /// Waiting in the backend's queue, or in the queue of one server.
    Queued {
        /// The one server it waits for; `None`: whichever is free first.
        server: Option<ServerIndex>,
    },
    /// A connection to the server is being made.
    Connecting {
        /// Which server.
        server: ServerIndex,
    },
    /// Pausing after a refused connection.
    Pausing,
    /// The server is to answer.
    Waiting {
        /// Which server.
        server: ServerIndex,
    },
}

/// The last few check results of a server, oldest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecentChecks {
    results: [Option<CheckResult>; RecentChecks::KEPT],
}

impl RecentChecks {
    /// How many are kept.
    pub const KEPT: usize = 8;

    /// The kept results, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = CheckResult> + '_ {
        self.results.iter().flatten().copied()
    }

    /// The newest, if there is one.
    pub fn last(&self) -> Option<CheckResult> {
        self.results[RecentChecks::KEPT - 1]
    }

    /// Forgets the oldest for `result`.
    pub(super) fn push(&mut self, result: CheckResult) {
        self.results.rotate_left(1);
        self.results[RecentChecks::KEPT - 1] = Some(result);
    }
}

/// What HAProxy counts for each server; the names are those of its statistics (`show stat`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// `stot`: connections tried to this server, repeated ones too.
    pub stot: u64,
    /// `econ`: requests given up because no connection to it came about.
    pub econ: u64,
    /// `eresp`: connections that ended without a usable answer, or none in time.
    pub eresp: u64,
    /// `lbtot`: how often balancing chose it.
    pub lbtot: u64,
    /// `wretr`: connections tried again on this server.
    pub wretr: u64,
    /// `wredis`: requests that left this server for another one.
    pub wredis: u64,
    /// `chkfail`: failed checks, those of a server already DOWN not counted.
    pub chkfail: u64,
    /// `hanafail`: errors in a row among its answers that counted as a failed check.
    pub hanafail: u64,
    /// `hrsp_1xx` to `hrsp_5xx`: its answers by the first figure of their status.
    pub hrsp: [u64; 5],
    /// `chkdown`: how often it went from UP to DOWN.
    pub chkdown: u64,
}

impl Counters {
    /// Both together.
    pub(super) fn plus(self, other: &Counters) -> Counters {
        let mut hrsp = self.hrsp;
        hrsp.iter_mut().zip(other.hrsp).for_each(|(sum, count)| *sum += count);
        Counters {
            stot: self.stot + other.stot,
            econ: self.econ + other.econ,
            eresp: self.eresp + other.eresp,
            lbtot: self.lbtot + other.lbtot,
            wretr: self.wretr + other.wretr,
            wredis: self.wredis + other.wredis,
            chkfail: self.chkfail + other.chkfail,
            hanafail: self.hanafail + other.hanafail,
            hrsp,
            chkdown: self.chkdown + other.chkdown,
        }
    }
}

/// One server, as the statistics page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerView {
    /// In HAProxy's words.
    pub status: Status,
    /// The weight shown: its present share, rounded up to whole weight units.
    pub weight: u32,
    /// Whether it is declared as a backup.
    pub backup: bool,
    /// Whether balancing may choose it at this moment: usable, and of the group that is in use.
    pub in_use: bool,
    /// Open requests: with a connection, or one being made.
    pub open: u32,
    /// Most of them at once.
    pub open_max: u32,
    /// Requests waiting for this server alone.
    pub queued: u32,
    /// Most of them at once.
    pub queued_max: u32,
    /// The percentage of its weight that it has reached in a slow start under way.
    pub throttle: Option<u32>,
    /// HAProxy's number of it.
    pub id: u32,
    /// Its limit of open requests.
    pub maxconn: Option<u32>,
    /// Its limit of requests that wait for it alone; 0: none.
    pub maxqueue: u32,
    /// The weight it was given, whatever it has reached of it.
    pub set_weight: u32,
    /// What it was ordered to be.
    pub admin: Admin,
    /// Whether balancing may choose it, be its group in use or not.
    pub usable: bool,
    /// Where its checks stand; `None`: it is not checked.
    pub check: Option<CheckState>,
    /// Whether the connection of its last check stood.
    pub check_connected: bool,
    /// What was counted since the start.
    pub counters: Counters,
    /// When its state changed last; the start if it never did.
    pub last_change: SimTime,
    /// How long it has been DOWN or in maintenance, all told, up to now.
    pub downtime: SimDuration,
    /// Its last checks.
    pub checks: RecentChecks,
}

/// Where a server's checks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckState {
    /// Its health.
    pub health: Health,
    /// Passed checks in a row until UP.
    pub rise: u32,
    /// Failed checks in a row until DOWN.
    pub fall: u32,
}

/// The frontend, as the statistics page shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrontendView {
    /// Connections accepted.
    pub accepted: u64,
    /// Whole requests received.
    pub requests: u64,
    /// Connections whose request was not whole in time.
    pub bad_requests: u64,
    /// Answers by the first figure of their status, HAProxy's own among them.
    pub answers: [u64; 5],
    /// Connections now.
    pub streams: u32,
    /// Most of them at once.
    pub streams_max: u32,
}

/// The backend as a whole, as the statistics page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackendView {
    /// Whether any server can be chosen (`UP` or `DOWN`).
    pub up: bool,
    /// The weight of the servers in use together.
    pub weight: u32,
    /// Whether no active server is usable but a backup is.
    pub on_backup: bool,
    /// Usable active servers.
    pub usable_active: u32,
    /// Requests waiting for whichever server is free first.
    pub queued: u32,
    /// Most of them at once.
    pub queued_max: u32,
    /// Requests that HAProxy has and that have not ended.
    pub open: u32,
    /// Most of them at once.
    pub open_max: u32,
    /// Streams that have not ended, whatever they are doing.
    pub streams: u32,
    /// What was counted since the start: the servers' sums, and the `econ` of requests that had no server.
    pub counters: Counters,
}
