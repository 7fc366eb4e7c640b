//! Semi-synchronous replication at the source: a commit waits until one replica has it in its relay log, but not for ever.

use super::log::Gtid;
use super::output::{Output, Timer};
use super::source::Dump;
use super::{Io, Mysqld};
use crate::engine::time::SimDuration;

/// Its state and counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SemiSync {
    /// `Rpl_semi_sync_source_status`: whether commits wait.
    pub on: bool,
    /// Whether it is switched on at all.
    pub enabled: bool,
    /// Transactions that a replica acknowledged.
    pub yes_tx: u64,
    /// Transactions that none did.
    pub no_tx: u64,
    /// Times that it was given up.
    pub no_times: u64,
}

impl SemiSync {
    /// As a server starts.
    pub fn new(enabled: bool) -> SemiSync {
        SemiSync { on: enabled, enabled, ..SemiSync::default() }
    }

    /// A transaction has its OK.
    pub(super) fn count(&mut self, acknowledged: bool) {
        match (self.enabled, acknowledged) {
            (false, _) => {}
            (true, true) => self.yes_tx += 1,
            (true, false) => self.no_tx += 1,
        }
    }
}

impl Mysqld {
    /// The source's side is switched on or off while it runs.
    pub fn enable_semi_sync(&mut self, enabled: bool, io: &mut Io) {
        self.settings.semi_sync.source = enabled;
        (self.semi_sync.enabled, self.semi_sync.on) = (enabled, enabled);
        if !enabled {
            self.give_up_waiting();
        }
        self.settle(io);
    }

    /// Whether the commit that is being written waits for a replica.
    pub(super) fn semi_sync_waits(&self) -> bool {
        self.semi_sync.on && (self.settings.semi_sync.wait_no_replica || self.semi_sync_clients() > 0)
    }

    /// Connected replicas that acknowledge (`Rpl_semi_sync_source_clients`).
    pub fn semi_sync_clients(&self) -> usize {
        self.dumps.iter().filter(|dump| dump.semi_sync).count()
    }

    /// Up to which position some replica has acknowledged.
    pub(super) fn acknowledged(&self) -> u64 {
        self.dumps.iter().map(|dump| dump.acknowledged).max().unwrap_or(0)
    }

    pub(super) fn time_semi_sync(&self, after: SimDuration, io: &mut Io) {
        io.out.push(Output::Timer { after, timer: Timer::SemiSync });
    }

    /// A replica has a transaction, and all before it, in its relay log. With the newest there, commits wait again.
    pub fn acknowledge(&mut self, replica: u8, session: u32, gtid: Gtid, io: &mut Io) {
        let Some(position) = self.log.position_of(gtid).filter(|_| self.running) else { return };
        let its = |dump: &&mut Dump| (dump.replica, dump.session, dump.semi_sync) == (replica, session, true);
        let Some(dump) = self.dumps.iter_mut().find(its) else { return };
        dump.acknowledged = dump.acknowledged.max(position);
        self.semi_sync.on |= self.semi_sync.enabled && position == self.log.len();
        self.settle(io);
    }

    /// The oldest commit that waits has waited long enough, if it has: then all go on, asynchronously.
    pub(super) fn semi_sync_due(&mut self, io: &mut Io) {
        let Some(oldest) = self.pending.iter().find(|pending| pending.waits) else { return };
        let waited = io.now.since(oldest.since);
        let timeout = self.settings.semi_sync.timeout;
        if waited < timeout {
            return self.time_semi_sync(timeout - waited, io);
        }
        self.semi_sync.on = false;
        self.semi_sync.no_times += 1;
        self.give_up_waiting();
        self.settle(io);
    }

    fn give_up_waiting(&mut self) {
        self.pending.iter_mut().for_each(|pending| pending.waits = false);
    }
}
