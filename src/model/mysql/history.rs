//! What was written: every transaction of a run, append-only, beside the world. The world holds names and positions only.
//!
//! A *stream* is what one server wrote in one reign. A log is made of runs of streams ([`Log`]), so two logs that part cost
//! nothing but their few runs. Cutting every stream back to the length that a world knows goes back in time.

use super::log::{Gtid, Log};
use super::row::Change;
use crate::engine::time::SimTime;

/// What a transaction changes. Nearly all change one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// One row.
    One(Change),
    /// Several, or none: a definition of a table.
    Many(Box<[Change]>),
}

impl Changes {
    /// As a list.
    pub fn as_slice(&self) -> &[Change] {
        match self {
            Changes::One(change) => core::slice::from_ref(change),
            Changes::Many(changes) => changes,
        }
    }
}

/// A transaction in a binlog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// What it does to the rows.
    pub changes: Changes,
    /// Its number among all of its domain: MariaDB's sequence number, which goes on from one primary to the next.
    pub sequence: u64,
    /// When its first statement ran; the binlog says so in whole seconds.
    pub stamp: SimTime,
    /// When it was written to the binlog of its origin.
    pub committed: SimTime,
    /// When its client was sent the OK; [`SimTime::NEVER`] if it was not.
    pub acknowledged: SimTime,
    /// When its client saw what came of it; [`SimTime::NEVER`] if it did not.
    pub seen: SimTime,
    /// Its size in the binlog, in bytes.
    pub bytes: u32,
    /// The group commit that it was part of, of its stream.
    pub group: u32,
}

/// What one server wrote in one reign.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The server, by its place among the databases.
    pub server: u8,
    /// What it wrote, in order.
    pub transactions: Vec<Transaction>,
}

/// Every stream of a run.
#[derive(Clone, Debug, Default)]
pub struct History {
    streams: Vec<Stream>,
}

impl History {
    /// Begins what a server will write.
    pub fn begin(&mut self, server: u8) -> u16 {
        self.streams.push(Stream { server, transactions: Vec::new() });
        (self.streams.len() - 1) as u16
    }

    /// Appends a transaction to a stream; gives its name.
    pub fn append(&mut self, stream: u16, transaction: Transaction) -> Gtid {
        let transactions = &mut self.streams[stream as usize].transactions;
        transactions.push(transaction);
        Gtid { stream, number: transactions.len() as u64 }
    }

    /// A transaction.
    pub fn get(&self, gtid: Gtid) -> Option<&Transaction> {
        let index = gtid.number.checked_sub(1)?;
        self.streams.get(gtid.stream as usize)?.transactions.get(index as usize)
    }

    /// The server that wrote a stream.
    pub fn server(&self, stream: u16) -> u8 {
        self.streams.get(stream as usize).map_or(0, |stream| stream.server)
    }

    /// How many transactions a stream has.
    pub fn length(&self, stream: u16) -> u64 {
        self.streams.get(stream as usize).map_or(0, |stream| stream.transactions.len() as u64)
    }

    /// MariaDB's name of a transaction: domain, server (from 1), sequence number.
    pub fn mariadb_name(&self, gtid: Gtid, domain: u32) -> String {
        let sequence = self.get(gtid).map_or(0, |transaction| transaction.sequence);
        format!("{domain}-{}-{sequence}", u32::from(self.server(gtid.stream)) + 1)
    }

    /// The client was sent the OK.
    pub fn acknowledge(&mut self, gtid: Gtid, now: SimTime) {
        if let Some(transaction) = self.get_mut(gtid) {
            transaction.acknowledged = transaction.acknowledged.min(now);
        }
    }

    /// The client saw that it was done.
    #[inline(never)]
    pub fn mark_seen(&mut self, gtid: Gtid, now: SimTime) {
        if let Some(transaction) = self.get_mut(gtid) {
            transaction.seen = transaction.seen.min(now);
        }
    }

    fn get_mut(&mut self, gtid: Gtid) -> Option<&mut Transaction> {
        let index = gtid.number.checked_sub(1)?;
        self.streams.get_mut(gtid.stream as usize)?.transactions.get_mut(index as usize)
    }

    /// The acknowledged transactions that a log has not, oldest stream first.
    pub fn lost(&self, log: &Log) -> Vec<(Gtid, &Transaction)> {
        let mut lost = Vec::new();
        for (index, stream) in self.streams.iter().enumerate() {
            // Of a stream a log has what it has in order: only the gaps are looked at.
            let mut next = 1;
            let runs = log.runs().iter().filter(|run| usize::from(run.stream) == index);
            for (first, after) in runs.map(|run| (run.first, run.last + 1)).chain([(u64::MAX, u64::MAX)]) {
                let end = first.min(stream.transactions.len() as u64 + 1);
                for number in next..end {
                    let transaction = &stream.transactions[number as usize - 1];
                    if transaction.acknowledged < SimTime::NEVER {
                        lost.push((Gtid { stream: index as u16, number }, transaction));
                    }
                }
                next = next.max(after);
            }
        }
        lost
    }

    /// How many transactions the server of a stream had written in its earlier reigns.
    pub fn written_before(&self, stream: u16) -> u64 {
        let server = self.server(stream);
        let earlier = self.streams.iter().take(stream as usize).filter(|earlier| earlier.server == server);
        earlier.map(|earlier| earlier.transactions.len() as u64).sum()
    }

    /// The length of every stream: with it [`History::cut`] comes back here.
    pub fn lengths(&self) -> Vec<usize> {
        self.streams.iter().map(|stream| stream.transactions.len()).collect()
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let written: usize = self.streams.iter().map(|stream| stream.transactions.capacity()).sum();
        written * size_of::<Transaction>() + self.streams.len() * size_of::<Stream>()
    }

    /// Forgets what was written after `lengths` were taken at `now`.
    pub fn cut(&mut self, lengths: &[usize], now: SimTime) {
        self.streams.truncate(lengths.len());
        for (stream, length) in self.streams.iter_mut().zip(lengths) {
            stream.transactions.truncate(*length);
            for transaction in stream.transactions.iter_mut().rev() {
                if transaction.seen > now {
                    transaction.seen = SimTime::NEVER;
                }
                if transaction.acknowledged > now {
                    transaction.acknowledged = SimTime::NEVER;
                }
            }
        }
    }
}
