//! A frozen machine is silent; a frozen process has a kernel that accepts connections for it, so that some think it alive.

use crate::run::{at, go_on, noted, observe, play};
use tierscope::model::balancer::BalancerLog;
use tierscope::model::note::Note;
use tierscope::model::observation::Cause;
use tierscope::simulation::Simulation;

fn downs(run: &Simulation) -> Vec<f64> {
    noted(run, |note| matches!(note, Note::Balancer(BalancerLog::ServerDown { .. })))
}

#[test]
fn a_tcp_check_takes_a_frozen_nginx_for_alive_and_an_http_check_does_not() {
    let script = "rps=8&do=freeze:server-1.nginx@12s,thaw:server-1.nginx@60s";
    let fooled = play(&format!("check=tcp&{script}"), 60.0);
    assert_eq!(downs(&fooled), Vec::<f64>::new());
    // Every request of 48 s but the last ten seconds' has been given up.
    assert!((240..380).contains(&fooled.meter().ledger().timed_out), "{:?}", fooled.meter().ledger());
    // At 200/s the kernel's backlog of 511 is full in three seconds, and then it accepts no more.
    let full = play(&format!("check=tcp&{}", script.replace("rps=8", "rps=200")), 60.0);
    assert_eq!(downs(&full).len(), 1);
    let noticed = play(&format!("check=static&{script}"), 60.0);
    let [down] = downs(&noticed)[..] else { panic!("{:?}", downs(&noticed)) };
    assert!((22.0..=26.0).contains(&down), "three unanswered checks of 2 s, begun every 4 s: {down}");
}

#[test]
fn what_thaws_goes_on_where_it_was_and_answers_what_waited() {
    let mut run = play("do=freeze:server-1@12s,thaw:server-1@14s", 15.5);
    assert_eq!(run.meter().ledger().errors(), 0);
    let longest = run.meter().responses().max().as_seconds();
    assert!((2.0..4.5).contains(&longest), "the first one waited the whole freeze: {longest}");
    go_on(&mut run, 30.0);
    let (errors, longest) = observe(&mut run, 30.0);
    assert!(errors == 0 && longest < 0.5, "{errors} {longest}");
}

#[test]
fn a_frozen_balancer_holds_every_client_up_and_loses_none() {
    let run = play("ngconns=65536&backlog=4096&workers=64&do=freeze:lb-1.haproxy@10s,thaw:lb-1.haproxy@15s", 40.0);
    let ledger = run.meter().ledger();
    assert_eq!((ledger.refused, ledger.failed), (0, 0));
    assert_eq!(noted(&run, |note| matches!(note, Note::Balancer(BalancerLog::ServerDown { .. }))), Vec::<f64>::new());
    assert!(run.meter().responses().max().as_seconds() > 4.9);
}

#[test]
fn a_frozen_application_fills_its_accept_queue_and_then_connections_are_dropped() {
    let run = play("do=freeze:server-1.app@10s", 20.0);
    let server = &run.world().servers()[0];
    assert_eq!((server.app.station.busy(), server.app.station.waiting()), (server.app.station.busy(), 129));
    assert!(server.nginx.upstream > 129 + 8, "{}", server.nginx.upstream);
    let files = run.meter().responses();
    assert!(files.max().as_seconds() < 12.0);
}

#[test]
fn a_frozen_primary_is_replaced_and_what_it_acknowledges_after_its_thaw_is_lost() {
    let script = "do=freeze:server-1.mysqld@12s,thaw:server-1.mysqld@20s";
    let run = play(script, 60.0);
    let promoted = noted(&run, |note| matches!(note, Note::Promoted { .. }));
    assert!(promoted.len() == 1 && (14.0..17.0).contains(&promoted[0]), "{promoted:?}");
    // What waited in the frozen one's sockets it writes when it thaws: into a log that nobody follows.
    let errant = noted(&run, |note| matches!(note, Note::Errant { .. }));
    assert!(!errant.is_empty() && errant.iter().all(|at| *at > 20.0), "{errant:?}");
    let lost = run.snapshot().lost_count;
    assert!((5..30).contains(&lost), "a few for each worker that waited: {lost}");
    let read_only: Vec<bool> = run.world().nodes().iter().map(|node| node.mysqld.read_only).collect();
    assert_eq!(read_only, [true, false, true]);
    assert_eq!(run.world().reigning().map(|node| node.promoted), Some(true));
}

#[test]
fn a_killed_process_is_not_frozen_any_more() {
    let mut run = play("do=freeze:server-1.nginx@10s,crash:server-1.nginx@11s,restart:server-1.nginx@12s", 12.5);
    assert_eq!(run.world().frozen().len(), 0);
    let refused = |run: &Simulation| run.meter().errors().iter().any(|error| error.cause == Cause::ServerClosed);
    assert!(refused(&run), "its kernel reset what had waited: {:?}", run.meter().errors());
    go_on(&mut run, 30.0);
    let (errors, _) = observe(&mut run, 20.0);
    assert_eq!(errors, 0);
    assert!(run.now() == at(50.0));
}

#[test]
fn what_waited_for_a_frozen_machine_is_lost_when_it_goes_off() {
    let run = play("do=freeze:lb-1@10s,crash:lb-1@12s", 30.0);
    let errors = run.meter().errors();
    assert!(errors.iter().all(|error| error.cause == Cause::GaveUp), "{errors:?}");
    assert_eq!(run.meter().ledger().errors(), errors.iter().map(|error| error.n).sum::<u64>());
}
