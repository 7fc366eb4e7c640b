//! Requests that are described one by one, in the place of those that the population draws: what each asks for, how its client
//! behaves, what the application does with it. For experiments whose every step is known beforehand. They take the same ways
//! through the same machines as all others, and no rule is different for them.

use super::event::Event;
use super::id::MachineId;
use super::observation::{Cause, Kind, Observer, Stage};
use super::request::between;
use super::server::nginx::cache::CacheStatus;
use super::world::{Env, World};
use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};

/// Most errands of a run: their numbers have two bytes in a request.
pub const MOST_ERRANDS: usize = u16::MAX as usize;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A file that nginx has.
    File,
    /// A file that nginx does not have.
    NoFile,
    /// The page with this number.
    Get(u32),
    /// The page with this number, by a method that changes something.
    Post(u32),
}

/// How an application ends a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a whole answer of this status.
    Answer(u16),
    /// With the header of this status, and then so many pieces of a body with a pause before each.
    Pieces {
        /// The status.
        status: u16,
        /// How many.
        count: u8,
        /// The pause.
        gap: SimDuration,
    },
    /// With the header of an answer, and after so long by closing the connection, the body still to come.
    Stall(SimDuration),
    /// By closing the connection without an answer.
    Close,
}

/// What an application does with a request: its worker waits, then ends the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conduct {
    /// How long it waits first.
    pub wait: SimDuration,
    /// How the page ends.
    pub ending: Ending,
}

impl Conduct {
    /// An answer of this status at once.
    pub const fn answer(status: u16) -> Conduct {
        Conduct { wait: SimDuration::ZERO, ending: Ending::Answer(status) }
    }
}

/// A request, described.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
    /// The address of its client.
    pub address: u32,
    /// What it asks for.
    pub wish: Wish,
    /// How long its client takes from the first byte of the request to the last, where no balancer stands between.
    pub sending: SimDuration,
    /// How long its client waits; `None`: as all clients do.
    pub patience: Option<SimDuration>,
    /// Whether its client uses the connection that it has to nginx, if it has one, and keeps it.
    pub keeps: bool,
    /// What the application on each server does with it, in the order of servers; the last one holds for those that follow too. Without
    /// any it makes its page as it does for everybody.
    pub conduct: Vec<Conduct>,
}

impl Errand {
    /// A request of the client with this address, of a connection of its own, that the application answers at once.
    pub fn new(address: u32, wish: Wish) -> Errand {
        let conduct = vec![Conduct::answer(200)];
        Errand { address, wish, sending: SimDuration::ZERO, patience: None, keeps: false, conduct }
    }

    /// What the application on this server does with it.
    pub(super) fn conduct_on(&self, server: u8) -> Option<Conduct> {
        self.conduct.get(server as usize).or(self.conduct.last()).copied()
    }
}

/// What nginx writes into its access log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    /// `$status`: 0 for a connection that ended without one.
    pub status: u16,
    /// `$request_time`.
    pub time: SimDuration,
}

/// What has come of an errand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// When its client began.
    pub began: SimTime,
    /// When its first byte reached nginx.
    pub reached: Option<SimTime>,
    /// How it ended for its client: when, with which status, or 0.
    pub ended: Option<(SimTime, u16)>,
    /// Why there was no status.
    pub cut: Option<Cause>,
    /// The status of a header that reached the client before the end of the answer.
    pub header: Option<u16>,
    /// Whether the answer said that it is the last one on its connection.
    pub close: bool,
    /// When its client learned that nginx has closed the connection on which it was the last.
    pub line_closed: Option<SimTime>,
    /// What nginx logged.
    pub logged: Option<Logged>,
    /// What the cache was to it (`$upstream_cache_status`).
    pub cache: Option<CacheStatus>,
    /// The servers to whose applications nginx passed it, in their order (`$upstream_addr`).
    pub tried: Vec<u8>,
    /// How often a worker took it.
    pub worked: u32,
    /// When the application was done with it at last, and whether nginx' connection was gone by then.
    pub done: Option<(SimTime, bool)>,
}

/// An errand under way or done.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What it was to be.
    pub errand: Errand,
    /// What came of it.
    pub seen: Seen,
}

impl World {
    /// The requests that were described one by one, in the order in which they began.
    pub fn errands(&self) -> &[Sent] {
        &self.errands
    }

    /// The errand behind a request, if it is one.
    #[inline(always)]
    pub(super) fn errand(&self, request: Key) -> Option<&Errand> {
        let number = self.requests.get(request)?.errand?;
        self.errands.get(number as usize).map(|sent| &sent.errand)
    }

    /// Notes what comes of an errand; nothing, if the request is none.
    #[inline(always)]
    pub(super) fn see(&mut self, request: Key, note: impl FnOnce(&mut Seen)) {
        if self.errands.is_empty() {
            return;
        }
        let number = self.requests.get(request).and_then(|request| request.errand);
        if let Some(sent) = number.and_then(|number| self.errands.get_mut(number as usize)) {
            note(&mut sent.seen);
        }
    }

    /// The address of the client behind a request.
    pub(super) fn address(&self, request: Key) -> Option<u32> {
        let ordinal = self.requests.get(request)?.ordinal;
        Some(self.errand(request).map_or_else(|| self.clients.population.address(ordinal), |errand| errand.address))
    }

    /// A client begins a described request: the command `Send`.
    pub(super) fn set_errand<O: Observer>(&mut self, errand: &Errand, env: &mut Env<O>) {
        let number = self.errands.len();
        if number >= MOST_ERRANDS || self.config.preset.is_bare() {
            return;
        }
        let (kind, page) = match errand.wish {
            Wish::File | Wish::NoFile => (Kind::Static, 0),
            Wish::Get(page) => (Kind::Read, page),
            Wish::Post(page) => (Kind::Write, page),
        };
        let ordinal = self.clients.begun;
        self.clients.begun += 1;
        let key = self.requests.next_key();
        let until = self.first_segment(key, ordinal, Some((errand.address, errand.keeps)));
        let place = between(Stage::Internet, MachineId::CLIENT, self.config.site().entry());
        self.create(key, ordinal, kind, place, until, env);
        let began = self.agenda.now();
        self.errands.push(Sent { errand: errand.clone(), seen: Seen { began, ..Seen::default() } });
        let Some(request) = self.requests.get_mut(key) else { return };
        (request.errand, request.page, request.work) = (Some(number as u16), page, SimDuration::ZERO);
        if let Some(patience) = errand.patience {
            self.agenda.disarm(core::mem::replace(&mut request.patience, TimerId::NONE));
            request.patience = self.agenda.arm(patience, Event::GiveUp { request: key });
        }
    }
}

impl Seen {
    /// The status that the client got; 0: none, or not yet.
    pub fn status(&self) -> u16 {
        self.ended.map_or(0, |(_, status)| status)
    }

    /// From the first byte of the client to the end, in milliseconds; none while it lasts.
    pub fn millis(&self) -> Option<f64> {
        self.ended.map(|(at, _)| at.since(self.began).as_millis_f64())
    }

    /// Whether the client has the header of an answer and an incomplete body.
    pub fn is_incomplete(&self) -> bool {
        self.header.is_some() && self.cut.is_some()
    }
}

impl Errand {
    /// Let the application work on it for so many milliseconds first, on every server.
    pub fn lasting(mut self, millis: u64) -> Errand {
        self.conduct.iter_mut().for_each(|conduct| conduct.wait = SimDuration::from_millis(millis));
        self
    }

    /// Let the application end it like this, on every server.
    pub fn ending(mut self, ending: Ending) -> Errand {
        self.conduct.iter_mut().for_each(|conduct| conduct.ending = ending);
        self
    }

    /// Let the application of each server do something of its own with it.
    pub fn acted(mut self, conduct: impl Into<Vec<Conduct>>) -> Errand {
        self.conduct = conduct.into();
        self
    }

    /// Let its client leave after so many milliseconds.
    pub fn leaving_after(mut self, millis: u64) -> Errand {
        self.patience = Some(SimDuration::from_millis(millis));
        self
    }

    /// Let its client take so many milliseconds to send it.
    pub fn sent_over(mut self, millis: u64) -> Errand {
        self.sending = SimDuration::from_millis(millis);
        self
    }

    /// Let its client keep its connection.
    pub fn kept(mut self) -> Errand {
        self.keeps = true;
        self
    }

    /// A page of the client with this address.
    pub fn page(address: u32) -> Errand {
        Errand::new(address, Wish::Get(0))
    }

    /// Let the application make its page as it does for everybody, with its calls to databases.
    pub fn made(mut self) -> Errand {
        self.conduct.clear();
        self
    }

    /// A file of the client with this address.
    pub fn file(address: u32) -> Errand {
        Errand::new(address, Wish::File)
    }
}
