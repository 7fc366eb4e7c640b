//! Workers that work too long on one page: the master looks every second, interrupts, and a second later kills.
//!
//! As recorded of gunicorn: code that can be interrupted raises and answers 500, other code ends with its process and the
//! client gets nothing. A worker with threads tells its master that it lives whatever its pages do: it is not watched.

use super::event::AppEvent;
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer};
use crate::model::server::job::{JobState, Line};
use crate::model::server::machine::Task;
use crate::model::server::nginx::pass::Reply;
use crate::model::server::pool::End;
use crate::model::world::{Env, World};

/// How often the master looks at its workers (gunicorn's arbiter).
const LOOK: SimDuration = SimDuration::SECOND;

impl World {
    /// A worker has had its time for a page: the master sees it when it looks next, interrupts it then, and kills it when it
    /// looks again.
    pub(in crate::model) fn worker_limit<O: Observer>(&mut self, server: u8, key: Key, step: u8, env: &mut Env<O>) {
        let state = &self.servers[server as usize];
        let Some(job) = state.jobs.get(key).filter(|job| job.on_worker()) else { return };
        let deaf = job.state == JobState::Stuck { deaf: true };
        let since = self.agenda.now().since(state.app.since).as_nanos();
        match step {
            0 => {
                let rest = LOOK.as_nanos() - since % LOOK.as_nanos();
                let rest = SimDuration::from_nanos(rest);
                self.agenda.after(rest, Event::App(AppEvent::WorkerLimit { server, job: key, step: 1 }));
            }
            1 if deaf => self.agenda.after(LOOK, Event::App(AppEvent::WorkerLimit { server, job: key, step: 2 })),
            1 => self.end_worker(server, key, Reply::Answer(500), Cause::WorkerTimeout, env),
            _ => self.end_worker(server, key, Reply::Closed, Cause::WorkerKilled, env),
        }
    }

    /// A worker ends with its page, and the master starts another one. A page that is not answered is cut.
    pub(super) fn end_worker<O: Observer>(
        &mut self,
        server: u8,
        key: Key,
        reply: Reply,
        cause: Cause,
        env: &mut Env<O>,
    ) {
        self.drop_page(server, key);
        let config = &self.config.app;
        let state = &mut self.servers[server as usize];
        let (app, Some(job)) = (&mut state.app, state.jobs.get_mut(key)) else { return };
        app.counts.ended += 1;
        app.station.leave();
        let (current, line, open) = (job.load == app.epoch, job.line, job.upstream_open);
        let pooled = job.pooled.take();
        job.state = JobState::Nginx;
        let boot = config.boot;
        match current {
            true if app.stopping => {}
            true => app.booting += 1,
            false => app.old -= 1,
        }
        app.staff(config);
        if current && !app.stopping {
            self.agenda.after(boot, Event::App(AppEvent::Booted { server, epoch: app.epoch, workers: 1 }));
        }
        match line {
            Line::Open => self.answer_client_itself(server, key, reply, Some(cause), env),
            Line::Behind if open => self.app_reply(server, key, reply, Some(cause), env),
            Line::Behind | Line::Cut => self.drop_job(server, key, env),
        }
        self.go_on(server, None, env);
        if let Some(database) = pooled {
            self.give_back(server, database, End::Closed, env);
        }
    }

    /// What a page does is broken off: its code, or its wait for a connection.
    fn drop_page(&mut self, server: u8, key: Key) {
        let Some(job) = self.servers[server as usize].jobs.get(key).copied() else { return };
        self.agenda.disarm(job.watch);
        match job.state {
            JobState::Working => {
                self.drop_tasks(MachineId::of_server(server), |task| matches!(task, Task::Page(page) if *page == key));
            }
            JobState::Pooling => self.servers[server as usize].app.pool.forget(key),
            _ => {}
        }
    }

    /// Pages that run on workers of an epoch before this one are broken off.
    pub(in crate::model) fn grace_over<O: Observer>(&mut self, server: u8, epoch: u32, env: &mut Env<O>) {
        // Epochs go up by one: what is older by less than half of all is older.
        let is_old = |of: u32| (1..=u32::MAX / 2).contains(&epoch.wrapping_sub(of));
        for key in self.servers[server as usize].jobs.keys() {
            let job = self.servers[server as usize].jobs.get(key);
            if job.is_some_and(|job| job.on_worker() && is_old(job.load)) {
                self.end_worker(server, key, Reply::Closed, Cause::WorkerKilled, env);
            }
        }
    }
}
