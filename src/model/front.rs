//! The balancer's machine: carries HAProxy's inputs and outputs over links. Holds no rule of balancing itself.

use super::backend::backend;
use super::balancer::{Balancer, Ending, Output, Selector, ServerIndex, StreamId};
use super::client::cause_of;
use super::config::{Config, Preset};
use super::event::Event;
use super::id::MachineId;
use super::note::Note;
use super::observation::{Cause, Observation, Observer, Stage};
use super::request::{at, between};
use super::server::machine::Task;
use super::traffic::Traffic;
use super::world::{Env, World};
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};

/// The balancer's side of one stream's connections.
#[derive(Clone, Copy, Debug)]
pub struct Socket {
    /// The stream that has this slot.
    pub stream: StreamId,
    /// Its request.
    pub request: Key,
    /// The latest attempt; 0 before the first.
    pub attempt: u8,
    /// The server's end of its connection, once accepted.
    pub job: Option<Key>,
    /// The stream's timer.
    pub timer: TimerId,
}

/// The process HAProxy and the connections that it has.
#[derive(Clone, Debug)]
pub struct Front {
    /// Whether it runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// HAProxy itself.
    pub balancer: Balancer,
    /// What of a request it goes by.
    pub selector: Selector,
    /// By slot of the stream.
    pub sockets: Vec<Option<Socket>>,
    /// Bytes that passed through: the frontend's, then each server's.
    pub traffic: Box<[Traffic]>,
    /// The timer of each server's next check, and of the limit of its present one.
    pub check_timers: Vec<[TimerId; 2]>,
    /// What HAProxy wants done; empty between two events, kept for its memory.
    outbox: Vec<Output>,
}

impl Front {
    /// HAProxy, not started.
    pub fn new(config: &Config) -> Front {
        let mut outbox = Vec::new();
        let backend = backend(config);
        let selector = backend.selector.clone();
        let balancer = Balancer::new(backend, SimTime::ZERO, &mut outbox);
        let check_timers = vec![[TimerId::NONE; 2]; config.servers];
        let traffic = vec![Traffic::default(); config.servers + 1].into();
        Front {
            running: config.preset.has_balancer(),
            since: SimTime::ZERO,
            balancer,
            selector,
            sockets: Vec::new(),
            traffic,
            check_timers,
            outbox,
        }
    }
}

impl World {
    /// HAProxy starts: its checks are scheduled.
    pub(super) fn start_balancer<O: Observer>(&mut self, env: &mut Env<O>) {
        let now = self.agenda.now();
        self.front.sockets.iter_mut().for_each(|socket| *socket = None);
        self.front.traffic.fill(Traffic::default());
        let config = backend(&self.config);
        self.drive(env, |balancer, out| *balancer = Balancer::new(config, now, out));
    }

    /// Gives HAProxy an input and carries out what it wants.
    #[inline]
    pub(super) fn drive<O: Observer, T>(
        &mut self,
        env: &mut Env<O>,
        input: impl FnOnce(&mut Balancer, &mut Vec<Output>) -> T,
    ) -> T {
        let result = input(&mut self.front.balancer, &mut self.front.outbox);
        self.carry_out(env);
        result
    }

    /// Carries out what HAProxy wants, and what it wants because of that. Often that is nothing.
    #[inline(always)]
    fn carry_out<O: Observer>(&mut self, env: &mut Env<O>) {
        if !self.front.outbox.is_empty() {
            self.carry_out_all(env);
        }
    }

    fn carry_out_all<O: Observer>(&mut self, env: &mut Env<O>) {
        let mut next = 0;
        while let Some(output) = self.front.outbox.get(next) {
            next += 1;
            match *output {
                Output::Connect { stream, attempt, server } => self.connect(stream, attempt, server, env),
                Output::Abandon { stream, attempt, server } => self.abandon(stream, attempt, server),
                Output::Answer { stream, token, ending } | Output::Closed { stream, token, ending } => {
                    self.stream_ended(stream, token, ending, env);
                }
                Output::Arm { stream, after } => self.set_stream_timer(stream, after),
                Output::SendCheck { server, number } => self.send_check(server.index() as u8, number),
                Output::ArmCheck { server, after } => {
                    self.set_check_timer(server, 0, after, Event::CheckDue { server: server.index() as u8 });
                }
                Output::ArmCheckTimeout { server, number, after } => {
                    self.set_check_timer(server, 1, after, Event::CheckLimit { server: server.index() as u8, number });
                }
                Output::ArmWarmup { server, after } => {
                    self.agenda.after(after, Event::WarmupDue { server: server.index() as u8 });
                }
                Output::Log(log) => env.observer.observe(self.agenda.now(), Observation::Noted(Note::Balancer(log))),
            }
        }
        self.front.outbox.clear();
    }

    fn set_stream_timer(&mut self, stream: StreamId, after: SimDuration) {
        if let Some(socket) = self.front.sockets.get_mut(stream.index as usize).and_then(Option::as_mut) {
            socket.timer = self.agenda.rearm(socket.timer, after, Event::StreamTimer { stream });
        }
    }

    fn set_check_timer(&mut self, server: ServerIndex, which: usize, after: SimDuration, event: Event) {
        let timer = self.agenda.arm(after, event);
        let old = core::mem::replace(&mut self.front.check_timers[server.index()][which], timer);
        self.agenda.disarm(old);
    }

    /// The balancer's side of this attempt, if it is the present one of a live stream.
    pub(super) fn socket(&self, stream: StreamId, attempt: u8) -> Option<&Socket> {
        let socket = self.front.sockets.get(stream.index as usize)?.as_ref()?;
        (socket.stream == stream && socket.attempt == attempt).then_some(socket)
    }

    fn request_of(&self, stream: StreamId) -> Option<Key> {
        let socket = self.front.sockets.get(stream.index as usize)?.as_ref()?;
        (socket.stream == stream).then_some(socket.request)
    }

    /// A client's connection reaches the balancer: HAProxy accepts, and the request follows after a round trip.
    pub(super) fn client_syn<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        if !self.machines[MachineId::BALANCER.index()].on {
            return self.place(key, at(Stage::Nowhere, MachineId::BALANCER), SimTime::NEVER, env);
        }
        let Some(ordinal) = self.requests.get(key).filter(|request| !request.ended).map(|request| request.ordinal)
        else {
            return;
        };
        if !self.front.running {
            self.send(self.wan(ordinal, 1), Event::ClientCut { request: key, cause: Cause::BalancerRefused });
            return;
        }
        let stream = self.open_stream(key, Balancer::open, env);
        let round_trip = self.wan(ordinal, 1) + self.wan(ordinal, 2);
        let until = self.send(round_trip, Event::ClientRequest { stream });
        self.place(key, between(Stage::Internet, MachineId::CLIENT, MachineId::BALANCER), until, env);
    }

    /// HAProxy accepts a client's connection, by one of its inputs that do.
    #[inline(always)]
    pub(super) fn open_stream<O: Observer>(
        &mut self,
        key: Key,
        open: impl FnOnce(&mut Balancer, SimTime, u64, &mut Vec<Output>) -> StreamId,
        env: &mut Env<O>,
    ) -> StreamId {
        let now = self.agenda.now();
        // HAProxy wants something of the stream at once, so its socket must be there before that is carried out.
        let stream = open(&mut self.front.balancer, now, key.to_word(), &mut self.front.outbox);
        let socket = Socket { stream, request: key, attempt: 0, job: None, timer: TimerId::NONE };
        match self.front.sockets.get_mut(stream.index as usize) {
            Some(free) => *free = Some(socket),
            None => self.front.sockets.push(Some(socket)),
        }
        if let Some(request) = self.requests.get_mut(key) {
            request.holders += 1;
            request.stream = Some(stream);
        }
        self.carry_out(env);
        stream
    }

    /// A client's request has reached the balancer: its processor works on it.
    pub(super) fn client_request<O: Observer>(&mut self, stream: StreamId, env: &mut Env<O>) {
        let Some(key) = self.request_of(stream).filter(|_| self.front.running) else {
            return;
        };
        self.count_request(None);
        self.place(key, at(Stage::Balancing, MachineId::BALANCER), SimTime::NEVER, env);
        self.work(MachineId::BALANCER, self.config.haproxy.cost, Task::Balance(stream));
    }

    /// HAProxy has read the request: it chooses.
    pub(super) fn balance<O: Observer>(&mut self, stream: StreamId, env: &mut Env<O>) {
        let Some(key) = self.request_of(stream) else { return };
        let request = self.request_key(key);
        self.place(key, at(Stage::Queued, MachineId::BALANCER), SimTime::NEVER, env);
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.request(now, stream, request, out));
    }

    fn connect<O: Observer>(&mut self, stream: StreamId, attempt: u8, server: ServerIndex, env: &mut Env<O>) {
        let Some(socket) = self.front.sockets.get_mut(stream.index as usize).and_then(Option::as_mut) else {
            return;
        };
        let first = socket.attempt == 0;
        (socket.attempt, socket.job) = (attempt, None);
        let key = socket.request;
        if !first {
            let machine = MachineId::server(server.index());
            env.observer.observe(self.agenda.now(), Observation::Retried { machine });
        }
        if self.config.preset == Preset::Queue {
            self.front.balancer.connected(self.agenda.now(), stream, attempt, &mut self.front.outbox);
            if !self.serve(server.index() as u8, key, env) {
                self.front.balancer.answer(self.agenda.now(), stream, attempt, 503, &mut self.front.outbox);
            }
            return;
        }
        let machine = MachineId::of_server(server.index() as u8);
        self.place(key, between(Stage::Connecting, MachineId::BALANCER, machine), SimTime::NEVER, env);
        let delay = self.lan(MachineId::BALANCER, machine);
        self.send(delay, Event::Syn { server: server.index() as u8, stream, attempt });
    }

    fn abandon(&mut self, stream: StreamId, attempt: u8, server: ServerIndex) {
        if let Some(job) = self.socket(stream, attempt).and_then(|socket| socket.job) {
            let delay = self.lan(MachineId::BALANCER, MachineId::server(server.index()));
            self.send(delay, Event::Hangup { server: server.index() as u8, job });
        }
    }

    fn stream_ended<O: Observer>(&mut self, stream: StreamId, token: u64, ending: Ending, env: &mut Env<O>) {
        let key = Key::from_word(token);
        if let Some(socket) = self.front.sockets.get_mut(stream.index as usize).and_then(Option::take) {
            self.agenda.disarm(socket.timer);
        }
        let Some(request) = self.requests.get_mut(key) else { return };
        request.stream = None;
        if request.ended || ending.termination.client_left() {
            return self.release(key, env);
        }
        // The stream holds it no longer. Its client does, as for him it has not ended.
        request.holders -= 1;
        if let Some(server) = ending.answered_by() {
            request.server = Some(server.index() as u8);
        }
        let ordinal = request.ordinal;
        match self.config.preset {
            Preset::Queue => self.end(key, ending.status, None, env),
            _ => self.answer_client(key, ordinal, &ending, env),
        }
    }

    fn answer_client<O: Observer>(&mut self, key: Key, ordinal: u64, ending: &Ending, env: &mut Env<O>) {
        if let Some(cause) = cause_of(ending.termination, ending.server.is_some()) {
            // What a server did to it (nginx without a slot) says more than that HAProxy saw the connection closed.
            let known = self.requests.get(key).is_some_and(|request| request.fault.is_some());
            if !known || cause != Cause::ServerClosed {
                self.fault(key, cause);
            }
        }
        self.count_answer(key, ending);
        let cookie = ending.server.filter(|_| ending.set_cookie).map(|server| server.index() as u8);
        let answer = Event::ClientAnswer { request: key, status: ending.status, cookie };
        let until = self.send(self.wan(ordinal, 3), answer);
        self.place(key, between(Stage::Internet, MachineId::BALANCER, MachineId::CLIENT), until, env);
    }

    /// A server's kernel has accepted: the request follows, if it is still wanted.
    pub(super) fn accepted<O: Observer>(
        &mut self,
        server: u8,
        stream: StreamId,
        attempt: u8,
        job: Key,
        env: &mut Env<O>,
    ) {
        let now = self.agenda.now();
        let machine = MachineId::of_server(server);
        let wanted =
            self.front.running && self.drive(env, |balancer, out| balancer.connected(now, stream, attempt, out));
        let delay = self.lan(MachineId::BALANCER, machine);
        if !wanted {
            self.send(delay, Event::Hangup { server, job });
            return;
        }
        let Some(socket) = self.front.sockets.get_mut(stream.index as usize).and_then(Option::as_mut) else {
            return;
        };
        socket.job = Some(job);
        let key = socket.request;
        self.count_request(Some(server));
        let until = self.send(delay, Event::Request { server, job });
        self.place(key, between(Stage::Lan, MachineId::BALANCER, machine), until, env);
    }

    /// A server's kernel has refused.
    pub(super) fn refused<O: Observer>(&mut self, stream: StreamId, attempt: u8, env: &mut Env<O>) {
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.refused(now, stream, attempt, out));
    }

    /// A server's answer has arrived.
    pub(super) fn answer<O: Observer>(&mut self, stream: StreamId, attempt: u8, status: u16, env: &mut Env<O>) {
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.answer(now, stream, attempt, status, out));
    }

    /// A server has closed without an answer.
    pub(super) fn closed<O: Observer>(&mut self, stream: StreamId, attempt: u8, env: &mut Env<O>) {
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.closed(now, stream, attempt, out));
    }

    /// A second of a server's slow start is over.
    pub(super) fn warmup_due<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let (now, server) = (self.agenda.now(), ServerIndex(u16::from(server)));
        if self.front.running {
            self.drive(env, |balancer, out| balancer.warmup_due(now, server, out));
        }
    }

    /// The stream's timer is due.
    pub(super) fn stream_timer<O: Observer>(&mut self, stream: StreamId, env: &mut Env<O>) {
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.timer_due(now, stream, out));
    }

    /// The news that a client has left reaches HAProxy.
    pub(super) fn client_gone<O: Observer>(&mut self, stream: StreamId, env: &mut Env<O>) {
        let now = self.agenda.now();
        if self.front.running {
            self.drive(env, |balancer, out| balancer.client_left(now, stream, out));
        }
    }
}
