//! The end of a primary: what survives it, and what the one that returns has and the others have not.

use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms};
use crate::case::Case;
use tierscope::conform::databases::{Bench, Writer};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::log::Gtid;
use tierscope::model::mysql::source::Start;

/// What was acknowledged and a server has not, applied or received.
pub fn missing(bench: &Bench, server: usize, writers: &[Writer]) -> Vec<Gtid> {
    let acknowledged = writers.iter().flat_map(|writer| bench.acknowledged(*writer));
    let mut missing: Vec<Gtid> = acknowledged.map(|(_, gtid)| *gtid).filter(|gtid| !bench.has(server, *gtid)).collect();
    missing.sort();
    missing
}

/// Whether a server's log is a beginning of the primary's.
fn is_prefix(bench: &Bench, server: usize) -> bool {
    let log = &bench.mysqld(server).log;
    log.shared(&bench.mysqld(PRIMARY).log) == log.len()
}

/// A primary whose replica has received 30 transactions and applied none of them, and which is then killed.
fn received_not_applied() -> Bench {
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    bench.costs(REPLICA).apply_row = ms(100.0);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_applier(io));
    insert_many(&mut bench, writer, 30);
    bench.advance(SimDuration::SECOND);
    bench.kill(PRIMARY);
    bench
}

#[test]
fn crash_01_relay_log_applied_after_primary_death() {
    let case = Case::load("crash-01-relay-log-applied-after-primary-death");
    let mut bench = received_not_applied();
    bench.with(REPLICA, |mysqld, io| mysqld.start_applier(io));
    bench.advance(SimDuration::from_seconds(10));
    case.holds("all-applied", bench.rows(REPLICA) == 30);
    bench.with(REPLICA, |mysqld, io| mysqld.promote(io));
    let writer = bench.connect(REPLICA).expect("it takes clients");
    let (done, _) = insert(&mut bench, writer);
    case.holds("next-id", done.key);
    case.holds("gtid", bench.gtid(REPLICA));
}

#[test]
fn crash_02_reset_slave_discards_relay_log() {
    let case = Case::load("crash-02-reset-slave-discards-relay-log");
    let mut bench = received_not_applied();
    bench.with(REPLICA, |mysqld, io| mysqld.promote(io));
    bench.advance(SimDuration::from_seconds(10));
    case.holds("lost", bench.rows(REPLICA));
}

#[test]
fn crash_03_async_kill_process() {
    let case = Case::load("crash-03-async-kill-process");
    let mut bench = bench(mariadb(), &[case.number("link_one_way_ms")]);
    let client = client(&mut bench);
    let writer = bench.write(client, ms(case.number("writer_gap_ms")), SimDuration::from_seconds(60));
    // It dies inside a statement.
    bench.advance(SimDuration::SECOND);
    let written = bench.acknowledged(writer).len();
    bench.until(SimDuration::SECOND, |bench| bench.acknowledged(writer).len() > written);
    bench.advance(ms(case.number("writer_gap_ms") + 1.0));
    bench.kill(PRIMARY);
    bench.advance(SimDuration::from_seconds(5));
    case.holds("prefix", is_prefix(&bench, REPLICA));
    case.holds("few-lost", missing(&bench, REPLICA, &[writer]).len());
    let error = bench.failed(writer).and_then(Result::err);
    case.holds("client-error", error.map(|error| error.number()));
}

#[test]
fn crash_04_async_host_loss() {
    let case = Case::load("crash-04-async-host-loss");
    let one_way = ms(case.number("link_one_way_ms"));
    let mut bench = bench(mariadb(), &[case.number("link_one_way_ms")]);
    let client = client(&mut bench);
    let writer = bench.write(client, ms(case.number("writer_gap_ms")), SimDuration::from_seconds(60));
    bench.advance(SimDuration::from_seconds(2));
    let crash = bench.now();
    bench.kill_host(PRIMARY);
    bench.advance(SimDuration::from_seconds(5));
    let acknowledged = bench.acknowledged(writer);
    let lost = missing(&bench, REPLICA, &[writer]);
    let late = acknowledged.iter().filter(|(at, _)| crash.since(*at) < one_way).count();
    case.holds("prefix", is_prefix(&bench, REPLICA));
    case.holds("some-lost", lost.len());
    case.holds("window", lost.len() as f64 - late as f64);
    let newest: Vec<Gtid> = acknowledged[acknowledged.len() - lost.len()..].iter().map(|(_, gtid)| *gtid).collect();
    case.holds("last-ones", newest == lost);
}

/// A primary that dies with three rows of this value which its replica lacks; the replica is promoted.
pub fn parted(value: u64) -> Bench {
    let mut settings = mariadb();
    settings.sync_binlog = true;
    let mut bench = bench(settings, &[1.0]);
    let writer = client(&mut bench);
    insert_many(&mut bench, writer, 5);
    bench.advance(SimDuration::SECOND);
    bench.stall(PRIMARY, REPLICA);
    (0..3).for_each(|_| assert!(bench.run(writer, super::row(value)).0.is_ok()));
    bench.kill_host(PRIMARY);
    bench.resume(PRIMARY, REPLICA);
    bench.advance(SimDuration::SECOND);
    bench.with(REPLICA, |mysqld, io| mysqld.promote(io));
    bench
}

/// A primary whose host is lost while it is written to; its two replicas, over links of their own, have received what they have.
fn siblings(case: &Case) -> Bench {
    let mut bench = bench(mariadb(), &case.numbers("link_ms"));
    let client = client(&mut bench);
    bench.write(client, ms(4.0), SimDuration::from_seconds(60));
    bench.advance(SimDuration::from_seconds(2));
    bench.kill_host(PRIMARY);
    bench.advance(SimDuration::from_seconds(5));
    bench
}

/// The recorded `Last_IO_Error` of an entry of a case's timeline.
pub fn io_error(case: &Case, entry: usize) -> String {
    let told = &case.run(0)["timeline"][entry]["outcome"]["slave"]["Last_IO_Error"];
    told.as_str().expect("a message was recorded").to_owned()
}

#[test]
fn crash_14_repoint_siblings() {
    let case = Case::load("crash-14-repoint-siblings");
    let mut bench = siblings(&case);
    case.holds("differ", bench.mysqld(REPLICA).log.len() - bench.mysqld(2).log.len());
    bench.with(REPLICA, |mysqld, io| mysqld.promote(io));
    bench.follow(2, REPLICA, Start::Auto);
    let writer = bench.connect(REPLICA).expect("it takes clients");
    insert_many(&mut bench, writer, 3);
    bench.advance(SimDuration::from_seconds(5));
    case.holds(
        "sibling-fills",
        bench.mysqld(2).log == bench.mysqld(REPLICA).log && bench.rows(2) == bench.rows(REPLICA),
    );
    case.holds("gtid-equal", bench.gtid(2) == bench.gtid(REPLICA));
}

#[test]
fn crash_15_laggard_promoted() {
    let case = Case::load("crash-15-laggard-promoted");
    let mut bench = siblings(&case);
    let asked = bench.gtid(REPLICA);
    bench.with(2, |mysqld, io| mysqld.promote(io));
    bench.follow(REPLICA, 2, Start::Auto);
    bench.advance(SimDuration::from_seconds(5));
    case.holds("refused", bench.status(REPLICA).io_error);
    let recorded = io_error(&case, 0).replace("0-1-241", &asked);
    assert_eq!(bench.io_error_message(REPLICA), Some(recorded));
}

#[test]
fn crash_16_purged_binlog() {
    let case = Case::load("crash-16-purged-binlog");
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SimDuration::SECOND);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_receiver(io));
    insert_many(&mut bench, writer, 5);
    bench.with(PRIMARY, |mysqld, _| {
        mysqld.rotate();
        mysqld.purge(mysqld.log.len());
    });
    bench.with(REPLICA, |mysqld, io| mysqld.start_receiver(io));
    bench.advance(SimDuration::SECOND);
    let status = bench.status(REPLICA);
    case.holds("1236", vec![status.io_error.into(), serde_json::Value::from(status.io.keyword())]);
    assert_eq!(bench.io_error_message(REPLICA), Some(io_error(&case, 0)));
}
