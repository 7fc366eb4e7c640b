//! Semi-synchronous replication when replicas leave, differ or were never told of it.

use super::crash::missing;
use super::semi_sync::{semi_sync, status};
use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms, row};
use crate::case::Case;
use serde_json::Value;
use tierscope::conform::databases::{Bench, Client};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::settings::WaitPoint;
use tierscope::model::mysql::source::Start;

const SECOND: SimDuration = SimDuration::SECOND;

/// A primary with one replica, whose client has written once; `wait` says whether commits wait, too, where no replica is left.
fn waits_alone(case: &Case, wait: bool) -> (Bench, Client) {
    let mut settings = semi_sync(case.number("timeout_ms"));
    settings.semi_sync.wait_no_replica = wait;
    let mut bench = bench(settings, &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    (bench, writer)
}

/// Holds the latencies of the first two commits after the replica has left.
fn hold_two(case: &Case, name: &str, bench: &mut Bench, writer: Client) {
    for commit in ["first", "second"] {
        case.holds(&format!("{name}-{commit}"), insert(bench, writer).1);
    }
}

#[test]
fn semi_10_replica_process_killed() {
    let case = Case::load("semi-10-replica-process-killed");
    for (name, wait) in [("ON", true), ("OFF", false)] {
        let (mut bench, writer) = waits_alone(&case, wait);
        bench.kill(REPLICA);
        bench.advance(SECOND);
        hold_two(&case, name, &mut bench, writer);
        bench.restart(REPLICA, true);
        bench.advance(SECOND * 3);
        let back = bench.rows(REPLICA) == bench.rows(PRIMARY);
        case.holds(&format!("{name}-back"), vec![back.into(), Value::from(status(&bench))]);
    }
}

#[test]
fn semi_11_fastest_of_two() {
    let case = Case::load("semi-11-fastest-of-two");
    let delays = case.numbers("one_way_ms");
    let mut bench = bench(semi_sync(10_000.0), &delays);
    let writer = client(&mut bench);
    let mut took: Vec<f64> = (0..9).map(|_| insert(&mut bench, writer).1).collect();
    took.sort_by(f64::total_cmp);
    case.holds("fastest", took[4]);
    bench.advance(SECOND);
    bench.stall(PRIMARY, REPLICA);
    let (_, slow) = insert(&mut bench, writer);
    let carries = slow >= 2.0 * delays[1] && slow < 3.0 * delays[1];
    let no_timeout = bench.mysqld(PRIMARY).semi_sync.no_times == 0;
    case.holds("slow-carries", vec![carries.into(), no_timeout.into(), Value::from(status(&bench))]);
    bench.resume(PRIMARY, REPLICA);
    bench.advance(SECOND);
    let writers = [bench.write(writer, ms(1.0), SECOND * 60)];
    bench.advance(SECOND);
    bench.kill_host(PRIMARY);
    bench.advance(SECOND * 5);
    case.holds("fast-has-all", missing(&bench, REPLICA, &writers).len());
    case.holds("slow-lacks", missing(&bench, 2, &writers).len());
}

#[test]
fn semi_12_crash_after_fallback() {
    let case = Case::load("semi-12-crash-after-fallback");
    let mut bench = bench(semi_sync(case.number("timeout_ms")), &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SECOND);
    bench.stall(PRIMARY, REPLICA);
    insert_many(&mut bench, writer, 5);
    bench.kill_host(PRIMARY);
    bench.advance(SECOND * 5);
    case.holds("lost", bench.rows(REPLICA));
}

#[test]
fn semi_13_throughput() {
    let case = Case::load("semi-13-throughput");
    let (one_way, seconds) = (case.number("one_way_ms"), case.number("duration_s"));
    let rate = |writers: u64| {
        let mut bench = bench(semi_sync(10_000.0), &[one_way]);
        let clients: Vec<_> = (0..writers).map(|_| client(&mut bench)).collect();
        let length = SimDuration::from_seconds_f64(seconds);
        let writing: Vec<_> = clients.into_iter().map(|one| bench.write(one, SimDuration::ZERO, length)).collect();
        bench.advance(length);
        writing.into_iter().map(|writer| bench.acknowledged(writer).len()).sum::<usize>() as f64 / seconds
    };
    let rates: Vec<f64> =
        case.param("writers").as_array().into_iter().flatten().filter_map(Value::as_u64).map(rate).collect();
    case.holds("one", rates[0] * 2.0 * one_way / 1000.0);
    case.holds("four", rates[1] / rates[0]);
    case.holds("sixteen", rates[2] / rates[0]);
}

#[test]
fn semi_14_replica_leaves_cleanly() {
    let case = Case::load("semi-14-replica-leaves-cleanly");
    for (name, wait) in [("ON", true), ("OFF", false)] {
        let (mut bench, writer) = waits_alone(&case, wait);
        bench.with(REPLICA, |mysqld, io| mysqld.stop_receiver(io));
        bench.advance(SECOND);
        case.holds(&format!("{name}-clients"), bench.mysqld(PRIMARY).semi_sync_clients());
        hold_two(&case, name, &mut bench, writer);
        bench.with(REPLICA, |mysqld, io| mysqld.start_receiver(io));
        bench.advance(SECOND);
        let before = bench.mysqld(PRIMARY).semi_sync.yes_tx;
        insert(&mut bench, writer);
        let counts = bench.mysqld(PRIMARY).semi_sync.yes_tx == before + 1;
        case.holds(&format!("{name}-back"), counts && status(&bench) == "ON");
    }
}

#[test]
fn semi_15_replica_flag_needs_reconnect() {
    let case = Case::load("semi-15-replica-flag-needs-reconnect");
    let timeout = case.number("timeout_ms");
    let mut settings = semi_sync(timeout);
    settings.semi_sync.replica = false;
    let mut bench = bench(settings, &[1.0]);
    let writer = client(&mut bench);
    let (_, took) = insert(&mut bench, writer);
    bench.advance(SECOND);
    let received = bench.rows(REPLICA) == 1;
    case.holds("wait", vec![took >= timeout, received]);
    bench.with(REPLICA, |mysqld, _| mysqld.settings.semi_sync.replica = true);
    insert(&mut bench, writer);
    case.holds("flag-only", bench.mysqld(PRIMARY).semi_sync_clients());
    bench.with(REPLICA, |mysqld, io| {
        mysqld.stop_receiver(io);
        mysqld.start_receiver(io);
    });
    bench.advance(SECOND);
    insert(&mut bench, writer);
    case.holds("after", vec![bench.mysqld(PRIMARY).semi_sync_clients() == 1, status(&bench) == "ON"]);
}

/// A primary that dies while a commit waits for its replica's word; the replica is promoted and writes one row more.
fn killed_waiting() -> Bench {
    let mut settings = semi_sync(10_000.0);
    settings.semi_sync.wait_point = WaitPoint::AfterSync;
    let mut bench = bench(settings, &[1.0]);
    let writer = client(&mut bench);
    insert_many(&mut bench, writer, 3);
    bench.advance(SECOND);
    bench.stall(PRIMARY, REPLICA);
    let ask = bench.ask(writer, row(1));
    bench.advance(ms(500.0));
    assert!(bench.answer(ask).is_none());
    bench.kill_host(PRIMARY);
    bench.resume(PRIMARY, REPLICA);
    bench.advance(SECOND);
    bench.with(REPLICA, |mysqld, io| mysqld.promote(io));
    bench.with(REPLICA, |mysqld, io| mysqld.enable_semi_sync(false, io));
    let other = bench.connect(REPLICA).expect("it takes clients");
    insert(&mut bench, other);
    bench
}

#[test]
fn semi_16_old_primary_restart_role() {
    let case = Case::load("semi-16-old-primary-restart-role");
    let mut bench = killed_waiting();
    bench.restart(PRIMARY, true);
    let rows = bench.rows(PRIMARY);
    bench.follow(PRIMARY, REPLICA, Start::Auto);
    bench.advance(SECOND * 3);
    case.holds("plain", vec![rows as u64, u64::from(bench.status(PRIMARY).io_error)]);
    let mut bench = killed_waiting();
    bench.with(PRIMARY, |mysqld, _| mysqld.settings.restarts_as_replica = true);
    bench.restart(PRIMARY, true);
    let rows = bench.rows(PRIMARY);
    bench.follow(PRIMARY, REPLICA, Start::Auto);
    bench.advance(SECOND * 3);
    case.holds("role", vec![rows as u64, u64::from(bench.status(PRIMARY).io_error), bench.rows(PRIMARY) as u64]);
    assert_eq!(mariadb().semi_sync.wait_point, WaitPoint::AfterCommit);
}
