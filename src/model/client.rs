//! The clients: when they begin a request, how long they wait, what they make of the answer.

use super::balancer::Termination;
use super::config::Preset;
use super::event::Event;
use super::id::MachineId;
use super::observation::{Cause, Kind, Observation, Observer, Place, Stage};
use super::population::Population;
use super::request::{Request, at, between};
use super::world::{Env, World};
use crate::engine::agenda::TimerId;
use crate::engine::rng::{Concern, Draws};
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};
use crate::engine::ziggurat::standard_exponential;
use std::collections::BTreeMap;

/// The clients' side of a run.
#[derive(Clone, Debug)]
pub struct Clients {
    /// Who they are and what they ask for.
    pub population: Population,
    /// Requests begun so far: the next one's number.
    pub begun: u64,
    /// Tells the scheduled arrival from outdated ones.
    pub serial: u32,
    /// When the next request begins.
    pub next: SimTime,
    /// The server whose cookie a client has, by its address.
    pub cookies: BTreeMap<u32, u8>,
}

impl World {
    /// Schedules the arrival after the present one.
    pub(super) fn next_arrival(&mut self) {
        let mut draws = Draws::keyed(self.config.seed, Concern::Arrival, self.clients.begun);
        let gap = standard_exponential(&mut draws) / self.config.clients.arrivals_per_s;
        self.schedule_arrival(SimDuration::from_seconds_f64(gap));
    }

    /// The rate changes from `old_per_s`: what is left of the present gap stretches with it, as a Poisson process has no memory.
    pub(super) fn rescale_arrival(&mut self, old_per_s: f64) {
        let left = self.clients.next.since(self.agenda.now()).as_seconds();
        let stretched = left * (old_per_s / self.config.clients.arrivals_per_s);
        self.schedule_arrival(SimDuration::from_seconds_f64(stretched));
    }

    fn schedule_arrival(&mut self, gap: SimDuration) {
        self.clients.serial = self.clients.serial.wrapping_add(1);
        self.clients.next = self.agenda.now() + gap;
        self.agenda.at(self.clients.next, Event::Arrival { serial: self.clients.serial });
    }

    /// A client begins a request.
    pub(super) fn arrival<O: Observer>(&mut self, serial: u32, env: &mut Env<O>) {
        if serial != self.clients.serial {
            return;
        }
        let ordinal = self.clients.begun;
        self.clients.begun += 1;
        let bare = self.config.preset == Preset::Queue;
        let key = match bare {
            true => self.begin(ordinal, Kind::Read, at(Stage::Waiting, MachineId::BALANCER), SimTime::NEVER, env),
            false => {
                let kind = self.clients.population.kind(ordinal);
                let place = between(Stage::Internet, MachineId::CLIENT, MachineId::BALANCER);
                let until = self.agenda.now() + self.wan(ordinal, 0);
                self.begin(ordinal, kind, place, until, env)
            }
        };
        match bare {
            true => self.join(key, env),
            false => {
                self.send(self.wan(ordinal, 0), Event::ClientSyn { request: key });
            }
        }
        self.next_arrival();
    }

    fn begin<O: Observer>(&mut self, ordinal: u64, kind: Kind, place: Place, until: SimTime, env: &mut Env<O>) -> Key {
        let now = self.agenda.now();
        let bare = self.config.preset == Preset::Queue;
        let (page, work) = match kind {
            _ if bare => {
                let mut draws = Draws::keyed(self.config.seed, Concern::Service, ordinal);
                (0, self.config.queue.service.sample(&mut draws))
            }
            Kind::Static => (0, SimDuration::ZERO),
            Kind::Read | Kind::Write => {
                let mut draws = Draws::keyed(self.config.seed, Concern::Work, ordinal);
                (self.clients.population.page(ordinal), self.config.app.work.sample(&mut draws))
            }
        };
        let request = Request {
            ordinal,
            kind,
            page,
            work,
            began: now,
            place,
            since: now,
            ended: false,
            holders: 1,
            stream: None,
            patience: TimerId::NONE,
            fault: None,
            server: None,
            written: None,
        };
        let key = self.requests.insert(request);
        if !bare {
            let patience = self.agenda.arm(self.config.clients.giveup, Event::GiveUp { request: key });
            if let Some(request) = self.requests.get_mut(key) {
                request.patience = patience;
            }
        }
        env.observer.observe(now, Observation::Arrived { ordinal, kind, place, until });
        key
    }

    /// An answer reaches its client, who may have left. He keeps the cookie that it brings.
    pub(super) fn client_answer<O: Observer>(
        &mut self,
        request: Key,
        status: u16,
        cookie: Option<u8>,
        env: &mut Env<O>,
    ) {
        if let (Some(server), Some(request)) = (cookie, self.requests.get(request).filter(|request| !request.ended)) {
            self.clients.cookies.insert(self.clients.population.address(request.ordinal), server);
        }
        self.end(request, status, None, env);
    }

    /// A refusal or a reset reaches the client.
    pub(super) fn client_cut<O: Observer>(&mut self, request: Key, cause: Cause, env: &mut Env<O>) {
        self.end(request, 0, Some(cause), env);
    }

    /// A client's patience is over: it closes its connection.
    pub(super) fn give_up<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        let Some(request) = self.requests.get(key) else { return };
        let (stream, ordinal) = (request.stream, request.ordinal);
        if let Some(stream) = stream {
            self.send(self.wan(ordinal, 3), Event::ClientGone { stream });
        }
        self.end(key, 0, Some(Cause::GaveUp), env);
    }
}

/// Why the balancer answered for itself.
pub(super) fn cause_of(termination: Termination, has_server: bool) -> Option<Cause> {
    Some(match termination {
        // Told by its status: what a client did wrong is answered.
        Termination::Normal | Termination::BadRequest => return None,
        Termination::ClientLeftRequest
        | Termination::ClientLeftQueue
        | Termination::ClientLeftConnect
        | Termination::ClientLeftAnswer => Cause::BalancerCut,
        Termination::ClientTimeout => Cause::RequestTimeout,
        Termination::NoConnection if !has_server => Cause::NoServer,
        Termination::NoConnection | Termination::ConnectTimeout => Cause::ConnectFailed,
        Termination::QueueTimeout => Cause::QueueTimeout,
        Termination::QueueFull => Cause::QueueFull,
        Termination::ServerDown | Termination::BackupRetired => Cause::SessionCut,
        Termination::ServerClosed | Termination::NotHttp => Cause::ServerClosed,
        Termination::ServerTimeout => Cause::ServerTimeout,
    })
}
