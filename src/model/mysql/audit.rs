//! A database's books: what must hold of one server process at every instant, and of a replica beside its source.

use super::Mysqld;
use super::history::History;
use super::log::Log;
use super::receiver::ReceiverState;
use super::row::Rows;
use super::settings::WaitPoint;
use crate::engine::time::SimTime;

/// A log of at most so many transactions is replayed to see whether the rows are as it says.
const REPLAYED: u64 = 64;

impl Mysqld {
    /// Checks what must always hold of it alone.
    ///
    /// # Errors
    /// Says what does not.
    pub fn audit(&self, history: &History) -> Result<(), String> {
        if self.visible > self.log.len() {
            return Err(format!("readers see {} of {} transactions", self.visible, self.log.len()));
        }
        for run in self.log.runs() {
            if run.last > history.length(run.stream) {
                return Err(format!("its log has {run:?}, of which {} were written", history.length(run.stream)));
            }
        }
        self.audit_order(&self.received_log())?;
        self.audit_own(history)?;
        self.audit_rows(history)?;
        self.locks.audit(|who| self.connections.get(who).is_some())?;
        self.audit_commits(history)
    }

    /// A log has the transactions of a stream from the first on, without a gap, in the order in which they were committed: what is lost
    /// of a stream is its end.
    fn audit_order(&self, log: &Log) -> Result<(), String> {
        let runs = log.runs();
        for (index, run) in runs.iter().enumerate() {
            let earlier = runs[..index].iter().rev().find(|earlier| earlier.stream == run.stream);
            if earlier.map_or(0, |earlier| earlier.last) + 1 != run.first {
                return Err(format!("its log has {run:?} behind {earlier:?}"));
            }
        }
        Ok(())
    }

    /// What it wrote in its present reign is in its own log, acknowledged or not, whatever happened to its process since.
    fn audit_own(&self, history: &History) -> Result<(), String> {
        let Some(stream) = self.stream() else { return Ok(()) };
        let newest = self.log.runs().iter().rev().find(|run| run.stream == stream).map_or(0, |run| run.last);
        match history.length(stream) {
            written if written == newest => Ok(()),
            written => Err(format!("it wrote {written} transactions, and its log has {newest} of them")),
        }
    }

    /// Readers see the changes of whole transactions, those up to the position that is visible and no others.
    fn audit_rows(&self, history: &History) -> Result<(), String> {
        if self.visible > REPLAYED || !self.running {
            return Ok(());
        }
        let mut rows = Rows::filled(self.filled);
        for position in 1..=self.visible {
            let transaction = self.log.get(position).and_then(|gtid| history.get(gtid));
            let changes = transaction.map_or(&[][..], |transaction| transaction.changes.as_slice());
            changes.iter().for_each(|change| rows.change(*change));
        }
        let differs = (0..self.rows.places() as u32).find(|row| rows.get(*row) != self.rows.get(*row));
        match differs {
            None => Ok(()),
            Some(row) => Err(format!("row {row} is {:?}, and {:?} by its log", self.rows.get(row), rows.get(row))),
        }
    }

    /// Who waits for the answer of a commit waits behind its place in the binlog, was not answered, and is not had by a replica; before
    /// a commit that waits for its word others do not see the rows.
    fn audit_commits(&self, history: &History) -> Result<(), String> {
        let mut before = 0;
        for pending in &self.pending {
            let transaction = self.log.get(pending.position).and_then(|gtid| history.get(gtid));
            let answered = transaction.is_none_or(|transaction| transaction.acknowledged < SimTime::NEVER);
            if pending.position <= before || answered {
                return Err(format!("a commit waits at {} behind {before}, answered: {answered}", pending.position));
            }
            before = pending.position;
        }
        let first = self.pending.iter().find(|pending| pending.waits).map(|pending| pending.position);
        if first.is_some_and(|position| position <= self.acknowledged()) {
            return Err(format!("a commit waits at {first:?} for what a replica has said of {}", self.acknowledged()));
        }
        let hidden = self.settings.semi_sync.wait_point == WaitPoint::AfterSync;
        if hidden && first.is_some_and(|position| self.visible >= position) {
            return Err(format!("a commit waits at {first:?}, and readers see {}", self.visible));
        }
        if !self.running && self.unanswered() > 0 {
            return Err(format!("{} commits of a process that is gone", self.unanswered()));
        }
        Ok(())
    }

    /// Checks a replica beside the source that it is connected to: what it has is what the source committed first, without a gap
    /// and in the same order, and no more than that.
    ///
    /// # Errors
    /// Says what does not hold.
    pub fn audit_against(&self, source: &Mysqld) -> Result<(), String> {
        let Some(dump) =
            source.dumps.iter().find(|dump| (dump.replica, dump.session) == (self.id, self.receiver.session))
        else {
            return Ok(());
        };
        if self.receiver.state != ReceiverState::Connected || !source.running || self.log.beyond(&source.log) > 0 {
            return Ok(());
        }
        let received = self.received_log();
        let (shared, has) = (received.shared(&source.log), received.len());
        if shared < has {
            return Err(format!("it has {has} transactions, of which {shared} are its source's first ones"));
        }
        if dump.sent < has || dump.acknowledged > has {
            return Err(format!("it has {has}, was sent {}, acknowledged {}", dump.sent, dump.acknowledged));
        }
        Ok(())
    }
}
