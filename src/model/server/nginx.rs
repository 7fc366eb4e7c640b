//! nginx: connection slots, static files, and the gateway to the application server.

use super::job::{Job, JobState, Origin};
use super::machine::Task;
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::station::Offer;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::balancer::StreamId;
use crate::model::check::CLOSED;
use crate::model::config::Config;
use crate::model::event::Event;
use crate::model::id::{MachineId, Process};
use crate::model::observation::{Cause, Kind, Observer, Stage};
use crate::model::request::{at, between};
use crate::model::world::{Env, World};

/// Slots that every worker process keeps for itself: its listening socket and its channel to the master (recorded).
const SLOTS_OF_ITS_OWN: u32 = 2;
/// Connections that wait for a process that does not accept them (`listen ... backlog`, nginx's default on Linux).
pub(in crate::model) const LISTEN_BACKLOG: usize = 511;
/// A dropped SYN is sent again every second at first, this often (Linux, `tcp_syn_linear_timeouts`), then ever later.
const LINEAR_SYNS: u8 = 4;

/// A connection without a request is closed after this long (`client_header_timeout`, nginx's default).
pub const CLIENT_HEADER_TIMEOUT: SimDuration = SimDuration::from_seconds(60);

/// A web server.
#[derive(Clone, Debug)]
pub struct Nginx {
    /// Whether it runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// Open connections from the balancer, or from clients themselves.
    pub open: u32,
    /// Open connections to the application.
    pub upstream: u32,
}

impl Nginx {
    /// A web server that runs.
    pub fn new() -> Nginx {
        Nginx { running: true, since: SimTime::ZERO, open: 0, upstream: 0 }
    }

    /// Connection slots in use.
    pub fn slots(&self) -> u32 {
        self.open + self.upstream
    }

    /// Connection slots of all worker processes, one for each core.
    pub fn slots_max(config: &Config) -> u32 {
        config.cores * config.nginx.connections.saturating_sub(SLOTS_OF_ITS_OWN)
    }
}

impl Default for Nginx {
    fn default() -> Self {
        Nginx::new()
    }
}

impl World {
    /// The balancer's connection reaches a server.
    pub(in crate::model) fn syn(&mut self, server: u8, stream: StreamId, attempt: u8) {
        let machine = MachineId::server(server as usize);
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
        } else if self.servers[server as usize].nginx.slots() >= Nginx::slots_max(&self.config) {
            self.fault(request, Cause::NginxFull);
            self.send(delay, Event::Accepted { server, stream, attempt, job: Key::NONE });
            self.send(delay, Event::Closed { server, stream, attempt });
            return;
        }
        let server_state = &mut self.servers[server as usize];
        server_state.nginx.open += 1;
        let job = server_state.jobs.insert(Job::new(Origin::Stream { request, stream, attempt }));
        self.hold(request);
        self.send(delay, Event::Accepted { server, stream, attempt, job });
    }

    /// Connections that the kernel has accepted and nginx has seen nothing of: where nginx is frozen, they fill its backlog, and
    /// beyond that the kernel answers no more.
    pub(in crate::model) fn pending(&self, server: u8) -> usize {
        let jobs = self.servers[server as usize].jobs.iter();
        jobs.filter(|(_, job)| job.client_open && job.state == JobState::Accepted).count()
    }

    /// A request has arrived whole: nginx works on it.
    pub(in crate::model) fn request<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else {
            return;
        };
        job.state = JobState::Nginx;
        let request = job.request();
        let machine = MachineId::server(server as usize);
        self.place(request, at(Stage::Nginx, machine), SimTime::NEVER, env);
        let file = self.requests.get(request).is_some_and(|request| request.kind == Kind::Static);
        let nginx = &self.config.nginx;
        let cost = if file { nginx.cost + nginx.file_cost } else { nginx.cost };
        self.work(machine, cost, Task::Nginx(key));
    }

    /// nginx has handled a request: it answers it itself or passes it on.
    pub(in crate::model) fn nginx_done<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get(key) else {
            return;
        };
        let request = job.request();
        if self.requests.get(request).is_some_and(|request| request.kind == Kind::Static) {
            return self.respond(server, key, 200, None, env);
        }
        let state = &mut self.servers[server as usize];
        if state.nginx.slots() >= Nginx::slots_max(&self.config) {
            return self.respond(server, key, 500, Some(Cause::UpstreamFull), env);
        }
        if !state.app.running {
            return self.respond(server, key, 502, Some(Cause::AppRefused), env);
        }
        state.nginx.upstream += 1;
        let limit = self.agenda.arm(self.config.nginx.proxy_timeout, Event::ProxyLimit { server, job: key });
        if let Some(job) = state.jobs.get_mut(key) {
            (job.upstream_open, job.limit) = (true, limit);
        }
        self.offer(server, key, 0, env);
    }

    /// The kernel puts nginx's connection into the accept queue, or drops its SYN.
    fn offer<O: Observer>(&mut self, server: u8, key: Key, tries: u8, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let offer = state.app.station.offer(key);
        let Some(job) = state.jobs.get_mut(key) else { return };
        let request = job.request();
        let machine = MachineId::server(server as usize);
        if job.state == JobState::Dropped && offer != Offer::Full {
            // Connected at last: from now on nginx waits for the answer.
            self.agenda.disarm(job.limit);
            job.limit = self.agenda.arm(self.config.nginx.proxy_timeout, Event::ProxyLimit { server, job: key });
        }
        match offer {
            Offer::Taken => self.start_page(server, key, env),
            Offer::Queued => {
                job.state = JobState::Queued;
                self.place(request, at(Stage::Accept, machine), SimTime::NEVER, env);
            }
            Offer::Full => {
                if job.state != JobState::Dropped {
                    job.state = JobState::Dropped;
                    self.place(request, at(Stage::Dropped, machine), SimTime::NEVER, env);
                }
                let doublings = tries.saturating_sub(LINEAR_SYNS - 1).min(6);
                let pause = SimDuration::SECOND * (1 << doublings);
                self.agenda.after(pause, Event::SynAgain { server, job: key, tries: tries.saturating_add(1) });
            }
        }
    }

    /// The kernel sends a dropped SYN again.
    pub(in crate::model) fn syn_again<O: Observer>(&mut self, server: u8, key: Key, tries: u8, env: &mut Env<O>) {
        let state = &self.servers[server as usize];
        match state.jobs.get(key) {
            Some(job) if job.state == JobState::Dropped && !state.app.running => {
                self.respond(server, key, 502, Some(Cause::AppRefused), env);
            }
            Some(job) if job.state == JobState::Dropped => self.offer(server, key, tries, env),
            _ => {}
        }
    }

    /// nginx has waited for the application as long as it may.
    pub(in crate::model) fn proxy_limit<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        self.respond(server, key, 504, Some(Cause::AppTimeout), env);
    }

    /// nginx answers and closes both its connections; what the application still does with the job goes on.
    pub(in crate::model) fn respond<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        status: u16,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let Some(job) = self.servers[server as usize].jobs.get(key).copied() else {
            return;
        };
        if job.client_open {
            if let Some(cause) = cause {
                self.fault(job.request(), cause);
            }
            self.send_answer(server, &job, status, env);
        }
        self.close_connections(server, key, env);
    }

    /// A job's answer goes to who asked, or the news that its connection is closed (status [`CLOSED`]).
    pub(in crate::model) fn send_answer<O: Observer>(&mut self, server: u8, job: &Job, status: u16, env: &mut Env<O>) {
        let machine = MachineId::server(server as usize);
        let delay = self.lan(machine, MachineId::BALANCER);
        if job.deaf {
            return;
        }
        match job.origin {
            Origin::Client { request } => self.answer_directly(request, (status != CLOSED).then_some(status), env),
            Origin::Check { number } => {
                self.send(delay, Event::CheckReply { server, number, status });
            }
            Origin::Stream { request, stream, attempt } => {
                let message = match status {
                    CLOSED => Event::Closed { server, stream, attempt },
                    _ => Event::Answer { server, stream, attempt, status },
                };
                let until = self.send(delay, message);
                self.place(request, between(Stage::Lan, machine, MachineId::BALANCER), until, env);
            }
        }
    }

    /// nginx has waited for a request as long as it may.
    pub(in crate::model) fn header_limit<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        if self.servers[server as usize].jobs.get(key).is_some_and(|job| job.state == JobState::Accepted) {
            self.close_connections(server, key, env);
        }
    }

    /// Who connected has closed the connection (nginx logs 499); the application is not told.
    pub(in crate::model) fn hangup<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        self.close_connections(server, key, env);
    }

    /// nginx lets go of a job; it is gone unless the application holds it.
    pub(in crate::model) fn close_connections<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return };
        state.nginx.open -= u32::from(job.client_open);
        state.nginx.upstream -= u32::from(job.upstream_open);
        (job.client_open, job.upstream_open) = (false, false);
        let limit = core::mem::replace(&mut job.limit, TimerId::NONE);
        let held = job.in_app();
        self.agenda.disarm(limit);
        if !held {
            self.drop_job(server, key, env);
        }
    }

    /// Nobody holds the job any more.
    pub(in crate::model) fn drop_job<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        if let Some(job) = self.servers[server as usize].jobs.remove(key) {
            self.agenda.disarm(job.limit);
            self.agenda.disarm(job.call_limit);
            self.release(job.request(), env);
        }
    }
}
