//! `balance first`: the first server by id that has room, whatever its weight (HAProxy 2.6, recorded). Servers beyond it stay idle and
//! could be switched off.

use super::pool::Pool;
use super::tournament::Tournament;

/// The usable servers by id, active and backup apart.
#[derive(Clone, Debug)]
pub(super) struct First {
    groups: [Tournament; 2],
}

impl First {
    /// All usable servers.
    pub(super) fn new(pool: &Pool) -> First {
        let servers = usize::from(pool.len());
        let mut first = First { groups: [Tournament::new(servers), Tournament::new(servers)] };
        for (place, _) in pool.iter().filter(|(_, server)| server.usable) {
            first.gained(pool, place);
        }
        first
    }

    /// The first with room; `avoid` only if there is no other. `None`: all are full.
    pub(super) fn choose(&self, pool: &Pool, backups: bool, avoid: Option<u16>) -> Option<u16> {
        let group = &self.groups[usize::from(backups)];
        let fits = |server| avoid != Some(server) && !pool.is_full(server);
        group.first_that(fits).or_else(|| group.first_that(|server| !pool.is_full(server)))
    }

    /// A server became usable.
    pub(super) fn gained(&mut self, pool: &Pool, server: u16) {
        self.groups[usize::from(pool[server].backup)].insert(server, pool[server].id);
    }

    /// A server stopped being usable.
    pub(super) fn lost(&mut self, pool: &Pool, server: u16) {
        self.groups[usize::from(pool[server].backup)].remove(server);
    }

    /// Checks that exactly the usable servers are in order.
    pub(super) fn audit(&self, pool: &Pool) -> Result<(), String> {
        for (place, server) in pool.iter() {
            if self.groups[usize::from(server.backup)].contains(place) != server.usable {
                return Err(format!("server {place} in the order of ids: not so its usability {}", server.usable));
            }
        }
        Ok(())
    }
}
