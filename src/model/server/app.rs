//! The application server: an accept queue and workers that run the code. A worker is held for as long as its page lasts,
//! waits for databases included.

use super::job::JobState;
use super::machine::Task;
use super::nginx::pass::Reply;
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::station::Station;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::config::Config;
use crate::model::event::{CallResult, Event};
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer, Stage};
use crate::model::request::{CALLS, at, between};
use crate::model::world::{Env, World};

/// Processor time of the page that a health check asks for (chosen: it answers without work of its own).
const CHECK_WORK: SimDuration = SimDuration::from_millis(1);
/// Version of the application files that every server starts with.
pub const VERSION: &str = "v1";

/// Which databases the application uses, as it was last told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Newer ones replace older ones.
    pub version: u32,
    /// Takes the writes.
    pub primary: Option<u8>,
    /// Take the reads, in turn; none: the primary does.
    pub readers: Vec<u8>,
}

impl Route {
    /// The databases as a configuration file names them: the first is the primary.
    pub fn declared(databases: usize) -> Route {
        Route { version: 0, primary: (databases > 0).then_some(0), readers: (1..databases as u8).collect() }
    }
}

/// An application server.
#[derive(Clone, Debug)]
pub struct App {
    /// Whether it runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// Tells one start from another.
    pub epoch: u32,
    /// Workers and accept queue.
    pub station: Station<Key>,
    /// Its databases; none until the manager has told it.
    pub route: Option<Route>,
    /// The databases of its configuration file, for reading before it was told.
    pub declared: Vec<u8>,
    /// Whose turn it is to be read.
    pub turn: usize,
}

impl App {
    /// An application server that runs and knows its databases.
    pub fn new(config: &Config, databases: usize) -> App {
        let route = Route::declared(databases);
        App {
            running: true,
            since: SimTime::ZERO,
            epoch: 0,
            station: Station::new(config.app.workers, config.app.backlog as usize + 1),
            declared: route.readers.clone(),
            route: Some(route),
            turn: 0,
        }
    }

    /// The database for the next read.
    fn reader(&mut self) -> Option<u8> {
        let readers = self.route.as_ref().map_or(&self.declared, |route| &route.readers);
        if readers.is_empty() {
            return self.route.as_ref().and_then(|route| route.primary);
        }
        self.turn = (self.turn + 1) % readers.len();
        Some(readers[self.turn])
    }
}

impl World {
    /// A worker takes a job.
    pub(in crate::model) fn start_page<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        if let Some(job) = self.servers[server as usize].jobs.get(key) {
            self.recall_session(server, job.request(), env);
        }
        if self.acts_out(server, key, env) {
            return;
        }
        self.page_part(server, key, env);
    }

    /// The worker's code runs on, up to the next call or to the end.
    fn page_part<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else {
            return;
        };
        job.state = JobState::Working;
        let (request, calls) = (job.request(), job.calls);
        let machine = MachineId::server(server as usize);
        self.place(request, at(Stage::Worker, machine), SimTime::NEVER, env);
        let part = match self.requests.get(request) {
            None => CHECK_WORK,
            Some(request) => {
                let third = request.work / u64::from(CALLS + 1);
                if calls == CALLS { request.work - third * u64::from(CALLS) } else { third }
            }
        };
        self.work(machine, part, Task::Page(key));
    }

    /// A part of a page's code is done.
    pub(in crate::model) fn page_part_done<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get(key) else {
            return;
        };
        let request = self.requests.get(job.request());
        if request.is_none() || job.calls == CALLS {
            return self.page_done(server, key, 200, None, env);
        }
        let write = request.is_some_and(|request| request.writes_in(job.calls + 1));
        self.start_call(server, key, write, env);
    }

    fn start_call<O: Observer>(&mut self, server: u8, key: Key, write: bool, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let target = match write {
            true => state.app.route.as_ref().and_then(|route| route.primary),
            false => state.app.reader(),
        };
        let Some(node) = target else {
            return self.page_done(server, key, 500, Some(Cause::NoPrimary), env);
        };
        let Some(job) = state.jobs.get_mut(key) else { return };
        job.state = JobState::Calling { node };
        job.calls += 1;
        let (call, request) = (job.calls, job.request());
        let row = self.requests.get(request).map_or(0, |request| request.page);
        job.call_limit = self.agenda.arm(self.config.app.db_timeout, Event::CallLimit { server, job: key, call });
        let (here, there) = (MachineId::server(server as usize), self.node_machine(node));
        let until = self.send(self.lan(here, there), Event::Call { server, job: key, call, node, write, row });
        self.place(request, between(Stage::Database, here, there), until, env);
    }

    /// What a database answered reaches the application.
    pub(in crate::model) fn call_reply<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        call: u8,
        node: u8,
        result: CallResult,
        env: &mut Env<O>,
    ) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else {
            return;
        };
        if job.state != (JobState::Calling { node }) || job.calls != call {
            return;
        }
        let limit = core::mem::replace(&mut job.call_limit, TimerId::NONE);
        self.agenda.disarm(limit);
        match result {
            CallResult::Done => self.page_part(server, key, env),
            CallResult::ReadOnly => self.page_done(server, key, 500, Some(Cause::DbReadOnly), env),
            CallResult::Refused => self.page_done(server, key, 500, Some(Cause::DbRefused), env),
            CallResult::Died => self.page_done(server, key, 500, Some(Cause::DbDied), env),
        }
    }

    /// The application has waited for a database as long as it may.
    pub(in crate::model) fn call_limit<O: Observer>(&mut self, server: u8, key: Key, call: u8, env: &mut Env<O>) {
        let waits = self.servers[server as usize]
            .jobs
            .get(key)
            .is_some_and(|job| matches!(job.state, JobState::Calling { .. }) && job.calls == call);
        if waits {
            self.page_done(server, key, 500, Some(Cause::DbTimeout), env);
        }
    }

    /// The page is ready, or failed: the worker is free, and nginx answers if anybody still waits.
    fn page_done<O: Observer>(&mut self, server: u8, key: Key, status: u16, cause: Option<Cause>, env: &mut Env<O>) {
        self.page_over(server, key, Reply::Answer(status), cause, env);
    }

    /// The page is over, so or so: the worker is free, and nginx learns it if it still has the connection.
    pub(super) fn page_over<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let now = self.agenda.now();
        let state = &mut self.servers[server as usize];
        let next = state.app.station.finish();
        if let Some(job) = state.jobs.get_mut(key) {
            // The application holds it no more: nginx's answer, if one is due, is the end of the job.
            job.state = JobState::Nginx;
            let (request, open) = (job.request(), job.upstream_open);
            self.see(request, |seen| seen.done = Some((now, !open)));
            match open {
                true => self.app_reply(server, key, reply, cause, env),
                false => self.drop_job(server, key, env),
            }
        }
        if let Some(next) = next {
            self.start_page(server, next, env);
        }
    }

    /// Idle workers take what waits, after their number has changed.
    pub(in crate::model) fn fill_workers<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        while let Some(key) = self.servers[server as usize].app.station.take_waiting() {
            self.start_page(server, key, env);
        }
    }
}
