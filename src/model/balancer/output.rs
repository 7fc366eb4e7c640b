//! What the balancer wants done: plain values, in the order they are to be done. Knows no driver.

use super::log::BalancerLog;
use crate::engine::time::SimDuration;

/// A server of the backend: its place in the declaration order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerIndex(pub u16);

impl ServerIndex {
    /// The place as a number, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One client connection with its one request. The generation tells a stream from an earlier one in the same slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StreamId {
    /// The slot; reused after the stream's end.
    pub index: u32,
    /// How often the slot was used before.
    pub generation: u32,
}

/// Why a stream ended: the first two characters of HAProxy's termination state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Termination {
    /// `--`: the server answered, whatever it said.
    Normal,
    /// `CR`: the client left before its request was whole.
    ClientLeftRequest,
    /// `PR`: what came was no request that HAProxy takes.
    BadRequest,
    /// `cR`: the request was not whole in `timeout client`.
    ClientTimeout,
    /// `SC`: no server to be had, or the last connection tried was refused.
    NoConnection,
    /// `sC`: the last connection tried was not accepted in `timeout connect`.
    ConnectTimeout,
    /// `CQ`: the client left while its request waited in a queue (`option abortonclose`).
    ClientLeftQueue,
    /// `CC`: the client left while a connection was being made (`option abortonclose`).
    ClientLeftConnect,
    /// `CH`: the client left while the server was to answer (`option abortonclose`).
    ClientLeftAnswer,
    /// `SQ`: the queue of its server was full.
    QueueFull,
    /// `DH`: its server went DOWN, and its requests were cut.
    ServerDown,
    /// `UH`: an active server came UP, and the backups' requests were cut.
    BackupRetired,
    /// `sQ`: no place in `timeout queue`.
    QueueTimeout,
    /// `SH`: the server closed or reset without an answer.
    ServerClosed,
    /// `sH`: no answer in `timeout server`.
    ServerTimeout,
    /// `PH`: what came was not HTTP.
    NotHttp,
}

impl Termination {
    /// HAProxy's two characters.
    pub const fn keyword(self) -> &'static str {
        match self {
            Termination::Normal => "--",
            Termination::ClientLeftRequest => "CR",
            Termination::BadRequest => "PR",
            Termination::ClientTimeout => "cR",
            Termination::NoConnection => "SC",
            Termination::ConnectTimeout => "sC",
            Termination::ClientLeftQueue => "CQ",
            Termination::ClientLeftConnect => "CC",
            Termination::ClientLeftAnswer => "CH",
            Termination::QueueFull => "SQ",
            Termination::ServerDown => "DH",
            Termination::BackupRetired => "UH",
            Termination::QueueTimeout => "sQ",
            Termination::ServerClosed => "SH",
            Termination::ServerTimeout => "sH",
            Termination::NotHttp => "PH",
        }
    }
}

impl Termination {
    /// Whether the client has gone, so that nobody reads an answer.
    pub const fn client_left(self) -> bool {
        matches!(
            self,
            Termination::ClientLeftRequest
                | Termination::ClientLeftQueue
                | Termination::ClientLeftConnect
                | Termination::ClientLeftAnswer
        )
    }
}

/// How a stream ended: what HAProxy's log line says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The status the client is sent, the server's or the balancer's own.
    pub status: u16,
    /// Why.
    pub termination: Termination,
    /// The last server chosen for it; `None` is the log's `<NOSRV>`.
    pub server: Option<ServerIndex>,
    /// Connections tried again.
    pub retries: u32,
    /// Whether another server was chosen after a first one (the log's `+`).
    pub redispatched: bool,
    /// Place in the backend's queue counted in requests taken from it meanwhile, its own included; 0: was not there.
    pub backend_queue: u32,
    /// The same for a server's own queue.
    pub server_queue: u32,
    /// Whether the answer takes its server's cookie to the client.
    pub set_cookie: bool,
}

impl Ending {
    /// The server whose answer the client is sent; `None`: the balancer speaks for itself.
    pub fn answered_by(&self) -> Option<ServerIndex> {
        self.server.filter(|_| self.termination == Termination::Normal)
    }
}

/// One thing to be done. A stream's end is said once, by `Answer` or `Closed`; its timer is void then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Open a connection to the server, and when it stands send the request. The attempt's number comes back with
    /// every input about it.
    Connect {
        /// For which stream.
        stream: StreamId,
        /// Which try: counts up from 1 and wraps; only the latest is listened to.
        attempt: u8,
        /// Where to.
        server: ServerIndex,
    },
    /// Close the server's side of a connection: the balancer has given up on it.
    Abandon {
        /// Of which stream.
        stream: StreamId,
        /// Which try.
        attempt: u8,
        /// Where it went.
        server: ServerIndex,
    },
    /// Send the client an answer and close. The stream has ended.
    Answer {
        /// Which stream; the id is stale from now on.
        stream: StreamId,
        /// The driver's own handle.
        token: u64,
        /// What is sent, and why.
        ending: Ending,
    },
    /// Close without an answer, there is nobody to read it. The stream has ended.
    Closed {
        /// Which stream; the id is stale from now on.
        stream: StreamId,
        /// The driver's own handle.
        token: u64,
        /// Why.
        ending: Ending,
    },
    /// Call `timer_due` for the stream after this time; replaces the stream's earlier timer.
    Arm {
        /// Which stream.
        stream: StreamId,
        /// From now.
        after: SimDuration,
    },
    /// Send a health check.
    SendCheck {
        /// To which server.
        server: ServerIndex,
        /// Comes back with the check's result.
        number: u32,
    },
    /// Call `check_due` for the server after this time; replaces the server's earlier one.
    ArmCheck {
        /// Which server.
        server: ServerIndex,
        /// From now.
        after: SimDuration,
    },
    /// Call `check_timeout` with the number after this time, unless its result came.
    ArmCheckTimeout {
        /// Which server.
        server: ServerIndex,
        /// Which check.
        number: u32,
        /// From now.
        after: SimDuration,
    },
    /// Call `warmup_due` for the server after this time.
    ArmWarmup {
        /// Which server.
        server: ServerIndex,
        /// From now.
        after: SimDuration,
    },
    /// Something a person may want to read.
    Log(BalancerLog),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_stay_small_enough_to_be_copied_in_the_hot_path() {
        assert!(size_of::<Output>() <= 48, "{} bytes", size_of::<Output>());
    }
}
