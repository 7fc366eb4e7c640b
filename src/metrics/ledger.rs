//! Every request accounted for: arrived = answered + refused + failed + timed out + in flight.

use crate::model::observation::Class;

/// The account of a run. Counts requests, not attempts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Begun by a client.
    pub arrived: u64,
    /// Answered in time with a status below 500 that is not 429.
    pub answered: u64,
    /// Turned away before any work: 429, 503, connection refused.
    pub refused: u64,
    /// Any other 5xx, or cut.
    pub failed: u64,
    /// 504, or the client gave up.
    pub timed_out: u64,
}

impl Ledger {
    /// Begun and not yet ended.
    pub const fn in_flight(&self) -> u64 {
        self.arrived - self.answered - self.refused - self.failed - self.timed_out
    }

    /// Ended without an answer.
    pub const fn errors(&self) -> u64 {
        self.refused + self.failed + self.timed_out
    }

    /// Books the end of a request.
    pub fn end(&mut self, class: Class) {
        match class {
            Class::Answered => self.answered += 1,
            Class::Refused => self.refused += 1,
            Class::Failed => self.failed += 1,
            Class::TimedOut => self.timed_out += 1,
        }
    }
}
