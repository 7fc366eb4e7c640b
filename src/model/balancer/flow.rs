//! A request's way through the backend: choice, queue, connection, failure, end. No input comes here directly.

use super::Balancer;
use super::balance::Choice;
use super::output::{Ending, Output, ServerIndex, Termination};
use super::retry::{self, Failure, Next};
use super::stream::Phase;
use crate::engine::time::{SimDuration, SimTime};

impl Balancer {
    /// Chooses a server for a stream that is nowhere; the server that had it before is avoided if possible.
    pub(super) fn dispatch(&mut self, now: SimTime, slot: u32, out: &mut Vec<Output>) {
        let stream = &mut self.streams[slot];
        let previous = stream.server.take();
        let choice = if !self.queue.is_empty() && self.served > 0 && self.balance.queues_first() {
            Choice::Full
        } else {
            self.balance.choose(&self.pool, stream.key, previous)
        };
        match choice {
            Choice::Nothing => self.end(now, slot, 503, Termination::NoConnection, out),
            Choice::Full => {
                self.queue.join(&mut self.streams, slot);
                self.wait_in(now, slot, Phase::BackendQueue, out);
            }
            Choice::Server(server) => {
                self.note_choice(slot, previous, server);
                if self.pool[server].is_full() {
                    self.pool[server].queue.join(&mut self.streams, slot);
                    self.wait_in(now, slot, Phase::ServerQueue, out);
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

    fn wait_in(&mut self, now: SimTime, slot: u32, phase: Phase, out: &mut Vec<Output>) {
        self.streams[slot].phase = phase;
        self.arm(now, slot, self.config.timeouts.in_queue(), out);
    }

    /// Takes a waiting stream out of its queue, given to no server.
    pub(super) fn leave_queue(&mut self, slot: u32) {
        match (self.streams[slot].phase, self.streams[slot].server) {
            (Phase::BackendQueue, _) => {
                let place = self.queue.leave(&mut self.streams, slot);
                self.streams[slot].backend_queue += place;
            }
            (Phase::ServerQueue, Some(server)) => {
                let place = self.pool[server].queue.leave(&mut self.streams, slot);
                self.streams[slot].server_queue += place;
            }
            _ => {}
        }
    }

    /// Counts the stream as one of `server`'s.
    fn take_place(&mut self, slot: u32, server: u16) {
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
    fn connect(&mut self, now: SimTime, slot: u32, server: u16, out: &mut Vec<Output>) {
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

    pub(super) fn arm(&mut self, now: SimTime, slot: u32, after: SimDuration, out: &mut Vec<Output>) {
        self.streams[slot].deadline = now + after;
        out.push(Output::Arm { stream: self.streams.id(slot), after });
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

    /// Gives `server`'s free places to those that have waited longest, for it or for any server.
    ///
    /// HAProxy asks once whether the requests really open leave room, and then gives as many places away as those counted
    /// leave free. The two differ after [`Balancer::take_backlog`].
    pub(super) fn serve_waiting(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        if self.pool[server].open >= self.pool[server].limit {
            return;
        }
        while self.pool[server].served < self.pool[server].limit {
            let own = self.pool[server].queue.first();
            let shared = self.queue.first().filter(|_| self.pool.is_in_use(server));
            let slot = match (own, shared) {
                (Some(own), Some(shared)) if self.streams[shared].ticket < self.streams[own].ticket => shared,
                (Some(slot), _) | (None, Some(slot)) => slot,
                (None, None) => break,
            };
            self.hand_over(slot, server);
            self.take_place(slot, server);
            self.connect(now, slot, server, out);
        }
    }

    /// Takes a waiting stream out of its queue for `server`.
    fn hand_over(&mut self, slot: u32, server: u16) {
        if self.streams[slot].phase == Phase::BackendQueue {
            let place = self.queue.give(&mut self.streams, slot);
            self.streams[slot].backend_queue += place;
        } else {
            let place = self.pool[server].queue.give(&mut self.streams, slot);
            self.streams[slot].server_queue += place;
        }
    }

    /// A server that has come up takes what it has room for from the backend's queue.
    ///
    /// These requests are never counted in `served`: HAProxy 2.6's own over-commit, recorded. Such a server may have
    /// twice its limit open.
    pub(super) fn take_backlog(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        if !self.pool.is_in_use(server) {
            return;
        }
        let room = self.pool[server].limit.saturating_sub(self.pool[server].served);
        for _ in 0..room {
            let Some(slot) = self.queue.first() else { break };
            self.hand_over(slot, server);
            self.connect(now, slot, server, out);
        }
    }

    /// A server that is lost gives those that wait for it alone to the others, if redispatch is on; else they stay, and
    /// are even served by it as places come free (recorded).
    pub(super) fn redistribute(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        if !self.config.redispatch.is_on() {
            return;
        }
        let mut moving = core::mem::take(&mut self.moving);
        moving.extend(self.pool[server].queue.iter(&self.streams));
        for slot in moving.drain(..) {
            self.leave_queue(slot);
            self.dispatch(now, slot, out);
        }
        self.moving = moving;
    }
}
