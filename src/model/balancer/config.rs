//! What a backend is told before it starts, in HAProxy's words. Knows no stream, no time of day and no server's health.

use crate::engine::time::SimDuration;

/// How a server is chosen (`balance`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// `roundrobin`: in turn, smoothly in proportion to the weights.
    RoundRobin,
    /// `leastconn`: the fewest open requests for its weight.
    LeastConn,
    /// `source`: the client's address decides (`hash-type map-based`, HAProxy's default).
    Source,
}

impl Algorithm {
    /// Every algorithm, in the order a person should meet them.
    pub const ALL: [Algorithm; 3] = [Algorithm::RoundRobin, Algorithm::LeastConn, Algorithm::Source];

    /// HAProxy's word for it.
    pub const fn keyword(self) -> &'static str {
        match self {
            Algorithm::RoundRobin => "roundrobin",
            Algorithm::LeastConn => "leastconn",
            Algorithm::Source => "source",
        }
    }

    /// The algorithm HAProxy calls `keyword`, if this balancer has it.
    pub fn from_keyword(keyword: &str) -> Option<Algorithm> {
        Algorithm::ALL.into_iter().find(|algorithm| algorithm.keyword() == keyword)
    }

    /// Whether a property of the request decides: such a request waits for its server instead of taking a free one.
    pub const fn is_hash(self) -> bool {
        matches!(self, Algorithm::Source)
    }

    /// Whether the algorithm refuses weights that change at run time, other than to nothing and back.
    pub const fn is_static(self) -> bool {
        matches!(self, Algorithm::Source)
    }
}

/// When a failed connection may be tried again on another server (`option redispatch`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Redispatch {
    /// Never: always the same server. HAProxy's default.
    #[default]
    Off,
    /// `option redispatch N` with N > 0: at every N-th retry.
    Every(u32),
    /// `option redispatch -N`: at each retry whose number is a multiple of `retries + 1 - N`.
    FromLast(u32),
}

impl Redispatch {
    /// `option redispatch` with no number: at the last retry.
    pub const ON: Redispatch = Redispatch::FromLast(1);

    /// Whether the option is set at all.
    pub const fn is_on(self) -> bool {
        !matches!(self, Redispatch::Off)
    }
}

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
    /// Requests it may have at once (`maxconn`); `None`: no limit.
    pub maxconn: Option<u32>,
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
        ServerConfig { weight: 1, backup: false, maxconn: None, check: None }
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_is_found_by_its_own_keyword() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::from_keyword(algorithm.keyword()), Some(algorithm));
        }
        assert_eq!(Algorithm::from_keyword("rdp-cookie"), None);
    }

    #[test]
    fn a_queue_has_the_connect_timeout_unless_it_has_its_own() {
        let mut timeouts = Timeouts::default();
        assert_eq!(timeouts.in_queue(), timeouts.connect);
        timeouts.queue = Some(SimDuration::SECOND);
        assert_eq!(timeouts.in_queue(), SimDuration::SECOND);
    }
}
