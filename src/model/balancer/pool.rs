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
}

impl Pool {
    /// `servers`, the usable ones of them counted.
    pub(super) fn new(servers: Vec<Server>, all_backups: bool) -> Pool {
        let mut pool = Pool { servers, all_backups, usable_active: 0, first_backup: None };
        pool.recount();
        pool
    }

    /// As [`Pool::new`], after every server may have changed.
    pub(super) fn reconfigured(&mut self, all_backups: bool) {
        self.all_backups = all_backups;
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
    fn index(&self, place: u16) -> &Server {
        &self.servers[place as usize]
    }
}

impl IndexMut<u16> for Pool {
    fn index_mut(&mut self, place: u16) -> &mut Server {
        &mut self.servers[place as usize]
    }
}
