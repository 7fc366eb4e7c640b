//! What was written: the contents of every binlog, append-only, beside the world. The world holds positions only.
//!
//! A primary's reign is a *term*. A term's binlog goes on from the position at which its database was promoted, so the log of
//! any database is a path through terms: what lies beyond the fork of its successor in an older term is not in the new
//! primary's history. Cutting every term back to the length that a world knows goes back in time.

use crate::engine::time::SimTime;

/// One committed and acknowledged write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The page whose row it wrote.
    pub row: u32,
    /// When it was committed and, replication being asynchronous, acknowledged.
    pub committed: SimTime,
    /// When its client saw the page that said so; [`SimTime::NEVER`] if it did not.
    pub seen: SimTime,
}

/// The reign of one primary.
#[derive(Clone, Debug)]
pub struct Term {
    /// The term that it forked from.
    pub parent: Option<u16>,
    /// The last position that it shares with its parent.
    pub fork: u64,
    /// What it wrote, from position `fork + 1` on.
    pub transactions: Vec<Transaction>,
}

/// A database's place in the history: the newest transaction that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Term along whose path the position counts.
    pub term: u16,
    /// Transactions since the start of the site.
    pub position: u64,
}

/// Every term of a run.
#[derive(Clone, Debug)]
pub struct History {
    terms: Vec<Term>,
}

impl Default for History {
    fn default() -> Self {
        History { terms: vec![Term { parent: None, fork: 0, transactions: Vec::new() }] }
    }
}

impl History {
    /// Appends a transaction to the log of `term`; gives its position.
    pub fn append(&mut self, term: u16, transaction: Transaction) -> u64 {
        let term = &mut self.terms[term as usize];
        term.transactions.push(transaction);
        term.fork + term.transactions.len() as u64
    }

    /// Begins the reign of a database that is at `head`.
    pub fn promote(&mut self, head: Head) -> u16 {
        let home = self.home(head);
        self.terms.push(Term { parent: Some(home.term), fork: head.position, transactions: Vec::new() });
        (self.terms.len() - 1) as u16
    }

    /// The term in which the position of `head` was written.
    pub fn home(&self, mut head: Head) -> Head {
        while let Term { parent: Some(parent), fork, .. } = self.terms[head.term as usize] {
            if head.position > fork {
                break;
            }
            head.term = parent;
        }
        head
    }

    /// The transaction at the position of `head`.
    pub fn get(&self, head: Head) -> Option<&Transaction> {
        let home = self.home(head);
        let term = &self.terms[home.term as usize];
        let index = home.position.checked_sub(term.fork + 1)?;
        term.transactions.get(index as usize)
    }

    /// How many transactions of `head` are not in the log that ends at `log`.
    pub fn beyond(&self, head: Head, log: Head) -> u64 {
        head.position - self.shared(head, log)
    }

    /// The last position that both logs have.
    pub fn shared(&self, one: Head, other: Head) -> u64 {
        let other_path = self.path(other);
        let common = self.path(one).into_iter().find_map(|(term, upto)| {
            other_path.iter().find(|(other_term, _)| *other_term == term).map(|(_, other_upto)| upto.min(*other_upto))
        });
        common.unwrap_or(0)
    }

    /// The terms that a log passes through, newest first, each with the last position that it takes from it.
    fn path(&self, head: Head) -> Vec<(u16, u64)> {
        let mut path = Vec::new();
        let mut at = head;
        loop {
            path.push((at.term, at.position));
            let term = &self.terms[at.term as usize];
            match term.parent {
                Some(parent) => at = Head { term: parent, position: at.position.min(term.fork) },
                None => return path,
            }
        }
    }

    /// The client of the transaction at `head` saw that it was done.
    #[inline(never)]
    pub fn mark_seen(&mut self, head: Head, now: SimTime) {
        let home = self.home(head);
        let term = &mut self.terms[home.term as usize];
        let index = home.position.checked_sub(term.fork + 1);
        if let Some(transaction) = index.and_then(|index| term.transactions.get_mut(index as usize)) {
            transaction.seen = transaction.seen.min(now);
        }
    }

    /// The transactions that are not in the history of the primary at `service`, with their positions, oldest first.
    pub fn lost(&self, service: Head) -> impl Iterator<Item = (u64, &Transaction)> {
        let path = self.path(service);
        self.terms.iter().enumerate().flat_map(move |(index, term)| {
            let kept = path.iter().find(|(on_path, _)| *on_path as usize == index).map_or(term.fork, |(_, upto)| *upto);
            let skip = kept.saturating_sub(term.fork) as usize;
            let first = term.fork + skip as u64 + 1;
            term.transactions.iter().skip(skip).enumerate().map(move |(i, transaction)| (first + i as u64, transaction))
        })
    }

    /// The length of every term: with it [`History::cut`] comes back here.
    pub fn lengths(&self) -> Vec<usize> {
        self.terms.iter().map(|term| term.transactions.len()).collect()
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let written: usize = self.terms.iter().map(|term| term.transactions.capacity()).sum();
        written * size_of::<Transaction>() + self.terms.len() * size_of::<Term>()
    }

    /// Forgets what was written after `lengths` were taken at `now`.
    pub fn cut(&mut self, lengths: &[usize], now: SimTime) {
        self.terms.truncate(lengths.len());
        for (term, length) in self.terms.iter_mut().zip(lengths) {
            term.transactions.truncate(*length);
            for transaction in term.transactions.iter_mut().rev().filter(|transaction| transaction.seen > now) {
                transaction.seen = SimTime::NEVER;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(history: &mut History, term: u16, row: u32) -> u64 {
        history.append(term, Transaction { row, committed: SimTime::from_millis(u64::from(row)), seen: SimTime::NEVER })
    }

    /// Term 0 writes five; a replica with three is promoted and writes one.
    fn forked() -> History {
        let mut history = History::default();
        (1..=5).for_each(|row| assert_eq!(write(&mut history, 0, row), u64::from(row)));
        assert_eq!(history.promote(Head { term: 0, position: 3 }), 1);
        assert_eq!(write(&mut history, 1, 40), 4);
        history
    }

    #[test]
    fn a_log_is_a_path_through_terms() {
        let history = forked();
        let row = |term, position| history.get(Head { term, position }).map(|transaction| transaction.row);
        assert_eq!((row(1, 4), row(1, 3), row(0, 4), row(1, 5)), (Some(40), Some(3), Some(4), None));
    }

    #[test]
    fn what_the_old_primary_has_beyond_the_fork_is_lost_and_errant() {
        let history = forked();
        let (old, new) = (Head { term: 0, position: 5 }, Head { term: 1, position: 4 });
        assert_eq!(history.beyond(old, new), 2);
        assert_eq!(history.beyond(Head { term: 0, position: 3 }, new), 0);
        let lost: Vec<u64> = history.lost(new).map(|(position, _)| position).collect();
        assert_eq!(lost, [4, 5]);
    }

    #[test]
    fn a_reign_that_nobody_followed_is_lost_whole() {
        let mut history = forked();
        assert_eq!(history.promote(Head { term: 0, position: 5 }), 2);
        let lost: Vec<u32> =
            history.lost(Head { term: 2, position: 5 }).map(|(_, transaction)| transaction.row).collect();
        assert_eq!(lost, [40]);
    }

    #[test]
    fn cutting_back_forgets_what_came_later() {
        let mut history = History::default();
        write(&mut history, 0, 1);
        let (lengths, then) = (history.lengths(), SimTime::from_millis(10));
        write(&mut history, 0, 2);
        history.promote(Head { term: 0, position: 2 });
        history.mark_seen(Head { term: 0, position: 1 }, SimTime::from_millis(20));
        history.cut(&lengths, then);
        assert_eq!(history.lengths(), [1]);
        assert_eq!(
            history.get(Head { term: 0, position: 1 }).map(|transaction| transaction.seen),
            Some(SimTime::NEVER)
        );
    }
}
