//! Answers to requests taken as checks (`observe`): enough errors in a row, and the server is treated as if a check had failed
//! (HAProxy 2.6, recorded).

use super::Balancer;
use super::checks;
use super::health::{CheckResult, Health};
use super::log::Cause;
use super::output::{Output, ServerIndex};
use super::server::{Admin, CheckPhase};
use crate::engine::time::SimTime;

/// `observe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observe {
    /// `layer7`: answers count; else (`layer4`) refused connections alone.
    pub answers: bool,
    /// `error-limit`: so many errors in a row.
    pub limit: u32,
    /// What follows.
    pub on_error: OnError,
}

/// `on-error`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// `fastinter`: the next check comes earlier.
    Fastinter,
    /// `fail-check`: as one failed check.
    #[default]
    FailCheck,
    /// `sudden-death`: as one failed check, and the next one is fatal.
    SuddenDeath,
    /// `mark-down`: DOWN at once.
    MarkDown,
}

impl Observe {
    /// HAProxy's `error-limit`.
    pub const LIMIT: u32 = 10;
}

impl OnError {
    /// All of them.
    pub const ALL: [OnError; 4] = [OnError::Fastinter, OnError::FailCheck, OnError::SuddenDeath, OnError::MarkDown];

    /// HAProxy's word.
    pub const fn keyword(self) -> &'static str {
        match self {
            OnError::Fastinter => "fastinter",
            OnError::FailCheck => "fail-check",
            OnError::SuddenDeath => "sudden-death",
            OnError::MarkDown => "mark-down",
        }
    }

    /// What HAProxy calls `keyword`.
    pub fn from_keyword(keyword: &str) -> Option<OnError> {
        OnError::ALL.into_iter().find(|on_error| on_error.keyword() == keyword)
    }
}

/// What a request showed of its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Showing {
    /// It refused a connection.
    Refused,
    /// It answered with this status.
    Status(u16),
    /// It gave no usable answer, or none in time.
    Unusable,
}

impl Showing {
    /// Whether it is an error, for one who looks at answers or at connections alone.
    fn is_error(self, answers: bool) -> bool {
        match self {
            Showing::Refused => true,
            Showing::Status(500..) => answers && !matches!(self, Showing::Status(501 | 505)),
            Showing::Unusable => answers,
            Showing::Status(_) => false,
        }
    }
}

impl Balancer {
    /// A request has shown something of a server.
    pub(super) fn observe(&mut self, now: SimTime, server: u16, showing: Showing, out: &mut Vec<Output>) {
        let Some(observe) = self.pool[server].observe else { return };
        let state = &mut self.pool[server];
        if !showing.is_error(observe.answers) {
            return state.errors_in_a_row = 0;
        }
        state.errors_in_a_row += 1;
        if state.errors_in_a_row < observe.limit || state.admin == Admin::Maint {
            return;
        }
        state.errors_in_a_row = 0;
        state.counters.hanafail += 1;
        let Some(checking) = &state.checking else { return };
        let (config, health) = (checking.config, checking.health);
        let failed = |health: Health| health.after(false, &config);
        let after = match (observe.on_error, health) {
            (OnError::Fastinter, health) => health,
            (OnError::FailCheck, health) => failed(health),
            (OnError::SuddenDeath, Health::Up { misses }) if misses + 1 < config.fall => {
                failed(Health::Up { misses: config.fall.saturating_sub(2) })
            }
            (OnError::SuddenDeath, health) => failed(health),
            (OnError::MarkDown, _) => Health::DEAD,
        };
        self.set_health(now, server, after, Cause::Observed, out);
        self.hasten_check(now, server, out);
    }

    /// The next check comes after `fastinter`, if that is set and sooner.
    fn hasten_check(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        let Some(checking) = &mut self.pool[server].checking else { return };
        let Some(after) = checking.config.fastinter else { return };
        if let CheckPhase::Resting { due } = &mut checking.phase
            && *due > now + after
        {
            *due = now + after;
            out.push(Output::ArmCheck { server: ServerIndex(server), after });
        }
    }

    /// Whether a passed check says that the server is to get no new requests (`disable-on-404`).
    pub(super) fn is_stopping(&self, result: CheckResult) -> bool {
        checks::passes_conditionally(result, self.config.disable_on_404)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_at_connections_alone_sees_no_answer() {
        let seen = |showing: Showing| [true, false].map(|answers| showing.is_error(answers));
        assert_eq!(seen(Showing::Refused), [true, true]);
        assert_eq!(seen(Showing::Status(500)), [true, false]);
        assert_eq!(seen(Showing::Status(501)), [false, false]);
        assert_eq!(seen(Showing::Status(404)), [false, false]);
        assert_eq!(seen(Showing::Unusable), [true, false]);
        for on_error in OnError::ALL {
            assert_eq!(OnError::from_keyword(on_error.keyword()), Some(on_error));
        }
    }
}
