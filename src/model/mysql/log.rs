//! What a database has written, as runs of transactions of one origin: the whole of a binlog in a few numbers.

/// A transaction's name: who wrote it, and which of that one's it is. MySQL says `uuid:number`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtid {
    /// The stream that it belongs to.
    pub stream: u16,
    /// Its number there, from 1.
    pub number: u64,
}

/// Transactions of one stream, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Whose.
    pub stream: u16,
    /// The first.
    pub first: u64,
    /// The last; never before the first.
    pub last: u64,
}

impl Run {
    /// How many transactions.
    pub fn len(&self) -> u64 {
        self.last - self.first + 1
    }

    /// Never: a run has a transaction.
    pub fn is_empty(&self) -> bool {
        false
    }

    fn contains(&self, gtid: Gtid) -> bool {
        self.stream == gtid.stream && (self.first..=self.last).contains(&gtid.number)
    }
}

/// A run without its stream in one word, for messages: the last number in the lower 40 bits, how many in the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch(u64);

impl Batch {
    const BITS: u32 = 40;
    /// Most transactions of one.
    const MOST: u64 = (1 << (u64::BITS - Batch::BITS)) - 1;

    /// The batches that make a run, in order; one, unless it is very long.
    pub fn of(run: Run) -> impl Iterator<Item = Batch> {
        (run.first..=run.last).step_by(Batch::MOST as usize).map(move |first| {
            let last = run.last.min(first + (Batch::MOST - 1));
            Batch((last - first + 1) << Batch::BITS | last)
        })
    }

    /// The run of a stream that it is.
    pub const fn run(self, stream: u16) -> Run {
        let (count, last) = (self.0 >> Batch::BITS, self.0 & ((1 << Batch::BITS) - 1));
        Run { stream, first: last + 1 - count, last }
    }

    /// The word.
    pub const fn to_word(self) -> u64 {
        self.0
    }
}

/// A log: transactions in the order in which they were committed. Positions count them, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    runs: Vec<Run>,
    length: u64,
}

impl Log {
    /// Transactions in it: the position of the newest.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Its runs, oldest first.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Adds transactions at its end.
    pub fn append(&mut self, run: Run) {
        self.length += run.len();
        match self.runs.last_mut() {
            Some(last) if last.stream == run.stream && last.last + 1 == run.first => last.last = run.last,
            _ => self.runs.push(run),
        }
    }

    /// Adds one transaction at its end.
    pub fn push(&mut self, gtid: Gtid) {
        self.append(Run { stream: gtid.stream, first: gtid.number, last: gtid.number });
    }

    /// The transaction at a position.
    pub fn get(&self, position: u64) -> Option<Gtid> {
        let mut before = self.length;
        if position == 0 || position > before {
            return None;
        }
        for run in self.runs.iter().rev() {
            before -= run.len();
            if position > before {
                return Some(Gtid { stream: run.stream, number: run.first + (position - before - 1) });
            }
        }
        None
    }

    /// The newest transaction.
    pub fn last(&self) -> Option<Gtid> {
        self.runs.last().map(|run| Gtid { stream: run.stream, number: run.last })
    }

    /// Where a transaction stands, if it does.
    pub fn position_of(&self, gtid: Gtid) -> Option<u64> {
        let mut after = self.length;
        for run in self.runs.iter().rev() {
            if run.contains(gtid) {
                return Some(after - (run.last - gtid.number));
            }
            after -= run.len();
        }
        None
    }

    /// Whether it has a transaction.
    pub fn contains(&self, gtid: Gtid) -> bool {
        self.runs.iter().any(|run| run.contains(gtid))
    }

    /// Forgets what lies beyond a position.
    pub fn truncate(&mut self, position: u64) {
        while self.length > position {
            let Some(last) = self.runs.last_mut() else { return };
            let cut = last.len().min(self.length - position);
            self.length -= cut;
            if cut == last.len() {
                self.runs.pop();
            } else {
                last.last -= cut;
            }
        }
    }

    /// The run that begins behind a position, as far as it goes.
    pub fn run_after(&self, position: u64) -> Option<Run> {
        let mut before = 0;
        for run in &self.runs {
            let end = before + run.len();
            if position < end {
                return Some(Run { first: run.first + position.saturating_sub(before), ..*run });
            }
            before = end;
        }
        None
    }

    /// How many transactions at their beginnings both logs have, in the same order.
    pub fn shared(&self, other: &Log) -> u64 {
        let mut shared = 0;
        for (one, another) in self.runs.iter().zip(&other.runs) {
            if one.stream != another.stream || one.first != another.first {
                break;
            }
            shared += one.len().min(another.len());
            if one.last != another.last {
                break;
            }
        }
        shared
    }

    /// How many of its transactions the other has not, wherever they stand there.
    pub fn beyond(&self, other: &Log) -> u64 {
        self.runs.iter().map(|run| run.len() - other.covered(*run)).sum()
    }

    /// The transactions that the other has not, in the order of this log; of a run the newest ones, so many in all.
    pub fn not_in(&self, other: &Log, most: usize) -> Vec<Gtid> {
        let mut missing = Vec::new();
        for run in &self.runs {
            let count = (run.len() - other.covered(*run)).min((most - missing.len()) as u64) as usize;
            let names = (run.first..=run.last).rev().map(|number| Gtid { stream: run.stream, number });
            let mut newest: Vec<Gtid> = names.filter(|gtid| !other.contains(*gtid)).take(count).collect();
            newest.reverse();
            missing.append(&mut newest);
        }
        missing
    }

    /// The log with all that its server may write after it: nothing of that is foreign to it.
    pub fn with_rest_of(&self, stream: u16) -> Log {
        let newest = self.runs.iter().rev().find(|run| run.stream == stream).map_or(0, |run| run.last);
        let mut log = self.clone();
        log.append(Run { stream, first: newest + 1, last: u64::MAX >> 1 });
        log
    }

    /// How many transactions of a run it has.
    fn covered(&self, of: Run) -> u64 {
        let both = |run: &Run| (run.last.min(of.last) + 1).saturating_sub(run.first.max(of.first));
        self.runs.iter().filter(|run| run.stream == of.stream).map(both).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(runs: &[(u16, u64, u64)]) -> Log {
        let mut log = Log::default();
        runs.iter().for_each(|(stream, first, last)| log.append(Run { stream: *stream, first: *first, last: *last }));
        log
    }

    #[test]
    fn what_another_log_has_not_is_named_in_order() {
        let (one, other) = (log(&[(0, 1, 5), (1, 1, 3)]), log(&[(0, 1, 3), (2, 1, 9), (1, 2, 2)]));
        let names = |most| one.not_in(&other, most).iter().map(|gtid| (gtid.stream, gtid.number)).collect::<Vec<_>>();
        assert_eq!((names(10), names(3)), (vec![(0, 4), (0, 5), (1, 1), (1, 3)], vec![(0, 4), (0, 5), (1, 3)]));
        assert_eq!((one.beyond(&other), names(0), one.not_in(&one, 9).len()), (4, vec![], 0));
    }

    #[test]
    fn a_batch_is_its_run_and_a_very_long_run_takes_several() {
        let run = Run { stream: 3, first: 7, last: 9 };
        assert_eq!(Batch::of(run).map(|batch| batch.run(3)).collect::<Vec<_>>(), [run]);
        let long = Run { stream: 0, first: 5, last: 4 + 2 * Batch::MOST + 1 };
        let parts: Vec<Run> = Batch::of(long).map(|batch| batch.run(0)).collect();
        assert_eq!(parts.iter().map(Run::len).collect::<Vec<_>>(), [Batch::MOST, Batch::MOST, 1]);
        assert_eq!((parts[0].first, parts[1].first, parts[2].last), (5, 5 + Batch::MOST, long.last));
    }

    #[test]
    fn positions_and_names_are_each_others_inverse() {
        let log = log(&[(0, 1, 3), (1, 1, 2), (0, 4, 4), (0, 5, 6)]);
        assert_eq!((log.len(), log.runs().len()), (8, 3));
        for position in 1..=8 {
            let gtid = log.get(position).expect("there is one");
            assert_eq!((log.position_of(gtid), log.contains(gtid)), (Some(position), true));
        }
        assert_eq!((log.get(0), log.get(9), log.position_of(Gtid { stream: 1, number: 3 })), (None, None, None));
    }

    #[test]
    fn a_fork_is_shared_up_to_where_it_parts() {
        let (old, new) = (log(&[(0, 1, 5)]), log(&[(0, 1, 3), (1, 1, 4)]));
        assert_eq!((old.shared(&new), old.beyond(&new), new.beyond(&old)), (3, 2, 4));
        assert_eq!(old.shared(&Log::default()), 0);
    }

    #[test]
    fn cutting_off_the_tail_crosses_runs() {
        let mut log = log(&[(0, 1, 3), (1, 1, 4)]);
        log.truncate(5);
        assert_eq!((log.len(), log.last()), (5, Some(Gtid { stream: 1, number: 2 })));
        log.truncate(2);
        assert_eq!((log.len(), log.runs()), (2, &[Run { stream: 0, first: 1, last: 2 }][..]));
    }

    #[test]
    fn what_follows_a_position_is_one_run() {
        let log = log(&[(0, 1, 3), (1, 1, 4)]);
        assert_eq!(log.run_after(1), Some(Run { stream: 0, first: 2, last: 3 }));
        assert_eq!(log.run_after(3), Some(Run { stream: 1, first: 1, last: 4 }));
        assert_eq!(log.run_after(7), None);
    }
}
