//! A request's way through the backend: choice, connection, failure, end. No input comes here directly.

use super::Balancer;
use super::balance::Choice;
use super::config::Timeouts;
use super::output::{Ending, Output, ServerIndex, Termination};
use super::retry::{self, Failure, Next};
use super::stream::Phase;
use crate::engine::time::{SimDuration, SimTime};

impl Balancer {
    /// Chooses a server for a stream that is nowhere; the server that had it before is avoided if possible.
    pub(super) fn dispatch(&mut self, now: SimTime, slot: u32, out: &mut Vec<Output>) {
        let stream = &mut self.streams[slot];
        let previous = stream.server.take();
        let backlog = !self.queue.is_empty() && self.served > 0;
        match self.balance.choose(&self.pool, stream.key, previous, backlog) {
            Choice::Nothing => self.end(now, slot, 503, Termination::NoConnection, out),
            Choice::Full => self.queue_up(now, slot, None, out),
            Choice::Server(server) => {
                self.note_choice(slot, previous, server);
                if self.pool[server].is_full() {
                    self.queue_up(now, slot, Some(server), out);
                } else {
                    self.take_place(slot, server);
                    self.connect(now, slot, server, out);
                }
            }
        }
    }

    /// Writes down that `server` was chosen, and what that means after `previous`.
    fn note_choice(&mut self, slot: u32, previous: Option<u16>, server: u16) {
        let stream = &mut self.streams[slot];
        stream.server = Some(server);
        match previous {
            None => {}
            Some(previous) if previous == server => self.pool[server].counters.wretr += 1,
            Some(previous) => {
                stream.redispatched = true;
                self.pool[previous].counters.wredis += 1;
            }
        }
    }

    /// Counts the stream as one of `server`'s.
    pub(super) fn take_place(&mut self, slot: u32, server: u16) {
        self.streams[slot].holds_place = true;
        self.pool[server].served += 1;
        self.served += 1;
        self.balance.load_changed(&self.pool, server);
    }

    /// The opposite, if it is counted.
    fn release_place(&mut self, slot: u32, server: u16) {
        if core::mem::take(&mut self.streams[slot].holds_place) {
            self.pool[server].served -= 1;
            self.served -= 1;
            self.balance.load_changed(&self.pool, server);
        }
    }

    /// Opens a connection to the stream's server.
    pub(super) fn connect(&mut self, now: SimTime, slot: u32, server: u16, out: &mut Vec<Output>) {
        self.pool[server].open += 1;
        self.pool[server].counters.stot += 1;
        let stream = &mut self.streams[slot];
        stream.server = Some(server);
        stream.attempt = stream.attempt.wrapping_add(1);
        stream.phase = Phase::Connecting;
        let attempt = stream.attempt;
        out.push(Output::Connect { stream: self.streams.id(slot), attempt, server: ServerIndex(server) });
        self.arm(now, slot, self.config.timeouts.connect, out);
    }

    /// The next attempt on the same server, which still counts the stream.
    pub(super) fn connect_again(&mut self, now: SimTime, slot: u32, out: &mut Vec<Output>) {
        if let Some(server) = self.streams[slot].server {
            self.pool[server].counters.wretr += 1;
            self.connect(now, slot, server, out);
        }
    }

    /// From now on the stream is under this limit, if it is one. An earlier timer that comes then is ignored.
    pub(super) fn arm(&mut self, now: SimTime, slot: u32, after: SimDuration, out: &mut Vec<Output>) {
        self.streams[slot].deadline = now + after;
        if after != Timeouts::NONE {
            out.push(Output::Arm { stream: self.streams.id(slot), after });
        }
    }

    /// Has the server's side of an open stream closed.
    pub(super) fn abandon(&self, slot: u32, out: &mut Vec<Output>) {
        let stream = &self.streams[slot];
        if let Some(server) = stream.server {
            out.push(Output::Abandon {
                stream: self.streams.id(slot),
                attempt: stream.attempt,
                server: ServerIndex(server),
            });
        }
    }

    /// The connection being made will not come about: refused, or not accepted in time.
    pub(super) fn connection_failed(&mut self, now: SimTime, slot: u32, refused: bool, out: &mut Vec<Output>) {
        let Some(server) = self.streams[slot].server else {
            return;
        };
        let next = retry::after(
            Failure {
                refused,
                retries: self.streams[slot].retries,
                server_up: self.pool[server].is_up(),
                usable_active: self.pool.usable_active(),
            },
            &self.config,
        );
        let (elsewhere, pause) = match next {
            Next::GiveUp => {
                let termination = if refused { Termination::NoConnection } else { Termination::ConnectTimeout };
                return self.end(now, slot, 503, termination, out);
            }
            Next::Again(pause) => (false, pause),
            Next::Elsewhere(pause) => (true, pause),
        };
        self.pool[server].open -= 1;
        self.streams[slot].retries += 1;
        self.streams[slot].phase = Phase::Pausing { elsewhere };
        if elsewhere {
            // The freed place is given away before a new choice is made.
            self.release_place(slot, server);
            self.serve_waiting(now, server, out);
        }
        match elsewhere {
            _ if !pause.is_zero() => self.arm(now, slot, pause, out),
            true => self.dispatch(now, slot, out),
            false => self.connect_again(now, slot, out),
        }
    }

    /// Ends the stream, frees its slot, and gives its place at its server away.
    pub(super) fn end(
        &mut self,
        now: SimTime,
        slot: u32,
        status: u16,
        termination: Termination,
        out: &mut Vec<Output>,
    ) {
        let stream = &self.streams[slot];
        let (id, token, server) = (self.streams.id(slot), stream.token, stream.server);
        let ending = Ending {
            status,
            termination,
            server: server.map(ServerIndex),
            retries: stream.retries,
            redispatched: stream.redispatched,
            backend_queue: stream.backend_queue,
            server_queue: stream.server_queue,
        };
        out.push(match termination {
            Termination::ClientLeftRequest => Output::Closed { stream: id, token, ending },
            _ => Output::Answer { stream: id, token, ending },
        });
        self.count_ending(server, termination);
        if let Some(server) = server {
            if self.streams[slot].is_open() {
                self.pool[server].open -= 1;
            }
            self.release_place(slot, server);
        }
        self.streams.close(slot);
        if let Some(server) = server {
            self.serve_waiting(now, server, out);
        }
    }

    fn count_ending(&mut self, server: Option<u16>, termination: Termination) {
        let counters = server.map(|server| &mut self.pool[server].counters);
        match (termination, counters) {
            (Termination::Normal | Termination::ClientLeftRequest | Termination::ClientTimeout, _) => {}
            (Termination::ServerClosed | Termination::ServerTimeout | Termination::NotHttp, Some(counters)) => {
                counters.eresp += 1;
            }
            (_, Some(counters)) => counters.econ += 1,
            (_, None) => self.without_server += 1,
        }
    }
}
