//! `balance leastconn`: the fewest requests for its weight (HAProxy 2.6, recorded).
//!
//! Equal servers take turns: the one that has been equal longest comes first.

use super::pool::Pool;
use super::server::Server;
use super::tournament::Tournament;

/// The weight of one request in a key; larger than every effective weight.
const REQUEST: u32 = 4096;

/// The usable servers by load, active and backup apart.
#[derive(Clone, Debug)]
pub(super) struct LeastConn {
    groups: [Tournament; 2],
}

impl LeastConn {
    /// All usable servers by their load, equal ones in declaration order.
    pub(super) fn new(pool: &Pool) -> LeastConn {
        let servers = usize::from(pool.len());
        let mut least = LeastConn { groups: [Tournament::new(servers), Tournament::new(servers)] };
        for (place, server) in pool.iter().filter(|(_, server)| server.usable) {
            least.groups[usize::from(server.backup)].insert(place, key(server));
        }
        least
    }

    /// The least loaded server with room; `avoid` only if there is no other. `None`: all are full.
    pub(super) fn choose(&self, pool: &Pool, backups: bool, avoid: Option<u16>) -> Option<u16> {
        let group = &self.groups[usize::from(backups)];
        let first = group.first()?;
        if avoid != Some(first) && has_room(pool, first) {
            return Some(first);
        }
        let fits = |server| avoid != Some(server) && has_room(pool, server);
        let avoided = || avoid.filter(|&server| group.contains(server) && has_room(pool, server));
        group.first_that(fits).or_else(avoided)
    }

    /// A server became usable: behind its equals.
    pub(super) fn gained(&mut self, pool: &Pool, server: u16) {
        self.groups[usize::from(pool[server].backup)].insert(server, key(&pool[server]));
    }

    /// A server stopped being usable.
    pub(super) fn lost(&mut self, pool: &Pool, server: u16) {
        self.groups[usize::from(pool[server].backup)].remove(server);
    }

    /// A usable server's weight changed: behind its equals, new or old.
    pub(super) fn reweighed(&mut self, pool: &Pool, server: u16) {
        self.lost(pool, server);
        self.gained(pool, server);
    }

    /// A server took or released a request. It moves, behind its new equals, only if its key changed.
    pub(super) fn load_changed(&mut self, pool: &Pool, server: u16) {
        let group = &mut self.groups[usize::from(pool[server].backup)];
        // One that is not usable, maybe for want of weight, has no key.
        let Some(old) = group.key(server) else { return };
        let key = key(&pool[server]);
        if key != old {
            group.insert(server, key);
        }
    }

    /// Checks that exactly the usable servers are in order.
    pub(super) fn audit(&self, pool: &Pool) -> Result<(), String> {
        for (place, server) in pool.iter() {
            if self.groups[usize::from(server.backup)].contains(place) != server.usable {
                return Err(format!("server {place} in the order of loads: not so its usability {}", server.usable));
            }
        }
        Ok(())
    }
}

/// The load of a server: 0 when idle, else for the requests it would have with one more.
fn key(server: &Server) -> u32 {
    match server.served + server.queue.len() {
        0 => 0,
        requests => {
            let (load, weight) = ((requests + 1).wrapping_mul(REQUEST), server.effective_weight);
            // A weight of one unit is a power of two, as most are: that takes no division.
            if weight & weight.wrapping_sub(1) == 0 { load >> weight.trailing_zeros() } else { load / weight }
        }
    }
}

/// Whether the least loaded server may be given a request, be it to wait where that has a limit of its own.
fn has_room(pool: &Pool, server: u16) -> bool {
    let state = &pool[server];
    state.limit == u32::MAX || state.served + state.queue.len() < pool.limit(server) + state.maxqueue
}

#[cfg(test)]
mod tests {
    use super::super::config::ServerConfig;
    use super::*;
    use crate::engine::time::SimTime;

    fn pool(weights: &[u32]) -> Pool {
        let server = |&weight| {
            let config = ServerConfig { weight, ..ServerConfig::default() };
            Server::new(&config, SimTime::ZERO, SimTime::ZERO)
        };
        Pool::new(weights.iter().map(server).collect(), false, 0)
    }

    #[test]
    fn a_server_whose_key_stays_keeps_its_place_among_its_equals() {
        let pool = pool(&[1, 1]);
        let mut least = LeastConn::new(&pool);
        least.load_changed(&pool, 0);
        assert_eq!(least.choose(&pool, false, None), Some(0));
        least.reweighed(&pool, 0);
        assert_eq!(least.choose(&pool, false, None), Some(1), "but a new weight sends it behind them");
    }

    #[test]
    fn idle_servers_come_first_whatever_their_weight_and_then_it_counts() {
        let mut pool = pool(&[10, 1]);
        let mut least = LeastConn::new(&pool);
        for expected in [0, 1, 0, 0] {
            assert_eq!(least.choose(&pool, false, None), Some(expected));
            pool[expected].served += 1;
            least.load_changed(&pool, expected);
        }
    }
}
