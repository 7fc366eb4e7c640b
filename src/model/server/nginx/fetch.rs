//! Pages by way of the cache: what it has is given, what it has not is fetched once and kept.

use super::super::job::{Fetch, Job, Origin};
use super::cache::{CacheStatus, LOCK_LOOK, Look};
use super::pass::Reply;
use crate::engine::slab::Key;
use crate::model::observation::{Kind, Observer};
use crate::model::server::nginx::event::NginxEvent;
use crate::model::world::{Env, World};

impl World {
    /// The page that a job wants and the cache may have.
    fn cached_page(&self, server: u8, key: Key) -> Option<u32> {
        let job = self.servers[server as usize].jobs.get(key)?;
        let request = self.requests.get(job.request()).filter(|request| request.kind == Kind::Read)?;
        Some(request.page)
    }

    /// A request for a page, where nginx has a cache. It has waited for another request so often.
    pub(in crate::model) fn through_cache<O: Observer>(&mut self, server: u8, key: Key, looks: u8, env: &mut Env<O>) {
        if self.servers[server as usize].jobs.get(key).is_none() {
            // Who waited has left.
            return;
        }
        let Some(page) = self.cached_page(server, key) else { return self.pass(server, key, env) };
        let (now, settings) = (self.agenda.now(), self.config.nginx.cache);
        let waited = LOCK_LOOK * u64::from(looks);
        match self.servers[server as usize].nginx.cache.look(page, waited, now, &settings) {
            Look::Serve(status) => self.serve_cached(server, key, status, env),
            Look::Refresh => {
                let request = self.servers[server as usize].jobs.get(key).map_or(Key::NONE, Job::request);
                self.serve_cached(server, key, CacheStatus::Stale, env);
                self.refresh(server, request, env);
            }
            Look::Fetch(status) => self.fetch(server, key, Fetch { status, keeps: true }, env),
            Look::Pass(status) => self.fetch(server, key, Fetch { status, keeps: false }, env),
            Look::Wait => self
                .agenda
                .after(LOCK_LOOK, NginxEvent::CacheLook { server, job: key, looks: looks.saturating_add(1) }.into()),
        }
    }

    fn fetch<O: Observer>(&mut self, server: u8, key: Key, fetch: Fetch, env: &mut Env<O>) {
        if let Some(job) = self.servers[server as usize].jobs.get_mut(key) {
            (job.special, job.fetch) = (true, Some(fetch));
        }
        self.pass(server, key, env);
    }

    fn serve_cached<O: Observer>(&mut self, server: u8, key: Key, status: CacheStatus, env: &mut Env<O>) {
        self.count_cached(server, key, status);
        self.respond(server, key, 200, None, env);
    }

    /// Nobody waits for a page that nginx fetches anew in the background.
    fn refresh<O: Observer>(&mut self, server: u8, request: Key, env: &mut Env<O>) {
        let epoch = self.servers[server as usize].nginx.epoch;
        let fetch = Some(Fetch { status: CacheStatus::Expired, keeps: true });
        let job = Job { client_open: false, special: true, fetch, epoch, ..Job::new(Origin::Refresh { request }) };
        self.hold(request);
        let job = self.servers[server as usize].jobs.insert(job);
        self.pass(server, job, env);
    }

    fn count_cached(&mut self, server: u8, key: Key, status: CacheStatus) {
        let state = &mut self.servers[server as usize];
        let Some(job) = state.jobs.get(key).filter(|job| job.client_open) else { return };
        let request = job.request();
        state.nginx.cache.count(status);
        self.see(request, |seen| seen.cache = Some(status));
    }

    /// What came of a fetched page; gives whether the cache stands in for it.
    pub(super) fn fetched(&mut self, server: u8, key: Key, reply: Reply) -> bool {
        let Some(fetch) = self.servers[server as usize].jobs.get(key).and_then(|job| job.fetch) else { return false };
        let Some(page) = self.cached_page(server, key) else { return false };
        let (now, settings) = (self.agenda.now(), self.config.nginx.cache);
        let cache = &mut self.servers[server as usize].nginx.cache;
        let bad = !matches!(reply, Reply::Answer(..500));
        match reply {
            Reply::Answer(200) if fetch.keeps => cache.store(page, now, &settings),
            _ if fetch.keeps => cache.give_up(page),
            _ => {}
        }
        let covers = bad && fetch.status == CacheStatus::Expired && cache.covers(page, now, &settings);
        self.count_cached(server, key, if covers { CacheStatus::Stale } else { fetch.status });
        if let Some(job) = self.servers[server as usize].jobs.get_mut(key) {
            job.fetch = None;
        }
        covers
    }

    /// A job ends before what it fetches has come.
    pub(super) fn fetch_lost(&mut self, server: u8, key: Key) {
        let fetch = self.servers[server as usize].jobs.get(key).and_then(|job| job.fetch);
        if fetch.is_some_and(|fetch| fetch.keeps)
            && let Some(page) = self.cached_page(server, key)
        {
            self.servers[server as usize].nginx.cache.give_up(page);
        }
        if let Some(job) = self.servers[server as usize].jobs.get_mut(key) {
            job.fetch = None;
        }
    }
}
