//! Clients that speak to nginx itself, where no balancer stands between: connections over the internet, each with one request.
//!
//! A machine that is off is silent; a kernel without nginx refuses; a full nginx accepts and closes. Nobody turns any of
//! these into a status: the client sees what TCP shows it.

use super::config::Via;
use super::event::Event;
use super::id::{MachineId, Process};
use super::observation::{Cause, Observer, Stage};
use super::request::{at, between};
use super::server::job::Origin;
use super::server::nginx::LISTEN_BACKLOG;
use super::world::{Env, World};
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::server::nginx::event::NginxEvent;

/// The server to which all clients connect.
const SERVER: u8 = 0;
/// Its machine.
const MACHINE: MachineId = MachineId::server(SERVER as usize);

impl World {
    /// A client's connection reaches the server: nginx accepts, and the request follows after a round trip.
    pub(super) fn direct_syn<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        if !self.machine(MACHINE).on {
            return self.place(key, at(Stage::Nowhere, MACHINE), SimTime::NEVER, env);
        }
        let Some(ordinal) = self.requests.get(key).filter(|request| !request.ended).map(|request| request.ordinal)
        else {
            return;
        };
        if self.config.clients.via == Via::App {
            return self.knock(key, 0, env);
        }
        let running = self.servers[SERVER as usize].nginx.running;
        let frozen = running && self.is_frozen(MACHINE, Process::Nginx);
        if frozen && self.pending(SERVER) >= LISTEN_BACKLOG {
            // The kernel answers no more.
            return self.place(key, at(Stage::Nowhere, MACHINE), SimTime::NEVER, env);
        }
        let refusal = match () {
            () if !running => Some(Cause::NginxRefused),
            () if !frozen && !self.has_slot(SERVER) => Some(Cause::TurnedAway),
            () => None,
        };
        if let Some(cause) = refusal {
            if running {
                self.turn_away(SERVER);
            }
            self.send(self.wan(ordinal, 1), Event::ClientCut { request: key, cause });
            return;
        }
        let round_trip = self.wan(ordinal, 1) + self.wan(ordinal, 2);
        let kept = if self.keeps(key) { self.open_line(SERVER, key) } else { Key::NONE };
        let job = self.accept(SERVER, Origin::Client { request: key });
        self.direct_request(key, job, kept, round_trip, env);
    }

    /// A request is on its way to nginx, which has a job for it; its first byte takes `way` to come.
    fn direct_request<O: Observer>(&mut self, key: Key, job: Key, kept: Key, way: SimDuration, env: &mut Env<O>) {
        // nginx passes nothing on before it has all of the request (`proxy_request_buffering`).
        let ordinal = self.requests.get(key).map_or(0, |request| request.ordinal);
        let sending = self.errand(key).map_or_else(|| self.sending(ordinal), |errand| errand.sending);
        if let Some(job) = self.servers[SERVER as usize].jobs.get_mut(job) {
            (job.special, job.kept) = (kept != Key::NONE, kept);
        }
        if let Some(request) = self.requests.get_mut(key) {
            request.job = job;
        }
        let reached = self.agenda.now() + way;
        self.see(key, |seen| seen.reached = Some(reached));
        let until = self.send(way + sending, Event::Request { server: SERVER, job });
        self.place(key, between(Stage::Internet, MachineId::CLIENT, MACHINE), until, env);
    }

    /// Whether the client of a request keeps its connection.
    fn keeps(&self, key: Key) -> bool {
        self.errand(key).map_or(self.config.clients.keep, |errand| errand.keeps)
    }

    /// The first segment of a request leaves its client: on the connection that it keeps, if it has one, else a SYN. A described
    /// request has an address of its own and a mind of its own about keeping.
    pub(super) fn first_segment(&mut self, key: Key, ordinal: u64, errand: Option<(u32, bool)>) -> SimTime {
        let way = self.wan(ordinal, 0);
        let keeps = errand.map_or(self.config.clients.keep, |(_, keeps)| keeps);
        if keeps && !self.config.preset.has_balancer() {
            let address = errand.map_or_else(|| self.clients.population.address(ordinal), |(address, _)| address);
            if let Some(line) = self.clients.lines.get(address).copied() {
                self.clients.lines.remove(address);
                return self.send(way, NginxEvent::ClientAgain { request: key, line }.into());
            }
        }
        self.send(way, Event::ClientSyn { request: key })
    }

    /// A further request on a kept connection reaches nginx, which may have closed it meanwhile.
    pub(super) fn direct_again<O: Observer>(&mut self, key: Key, line: Key, env: &mut Env<O>) {
        if !self.machine(MACHINE).on {
            return self.place(key, at(Stage::Nowhere, MACHINE), SimTime::NEVER, env);
        }
        let Some(ordinal) = self.requests.get(key).filter(|request| !request.ended).map(|request| request.ordinal)
        else {
            return;
        };
        if !self.servers[SERVER as usize].nginx.running || !self.use_line(SERVER, line, key) {
            self.send(self.wan(ordinal, 1), NginxEvent::LineLost { request: key }.into());
            return;
        }
        let job = self.reuse(SERVER, Origin::Client { request: key });
        self.direct_request(key, job, line, SimDuration::ZERO, env);
    }

    /// A client learns that its kept connection was closed before its request came: it opens another one.
    pub(super) fn line_lost<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        let Some(request) = self.requests.get(key).filter(|request| !request.ended) else { return };
        let until = self.send(self.wan(request.ordinal, 2), Event::ClientSyn { request: key });
        self.place(key, between(Stage::Internet, MachineId::CLIENT, MACHINE), until, env);
    }

    /// A client has its answer, and keeps the connection if it may; of two it keeps the newer one.
    pub(super) fn keep_line(&mut self, key: Key) {
        let line = self.requests.get(key).map_or(Key::NONE, |request| request.line);
        if line != Key::NONE
            && let Some(address) = self.address(key)
        {
            self.clients.lines.insert(address, line);
        }
    }

    /// nginx's answer goes to its client; `None`: the news that the connection was cut.
    pub(super) fn answer_directly<O: Observer>(&mut self, key: Key, status: Option<u16>, env: &mut Env<O>) {
        if let Some(request) = self.requests.get_mut(key) {
            request.server = status.map(|_| SERVER);
        }
        let Some(request) = self.requests.get(key) else { return };
        let message = match status {
            Some(status) => Event::ClientAnswer { request: key, status, cookie: None },
            None => Event::ClientCut { request: key, cause: Cause::NginxCut },
        };
        let (delay, waits) = (self.wan(request.ordinal, 3), !request.ended);
        let until = self.send(delay, message);
        if waits {
            self.place(key, between(Stage::Internet, MACHINE, MachineId::CLIENT), until, env);
        }
    }

    /// A client that waits no longer closes its connection; nginx learns it a crossing later.
    pub(super) fn hang_up(&mut self, key: Key) {
        let Some(request) = self.requests.get(key).filter(|request| request.job != Key::NONE) else { return };
        let (job, delay) = (request.job, self.wan(request.ordinal, 3));
        self.send(delay, Event::Hangup { server: SERVER, job });
    }
}
