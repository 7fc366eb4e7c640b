//! A connection that a server accepted, and the work that it brought.

use crate::engine::agenda::TimerId;
use crate::engine::slab::Key;
use crate::model::balancer::StreamId;

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
    /// The balancer's health check of a page.
    Check {
        /// Its number.
        number: u32,
    },
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
    /// In the accept queue.
    Queued,
    /// A worker runs its code.
    Working,
    /// Its worker waits for this database.
    Calling {
        /// Which.
        node: u8,
    },
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
    /// Whether the process at the other end is gone, whatever has its number now.
    pub deaf: bool,
}

impl Job {
    /// A fresh connection.
    pub fn new(origin: Origin) -> Job {
        Job {
            origin,
            state: JobState::Accepted,
            client_open: true,
            upstream_open: false,
            limit: TimerId::NONE,
            call_limit: TimerId::NONE,
            calls: 0,
            deaf: false,
        }
    }

    /// The request that it works for.
    pub fn request(&self) -> Key {
        match self.origin {
            Origin::Stream { request, .. } | Origin::Client { request } => request,
            Origin::Check { .. } => Key::NONE,
        }
    }

    /// Whether the application holds it: then it goes on there whatever nginx and the client do.
    pub fn in_app(&self) -> bool {
        matches!(self.state, JobState::Queued | JobState::Working | JobState::Calling { .. })
    }
}
