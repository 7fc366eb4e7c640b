//! HAProxy as one state machine: frontend, backend, health checks, queues and retries.
//!
//! Inputs are method calls, outputs are values pushed into the caller's buffer, in the order in which they are to be done.
//! It knows neither links nor servers' true states: it decides from what it has been told. Two drivers use it: the world
//! over simulated links, and `conform` from recordings of a real HAProxy 2.6.12.
//!
//! A stream (one connection, one request) lives through
//! `open` → `request` → [`Output::Connect`] → `connected` → `answer` → [`Output::Answer`],
//! with queues, refusals, retries and time limits on the way. It has exactly one timer at a time ([`Output::Arm`]
//! replaces the earlier one) and exactly one end ([`Output::Answer`] or [`Output::Closed`]). Ids of ended streams and
//! numbers of abandoned attempts are stale, and inputs that carry them are ignored without a word, as are timers that
//! fire before the time they were last armed for: a driver need not cancel anything.

mod algorithm;
mod audit;
mod balance;
mod checks;
mod config;
mod first;
mod flow;
mod hash;
mod health;
mod least_conn;
mod log;
mod map;
mod observe;
mod output;
mod persistence;
mod pool;
mod queue;
mod random;
mod retry;
mod ring;
mod round_robin;
mod runtime;
mod selector;
mod server;
mod status;
mod stream;
mod tournament;
mod view;
mod waiting;
mod warmup;

pub use algorithm::Algorithm;
pub use config::{BackendConfig, CheckConfig, ServerConfig, Timeouts};
pub use hash::{HashFunction, HashMethod, HashType, avalanche};
pub use health::{CheckResult, Health};
pub use log::{BalancerLog, Cause};
pub use observe::{Observe, OnError};
pub use output::{Ending, Output, ServerIndex, StreamId, Termination};
pub use persistence::{Stick, StickKey};
pub use random::HAPROXY_STATE;
pub use retry::{Redispatch, RetryOn};
pub use runtime::{Refusal, Weight};
pub use selector::{RequestText, Selector, address, is_target};
pub use server::Admin;
pub use status::{BackendView, CheckState, Counters, Doing, FrontendView, RecentChecks, ServerView, Status};

use crate::engine::time::SimTime;
use balance::Balance;
use persistence::StickTable;
use pool::Pool;
use queue::Queue;
use server::Server;
use stream::{Phase, Streams};

/// What of a request may decide its server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RequestKey {
    /// What a hash algorithm goes by; `None`: the request has no such thing.
    pub hash: Option<u32>,
    /// The client's address as one number: what a stick table goes by.
    pub source: u32,
    /// The server whose cookie the client brings.
    pub cookie: Option<ServerIndex>,
    /// Priority class: of those who wait, the smaller ones are served first.
    pub class: i32,
}

/// The balancer: one backend and the frontend before it.
#[derive(Clone, Debug)]
pub struct Balancer {
    config: BackendConfig,
    pool: Pool,
    balance: Balance,
    streams: Streams,
    /// Requests for whichever server is free first.
    queue: Queue,
    stick_table: StickTable,
    /// Most that waited in `queue`, and that HAProxy had, at once.
    queued_max: u32,
    open_max: u32,
    /// What the frontend has counted; connections of now are counted when they are asked for.
    totals: FrontendView,
    /// Requests given up that had no server.
    without_server: u64,
    /// Scratch of a redistribution; empty between inputs.
    moving: Vec<u32>,
}

/// The inputs of a stream. See `checks` for those of health checks and `runtime` for orders.
impl Balancer {
    /// A freshly started HAProxy: every server UP, checked ones on trust, their first checks spread over the interval.
    pub fn new(config: BackendConfig, now: SimTime, out: &mut Vec<Output>) -> Balancer {
        let starts = checks::first_checks(&config);
        let servers = config.servers.iter().zip(&starts);
        let servers = servers.map(|(server, &start)| Server::new(server, now, now + start)).collect();
        let pool = Pool::new(servers, config.all_backups, config.fullconn);
        let balance = Balance::new(&config, &pool);
        let balancer = Balancer {
            config,
            pool,
            balance,
            streams: Streams::new(),
            queue: Queue::new(),
            stick_table: StickTable::default(),
            queued_max: 0,
            open_max: 0,
            totals: FrontendView::default(),
            without_server: 0,
            moving: Vec::new(),
        };
        balancer.arm_first_checks(&starts, out);
        balancer
    }

    /// A client's connection was accepted; its request has to be whole in `timeout client`. `token` is the driver's own
    /// handle and comes back with the stream's end.
    #[inline(always)]
    pub fn open(&mut self, now: SimTime, token: u64, out: &mut Vec<Output>) -> StreamId {
        let slot = self.accept(token);
        self.arm(now, slot, self.config.timeouts.client, out);
        self.streams.id(slot)
    }

    /// As [`Balancer::open`] and [`Balancer::request`] at once: the connection brought the whole request.
    #[inline(always)]
    pub fn open_whole(&mut self, now: SimTime, token: u64, key: RequestKey, out: &mut Vec<Output>) -> StreamId {
        let slot = self.accept(token);
        let stream = self.streams.id(slot);
        self.streams[slot].key = key;
        self.begin(now, slot, out);
        stream
    }

    #[inline(always)]
    fn accept(&mut self, token: u64) -> u32 {
        let slot = self.streams.open(token);
        self.totals.accepted += 1;
        self.totals.streams_max = self.totals.streams_max.max(self.streams.len());
        slot
    }

    /// The whole request has arrived: choose a server, or queue, or answer 503. Only the first request counts.
    pub fn request(&mut self, now: SimTime, stream: StreamId, key: RequestKey, out: &mut Vec<Output>) {
        let Some(slot) = self.streams.find(stream) else { return };
        if self.streams[slot].phase == Phase::Receiving {
            self.streams[slot].key = key;
            self.begin(now, slot, out);
        }
    }

    /// What has arrived is no request that HAProxy takes, such as a target with a fragment: 400.
    pub fn bad_request(&mut self, now: SimTime, stream: StreamId, out: &mut Vec<Output>) {
        let Some(slot) = self.streams.find(stream) else { return };
        if self.streams[slot].phase == Phase::Receiving {
            self.end(now, slot, 400, Termination::BadRequest, out);
        }
    }

    /// The attempt's connection stands. Whether the attempt is still wanted: then the request is to be sent on it.
    pub fn connected(&mut self, now: SimTime, stream: StreamId, attempt: u8, out: &mut Vec<Output>) -> bool {
        let Some(slot) = self.find_attempt(stream, attempt, Phase::Connecting) else {
            return false;
        };
        self.streams[slot].phase = Phase::Waiting;
        self.arm(now, slot, self.config.timeouts.server, out);
        true
    }

    /// The attempt's connection was refused, or reset before it stood.
    pub fn refused(&mut self, now: SimTime, stream: StreamId, attempt: u8, out: &mut Vec<Output>) {
        if let Some(slot) = self.find_attempt(stream, attempt, Phase::Connecting) {
            self.connection_failed(now, slot, true, out);
        }
    }

    /// The server's whole answer has arrived on the attempt's connection.
    pub fn answer(&mut self, now: SimTime, stream: StreamId, attempt: u8, status: u16, out: &mut Vec<Output>) {
        if let Some(slot) = self.find_attempt(stream, attempt, Phase::Waiting) {
            self.answered(now, slot, status, Termination::Normal, out);
        }
    }

    /// The attempt's connection stood, and the server closed or reset it without an answer: 502.
    pub fn closed(&mut self, now: SimTime, stream: StreamId, attempt: u8, out: &mut Vec<Output>) {
        if let Some(slot) = self.find_attempt(stream, attempt, Phase::Waiting) {
            self.answered(now, slot, 502, Termination::ServerClosed, out);
        }
    }

    /// What came on the attempt's connection is not HTTP: 502.
    pub fn garbage(&mut self, now: SimTime, stream: StreamId, attempt: u8, out: &mut Vec<Output>) {
        if let Some(slot) = self.find_attempt(stream, attempt, Phase::Waiting) {
            self.abandon(slot, out);
            self.answered(now, slot, 502, Termination::NotHttp, out);
        }
    }

    /// The client has closed its connection. While its request was not whole that is the stream's end. Later nothing stops
    /// (recorded), and its `Answer` goes nowhere, unless `option abortonclose` is set.
    pub fn client_left(&mut self, now: SimTime, stream: StreamId, out: &mut Vec<Output>) {
        let Some(slot) = self.streams.find(stream) else { return };
        match self.streams[slot].phase {
            Phase::Receiving => self.end(now, slot, 400, Termination::ClientLeftRequest, out),
            _ if !self.config.abort_on_close => {}
            Phase::BackendQueue | Phase::ServerQueue => {
                self.leave_queue(slot);
                self.end(now, slot, 503, Termination::ClientLeftQueue, out);
            }
            Phase::Connecting | Phase::PausingHere | Phase::PausingElsewhere => {
                self.abandon_if_open(slot, out);
                self.end(now, slot, 503, Termination::ClientLeftConnect, out);
            }
            Phase::Waiting => {
                self.abandon(slot, out);
                self.end(now, slot, 400, Termination::ClientLeftAnswer, out);
            }
            Phase::Free | Phase::Choosing => {}
        }
    }

    fn abandon_if_open(&self, slot: u32, out: &mut Vec<Output>) {
        if self.streams[slot].is_open() {
            self.abandon(slot, out);
        }
    }

    /// The stream's timer: whichever limit it is under now, or the pause before a retry. Ignored before its time.
    pub fn timer_due(&mut self, now: SimTime, stream: StreamId, out: &mut Vec<Output>) {
        let Some(slot) = self.streams.find(stream) else { return };
        if now < self.streams[slot].deadline {
            return;
        }
        match self.streams[slot].phase {
            Phase::Free | Phase::Choosing => {}
            Phase::Receiving => self.end(now, slot, 408, Termination::ClientTimeout, out),
            Phase::BackendQueue | Phase::ServerQueue => {
                self.leave_queue(slot);
                self.end(now, slot, 503, Termination::QueueTimeout, out);
            }
            Phase::Connecting => {
                self.abandon(slot, out);
                self.connection_failed(now, slot, false, out);
            }
            Phase::PausingElsewhere => self.dispatch(now, slot, out),
            Phase::PausingHere => self.connect_again(now, slot, out),
            Phase::Waiting => {
                self.abandon(slot, out);
                self.answered(now, slot, 504, Termination::ServerTimeout, out);
            }
        }
    }

    /// The slot of a stream in `phase` whose latest attempt is `attempt`.
    #[inline]
    fn find_attempt(&self, stream: StreamId, attempt: u8, phase: Phase) -> Option<u32> {
        let slot = self.streams.find(stream)?;
        let stream = &self.streams[slot];
        (stream.attempt == attempt && stream.phase == phase).then_some(slot)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod laws;
#[cfg(test)]
mod tests;
