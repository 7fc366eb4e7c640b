//! Connections of clients to the application itself, where nginx does not stand between: the kernel accepts them into the
//! queue, a worker takes one and reads the request from it, however slowly that comes.

use super::event::AppEvent;
use crate::engine::rng::{Concern, Draws};
use crate::engine::slab::Key;
use crate::engine::station::Offer;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer, Stage};
use crate::model::request::{at, between};
use crate::model::server::job::{Job, JobState, Line, Origin};
use crate::model::server::nginx::own::syn_pause;
use crate::model::server::nginx::pass::Reply;
use crate::model::world::{Env, World};

/// The server to which all clients connect.
const SERVER: u8 = 0;
/// Its machine.
const MACHINE: MachineId = MachineId::server(SERVER as usize);

impl World {
    /// A client's connection reaches the application's kernel, for the how-manieth time beyond the first: it goes to a worker or
    /// into the accept queue, or it is dropped and the client's kernel sends it again.
    pub(in crate::model) fn knock<O: Observer>(&mut self, key: Key, tries: u8, env: &mut Env<O>) {
        if !self.machine(MACHINE).on {
            return self.place(key, at(Stage::Nowhere, MACHINE), SimTime::NEVER, env);
        }
        let Some(ordinal) = self.requests.get(key).filter(|request| !request.ended).map(|request| request.ordinal)
        else {
            return;
        };
        if !self.servers[SERVER as usize].app.running {
            self.send(self.wan(ordinal, 1), Event::ClientCut { request: key, cause: Cause::AppRefused });
            return;
        }
        let app = &mut self.servers[SERVER as usize].app;
        if !app.station.has_room() {
            app.counts.dropped += 1;
            self.agenda.after(
                syn_pause(tries),
                Event::App(AppEvent::KnockAgain { request: key, tries: tries.saturating_add(1) }),
            );
            return self.place(key, at(Stage::Dropped, MACHINE), SimTime::NEVER, env);
        }
        let server = &mut self.servers[SERVER as usize];
        let job = server.jobs.insert(Job::new(Origin::Direct { request: key }));
        let offer = server.app.station.offer(job);
        self.hold(key);
        if let Some(request) = self.requests.get_mut(key) {
            request.job = job;
        }
        let sending = self.errand(key).map_or_else(|| self.sending(ordinal), |errand| errand.sending);
        let round_trip = self.wan(ordinal, 1) + self.wan(ordinal, 2) + sending;
        let until = self.send(round_trip, Event::Request { server: SERVER, job });
        self.place(key, between(Stage::Internet, MachineId::CLIENT, MACHINE), until, env);
        match offer {
            Offer::Taken => self.start_page(SERVER, job, env),
            Offer::Queued | Offer::Full => {
                if let Some(job) = self.servers[SERVER as usize].jobs.get_mut(job) {
                    job.state = JobState::Queued;
                }
            }
        }
    }

    /// How long a client takes to send the request with this ordinal, beyond its way.
    pub(in crate::model) fn sending(&self, ordinal: u64) -> SimDuration {
        let clients = &self.config.clients;
        let slow = clients.slow_share > 0.0
            && Draws::keyed(self.config.seed, Concern::Upload, ordinal).unit() < clients.slow_share;
        if slow { clients.slow_send } else { SimDuration::ZERO }
    }

    /// Whether a request is there for its worker to read; if not, he waits for it.
    pub(super) fn has_arrived<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) -> bool {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return false };
        if job.arrived {
            return true;
        }
        job.state = JobState::Receiving;
        let (request, gone) = (job.request(), job.line == Line::Cut);
        self.place(request, at(Stage::Worker, MachineId::of_server(server)), SimTime::NEVER, env);
        if gone {
            // He reads that the connection is closed: not in this call, as a whole queue may be of that kind.
            self.agenda.at(self.agenda.now(), Event::App(AppEvent::Waited { server, job: key }));
        }
        false
    }

    /// A client's request has reached the application's kernel whole.
    pub(in crate::model) fn received<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        job.arrived = true;
        let (state, request) = (job.state, job.request());
        if state == JobState::Queued {
            return self.place(request, at(Stage::Accept, MachineId::of_server(server)), SimTime::NEVER, env);
        }
        if state == JobState::Receiving {
            // A process that is stopped reads it when it goes on.
            self.agenda.at(self.agenda.now(), Event::App(AppEvent::Waited { server, job: key }));
        }
    }

    /// A client has closed its connection to the application, whose code is not told: only who waits to read sees it.
    pub(in crate::model) fn client_closed(&mut self, server: u8, key: Key) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        job.line = Line::Cut;
        if job.state == JobState::Receiving {
            self.agenda.at(self.agenda.now(), Event::App(AppEvent::Waited { server, job: key }));
        }
    }

    /// A job's connection to its client ends with the process, or with the machine and without a word.
    pub(in crate::model) fn end_line<O: Observer>(&mut self, server: u8, key: Key, told: bool, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get(key).copied() else { return };
        if job.line == Line::Open && told {
            return self.answer_client_itself(server, key, Reply::Closed, Some(Cause::AppDied), env);
        }
        if self.requests.get(job.request()).is_some_and(|request| !request.ended) {
            self.place(job.request(), at(Stage::Nowhere, MACHINE), SimTime::NEVER, env);
        }
        self.drop_job(server, key, env);
    }

    /// The application answers its client itself, or its kernel cuts the connection.
    pub(in crate::model) fn answer_client_itself<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        job.line = Line::Cut;
        let request = job.request();
        if let Some(cause) = cause {
            self.fault(request, cause);
        }
        if let Some(state) = self.requests.get_mut(request) {
            let status = if let Reply::Answer(status) = reply { Some(status) } else { None };
            (state.server, state.job) = (status.map(|_| server), Key::NONE);
            let message = match status {
                Some(status) => Event::ClientAnswer { request, status, cookie: None },
                None => Event::ClientCut { request, cause: cause.unwrap_or(Cause::AppDied) },
            };
            let (ordinal, waits) = (state.ordinal, !state.ended);
            let until = self.send(self.wan(ordinal, 3), message);
            if waits {
                self.place(request, between(Stage::Internet, MACHINE, MachineId::CLIENT), until, env);
            }
        }
        self.drop_job(server, key, env);
    }
}
