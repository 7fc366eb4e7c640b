//! Clients: they ask, and wait for as long as they like.

use super::Bench;
use super::drive::Due;
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::mysql::error::SqlError;
use crate::model::mysql::output::{Answer, Caller};
use crate::model::mysql::statement::Statement;

/// How long a client waits for an answer, unless it is told otherwise.
pub(super) const READ_TIMEOUT: SimDuration = SimDuration::from_seconds(3600);

/// A client: its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client(pub(super) usize);

/// A statement that a client sent: its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask(pub(super) usize);

/// A client's connection.
pub(super) struct Session {
    pub(super) server: usize,
    pub(super) key: Key,
    /// One way between it and its server.
    pub(super) one_way: SimDuration,
    pub(super) read_timeout: SimDuration,
}

/// What became of a statement.
pub(super) struct Asked {
    pub(super) client: usize,
    statement: Statement,
    begun: SimTime,
    ended: Option<(SimTime, Answer)>,
}

impl Bench {
    /// How far a client is from its server, and how long it waits for an answer.
    pub fn set_client(&mut self, client: Client, one_way: SimDuration, read_timeout: SimDuration) {
        let session = &mut self.clients[client.0];
        (session.one_way, session.read_timeout) = (one_way, read_timeout);
    }

    /// A client hangs up.
    pub fn disconnect(&mut self, client: Client) {
        let Session { server, key, .. } = self.clients[client.0];
        self.with(server, |mysqld, io| mysqld.disconnect(key, io));
    }

    /// A client's connection is cut: what is under way on it is lost, and both ends are told.
    pub fn lose_client(&mut self, client: Client) {
        let of = |ask: Ask| self.asks[ask.0].client == client.0;
        let lost = |due: &Due| match due {
            Due::Arrives { ask } | Due::Answers { ask, .. } => of(*ask),
            _ => false,
        };
        self.agenda.retain(|_, due| !lost(due));
        for index in 0..self.asks.len() {
            if self.asks[index].client == client.0 {
                self.ask_answered(Ask(index), Err(SqlError::LostConnection));
            }
        }
        self.disconnect(client);
    }

    /// The server's end of a client's connection.
    pub fn key(&self, client: Client) -> Key {
        self.clients[client.0].key
    }

    /// A client sends a statement.
    pub fn ask(&mut self, client: Client, statement: Statement) -> Ask {
        let ask = Ask(self.asks.len());
        self.asks.push(Asked { client: client.0, statement, begun: self.now, ended: None });
        let Session { one_way, read_timeout, .. } = self.clients[client.0];
        self.schedule(one_way, Due::Arrives { ask });
        self.schedule(read_timeout, Due::TimesOut { ask });
        ask
    }

    /// A client sends a statement and waits for what comes of it; gives that and how long it took.
    pub fn run(&mut self, client: Client, statement: Statement) -> (Answer, SimDuration) {
        let ask = self.ask(client, statement);
        self.until(READ_TIMEOUT, |bench| bench.answer(ask).is_some());
        let ended = self.asks[ask.0].ended.unwrap_or((self.now, Err(SqlError::LostConnection)));
        (ended.1, ended.0.since(self.asks[ask.0].begun))
    }

    /// What came of a statement, if anything has yet.
    pub fn answer(&self, ask: Ask) -> Option<Answer> {
        self.asks[ask.0].ended.map(|(_, answer)| answer)
    }

    /// How long a statement took, if it is over.
    pub fn took(&self, ask: Ask) -> Option<SimDuration> {
        let asked = &self.asks[ask.0];
        asked.ended.map(|(at, _)| at.since(asked.begun))
    }

    /// When a statement was over, if it is.
    pub fn ended(&self, ask: Ask) -> Option<SimTime> {
        self.asks[ask.0].ended.map(|(at, _)| at)
    }

    pub(super) fn server_of(&self, ask: Ask) -> usize {
        self.clients[self.asks[ask.0].client].server
    }

    pub(super) fn ask_arrives(&mut self, ask: Ask) {
        let server = self.server_of(ask);
        let (cost, epoch) = (self.servers[server].costs.statement, self.servers[server].mysqld.epoch);
        if self.servers[server].mysqld.running {
            self.schedule(cost, Due::Executes { ask, epoch });
        } else {
            self.answer_leaves(ask, Err(SqlError::LostConnection));
        }
    }

    pub(super) fn ask_executes(&mut self, ask: Ask, epoch: u32) {
        let server = self.server_of(ask);
        if self.servers[server].mysqld.epoch != epoch {
            // Its process has ended meanwhile.
            return self.answer_leaves(ask, Err(SqlError::LostConnection));
        }
        let Asked { client, statement, .. } = self.asks[ask.0];
        let caller = Caller { server: 0, job: Key { index: ask.0 as u32, generation: 0 }, call: 0 };
        let key = self.clients[client].key;
        self.with(server, |mysqld, io| mysqld.execute(key, caller, statement, io));
    }

    pub(super) fn answer_leaves(&mut self, ask: Ask, answer: Answer) {
        let one_way = self.clients[self.asks[ask.0].client].one_way;
        self.schedule(one_way, Due::Answers { ask, answer });
    }

    pub(super) fn ask_answered(&mut self, ask: Ask, answer: Answer) {
        let asked = &mut self.asks[ask.0];
        if asked.ended.is_none() {
            asked.ended = Some((self.now, answer));
            self.write_acknowledged(ask, answer);
        }
    }

    pub(super) fn ask_times_out(&mut self, ask: Ask) {
        if self.asks[ask.0].ended.is_none() {
            self.ask_answered(ask, Err(SqlError::LostConnection));
        }
    }
}
