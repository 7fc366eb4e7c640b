//! The other sites: one machine to which clients speak themselves, and databases on machines of their own.

use crate::broken::{Broken, RUNS, began, begin, end, errors, seconds, within};
use tierscope::model::note::Note;
use tierscope::model::observation::{Cause, Class};
use tierscope::simulation::Simulation;
use tierscope::snapshot::Role;

/// A load that one machine carries with everything on it.
const SIMPLE: &str = "&preset=simple&rps=150";

/// How those ended who began between these instants, all of them followed: class, cause and seconds.
fn ends(run: &Simulation, from: f64, to: f64) -> Vec<(Class, Option<Cause>, f64)> {
    let told = began(run, from, to).into_iter().map(|journey| {
        let (class, _, after) = end(journey).unwrap_or_else(|| panic!("still under way: {journey:?}"));
        let cause = journey.ended.and_then(|(_, outcome)| outcome.cause).map(|(cause, _)| cause);
        (class, cause, after)
    });
    told.collect()
}

#[test]
fn one_machine_whose_nginx_is_dead_refuses_after_one_round_trip_and_cuts_who_was_connected() {
    let mut crash = Broken::begin("server-1.nginx", SIMPLE, 3);
    crash.run.follow(7);
    crash.play(20.0);
    let refused = ends(&crash.run, crash.at, crash.at + 15.0);
    assert!(refused.len() > 200);
    for (class, cause, after) in refused {
        assert_eq!((class, cause), (Class::Refused, Some(Cause::NginxRefused)));
        within("a round trip of 40 ms, 2 ms of jitter each way", after, 0.036, 0.044);
    }
    // Of 150 a second some 0.09 s long, those are under way whose connection stands.
    within("cut", errors(&crash.run, &[Cause::NginxCut]) as f64, 2.0, 25.0);
    let ledger = crash.run.meter().ledger();
    assert_eq!((ledger.timed_out, ledger.failed), (0, errors(&crash.run, &[Cause::NginxCut])));
}

#[test]
fn one_machine_that_is_off_is_silent_and_every_client_waits_its_whole_patience() {
    let mut crash = Broken::begin("server-1", SIMPLE, 4);
    crash.run.follow(7);
    crash.play(30.0);
    for (class, cause, after) in ends(&crash.run, crash.at, crash.at + 15.0) {
        assert_eq!((class, cause), (Class::TimedOut, Some(Cause::GaveUp)));
        within("patience", after, 9.999, 10.001);
    }
    let ledger = crash.run.meter().ledger();
    assert_eq!(ledger.errors(), ledger.timed_out);
}

#[test]
fn one_machine_is_itself_again_when_what_died_is_started() {
    for what in ["server-1", "server-1.nginx", "server-1.app", "server-1.mysqld"] {
        let mut run = begin(&format!("preset=simple&rps=150&do=crash:{what}@10s,restart:{what}@20s&seed=5"));
        run.follow(7);
        assert!(run.advance_to(seconds(40.0), u64::MAX));
        assert!(run.meter().ledger().errors() > 100, "{what}");
        for (class, _, after) in ends(&run, 21.0, 35.0) {
            assert_eq!(class, Class::Answered, "{what}");
            within(what, after, 0.07, 1.0);
        }
    }
}

#[test]
fn nginx_learns_a_crossing_later_that_its_client_has_left_and_the_application_goes_on() {
    // A page takes 10 s, its client waits 1 s, and the next comes 10 s later on average.
    let mut run = begin("preset=simple&rps=0.1&static=0&work=const:10s&giveup=1s&wanjitter=0&seed=1");
    let left = |run: &Simulation| run.meter().ledger().timed_out == 1;
    while !left(&run) {
        assert!(run.step());
    }
    let state = |run: &Simulation| {
        let snapshot = run.snapshot();
        let server = &snapshot.servers[0];
        let busy = server.app.workers.iter().filter(|worker| **worker != tierscope::snapshot::WorkerView::Idle).count();
        (server.nginx.open, busy)
    };
    let gave_up = run.now().as_seconds();
    assert_eq!(state(&run), (1, 1));
    assert!(run.advance_to(seconds(gave_up + 0.0199), u64::MAX));
    assert_eq!(state(&run), (1, 1));
    assert!(run.advance_to(seconds(gave_up + 0.0201), u64::MAX));
    assert_eq!(state(&run), (0, 1));
}

#[test]
fn a_full_nginx_turns_clients_away_itself() {
    let mut run = begin("preset=simple&rps=150&ngconns=12&work=exp:40ms&seed=3");
    assert!(run.advance_to(seconds(60.0), u64::MAX));
    assert!(errors(&run, &[Cause::TurnedAway]) > 1_000 && errors(&run, &[Cause::NginxFull]) == 0);
    assert_eq!(run.meter().ledger().failed, errors(&run, &[Cause::TurnedAway, Cause::UpstreamFull]));
}

#[test]
fn one_machine_knows_no_balancer_and_no_manager() {
    let mut run = begin("preset=simple&do=crash:server-1@5s,restart:server-1@9s,rps:100@12s&seed=2");
    assert!(run.advance_to(seconds(30.0), u64::MAX));
    let snapshot = run.snapshot();
    assert!(snapshot.balancer.is_none() && snapshot.manager.is_none() && snapshot.databases.is_empty());
    assert_eq!(snapshot.servers.len(), 1);
    assert_eq!(snapshot.servers[0].database.as_ref().map(|database| database.role), Some(Role::Primary));
    let told = |note: &Note| matches!(note, Note::Balancer(_) | Note::DatabaseDead { .. } | Note::Routed { .. });
    assert!(!run.log().iter().any(|line| told(&line.note)));
}

#[test]
fn when_db_1_goes_off_db_2_reigns_after_3_to_4_seconds_and_the_site_goes_on() {
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("db-1", "&preset=dedicated", seed);
        crash.play(20.0);
        let promoted = |note: &Note| matches!(note, Note::Promoted { machine, .. } if machine.as_database() == Some(1));
        within("promotion", crash.after(promoted).unwrap_or(f64::NAN), 3.0, 4.01);
        assert_eq!(crash.down(), None, "no server is hit");
        let (errors, longest) = crash.observe(40.0);
        assert_eq!(errors, 0);
        within("longest response", longest, 0.1, 1.0);
        assert_eq!(crash.run.snapshot().lost_count, 0);
    }
}

#[test]
fn a_link_between_a_server_and_a_database_can_be_cut_alone() {
    let mut run = begin("preset=dedicated&do=partition:server-1~db-1@10s,heal:server-1~db-1@20s&seed=6");
    assert!(run.advance_to(seconds(19.0), u64::MAX));
    // The manager hears db-1 all the while; writes from server-1 do not get there.
    assert!(!run.log().iter().any(|line| matches!(line.note, Note::DatabaseDead { .. })));
    // Eight workers, each held for the 2 s of the limit.
    within("writes", errors(&run, &[Cause::DbTimeout]) as f64, 20.0, 40.0);
    assert!(run.advance_to(seconds(40.0), u64::MAX));
    let before = run.meter().ledger().errors();
    assert!(run.advance_to(seconds(60.0), u64::MAX));
    assert_eq!(run.meter().ledger().errors(), before);
}
