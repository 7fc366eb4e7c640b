//! A page's calls to databases: a connection of the pool, the call, its answer or its limit.

use super::event::AppEvent;
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::time::SimTime;
use crate::model::config::Reads;
use crate::model::database::letter::Letter;
use crate::model::event::{CallResult, Event};
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer, Stage};
use crate::model::population::Further;
use crate::model::request::{at, between};
use crate::model::server::job::JobState;
use crate::model::server::pool::{Connect, End};
use crate::model::world::{Env, World};

impl World {
    /// A page needs a database: it has a connection of the pool, or waits for one.
    #[inline(always)]
    pub(super) fn ask_database<O: Observer>(&mut self, server: u8, key: Key, write: bool, env: &mut Env<O>) {
        if self.servers[server as usize].app.pool.take(key) {
            if !self.start_call(server, key, write, env) {
                self.servers[server as usize].app.pool.leave();
                self.pass_on(server, env);
            }
            return;
        }
        self.wait_for_connection(server, key, env);
    }

    #[cold]
    fn wait_for_connection<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        let (request, call) = (job.request(), job.calls + 1);
        job.state = JobState::Pooling;
        job.call_limit =
            self.agenda.arm(self.config.app.pool_timeout, Event::App(AppEvent::PoolLimit { server, job: key, call }));
        self.place(request, at(Stage::Pool, MachineId::of_server(server)), SimTime::NEVER, env);
    }

    /// A page with a connection calls; where it knows no database to call it fails instead, and has no use for the connection.
    /// Gives whether it calls.
    #[inline(always)]
    fn start_call<O: Observer>(&mut self, server: u8, key: Key, write: bool, env: &mut Env<O>) -> bool {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return false };
        let target = match write || self.config.app.reads == Reads::Primary {
            true => state.app.route.as_ref().and_then(|route| route.primary),
            false => state.app.reader(),
        };
        let Some(node) = target else {
            self.page_done(server, key, 500, Some(Cause::NoPrimary), env);
            return false;
        };
        (job.state, job.pooled) = (JobState::Calling { node }, Some(node));
        let Connect { fresh, closed } = state.app.pool.connect(node);
        self.send_call(server, key, node, write, fresh, env);
        if let Some(database) = closed {
            self.close_pooled(server, database, 1);
        }
        true
    }

    /// A page calls by its connection to a database.
    #[inline]
    fn send_call<O: Observer>(&mut self, server: u8, key: Key, node: u8, write: bool, fresh: bool, env: &mut Env<O>) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        job.calls = job.calls.saturating_add(1);
        let (call, request) = (job.calls, job.request());
        job.call_limit = self.agenda.arm(self.config.app.db_timeout, Event::CallLimit { server, job: key, call });
        let row = self.requests.get(request).map_or(0, |request| request.page);
        let several = write && self.config.app.write_rows > 1;
        let further = if several { self.further_rows(request) } else { Further::NONE };
        let (here, there) = (MachineId::of_server(server), self.node_machine(node));
        let message = Event::Call { server, job: key, call, node, write, fresh, row, further };
        let until = self.send(self.lan(here, there), message);
        self.place(request, between(Stage::Database, here, there), until, env);
    }

    /// What the write of a request touches besides the row of its page.
    #[cold]
    fn further_rows(&self, request: Key) -> Further {
        let ordinal = self.requests.get(request).map_or(0, |request| request.ordinal);
        self.clients.population.further(ordinal, self.config.app.write_rows)
    }

    /// A page's transaction was the victim of a deadlock: it begins again at once, by the same connection, where the page has not done
    /// that as often as it may. Gives whether it does.
    #[cold]
    fn begin_again<O: Observer>(&mut self, server: u8, key: Key, node: u8, env: &mut Env<O>) -> bool {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get_mut(key) else { return false };
        let again = u32::from(job.restarts) < self.config.app.restarts;
        if again {
            job.restarts += 1;
            state.app.counts.restarted += 1;
            self.send_call(server, key, node, true, false, env);
        }
        again
    }

    /// An application closes connections to a database, which learns of it.
    #[cold]
    pub(in crate::model) fn close_pooled(&mut self, server: u8, node: u8, count: u32) {
        let (here, there) = (MachineId::of_server(server), self.node_machine(node));
        self.post(here, there, Letter::HungUp { node, server, count });
    }

    /// A page has no more use for its connection.
    #[inline(always)]
    pub(super) fn release_connection<O: Observer>(&mut self, server: u8, key: Key, end: End, env: &mut Env<O>) {
        let job = self.servers[server as usize].jobs.get_mut(key);
        if let Some(database) = job.and_then(|job| job.pooled.take()) {
            self.give_back(server, database, end, env);
        }
    }

    /// A connection to a database comes free: who has waited longest has its place.
    #[inline]
    pub(super) fn give_back<O: Observer>(&mut self, server: u8, database: u8, end: End, env: &mut Env<O>) {
        let pool = &mut self.servers[server as usize].app.pool;
        let (end, waiting) = (pool.release(database, end), pool.waiting());
        if end == End::Closed {
            self.close_pooled(server, database, 1);
        }
        if waiting > 0 {
            self.pass_on(server, env);
        }
    }

    /// Connections that are free or may be opened go to who has waited longest.
    #[cold]
    #[inline(never)]
    pub(in crate::model) fn pass_on<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let calls = self.config.app.calls as u8;
        while let Some(next) = self.servers[server as usize].app.pool.take_waiting() {
            let Some(job) = self.servers[server as usize].jobs.get_mut(next) else { continue };
            let limit = core::mem::replace(&mut job.call_limit, TimerId::NONE);
            let (request, call) = (job.request(), job.calls + 1);
            self.agenda.disarm(limit);
            let write = self.requests.get(request).is_some_and(|request| request.writes_in(call, calls));
            if !self.start_call(server, next, write, env) {
                self.servers[server as usize].app.pool.leave();
            }
        }
    }

    /// A page has waited for a connection as long as it may.
    pub(in crate::model) fn pool_limit<O: Observer>(&mut self, server: u8, key: Key, call: u8, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let waits = state.jobs.get(key).is_some_and(|job| job.state == JobState::Pooling && job.calls + 1 == call);
        if waits {
            state.app.pool.forget(key);
            state.app.counts.starved += 1;
            self.page_done(server, key, 500, Some(Cause::PoolTimeout), env);
        }
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
        if result == CallResult::Deadlock && self.begin_again(server, key, node, env) {
            return;
        }
        let end = match result {
            CallResult::Refused | CallResult::Died | CallResult::TooManyConnections => End::Reset,
            _ => End::Kept,
        };
        self.release_connection(server, key, end, env);
        match result {
            CallResult::Done => self.page_part(server, key, env),
            CallResult::ReadOnly => self.page_done(server, key, 500, Some(Cause::DbReadOnly), env),
            CallResult::TooManyConnections => self.page_done(server, key, 500, Some(Cause::DbTooMany), env),
            CallResult::LockWaitTimeout => self.page_done(server, key, 500, Some(Cause::DbLockWait), env),
            CallResult::Deadlock => self.page_done(server, key, 500, Some(Cause::DbDeadlock), env),
            CallResult::Refused => self.page_done(server, key, 500, Some(Cause::DbRefused), env),
            CallResult::Died => self.page_done(server, key, 500, Some(Cause::DbDied), env),
        }
    }

    /// The application has waited for a database as long as it may: it closes the connection.
    pub(in crate::model) fn call_limit<O: Observer>(&mut self, server: u8, key: Key, call: u8, env: &mut Env<O>) {
        let waits = self.servers[server as usize]
            .jobs
            .get(key)
            .is_some_and(|job| matches!(job.state, JobState::Calling { .. }) && job.calls == call);
        if waits {
            self.release_connection(server, key, End::Closed, env);
            self.page_done(server, key, 500, Some(Cause::DbTimeout), env);
        }
    }
}
