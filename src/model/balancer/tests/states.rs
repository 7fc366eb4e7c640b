//! States of servers, orders and reloads.

use super::*;

#[test]
fn the_log_tells_of_backups_and_of_the_end_of_all_servers() {
    let mut hand = Hand::new(active_passive(2));
    let (a, b, c) = (ServerIndex(0), ServerIndex(1), ServerIndex(2));
    let (down, up) = (
        |server| BalancerLog::ServerDown { server, cause: Cause::Forced },
        |server| BalancerLog::ServerUp { server, cause: Cause::Forced },
    );
    assert_eq!(logs(&hand.force(0, false)), [down(a), BalancerLog::BackupInUse { server: b }]);
    assert!(hand.view(1).in_use && !hand.view(2).in_use);
    assert_eq!(logs(&hand.force(1, false)), [down(b), BalancerLog::BackupInUse { server: c }]);
    assert_eq!(logs(&hand.force(2, false)), [down(c), BalancerLog::NoServerAvailable]);
    assert!(!hand.balancer.backend().up);
    assert_eq!(logs(&hand.force(0, true)), [up(a), BalancerLog::ActiveInUse { server: a }]);
    assert_eq!(logs(&hand.force(0, true)), []);
}

#[test]
fn maintenance_forgets_the_check_under_way_and_its_clock_goes_on() {
    let mut hand = Hand::new(active(1));
    let server = ServerIndex(0);
    let out = hand.ask(|balancer, now, out| balancer.check_due(now, server, out));
    assert!(matches!(out[0], Output::SendCheck { number: 1, .. }), "{out:?}");
    let out = hand.ask(|balancer, now, out| balancer.set_admin(now, server, Admin::Maint, out));
    assert!(matches!(out[1], Output::ArmCheck { .. }), "{out:?}");
    assert_eq!(hand.ask(|balancer, now, out| balancer.check_result(now, server, 1, CheckResult::Refused, out)), []);
    hand.wait(2);
    let out = hand.ask(|balancer, now, out| balancer.check_due(now, server, out));
    assert!(matches!(out[..], [Output::ArmCheck { .. }]), "{out:?}");
    hand.ask(|balancer, now, out| balancer.set_admin(now, server, Admin::Ready, out));
    assert_eq!(hand.view(0).status.to_string(), "UP 1/3");
    assert_eq!(hand.view(0).downtime, SimDuration::from_seconds(2));
}

/// When each server's first check is due, in milliseconds.
fn first_checks(inter_ms: &[u64]) -> Vec<u64> {
    let server = |&inter| {
        let check = CheckConfig { inter: SimDuration::from_millis(inter), ..CheckConfig::default() };
        ServerConfig { check: Some(check), ..ServerConfig::default() }
    };
    let hand = Hand::new(BackendConfig::new(Algorithm::RoundRobin, inter_ms.iter().map(server).collect()));
    let due = |output: &Output| match output {
        Output::ArmCheck { after, .. } => Some(after.as_nanos() / 1_000_000),
        _ => None,
    };
    hand.out.iter().filter_map(due).collect()
}

#[test]
fn first_checks_are_spread_over_the_interval() {
    assert_eq!(first_checks(&[2000; 4]), [0, 500, 1000, 1500]);
    assert_eq!(first_checks(&[400, 400]), [0, 200]);
    assert_eq!(first_checks(&[3000, 400, 9000]), [0, 1000, 6000]);
}

#[test]
fn a_failed_check_counts_only_while_the_server_is_up() {
    let mut hand = Hand::new(active(1));
    let server = ServerIndex(0);
    for number in 1..=3 {
        hand.ask(|balancer, now, out| balancer.check_due(now, server, out));
        hand.ask(|balancer, now, out| balancer.check_timeout(now, server, number, out));
        hand.wait(2);
    }
    let Counters { chkfail, chkdown, .. } = hand.view(0).counters;
    assert_eq!((chkfail, chkdown), (1, 1));
    assert_eq!(hand.view(0).checks.iter().collect::<Vec<_>>(), [CheckResult::Unanswered; 3]);
}

#[test]
fn a_reload_starts_positions_anew_and_keeps_health_and_open_requests() {
    let mut hand = Hand::new(active(3));
    hand.force(1, false);
    let (open, first) = hand.request();
    assert_eq!(first, Some(0));
    assert!(hand.connected(open, 1));
    hand.ask(|balancer, now, out| balancer.reload(now, active(3), out));
    assert_eq!(hand.view(1).status, Status::Down);
    assert_eq!(hand.view(0).open, 1);
    assert_eq!(hand.request().1, Some(0), "the turn begins with the first server again");
    assert_eq!(ending(&hand.answer(open, 1)), Some((200, "--")));
    let refusal = hand.balancer.reload(hand.now, active(2), &mut Vec::new());
    assert_eq!(refusal, Err(Refusal::ServerCount));
}

#[test]
fn retuning_changes_limits_and_not_the_turn() {
    let mut hand = Hand::new(active(3));
    assert_eq!(hand.request().1, Some(0));
    let mut config = active(3);
    config.timeouts.connect = SimDuration::from_seconds(9);
    config.servers[0].check = Some(CheckConfig { fall: 1, ..CheckConfig::default() });
    hand.ask(|balancer, _, _| balancer.retune(&config));
    assert_eq!(hand.view(0).status, Status::Up, "with fall 1 there is nothing between UP and DOWN");
    let (stream, server) = hand.request();
    assert_eq!(server, Some(1));
    assert_eq!(hand.balancer.deadline(stream), Some(SimTime::from_millis(9000)));
}

/// A check's result, with `http-check disable-on-404`.
fn checked_with(hand: &mut Hand, status: u16) -> String {
    hand.wait(2);
    hand.ask(|balancer, now, out| balancer.check_due(now, ServerIndex(0), out));
    let number = hand.out.iter().find_map(|output| match output {
        Output::SendCheck { number, .. } => Some(*number),
        _ => None,
    });
    let (number, result) = (number.expect("a check is due"), CheckResult::Status(status));
    hand.ask(|balancer, now, out| balancer.check_result(now, ServerIndex(0), number, result, out));
    hand.view(0).status.to_string()
}

#[test]
fn a_404_takes_a_server_out_until_a_check_passes_or_the_last_one_fails_and_brings_none_up() {
    let mut hand = Hand::new(BackendConfig { disable_on_404: true, ..active(2) });
    let mut after = |statuses: &[u16]| statuses.iter().map(|status| checked_with(&mut hand, *status)).last();
    assert_eq!(after(&[404]).as_deref(), Some("NOLB"));
    assert_eq!(after(&[500]).as_deref(), Some("NOLB 2/3"));
    assert_eq!(after(&[200]).as_deref(), Some("UP"));
    assert_eq!(after(&[404, 500, 500, 500]).as_deref(), Some("DOWN"));
    assert_eq!(after(&[404, 404]).as_deref(), Some("DOWN"));
    assert_eq!(after(&[200, 200]).as_deref(), Some("UP"));
}

#[test]
fn what_a_404_asked_for_ends_with_maintenance() {
    let mut hand = Hand::new(BackendConfig { disable_on_404: true, ..active(2) });
    assert_eq!(checked_with(&mut hand, 404), "NOLB");
    for admin in [Admin::Maint, Admin::Ready] {
        hand.ask(|balancer, now, out| balancer.set_admin(now, ServerIndex(0), admin, out)).clear();
    }
    assert_eq!(hand.view(0).status.to_string(), "UP 1/3");
}

#[test]
fn a_weight_set_during_a_slow_start_is_given_as_far_as_that_has_come() {
    let mut config = active(1);
    (config.servers[0].weight, config.servers[0].slowstart) = (100, SimDuration::from_seconds(5));
    let mut hand = Hand::new(config);
    hand.force(0, false);
    hand.force(0, true);
    hand.wait(1);
    hand.ask(|balancer, now, out| balancer.warmup_due(now, ServerIndex(0), out));
    hand.ask(|balancer, _, out| balancer.set_weight(ServerIndex(0), Weight::Units(50), out));
    assert_eq!((hand.view(0).weight, hand.view(0).set_weight), (13, 50));
    for units in [0, 100] {
        hand.ask(|balancer, _, out| balancer.set_weight(ServerIndex(0), Weight::Units(units), out));
    }
    assert_eq!(hand.view(0).weight, 25);
}
