//! A request's way through the backend: choice, connection, failure, end. No input comes here directly.

use super::Balancer;
use super::balance::Choice;
use super::config::Timeouts;
use super::observe::Showing;
use super::output::{Ending, Output, ServerIndex, Termination};
use super::retry::{self, Failure, Next};
use super::stream::Phase;
use crate::engine::time::{SimDuration, SimTime};

impl Balancer {
    /// A stream's first server: the one it is bound to, or as balancing says.
    #[inline(always)]
    pub(super) fn begin(&mut self, now: SimTime, slot: u32, out: &mut Vec<Output>) {
        self.streams[slot].phase = Phase::Choosing;
        self.pool.load += 1;
        self.totals.requests += 1;
        self.open_max = self.open_max.max(self.pool.load);
        let may_be_bound = self.config.cookie || self.config.stick.is_some();
        match if may_be_bound { self.bound_to(now, slot) } else { None } {
            Some(server) => {
                self.streams[slot].bound = true;
                self.assign(now, slot, None, server, out);
            }
            None => self.dispatch(now, slot, out),
        }
    }

    /// Chooses a server for a stream that is nowhere; the server that had it before is avoided if possible.
    pub(super) fn dispatch(&mut self, now: SimTime, slot: u32, out: &mut Vec<Output>) {
        let stream = &mut self.streams[slot];
        let previous = stream.server.take();
        let backlog = !self.queue.is_empty() && self.pool.served > 0;
        match self.balance.choose(&self.pool, stream.key.hash, previous, backlog) {
            Choice::Nothing => self.end(now, slot, 503, Termination::NoConnection, out),
            Choice::Full => {
                stream.left = previous.or(stream.left);
                self.queue_up(now, slot, None, out);
            }
            Choice::Server(server) => {
                self.pool[server].counters.lbtot += 1;
                self.assign(now, slot, previous, server, out);
            }
        }
    }

    /// Gives a stream to the server that was chosen for it, or to that one's queue.
    #[inline(always)]
    fn assign(&mut self, now: SimTime, slot: u32, previous: Option<u16>, server: u16, out: &mut Vec<Output>) {
        self.note_choice(slot, previous, server);
        if !self.pool.is_full(server) {
            self.take_place(slot, server);
            self.connect_here(now, slot, server, out);
        } else if !self.pool.is_queue_full(server) {
            self.queue_up(now, slot, Some(server), out);
        } else if core::mem::take(&mut self.streams[slot].bound) && self.config.redispatch.is_on() {
            self.dispatch(now, slot, out);
        } else {
            self.end(now, slot, 503, Termination::QueueFull, out);
        }
    }

    /// Writes down that `server` was chosen, and what that means after `previous`.
    #[inline]
    pub(super) fn note_choice(&mut self, slot: u32, previous: Option<u16>, server: u16) {
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
        self.pool.served += 1;
        self.balance.load_changed(&self.pool, server);
    }

    /// The opposite, for one that is counted.
    fn release_place(&mut self, server: u16) {
        self.pool[server].served -= 1;
        self.pool.served -= 1;
        self.balance.load_changed(&self.pool, server);
    }

    /// Opens a connection to the stream's server.
    #[inline(never)]
    pub(super) fn connect(&mut self, now: SimTime, slot: u32, server: u16, out: &mut Vec<Output>) {
        self.connect_here(now, slot, server, out);
    }

    /// As [`Balancer::connect`], without a call: for what every request does.
    #[inline(always)]
    fn connect_here(&mut self, now: SimTime, slot: u32, server: u16, out: &mut Vec<Output>) {
        let state = &mut self.pool[server];
        state.open += 1;
        state.open_max = state.open_max.max(state.open);
        state.counters.stot += 1;
        let stream = &mut self.streams[slot];
        stream.server = Some(server);
        stream.attempt = stream.attempt.wrapping_add(1);
        stream.phase = Phase::Connecting;
        out.push(Output::Connect { stream: stream.id(slot), attempt: stream.attempt, server: ServerIndex(server) });
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
    #[inline]
    pub(super) fn arm(&mut self, now: SimTime, slot: u32, after: SimDuration, out: &mut Vec<Output>) {
        let stream = &mut self.streams[slot];
        stream.deadline = now + after;
        if after != Timeouts::NONE {
            out.push(Output::Arm { stream: stream.id(slot), after });
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
        if let (true, Some(server)) = (refused, self.streams[slot].server) {
            let id = self.streams.id(slot);
            self.observe(now, server, Showing::Refused, out);
            // What was seen may have taken the server down, and all of its requests with it.
            if self.streams.find(id).is_none() {
                return;
            }
        }
        let termination = if refused { Termination::NoConnection } else { Termination::ConnectTimeout };
        if !self.config.retry_on.conn_failure {
            return self.end(now, slot, 503, termination, out);
        }
        self.try_again(now, slot, refused, (503, termination), out);
    }

    /// The server has answered, or will not: told to the client, unless such an end is to be tried again.
    pub(super) fn answered(
        &mut self,
        now: SimTime,
        slot: u32,
        status: u16,
        termination: Termination,
        out: &mut Vec<Output>,
    ) {
        let retry_on = self.config.retry_on;
        let again = match termination {
            Termination::ServerClosed => retry_on.empty_response,
            Termination::NotHttp => retry_on.junk_response,
            Termination::ServerTimeout => retry_on.response_timeout,
            Termination::Normal => retry_on.status(status),
            _ => false,
        };
        if again && self.streams[slot].retries < self.config.retries {
            return self.try_again(now, slot, false, (status, termination), out);
        }
        self.end(now, slot, status, termination, out);
    }

    /// The stream's attempt has come to nothing: the next one, or `else_told` to the client.
    fn try_again(
        &mut self,
        now: SimTime,
        slot: u32,
        refused: bool,
        else_told: (u16, Termination),
        out: &mut Vec<Output>,
    ) {
        let Some(server) = self.streams[slot].server else {
            return;
        };
        let next = retry::after(
            Failure {
                refused,
                retries: self.streams[slot].retries,
                server_up: self.pool[server].is_up(),
                bound: self.streams[slot].bound,
                usable_active: self.pool.usable_active(),
            },
            &self.config,
        );
        let (elsewhere, pause) = match next {
            Next::GiveUp => return self.end(now, slot, else_told.0, else_told.1, out),
            Next::Again(pause) => (false, pause),
            Next::Elsewhere(pause) => (true, pause),
        };
        self.pool[server].open -= 1;
        self.streams[slot].retries += 1;
        self.streams[slot].phase = if elsewhere { Phase::PausingElsewhere } else { Phase::PausingHere };
        if elsewhere {
            self.streams[slot].bound = false;
            // The freed place is given away before a new choice is made.
            if core::mem::take(&mut self.streams[slot].holds_place) {
                self.release_place(server);
            }
            self.serve_waiting(now, server, out);
        }
        match elsewhere {
            _ if !pause.is_zero() => self.arm(now, slot, pause, out),
            true => self.dispatch(now, slot, out),
            false => self.connect_again(now, slot, out),
        }
    }

    /// Cuts the requests that a server has.
    pub(super) fn cut_sessions(&mut self, now: SimTime, server: u16, termination: Termination, out: &mut Vec<Output>) {
        let mut cut = core::mem::take(&mut self.moving);
        cut.extend(self.streams.open_at(server));
        for slot in cut.drain(..) {
            let status = if self.streams[slot].phase == Phase::Waiting { 502 } else { 503 };
            self.abandon(slot, out);
            self.end(now, slot, status, termination, out);
        }
        self.moving = cut;
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
        let stream = &mut self.streams[slot];
        let (token, server) = (stream.token, stream.server);
        let (began, answered) = (stream.phase != Phase::Receiving, termination == Termination::Normal);
        let (left, class) = (termination.client_left(), (status / 100).saturating_sub(1) as usize);
        let (open, holds_place) = (stream.is_open(), core::mem::take(&mut stream.holds_place));
        let ending = Ending {
            status,
            termination,
            server: server.map(ServerIndex),
            retries: stream.retries,
            redispatched: stream.redispatched,
            backend_queue: stream.backend_queue,
            server_queue: stream.server_queue,
            set_cookie: self.config.cookie && answered && !stream.bound,
        };
        let stream = stream.id(slot);
        out.push(match left {
            true => Output::Closed { stream, token, ending },
            false => Output::Answer { stream, token, ending },
        });
        self.totals.bad_requests += u64::from(!began);
        if let Some(count) = self.totals.answers.get_mut(class) {
            *count += u64::from(!left);
        }
        if !answered {
            self.count_failure(server, termination);
        }
        if let Some(server) = server {
            let state = &mut self.pool[server];
            state.open -= u32::from(open);
            if let Some(count) = state.counters.hrsp.get_mut(class) {
                *count += u64::from(answered);
            }
            if holds_place {
                self.release_place(server);
            }
            if answered && self.config.stick.is_some() {
                self.remember(now, slot, server);
            }
        }
        self.streams.close(slot);
        if let Some(server) = server {
            if self.pool[server].observe.is_some() {
                self.take_note(now, server, status, termination, out);
            }
            self.serve_waiting(now, server, out);
        }
        // Its place is given away while it still counts as load.
        self.pool.load -= u32::from(began);
    }

    /// What the end of a stream tells one who observes its server.
    #[inline(never)]
    fn take_note(&mut self, now: SimTime, server: u16, status: u16, termination: Termination, out: &mut Vec<Output>) {
        match termination {
            Termination::Normal => self.observe(now, server, Showing::Status(status), out),
            Termination::ServerClosed | Termination::ServerTimeout | Termination::NotHttp => {
                self.observe(now, server, Showing::Unusable, out);
            }
            _ => {}
        }
    }

    #[cold]
    fn count_failure(&mut self, server: Option<u16>, termination: Termination) {
        let counters = server.map(|server| &mut self.pool[server].counters);
        match (termination, counters) {
            (Termination::Normal | Termination::ClientTimeout, _) => {}
            (termination, _) if termination.client_left() => {}
            (Termination::ServerClosed | Termination::ServerTimeout | Termination::NotHttp, Some(counters)) => {
                counters.eresp += 1;
            }
            (_, Some(counters)) => counters.econ += 1,
            (_, None) => self.without_server += 1,
        }
    }
}
