//! The applier: it makes visible what the relay log has, in the order of the source's commits, whatever it works on at once.

use super::error::SqlError;
use super::history::History;
use super::log::{Gtid, Log};
use super::output::{Output, Timer};
use super::row::Deed;
use super::settings::ParallelMode;
use super::{Io, Mysqld};
use crate::engine::time::{SimDuration, SimTime};

/// Nanoseconds in a second: the binlog's times are in whole ones.
const SECOND: u64 = SimDuration::SECOND.as_nanos();

/// A transaction that is being applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which.
    pub gtid: Gtid,
    /// Tells one attempt from another.
    pub serial: u32,
    /// Whether it waits only for those before it.
    pub done: bool,
    /// When it was received, where a delay makes that matter.
    arrived: Option<SimTime>,
}

/// The applier: `Replica_SQL_Running` and what it works on.
#[derive(Clone, Debug, Default)]
pub struct Applier {
    /// Whether it runs.
    pub running: bool,
    /// Why it stopped (`Last_SQL_Errno`).
    pub error: Option<SqlError>,
    /// Transactions that are to be skipped, whatever they are (`sql_replica_skip_counter`). It counts from the applier's next start.
    pub skip: u32,
    /// Those that were: its log has them, its rows have not.
    pub(super) skipped: Log,
    slots: Vec<Slot>,
    serial: u32,
}

impl Applier {
    /// What it works on, in the order of the log.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter()
    }
}

impl Mysqld {
    /// `START REPLICA SQL_THREAD`.
    pub fn start_applier(&mut self, io: &mut Io) {
        (self.applier.running, self.applier.error) = (true, None);
        self.apply_next(io);
    }

    /// `STOP REPLICA SQL_THREAD`: what it works on is undone, and who waits for a place in the log waits no more.
    pub fn stop_applier(&mut self, io: &mut Io) {
        self.halt_applier();
        self.end_waits(io);
    }

    /// The applier is gone.
    pub(super) fn halt_applier(&mut self) {
        self.applier.running = false;
        self.abandon_slots();
    }

    /// What is being applied goes back into the relay log.
    pub(super) fn abandon_slots(&mut self) {
        while let Some(slot) = self.applier.slots.pop() {
            self.relay.put_back(slot.gtid, slot.arrived);
        }
    }

    /// The applier takes what it may from the relay log.
    pub(super) fn apply_next(&mut self, io: &mut Io) {
        self.skip_next(io);
        let workers = self.settings.appliers.max(1) as usize;
        while self.running && self.applier.running && self.applier.slots.len() < workers {
            let Some(gtid) = self.relay.front() else { return };
            if let Some(after) = self.remaining_delay(io.now, gtid, io.history) {
                return io.out.push(Output::Timer { after, timer: Timer::Delay });
            }
            if !self.may_join(gtid, io) {
                return;
            }
            let arrived = self.relay.pop().and_then(|(_, arrived)| arrived);
            self.applier.serial = self.applier.serial.wrapping_add(1);
            let serial = self.applier.serial;
            self.applier.slots.push(Slot { gtid, serial, done: false, arrived });
            io.out.push(Output::Apply { serial, gtid });
        }
    }

    /// The next transactions are passed over, with their delay: they count as applied, and change nothing. Nothing says so afterwards,
    /// though its rows may differ from its source's from now on.
    fn skip_next(&mut self, io: &mut Io) {
        let may = self.running && self.applier.running && self.applier.slots.is_empty();
        let mut skipped = false;
        while may && self.applier.skip > 0 {
            let Some((gtid, _)) = self.relay.pop() else { break };
            self.applier.skip -= 1;
            self.log.push(gtid);
            self.applier.skipped.push(gtid);
            self.visible = self.log.len();
            skipped = true;
        }
        if skipped {
            self.ship(io);
            self.end_waits(io);
        }
    }

    /// Whether a transaction may be applied beside those that are.
    fn may_join(&self, gtid: Gtid, io: &Io) -> bool {
        let Some(next) = io.history.get(gtid) else { return true };
        self.applier.slots.iter().all(|slot| match (self.settings.parallel, io.history.get(slot.gtid)) {
            (_, None) => true,
            (ParallelMode::Conservative, Some(other)) => slot.gtid.stream == gtid.stream && other.group == next.group,
            (ParallelMode::Optimistic, Some(other)) => {
                let rows = other.changes.as_slice();
                next.changes.as_slice().iter().all(|change| rows.iter().all(|other| other.row != change.row))
            }
        })
    }

    /// How long a delayed replica has to wait for a transaction, counted in the whole seconds of its stamp from its receipt.
    fn remaining_delay(&self, now: SimTime, gtid: Gtid, history: &History) -> Option<SimDuration> {
        if self.settings.delay.is_zero() {
            return None;
        }
        let arrived = self.relay.arrived().unwrap_or(now);
        let stamp = history.get(gtid)?.stamp;
        let age = arrived.as_nanos() / SECOND - (stamp.as_nanos() / SECOND).min(arrived.as_nanos() / SECOND);
        let wait = self.settings.delay.saturating_sub(SimDuration::from_seconds(age));
        let after = wait.saturating_sub(now.since(arrived));
        (!after.is_zero()).then_some(after)
    }

    /// `SQL_Remaining_Delay`, in whole seconds.
    pub fn remaining_delay_seconds(&self, now: SimTime, history: &History) -> Option<u64> {
        let gtid = self.relay.front().filter(|_| self.applier.running && self.applier.slots.is_empty())?;
        self.remaining_delay(now, gtid, history).map(|after| after.as_nanos().div_ceil(SECOND))
    }

    /// A transaction has been worked on for as long as it takes. It is committed when all before it are.
    pub fn applied(&mut self, serial: u32, io: &mut Io) {
        let Some(slot) = self.applier.slots.iter_mut().find(|slot| slot.serial == serial) else { return };
        slot.done = true;
        while let Some(slot) = self.applier.slots.first().copied().filter(|slot| slot.done) {
            match self.replay(slot.gtid, io) {
                Ok(()) => {
                    self.applier.slots.remove(0);
                }
                Err(error) => {
                    self.applier.error = Some(error);
                    self.ship(io);
                    return self.stop_applier(io);
                }
            }
        }
        self.ship(io);
        self.end_waits(io);
        self.apply_next(io);
    }

    /// Makes a transaction's changes, all or none, and writes it into its own binlog (`log_replica_updates`).
    fn replay(&mut self, gtid: Gtid, io: &Io) -> Result<(), SqlError> {
        let Some(transaction) = io.history.get(gtid) else { return Ok(()) };
        if self.settings.strict {
            let newest = self.log.last().and_then(|last| io.history.get(last)).map_or(0, |last| last.sequence);
            if transaction.sequence <= newest {
                return Err(SqlError::OutOfOrder);
            }
        }
        let changes = transaction.changes.as_slice();
        for change in changes {
            let earlier = changes.iter().take_while(|other| *other != change).any(|other| other.row == change.row);
            match (change.deed, self.rows.get(change.row)) {
                _ if earlier => {}
                (Deed::Insert, Some(_)) => return Err(SqlError::DuplicateKey),
                (Deed::Update | Deed::Delete, None) => return Err(SqlError::KeyNotFound),
                _ => {}
            }
        }
        for change in changes {
            self.rows.change(*change);
            if change.deed == Deed::Insert {
                self.take_key(change.row);
            }
        }
        self.log.push(gtid);
        self.offset += u64::from(transaction.bytes);
        self.visible = self.log.len();
        Ok(())
    }
}
