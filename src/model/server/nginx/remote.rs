//! The other end of a try in a group: an application that has a request of an nginx, which may be on another machine.

use super::super::job::{Job, JobState, Origin};
use super::pass::Reply;
use crate::engine::slab::Key;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer};
use crate::model::server::nginx::event::NginxEvent;
use crate::model::world::{Env, World};

/// A connection of an nginx to an application, as the latter's machine knows it.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Caller {
    /// The server of nginx.
    pub from: u8,
    /// Its try.
    pub attempt: u8,
    /// Whether the connection stood before.
    pub kept: bool,
    /// Its job.
    pub job: Key,
    /// The request.
    pub request: Key,
}

impl World {
    /// A connection of nginx reaches the machine of an application, or a request on one that was kept.
    pub(in crate::model) fn pass_syn<O: Observer>(&mut self, server: u8, caller: Caller, env: &mut Env<O>) {
        let Caller { from, attempt, kept, job, request } = caller;
        let (here, there) = (MachineId::of_server(server), MachineId::server(from as usize));
        if !self.machine(here).on || self.requests.get(request).is_none() && request != Key::NONE {
            return;
        }
        let way = self.lan(here, there);
        if !self.servers[server as usize].app.running {
            self.send(
                way,
                NginxEvent::PassReply { server: from, from: server, attempt, job, reply: Reply::Refused }.into(),
            );
            return;
        }
        let origin = Origin::Pass { server: from, job, request, attempt };
        let pass = Job { client_open: false, upstream_open: true, state: JobState::Nginx, ..Job::new(origin) };
        self.hold(request);
        let pass = self.servers[server as usize].jobs.insert(pass);
        match kept {
            true => self.offer(server, pass, 0, env),
            // The request comes a round trip after the SYN.
            false => self.agenda.after(way * 2, NginxEvent::PassRequest { server, job: pass }.into()),
        }
    }

    /// The request of an nginx comes to an application's machine.
    pub(in crate::model) fn pass_request<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let state = &self.servers[server as usize];
        match state.jobs.get(key) {
            Some(_) if !state.app.running => {
                self.pass_back(server, key, Reply::Closed, Some(Cause::AppDied), env);
            }
            Some(_) => self.offer(server, key, 0, env),
            None => {}
        }
    }

    /// The application's kernel has taken the connection; nginx learns it.
    pub(super) fn tell_connected(&mut self, server: u8, key: Key) {
        let Some(Origin::Pass { server: from, job, attempt, .. }) =
            self.servers[server as usize].jobs.get(key).map(|pass| pass.origin)
        else {
            return;
        };
        let way = self.lan(MachineId::of_server(server), MachineId::server(from as usize));
        self.send(way, NginxEvent::PassUp { server: from, from: server, attempt, job, remote: key }.into());
    }

    /// The news that its connection stands reaches nginx.
    pub(in crate::model) fn pass_up(&mut self, server: u8, from: u8, attempt: u8, key: Key, remote: Key) {
        let state = &mut self.servers[server as usize];
        match state.jobs.get_mut(key).filter(|job| job.upstream_open && job.attempt == attempt) {
            Some(job) => {
                job.remote = remote;
                self.read_limit(server, key);
            }
            // It has given up meanwhile.
            None => {
                let way = self.lan(MachineId::of_server(server), MachineId::server(from as usize));
                self.send(way, NginxEvent::PassGone { server: from, from: server, job: remote }.into());
            }
        }
    }

    /// What an application does with a job of an nginx goes to that.
    pub(super) fn pass_back<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let Some(job) = self.servers[server as usize].jobs.get(key).copied() else { return };
        let Origin::Pass { server: from, job: caller, request, attempt } = job.origin else { return };
        if job.upstream_open {
            if let Some(cause) = cause {
                self.fault(request, cause);
            }
            let way = self.lan(MachineId::of_server(server), MachineId::server(from as usize));
            self.send(way, NginxEvent::PassReply { server: from, from: server, attempt, job: caller, reply }.into());
        }
        if !matches!(reply, Reply::Part(_)) {
            self.drop_job(server, key, env);
        }
    }

    /// What an application did reaches the nginx that asked it.
    pub(in crate::model) fn pass_reply<O: Observer>(
        &mut self,
        server: u8,
        attempt: u8,
        key: Key,
        reply: Reply,
        env: &mut Env<O>,
    ) {
        let state = &self.servers[server as usize];
        if state.jobs.get(key).is_none_or(|job| !job.upstream_open || job.attempt != attempt) {
            return;
        }
        let cause = match reply {
            // The application has said itself what was wrong.
            Reply::Answer(_) | Reply::Part(_) => None,
            Reply::Refused => Some(Cause::AppRefused),
            Reply::TimedOut => Some(Cause::AppTimeout),
            Reply::Closed => Some(Cause::AppDied),
        };
        match reply {
            Reply::Part(status) => self.upstream_part(server, key, status, env),
            _ => self.upstream_done(server, key, reply, cause, env),
        }
    }

    /// nginx has closed its connection to an application; what the latter does with the job goes on.
    pub(in crate::model) fn pass_gone<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        job.upstream_open = false;
        if !job.in_app() {
            self.drop_job(server, key, env);
        }
    }
}
