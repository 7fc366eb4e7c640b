//! nginx passes a request on: to the application on its own machine, or to one of a group, and to another one if that fails.

use super::super::job::{Job, JobState, Origin};
use super::Nginx;
use super::group::Rules;
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Kind, Observer, Stage};
use crate::model::request::{at, between};
use crate::model::server::nginx::event::NginxEvent;
use crate::model::world::{Env, World};

/// What comes of a try at an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A whole answer of this status, or the last piece of one.
    Answer(u16),
    /// The header of an answer of this status, or a further piece of it.
    Part(u16),
    /// The connection was refused.
    Refused,
    /// Nothing came for as long as nginx waits.
    TimedOut,
    /// The connection was closed before its answer, or before the end of it.
    Closed,
}

impl Reply {
    /// The status that nginx answers, if this was the last try.
    pub const fn status(self) -> u16 {
        match self {
            Reply::Answer(status) | Reply::Part(status) => status,
            Reply::TimedOut => 504,
            Reply::Refused | Reply::Closed => 502,
        }
    }

    /// As one number, for digests.
    pub const fn number(self) -> u32 {
        match self {
            Reply::Answer(status) => status as u32,
            Reply::Part(status) => 0x1_0000 | status as u32,
            Reply::Refused => 1,
            Reply::TimedOut => 2,
            Reply::Closed => 3,
        }
    }
}

impl World {
    /// The second of nginx' clock.
    pub(super) fn second(&self) -> u64 {
        self.agenda.now().as_nanos() / SimDuration::SECOND.as_nanos()
    }

    /// nginx passes a request on.
    #[inline(always)]
    pub(in crate::model) fn pass<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        if !self.has_slot_for_upstream(server) {
            self.fetch_lost(server, key);
            return self.respond(server, key, 500, Some(Cause::UpstreamFull), env);
        }
        match self.servers[server as usize].nginx.group.is_empty() {
            true => self.pass_to_own(server, key, env),
            false => self.pass_to_group(server, key, env),
        }
    }

    /// A connection that is kept ready takes no further slot.
    fn has_slot_for_upstream(&mut self, server: u8) -> bool {
        let nginx = &self.servers[server as usize].nginx;
        nginx.group.is_empty() && !nginx.spare.is_empty() || self.has_slot(server)
    }

    #[inline(always)]
    fn pass_to_own<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        if !self.servers[server as usize].app.running {
            self.note_try(server, key, server);
            return self.upstream_done(server, key, Reply::Refused, Some(Cause::AppRefused), env);
        }
        self.take_upstream(server, key, server);
        self.read_limit(server, key);
        self.offer(server, key, 0, env);
    }

    /// A job has a connection to an application: one that was kept, or a new one. Gives whether it was kept.
    #[inline(always)]
    fn take_upstream(&mut self, server: u8, key: Key, peer: u8) -> bool {
        let nginx = &mut self.servers[server as usize].nginx;
        let kept = if nginx.spare.is_empty() { None } else { nginx.spare.iter().rposition(|spare| *spare == peer) };
        match kept {
            Some(index) => _ = nginx.spare.remove(index),
            None => nginx.counts.opened += 1,
        }
        nginx.upstream += 1;
        let epoch = nginx.epoch;
        let state = &mut self.servers[server as usize];
        if let Some(job) = state.jobs.get_mut(key) {
            job.upstream_open = true;
            state.nginx.drained += u32::from(job.epoch != epoch);
        }
        self.note_try(server, key, peer);
        kept.is_some()
    }

    #[inline(always)]
    fn note_try(&mut self, server: u8, key: Key, peer: u8) {
        if self.errands.is_empty() {
            return;
        }
        let request = self.servers[server as usize].jobs.get(key).map_or(Key::NONE, Job::request);
        self.see(request, |seen| seen.tried.push(peer));
    }

    #[inline(never)]
    fn pass_to_group<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let (rules, second) = (Rules::of(&self.config), self.second());
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return };
        let Some(peer) = state.nginx.group.pick(job.tried, rules, second) else {
            state.nginx.counts.no_live += 1;
            return match self.fetched(server, key, Reply::Refused) {
                true => self.respond(server, key, 200, None, env),
                false => self.respond(server, key, 502, Some(Cause::NoLiveUpstream), env),
            };
        };
        job.tried |= 1 << peer;
        (job.state, job.peer, job.remote) = (JobState::Passed, peer, Key::NONE);
        (job.special, job.attempt) = (true, job.attempt.wrapping_add(1));
        let (request, attempt) = (job.request(), job.attempt);
        let kept = self.take_upstream(server, key, peer);
        let (here, there) = (MachineId::of_server(server), MachineId::server(peer as usize));
        let way = self.lan(here, there);
        self.connect_limit(server, key);
        let until =
            self.send(way, NginxEvent::PassSyn { server: peer, from: server, attempt, kept, job: key, request }.into());
        let place = if here == there { at(Stage::Nginx, here) } else { between(Stage::Lan, here, there) };
        self.place(request, place, until, env);
    }

    /// nginx waits for a connection from now on.
    pub(super) fn connect_limit(&mut self, server: u8, key: Key) {
        let nginx = &self.config.nginx;
        self.limit_job(server, key, nginx.connect_timeout.unwrap_or(nginx.proxy_timeout));
    }

    /// nginx waits for the next bytes of an application from now on.
    #[inline(always)]
    pub(super) fn read_limit(&mut self, server: u8, key: Key) {
        self.limit_job(server, key, self.config.nginx.proxy_timeout);
    }

    #[inline(always)]
    fn limit_job(&mut self, server: u8, key: Key, limit: SimDuration) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        self.agenda.disarm(job.limit);
        job.limit = self.agenda.arm(limit, Event::ProxyLimit { server, job: key });
    }

    /// nginx has waited for an application as long as it may.
    pub(in crate::model) fn proxy_limit<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        if let Some(job) = self.servers[server as usize].jobs.get_mut(key) {
            job.limit = TimerId::NONE;
        }
        self.upstream_done(server, key, Reply::TimedOut, Some(Cause::AppTimeout), env);
    }

    /// A try at an application has come to its end for nginx.
    #[inline(always)]
    pub(in crate::model) fn upstream_done<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get(key) else { return };
        match reply {
            Reply::Answer(_) | Reply::Part(_) => {}
            Reply::Refused => state.nginx.counts.refused += 1,
            Reply::TimedOut => state.nginx.counts.timed_out += 1,
            Reply::Closed => state.nginx.counts.broken += 1,
        }
        let plain = job.fetch.is_none() && job.header == 0 && state.nginx.group.is_empty();
        if plain && self.config.nginx.upstream_keepalive == 0 {
            return self.respond(server, key, reply.status(), cause, env);
        }
        self.upstream_over(server, key, reply, cause, env);
    }

    /// As [`World::upstream_done`], where there is more to it than an answer.
    #[inline(never)]
    fn upstream_over<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let goes_on = self.may_try_another(server, key, reply);
        let answered = matches!(reply, Reply::Answer(_));
        self.free_peer(server, key, !answered || goes_on);
        self.let_upstream(server, key, answered);
        if goes_on {
            self.servers[server as usize].nginx.counts.passed_on += 1;
            return self.pass(server, key, env);
        }
        let header = self.servers[server as usize].jobs.get(key).map_or(0, |job| job.header);
        if header > 0 && !answered {
            self.fetch_lost(server, key);
            return self.cut(server, key, header, env);
        }
        match self.fetched(server, key, reply) {
            true => self.respond(server, key, 200, None, env),
            false => self.respond(server, key, reply.status(), cause, env),
        }
    }

    /// `proxy_next_upstream`: whether another application may have the request after this one.
    fn may_try_another(&self, server: u8, key: Key, reply: Reply) -> bool {
        let state = &self.servers[server as usize];
        let Some(job) = state.jobs.get(key) else { return false };
        let failed = match reply {
            Reply::Answer(status) => self.config.nginx.next_500 && status == 500,
            Reply::Part(_) => false,
            Reply::Refused | Reply::TimedOut | Reply::Closed => true,
        };
        // What changes something is repeated only if nothing of it had been sent.
        let changes = self.requests.get(job.request()).is_some_and(|request| request.kind == Kind::Write);
        let sent = job.remote != Key::NONE;
        // What the application of its own machine has got goes on there: the group did not choose it.
        let chosen = job.attempt > 0;
        failed
            && chosen
            && (job.tried.count_ones() as usize) < state.nginx.group.len()
            && job.header == 0
            && !(changes && sent)
    }

    /// The application of a job's present try has it no longer.
    pub(super) fn free_peer(&mut self, server: u8, key: Key, failed: bool) {
        let (rules, second) = (Rules::of(&self.config), self.second());
        let state = &mut self.servers[server as usize];
        if let Some(job) = state.jobs.get(key).filter(|job| job.upstream_open && job.attempt > 0) {
            state.nginx.group.free(job.peer, failed, rules, second);
        }
    }

    /// nginx closes a job's connection to an application, or keeps it for another request.
    pub(super) fn let_upstream(&mut self, server: u8, key: Key, reusable: bool) {
        let most = self.config.nginx.upstream_keepalive as usize;
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key).filter(|job| job.upstream_open) else { return };
        job.upstream_open = false;
        let peer = if job.attempt == 0 { server } else { job.peer };
        let ends = job.epoch != state.nginx.epoch;
        let (limit, remote) =
            (core::mem::replace(&mut job.limit, TimerId::NONE), core::mem::replace(&mut job.remote, Key::NONE));
        state.nginx.upstream -= 1;
        state.nginx.drained -= u32::from(ends);
        self.agenda.disarm(limit);
        if reusable && most > 0 && !ends {
            let spare = &mut self.servers[server as usize].nginx.spare;
            spare.push(peer);
            if spare.len() > most {
                spare.remove(0);
            }
        } else if remote != Key::NONE && !reusable {
            let way = self.lan(MachineId::of_server(server), MachineId::server(peer as usize));
            self.send(way, NginxEvent::PassGone { server: peer, from: server, job: remote }.into());
        }
    }

    /// A header, or a piece of a body, has come from an application: nginx waits for the next one.
    pub(in crate::model) fn upstream_part<O: Observer>(&mut self, server: u8, key: Key, status: u16, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key).filter(|job| job.upstream_open) else { return };
        job.header = status;
        let request = job.request();
        self.see(request, |seen| seen.header = Some(status));
        self.place(request, at(Stage::Nginx, MachineId::of_server(server)), SimTime::NEVER, env);
        self.read_limit(server, key);
    }

    /// A worker has sent the header of an answer, or a piece of it.
    pub(in crate::model) fn part_sent<O: Observer>(&mut self, server: u8, key: Key, status: u16, env: &mut Env<O>) {
        self.app_reply(server, key, Reply::Part(status), None, env);
    }

    /// What an application does reaches the nginx that passed the job to it: the one on its machine, or another.
    #[inline(always)]
    pub(in crate::model) fn app_reply<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let Some(job) = self.servers[server as usize].jobs.get(key) else { return };
        match (job.origin, reply) {
            (Origin::Pass { .. }, _) => self.pass_back(server, key, reply, cause, env),
            (_, Reply::Part(status)) => self.upstream_part(server, key, status, env),
            _ => self.upstream_done(server, key, reply, cause, env),
        }
    }
}

impl Nginx {
    /// Idle connections to an application are gone with it.
    pub fn forget_spare(&mut self, peer: u8) {
        self.spare.retain(|spare| *spare != peer);
    }
}
