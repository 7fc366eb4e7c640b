//! Clients that speak to nginx itself, where no balancer stands between: connections over the internet, each with one request.
//!
//! A machine that is off is silent; a kernel without nginx refuses; a full nginx accepts and closes. Nobody turns any of
//! these into a status: the client sees what TCP shows it.

use super::event::Event;
use super::id::{MachineId, Process};
use super::observation::{Cause, Observer, Stage};
use super::request::{at, between};
use super::server::job::{Job, Origin};
use super::server::nginx::{LISTEN_BACKLOG, Nginx};
use super::world::{Env, World};
use crate::engine::slab::Key;
use crate::engine::time::SimTime;

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
        let nginx = &self.servers[SERVER as usize].nginx;
        let frozen = nginx.running && self.is_frozen(MACHINE, Process::Nginx);
        if frozen && self.pending(SERVER) >= LISTEN_BACKLOG {
            // The kernel answers no more.
            return self.place(key, at(Stage::Nowhere, MACHINE), SimTime::NEVER, env);
        }
        let refusal = match () {
            () if !nginx.running => Some(Cause::NginxRefused),
            () if !frozen && nginx.slots() >= Nginx::slots_max(&self.config) => Some(Cause::TurnedAway),
            () => None,
        };
        if let Some(cause) = refusal {
            self.send(self.wan(ordinal, 1), Event::ClientCut { request: key, cause });
            return;
        }
        let server = &mut self.servers[SERVER as usize];
        server.nginx.open += 1;
        let job = server.jobs.insert(Job::new(Origin::Client { request: key }));
        self.hold(key);
        if let Some(request) = self.requests.get_mut(key) {
            request.job = job;
        }
        let round_trip = self.wan(ordinal, 1) + self.wan(ordinal, 2);
        let until = self.send(round_trip, Event::Request { server: SERVER, job });
        self.place(key, between(Stage::Internet, MachineId::CLIENT, MACHINE), until, env);
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
