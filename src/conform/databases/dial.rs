//! Clients that connect: the kernel accepts, the server greets or refuses, and the client waits for that as long as it likes.

use super::Bench;
use super::client::{Client, READ_TIMEOUT, Session};
use super::drive::Due;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::mysql::connection::Account;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::library::Library;

/// How a client connects.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Whose account it uses.
    pub account: Account,
    /// Its library.
    pub library: Library,
    /// The library's time limit of connecting.
    pub connect_timeout: SimDuration,
    /// And of reading.
    pub read_timeout: SimDuration,
}

impl Manner {
    /// A client that waits for ever, about.
    pub const fn patient(account: Account) -> Manner {
        let library = Library::PyMysql;
        Manner { account, library, connect_timeout: READ_TIMEOUT, read_timeout: READ_TIMEOUT }
    }
}

/// A connection that is to be: its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dial(pub(super) usize);

/// What became of it.
#[derive(Clone, Copy)]
pub(super) struct Dialled {
    pub(super) server: usize,
    manner: Manner,
    begun: SimTime,
    ended: Option<(SimTime, Result<Client, SqlError>)>,
}

impl Bench {
    /// A client of an ordinary account connects, and waits for what comes of it.
    ///
    /// # Errors
    /// What it is told instead.
    pub fn connect(&mut self, server: usize) -> Result<Client, SqlError> {
        self.connect_as(server, Account::Ordinary)
    }

    /// A client of some account connects, and waits for what comes of it.
    ///
    /// # Errors
    /// As [`Bench::connect`].
    pub fn connect_as(&mut self, server: usize, account: Account) -> Result<Client, SqlError> {
        let dial = self.dial(server, Manner::patient(account));
        self.until(READ_TIMEOUT, |bench| bench.greeting(dial).is_some());
        self.greeting(dial).unwrap_or(Err(SqlError::LostConnection))
    }

    /// A client begins to connect.
    pub fn dial(&mut self, server: usize, manner: Manner) -> Dial {
        let dial = Dial(self.dials.len());
        self.dials.push(Dialled { server, manner, begun: self.now, ended: None });
        if self.accepts(server) {
            self.schedule(self.servers[server].costs.statement, Due::Dials { dial });
            self.schedule(
                manner.library.greeting_limit(manner.connect_timeout, manner.read_timeout),
                Due::GivesUp { dial },
            );
        } else {
            self.dial_ends(dial, Err(SqlError::CannotConnect));
        }
        dial
    }

    /// Whether a server's kernel accepts connections: it does while there is a process, whatever that does.
    pub fn accepts(&self, server: usize) -> bool {
        self.servers[server].mysqld.running
    }

    /// What came of a connection, if anything has yet.
    pub fn greeting(&self, dial: Dial) -> Option<Result<Client, SqlError>> {
        self.dials[dial.0].ended.map(|(_, greeting)| greeting)
    }

    /// How long that took, if it is over.
    pub fn dialling(&self, dial: Dial) -> Option<SimDuration> {
        let Dialled { begun, ended, .. } = self.dials[dial.0];
        ended.map(|(at, _)| at.since(begun))
    }

    pub(super) fn dialled(&self, dial: Dial) -> usize {
        self.dials[dial.0].server
    }

    pub(super) fn dial_arrives(&mut self, dial: Dial) {
        let Dialled { server, manner, ended, .. } = self.dials[dial.0];
        if ended.is_some() {
            // It has hung up before the server has looked at it.
            return;
        }
        let key = self.with(server, |mysqld, io| mysqld.connect(manner.account, io));
        let greeting = key.map(|key| {
            self.clients.push(Session { server, key, one_way: SimDuration::ZERO, read_timeout: manner.read_timeout });
            Client(self.clients.len() - 1)
        });
        self.dial_ends(dial, greeting);
    }

    pub(super) fn dial_ends(&mut self, dial: Dial, greeting: Result<Client, SqlError>) {
        let now = self.now;
        self.dials[dial.0].ended.get_or_insert((now, greeting));
    }
}
