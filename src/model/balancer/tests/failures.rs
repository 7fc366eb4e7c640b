//! Connections that fail.

use super::*;

#[test]
fn what_an_abandoned_attempt_brings_later_is_ignored() {
    let mut hand = Hand::new(active(2));
    let (stream, _) = hand.request();
    hand.wait(5);
    let out = hand.timer(stream);
    assert!(matches!(out[0], Output::Abandon { attempt: 1, .. }), "{out:?}");
    assert!(matches!(out[1], Output::Connect { attempt: 2, .. }), "{out:?}");
    assert!(!hand.connected(stream, 1));
    assert_eq!(hand.refused(stream, 1), []);
    assert!(hand.connected(stream, 2));
    assert_eq!(hand.answer(stream, 1), []);
}

#[test]
fn down_does_not_cut_a_connection_being_made_and_its_timeout_leads_to_the_backup_at_once() {
    let mut hand = Hand::new(active_passive(2));
    let (stream, first) = hand.request();
    assert_eq!(first, Some(0));
    hand.wait(1);
    assert_eq!(target(&hand.force(0, false)), None);
    assert_eq!(hand.balancer.doing(stream), Some(Doing::Connecting { server: ServerIndex(0) }));
    hand.wait(4);
    let out = hand.timer(stream);
    assert_eq!(target(&out), Some(1));
    assert!(hand.connected(stream, 2));
    let out = hand.answer(stream, 2);
    assert!(
        matches!(out[..], [Output::Answer { ending: Ending { retries: 1, redispatched: true, .. }, .. }]),
        "{out:?}"
    );
}

#[test]
fn a_lone_active_server_that_refuses_while_up_costs_three_pauses_and_then_503() {
    let mut hand = Hand::new(active_passive(2));
    let (stream, _) = hand.request();
    for attempt in 1..=3 {
        assert_eq!(armed(&hand.refused(stream, attempt)), Some(SimDuration::SECOND));
        hand.wait(1);
        assert_eq!(target(&hand.timer(stream)), Some(0));
    }
    assert_eq!(ending(&hand.refused(stream, 4)), Some((503, "SC")));
    assert_eq!(hand.now, SimTime::from_millis(3000));
    assert_eq!(hand.view(0).counters.econ, 1);
    assert_eq!(hand.view(0).counters.wretr, 3);
}

#[test]
fn a_server_that_swallows_every_connection_costs_a_connect_timeout_for_each_try() {
    let mut hand = Hand::new(active(1));
    let (stream, _) = hand.request();
    let mut last = Vec::new();
    for _ in 0..4 {
        hand.wait(5);
        last = hand.timer(stream);
    }
    assert_eq!(ending(&last), Some((503, "sC")));
    assert_eq!(hand.now, SimTime::from_millis(20_000));
}

#[test]
fn a_redispatch_passes_over_the_server_that_refused_though_it_is_its_turn_again() {
    for algorithm in [Algorithm::RoundRobin, Algorithm::LeastConn] {
        let servers = [5, 1].map(|weight| ServerConfig { weight, ..checked() });
        let config = BackendConfig { redispatch: Redispatch::ON, ..BackendConfig::new(algorithm, servers.to_vec()) };
        let mut hand = Hand::new(config);
        let (stream, first) = hand.request();
        assert_eq!((first, target(&hand.refused(stream, 1))), (Some(0), Some(1)), "{algorithm:?}");
    }
}

#[test]
fn connections_are_not_tried_again_where_only_something_else_is() {
    let mut config = active(2);
    config.retry_on = RetryOn::NONE;
    assert!(config.retry_on.add("empty-response"));
    let mut hand = Hand::new(config);
    let (stream, _) = hand.request();
    assert_eq!(ending(&hand.refused(stream, 1)), Some((503, "SC")));
    let (stream, _) = hand.request();
    assert!(hand.connected(stream, 1));
    let out = hand.ask(|balancer, now, out| balancer.closed(now, stream, 1, out));
    assert!(target(&out).is_some(), "{out:?}");
}

#[test]
fn what_is_no_request_is_told_400_and_reaches_nobody() {
    let mut hand = Hand::new(active(1));
    let stream = hand.balancer.open(hand.now, 0, &mut Vec::new());
    let out = hand.ask(|balancer, now, out| balancer.bad_request(now, stream, out));
    assert_eq!((ending(&out), target(&out)), (Some((400, "PR")), None));
    assert!(!is_target("/a#b") && is_target("/a?b"));
}
