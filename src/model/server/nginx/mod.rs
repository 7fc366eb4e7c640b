//! nginx: connection slots, static files, limits, a cache, and the gateway to application servers.

mod answer;
pub mod bucket;
pub mod cache;
pub mod concurrent;
pub mod counts;
pub(crate) mod event;
mod fetch;
pub mod group;
mod limits;
pub mod lines;
pub(in crate::model) mod own;
pub(crate) mod pass;
pub(in crate::model) mod remote;
mod workers;

use super::job::{Job, JobState, Origin};
use super::machine::Task;
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::balancer::StreamId;
use crate::model::config::Config;
use crate::model::errand::Wish;
use crate::model::event::Event;
use crate::model::id::{MachineId, Process};
use crate::model::observation::{Cause, Kind, Observer, Stage};
use crate::model::request::at;
use crate::model::world::{Env, World};
use bucket::Buckets;
use cache::Cache;
use concurrent::Concurrent;
use counts::Counts;
use group::Group;
use lines::Lines;

/// Slots that every worker process keeps for itself: its listening socket and its channel to the master (recorded).
const SLOTS_OF_ITS_OWN: u32 = 2;
/// Connections that wait for a process that does not accept them (`listen ... backlog`, nginx's default on Linux).
pub(in crate::model) const LISTEN_BACKLOG: usize = 511;

/// A connection without a request is closed after this long (`client_header_timeout`, nginx's default).
pub const CLIENT_HEADER_TIMEOUT: SimDuration = SimDuration::from_seconds(60);

/// A web server.
#[derive(Clone, Debug)]
pub struct Nginx {
    /// Whether it runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// Open connections with a request, from the balancer or from clients themselves.
    pub open: u32,
    /// Open connections to applications, with a request.
    pub upstream: u32,
    /// Connections that clients keep.
    pub lines: Lines,
    /// Idle connections to applications, by index of their server; the one that was used last is the last.
    pub spare: Vec<u8>,
    /// Tells the present worker processes from those that a reload has told to end.
    pub epoch: u16,
    /// Slots of the latter, which the former do not lack.
    pub drained: u32,
    /// The applications, where it passes to more than its own.
    pub group: Group,
    /// `limit_req`.
    pub buckets: Buckets,
    /// `limit_conn`.
    pub concurrent: Concurrent,
    /// `proxy_cache`.
    pub cache: Cache,
    /// What it has counted.
    pub counts: Counts,
}

impl Nginx {
    /// The web server of the server with this index, which runs.
    pub fn new(config: &Config, server: usize) -> Nginx {
        Nginx {
            running: true,
            since: SimTime::ZERO,
            open: 0,
            upstream: 0,
            lines: Lines::default(),
            spare: Vec::new(),
            epoch: 0,
            drained: 0,
            group: Group::new(config, server),
            buckets: Buckets::default(),
            concurrent: Concurrent::default(),
            cache: Cache::default(),
            counts: Counts::default(),
        }
    }

    /// It is started again: what it knew is gone, but for the pages of its cache, which are on its disk.
    pub(in crate::model) fn start(&mut self, config: &Config, server: usize, now: SimTime) {
        let (cache, epoch) = (core::mem::take(&mut self.cache), self.epoch);
        *self = Nginx { since: now, cache, epoch, ..Nginx::new(config, server) };
    }

    /// Connection slots in use, those of ending workers apart.
    pub fn slots(&self) -> u32 {
        self.open + self.upstream + self.lines.idle + self.spare.len() as u32 - self.drained
    }

    /// Connection slots of all worker processes, one for each core.
    pub fn slots_max(config: &Config) -> u32 {
        config.cores * config.nginx.connections.saturating_sub(SLOTS_OF_ITS_OWN)
    }
}

impl World {
    /// The balancer's connection reaches a server.
    pub(in crate::model) fn syn(&mut self, server: u8, stream: StreamId, attempt: u8) {
        let machine = MachineId::of_server(server);
        if !self.machines[machine.index()].on {
            return;
        }
        // The balancer has closed it meanwhile: its kernel resets what the server would accept.
        let Some(request) = self.socket(stream, attempt).map(|socket| socket.request) else {
            return;
        };
        let delay = self.lan(machine, MachineId::BALANCER);
        if !self.servers[server as usize].nginx.running {
            self.send(delay, Event::Refused { server, stream, attempt });
            return;
        }
        if self.is_frozen(machine, Process::Nginx) {
            if self.pending(server) >= LISTEN_BACKLOG {
                return;
            }
        } else if !self.has_slot(server) {
            self.turn_away(server);
            self.fault(request, Cause::NginxFull);
            self.send(delay, Event::Accepted { server, stream, attempt, job: Key::NONE });
            self.send(delay, Event::Closed { server, stream, attempt });
            return;
        }
        let job = self.accept(server, Origin::Stream { request, stream, attempt });
        self.send(delay, Event::Accepted { server, stream, attempt, job });
    }

    /// A further request comes on a connection that nginx has.
    pub(in crate::model) fn reuse(&mut self, server: u8, origin: Origin) -> Key {
        let key = self.accept(server, origin);
        let counts = &mut self.servers[server as usize].nginx.counts;
        counts.accepted -= 1;
        counts.handled -= 1;
        key
    }

    /// nginx accepts a connection for which it has a slot.
    #[inline(always)]
    pub(in crate::model) fn accept(&mut self, server: u8, origin: Origin) -> Key {
        let state = &mut self.servers[server as usize];
        state.nginx.open += 1;
        state.nginx.counts.accepted += 1;
        state.nginx.counts.handled += 1;
        let job = Job { epoch: state.nginx.epoch, ..Job::new(origin) };
        let request = job.request();
        let key = state.jobs.insert_here(job);
        self.hold(request);
        key
    }

    /// nginx has accepted a connection for which it has no slot, and closes it.
    pub(in crate::model) fn turn_away(&mut self, server: u8) {
        let counts = &mut self.servers[server as usize].nginx.counts;
        counts.accepted += 1;
        counts.not_enough += 1;
    }

    /// Connections that the kernel has accepted and nginx has seen nothing of: where nginx is frozen, they fill its backlog, and
    /// beyond that the kernel answers no more.
    pub(in crate::model) fn pending(&self, server: u8) -> usize {
        let jobs = self.servers[server as usize].jobs.iter();
        jobs.filter(|(_, job)| job.client_open && job.state == JobState::Accepted).count()
    }

    /// A request has arrived whole: nginx works on it.
    pub(in crate::model) fn request<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else {
            return;
        };
        job.state = JobState::Nginx;
        state.nginx.counts.requests += 1;
        let request = job.request();
        let machine = MachineId::of_server(server);
        self.place(request, at(Stage::Nginx, machine), SimTime::NEVER, env);
        let file = self.requests.get(request).is_some_and(|request| request.kind == Kind::Static);
        let nginx = &self.config.nginx;
        let cost = if file { nginx.cost + nginx.file_cost } else { nginx.cost };
        self.work(machine, cost, Task::Nginx(key));
    }

    /// nginx has read a request: it holds it against its limits, then answers it itself or passes it on.
    pub(in crate::model) fn nginx_done<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let nginx = &self.config.nginx;
        match nginx.limit_req.rate_per_s > 0 || nginx.limit_conn > 0 {
            true => self.limit(server, key, env),
            false => self.content(server, key, env),
        }
    }

    /// nginx makes the answer.
    #[inline(always)]
    pub(in crate::model) fn content<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get(key) else {
            return;
        };
        let request = job.request();
        if self.requests.get(request).is_some_and(|request| request.kind == Kind::Static) {
            let known =
                self.errands.is_empty() || self.errand(request).is_none_or(|errand| errand.wish != Wish::NoFile);
            return self.respond(server, key, if known { 200 } else { 404 }, None, env);
        }
        match self.config.nginx.cache.on {
            true => self.through_cache(server, key, 0, env),
            false => self.pass(server, key, env),
        }
    }
}
