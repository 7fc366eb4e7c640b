//! A connection that a server accepted, and the work that it brought.

use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::model::balancer::StreamId;
use crate::model::server::nginx::cache::CacheStatus;

/// Whose connection it is.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// A request, by way of the balancer.
    Stream {
        /// The request.
        request: Key,
        /// Its stream in the balancer.
        stream: StreamId,
        /// The balancer's attempt.
        attempt: u8,
    },
    /// A request of a client that speaks to nginx itself.
    Client {
        /// The request.
        request: Key,
    },
    /// A request of a client that speaks to the application itself.
    Direct {
        /// The request.
        request: Key,
    },
    /// The balancer's health check of a page.
    Check {
        /// Its number.
        number: u32,
    },
    /// A try of an nginx that passes requests to a group of applications.
    Pass {
        /// Its server.
        server: u8,
        /// Its job.
        job: Key,
        /// The request.
        request: Key,
        /// Its try.
        attempt: u8,
    },
    /// A page that nginx fetches anew for its cache, when the request for it has been answered.
    Refresh {
        /// That request.
        request: Key,
    },
}

impl Origin {
    /// The request behind it, if there is one.
    pub fn request(&self) -> Key {
        match *self {
            Origin::Stream { request, .. } | Origin::Client { request } | Origin::Direct { request } => request,
            Origin::Pass { request, .. } | Origin::Refresh { request } => request,
            Origin::Check { .. } => Key::NONE,
        }
    }
}

/// What a job fetches for the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// What the cache was to it.
    pub status: CacheStatus,
    /// Whether the others leave it to this one.
    pub keeps: bool,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Connected; the request is on its way.
    Accepted,
    /// nginx works on it.
    Nginx,
    /// nginx waits for a place in the accept queue.
    Dropped,
    /// nginx has passed it to an application of its group.
    Passed,
    /// In the accept queue.
    Queued,
    /// A worker has it, and waits for the request to arrive.
    Receiving,
    /// Its worker waits for something that takes no processor.
    Waiting,
    /// Its worker waits for a connection of the pool.
    Pooling,
    /// It goes no further, for ever.
    Stuck {
        /// Whether it cannot be interrupted.
        deaf: bool,
    },
    /// A worker runs its code.
    Working,
    /// Its worker does with it what is described.
    Acting,
    /// Its worker waits for this database.
    Calling {
        /// Which.
        node: u8,
    },
}

/// A job's own connection between the application and a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// There is none: nginx stands between.
    Behind,
    /// It is open.
    Open,
    /// The client has closed it.
    Cut,
}

/// A connection and its work.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// Whose it is.
    pub origin: Origin,
    /// How far it is.
    pub state: JobState,
    /// Whether somebody still waits for nginx's answer.
    pub client_open: bool,
    /// Whether nginx has a connection to the application for it.
    pub upstream_open: bool,
    /// nginx's limit.
    pub limit: TimerId,
    /// The application's limit of the present call.
    pub call_limit: TimerId,
    /// Database calls made.
    pub calls: u8,
    /// How often its transaction was begun again.
    pub restarts: u8,
    /// Whether the process at the other end is gone, whatever has its number now.
    pub deaf: bool,
    /// Whether it has more to let go of than a connection of its client and one to the application of its machine.
    pub special: bool,
    /// The address under which `limit_conn` counts it, if it does.
    pub counted: Option<u32>,
    /// The generation of the worker processes of nginx that has it.
    pub epoch: u16,
    /// Its client's kept connection, if that is one.
    pub kept: Key,
    /// What it fetches for the cache, if it does.
    pub fetch: Option<Fetch>,
    /// The status of the header that nginx has passed on before the end of the answer; 0: none yet.
    pub header: u16,
    /// Tries at the applications of a group.
    pub attempt: u8,
    /// The server of the present one.
    pub peer: u8,
    /// The servers of all, as bits.
    pub tried: u64,
    /// The other end of the present try's connection, once that stands.
    pub remote: Key,
    /// The application's own connection to the client.
    pub line: Line,
    /// Whether the request has arrived there.
    pub arrived: bool,
    /// The database to which it has a connection of the pool.
    pub pooled: Option<u8>,
    /// The application's limit for its worker.
    pub watch: TimerId,
    /// The application's epoch when its worker took it.
    pub load: u32,
}

impl Job {
    /// A fresh connection.
    pub fn new(origin: Origin) -> Job {
        Job {
            origin,
            state: JobState::Accepted,
            client_open: !matches!(origin, Origin::Direct { .. }),
            upstream_open: false,
            limit: TimerId::NONE,
            call_limit: TimerId::NONE,
            calls: 0,
            restarts: 0,
            deaf: false,
            special: false,
            counted: None,
            epoch: 0,
            kept: Key::NONE,
            fetch: None,
            header: 0,
            attempt: 0,
            peer: 0,
            tried: 0,
            remote: Key::NONE,
            line: if matches!(origin, Origin::Direct { .. }) { Line::Open } else { Line::Behind },
            arrived: false,
            pooled: None,
            watch: TimerId::NONE,
            load: 0,
        }
    }

    /// The request that it works for.
    pub fn request(&self) -> Key {
        self.origin.request()
    }

    /// Whether a worker has it.
    pub fn on_worker(&self) -> bool {
        match self.state {
            JobState::Accepted | JobState::Nginx | JobState::Dropped | JobState::Passed | JobState::Queued => false,
            JobState::Receiving | JobState::Waiting | JobState::Pooling | JobState::Stuck { .. } => true,
            JobState::Working | JobState::Acting | JobState::Calling { .. } => true,
        }
    }

    /// Whether the application holds it: then it goes on there whatever nginx and the client do.
    pub fn in_app(&self) -> bool {
        self.state == JobState::Queued || self.on_worker()
    }
}
