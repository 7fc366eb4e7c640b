//! The preset `queue`: arrivals, the balancer without cost, servers of c workers; no links, nginx or database. What is left
//! is what queueing theory speaks of, so that its laws can be put to the same balancer and the same engine.

use super::config::Discipline;
use super::event::Event;
use super::id::MachineId;
use super::observation::{Observer, Stage};
use super::request::at;
use super::server::machine::Task;
use super::world::{Env, World};
use crate::engine::slab::Key;
use crate::engine::station::Offer;
use crate::engine::time::SimTime;

impl World {
    /// A request goes to the balancer, and at once on to a server.
    pub(super) fn join<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        let request = self.request_key(key);
        self.open_stream(key, |balancer, now, token, out| balancer.open_whole(now, token, request, out), env);
    }

    /// A request reaches a server: a worker serves it, or it waits; or the server is full, and it is turned away with a 503.
    /// Gives whether it was let in.
    pub(super) fn serve<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) -> bool {
        if self.config.queue.discipline == Discipline::Ps {
            return self.share(MachineId::of_server(server), key, env);
        }
        match self.servers[server as usize].bare.offer(key) {
            Offer::Taken => self.begin_service(server, key, env),
            Offer::Queued => {
                self.place(key, at(Stage::Waiting, MachineId::of_server(server)), SimTime::NEVER, env);
            }
            Offer::Full => return false,
        }
        true
    }

    /// A request joins those among whom a server shares its processor, if it is not full.
    fn share<O: Observer>(&mut self, machine: MachineId, key: Key, env: &mut Env<O>) -> bool {
        let (shared, capacity) = (&self.machines[machine.index()].cpu, self.config.queue.capacity as usize);
        if capacity > 0 && shared.jobs() >= capacity {
            return false;
        }
        if let Some(work) = self.requests.get(key).map(|request| request.work) {
            self.place(key, at(Stage::Service, machine), SimTime::NEVER, env);
            self.work(machine, work, Task::Serve(key));
        }
        true
    }

    /// A worker begins to serve a request.
    pub(super) fn begin_service<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let now = self.agenda.now();
        let Some(request) = self.requests.get_mut(key) else { return };
        let until = now + request.work;
        request.go(now, at(Stage::Service, MachineId::of_server(server)), until, env);
        self.agenda.at(until, Event::Served { server, request: key });
    }

    /// A request is served: its answer is there at once, and the worker takes the next.
    pub(super) fn served<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(stream) = self.requests.get(key).and_then(|request| request.stream) else {
            return;
        };
        let Some(attempt) = self.front.sockets[stream.index as usize].map(|socket| socket.attempt) else {
            return;
        };
        let fifo = self.config.queue.discipline == Discipline::Fifo;
        if let Some(next) = fifo.then(|| self.servers[server as usize].bare.finish()).flatten() {
            self.begin_service(server, next, env);
        }
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.answer(now, stream, attempt, 200, out));
    }
}
