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
    /// The place in the source's binlog behind this transaction (`SOURCE_POS_WAIT`). Only a running applier gets there.
    Place(Gtid),
}

impl Target {
    /// What MariaDB's name of a transaction (domain, server, sequence number) asks for: the server is not compared.
    pub fn of_name(name: &str) -> Option<Target> {
        let mut numbers = name.split('-');
        let domain = numbers.next()?.parse().ok()?;
        let _server: u32 = numbers.next()?.parse().ok()?;
        let sequence = numbers.next()?.parse().ok()?;
        numbers.next().is_none().then_some(Target::Sequence { domain, sequence })
    }
}

/// How a wait ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitEnd {
    /// What was waited for is applied.
    Reached,
    /// It is not, and the limit is up.
    Expired,
    /// It cannot be waited for any more: the applier does not run.
    Void,
}

impl WaitEnd {
    /// The value of MariaDB's functions; nothing for NULL.
    pub const fn value(self) -> Option<i32> {
        match self {
            WaitEnd::Reached => Some(0),
            WaitEnd::Expired => Some(-1),
            WaitEnd::Void => None,
        }
    }
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
    /// A client waits for a transaction, but not longer than `limit`. Its end is an output; it may be at once. A stopped applier ends
    /// the wait for a place, and no other.
    pub fn wait_for(&mut self, target: Target, limit: SimDuration, io: &mut Io) -> u32 {
        self.wait_serial = self.wait_serial.wrapping_add(1);
        let wait = self.wait_serial;
        match self.end_of(target, io) {
            Some(end) => io.out.push(Output::Waited { wait, end }),
            None => {
                self.waits.push(Wait { id: wait, target, until: io.now + limit });
                io.out.push(Output::Timer { after: limit, timer: Timer::Wait(wait) });
            }
        }
        wait
    }

    /// How a wait ends by itself, if it does now.
    fn end_of(&self, target: Target, io: &Io) -> Option<WaitEnd> {
        match target {
            Target::Place(_) if !self.applier.running => Some(WaitEnd::Void),
            _ => self.has_reached(target, io).then_some(WaitEnd::Reached),
        }
    }

    /// Whether it is applied here.
    pub fn has_reached(&self, target: Target, io: &Io) -> bool {
        match target {
            Target::Transaction(gtid) | Target::Place(gtid) => {
                self.log.position_of(gtid).is_some_and(|position| position <= self.visible)
            }
            Target::Sequence { domain, sequence } => {
                let newest = self.log.last().and_then(|last| io.history.get(last));
                domain == self.settings.domain && newest.is_some_and(|newest| newest.sequence >= sequence)
            }
        }
    }

    /// Ends the waits that end by themselves.
    pub(super) fn end_waits(&mut self, io: &mut Io) {
        let mut index = 0;
        while let Some(wait) = self.waits.get(index).copied() {
            match self.end_of(wait.target, io) {
                Some(end) => {
                    self.waits.remove(index);
                    io.out.push(Output::Waited { wait: wait.id, end });
                }
                None => index += 1,
            }
        }
    }

    pub(super) fn wait_due(&mut self, id: u32, io: &mut Io) {
        let due = |wait: &Wait| wait.id == id && wait.until <= io.now;
        if let Some(index) = self.waits.iter().position(due) {
            self.waits.remove(index);
            io.out.push(Output::Waited { wait: id, end: WaitEnd::Expired });
        }
    }
}
