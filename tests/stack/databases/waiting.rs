//! Reading one's own writes.

use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms};
use crate::case::Case;
use serde_json::Value;
use tierscope::conform::databases::Bench;
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::wait::Target;

/// What a wait on the replica gives, and how long it takes in milliseconds.
fn wait(bench: &mut Bench, target: Target, limit_ms: f64) -> (Option<i32>, f64) {
    let (end, took) = bench.wait_for(REPLICA, target, ms(limit_ms));
    (end.value(), took.as_millis_f64())
}

/// The same, and whether it was over at once.
fn at_once(bench: &mut Bench, target: Target) -> Vec<Value> {
    let (value, took) = wait(bench, target, 5_000.0);
    vec![value.into(), (took < 100.0).into()]
}

/// The same, and whether it lasted as long as it might.
fn to_the_end(bench: &mut Bench, target: Target) -> Vec<Value> {
    let (value, took) = wait(bench, target, 500.0);
    vec![value.into(), (took >= 500.0).into()]
}

/// A name of MariaDB's.
fn named(domain: u32, server: u32, sequence: u64) -> Target {
    Target::of_name(&format!("{domain}-{server}-{sequence}")).expect("it is a name")
}

#[test]
fn gtid_02_wait_read_your_writes() {
    let case = Case::load("gtid-02-wait-read-your-writes");
    let mut bench = bench(mariadb(), &[case.number("one_way_ms")]);
    let writer = client(&mut bench);
    let (mut plain, mut waited, mut took) = (0, 0, Vec::new());
    for _ in 0..10 {
        let key = insert(&mut bench, writer).0.key.expect("it has a key");
        plain += u32::from(bench.row(REPLICA, key).is_none());
        let target = Target::of_name(&bench.gtid(PRIMARY)).expect("it is a name");
        took.push(wait(&mut bench, target, 5_000.0).1);
        waited += u32::from(bench.row(REPLICA, key).is_none());
    }
    took.sort_by(f64::total_cmp);
    case.holds("plain-miss", plain);
    case.holds("wait-miss", waited);
    case.holds("cost", took[5]);
    case.holds("already", at_once(&mut bench, named(0, 1, 10)));
    case.holds("timeout", to_the_end(&mut bench, named(0, 1, 11)));
    case.holds("lower", wait(&mut bench, named(0, 1, 3), 500.0).0);
    case.holds("server-id-ignored", wait(&mut bench, named(0, 99, 10), 500.0).0);
    case.holds("other-domain", wait(&mut bench, named(7, 1, 1), 500.0).0);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_applier(io));
    let gtid = insert(&mut bench, writer).0.gtid.expect("it wrote");
    bench.advance(SimDuration::SECOND);
    case.holds("stopped", to_the_end(&mut bench, named(0, 1, 11)));
    case.holds("pos-wait-null", at_once(&mut bench, Target::Place(gtid)));
    bench.with(REPLICA, |mysqld, io| mysqld.start_applier(io));
    case.holds("after-start", wait(&mut bench, named(0, 1, 11), 5_000.0).0);
    let gtid = insert(&mut bench, writer).0.gtid.expect("it wrote");
    case.holds("pos-wait", wait(&mut bench, Target::Place(gtid), 5_000.0).0.is_some_and(|events| events >= 0));
    assert!(bench.mysqld(REPLICA).log.contains(gtid));
}

#[test]
fn gtid_03_wait_under_lag() {
    let case = Case::load("gtid-03-wait-under-lag");
    let mut bench = bench(mariadb(), &[1.0]);
    let (apply, burst) = (case.number("apply_ms"), case.count("burst"));
    bench.costs(REPLICA).apply_row = ms(apply);
    bench.costs(PRIMARY).flush = ms(0.2);
    let writer = client(&mut bench);
    insert_many(&mut bench, writer, burst);
    let newest = bench.mysqld(PRIMARY).log.last().expect("it has written");
    case.holds("limit", wait(&mut bench, Target::Transaction(newest), 300.0).0);
    let (reached, took) = wait(&mut bench, Target::Transaction(newest), 10_000.0);
    case.holds("reached", reached);
    // The first wait has had its limit of it already.
    case.holds("time", (took + 300.0) / (burst as f64 * apply));
}

#[test]
fn gtid_04_monotonic_reads() {
    let case = Case::load("gtid-04-monotonic-reads");
    let delays = case.numbers("one_way_ms");
    let mut bench = bench(mariadb(), &delays);
    let writer = client(&mut bench);
    let (mut backwards, mut waited) = (0, 0);
    for _ in 0..8 {
        insert(&mut bench, writer);
        bench.advance(ms(delays[0] + 20.0));
        backwards += u32::from(bench.rows(2) < bench.rows(REPLICA));
        let seen = bench.mysqld(REPLICA).log.last().expect("it has applied");
        let rows = bench.rows(REPLICA);
        bench.wait_for(2, Target::Transaction(seen), ms(5_000.0));
        waited += u32::from(bench.rows(2) < rows);
        bench.advance(ms(500.0));
    }
    case.holds("backwards", backwards);
    case.holds("waited", waited);
}
