//! Queues and limits.

use super::*;

/// Servers that have room for one request each.
fn one_place_each(algorithm: Algorithm, weights: &[u32]) -> Hand {
    let server = |&weight| ServerConfig { weight, maxconn: Some(1), ..checked() };
    Hand::new(BackendConfig::new(algorithm, weights.iter().map(server).collect()))
}

impl Hand {
    /// A request that a server has accepted.
    fn held(&mut self) -> (StreamId, Option<u16>) {
        let (stream, server) = self.request();
        self.connected(stream, 1);
        (stream, server)
    }

    fn order(&mut self, server: u16, admin: Admin) -> Vec<Output> {
        self.ask(|balancer, now, out| balancer.set_admin(now, ServerIndex(server), admin, out))
    }
}

#[test]
fn a_drained_server_takes_no_backlog_and_neither_does_one_that_is_ready_again() {
    let mut hand = one_place_each(Algorithm::RoundRobin, &[1]);
    let (first, _) = hand.held();
    let (waiting, _) = hand.request();
    hand.order(0, Admin::Drain);
    assert_eq!(target(&hand.answer(first, 1)), None);
    assert_eq!(target(&hand.order(0, Admin::Ready)), None);
    // Nobody is served, so the backlog keeps nobody from a look at the servers; the freed place then goes to it.
    let (second, server) = hand.held();
    assert_eq!(server, Some(0));
    let out = hand.answer(second, 1);
    assert!(matches!(out[1], Output::Connect { stream, .. } if stream == waiting), "{out:?}");
}

#[test]
fn behind_a_backlog_the_turn_does_not_look_at_the_servers_and_leastconn_does() {
    for (algorithm, chosen) in [(Algorithm::RoundRobin, None), (Algorithm::LeastConn, Some(1))] {
        let mut hand = one_place_each(algorithm, &[1, 1]);
        hand.order(1, Admin::Drain);
        hand.held();
        assert_eq!(hand.request().1, None);
        hand.order(1, Admin::Ready);
        assert_eq!(hand.request().1, chosen, "{algorithm:?}");
    }
}

#[test]
fn without_any_server_a_new_request_is_refused_and_the_backlog_stays() {
    let mut hand = one_place_each(Algorithm::RoundRobin, &[1]);
    hand.held();
    let (waiting, _) = hand.request();
    hand.force(0, false);
    let late = hand.balancer.open(hand.now, 0, &mut Vec::new());
    let out = hand.ask(|balancer, now, out| balancer.request(now, late, RequestKey::default(), out));
    assert_eq!(ending(&out), Some((503, "SC")));
    assert_eq!(hand.balancer.doing(waiting), Some(Doing::Queued { server: None }));
    hand.wait(5);
    assert_eq!(ending(&hand.timer(waiting)), Some((503, "sQ")));
}

#[test]
fn a_place_that_a_redispatch_frees_goes_to_the_backlog_before_the_new_choice() {
    let mut hand = one_place_each(Algorithm::RoundRobin, &[1, 1]);
    let mut config = hand.balancer.config().clone();
    config.redispatch = Redispatch::ON;
    hand.balancer.retune(&config);
    let (refused, first) = hand.request();
    hand.held();
    let (waiting, _) = hand.request();
    let out = hand.refused(refused, 1);
    assert!(
        matches!(out[0], Output::Connect { stream, server, .. } if stream == waiting && Some(server.0) == first),
        "{out:?}"
    );
    assert_eq!(hand.balancer.doing(refused), Some(Doing::Queued { server: None }));
}

#[test]
fn a_backup_takes_the_older_backlog_before_what_waits_for_it_alone() {
    let server = ServerConfig { maxconn: Some(1), ..checked() };
    let servers = vec![server, ServerConfig { backup: true, ..server }];
    let mut hand = Hand::new(BackendConfig::new(Algorithm::LeastConn, servers));
    hand.held();
    let (older, _) = hand.request();
    hand.force(0, false);
    let (on_backup, _) = hand.held();
    let (younger, _) = hand.request();
    assert_eq!(hand.balancer.doing(older), Some(Doing::Queued { server: None }));
    assert_eq!(hand.balancer.doing(younger), Some(Doing::Queued { server: Some(ServerIndex(1)) }));
    let out = hand.answer(on_backup, 1);
    assert!(matches!(out[1], Output::Connect { stream, .. } if stream == older), "{out:?}");
}

#[test]
fn a_choice_that_finds_all_full_begins_a_new_round_in_which_only_weights_count() {
    let mut hand = one_place_each(Algorithm::RoundRobin, &[2, 1, 1]);
    let held: Vec<_> = (0..3).map(|_| hand.held()).collect();
    assert_eq!(held.iter().map(|held| held.1).collect::<Vec<_>>(), [Some(0), Some(1), Some(2)]);
    // Two more find all full; each of them is given the place that comes free.
    let mut last = held[2].0;
    for _ in 0..2 {
        let (waiting, server) = hand.request();
        assert_eq!((server, target(&hand.answer(last, 1))), (None, Some(2)));
        hand.connected(waiting, 1);
        last = waiting;
    }
    for stream in [last, held[0].0, held[1].0] {
        hand.answer(stream, 1);
    }
    let (stream, server) = hand.held();
    hand.answer(stream, 1);
    assert_eq!((server, hand.request().1), (Some(0), Some(1)));
}

/// Two servers with one place each; both are taken by one client's and by another's first request.
fn two_places(redispatch: Redispatch) -> (Hand, StreamId) {
    let server = ServerConfig { maxconn: Some(1), ..checked() };
    let mut hand = Hand::new(BackendConfig { redispatch, ..BackendConfig::new(Algorithm::Source, vec![server; 2]) });
    let mut from = |source| {
        let stream = hand.balancer.open(hand.now, 0, &mut Vec::new());
        hand.ask(|balancer, now, out| {
            balancer.request(now, stream, RequestKey { hash: Some(source), source, ..RequestKey::default() }, out)
        });
        stream
    };
    let (_, second, waiting) = (from(0), from(1), from(0));
    assert_eq!(hand.balancer.doing(waiting), Some(Doing::Queued { server: Some(ServerIndex(0)) }));
    assert!(hand.connected(second, 1));
    (hand, second)
}

#[test]
fn who_waits_for_a_server_that_goes_down_waits_on_unless_redispatch_is_on() {
    let (mut hand, _) = two_places(Redispatch::Off);
    hand.force(0, false);
    assert_eq!((hand.view(0).queued, hand.view(1).queued), (1, 0));
    let (mut hand, second) = two_places(Redispatch::ON);
    hand.force(0, false);
    assert_eq!((hand.view(0).queued, hand.view(1).queued), (0, 1));
    let out = hand.answer(second, 1);
    assert_eq!(target(&out), Some(1), "the freed place goes to the one that was moved");
}

#[test]
fn a_free_place_goes_to_whoever_has_waited_longest_for_it_or_for_any() {
    let server = ServerConfig { maxconn: Some(1), ..checked() };
    let mut hand = Hand::new(BackendConfig::new(Algorithm::RoundRobin, vec![ServerConfig { backup: true, ..server }]));
    // A backup in use alone is given everything, so that its own queue fills.
    let (first, _) = hand.request();
    let (second, _) = hand.request();
    assert_eq!(hand.balancer.doing(second), Some(Doing::Queued { server: Some(ServerIndex(0)) }));
    hand.connected(first, 1);
    let out = hand.answer(first, 1);
    assert!(matches!(out[1], Output::Connect { stream, .. } if stream == second), "{out:?}");
}
