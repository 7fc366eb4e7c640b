//! One server process by itself: what it does when it is told what its driver would tell it.

mod applying;
mod locking;
mod sessions;
mod variables;

use super::connection::Account;
use super::history::{Changes, History, Transaction};
use super::log::{Gtid, Run};
use super::output::{Answer, Caller, Output};
use super::row::{Change, Deed};
use super::settings::{Dialect, Settings};
use super::source::Start;
use super::statement::Statement;
use super::{Io, Mysqld};
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};

/// A server, what was written for good, and what the server wanted done since it was last asked.
pub struct Alone {
    pub mysqld: Mysqld,
    pub history: History,
    pub out: Vec<Output>,
}

impl Alone {
    /// A server with these variables.
    pub fn new(settings: Settings) -> Alone {
        Alone { mysqld: Mysqld::new(1, settings, 0), history: History::default(), out: Vec::new() }
    }

    /// A replica that has just connected to its source.
    pub fn replica(settings: Settings) -> Alone {
        let mut alone = Alone::new(settings);
        assert_eq!(alone.history.begin(0), 0);
        alone.mysqld.set_source(Some(0), Start::Auto);
        alone.at(0.0, |mysqld, io| {
            mysqld.start_receiver(io);
            mysqld.start_applier(io);
        });
        alone
    }

    /// Orders it something at a time, in seconds.
    pub fn at<T>(&mut self, seconds: f64, act: impl FnOnce(&mut Mysqld, &mut Io) -> T) -> T {
        self.out.clear();
        let now = SimTime::ZERO + SimDuration::from_seconds_f64(seconds);
        act(&mut self.mysqld, &mut Io { now, history: &mut self.history, out: &mut self.out })
    }

    /// Its source writes one change at a time, in seconds, and it is received at once.
    pub fn receive(&mut self, seconds: f64, change: Change) -> Gtid {
        let stamp = SimTime::ZERO + SimDuration::from_seconds_f64(seconds);
        let number = self.history.length(0) + 1;
        let transaction = Transaction {
            changes: Changes::One(change),
            sequence: number,
            stamp,
            committed: stamp,
            acknowledged: stamp,
            seen: stamp,
            bytes: 220,
            group: 0,
        };
        let gtid = self.history.append(0, transaction);
        let session = self.mysqld.receiver.session;
        self.at(seconds, |mysqld, io| mysqld.received(session, Run { stream: 0, first: number, last: number }, io));
        gtid
    }

    /// A session's statement that is over at once, its flush included: what is answered.
    pub fn run(&mut self, session: Key, statement: Statement) -> Answer {
        let answers = |out: &[Output]| {
            out.iter().find_map(|output| match output {
                Output::Answer { answer, .. } => Some(*answer),
                _ => None,
            })
        };
        let caller = Caller { server: 0, job: session, call: 0 };
        self.at(1.0, |mysqld, io| mysqld.execute(session, caller, statement, io));
        if let Some(answer) = answers(&self.out) {
            return answer;
        }
        self.at(1.0, |mysqld, io| mysqld.flushed(io));
        answers(&self.out).expect("it is over")
    }

    /// A session of an account.
    pub fn session(&mut self, account: Account) -> Key {
        self.at(1.0, |mysqld, io| mysqld.connect(account, io)).expect("it is taken")
    }

    /// What it has begun to apply since it was last asked: the attempt and the transaction.
    pub fn begun(&self) -> Vec<(u32, Gtid)> {
        let begun = self.out.iter().filter_map(|output| match output {
            Output::Apply { serial, gtid } => Some((*serial, *gtid)),
            _ => None,
        });
        begun.collect()
    }
}

/// MariaDB's defaults.
pub fn mariadb() -> Settings {
    Settings::of(Dialect::Mariadb1011)
}

/// A new row.
pub fn insert(row: u32) -> Change {
    Change { row, deed: Deed::Insert, value: 0 }
}
