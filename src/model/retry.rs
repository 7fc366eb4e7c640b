//! Clients that try again. A request is one wish; each try is an attempt of its own with connections of its own, and the work of
//! one that was given up goes on behind its back: that is how retries become a storm.

use super::diary::Happening;
use super::event::Event;
use super::id::MachineId;
use super::observation::{Observation, Observer, Outcome, Stage};
use super::request::at;
use super::world::{Env, World};
use crate::engine::rng::{Concern, Draws};
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};

/// Longest pause before a try, however often it has doubled (chosen).
const MOST_BACKOFF: SimDuration = SimDuration::from_seconds(60);

impl World {
    /// Whether a client tries again after this attempt, which was not answered.
    pub(super) fn tries_again(&self, attempt: u8) -> bool {
        u32::from(attempt) < self.config.clients.tries
    }

    /// An attempt has failed: its client pauses, and will try the same again. The pause is exponential backoff with full jitter:
    /// anything up to a bound that doubles with every attempt, each as likely.
    #[cold]
    pub(super) fn try_later<O: Observer>(&mut self, failed: Key, outcome: Outcome, env: &mut Env<O>) {
        let now = self.agenda.now();
        let Some(request) = self.requests.get(failed) else { return };
        let doublings = u32::from(request.attempt - 1).min(16);
        let bound = (self.config.clients.backoff * (1 << doublings)).min(MOST_BACKOFF);
        let key = request.ordinal ^ u64::from(request.attempt) << 48;
        let unit = Draws::keyed(self.config.seed, Concern::Backoff, key).unit();
        let until = now + SimDuration::from_nanos((unit * bound.as_nanos() as f64) as u64);
        let number = self.clients.next_number();
        let place = at(Stage::Backoff, MachineId::CLIENT);
        let again = request.again(number, place, now);
        let (old, kind, began, ordinal) = (request.number, request.kind, request.began, request.ordinal);
        let again = self.requests.insert(again);
        self.agenda.at(until, Event::TryAgain { request: again });
        env.observer.observe(now, Observation::AttemptFailed { ordinal: old, outcome });
        env.observer
            .observe(now, Observation::TriedAgain { ordinal: number, draws: ordinal, kind, place, until, began });
        if self.is_followed(ordinal, env) {
            self.befall(old, Happening::Failed { kind, outcome, response: now.since(began) }, env);
        }
        self.release(failed, env);
    }

    /// A client's pause is over: it tries again.
    pub(super) fn try_again<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        self.be_patient(key);
        self.set_out(key, env);
    }

    /// Until when a client waits at most, from now on.
    pub(super) fn be_patient(&mut self, key: Key) {
        let patience = self.agenda.arm(self.config.clients.giveup, Event::GiveUp { request: key });
        if let Some(request) = self.requests.get_mut(key) {
            request.patience = patience;
        }
    }

    /// A request leaves its client, for the first time or again.
    fn set_out<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        let Some(ordinal) = self.requests.get(key).map(|request| request.ordinal) else { return };
        if self.config.preset == super::config::Preset::Queue {
            self.place(key, at(Stage::Waiting, MachineId::BALANCER), SimTime::NEVER, env);
            return self.join(key, env);
        }
        let errand = self.errand(key).map(|errand| (errand.address, errand.keeps));
        let until = self.first_segment(key, ordinal, errand);
        let place = super::request::between(Stage::Internet, MachineId::CLIENT, self.config.site().entry());
        self.place(key, place, until, env);
    }
}
