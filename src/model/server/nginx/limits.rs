//! `limit_req` and `limit_conn` of a request: the first comes first, as in nginx.

use super::bucket::Verdict;
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;
use crate::model::observation::{Cause, Observer};
use crate::model::server::nginx::event::NginxEvent;
use crate::model::world::{Env, World};

impl World {
    /// nginx holds a request against its limits: it goes on, now or later, or is answered 503.
    pub(super) fn limit<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let limit = self.config.nginx.limit_req;
        if limit.rate_per_s == 0 {
            return self.limit_concurrent(server, key, env);
        }
        let now_ms = self.agenda.now().as_nanos() / SimDuration::from_millis(1).as_nanos();
        // Checks of the balancer are nobody's.
        let Some(address) = self.address_of_job(server, key) else { return self.content(server, key, env) };
        let nginx = &mut self.servers[server as usize].nginx;
        match nginx.buckets.admit(address, now_ms, &limit) {
            Verdict::Pass => self.limit_concurrent(server, key, env),
            Verdict::Delay(millis) => {
                nginx.counts.delayed += 1;
                self.agenda.after(SimDuration::from_millis(millis), NginxEvent::Delayed { server, job: key }.into());
            }
            Verdict::Reject => {
                nginx.counts.limited += 1;
                self.respond(server, key, 503, Some(Cause::RateLimited), env);
            }
        }
    }

    fn address_of_job(&self, server: u8, key: Key) -> Option<u32> {
        self.address(self.servers[server as usize].jobs.get(key)?.request())
    }

    /// A request has been held back for as long as its bucket wanted, or comes from there at once.
    pub(in crate::model) fn limit_concurrent<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let most = self.config.nginx.limit_conn;
        if most > 0
            && let Some(address) = self.address_of_job(server, key)
        {
            let state = &mut self.servers[server as usize];
            if !state.nginx.concurrent.enter(address, most) {
                state.nginx.counts.conn_limited += 1;
                return self.respond(server, key, 503, Some(Cause::ConnLimited), env);
            }
            if let Some(job) = state.jobs.get_mut(key) {
                (job.special, job.counted) = (true, Some(address));
            }
        }
        self.content(server, key, env);
    }

    /// A request that `limit_conn` counted is over.
    pub(super) fn uncount(&mut self, server: u8, key: Key) {
        let state = &mut self.servers[server as usize];
        if let Some(address) = state.jobs.get_mut(key).and_then(|job| job.counted.take()) {
            state.nginx.concurrent.leave(address);
        }
    }
}
