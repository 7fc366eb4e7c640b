//! A page from the moment at which a worker takes it until the worker is free: its code, its waits, its end.

use super::event::AppEvent;
use crate::engine::agenda::TimerId;
use crate::engine::dist::Dist;
use crate::engine::rng::{Concern, Draws};
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::config::Via;
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Kind, Observer, Stage};
use crate::model::request::at;
use crate::model::server::code::Flaw;
use crate::model::server::job::{JobState, Line, Origin};
use crate::model::server::machine::Task;
use crate::model::server::nginx::pass::Reply;
use crate::model::server::pool::End;
use crate::model::world::{Env, World};

/// Processor time of the page that a health check asks for (chosen: it answers without work of its own).
const CHECK_WORK: SimDuration = SimDuration::from_millis(1);
/// Health checks are told from requests by this bit, where chance speaks of both.
const CHECKS: u64 = 1 << 63;

/// A page that waits for nothing besides its databases.
const NO_WAIT: Dist = Dist::Constant { mean: 0.0 };

impl World {
    /// A worker takes a job.
    pub(in crate::model) fn start_page<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let watched = !self.config.app.timeout.is_zero() && self.config.app.threads == 1;
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return };
        job.load = state.app.epoch;
        if watched {
            job.watch = self
                .agenda
                .arm(self.config.app.timeout, Event::App(AppEvent::WorkerLimit { server, job: key, step: 0 }));
        }
        if self.config.clients.via == Via::App && !self.has_arrived(server, key, env) {
            return;
        }
        self.begin_page(server, key, env);
    }

    /// A worker has read the request: its code begins.
    #[inline(always)]
    pub(super) fn begin_page<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get(key) else { return };
        let request = job.request();
        self.recall_session(server, request, env);
        if self.acts_out(server, key, env) {
            return;
        }
        if self.config.app.wait != NO_WAIT && self.waits_besides(server, key, request, env) {
            return;
        }
        self.page_part(server, key, env);
    }

    /// A page waits for what takes no processor here, if it does.
    #[cold]
    fn waits_besides<O: Observer>(&mut self, server: u8, key: Key, request: Key, env: &mut Env<O>) -> bool {
        let Some(of) = self.requests.get(request).filter(|request| request.kind != Kind::Static) else { return false };
        let pause = self.config.app.wait.sample(&mut Draws::keyed(self.config.seed, Concern::Wait, of.ordinal));
        if let Some(job) = self.servers[server as usize].jobs.get_mut(key) {
            job.state = JobState::Waiting;
        }
        let until = self.agenda.now() + pause;
        self.agenda.at(until, Event::App(AppEvent::Waited { server, job: key }));
        self.place(request, at(Stage::Worker, MachineId::of_server(server)), until, env);
        true
    }

    /// What a page waited for is there: something besides, or its request; or its client hung up before he had sent that.
    pub(in crate::model) fn waited<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get(key) else { return };
        match job.state {
            JobState::Waiting => self.page_part(server, key, env),
            JobState::Receiving if job.arrived => self.begin_page(server, key, env),
            JobState::Receiving if job.line == Line::Cut => self.page_ends(server, key, env),
            _ => {}
        }
    }

    /// The worker's code runs on, up to the next call or to the end.
    pub(super) fn page_part<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else {
            return;
        };
        job.state = JobState::Working;
        let (request, done, flaw) = (job.request(), job.calls, state.app.code_of(job.load).flaw);
        let machine = MachineId::of_server(server);
        self.place(request, at(Stage::Worker, machine), SimTime::NEVER, env);
        let part = match self.requests.get(request) {
            None => CHECK_WORK,
            Some(request) if request.kind == Kind::Static => self.config.nginx.file_cost,
            Some(request) => {
                let calls = self.config.app.calls;
                let part = request.work / u64::from(calls + 1);
                if u32::from(done) >= calls { request.work - part * u64::from(calls) } else { part }
            }
        };
        let part = if let Flaw::Slow(factor) = flaw { part * u64::from(factor) } else { part };
        self.work(machine, part, Task::Page(key));
    }

    /// A part of a page's code is done.
    #[inline(never)]
    pub(in crate::model) fn page_part_done<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let state = &self.servers[server as usize];
        let Some(job) = state.jobs.get(key) else {
            return;
        };
        let (request, done) = (job.request(), job.calls);
        if state.app.code_of(job.load).flaw != Flaw::None && done == 0 && self.strikes(server, key, env) {
            return;
        }
        let calls = self.config.app.calls as u8;
        match self.requests.get(request) {
            Some(request) if done < calls && request.kind != Kind::Static => {
                let write = request.writes_in(done + 1, calls);
                self.ask_database(server, key, write, env);
            }
            _ => self.page_done(server, key, 200, None, env),
        }
    }

    /// The flaw of the code hits a page, if it does: it fails, or goes no further.
    #[cold]
    fn strikes<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) -> bool {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return false };
        let code = state.app.code_of(job.load);
        let ordinal = match job.origin {
            Origin::Check { number } => CHECKS | u64::from(number),
            _ => self.requests.get(job.request()).map_or(0, |request| request.ordinal),
        };
        if !code.hits(self.config.seed, ordinal) {
            return false;
        }
        match code.flaw {
            Flaw::Errors(_) => self.page_done(server, key, 500, Some(Cause::CodeError), env),
            Flaw::Sleeps(_) => job.state = JobState::Stuck { deaf: false },
            Flaw::Hangs(_) => job.state = JobState::Stuck { deaf: true },
            Flaw::None | Flaw::Slow(_) => return false,
        }
        true
    }

    /// The page is ready, or failed.
    pub(super) fn page_done<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        status: u16,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        self.page_over(server, key, Reply::Answer(status), cause, env);
    }

    /// The page is over, so or so: the worker is free, and who waits learns it.
    pub(in crate::model::server) fn page_over<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let now = self.agenda.now();
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return };
        // The application holds it no more: nginx's answer, if one is due, is the end of the job.
        job.state = JobState::Nginx;
        let (request, behind, open) = (job.request(), job.upstream_open, job.line == Line::Open);
        let (version, counts) = (state.app.code_of(job.load).version, &mut state.app.counts);
        if let Some(request) = self.requests.get_mut(request) {
            request.version = Some(version);
            counts.executed += 1;
            let refreshes = matches!(job.origin, Origin::Refresh { .. });
            counts.abandoned += u64::from(request.ended && !refreshes || !(behind || open));
            if job.load == state.app.epoch {
                counts.pages += 1;
                counts.failed += u64::from(reply == Reply::Answer(500));
            }
        }
        self.see(request, |seen| seen.done = Some((now, !behind)));
        let next = self.free_worker(server, key, env);
        match behind {
            true => self.app_reply(server, key, reply, cause, env),
            false if open => self.answer_client_itself(server, key, reply, cause, env),
            false => self.drop_job(server, key, env),
        }
        self.go_on(server, next, env);
    }

    /// The worker goes on with what it took.
    pub(super) fn go_on<O: Observer>(&mut self, server: u8, next: Option<Key>, env: &mut Env<O>) {
        if let Some(next) = next {
            return self.start_page(server, next, env);
        }
        let app = &self.servers[server as usize].app;
        if app.stopping && app.station.busy() == 0 {
            self.has_stopped(server, env);
        }
    }

    /// A worker finds that its client is gone, or gives the page up without a word.
    fn page_ends<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let next = self.free_worker(server, key, env);
        self.drop_job(server, key, env);
        self.go_on(server, next, env);
    }

    /// A page is done with: its worker takes the next one, or is none any more if it runs older code.
    #[inline(always)]
    fn free_worker<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) -> Option<Key> {
        let job = self.servers[server as usize].jobs.get(key)?;
        let (watch, pooled, load) = (job.watch, job.pooled.is_some(), job.load);
        if watch != TimerId::NONE {
            self.agenda.disarm(watch);
        }
        if pooled {
            self.release_connection(server, key, End::Kept, env);
        }
        let app = &mut self.servers[server as usize].app;
        if load == app.epoch {
            return app.station.finish();
        }
        self.retire_worker(server)
    }

    /// A worker that ran older code has finished its page, and ends.
    #[cold]
    fn retire_worker(&mut self, server: u8) -> Option<Key> {
        let app = &mut self.servers[server as usize].app;
        app.station.leave();
        app.old -= 1;
        app.staff(&self.config.app);
        None
    }

    /// Idle workers take what waits, after their number has changed.
    pub(in crate::model) fn fill_workers<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        while let Some(key) = self.servers[server as usize].app.station.take_waiting() {
            self.start_page(server, key, env);
        }
    }
}
