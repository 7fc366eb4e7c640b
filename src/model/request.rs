//! A client's wish, from its first byte until nobody works on it any more.
//!
//! A request always is in exactly one place, and ends exactly once for its client. Work on it may outlive that end: an
//! application does not notice that a client has gone.

use super::balancer::StreamId;
use super::id::MachineId;
use super::mysql::log::Gtid;
use super::observation::{Cause, Class, Kind, Observation, Observer, Outcome, Place, Stage};
use super::server::code::Version;
use super::world::{Env, World};
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};

/// A live request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The key of all its draws: in an open workload its number among the requests, from 0.
    pub ordinal: u64,
    /// Its number among all attempts, from 0.
    pub number: u64,
    /// As the how-manieth its client tries it, from 1.
    pub attempt: u8,
    /// What it asks for.
    pub kind: Kind,
    /// The page that it asks for, and the row that it reads or writes.
    pub page: u32,
    /// Processor time of the page, or of the bare queue's service.
    pub work: SimDuration,
    /// When the client began.
    pub began: SimTime,
    /// Where it is.
    pub place: Place,
    /// Since when.
    pub since: SimTime,
    /// Whether it has ended for its client.
    pub ended: bool,
    /// How many still hold it: its client, its stream in the balancer, jobs on servers.
    pub holders: u8,
    /// Its stream in the balancer.
    pub stream: Option<StreamId>,
    /// Its connection to nginx where no balancer stands between; else none.
    pub job: Key,
    /// That connection, if its answer said that it stays open for another request; else none.
    pub line: Key,
    /// Its number among the requests that are described one by one, if it is such a one.
    pub errand: Option<u16>,
    /// The client's patience.
    pub patience: TimerId,
    /// What went wrong with it last, and where.
    pub fault: Option<(Cause, Place)>,
    /// The server that answered it.
    pub server: Option<u8>,
    /// The version of the code that made its page.
    pub version: Option<Version>,
    /// The last write of its user that was acknowledged when it began, unless every database has it: its client carries the name.
    pub after: Option<Gtid>,
    /// The transaction that it wrote.
    pub written: Option<Gtid>,
}

impl Request {
    /// The same wish tried again: what it asks for and since when is as before, nobody but its client holds it.
    pub(super) fn again(&self, number: u64, place: Place, now: SimTime) -> Request {
        Request {
            number,
            attempt: self.attempt + 1,
            place,
            since: now,
            ended: false,
            holders: 1,
            stream: None,
            job: Key::NONE,
            line: Key::NONE,
            patience: TimerId::NONE,
            fault: None,
            server: None,
            version: None,
            written: None,
            ..self.clone()
        }
    }

    /// Whether the database call with this number, from 1, of so many is its write: the last one of a page that writes.
    pub fn writes_in(&self, call: u8, calls: u8) -> bool {
        self.kind == Kind::Write && call >= calls
    }

    /// That it ends so for its client.
    #[inline(always)]
    fn ended(&self, now: SimTime, outcome: Outcome) -> Observation {
        let server = self.server.map(MachineId::of_server);
        let (response, version) = (now.since(self.began), self.version);
        Observation::Ended { ordinal: self.number, kind: self.kind, outcome, response, server, version }
    }

    /// It goes to another place, as [`World::place`] says.
    #[inline(always)]
    pub(super) fn go<O: Observer>(&mut self, now: SimTime, to: Place, until: SimTime, env: &mut Env<O>) {
        let (ordinal, from, since) = (self.number, self.place, self.since);
        (self.place, self.since) = (to, now);
        env.observer.observe(now, Observation::Moved { ordinal, from, since, to, until });
    }
}

/// A place with no other end.
pub(super) const fn at(stage: Stage, machine: MachineId) -> Place {
    Place { stage, machine, peer: machine }
}

/// A place between two machines.
pub(super) const fn between(stage: Stage, machine: MachineId, peer: MachineId) -> Place {
    Place { stage, machine, peer }
}

impl World {
    /// The request goes to another place; `until` is when it will be at the next one, if that is known.
    pub(super) fn place<O: Observer>(&mut self, key: Key, to: Place, until: SimTime, env: &mut Env<O>) {
        let now = self.agenda.now();
        if let Some(request) = self.requests.get_mut(key) {
            request.go(now, to, until, env);
        }
    }

    /// Something went wrong with the request where it is now; the newest word counts.
    pub(super) fn fault(&mut self, key: Key, cause: Cause) {
        if let Some(request) = self.requests.get_mut(key) {
            request.fault = Some((cause, request.place));
        }
    }

    /// One more holds the request.
    pub(super) fn hold(&mut self, key: Key) {
        if let Some(request) = self.requests.get_mut(key) {
            request.holders += 1;
        }
    }

    /// One fewer holds the request; the last one lets it go.
    #[inline(always)]
    pub(super) fn release<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        let Some(request) = self.requests.get_mut(key) else { return };
        request.holders -= 1;
        if request.holders == 0 {
            self.let_go(key, env);
        }
    }

    fn let_go<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        let last = self.requests.end(key, |request| (request.number, request.place, request.since));
        if let Some((ordinal, from, since)) = last {
            env.observer.observe(self.agenda.now(), Observation::Left { ordinal, from, since });
        }
    }

    /// The request ends for its client with this HTTP status, or with a cause and none.
    pub(super) fn end<O: Observer>(&mut self, key: Key, status: u16, cause: Option<Cause>, env: &mut Env<O>) {
        let now = self.agenda.now();
        let Some(request) = self.requests.get_mut(key).filter(|request| !request.ended) else {
            return;
        };
        request.ended = true;
        self.agenda.disarm(core::mem::replace(&mut request.patience, TimerId::NONE));
        let class = class_of(status, cause);
        if let Some(sent) = request.errand.and_then(|errand| self.errands.get_mut(errand as usize)) {
            (sent.seen.ended, sent.seen.cut) = (Some((now, status)), cause);
        }
        if class != Class::Answered {
            return self.end_unanswered(key, class, status, cause, env);
        }
        if let Some(gtid) = request.written {
            env.history.mark_seen(gtid, now);
        }
        // Its client holds it no longer.
        request.holders -= 1;
        let (last, written) = (request.holders == 0, request.written);
        let (outcome, ordinal) = (Outcome { class, status, cause: None }, request.ordinal);
        env.observer.observe(now, request.ended(now, outcome));
        self.befall_end(key, ordinal, outcome, env);
        if let Some(gtid) = written {
            self.remember_write(ordinal, gtid);
        }
        self.user_answered(ordinal);
        if last {
            self.let_go(key, env);
        }
    }

    /// As [`World::end`], for a request that was not answered: its client may try again.
    #[inline(never)]
    fn end_unanswered<O: Observer>(
        &mut self,
        key: Key,
        class: Class,
        status: u16,
        cause: Option<Cause>,
        env: &mut Env<O>,
    ) {
        let now = self.agenda.now();
        let Some(request) = self.requests.get(key) else { return };
        let cause = cause.map(|cause| (cause, request.place)).or(request.fault);
        let (outcome, ordinal) = (Outcome { class, status, cause }, request.ordinal);
        if self.tries_again(request.attempt) {
            return self.try_later(key, outcome, env);
        }
        env.observer.observe(now, request.ended(now, outcome));
        self.befall_end(key, ordinal, outcome, env);
        self.user_answered(ordinal);
        self.release(key, env);
    }
}

/// The ledger's class of an end.
fn class_of(status: u16, cause: Option<Cause>) -> Class {
    match (status, cause) {
        (1..=428 | 430..=499, _) => Class::Answered,
        (0, Some(Cause::GaveUp)) | (504, _) => Class::TimedOut,
        (0, Some(Cause::BalancerRefused | Cause::NginxRefused | Cause::AppRefused)) | (429 | 503, _) => Class::Refused,
        _ => Class::Failed,
    }
}
