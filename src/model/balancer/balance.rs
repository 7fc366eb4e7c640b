//! The algorithms behind one closed choice. Knows servers and keys, no stream.

use super::RequestKey;
use super::config::Algorithm;
use super::least_conn::LeastConn;
use super::map::SlotMap;
use super::pool::{InUse, Pool};
use super::round_robin::RoundRobin;

/// What came of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This server. It may be full: then the request waits for it.
    Server(u16),
    /// All servers are full.
    Full,
    /// There is no server to choose.
    Nothing,
}

/// An algorithm with its positions.
#[derive(Clone, Debug)]
pub(super) enum Balance {
    /// `roundrobin`.
    RoundRobin(Box<RoundRobin>),
    /// `leastconn`.
    LeastConn(LeastConn),
    /// `source` with `hash-type map-based`.
    Source(SlotMap),
}

impl Balance {
    /// `algorithm` as at a start, with `pool` as it is.
    pub(super) fn new(algorithm: Algorithm, pool: &Pool) -> Balance {
        match algorithm {
            Algorithm::RoundRobin => Balance::RoundRobin(Box::new(RoundRobin::new(pool))),
            Algorithm::LeastConn => Balance::LeastConn(LeastConn::new(pool)),
            Algorithm::Source => Balance::Source(SlotMap::new(pool)),
        }
    }

    /// A server for a request with `key`; `avoid`, which has just failed it, only if there is no other. Where the turn
    /// decides, it goes behind a `backlog` without a look at the servers.
    pub(super) fn choose(&mut self, pool: &Pool, key: RequestKey, avoid: Option<u16>, backlog: bool) -> Choice {
        let in_use = pool.in_use();
        if in_use == InUse::Nothing {
            return Choice::Nothing;
        }
        let backups = in_use == InUse::AllBackups;
        let chosen = match (self, in_use) {
            (Balance::Source(map), _) => map.lookup(key.source),
            (Balance::RoundRobin(_), _) if backlog => None,
            // A backup that is in use alone is given everything, whatever its position and load.
            (_, InUse::FirstBackup(first)) => Some(first),
            (Balance::RoundRobin(turn), _) => turn.choose(pool, backups, avoid),
            (Balance::LeastConn(least), _) => least.choose(pool, backups, avoid),
        };
        chosen.map_or(Choice::Full, Choice::Server)
    }

    /// A server became usable, and `pool` says so already.
    pub(super) fn gained(&mut self, pool: &Pool, server: u16) {
        match self {
            Balance::RoundRobin(turn) => turn.gained(pool, server),
            Balance::LeastConn(least) => least.gained(pool, server),
            Balance::Source(map) => map.rebuild(pool),
        }
    }

    /// A server stopped being usable, and `pool` says so already.
    pub(super) fn lost(&mut self, pool: &Pool, server: u16) {
        match self {
            Balance::RoundRobin(turn) => turn.lost(pool, server),
            Balance::LeastConn(least) => least.lost(pool, server),
            Balance::Source(map) => map.rebuild(pool),
        }
    }

    /// The weight of a server that was and is usable changed, and `pool` says so already.
    pub(super) fn reweighed(&mut self, pool: &Pool, server: u16) {
        match self {
            Balance::RoundRobin(turn) => turn.reweighed(pool, server),
            Balance::LeastConn(least) => least.reweighed(pool, server),
            Balance::Source(map) => map.rebuild(pool),
        }
    }

    /// A server took or released a request.
    pub(super) fn load_changed(&mut self, pool: &Pool, server: u16) {
        if let Balance::LeastConn(least) = self {
            least.load_changed(pool, server);
        }
    }

    /// Checks the positions against the servers.
    pub(super) fn audit(&self, pool: &Pool) -> Result<(), String> {
        match self {
            Balance::RoundRobin(turn) => turn.audit(pool),
            Balance::LeastConn(least) => least.audit(pool),
            Balance::Source(map) => match (map.lookup(0), pool.in_use()) {
                (None, InUse::Nothing) | (Some(_), _) => Ok(()),
                (None, _) => Err("servers are in use but the table is empty".to_owned()),
            },
        }
    }
}
