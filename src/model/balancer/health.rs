//! A server's health as its checks see it: pure transitions of a counter. Knows no timer and no other server.

use super::config::CheckConfig;
use crate::engine::time::SimDuration;
use core::fmt;

/// How a health check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// The connection was accepted, which is all a TCP check asks.
    Connected,
    /// An HTTP check was answered with this status.
    Status(u16),
    /// The connection was refused.
    Refused,
    /// Closed or reset without an answer.
    Closed,
    /// Nothing came in time.
    Unanswered,
}

impl CheckResult {
    /// Whether the check counts as passed: accepted, or answered 2xx or 3xx.
    pub const fn passed(self) -> bool {
        matches!(self, CheckResult::Connected | CheckResult::Status(200..=399))
    }

    /// Whether both are of one kind, so that the second is no news in the log.
    pub fn same_kind(self, other: CheckResult) -> bool {
        match (self, other) {
            (CheckResult::Status(_), CheckResult::Status(_)) => self.passed() == other.passed(),
            _ => self == other,
        }
    }
}

/// UP or DOWN, and how far from changing.
///
/// HAProxy keeps one number `h` in `0..rise + fall`, UP from `rise` on; this is the same, told apart: `Up` has
/// `h = rise + fall - 1 - misses`, `Down` has `h = passes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// UP; after `fall` misses in a row DOWN.
    Up {
        /// Failed checks since full health, below `fall`.
        misses: u32,
    },
    /// DOWN; after `rise` passes in a row UP.
    Down {
        /// Passed checks in a row, below `rise`.
        passes: u32,
    },
}

impl Health {
    /// In full health.
    pub const FULL: Health = Health::Up { misses: 0 };
    /// DOWN, with nothing to hope for yet.
    pub const DEAD: Health = Health::Down { passes: 0 };

    /// UP on trust, as at the start and after maintenance: one failed check is enough for DOWN.
    pub fn on_trust(check: &CheckConfig) -> Health {
        Health::Up { misses: check.fall.max(1) - 1 }
    }

    /// Whether the server is UP.
    pub const fn is_up(self) -> bool {
        matches!(self, Health::Up { .. })
    }

    /// After one more check. A pass while UP restores full health, a miss while DOWN starts again from nothing.
    pub fn after(self, passed: bool, check: &CheckConfig) -> Health {
        match self {
            Health::Up { .. } if passed => Health::FULL,
            Health::Up { misses } if misses + 1 >= check.fall => Health::DEAD,
            Health::Up { misses } => Health::Up { misses: misses + 1 },
            Health::Down { passes } if passed && passes + 1 >= check.rise => Health::FULL,
            Health::Down { passes } if passed => Health::Down { passes: passes + 1 },
            Health::Down { .. } => Health::DEAD,
        }
    }

    /// The same health under another `rise` and `fall`: UP stays UP and DOWN stays DOWN, one check short of changing
    /// where the new limits would be passed already.
    pub fn clamped(self, check: &CheckConfig) -> Health {
        match self {
            Health::Up { misses } => Health::Up { misses: misses.min(check.fall.max(1) - 1) },
            Health::Down { passes } => Health::Down { passes: passes.min(check.rise.max(1) - 1) },
        }
    }

    /// From the end of a check that left this health to the next one.
    pub fn interval(self, check: &CheckConfig) -> SimDuration {
        match self {
            Health::FULL => check.inter,
            Health::DEAD => check.downinter.unwrap_or(check.inter),
            _ => check.fastinter.unwrap_or(check.inter),
        }
    }

    /// The text of HAProxy's health-check log, `2/3 UP` or `1/2 DOWN`.
    pub fn log_text(self, rise: u32, fall: u32) -> impl fmt::Display {
        fmt::from_fn(move |f| match self {
            Health::Up { misses } => write!(f, "{}/{} UP", fall - misses.min(fall), fall),
            Health::Down { passes } => write!(f, "{passes}/{rise} DOWN"),
        })
    }
}
