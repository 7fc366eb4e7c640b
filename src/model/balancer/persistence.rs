//! Who has been to a server comes back to it: by a cookie that he brings, or by a table in which the balancer remembers him
//! (HAProxy 2.6, recorded).

use super::Balancer;
use super::server::Admin;
use crate::engine::table::Table;
use crate::engine::time::{SimDuration, SimTime};

/// `stick-table` and `stick on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stick {
    /// What is remembered.
    pub by: StickKey,
    /// Most entries; the one that was not used for longest goes first.
    pub size: usize,
    /// An entry that was not used for so long is forgotten; zero: never.
    pub expire: SimDuration,
}

/// What a stick table knows its entries by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StickKey {
    /// `src`: the client's address.
    Source,
    /// `int(N)`: the same for all, so that all go where the first one went.
    Constant(u32),
}

/// An entry.
#[derive(Clone, Copy, Debug)]
struct Entry {
    server: u16,
    used: SimTime,
}

/// A stick table.
#[derive(Clone, Debug, Default)]
pub(super) struct StickTable {
    entries: Table<Entry>,
}

impl StickTable {
    fn lookup(&mut self, now: SimTime, key: u32, stick: Stick) -> Option<u16> {
        let entry = self.entries.get_mut(key)?;
        if !stick.expire.is_zero() && now.since(entry.used) > stick.expire {
            self.entries.remove(key);
            return None;
        }
        entry.used = now;
        Some(entry.server)
    }

    fn store(&mut self, now: SimTime, key: u32, server: u16, stick: Stick) {
        if self.entries.get(key).is_none() && self.entries.len() >= stick.size {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key);
            oldest.into_iter().for_each(|key| self.entries.remove(key));
        }
        self.entries.insert(key, Entry { server, used: now });
    }

    /// Keys and servers, by key.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u16)> + '_ {
        self.entries.iter().map(|(key, entry)| (key, entry.server))
    }
}

impl StickKey {
    fn of(self, source: u32) -> u32 {
        match self {
            StickKey::Source => source,
            StickKey::Constant(number) => number,
        }
    }
}

impl Balancer {
    /// The server that a new request is bound to. A cookie needs its server up and not in maintenance, a table too; drained
    /// servers and those without weight keep those who have been there.
    pub(super) fn bound_to(&mut self, now: SimTime, slot: u32) -> Option<u16> {
        let key = self.streams[slot].key;
        let stuck = |balancer: &mut Balancer| {
            let stick = balancer.config.stick?;
            balancer.stick_table.lookup(now, stick.by.of(key.source), stick)
        };
        let by_cookie = key.cookie.filter(|_| self.config.cookie).map(|server| server.0);
        let wanted = by_cookie.filter(|server| self.takes_its_own(*server));
        wanted.or_else(|| stuck(self).filter(|server| self.takes_its_own(*server)))
    }

    fn takes_its_own(&self, server: u16) -> bool {
        server < self.pool.len() && self.pool[server].is_up() && self.pool[server].admin != Admin::Maint
    }

    /// A server has answered: the table remembers that.
    #[inline(never)]
    pub(super) fn remember(&mut self, now: SimTime, slot: u32, server: u16) {
        if let Some(stick) = self.config.stick {
            let key = stick.by.of(self.streams[slot].key.source);
            self.stick_table.store(now, key, server, stick);
        }
    }

    /// The stick table: keys and the places of their servers, by key.
    pub fn stick_entries(&self) -> impl Iterator<Item = (u32, u16)> + '_ {
        self.stick_table.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_table_forgets_who_was_not_seen_for_longest_and_old_entries_expire() {
        let stick = Stick { by: StickKey::Source, size: 2, expire: SimDuration::from_seconds(60) };
        let mut table = StickTable::default();
        let at = |seconds: u64| SimTime::from_millis(seconds * 1000);
        table.store(at(0), 1, 7, stick);
        table.store(at(1), 2, 8, stick);
        assert_eq!(table.lookup(at(2), 1, stick), Some(7));
        table.store(at(3), 3, 9, stick);
        assert_eq!(table.iter().collect::<Vec<_>>(), [(1, 7), (3, 9)]);
        assert_eq!(table.lookup(at(70), 3, stick), None);
        assert_eq!(table.iter().count(), 1);
    }
}
