//! nginx answers, cuts, or is left by who asked; and lets go of connections and jobs.

use super::super::job::{Job, JobState, Origin};
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;
use crate::model::check::CLOSED;
use crate::model::errand::Logged;
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer, Stage};
use crate::model::request::between;
use crate::model::world::{Env, World};

/// What nginx logs for a client that has closed its connection.
const CLIENT_CLOSED: u16 = 499;

impl World {
    /// nginx answers, and closes its connections or keeps them for other requests; what the application still does with the job
    /// goes on.
    pub(in crate::model) fn respond<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        status: u16,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let Some(job) = self.servers[server as usize].jobs.get(key) else {
            return;
        };
        if job.client_open {
            let (origin, deaf, kept) = (job.origin, job.deaf, job.kept);
            if let Some(cause) = cause {
                self.fault(origin.request(), cause);
            }
            if !self.errands.is_empty() {
                self.log_access(origin.request(), status);
            }
            if kept != Key::NONE {
                return self.respond_on_line(server, key, status, cause, env);
            }
            self.send_answer(server, origin, deaf, status, env);
        }
        self.close_connections(server, key, env);
    }

    /// As [`World::respond`], on a connection that its client would keep.
    #[inline(never)]
    fn respond_on_line<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        status: u16,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let Some(job) = self.servers[server as usize].jobs.get(key).copied() else { return };
        let keeps = self.keeps_line(server, &job, cause);
        self.tell_line(&job, keeps);
        self.send_answer(server, job.origin, job.deaf, status, env);
        if keeps {
            self.rest_line(server, key);
        }
        self.close_connections(server, key, env);
    }

    /// A client learns with its answer whether its connection stays open.
    fn tell_line(&mut self, job: &Job, keeps: bool) {
        self.see(job.request(), |seen| seen.close = !keeps);
        if let Some(request) = self.requests.get_mut(job.request()) {
            request.line = if keeps { job.kept } else { Key::NONE };
        }
    }

    /// A line of nginx' access log. Only that of a described request is kept.
    fn log_access(&mut self, request: Key, status: u16) {
        let now = self.agenda.now();
        self.see(request, |seen| {
            let time = seen.reached.map_or(SimDuration::ZERO, |reached| now.since(reached));
            seen.logged = Some(Logged { status, time });
        });
    }

    /// The rest of an answer will not come: its client has the header and an incomplete body.
    pub(super) fn cut<O: Observer>(&mut self, server: u8, key: Key, header: u16, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        state.nginx.counts.cut += 1;
        let Some(job) = state.jobs.get(key).copied() else { return };
        if job.client_open {
            self.log_access(job.request(), header);
            self.send_answer(server, job.origin, job.deaf, CLOSED, env);
        }
        self.close_connections(server, key, env);
    }

    /// A job's answer goes to who asked, or the news that its connection is closed (status [`CLOSED`]).
    #[inline(always)]
    pub(in crate::model) fn send_answer<O: Observer>(
        &mut self,
        server: u8,
        origin: Origin,
        deaf: bool,
        status: u16,
        env: &mut Env<O>,
    ) {
        let machine = MachineId::of_server(server);
        let delay = self.lan(machine, MachineId::BALANCER);
        if deaf {
            return;
        }
        match origin {
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
            // Nobody waits at this machine, or for nginx.
            Origin::Pass { .. } | Origin::Refresh { .. } | Origin::Direct { .. } => {}
        }
    }

    /// nginx has waited for a request as long as it may.
    pub(in crate::model) fn header_limit<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        if self.servers[server as usize].jobs.get(key).is_some_and(|job| job.state == JobState::Accepted) {
            self.close_connections(server, key, env);
        }
    }

    /// Who connected has closed the connection: nginx logs 499 and closes the one to the application, which is not told. Where
    /// it is to ignore that, or fetches for its cache, it goes on.
    pub(in crate::model) fn hangup<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get(key).copied() else { return };
        if job.upstream_open && (self.config.nginx.ignore_abort || job.fetch.is_some()) {
            return;
        }
        if job.client_open && job.state != JobState::Accepted {
            state.nginx.counts.client_closed += 1;
            self.log_access(job.request(), CLIENT_CLOSED);
        }
        self.close_connections(server, key, env);
    }

    /// nginx lets go of a job; it is gone unless the application holds it.
    pub(in crate::model) fn close_connections<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return };
        if matches!(job.origin, Origin::Pass { .. }) {
            return self.pass_gone(server, key, env);
        }
        // What else it has to let go of leaves limit and state as they are.
        let (limit, held, special) = (core::mem::replace(&mut job.limit, TimerId::NONE), job.in_app(), job.special);
        if !special {
            state.nginx.open -= u32::from(job.client_open);
            state.nginx.upstream -= u32::from(job.upstream_open);
            (job.client_open, job.upstream_open) = (false, false);
        } else {
            self.close_specially(server, key);
        }
        self.agenda.disarm(limit);
        if !held {
            self.drop_job(server, key, env);
        }
    }

    /// Closes the connections of a job that has more to let go of than them.
    #[inline(never)]
    fn close_specially(&mut self, server: u8, key: Key) {
        self.uncount(server, key);
        self.fetch_lost(server, key);
        self.free_peer(server, key, false);
        self.let_upstream(server, key, false);
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return };
        if job.client_open {
            state.nginx.open -= 1;
            state.nginx.drained -= u32::from(job.epoch != state.nginx.epoch);
        }
        job.client_open = false;
        let kept = core::mem::replace(&mut job.kept, Key::NONE);
        if kept != Key::NONE {
            state.nginx.lines.all.remove(kept);
        }
    }

    /// Nobody holds the job any more.
    pub(in crate::model) fn drop_job<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let last =
            self.servers[server as usize].jobs.end(key, |job| ([job.limit, job.call_limit, job.watch], job.request()));
        let Some((limits, request)) = last else { return };
        for limit in limits {
            if limit != TimerId::NONE {
                self.agenda.disarm(limit);
            }
        }
        self.release(request, env);
    }
}
