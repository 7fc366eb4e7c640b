//! Steps of a recording, played on the bench.

use super::Difference;
use super::action::{Ask, CheckMode, Step, Until};
use super::bench::{Bench, Request};
use super::observe::{Observed, Watch};
use super::vector::{not_built, unreadable};
use crate::engine::time::SimDuration;
use crate::model::balancer::{Doing, ServerIndex};

impl Bench<'_> {
    /// Plays a step, and tells what was to be seen.
    pub(super) fn play(&mut self, number: usize, step: &Step) -> Result<Observed, Difference> {
        self.seen = Observed::default();
        self.step = number;
        match step {
            Step::Request { id, request } => self.request(id, *request)?,
            Step::Release(id) => self.release(id)?,
            Step::Sequence { requests, count_only } => self.sequence(requests, *count_only)?,
            Step::Abort(id) => {
                let request = self.find(id)?;
                self.requests[request].left = true;
                self.balancer.client_left(self.now, self.requests[request].stream, &mut self.out);
            }
            Step::ServerState { server, up } => {
                self.servers[server.index()].mode = CheckMode::Status(if *up { 200 } else { 500 });
                self.balancer.force_state(self.now, *server, *up, &mut self.out);
            }
            Step::Refuse { server, refuse } => self.servers[server.index()].refuses = *refuse,
            Step::CheckMode { server, mode } => self.servers[server.index()].mode = *mode,
            Step::WatchChecks { server, until } => self.watch(*server, until)?,
            Step::SetWeight(server, weight) => {
                let answer = self.balancer.set_weight(*server, *weight, &mut self.out);
                self.seen.cli(answer);
            }
            Step::SetAdmin(server, admin) => {
                self.servers[server.index()].last_check = None;
                let answer = self.balancer.set_admin(self.now, *server, *admin, &mut self.out);
                self.seen.cli(answer);
            }
            Step::SetMaxconn(server, maxconn) => {
                let limit = Some(*maxconn).filter(|maxconn| *maxconn > 0);
                let answer = self.balancer.set_maxconn(self.now, *server, limit, &mut self.out);
                self.seen.cli(answer);
            }
            Step::WatchWeight { server, length, until } => self.watch_weight(*server, *length, *until),
            Step::Stat | Step::Table | Step::Hash(_) => {}
            Step::Wait(length) => self.wait(*length),
            Step::WaitFinish(id) => {
                let request = self.find(id)?;
                self.advance_until(|bench| bench.requests[request].ending.is_some())?;
            }
        }
        self.settle();
        if self.is_endless() {
            return Err(self.broken("more happens than in any recording"));
        }
        if let Err(why) = self.balancer.audit() {
            return Err(self.broken(format!("the balancer's own audit fails: {why}")));
        }
        let mut seen = core::mem::take(&mut self.seen);
        seen.finish(step, self);
        Ok(seen)
    }

    /// One request: until its answer, or if a server is to hold it until it waits for that server or for a place.
    fn request(&mut self, id: &str, ask: Ask) -> Result<(), Difference> {
        let request = self.issue(Some(id.to_owned()), ask);
        self.advance_until(|bench| {
            let Request { stream, ask, ending, .. } = &bench.requests[request];
            let rests = matches!(bench.balancer.doing(*stream), Some(Doing::Waiting { .. } | Doing::Queued { .. }));
            ending.is_some() || (ask.hold && rests)
        })
    }

    fn issue(&mut self, id: Option<String>, ask: Ask) -> usize {
        let token = self.requests.len();
        let stream = self.balancer.open(self.now, token as u64, &mut self.out);
        self.requests.push(Request { id, stream, ask, reached: Vec::new(), held: None, left: false, ending: None });
        match ask.valid {
            true => self.balancer.request(self.now, stream, ask.key, &mut self.out),
            false => self.balancer.bad_request(self.now, stream, &mut self.out),
        }
        self.settle();
        token
    }

    fn release(&mut self, id: &str) -> Result<(), Difference> {
        let request = self.find(id)?;
        let Some(attempt) = self.requests[request].held.take() else {
            return Err(not_built(format!("release of {id:?}, which no server holds")));
        };
        self.react(request, attempt);
        Ok(())
    }

    fn sequence(&mut self, requests: &[Ask], count_only: bool) -> Result<(), Difference> {
        let first = self.requests.len();
        for ask in requests {
            let request = self.issue(None, *ask);
            self.advance_until(|bench| bench.requests[request].ending.is_some())?;
        }
        let endings = self.requests[first..].iter().filter_map(|request| request.ending);
        self.seen.sequence(endings, count_only, self.vector);
        Ok(())
    }

    fn watch(&mut self, server: ServerIndex, until: &Until) -> Result<(), Difference> {
        self.seen.watch = Some(Watch::new(server, self.status(server)));
        let checks = |bench: &Self| bench.seen.watch.as_ref().map_or(0, |watch| watch.checks.len());
        let wanted = match until {
            Until::Count(count) => *count,
            Until::Status(status, extra) => {
                self.advance_until(|bench| bench.status(server) == *status)?;
                checks(self) + extra
            }
        };
        self.advance_until(|bench| checks(bench) >= wanted)
    }

    /// The different weights shown, in order.
    fn watch_weight(&mut self, server: ServerIndex, length: SimDuration, until: u32) {
        let mut weights: Vec<u32> = Vec::new();
        self.advance_within(self.now + length, |bench| {
            let weight = bench.balancer.server(bench.now, server).map_or(0, |view| view.weight);
            if weights.last() != Some(&weight) {
                weights.push(weight);
            }
            weight == until
        });
        self.seen.weights(&weights);
    }

    fn find(&self, id: &str) -> Result<usize, Difference> {
        let named = |request: &Request| request.id.as_deref() == Some(id);
        self.requests.iter().position(named).ok_or_else(|| unreadable(format!("no request {id:?}")))
    }
}
