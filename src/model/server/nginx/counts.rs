//! What an nginx counts since it was started: the figures of its status page and the kinds of lines of its error log.

/// Counts since the start of nginx.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections that its kernel accepted.
    pub accepted: u64,
    /// Those of them for which there was a slot.
    pub handled: u64,
    /// Requests.
    pub requests: u64,
    /// Connections to applications that were opened.
    pub opened: u64,
    /// `worker_connections are not enough`.
    pub not_enough: u64,
    /// Idle or silent connections closed to make room.
    pub recycled: u64,
    /// `connect() failed (111: Connection refused)`.
    pub refused: u64,
    /// `upstream timed out (110: Connection timed out)`.
    pub timed_out: u64,
    /// `upstream prematurely closed connection`.
    pub broken: u64,
    /// `no live upstreams`.
    pub no_live: u64,
    /// Requests passed on to another application after one had failed.
    pub passed_on: u64,
    /// Answers that were cut because the rest of them did not come.
    pub cut: u64,
    /// Requests whose client closed the connection first (499).
    pub client_closed: u64,
    /// `limiting requests`: answered 503.
    pub limited: u64,
    /// `delaying request`.
    pub delayed: u64,
    /// `limiting connections`: answered 503.
    pub conn_limited: u64,
}

impl Counts {
    /// Tries at an application that failed.
    pub fn failures(&self) -> u64 {
        self.refused + self.timed_out + self.broken
    }
}
