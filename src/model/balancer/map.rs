//! Map-based hashing: a table of slots, each server in as many as its weight says (HAProxy 2.6, recorded).
//!
//! A hash is looked up modulo the table's length. The table is made anew whenever a server comes or goes, which moves
//! most requests to another server. `static-rr` takes slot after slot.

use super::pool::{InUse, Pool};
use super::server::Server;

/// The table.
#[derive(Clone, Debug)]
pub(super) struct SlotMap {
    slots: Vec<u16>,
    /// The slot whose turn it is, for those who have nothing to hash.
    turn: usize,
    /// What all configured weights can be divided by.
    divisor: u32,
    /// Scratch of `rebuild`: the servers that compete, and how long each has waited.
    scores: Vec<(u16, i64)>,
}

impl SlotMap {
    /// The table for the servers in use.
    pub(super) fn new(pool: &Pool) -> SlotMap {
        let divisor =
            pool.iter().fold(0, |divisor, (_, server)| greatest_common_divisor(divisor, server.initial_weight));
        let mut map = SlotMap { slots: Vec::new(), turn: 0, divisor: divisor.max(1), scores: Vec::new() };
        map.rebuild(pool);
        map
    }

    /// The server of a hash; `None` only if there are no servers in use.
    pub(super) fn lookup(&self, hash: u32) -> Option<u16> {
        let length = u32::try_from(self.slots.len()).ok().filter(|&length| length > 0)?;
        self.slots.get((hash % length) as usize).copied()
    }

    /// The server of the next slot that has room; `avoid` only if there is no other. `None`: all are full, or there is none.
    pub(super) fn turn(&mut self, pool: &Pool, avoid: Option<u16>) -> Option<u16> {
        let length = self.slots.len();
        let start = if self.turn < length { self.turn } else { 0 };
        let mut avoided = None;
        for step in 0..length {
            let at = (start + step) % length;
            let server = self.slots[at];
            if pool.is_full(server) {
                continue;
            }
            if avoid != Some(server) {
                self.turn = at + 1;
                return Some(server);
            }
            avoided = Some((server, at + 1));
        }
        let (server, turn) = avoided?;
        self.turn = turn;
        Some(server)
    }

    /// Makes the table anew: every slot goes to the server that is furthest behind its share, the first declared on a tie.
    pub(super) fn rebuild(&mut self, pool: &Pool) {
        let in_use = pool.in_use();
        let backups = in_use != InUse::Active;
        let share = |server: &Server| server.weight / self.divisor;
        let competing = || pool.iter().filter(|(_, server)| server.usable && server.backup == backups);
        // HAProxy's own: with one backup in use the table is as long as that one's share, yet all of them compete.
        let length = match in_use {
            InUse::FirstBackup(first) => share(&pool[first]),
            _ => competing().map(|(_, server)| share(server)).sum(),
        };
        self.scores.clear();
        self.scores.extend(competing().map(|(place, _)| (place, 0)));
        self.slots.clear();
        if length == 1 {
            self.slots.extend(self.scores.first().map(|&(place, _)| place));
            return;
        }
        for _ in 0..length {
            let mut best: Option<(usize, i64)> = None;
            for (at, (place, score)) in self.scores.iter_mut().enumerate() {
                *score += i64::from(share(&pool[*place]));
                let value = (*score + i64::from(length)) / i64::from(length);
                if best.is_none_or(|(_, most)| value > most) {
                    best = Some((at, value));
                }
            }
            if let Some((at, _)) = best {
                self.scores[at].1 -= i64::from(length);
                self.slots.push(self.scores[at].0);
            }
        }
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::super::config::ServerConfig;
    use super::*;
    use crate::engine::time::SimTime;

    fn pool(weights: &[u32], backup: bool) -> Pool {
        let server = |&weight| {
            let config = ServerConfig { weight, backup, ..ServerConfig::default() };
            Server::new(&config, SimTime::ZERO, SimTime::ZERO)
        };
        Pool::new(weights.iter().map(server).collect(), false, 0)
    }

    #[test]
    fn slots_are_shared_by_weight_after_division_by_what_is_common() {
        assert_eq!(SlotMap::new(&pool(&[1, 1, 1], false)).slots, [0, 1, 2]);
        assert_eq!(SlotMap::new(&pool(&[10, 10], false)).slots, [0, 1]);
        let map = SlotMap::new(&pool(&[5, 1, 1], false));
        assert_eq!(
            (0..3).map(|server| map.slots.iter().filter(|&&slot| slot == server).count()).collect::<Vec<_>>(),
            [5, 1, 1]
        );
    }

    #[test]
    fn a_server_without_weight_has_no_slot_and_no_server_no_table() {
        assert_eq!(SlotMap::new(&pool(&[1, 0, 1], false)).slots, [0, 2]);
        assert_eq!(SlotMap::new(&pool(&[0], false)).lookup(7), None);
    }

    #[test]
    fn the_first_backup_sets_the_length_yet_a_heavier_one_may_take_all_but_a_single_slot() {
        assert_eq!(SlotMap::new(&pool(&[1, 10], true)).slots, [0]);
        assert_eq!(SlotMap::new(&pool(&[2, 5], true)).slots, [1, 1]);
    }
}
