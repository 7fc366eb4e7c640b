//! What is tried again and where, and what follows a failed connection (HAProxy 2.6, recorded): a pure rule. Knows no stream and
//! no server.

use super::config::BackendConfig;
use crate::engine::time::SimDuration;

/// When a failed connection may be tried again on another server (`option redispatch`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Redispatch {
    /// Never: always the same server. HAProxy's default.
    #[default]
    Off,
    /// `option redispatch N` with N > 0: at every N-th retry.
    Every(u32),
    /// `option redispatch -N`: at each retry whose number is a multiple of `retries + 1 - N`.
    FromLast(u32),
}

impl Redispatch {
    /// `option redispatch` with no number: at the last retry.
    pub const ON: Redispatch = Redispatch::FromLast(1);

    /// Whether the option is set at all.
    pub const fn is_on(self) -> bool {
        !matches!(self, Redispatch::Off)
    }
}

/// What is tried again (`retry-on`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RetryOn {
    /// `conn-failure`: a connection that did not come about.
    pub conn_failure: bool,
    /// `empty-response`: the server closed without an answer.
    pub empty_response: bool,
    /// `junk-response`: what came was not HTTP.
    pub junk_response: bool,
    /// `response-timeout`: no answer in time.
    pub response_timeout: bool,
    /// The server's own answer with such a status, one bit for each of [`RetryOn::STATUSES`].
    statuses: u16,
}

impl RetryOn {
    /// The statuses that HAProxy takes here.
    pub const STATUSES: [u16; 10] = [401, 403, 404, 408, 425, 500, 501, 502, 503, 504];

    /// `none`.
    pub const NONE: RetryOn = RetryOn {
        conn_failure: false,
        empty_response: false,
        junk_response: false,
        response_timeout: false,
        statuses: 0,
    };

    /// `all-retryable-errors`: of the statuses 500, 502, 503 and 504.
    pub const ALL: RetryOn = RetryOn {
        conn_failure: true,
        empty_response: true,
        junk_response: true,
        response_timeout: true,
        statuses: 0b11_1010_0000,
    };

    /// Adds one of HAProxy's words; whether it is one.
    pub fn add(&mut self, word: &str) -> bool {
        match word {
            "none" => *self = RetryOn::NONE,
            "all-retryable-errors" => *self = RetryOn::ALL,
            "conn-failure" => self.conn_failure = true,
            "empty-response" => self.empty_response = true,
            "junk-response" => self.junk_response = true,
            "response-timeout" => self.response_timeout = true,
            // There is no TLS here, and so no early data to be refused.
            "0rtt-rejected" => {}
            status => match RetryOn::STATUSES.iter().position(|known| known.to_string() == status) {
                Some(bit) => self.statuses |= 1 << bit,
                None => return false,
            },
        }
        true
    }

    /// Whether a server's answer with this status is tried again.
    pub(super) fn status(self, status: u16) -> bool {
        self.statuses != 0
            && RetryOn::STATUSES
                .iter()
                .position(|known| *known == status)
                .is_some_and(|bit| self.statuses & 1 << bit != 0)
    }
}

impl Default for RetryOn {
    /// HAProxy's: `conn-failure`.
    fn default() -> RetryOn {
        RetryOn { conn_failure: true, ..RetryOn::NONE }
    }
}

/// A connection that failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure {
    /// Refused, and not merely unanswered.
    pub(super) refused: bool,
    /// Retries used before.
    pub(super) retries: u32,
    /// Whether its server still counts as up.
    pub(super) server_up: bool,
    /// Whether the request has been to that server before and belongs there.
    pub(super) bound: bool,
    /// Usable active servers.
    pub(super) usable_active: u32,
}

/// What to do then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// All retries are used.
    GiveUp,
    /// Another connection to the same server after the pause.
    Again(SimDuration),
    /// A new choice of server after the pause.
    Elsewhere(SimDuration),
}

/// What follows `failure`.
///
/// Another server is tried, where redispatch is on, when the server is no longer up, at the retries that are set for it,
/// and at once where neither the request nor the algorithm cares for a particular server and there is more than one active. A pause comes after
/// a refusal only, and not when there is another active server to go to.
pub(super) fn after(failure: Failure, config: &BackendConfig) -> Next {
    if failure.retries >= config.retries {
        return Next::GiveUp;
    }
    let retry = failure.retries + 1;
    let others = failure.usable_active > 1;
    let elsewhere = config.redispatch.is_on()
        && (!failure.server_up
            || is_due(config.redispatch, retry, config.retries)
            || (others && !failure.bound && !config.algorithm.is_hash()));
    let pause = if failure.refused && !(elsewhere && others) {
        config.timeouts.connect.min(SimDuration::SECOND)
    } else {
        SimDuration::ZERO
    };
    if elsewhere { Next::Elsewhere(pause) } else { Next::Again(pause) }
}

/// Whether retry number `retry` of `retries` is one at which `redispatch` looks for another server.
fn is_due(redispatch: Redispatch, retry: u32, retries: u32) -> bool {
    let interval = match redispatch {
        Redispatch::Off => 0,
        Redispatch::Every(interval) => interval,
        Redispatch::FromLast(from) => (retries + 1).saturating_sub(from),
    };
    interval > 0 && retry.is_multiple_of(interval)
}

#[cfg(test)]
mod tests {
    use super::super::algorithm::Algorithm;
    use super::*;

    const SECOND: SimDuration = SimDuration::SECOND;
    const ZERO: SimDuration = SimDuration::ZERO;

    fn config(algorithm: Algorithm, redispatch: Redispatch) -> BackendConfig {
        BackendConfig { redispatch, ..BackendConfig::new(algorithm, Vec::new()) }
    }

    fn refusal(retries: u32, usable_active: u32) -> Failure {
        Failure { refused: true, retries, server_up: true, bound: false, usable_active }
    }

    #[test]
    fn what_is_tried_again_is_told_in_haproxys_words() {
        let of = |words: &str| {
            let mut retry_on = RetryOn::NONE;
            words.split(' ').all(|word| retry_on.add(word)).then_some(retry_on)
        };
        assert_eq!(of("conn-failure"), Some(RetryOn::default()));
        let listed = "conn-failure empty-response junk-response response-timeout 0rtt-rejected 500 502 503 504";
        assert_eq!((of(listed), of("all-retryable-errors")), (Some(RetryOn::ALL), Some(RetryOn::ALL)));
        let retried = |status| of("404 503").is_some_and(|retry_on| retry_on.status(status));
        assert_eq!([404, 500, 503].map(retried), [true, false, true]);
        assert_eq!((of("418"), of("conn-failure none")), (None, Some(RetryOn::NONE)));
    }

    #[test]
    fn without_redispatch_the_same_server_is_tried_after_a_pause_until_the_retries_are_used() {
        let config = config(Algorithm::RoundRobin, Redispatch::Off);
        let course: Vec<Next> = (0..4).map(|retries| after(refusal(retries, 2), &config)).collect();
        assert_eq!(course, [Next::Again(SECOND), Next::Again(SECOND), Next::Again(SECOND), Next::GiveUp]);
    }

    #[test]
    fn the_pause_is_never_longer_than_the_connect_timeout() {
        let mut config = config(Algorithm::RoundRobin, Redispatch::Off);
        config.timeouts.connect = SimDuration::from_millis(100);
        assert_eq!(after(refusal(0, 1), &config), Next::Again(SimDuration::from_millis(100)));
    }

    #[test]
    fn with_redispatch_and_another_active_server_it_is_tried_at_once() {
        for algorithm in [Algorithm::RoundRobin, Algorithm::LeastConn] {
            assert_eq!(after(refusal(0, 2), &config(algorithm, Redispatch::ON)), Next::Elsewhere(ZERO));
        }
    }

    #[test]
    fn a_hash_keeps_its_server_until_the_last_retry() {
        let config = config(Algorithm::Source, Redispatch::ON);
        let course: Vec<Next> = (0..3).map(|retries| after(refusal(retries, 2), &config)).collect();
        assert_eq!(course, [Next::Again(SECOND), Next::Again(SECOND), Next::Elsewhere(ZERO)]);
    }

    #[test]
    fn a_lone_active_server_is_left_at_the_last_retry_and_only_after_a_pause() {
        let config = config(Algorithm::RoundRobin, Redispatch::ON);
        let course: Vec<Next> = (0..3).map(|retries| after(refusal(retries, 1), &config)).collect();
        assert_eq!(course, [Next::Again(SECOND), Next::Again(SECOND), Next::Elsewhere(SECOND)]);
    }

    #[test]
    fn a_server_found_down_at_a_connect_timeout_is_left_without_a_pause() {
        let config = config(Algorithm::RoundRobin, Redispatch::ON);
        let failure = Failure { refused: false, retries: 0, server_up: false, bound: false, usable_active: 0 };
        assert_eq!(after(failure, &config), Next::Elsewhere(ZERO));
    }

    #[test]
    fn redispatch_intervals_count_from_the_first_retry_or_from_the_last() {
        let due = |redispatch| (1..=6).filter(|&retry| is_due(redispatch, retry, 6)).collect::<Vec<u32>>();
        assert_eq!(due(Redispatch::ON), [6]);
        assert_eq!(due(Redispatch::Every(2)), [2, 4, 6]);
        assert_eq!(due(Redispatch::FromLast(4)), [3, 6]);
        assert_eq!(due(Redispatch::FromLast(9)), [0; 0]);
    }
}
