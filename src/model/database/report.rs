//! What a database says of itself when the manager asks, and what the manager makes of it.

use crate::engine::time::SimDuration;
use crate::model::mysql::log::Log;

/// What a database says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it has written or applied (`gtid_executed`).
    pub log: Log,
    /// That, and what is in its relay log.
    pub received: Log,
    /// The stream that it writes, if it ever wrote: the newest one is the newest reign.
    pub stream: Option<u16>,
    /// Whether it refuses writes.
    pub read_only: bool,
    /// Whom it follows.
    pub source: Option<u8>,
    /// How far it keeps behind that one on purpose (`SQL_Delay`).
    pub delay: SimDuration,
    /// Who has refused it for good, so that it follows nobody (`Last_IO_Errno` 1236).
    pub turned_away_by: Option<u8>,
}

impl Report {
    /// Transactions received and not applied.
    pub fn backlog(&self) -> u64 {
        self.received.len() - self.log.len()
    }

    /// What speaks for it where who has received most is to be the primary: to have something of the newest reign, not to keep behind
    /// on purpose, which would have to be waited for, and how much it has.
    pub(super) fn merits(&self) -> (Option<u16>, bool, u64) {
        let newest = self.received.runs().iter().map(|run| run.stream).max();
        (newest, self.delay.is_zero(), self.received.len())
    }

    /// How many transactions it has that the primary has not, as both said: their GTID sets tell. The primary's report may be a
    /// little older than this one: what it wrote since does not count against a follower.
    pub(super) fn errant(&self, primary: &Report) -> u64 {
        match primary.stream {
            Some(stream) => self.log.beyond(&primary.log.with_rest_of(stream)),
            None => self.log.beyond(&primary.log),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mysql::log::Run;

    /// A replica that has received so many of the first reign, and of the second, and keeps so far behind.
    fn told(first: u64, second: u64, delay: u64) -> Report {
        let mut received = Log::default();
        for (stream, last) in [(0, first), (1, second)].into_iter().filter(|(_, last)| *last > 0) {
            received.append(Run { stream, first: 1, last });
        }
        let (log, delay) = (Log::default(), SimDuration::from_seconds(delay));
        Report { log, received, stream: None, read_only: true, source: Some(0), delay, turned_away_by: None }
    }

    #[test]
    fn who_keeps_behind_on_purpose_comes_behind_all_who_have_something_of_the_same_reign() {
        assert!(told(5, 0, 0).merits() > told(9, 0, 10).merits());
        assert!(told(9, 0, 10).merits() > told(5, 0, 10).merits());
        assert!(told(9, 0, 0).merits() > told(5, 0, 0).merits());
        // A whole reign is worth the wait.
        assert!(told(5, 1, 10).merits() > told(9, 0, 0).merits());
    }
}
