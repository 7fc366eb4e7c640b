//! A database's books: what must hold of one server process at every instant, and of a replica beside its source.

use super::Mysqld;
use super::history::History;
use super::log::Log;
use super::receiver::ReceiverState;

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
        self.audit_commits(history)
    }

    /// A log has every transaction once at most, and those of a stream in the order in which they were committed.
    fn audit_order(&self, log: &Log) -> Result<(), String> {
        let runs = log.runs();
        for (index, run) in runs.iter().enumerate() {
            let earlier = runs[..index].iter().rev().find(|earlier| earlier.stream == run.stream);
            if earlier.is_some_and(|earlier| earlier.last >= run.first) {
                return Err(format!("its log has {run:?} behind {earlier:?}"));
            }
        }
        Ok(())
    }

    /// Who waits for the answer of a commit waits behind its place in the binlog, and was not answered.
    fn audit_commits(&self, history: &History) -> Result<(), String> {
        let mut before = 0;
        for pending in &self.pending {
            let transaction = self.log.get(pending.position).and_then(|gtid| history.get(gtid));
            let answered = transaction.is_none_or(|transaction| transaction.acknowledged <= transaction.committed);
            if pending.position <= before || (answered && pending.waits) {
                return Err(format!("a commit waits at {} behind {before}, answered: {answered}", pending.position));
            }
            before = pending.position;
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
