//! `balance leastconn`: the fewest requests for its weight (HAProxy 2.6, recorded).
//!
//! Equal servers take turns: the one that has been equal longest comes first.

use super::order::Order;
use super::pool::Pool;
use super::server::Server;

/// The weight of one request in a key; larger than every effective weight.
const REQUEST: u32 = 4096;

/// The usable servers by load, active and backup apart.
#[derive(Clone, Debug)]
pub(super) struct LeastConn {
    groups: [Order; 2],
}

impl LeastConn {
    /// All usable servers by their load, equal ones in declaration order.
    pub(super) fn new(pool: &Pool) -> LeastConn {
        let servers = usize::from(pool.len());
        let mut least = LeastConn { groups: [Order::new(servers), Order::new(servers)] };
        for (place, server) in pool.iter().filter(|(_, server)| server.usable) {
            least.groups[usize::from(server.backup)].insert(place, key(server));
        }
        least
    }

    /// The least loaded server with room; `avoid` only if there is no other. `None`: all are full.
    pub(super) fn choose(&self, pool: &Pool, backups: bool, avoid: Option<u16>) -> Option<u16> {
        let order = &self.groups[usize::from(backups)];
        let mut avoided = None;
        let mut at = order.first();
        while let Some(server) = at {
            if has_room(&pool[server]) {
                if avoid != Some(server) {
                    return at;
                }
                avoided = avoid;
            }
            at = order.next(server);
        }
        avoided
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
        let order = &mut self.groups[usize::from(pool[server].backup)];
        let key = key(&pool[server]);
        if order.contains(server) && order.key(server) != key {
            order.remove(server);
            order.insert(server, key);
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
        requests => (requests + 1).wrapping_mul(REQUEST) / server.effective_weight,
    }
}

/// Whether the least loaded server may be given a request.
fn has_room(server: &Server) -> bool {
    server.served + server.queue.len() < server.limit
}
