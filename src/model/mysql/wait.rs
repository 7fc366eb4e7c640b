//! Waiting for a transaction on a replica: how a client reads its own writes, and what that costs.

use super::log::Gtid;
use super::output::{Output, Timer};
use super::{Io, Mysqld};
use crate::engine::time::{SimDuration, SimTime};

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This transaction (`WAIT_FOR_EXECUTED_GTID_SET`).
    Transaction(Gtid),
    /// A sequence number in a domain, whoever wrote it (`MASTER_GTID_WAIT`).
    Sequence {
        /// The domain.
        domain: u32,
        /// The number.
        sequence: u64,
    },
}

/// Somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Tells one from another.
    pub id: u32,
    target: Target,
    until: SimTime,
}

impl Mysqld {
    /// A client waits for a transaction, but not longer than `limit`. Its end is an output; it may be at once. A stopped applier does
    /// not end it.
    pub fn wait_for(&mut self, target: Target, limit: SimDuration, io: &mut Io) -> u32 {
        self.wait_serial = self.wait_serial.wrapping_add(1);
        let wait = self.wait_serial;
        if self.has_reached(target, io) {
            io.out.push(Output::Waited { wait, reached: true });
        } else {
            self.waits.push(Wait { id: wait, target, until: io.now + limit });
            io.out.push(Output::Timer { after: limit, timer: Timer::Wait(wait) });
        }
        wait
    }

    /// Whether it is applied here.
    pub fn has_reached(&self, target: Target, io: &Io) -> bool {
        match target {
            Target::Transaction(gtid) => self.log.position_of(gtid).is_some_and(|position| position <= self.visible),
            Target::Sequence { domain, sequence } => {
                let newest = self.log.last().and_then(|last| io.history.get(last));
                domain == self.settings.domain && newest.is_some_and(|newest| newest.sequence >= sequence)
            }
        }
    }

    /// Ends the waits whose transaction is there.
    pub(super) fn end_waits(&mut self, io: &mut Io) {
        let mut index = 0;
        while let Some(wait) = self.waits.get(index).copied() {
            if self.has_reached(wait.target, io) {
                self.waits.remove(index);
                io.out.push(Output::Waited { wait: wait.id, reached: true });
            } else {
                index += 1;
            }
        }
    }

    pub(super) fn wait_due(&mut self, id: u32, io: &mut Io) {
        let due = |wait: &Wait| wait.id == id && wait.until <= io.now;
        if let Some(index) = self.waits.iter().position(due) {
            self.waits.remove(index);
            io.out.push(Output::Waited { wait: id, reached: false });
        }
    }
}
