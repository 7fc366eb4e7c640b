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

#[cfg(test)]
mod tests {
    use super::*;

    /// HAProxy's own number.
    fn number(health: Health, check: &CheckConfig) -> u32 {
        match health {
            Health::Up { misses } => check.rise + check.fall - 1 - misses,
            Health::Down { passes } => passes,
        }
    }

    /// HAProxy's own rule for it.
    fn next_number(h: u32, passed: bool, check: &CheckConfig) -> u32 {
        let full = check.rise + check.fall - 1;
        match (h, passed) {
            (h, true) if h < full && h + 1 >= check.rise => full,
            (h, true) => (h + 1).min(full),
            (0, false) => 0,
            (h, false) if h - 1 < check.rise => 0,
            (h, false) => h - 1,
        }
    }

    #[test]
    fn the_two_states_with_their_counters_are_haproxys_one_number() {
        for (rise, fall) in (1..=5).flat_map(|rise| (1..=5).map(move |fall| (rise, fall))) {
            let check = CheckConfig { rise, fall, ..CheckConfig::default() };
            let ups = (0..fall).map(|misses| Health::Up { misses });
            for health in ups.chain((0..rise).map(|passes| Health::Down { passes })) {
                for passed in [false, true] {
                    let next = health.after(passed, &check);
                    let h = number(health, &check);
                    assert_eq!(number(next, &check), next_number(h, passed, &check), "{health:?} {passed} {check:?}");
                    assert_eq!(next.is_up(), number(next, &check) >= rise);
                }
            }
            assert_eq!(number(Health::on_trust(&check), &check), rise);
        }
    }

    #[test]
    fn the_interval_is_fast_only_between_full_health_and_down() {
        let seconds = SimDuration::from_seconds;
        let mut check = CheckConfig { inter: seconds(4), ..CheckConfig::default() };
        let between = [Health::Up { misses: 1 }, Health::Down { passes: 1 }];
        assert!(between.iter().all(|health| health.interval(&check) == seconds(4)));
        (check.fastinter, check.downinter) = (Some(seconds(1)), Some(seconds(9)));
        assert!(between.iter().all(|health| health.interval(&check) == seconds(1)));
        assert_eq!(Health::FULL.interval(&check), seconds(4));
        assert_eq!(Health::DEAD.interval(&check), seconds(9));
    }

    #[test]
    fn the_log_counts_towards_the_next_change() {
        let text = |health: Health| health.log_text(2, 3).to_string();
        assert_eq!(text(Health::FULL), "3/3 UP");
        assert_eq!(text(Health::Up { misses: 1 }), "2/3 UP");
        assert_eq!(text(Health::DEAD), "0/2 DOWN");
        assert_eq!(text(Health::Down { passes: 1 }), "1/2 DOWN");
    }

    #[test]
    fn a_check_passes_with_2xx_and_3xx_and_nothing_else_that_answers() {
        for (status, passed) in [(200, true), (302, true), (399, true), (404, false), (500, false), (101, false)] {
            assert_eq!(CheckResult::Status(status).passed(), passed, "{status}");
        }
        assert!(CheckResult::Connected.passed());
        assert!(![CheckResult::Refused, CheckResult::Closed, CheckResult::Unanswered].iter().any(|r| r.passed()));
    }
}
