//! Connections that clients keep for further requests: a limit for how many requests, one for how long they may be idle, and
//! what is closed first where slots run out.

use super::super::job::Job;
use super::Nginx;
use crate::engine::agenda::TimerId;
use crate::engine::slab::{Key, Slab};
use crate::engine::time::SimTime;
use crate::model::observation::Cause;
use crate::model::server::nginx::event::NginxEvent;
use crate::model::world::World;

/// A connection that its client keeps, as nginx has it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Whose it is.
    pub address: u32,
    /// The described request that came last on it, if it was one.
    pub errand: Option<u16>,
    /// Requests so far.
    pub requests: u32,
    /// Since when it is idle; none while a request is under way.
    pub idle: Option<SimTime>,
    /// The limit of that.
    pub limit: TimerId,
}

/// The kept connections of an nginx.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// All of them.
    pub all: Slab<Line>,
    /// How many are idle.
    pub idle: u32,
}

/// Idle connections are closed when at most one slot in so many is free (nginx's source).
const FEW: u32 = 16;

/// How many of the connections that could be closed are, each time that slots run out (nginx's source: an eighth, at least
/// one and at most 32).
const fn recycled(reusable: usize) -> usize {
    match reusable / 8 {
        0 => 1,
        32.. => 32,
        eighth => eighth,
    }
}

impl World {
    /// Whether nginx has a slot for another connection. Where few are left, the connections that clients keep and on which nothing
    /// has come for longest are closed first.
    #[inline(always)]
    pub(in crate::model) fn has_slot(&mut self, server: u8) -> bool {
        let (used, most) = (self.servers[server as usize].nginx.slots(), Nginx::slots_max(&self.config));
        // As nginx does when at most a sixteenth of its `worker_connections` is free.
        if used + self.config.cores * (self.config.nginx.connections / FEW) < most {
            return true;
        }
        self.recycle(server);
        self.servers[server as usize].nginx.slots() < most
    }

    #[cold]
    fn recycle(&mut self, server: u8) {
        let lines = &self.servers[server as usize].nginx.lines;
        if lines.idle == 0 {
            return;
        }
        let idle = lines.all.iter().filter_map(|(key, line)| Some((line.idle?, key)));
        let mut idle: Vec<(SimTime, Key)> = idle.collect();
        let closed = recycled(idle.len());
        crate::engine::sort::by_key(&mut idle, |one| *one);
        for (_, key) in idle.into_iter().take(closed) {
            self.servers[server as usize].nginx.counts.recycled += 1;
            self.close_line(server, key, true);
        }
    }

    /// nginx, or its kernel, closes an idle connection; its client learns it a crossing later, unless there is silence.
    pub(in crate::model) fn close_line(&mut self, server: u8, key: Key, told: bool) {
        let lines = &mut self.servers[server as usize].nginx.lines;
        let Some(line) = lines.all.remove(key) else { return };
        lines.idle -= u32::from(line.idle.is_some());
        self.agenda.disarm(line.limit);
        if told {
            let delay = self.config.network.wan;
            let Line { address, errand, .. } = line;
            self.send(delay, NginxEvent::LineClosed { line: key, address, errand }.into());
        }
    }

    /// All that clients keep is gone with nginx.
    pub(in crate::model) fn close_lines(&mut self, server: u8, told: bool, gone: impl Fn(Key) -> bool) {
        for key in self.servers[server as usize].nginx.lines.all.keys() {
            let idle = self.servers[server as usize].nginx.lines.all.get(key).is_some_and(|line| line.idle.is_some());
            if gone(key) && idle {
                self.close_line(server, key, told);
            }
        }
    }

    /// A kept connection was idle for as long as it may be.
    pub(in crate::model) fn line_idle(&mut self, server: u8, key: Key) {
        self.close_line(server, key, true);
    }

    /// A client begins to keep the connection of its request.
    pub(in crate::model) fn open_line(&mut self, server: u8, request: Key) -> Key {
        let errand = self.requests.get(request).and_then(|request| request.errand);
        let Some(address) = self.address(request) else { return Key::NONE };
        let line = Line { address, errand, requests: 1, idle: None, limit: TimerId::NONE };
        self.servers[server as usize].nginx.lines.all.insert(line)
    }

    /// A further request comes on a kept connection; gives whether that is still open.
    pub(in crate::model) fn use_line(&mut self, server: u8, key: Key, request: Key) -> bool {
        let errand = self.requests.get(request).and_then(|request| request.errand);
        let lines = &mut self.servers[server as usize].nginx.lines;
        let Some(line) = lines.all.get_mut(key).filter(|line| line.idle.is_some()) else { return false };
        (line.idle, line.errand) = (None, errand);
        line.requests += 1;
        lines.idle -= 1;
        let limit = core::mem::replace(&mut line.limit, TimerId::NONE);
        self.agenda.disarm(limit);
        true
    }

    /// Whether the connection of a job stays open after an answer of this status, for another request.
    pub(in crate::model) fn keeps_line(&self, server: u8, job: &Job, cause: Option<Cause>) -> bool {
        let (nginx, settings) = (&self.servers[server as usize].nginx, &self.config.nginx);
        nginx.lines.all.get(job.kept).is_some_and(|line| {
            line.requests < settings.keepalive_requests
                && !settings.keepalive_timeout.is_zero()
                && job.epoch == nginx.epoch
                // After a 500 of its own nginx closes (recorded).
                && cause != Some(Cause::UpstreamFull)
        })
    }

    /// A job's connection is idle from now on.
    pub(in crate::model) fn rest_line(&mut self, server: u8, key: Key) {
        let (now, timeout) = (self.agenda.now(), self.config.nginx.keepalive_timeout);
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key).filter(|job| job.client_open) else { return };
        let line_key = core::mem::replace(&mut job.kept, Key::NONE);
        let Some(line) = state.nginx.lines.all.get_mut(line_key) else { return };
        job.client_open = false;
        state.nginx.open -= 1;
        state.nginx.lines.idle += 1;
        line.idle = Some(now);
        line.limit = self.agenda.arm(timeout, NginxEvent::LineIdle { server, line: line_key }.into());
    }

    /// The news that nginx has closed a kept connection reaches its client.
    pub(in crate::model) fn line_closed(&mut self, line: Key, address: u32, errand: Option<u16>) {
        let now = self.agenda.now();
        if self.clients.lines.get(address) == Some(&line) {
            self.clients.lines.remove(address);
        }
        if let Some(sent) = errand.and_then(|errand| self.errands.get_mut(errand as usize)) {
            sent.seen.line_closed = Some(now);
        }
    }
}
