//! Databases on a bench: the model's own [`Mysqld`], links between them, clients, a clock and an agenda.
//!
//! This is their second driver, for recordings of real servers: it carries messages and lets time pass, and holds no rule of
//! committing, locking, replicating or recovering.

mod client;
mod dial;
mod drive;
mod link;
mod outage;
mod writer;

pub use client::{Ask, Client};
pub use dial::{Dial, Manner};
pub use writer::Writer;

use crate::engine::time::{SimDuration, SimTime};
use crate::model::mysql::history::History;
use crate::model::mysql::log::Gtid;
use crate::model::mysql::output::Output;
use crate::model::mysql::settings::Settings;
use crate::model::mysql::source::Start;
use crate::model::mysql::status::ReplicaStatus;
use crate::model::mysql::wait::{Target, WaitEnd};
use crate::model::mysql::{Io, Mysqld};
use drive::Due;
use link::Link;
use std::collections::BTreeMap;

/// What things take on a server.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// A statement, before it is carried out.
    pub statement: SimDuration,
    /// The flush of a group commit.
    pub flush: SimDuration,
    /// Each row of a transaction that a replica applies.
    pub apply_row: SimDuration,
}

impl Default for Costs {
    /// What the machine that recorded took, about: nothing is compared with it.
    fn default() -> Costs {
        Costs {
            statement: SimDuration::from_nanos(200_000),
            flush: SimDuration::from_millis(2),
            apply_row: SimDuration::from_millis(1),
        }
    }
}

/// A server on the bench.
struct Server {
    mysqld: Mysqld,
    costs: Costs,
    /// Stopped by a signal: it is there, and does nothing.
    hung: bool,
    /// What is to be done when it goes on.
    held: Vec<Due>,
}

/// The bench.
#[derive(Default)]
pub struct Bench {
    now: SimTime,
    history: History,
    servers: Vec<Server>,
    links: Vec<Link>,
    agenda: BTreeMap<(SimTime, u64), Due>,
    scheduled: u64,
    out: Vec<Output>,
    clients: Vec<client::Session>,
    asks: Vec<client::Asked>,
    dials: Vec<dial::Dialled>,
    writers: Vec<writer::Writing>,
    /// Ends of waits for transactions: server, wait, when, how.
    waited: Vec<(usize, u32, SimTime, WaitEnd)>,
}

impl Bench {
    /// A bench with nothing on it.
    pub fn new() -> Bench {
        Bench::default()
    }

    /// Puts a running server on the bench; gives its number.
    pub fn server(&mut self, settings: Settings) -> usize {
        let number = self.servers.len();
        let mysqld = Mysqld::new(number as u8, settings, 0);
        self.servers.push(Server { mysqld, costs: Costs::default(), hung: false, held: Vec::new() });
        self.with(number, |mysqld, io| mysqld.begin(io));
        number
    }

    /// What things take on a server.
    pub fn costs(&mut self, server: usize) -> &mut Costs {
        &mut self.servers[server].costs
    }

    /// The time since the bench began.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// A server, to be looked at.
    pub fn mysqld(&self, server: usize) -> &Mysqld {
        &self.servers[server].mysqld
    }

    /// What was written for good.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// MariaDB's name of the newest transaction of a server (`@@gtid_current_pos`).
    pub fn gtid(&self, server: usize) -> String {
        let mysqld = &self.servers[server].mysqld;
        mysqld.log.last().map_or_else(String::new, |last| self.history.mariadb_name(last, mysqld.settings.domain))
    }

    /// Orders a server something, at once.
    pub fn with<T>(&mut self, server: usize, act: impl FnOnce(&mut Mysqld, &mut Io) -> T) -> T {
        let mut out = core::mem::take(&mut self.out);
        let mut io = Io { now: self.now, history: &mut self.history, out: &mut out };
        let result = act(&mut self.servers[server].mysqld, &mut io);
        for output in out.drain(..) {
            self.carry_out(server, output);
        }
        self.out = out;
        result
    }

    /// `CHANGE REPLICATION SOURCE TO ...; START REPLICA`.
    pub fn follow(&mut self, replica: usize, source: usize, start: Start) {
        self.with(replica, |mysqld, io| {
            mysqld.stop_receiver(io);
            mysqld.set_source(Some(source as u8), start);
            mysqld.start_receiver(io);
            mysqld.start_applier(io);
        });
    }

    /// `SHOW REPLICA STATUS`.
    pub fn status(&mut self, server: usize) -> ReplicaStatus {
        self.with(server, |mysqld, io| mysqld.replica_status(io))
    }

    /// `Last_IO_Error`: what a replica's source has said, if it has refused it.
    pub fn io_error_message(&mut self, server: usize) -> Option<String> {
        self.with(server, |mysqld, io| mysqld.io_error_message(io))
    }

    /// Waits on a replica for a transaction; gives how that ended and how long it took.
    pub fn wait_for(&mut self, server: usize, target: Target, limit: SimDuration) -> (WaitEnd, SimDuration) {
        let begun = self.now;
        let wait = self.with(server, |mysqld, io| mysqld.wait_for(target, limit, io));
        let ended = |bench: &Bench| bench.waited.iter().find(|one| (one.0, one.1) == (server, wait)).copied();
        self.until(limit + SimDuration::SECOND, |bench| ended(bench).is_some());
        ended(self).map_or((WaitEnd::Expired, limit), |(_, _, at, end)| (end, at.since(begun)))
    }

    /// A row's value, as a reader on a server sees it.
    pub fn row(&self, server: usize, row: u32) -> Option<u64> {
        self.servers[server].mysqld.rows.get(row)
    }

    /// How many rows a reader on a server sees.
    pub fn rows(&self, server: usize) -> usize {
        self.servers[server].mysqld.rows.count()
    }

    /// Whether a server has a transaction, applied or received.
    pub fn has(&self, server: usize, gtid: Gtid) -> bool {
        self.servers[server].mysqld.received_log().contains(gtid)
    }
}
