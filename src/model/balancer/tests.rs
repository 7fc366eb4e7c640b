//! Stories of the whole machine, played by hand. Most of what it does is proved by the recordings in `tests/conformance`;
//! here is what no recording shows.

mod failures;
mod states;
mod waiting;

use super::*;
use crate::engine::time::SimDuration;

/// The balancer with a clock and a hand that does what it is told.
struct Hand {
    balancer: Balancer,
    now: SimTime,
    out: Vec<Output>,
}

impl Hand {
    fn new(config: BackendConfig) -> Hand {
        let mut out = Vec::new();
        let balancer = Balancer::new(config, SimTime::ZERO, &mut out);
        Hand { balancer, now: SimTime::ZERO, out }
    }

    /// Calls the balancer and returns what it wants done. Its audit has to agree.
    fn ask<T>(&mut self, call: impl FnOnce(&mut Balancer, SimTime, &mut Vec<Output>) -> T) -> Vec<Output> {
        self.out.clear();
        call(&mut self.balancer, self.now, &mut self.out);
        assert_eq!(self.balancer.audit(), Ok(()));
        self.out.clone()
    }

    fn wait(&mut self, seconds: u64) {
        self.now += SimDuration::from_seconds(seconds);
    }

    /// A request that has arrived, and the server it is to be connected to.
    fn request(&mut self) -> (StreamId, Option<u16>) {
        let now = self.now;
        let stream = self.balancer.open(now, 0, &mut Vec::new());
        let out = self.ask(|balancer, now, out| balancer.request(now, stream, RequestKey::default(), out));
        (stream, target(&out))
    }

    fn timer(&mut self, stream: StreamId) -> Vec<Output> {
        self.ask(|balancer, now, out| balancer.timer_due(now, stream, out))
    }

    fn refused(&mut self, stream: StreamId, attempt: u8) -> Vec<Output> {
        self.ask(|balancer, now, out| balancer.refused(now, stream, attempt, out))
    }

    fn connected(&mut self, stream: StreamId, attempt: u8) -> bool {
        self.balancer.connected(self.now, stream, attempt, &mut self.out)
    }

    fn answer(&mut self, stream: StreamId, attempt: u8) -> Vec<Output> {
        self.ask(|balancer, now, out| balancer.answer(now, stream, attempt, 200, out))
    }

    fn force(&mut self, server: u16, up: bool) -> Vec<Output> {
        self.ask(|balancer, now, out| balancer.force_state(now, ServerIndex(server), up, out))
    }

    fn view(&self, server: u16) -> ServerView {
        self.balancer.server(self.now, ServerIndex(server)).expect("a server that exists")
    }
}

/// Where a connection is wanted.
fn target(out: &[Output]) -> Option<u16> {
    out.iter().find_map(|output| match output {
        Output::Connect { server, .. } => Some(server.0),
        _ => None,
    })
}

/// How a stream ended.
fn ending(out: &[Output]) -> Option<(u16, &'static str)> {
    out.iter().find_map(|output| match output {
        Output::Answer { ending, .. } | Output::Closed { ending, .. } => {
            Some((ending.status, ending.termination.keyword()))
        }
        _ => None,
    })
}

fn armed(out: &[Output]) -> Option<SimDuration> {
    out.iter().find_map(|output| match output {
        Output::Arm { after, .. } => Some(*after),
        _ => None,
    })
}

fn logs(out: &[Output]) -> Vec<BalancerLog> {
    let log = |output: &Output| match output {
        Output::Log(log) if !matches!(log, BalancerLog::Check { .. }) => Some(*log),
        _ => None,
    };
    out.iter().filter_map(log).collect()
}

fn checked() -> ServerConfig {
    ServerConfig { check: Some(CheckConfig::default()), ..ServerConfig::default() }
}

/// One active server and backups, with redispatch: the default scenario's backend.
fn active_passive(backups: usize) -> BackendConfig {
    let mut servers = vec![ServerConfig { backup: true, ..checked() }; backups + 1];
    servers[0].backup = false;
    BackendConfig { redispatch: Redispatch::ON, ..BackendConfig::new(Algorithm::RoundRobin, servers) }
}

fn active(servers: usize) -> BackendConfig {
    BackendConfig::new(Algorithm::RoundRobin, vec![checked(); servers])
}

#[test]
fn a_client_that_sends_no_request_is_told_408_and_one_that_leaves_is_told_nothing() {
    let mut hand = Hand::new(active(1));
    let slow = hand.balancer.open(hand.now, 7, &mut Vec::new());
    let gone = hand.balancer.open(hand.now, 8, &mut Vec::new());
    let out = hand.ask(|balancer, now, out| balancer.client_left(now, gone, out));
    assert!(matches!(out[..], [Output::Closed { token: 8, .. }]), "{out:?}");
    hand.wait(50);
    let out = hand.timer(slow);
    assert!(matches!(out[..], [Output::Answer { token: 7, .. }]), "{out:?}");
    assert_eq!(ending(&out), Some((408, "cR")));
}

#[test]
fn a_request_whose_client_has_left_is_served_all_the_same() {
    let mut hand = Hand::new(active(1));
    let (stream, _) = hand.request();
    assert_eq!(hand.ask(|balancer, now, out| balancer.client_left(now, stream, out)), []);
    assert!(hand.connected(stream, 1));
    assert_eq!(ending(&hand.answer(stream, 1)), Some((200, "--")));
}

#[test]
fn a_timer_that_comes_early_or_for_an_ended_stream_changes_nothing() {
    let mut hand = Hand::new(active(1));
    let (stream, _) = hand.request();
    hand.wait(4);
    assert_eq!(hand.timer(stream), []);
    assert!(hand.connected(stream, 1));
    hand.answer(stream, 1);
    hand.wait(100);
    assert_eq!(hand.timer(stream), []);
    assert_eq!(hand.answer(stream, 1), []);
    assert!(!hand.connected(stream, 1));
}

#[test]
fn the_backend_counts_what_its_servers_count_and_the_requests_that_had_none() {
    let mut hand = Hand::new(active(2));
    let (stream, _) = hand.request();
    hand.connected(stream, 1);
    hand.ask(|balancer, now, out| balancer.closed(now, stream, 1, out));
    hand.force(0, false);
    hand.force(1, false);
    hand.request();
    let counters = hand.balancer.backend().counters;
    assert_eq!((counters.stot, counters.eresp, counters.econ, counters.chkdown), (1, 1, 1, 2));
}
