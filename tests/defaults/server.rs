//! server-1 goes off: who notices, who waits, who is turned away, and how it comes back.

use crate::broken::{Broken, RUNS, SERVER_1, SERVER_2, began, begin, end, errors, seconds, within};
use tierscope::engine::time::SimTime;
use tierscope::model::balancer::BalancerLog;
use tierscope::model::note::Note;
use tierscope::model::observation::{Cause, Class};
use tierscope::simulation::Simulation;
use tierscope::snapshot::Role;

#[test]
fn when_server_1_goes_off_haproxy_notices_after_10_to_12_seconds_and_the_manager_promotes_server_2_after_3_to_4() {
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("server-1", "", seed);
        crash.play(13.0);
        within("DOWN", crash.down().unwrap_or(f64::NAN), 10.0, 12.0);
        within("promotion", crash.after(|note| matches!(note, Note::Promoted { .. })).unwrap_or(f64::NAN), 3.0, 4.01);
        let promoted = |note: &Note| matches!(note, Note::Promoted { machine, .. } if *machine == SERVER_2);
        assert!(crash.after(promoted).is_some(), "the first declared of two equal replicas");
        assert!(crash.after(|note| matches!(note, Note::Balancer(BalancerLog::BackupInUse { .. }))).is_some());
    }
}

#[test]
fn when_server_1_goes_off_those_time_out_who_began_more_than_5_seconds_before_it_is_down() {
    let mut total = 0.0;
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("server-1", "", seed);
        crash.play(40.0);
        // They still wait for a connection to server-1, or their request was on it, when their clients give up.
        let of_server_1 = crash.run.meter().errors().into_iter().filter(|error| {
            let place = error.place;
            error.cause == Cause::GaveUp && (place.machine == SERVER_1 || place.peer == SERVER_1)
        });
        let timed_out = of_server_1.map(|error| error.n).sum::<u64>() as f64;
        // 200 a second of (DOWN - 5 s): give or take three standard deviations of a Poisson number.
        let expected = 200.0 * (crash.down().unwrap_or(f64::NAN) - 5.0);
        within(&format!("seed {seed}"), timed_out, expected - 3.0 * expected.sqrt(), expected + 3.0 * expected.sqrt());
        total += timed_out;
    }
    within("mean", total / RUNS as f64, 1_000.0, 1_400.0);
}

#[test]
fn requests_of_the_last_5_seconds_before_down_are_answered_about_5_seconds_late() {
    let (mut answered, mut all, mut late) = (0, 0, 0.0);
    for seed in 1..=5 {
        let mut crash = Broken::begin("server-1", "", seed);
        crash.run.follow(7);
        crash.play(24.0);
        let down = crash.at + crash.down().unwrap_or(f64::NAN);
        for journey in began(&crash.run, down - 4.9, down - 0.1) {
            let Some((class, _, after)) = end(journey) else { panic!("still under way: {journey:?}") };
            all += 1;
            if class == Class::Answered {
                within("response", after, 5.0, 10.0);
                answered += 1;
                late += after;
            }
        }
    }
    assert!(all > 500, "{all} journeys");
    within("answered", f64::from(answered) / f64::from(all), 0.75, 1.0);
    within("mean response", late / f64::from(answered), 5.0, 6.5);
}

/// Requests that do not get through the backup's crowd: begun late or redirected late, and unanswered.
fn crowded_out(crash: &Broken) -> u64 {
    let at_backup = crash.run.meter().errors().into_iter().filter(|error| {
        let place = error.place;
        place.machine == SERVER_2 || place.peer == SERVER_2
    });
    at_backup.map(|error| error.n).sum()
}

#[test]
fn the_crowd_at_the_backup_costs_20_to_200_requests_more_where_nginx_has_connections_enough() {
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("server-1", "&ngconns=4096", seed);
        crash.play(45.0);
        let timed_out = errors(&crash.run, &[Cause::GaveUp]);
        assert_eq!(crash.run.meter().ledger().errors(), timed_out, "seed {seed}: nothing but time-outs");
        within(&format!("seed {seed}"), crowded_out(&crash) as f64, 20.0, 200.0);
    }
}

#[test]
fn with_512_connections_a_worker_nginx_refuses_the_crowd_sooner_than_its_clients_give_up() {
    let mut total = 0;
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("server-1", "", seed);
        crash.play(45.0);
        let full = errors(&crash.run, &[Cause::NginxFull, Cause::UpstreamFull]);
        assert_eq!(crash.run.meter().ledger().failed, full, "seed {seed}: 502 and 500 for no other reason");
        within(&format!("seed {seed}"), crowded_out(&crash) as f64, 60.0, 450.0);
        total += full;
    }
    within("refused by nginx, mean", total as f64 / RUNS as f64, 100.0, 350.0);
}

#[test]
fn fifteen_seconds_after_down_every_response_is_under_half_a_second() {
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("server-1", "", seed);
        crash.play(12.0);
        let down = crash.down().unwrap_or(f64::NAN);
        crash.play(down + 15.0);
        let (errors, longest) = crash.observe(30.0);
        assert_eq!(errors, 0, "seed {seed}");
        within(&format!("seed {seed}: longest response"), longest, 0.0, 0.5);
    }
}

#[test]
fn a_restarted_server_1_serves_again_after_2_to_6_seconds_and_its_database_is_no_primary() {
    for seed in 1..=RUNS {
        let millis = 12_000 + seed * 370 % 2_000;
        for ship in ["", "&ship=250ms"] {
            let back = millis + 30_000;
            let script = format!("do=crash:server-1@{millis}ms,restart:server-1@{back}ms&seed={seed}{ship}");
            let mut run = begin(&script);
            run.advance_to(SimTime::from_millis(back), u64::MAX);
            let lost = run.snapshot().lost_count;
            for second in 1..=16 {
                run.advance_to(SimTime::from_millis(back + 1_000 * second), u64::MAX);
                one_primary(&run, &script);
            }
            let up = run.log().iter().find(|line| matches!(line.note, Note::Balancer(BalancerLog::ServerUp { .. })));
            let after = up.map_or(f64::NAN, |line| line.at.as_seconds() - back as f64 / 1_000.0);
            within(&script, after, 2.0, 6.0);
            let snapshot = run.snapshot();
            let database = snapshot.servers[0].database.as_ref().expect("server-1 has a database");
            // Where it holds writes that the new primary never got, it stays out of the group for good.
            assert_eq!((database.errant, database.role == Role::Out), (lost, lost > 0), "{script}");
            let in_use = |index| snapshot.belief(index).is_some_and(|server| server.in_use);
            assert!(in_use(0) && !in_use(1), "{script}");
        }
    }
}

/// Asserts that server-2's database is the primary and nobody else takes writes.
fn one_primary(run: &Simulation, script: &str) {
    for server in run.snapshot().servers {
        let Some(database) = server.database else { panic!("{script}: no database on {}", server.machine) };
        let is_new = server.machine == SERVER_2;
        assert_eq!(
            (database.role == Role::Primary, database.read_only),
            (is_new, !is_new),
            "{script}: {}",
            server.machine
        );
    }
    assert_eq!(run.audit(), Ok(()), "{script}");
}

#[test]
fn crash_takeover_promotion_and_return_fit_in_a_minute() {
    let mut run = begin("do=crash:server-1@12s,restart:server-1@42s&seed=42");
    run.advance_to(seconds(60.0), u64::MAX);
    let mut turns = run.log().iter().filter_map(|line| match line.note {
        Note::Crashed(_) => Some("crash"),
        Note::Promoted { .. } => Some("promoted"),
        Note::Balancer(BalancerLog::BackupInUse { .. }) => Some("backup"),
        Note::Restarted(_) => Some("restart"),
        Note::Balancer(BalancerLog::ActiveInUse { .. }) => Some("active"),
        _ => None,
    });
    assert!(turns.by_ref().eq(["crash", "promoted", "backup", "restart", "active"]));
}
