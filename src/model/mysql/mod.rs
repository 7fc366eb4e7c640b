//! MySQL: one server process as a state machine, with inputs and outputs, and without links, cores or a clock of its own.
//!
//! It has two drivers, as the balancer has: the world, over links and shared cores, and the bench on which recordings of real servers
//! are played (`conform`). Neither holds a rule of committing, locking, replicating or recovering.

pub mod applier;
mod audit;
pub mod commit;
pub mod connection;
pub mod error;
pub mod history;
pub mod library;
pub mod lifecycle;
pub mod lock;
pub mod log;
pub mod message;
pub mod output;
pub mod receiver;
pub mod row;
pub mod script;
pub mod semi_sync;
pub mod settings;
mod snapshot;
pub mod source;
pub mod statement;
pub mod status;
#[cfg(test)]
mod tests;
pub mod variable;
pub mod wait;

use crate::engine::slab::Slab;
use crate::engine::time::SimTime;
use applier::Applier;
use commit::{Committing, Pending};
use connection::Connection;
use history::History;
use lock::Locks;
use log::Log;
use output::Output;
use receiver::{Receiver, Relay};
use row::Rows;
use semi_sync::SemiSync;
use settings::Settings;
use source::Dump;
use std::collections::VecDeque;
use wait::Wait;

/// What a database may touch besides itself.
pub struct Io<'a> {
    /// The time.
    pub now: SimTime,
    /// What was written for good.
    pub history: &'a mut History,
    /// What it wants done.
    pub out: &'a mut Vec<Output>,
}

/// A server process and its data.
#[derive(Clone, Debug)]
pub struct Mysqld {
    /// Its place among the databases; its server id is one more.
    pub id: u8,
    /// Its variables.
    pub settings: Settings,
    /// Whether it runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// Tells one start from another.
    pub epoch: u32,
    /// Whether it refuses writes of ordinary accounts.
    pub read_only: bool,
    /// Whether it refuses, too, those of accounts with `READ_ONLY ADMIN`.
    pub super_read_only: bool,
    /// Its binlog.
    pub log: Log,
    /// Up to which position readers see it.
    pub visible: u64,
    /// Its rows.
    pub rows: Rows,
    /// Rows that were there before the first transaction.
    filled: u32,
    /// Up to which position its data would survive the end of the process.
    durable: u64,
    /// Up to which position its log's files are gone.
    purged: u64,
    /// The number of the binlog's present file.
    pub file: u32,
    /// Bytes in it.
    pub offset: u64,
    /// The stream that it writes.
    stream: Option<u16>,
    /// Group commits so far.
    group: u32,
    /// The next generated key.
    pub next_key: u32,
    /// Open connections, those of pools included.
    pub open: u32,
    /// Sessions.
    pub connections: Slab<Connection>,
    locks: Locks,
    /// Deadlocks so far (`Innodb_deadlocks`).
    pub deadlocks: u64,
    waiting: Vec<Committing>,
    flushing: Vec<Committing>,
    pending: VecDeque<Pending>,
    /// Semi-synchronous replication, as a source.
    pub semi_sync: SemiSync,
    /// Who follows it.
    pub dumps: Vec<Dump>,
    /// Its receiver.
    pub receiver: Receiver,
    /// Its relay log.
    pub relay: Relay,
    /// Its applier.
    pub applier: Applier,
    waits: Vec<Wait>,
    wait_serial: u32,
}

impl Mysqld {
    /// A server that runs, with `rows` rows that were always there.
    pub fn new(id: u8, settings: Settings, rows: u32) -> Mysqld {
        Mysqld {
            id,
            settings,
            running: true,
            since: SimTime::ZERO,
            epoch: 0,
            read_only: false,
            super_read_only: false,
            log: Log::default(),
            visible: 0,
            rows: Rows::filled(rows),
            filled: rows,
            durable: 0,
            purged: 0,
            file: 1,
            offset: 0,
            stream: None,
            group: 0,
            next_key: settings.auto_increment_offset.max(rows),
            open: 0,
            connections: Slab::default(),
            locks: Locks::default(),
            deadlocks: 0,
            waiting: Vec::new(),
            flushing: Vec::new(),
            pending: VecDeque::new(),
            semi_sync: SemiSync::new(settings.semi_sync.source),
            dumps: Vec::new(),
            receiver: Receiver::default(),
            relay: Relay::default(),
            applier: Applier::default(),
            waits: Vec::new(),
            wait_serial: 0,
        }
    }

    /// Rows `0..rows` are there from now on, with value 0 where there was none: a catalogue that grows.
    pub fn fill(&mut self, rows: u32) {
        self.filled = self.filled.max(rows);
        for row in self.rows.places() as u32..rows {
            self.rows.set(row, Some(0));
        }
    }

    /// About how many bytes a copy takes besides itself.
    pub fn bytes(&self) -> usize {
        let sessions = self.connections.slots() * size_of::<Connection>();
        let commits = (self.waiting.capacity() + self.flushing.capacity()) * size_of::<Committing>();
        self.rows.places() * size_of::<u64>() + sessions + commits + self.pending.capacity() * size_of::<Pending>()
    }

    /// The stream that it writes, if it ever wrote.
    pub fn stream(&self) -> Option<u16> {
        self.stream
    }

    /// Statements that wait for a row lock.
    pub fn lock_waits(&self) -> usize {
        self.locks.waiting()
    }
}
