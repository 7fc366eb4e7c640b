//! A user's own writes: who has just written may read at a replica that does not have it yet, unless the read waits for it.
//!
//! The client carries the name of its last acknowledged transaction, as a cookie would. A read that waits does so on the replica
//! (`WAIT_FOR_EXECUTED_GTID_SET`), and reads what is there when its limit is over.

use super::call::Query;
use crate::model::mysql::log::Gtid;
use crate::model::mysql::output::Caller;
use crate::model::mysql::wait::Target;
use crate::model::observation::Observer;
use crate::model::world::{Env, World};

/// With more names than this, those that every database has are forgotten.
const NAMES: usize = 256;

impl World {
    /// A user was told that a write is done.
    pub(in crate::model) fn remember_write(&mut self, ordinal: u64, gtid: Gtid) {
        if self.nodes.len() < 2 {
            return;
        }
        let user = self.clients.population.user(ordinal);
        self.clients.written.insert(user, gtid);
        if self.clients.written.len() >= self.clients.written_most {
            let nodes = &self.nodes;
            self.clients.written.retain(|_, gtid| nodes.iter().any(|node| !node.mysqld.log.contains(*gtid)));
            self.clients.written_most = NAMES.max(2 * self.clients.written.len());
        }
    }

    /// Whether every database has the primary's newest write.
    fn all_are_level(&self) -> bool {
        let newest = self.nodes[self.reigning].mysqld.log.last();
        self.nodes.iter().all(|node| node.mysqld.log.last() == newest)
    }

    /// The last acknowledged write of a user, if some database may still lack it.
    #[inline]
    pub(in crate::model) fn last_write(&self, ordinal: u64) -> Option<Gtid> {
        if self.clients.written.is_empty() || self.all_are_level() {
            return None;
        }
        self.clients.written.get(&self.clients.population.user(ordinal)).copied()
    }

    /// The write that who waits for this page had been told of when he asked for it.
    fn own_write(&self, caller: Caller) -> Option<Gtid> {
        let request = self.servers[caller.server as usize].jobs.get(caller.job)?.request();
        self.requests.get(request)?.after
    }

    /// Whether a database lacks what who reads there had been told that he wrote.
    pub(super) fn misses_own_write(&self, node: u8, caller: Caller) -> bool {
        let (log, newest) = (&self.nodes[node as usize].mysqld.log, &self.nodes[self.reigning].mysqld.log);
        // A database that has all that the primary has lacks nothing.
        let behind = node as usize != self.reigning && log.len() < newest.len();
        behind && self.own_write(caller).is_some_and(|gtid| !log.contains(gtid))
    }

    /// A read waits until the database has what its user wrote last.
    pub(super) fn read_after_own_write<O: Observer>(
        &mut self,
        node: u8,
        caller: Caller,
        query: Query,
        env: &mut Env<O>,
    ) {
        let log = &self.nodes[node as usize].mysqld.log;
        let Some(gtid) = self.own_write(caller).filter(|gtid| !log.contains(*gtid)) else {
            return self.execute(node, caller, query);
        };
        let limit = self.config.app.read_wait;
        let wait = self.with_node(node, env, |mysqld, io| mysqld.wait_for(Target::Transaction(gtid), limit, io));
        self.nodes[node as usize].waits.push((wait, caller, query));
    }

    /// A wait for a transaction has ended.
    pub(super) fn wait_over(&mut self, node: u8, wait: u32) {
        let waits = &mut self.nodes[node as usize].waits;
        if let Some(index) = waits.iter().position(|(one, ..)| *one == wait) {
            let (_, caller, query) = waits.remove(index);
            self.execute(node, caller, query);
        }
    }
}
