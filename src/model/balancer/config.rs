//! What a backend is told before it starts, in HAProxy's words. Knows no stream, no time of day and no server's health.

use super::algorithm::Algorithm;
use super::hash::HashType;
use super::observe::Observe;
use super::persistence::Stick;
use super::random::HAPROXY_STATE;
use super::retry::{Redispatch, RetryOn};
use super::selector::Selector;
use crate::engine::time::SimDuration;

/// How long the balancer waits for what (`timeout ...`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For the client's whole request.
    pub client: SimDuration,
    /// For a server to accept a connection.
    pub connect: SimDuration,
    /// For a server's answer once connected.
    pub server: SimDuration,
    /// In a queue; `None` is HAProxy's default, the connect timeout.
    pub queue: Option<SimDuration>,
}

impl Timeouts {
    /// A limit that is not set: HAProxy then waits for ever, and needs no timer.
    pub const NONE: SimDuration = SimDuration::from_nanos(u64::MAX);

    /// The limit of a wait in a queue.
    pub fn in_queue(&self) -> SimDuration {
        self.queue.unwrap_or(self.connect)
    }
}

impl Default for Timeouts {
    /// 50 s for client and server, 5 s to connect and in the queue (chosen: HAProxy has no defaults for the three).
    fn default() -> Timeouts {
        Timeouts {
            client: SimDuration::from_seconds(50),
            connect: SimDuration::from_seconds(5),
            server: SimDuration::from_seconds(50),
            queue: None,
        }
    }
}

/// How a server's health is checked (`check inter rise fall ...`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckConfig {
    /// From the end of a check to the next, in full health; also how long an unanswered check lasts.
    pub inter: SimDuration,
    /// The same in transition, on the way down or up; `None`: as `inter`.
    pub fastinter: Option<SimDuration>,
    /// The same when DOWN; `None`: as `inter`.
    pub downinter: Option<SimDuration>,
    /// Passed checks in a row that bring a server UP; 0 is read as 1.
    pub rise: u32,
    /// Failed checks in a row that take a server in full health DOWN; 0 is read as 1.
    pub fall: u32,
}

impl Default for CheckConfig {
    /// HAProxy's: every 2 s, rise 2, fall 3.
    fn default() -> CheckConfig {
        CheckConfig { inter: SimDuration::from_seconds(2), fastinter: None, downinter: None, rise: 2, fall: 3 }
    }
}

/// One `server` line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerConfig {
    /// Its share, 0 to [`ServerConfig::WEIGHT_MAX`]; 0: no request by balancing.
    pub weight: u32,
    /// Used only when no active server is usable.
    pub backup: bool,
    /// Its number, by which `first`, consistent hashing and stick tables know it.
    pub id: u32,
    /// Requests it may have at once (`maxconn`); `None`: no limit.
    pub maxconn: Option<u32>,
    /// What `maxconn` shrinks to while the backend has little to do (`minconn`); `None`: it does not.
    pub minconn: Option<u32>,
    /// Requests that may wait for it alone (`maxqueue`); 0: any number.
    pub maxqueue: u32,
    /// How long it takes to come to its whole weight after it came up (`slowstart`); zero: no time.
    pub slowstart: SimDuration,
    /// Whether and how its answers to requests count as checks.
    pub observe: Option<Observe>,
    /// `on-marked-down shutdown-sessions`: its requests are cut when it goes DOWN.
    pub cuts_when_down: bool,
    /// `on-marked-up shutdown-backup-sessions`: the backups' requests are cut when it comes UP.
    pub cuts_backups_when_up: bool,
    /// How it is checked; `None`: never, it counts as up.
    pub check: Option<CheckConfig>,
}

impl ServerConfig {
    /// The largest weight HAProxy accepts.
    pub const WEIGHT_MAX: u32 = 256;
}

impl Default for ServerConfig {
    /// HAProxy's: weight 1, active, no limit, no check.
    fn default() -> ServerConfig {
        ServerConfig {
            weight: 1,
            backup: false,
            id: 0,
            maxconn: None,
            minconn: None,
            maxqueue: 0,
            slowstart: SimDuration::ZERO,
            observe: None,
            cuts_when_down: false,
            cuts_backups_when_up: false,
            check: None,
        }
    }
}

/// A `backend` section with the `defaults` that matter to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendConfig {
    /// How a server is chosen.
    pub algorithm: Algorithm,
    /// The servers in declaration order, which decides ties.
    pub servers: Vec<ServerConfig>,
    /// `option allbackups`: without an active server all usable backups share the load, not only the first.
    pub all_backups: bool,
    /// The time limits.
    pub timeouts: Timeouts,
    /// How often a failed connection is tried again.
    pub retries: u32,
    /// Whether and when another server may be tried.
    pub redispatch: Redispatch,
    /// What else is tried again.
    pub retry_on: RetryOn,
    /// How hashes are spread.
    pub hash_type: HashType,
    /// What of a request is hashed.
    pub selector: Selector,
    /// `hash-balance-factor`: percent of the mean load that a server may have; 0: any.
    pub balance_factor: u32,
    /// `random(N)`: how many are drawn.
    pub draws: u32,
    /// Where the generator of `random` begins; not 0.
    pub random_state: u32,
    /// Requests in the backend from which servers have all of their `maxconn` (`fullconn`); 0: always.
    pub fullconn: u32,
    /// `cookie ... insert indirect`: who has been to a server is sent a cookie and comes back to it.
    pub cookie: bool,
    /// `stick on`: the balancer remembers who has been where.
    pub stick: Option<Stick>,
    /// `http-check disable-on-404`: who answers a check so gets no new requests, and is not down.
    pub disable_on_404: bool,
    /// `option abortonclose`: what its client has left is dropped.
    pub abort_on_close: bool,
}

impl BackendConfig {
    /// `servers` balanced by `algorithm`, all else as HAProxy has it by default: 3 retries, always on the same server.
    pub fn new(algorithm: Algorithm, servers: Vec<ServerConfig>) -> BackendConfig {
        BackendConfig {
            algorithm,
            servers,
            all_backups: false,
            timeouts: Timeouts::default(),
            retries: 3,
            redispatch: Redispatch::Off,
            retry_on: RetryOn::default(),
            hash_type: HashType::default(),
            selector: Selector::default(),
            balance_factor: 0,
            draws: 2,
            random_state: HAPROXY_STATE,
            fullconn: 0,
            cookie: false,
            stick: None,
            disable_on_404: false,
            abort_on_close: false,
        }
    }

    /// Whether weights are fixed at the start: then only nothing and all of one can be set while it runs.
    pub fn is_static(&self) -> bool {
        match self.algorithm {
            Algorithm::StaticRr => true,
            algorithm => algorithm.is_hash() && self.hash_type.method == super::hash::HashMethod::MapBased,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_has_the_connect_timeout_unless_it_has_its_own() {
        let mut timeouts = Timeouts::default();
        assert_eq!(timeouts.in_queue(), timeouts.connect);
        timeouts.queue = Some(SimDuration::SECOND);
        assert_eq!(timeouts.in_queue(), SimDuration::SECOND);
    }
}
