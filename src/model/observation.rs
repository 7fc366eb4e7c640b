//! What the model tells whoever watches. It keeps no statistics itself.

use super::choice::choice;
use super::diary::{Followed, Happening};
use super::id::MachineId;
use super::note::Note;
use super::server::code::Version;
use crate::engine::time::{SimDuration, SimTime};

/// Watches a run. Calls are monomorphic and inlined: an observer that ignores an observation pays nothing for it.
pub trait Observer {
    /// Something was observed at `now`.
    fn observe(&mut self, now: SimTime, observation: Observation);

    /// The client of whom [`Observation::Befell`] is to tell, if there is one. Whatever is answered, the run is the same.
    #[inline(always)]
    fn followed(&self) -> Option<Followed> {
        None
    }
}

/// Watches nothing: for measuring the model alone.
impl Observer for () {
    fn observe(&mut self, _: SimTime, _: Observation) {}
}

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub enum Observation {
    /// A client began a request: it is now at its first place.
    Arrived {
        /// The number of this attempt at it, from 0.
        ordinal: u64,
        /// The key of its draws, by which its client is known.
        draws: u64,
        /// What it asks for.
        kind: Kind,
        /// Where it is now.
        place: Place,
        /// When it will be at the next place, where that is known: the end of a crossing. Else [`SimTime::NEVER`].
        until: SimTime,
    },
    /// A request went from one place to another; it is always in exactly one.
    Moved {
        /// The request's number.
        ordinal: u64,
        /// Where it was.
        from: Place,
        /// Since when.
        since: SimTime,
        /// Where it is now.
        to: Place,
        /// When it will be at the next place, where that is known: the end of a crossing. Else [`SimTime::NEVER`].
        until: SimTime,
    },
    /// A request ended for its client, once and for all. Work on it may go on.
    Ended {
        /// The request's number.
        ordinal: u64,
        /// What it asked for.
        kind: Kind,
        /// How it ended.
        outcome: Outcome,
        /// From the client's first byte to now.
        response: SimDuration,
        /// The server that answered it, if one did.
        server: Option<MachineId>,
        /// The version of the application's code that made its page, if one did.
        version: Option<Version>,
    },
    /// Nothing works on the request any more: it left the system.
    Left {
        /// The request's number.
        ordinal: u64,
        /// Its last place.
        from: Place,
        /// Since when.
        since: SimTime,
    },
    /// A client's attempt ended, and it will try again: its request goes on as another attempt.
    AttemptFailed {
        /// The attempt's number.
        ordinal: u64,
        /// How it ended.
        outcome: Outcome,
    },
    /// That other attempt begins, with a pause.
    TriedAgain {
        /// Its number.
        ordinal: u64,
        /// The key of its draws, by which its client is known.
        draws: u64,
        /// What it asks for.
        kind: Kind,
        /// Where it is now.
        place: Place,
        /// When the pause is over.
        until: SimTime,
        /// When its client began the first attempt.
        began: SimTime,
    },
    /// A user's session is not known to the server that works on his page: he must log in again.
    SessionLost {
        /// The server.
        machine: MachineId,
    },
    /// A connection attempt beyond the first.
    Retried {
        /// The server it goes to now.
        machine: MachineId,
    },
    /// A database answered a read.
    Read {
        /// Where it was read.
        machine: MachineId,
        /// Whether the primary had already changed the row.
        stale: bool,
        /// Whether it lacked the last acknowledged write of who read.
        own: bool,
    },
    /// Something befell the client who is followed.
    Befell {
        /// The number of the attempt of his that it befell.
        attempt: u64,
        /// What.
        what: Happening,
    },
    /// Something that belongs in the event log.
    Noted(Note),
}

choice! {
    /// What a request asks for.
    pub enum Kind {
        /// A file that nginx answers itself.
        Static = "static",
        /// A page that reads.
        Read = "read",
        /// A page that writes.
        Write = "write",
    }
}

choice! {
    /// What a request is doing.
    pub enum Stage {
        /// On the internet, either way, connection set-up included.
        Internet = "internet",
        /// HAProxy's processor works on it.
        Balancing = "balancing",
        /// In HAProxy's queue, no server having room.
        Queued = "queued",
        /// HAProxy waits for a server's connection, or pauses before a retry.
        Connecting = "connecting",
        /// Between balancer and server, either way.
        Lan = "lan",
        /// nginx works on it.
        Nginx = "nginx",
        /// nginx tries to connect to an application server whose accept queue is full.
        Dropped = "dropped",
        /// In the application server's accept queue.
        Accept = "accept",
        /// A worker runs its code.
        Worker = "worker",
        /// Its worker waits for a database.
        Database = "database",
        /// Waits in the bare queue.
        Waiting = "waiting",
        /// Served by the bare queue.
        Service = "service",
        /// Lost on a machine that went off, or between machines: nobody works on it, somebody may still wait.
        Nowhere = "nowhere",
        /// Its client pauses before it tries again.
        Backoff = "backoff",
        /// Its worker waits for a connection of the pool.
        Pool = "pool",
    }
}

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is doing.
    pub stage: Stage,
    /// On which machine, or towards which.
    pub machine: MachineId,
    /// The machine it has to do with there: the other end of a link, or the database called.
    pub peer: MachineId,
}

choice! {
    /// The ledger's classes.
    pub enum Class {
        /// Any status below 500 but 429, in time.
        Answered = "answered",
        /// Turned away before any work: 429, 503, connection refused.
        Refused = "refused",
        /// Any other 5xx, or cut.
        Failed = "failed",
        /// 504, or the client gave up.
        TimedOut = "timed_out",
    }
}

choice! {
    /// Why a request was not answered.
    pub enum Cause {
        /// The client waited its whole patience.
        GaveUp = "gave_up",
        /// The balancer's process is dead: connection refused.
        BalancerRefused = "balancer_refused",
        /// The connection to the balancer was cut.
        BalancerCut = "balancer_cut",
        /// nginx is dead, and clients speak to it directly: connection refused.
        NginxRefused = "nginx_refused",
        /// The connection to nginx was cut.
        NginxCut = "nginx_cut",
        /// nginx has no connection slot left: it accepted its client and closed at once.
        TurnedAway = "turned_away",
        /// 503: no server is usable.
        NoServer = "no_server",
        /// 503: every connection attempt failed.
        ConnectFailed = "connect_failed",
        /// 503: too long in HAProxy's queue.
        QueueTimeout = "queue_timeout",
        /// 503: the queue of the request's server was full.
        QueueFull = "queue_full",
        /// 502: HAProxy cut it when a server's state changed.
        SessionCut = "session_cut",
        /// 408: the request did not arrive in time.
        RequestTimeout = "request_timeout",
        /// 504: the server did not answer in time.
        ServerTimeout = "server_timeout",
        /// 502: the server closed without an answer.
        ServerClosed = "server_closed",
        /// 502: nginx has no connection slot left and closed at once.
        NginxFull = "nginx_full",
        /// 500: nginx has no connection slot left for the application.
        UpstreamFull = "upstream_full",
        /// 502: the application server is dead.
        AppRefused = "app_refused",
        /// 502: the application server died while it worked on it.
        AppDied = "app_died",
        /// 504: the application did not answer nginx in time.
        AppTimeout = "app_timeout",
        /// 500: a database call got no answer in time.
        DbTimeout = "db_timeout",
        /// 500: the database refused the connection (2003).
        DbRefused = "db_refused",
        /// 500: the database died during the call (2013).
        DbDied = "db_died",
        /// 500: the database is read-only (1290).
        DbReadOnly = "db_read_only",
        /// 500: the database has too many connections (1040).
        DbTooMany = "db_too_many",
        /// 500: too long behind another's lock of the row (1205).
        DbLockWait = "db_lock_wait",
        /// 500: a deadlock, in which this one was the victim (1213).
        DbDeadlock = "db_deadlock",
        /// 500: the application has not been told which database is the primary.
        NoPrimary = "no_primary",
        /// 503: more requests a second of one client than nginx lets through (`limit_req`).
        RateLimited = "rate_limited",
        /// 503: more requests of one client at once than nginx lets through (`limit_conn`).
        ConnLimited = "conn_limited",
        /// 502: every application of the group has failed lately (`no live upstreams`).
        NoLiveUpstream = "no_live_upstream",
        /// 500: no connection to a database came free in time.
        PoolTimeout = "pool_timeout",
        /// 500: the code of the application has a fault.
        CodeError = "code_error",
        /// 500: the worker worked on it too long and was interrupted.
        WorkerTimeout = "worker_timeout",
        /// 502, or cut: the worker worked on it too long and was killed.
        WorkerKilled = "worker_killed",
    }
}

/// How a request ended for its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its place in the ledger.
    pub class: Class,
    /// HTTP status; 0 where there was none.
    pub status: u16,
    /// Why it was not answered, and where that was decided or where it was when its client gave up.
    pub cause: Option<(Cause, Place)>,
}
