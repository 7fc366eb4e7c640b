//! The clients: when they begin a request, how long they wait, what they make of the answer.

use super::balancer::Termination;
use super::config::{Arrivals, Config, Preset};
use super::diary::Happening;
use super::event::Event;
use super::id::MachineId;
use super::mysql::log::Gtid;
use super::observation::{Cause, Kind, Observation, Observer, Place, Stage};
use super::population::Population;
use super::request::{Request, at, between};
use super::shape::Running;
use super::user::User;
use super::world::{Env, World};
use crate::engine::agenda::TimerId;
use crate::engine::rng::{Concern, Draws};
use crate::engine::slab::Key;
use crate::engine::table::Table;
use crate::engine::time::{SimDuration, SimTime};
use crate::engine::ziggurat::standard_exponential;
use std::collections::BTreeMap;

/// The clients' side of a run.
#[derive(Clone, Debug)]
pub struct Clients {
    /// Who they are and what they ask for.
    pub population: Population,
    /// Requests begun so far: in an open workload the next one's number.
    pub begun: u64,
    /// Attempts begun so far, which are more where clients try again.
    pub attempts: u64,
    /// Tells the scheduled arrival from outdated ones.
    pub serial: u32,
    /// When the next request begins.
    pub next: SimTime,
    /// Requests per second at present.
    pub rate_per_s: f64,
    /// The course that the rate takes, if it does.
    pub shape: Option<Running>,
    /// Tells the present course from earlier ones.
    pub shape_serial: u32,
    /// The users of a closed workload.
    pub users: Vec<User>,
    /// The server whose cookie a client has, by its address.
    pub cookies: Table<u8>,
    /// The idle connection to nginx that a client keeps, by its address.
    pub lines: Table<Key>,
    /// The last acknowledged write of a user, unless every database has it.
    pub written: BTreeMap<u32, Gtid>,
    /// With so many of them, those that every database has are looked for.
    pub written_most: usize,
}

impl Clients {
    /// Clients that have not begun.
    pub fn new(config: &Config) -> Clients {
        Clients {
            population: Population::new(config.seed, &config.clients),
            begun: 0,
            attempts: 0,
            serial: 0,
            next: SimTime::ZERO,
            rate_per_s: config.clients.arrivals_per_s,
            shape: None,
            shape_serial: 0,
            users: Vec::new(),
            cookies: Table::default(),
            lines: Table::default(),
            written: BTreeMap::new(),
            written_most: 0,
        }
    }

    /// The number of the next attempt.
    pub(super) fn next_number(&mut self) -> u64 {
        self.attempts += 1;
        self.attempts - 1
    }
}

impl World {
    /// Clients begin, or go on under another kind of workload.
    pub(super) fn begin_load(&mut self) {
        match self.config.clients.users {
            0 => self.next_arrival(),
            users => {
                // No arrival that was scheduled before counts.
                self.clients.serial = self.clients.serial.wrapping_add(1);
                self.begin_users(users);
            }
        }
    }

    /// Schedules the arrival after the present one.
    pub(super) fn next_arrival(&mut self) {
        let steps = match self.config.clients.arrivals {
            Arrivals::Poisson => {
                standard_exponential(&mut Draws::keyed(self.config.seed, Concern::Arrival, self.clients.begun))
            }
            Arrivals::Regular => 1.0,
        };
        let gap = steps / self.clients.rate_per_s;
        self.schedule_arrival(SimDuration::from_seconds_f64(gap));
    }

    /// The rate changes: what is left of the present gap stretches with it, as a Poisson process has no memory.
    pub(super) fn set_rate(&mut self, rate_per_s: f64) {
        let old_per_s = core::mem::replace(&mut self.clients.rate_per_s, rate_per_s);
        if rate_per_s == old_per_s || self.config.clients.users > 0 {
            return;
        }
        let left = self.clients.next.since(self.agenda.now()).as_seconds();
        self.schedule_arrival(SimDuration::from_seconds_f64(left * (old_per_s / rate_per_s)));
    }

    #[inline(always)]
    fn schedule_arrival(&mut self, gap: SimDuration) {
        self.clients.serial = self.clients.serial.wrapping_add(1);
        self.clients.next = self.agenda.now() + gap;
        self.agenda.at(self.clients.next, Event::Arrival { serial: self.clients.serial });
    }

    /// A client of the open workload begins a request.
    pub(super) fn arrival<O: Observer>(&mut self, serial: u32, env: &mut Env<O>) {
        if serial != self.clients.serial {
            return;
        }
        let ordinal = self.clients.begun;
        self.begin(ordinal, env);
        self.next_arrival();
    }

    /// A client begins the request whose draws have this key.
    pub(super) fn begin<O: Observer>(&mut self, ordinal: u64, env: &mut Env<O>) {
        self.clients.begun += 1;
        let key = self.requests.next_key();
        let bare = self.config.preset == Preset::Queue;
        let (kind, place, until) = match bare {
            true => (Kind::Read, at(Stage::Waiting, MachineId::BALANCER), SimTime::NEVER),
            false => self.set_out_first(key, ordinal),
        };
        self.create(key, ordinal, kind, place, until, env);
        if bare {
            self.join(key, env);
        }
    }

    /// Sends the first segment of a request that is about to be created. What it asks for, where it is, and until when.
    fn set_out_first(&mut self, key: Key, ordinal: u64) -> (Kind, Place, SimTime) {
        let until = match self.config.preset.has_balancer() {
            true => self.send(self.wan(ordinal, 0), Event::ClientSyn { request: key }),
            false => self.first_segment(key, ordinal, None),
        };
        let place = between(Stage::Internet, MachineId::CLIENT, self.config.site().entry());
        (self.clients.population.kind(ordinal), place, until)
    }

    #[inline(always)]
    pub(super) fn create<O: Observer>(
        &mut self,
        key: Key,
        ordinal: u64,
        kind: Kind,
        place: Place,
        until: SimTime,
        env: &mut Env<O>,
    ) {
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
        let number = self.clients.next_number();
        let after = if kind == Kind::Static { None } else { self.last_write(ordinal) };
        let request = Request {
            ordinal,
            number,
            attempt: 1,
            kind,
            page,
            work,
            began: now,
            place,
            since: now,
            ended: false,
            holders: 1,
            stream: None,
            job: Key::NONE,
            line: Key::NONE,
            errand: None,
            patience: TimerId::NONE,
            fault: None,
            server: None,
            version: None,
            after,
            written: None,
        };
        let created = self.requests.insert_here(request);
        debug_assert_eq!(key, created);
        if !bare {
            self.be_patient(key);
        }
        env.observer.observe(now, Observation::Arrived { ordinal: number, draws: ordinal, kind, place, until });
        if self.is_followed(ordinal, env) {
            self.befall(number, Happening::Asked { kind }, env);
        }
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
        if !self.config.preset.has_balancer() {
            self.keep_line(request);
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
        self.hang_up(key);
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
