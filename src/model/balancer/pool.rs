//! The servers of a backend together: which of them may be chosen now. Knows no request and no algorithm.

use super::server::Server;
use core::ops::{Index, IndexMut};

/// Which servers a choice is made among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InUse {
    /// The usable active servers.
    Active,
    /// The first usable backup alone.
    FirstBackup(u16),
    /// All usable backups (`option allbackups`).
    AllBackups,
    /// There are none.
    Nothing,
}

/// All servers in declaration order. Indexed by place.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    servers: Vec<Server>,
    all_backups: bool,
    usable_active: u32,
    first_backup: Option<u16>,
    /// The weight of the usable active servers and of the usable backups.
    weights: [u32; 2],
    /// The sum of the servers' `served`.
    pub(super) served: u32,
    /// Requests in the backend, those that wait included.
    pub(super) load: u32,
    /// From how many of them on servers have all of their limits; 0: always.
    pub(super) fullconn: u32,
}

impl Pool {
    /// `servers`, the usable ones of them counted.
    pub(super) fn new(servers: Vec<Server>, all_backups: bool, fullconn: u32) -> Pool {
        let mut pool = Pool {
            servers,
            all_backups,
            usable_active: 0,
            first_backup: None,
            weights: [0, 0],
            served: 0,
            load: 0,
            fullconn,
        };
        pool.recount();
        pool
    }

    /// As [`Pool::new`], after every server may have changed.
    pub(super) fn reconfigured(&mut self, all_backups: bool, fullconn: u32) {
        (self.all_backups, self.fullconn) = (all_backups, fullconn);
        self.recount();
    }

    fn recount(&mut self) {
        for server in &mut self.servers {
            server.usable = server.may_be_chosen();
        }
        self.count();
    }

    fn count(&mut self) {
        let usable = |backup| {
            self.servers.iter().enumerate().filter(move |(_, server)| server.usable && server.backup == backup)
        };
        let active = usable(false).count() as u32;
        let first_backup = usable(true).map(|(place, _)| place as u16).next();
        (self.usable_active, self.first_backup) = (active, first_backup);
        self.reweigh();
    }

    /// Adds up the weights, after one may have changed.
    pub(super) fn reweigh(&mut self) {
        self.weights = [0, 0];
        for server in self.servers.iter().filter(|server| server.usable) {
            self.weights[usize::from(server.backup)] += server.effective_weight;
        }
    }

    /// The weight of the group that is in use.
    pub(super) fn group_weight(&self) -> u32 {
        self.weights[usize::from(self.in_use() != InUse::Active)]
    }

    /// Requests that `server` may have at once as things are: less than its limit while the backend has little to do, or in
    /// its slow start.
    pub(super) fn limit(&self, server: u16) -> u32 {
        let Server { limit, minconn, ramp, .. } = self[server];
        if limit == u32::MAX {
            return limit;
        }
        let least = minconn.map_or(limit, |least| least.min(limit));
        let all = match self.fullconn {
            fullconn if self.load < fullconn && least < limit => least.max(self.load * limit / fullconn),
            _ => limit,
        };
        if ramp < 100 { (all * ramp / 100).max(1) } else { all }
    }

    /// Whether a request that is bound to `server` has to wait.
    pub(super) fn is_full(&self, server: u16) -> bool {
        let state = &self[server];
        state.limit != u32::MAX && (state.served >= self.limit(server) || !state.queue.is_empty())
    }

    /// Whether no more may wait for `server` alone.
    pub(super) fn is_queue_full(&self, server: u16) -> bool {
        let Server { maxqueue, ref queue, .. } = self[server];
        maxqueue > 0 && queue.len() >= maxqueue
    }

    /// Takes note of a change of `server`'s state. Whether its usability changed, and to what.
    pub(super) fn refresh(&mut self, server: u16) -> Option<bool> {
        let changed = &mut self[server];
        let usable = changed.may_be_chosen();
        if usable == changed.usable {
            return None;
        }
        changed.usable = usable;
        self.count();
        Some(usable)
    }

    /// How many servers.
    pub(super) fn len(&self) -> u16 {
        self.servers.len() as u16
    }

    /// All of them with their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u16, &Server)> {
        self.servers.iter().enumerate().map(|(place, server)| (place as u16, server))
    }

    /// How many active servers are usable.
    pub(super) const fn usable_active(&self) -> u32 {
        self.usable_active
    }

    /// Which servers a choice is made among.
    #[inline(always)]
    pub(super) fn in_use(&self) -> InUse {
        match self.first_backup {
            _ if self.usable_active > 0 => InUse::Active,
            None => InUse::Nothing,
            Some(_) if self.all_backups => InUse::AllBackups,
            Some(first) => InUse::FirstBackup(first),
        }
    }

    /// Whether balancing may choose `server` at this moment.
    pub(super) fn is_in_use(&self, server: u16) -> bool {
        let Server { usable, backup, .. } = self[server];
        usable
            && match self.in_use() {
                InUse::Active => !backup,
                InUse::FirstBackup(first) => server == first,
                InUse::AllBackups => backup,
                InUse::Nothing => false,
            }
    }
}

impl Index<u16> for Pool {
    type Output = Server;
    #[inline(always)]
    fn index(&self, place: u16) -> &Server {
        &self.servers.as_slice()[place as usize]
    }
}

impl IndexMut<u16> for Pool {
    #[inline(always)]
    fn index_mut(&mut self, place: u16) -> &mut Server {
        &mut self.servers.as_mut_slice()[place as usize]
    }
}
