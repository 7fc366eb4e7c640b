//! The algorithm in force with its positions, and what it is told of changes.

use super::algorithm::Algorithm;
use super::config::BackendConfig;
use super::first::First;
use super::hash::HashMethod;
use super::least_conn::LeastConn;
use super::map::SlotMap;
use super::pool::{InUse, Pool};
use super::random::Random;
use super::ring::Ring;
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
    /// `static-rr`.
    StaticRr(SlotMap),
    /// `leastconn`.
    LeastConn(LeastConn),
    /// `first`.
    First(First),
    /// A hash with `hash-type map-based`.
    Map(SlotMap),
    /// A hash with `hash-type consistent`.
    Ring(Ring),
    /// `random`.
    Random(Random),
}

impl Balance {
    /// The algorithm of `config` as at a start, with `pool` as it is.
    pub(super) fn new(config: &BackendConfig, pool: &Pool) -> Balance {
        match config.algorithm {
            Algorithm::RoundRobin => Balance::RoundRobin(Box::new(RoundRobin::new(pool))),
            Algorithm::StaticRr => Balance::StaticRr(SlotMap::new(pool)),
            Algorithm::LeastConn => Balance::LeastConn(LeastConn::new(pool)),
            Algorithm::First => Balance::First(First::new(pool)),
            Algorithm::Random => {
                Balance::Random(Random::new(pool, config.balance_factor, config.draws, config.random_state))
            }
            Algorithm::Source | Algorithm::Uri | Algorithm::UrlParam | Algorithm::Hdr => {
                match config.hash_type.method {
                    HashMethod::MapBased => Balance::Map(SlotMap::new(pool)),
                    HashMethod::Consistent => Balance::Ring(Ring::new(pool, config.balance_factor)),
                }
            }
        }
    }

    /// A server for a request with this `hash`; `avoid`, which has just failed it, only if there is no other. Where the turn
    /// decides, it goes behind a `backlog` without a look at the servers.
    pub(super) fn choose(&mut self, pool: &Pool, hash: Option<u32>, avoid: Option<u16>, backlog: bool) -> Choice {
        let in_use = pool.in_use();
        if in_use == InUse::Nothing {
            return Choice::Nothing;
        }
        let backups = in_use == InUse::AllBackups;
        // A backup that is in use alone is given everything, whatever its position and load.
        let lone = if let InUse::FirstBackup(first) = in_use { Some(first) } else { None };
        let chosen = match self {
            Balance::Map(map) => match hash {
                Some(hash) => map.lookup(hash),
                None => map.turn(pool, avoid),
            },
            Balance::RoundRobin(_) | Balance::StaticRr(_) | Balance::First(_) if backlog => None,
            Balance::StaticRr(map) => map.turn(pool, avoid),
            Balance::Random(random) => match lone {
                Some(first) => random.lone(pool, first),
                None => random.choose(pool, avoid),
            },
            _ if lone.is_some() => lone,
            Balance::RoundRobin(turn) => turn.choose(pool, backups, avoid),
            Balance::LeastConn(least) => least.choose(pool, backups, avoid),
            Balance::First(first) => first.choose(pool, backups, avoid),
            Balance::Ring(ring) => match hash {
                Some(hash) => ring.lookup(pool, hash, avoid),
                None => ring.turn(pool, avoid),
            },
        };
        chosen.map_or(Choice::Full, Choice::Server)
    }

    /// A server became usable, and `pool` says so already.
    pub(super) fn gained(&mut self, pool: &Pool, server: u16) {
        match self {
            Balance::RoundRobin(turn) => turn.gained(pool, server),
            Balance::LeastConn(least) => least.gained(pool, server),
            Balance::First(first) => first.gained(pool, server),
            _ => self.rebuild(pool),
        }
    }

    /// A server stopped being usable, and `pool` says so already.
    pub(super) fn lost(&mut self, pool: &Pool, server: u16) {
        match self {
            Balance::RoundRobin(turn) => turn.lost(pool, server),
            Balance::LeastConn(least) => least.lost(pool, server),
            Balance::First(first) => first.lost(pool, server),
            _ => self.rebuild(pool),
        }
    }

    /// The weight of a server that was and is usable changed, and `pool` says so already.
    pub(super) fn reweighed(&mut self, pool: &Pool, server: u16) {
        match self {
            Balance::RoundRobin(turn) => turn.reweighed(pool, server),
            Balance::LeastConn(least) => least.reweighed(pool, server),
            Balance::First(_) => {}
            _ => self.rebuild(pool),
        }
    }

    /// Tables and rings are made anew at every change.
    fn rebuild(&mut self, pool: &Pool) {
        match self {
            Balance::StaticRr(map) | Balance::Map(map) => map.rebuild(pool),
            Balance::Ring(ring) | Balance::Random(Random { ring, .. }) => ring.rebuild(pool),
            Balance::RoundRobin(_) | Balance::LeastConn(_) | Balance::First(_) => {}
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
            Balance::First(first) => first.audit(pool),
            Balance::Ring(ring) | Balance::Random(Random { ring, .. }) => ring.audit(pool),
            Balance::StaticRr(map) | Balance::Map(map) => match (map.lookup(0), pool.in_use()) {
                (None, InUse::Nothing) | (Some(_), _) => Ok(()),
                (None, _) => Err("servers are in use but the table is empty".to_owned()),
            },
        }
    }
}
