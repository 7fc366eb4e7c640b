//! What a replica does with what it has received, and what it says of that.

use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms, row};
use crate::case::Case;
use crate::judged::parallel_apply;
use serde_json::Value;
use tierscope::conform::databases::Bench;
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::connection::Account;
use tierscope::model::mysql::receiver::ReceiverState;
use tierscope::model::mysql::settings::{ParallelMode, Settings};
use tierscope::model::mysql::statement::{Statement, Value as To};

const SECOND: SimDuration = SimDuration::SECOND;

fn word(runs: bool) -> &'static str {
    if runs { "Yes" } else { "No" }
}

#[test]
fn async_06_primary_down_sbm_null() {
    let case = Case::load("async-06-primary-down-sbm-null");
    let mut settings = mariadb();
    settings.connect_retry = SECOND;
    let mut bench = bench(settings, &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SECOND);
    let begun = bench.now();
    bench.kill(PRIMARY);
    bench.until(SECOND * 9, |bench| bench.mysqld(REPLICA).receiver.state == ReceiverState::Connecting);
    case.holds("notice", bench.now().since(begun).as_millis_f64());
    bench.advance(ms(200.0));
    let status = bench.status(REPLICA);
    case.holds("connecting", status.io.keyword());
    case.holds("errno", status.io_error);
    case.holds("sbm", status.seconds_behind);
    case.holds("sql-yes", word(status.sql));
    case.holds("reads-ok", bench.rows(REPLICA));
    bench.restart(PRIMARY, false);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SECOND * 5);
    case.holds("reconnect", bench.rows(REPLICA) == 2 && bench.status(REPLICA).io == ReceiverState::Connected);
}

/// A replica that keeps behind, and a write at a fraction of a second: when it was received, and when it was seen, in seconds after it.
fn delayed(bench: &mut Bench, fraction: f64, mut each: impl FnMut(&mut Bench)) -> (f64, f64, f64) {
    let writer = client(bench);
    let part = bench.now().as_seconds().fract();
    bench.advance(ms(1000.0 * ((fraction - part + 2.0).fract())));
    let begun = bench.now();
    insert(bench, writer);
    let (rows, length) = (bench.rows(PRIMARY), bench.mysqld(PRIMARY).log.len());
    bench.until(SECOND * 9, |bench| bench.mysqld(REPLICA).received_position() == length);
    let received = bench.now();
    while bench.rows(REPLICA) < rows {
        bench.advance(ms(10.0));
        each(bench);
    }
    (begun.as_seconds(), received.since(begun).as_seconds(), bench.now().since(begun).as_seconds())
}

fn delaying(seconds: u64) -> Settings {
    let mut settings = mariadb();
    settings.delay = SimDuration::from_seconds(seconds);
    settings
}

#[test]
fn async_08_delayed_replica() {
    let case = Case::load("async-08-delayed-replica");
    let delay = case.number("master_delay_s");
    let mut bench = bench(delaying(delay as u64), &[1.0]);
    let (mut behind, mut remaining) = (0, 0);
    let seen: Vec<(f64, f64, f64)> = [0.1, 0.4]
        .into_iter()
        .map(|fraction| {
            delayed(&mut bench, fraction, |bench| {
                let status = bench.status(REPLICA);
                behind = behind.max(status.seconds_behind.unwrap_or(0));
                remaining = remaining.max(status.remaining_delay.unwrap_or(0));
            })
        })
        .collect();
    let most = |of: &dyn Fn(&(f64, f64, f64)) -> f64| seen.iter().map(of).fold(0.0, f64::max);
    case.holds("received-now", 1000.0 * most(&|one| one.1));
    case.holds("fraction", most(&|one| (one.2 - delay).abs()));
    case.holds("applied-ge", seen.iter().map(|one| one.2).fold(f64::MAX, f64::min));
    case.holds("applied-le", most(&|one| one.2));
    case.holds("sbm-counts", behind);
    case.holds("remaining", remaining);
}

#[test]
fn async_14_delay_whole_seconds() {
    let case = Case::load("async-14-delay-whole-seconds");
    let delay = case.number("master_delay_s");
    let mut bench = bench(delaying(delay as u64), &[case.number("link_one_way_ms")]);
    let fractions = case.param("write_at_fraction_of_second").as_array().into_iter().flatten();
    let fractions: Vec<f64> = fractions.filter_map(Value::as_f64).collect();
    let seen: Vec<(f64, f64, f64)> = fractions.iter().map(|one| delayed(&mut bench, *one, |_| {})).collect();
    let formula = |(begun, received, _): &(f64, f64, f64)| {
        let seconds = (begun + received).floor() - begun.floor();
        received + (delay - seconds).max(0.0)
    };
    case.holds("model", seen.iter().map(|one| (one.2 - formula(one)).abs()).fold(0.0, f64::max));
    case.holds("early", seen.iter().map(|one| one.2).fold(f64::MAX, f64::min));
}

#[test]
fn async_09_long_transaction() {
    let case = Case::load("async-09-long-transaction");
    let mut bench = bench(mariadb(), &[1.0]);
    bench.costs(REPLICA).apply_row = ms(300.0);
    let writer = client(&mut bench);
    let before = bench.mysqld(PRIMARY).offset;
    assert!(bench.run(writer, Statement::Begin).0.is_ok());
    (0..3).for_each(|value| assert!(bench.run(writer, row(value)).0.is_ok()));
    bench.advance(SimDuration::from_seconds(case.count("transaction_open_s")));
    case.holds("nothing-before-commit", bench.mysqld(PRIMARY).offset == before);
    case.holds("sbm0-open", bench.status(REPLICA).seconds_behind);
    assert!(bench.run(writer, Statement::Commit).0.is_ok());
    let (mut most, mut parts) = (0, Vec::new());
    for _ in 0..200 {
        bench.advance(ms(10.0));
        most = most.max(bench.status(REPLICA).seconds_behind.unwrap_or(0));
        parts.extend([bench.rows(REPLICA)].into_iter().filter(|rows| (1..3).contains(rows)));
    }
    case.holds("jump", most);
    case.holds("atomic", parts);
    assert_eq!(bench.rows(REPLICA), 3);
    case.holds("back-0", bench.status(REPLICA).seconds_behind);
}

#[test]
fn async_12_restart_catchup_sbm() {
    let case = Case::load("async-12-restart-catchup-sbm");
    let mut bench = bench(mariadb(), &[1.0]);
    bench.costs(REPLICA).apply_row = ms(100.0);
    let writer = client(&mut bench);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_applier(io));
    insert_many(&mut bench, writer, 3);
    bench.advance(SimDuration::from_seconds(case.count("pause_s")));
    bench.with(REPLICA, |mysqld, io| mysqld.start_applier(io));
    let mut seen = Vec::new();
    for _ in 0..100 {
        seen.extend(bench.status(REPLICA).seconds_behind);
        bench.advance(ms(10.0));
    }
    case.holds("age", seen.iter().copied().max());
    case.holds("zero", seen.iter().copied().filter(|one| (1..=3).contains(one)).collect::<Vec<u64>>());
    case.holds("end", seen.last().copied());
}

#[test]
fn async_15_head_of_line() {
    let case = Case::load("async-15-head-of-line");
    let long = case.number("long_apply_ms");
    let mut bench = bench(mariadb(), &[1.0]);
    bench.costs(REPLICA).apply_row = ms(long / 20.0);
    let writer = client(&mut bench);
    let first = insert(&mut bench, writer).0.key.unwrap_or(0);
    bench.advance(SECOND);
    let many = Statement::Insert { row: None, value: 1, rows: 20 };
    assert!(bench.run(writer, many).0.is_ok());
    let begun = bench.now();
    let (answer, took) = bench.run(writer, Statement::Update { row: first, to: To::Set(7) });
    assert!(answer.is_ok());
    bench.until(SECOND * 9, |bench| bench.row(REPLICA, first) == Some(7));
    case.holds("delayed", bench.now().since(begun).as_millis_f64() / long);
    case.holds("after", bench.rows(REPLICA) - 1);
    case.holds("primary-fast", took.as_millis_f64());
}

/// How long a replica takes for what was written while its applier stood, and whether it kept the order.
fn applying(case: &Case, workers: u32, parallel: ParallelMode, writers: u64, hot: bool) -> (f64, bool) {
    let transactions = case.count("trx");
    let mut settings = mariadb();
    (settings.appliers, settings.parallel) = (workers, parallel);
    let mut bench = bench(settings, &[1.0]);
    bench.costs(REPLICA).apply_row = ms(case.number("apply_ms_per_trx"));
    let first = client(&mut bench);
    let key = insert(&mut bench, first).0.key.unwrap_or(0);
    bench.advance(SECOND);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_applier(io));
    let clients: Vec<_> = (0..writers).map(|_| client(&mut bench)).collect();
    for _ in 0..transactions / writers {
        let update = Statement::Update { row: key, to: To::Add(1) };
        let asks: Vec<_> = clients.iter().map(|one| bench.ask(*one, if hot { update } else { row(0) })).collect();
        bench.advance(ms(100.0));
        assert!(asks.iter().all(|ask| bench.answer(*ask).is_some_and(|answer| answer.is_ok())));
    }
    bench.advance(SECOND);
    let begun = bench.now();
    bench.with(REPLICA, |mysqld, io| mysqld.start_applier(io));
    let whole = bench.mysqld(PRIMARY).log.len();
    assert!(bench.until(SECOND * 60, |bench| bench.mysqld(REPLICA).log.len() == whole));
    let alone = case.number("apply_ms_per_trx") * transactions as f64;
    (bench.now().since(begun).as_millis_f64() / alone, bench.mysqld(REPLICA).log == bench.mysqld(PRIMARY).log)
}

#[test]
fn async_10_parallel_apply() {
    let case = Case::load("async-10-parallel-apply");
    parallel_apply(&case, 0, |workers, mode, writers, hot| applying(&case, workers, mode, writers, hot));
}

#[test]
fn async_11_apply_error_stops() {
    let case = Case::load("async-11-apply-error-stops");
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    let local = bench.connect_as(REPLICA, Account::Admin).expect("it takes clients");
    insert(&mut bench, writer);
    bench.advance(SECOND);
    assert!(bench.run(local, Statement::Insert { row: Some(2), value: 9, rows: 1 }).0.is_ok());
    insert_many(&mut bench, writer, 2);
    bench.advance(SECOND);
    let status = bench.status(REPLICA);
    case.holds("1062", status.sql_error);
    let everything =
        (1..=3).all(|number| bench.mysqld(PRIMARY).log.get(number).is_some_and(|gtid| bench.has(REPLICA, gtid)));
    case.holds("io-continues", vec![status.io.keyword().into(), Value::from(everything)]);
    case.holds("sbm", status.seconds_behind);
    case.holds("later-not-applied", u8::from(bench.row(REPLICA, 3).is_some()));
    assert!(bench.run(local, Statement::Delete { row: 2 }).0.is_ok());
    bench.with(REPLICA, |mysqld, io| mysqld.start_applier(io));
    bench.advance(SECOND);
    case.holds("repair", bench.row(REPLICA, 2) == Some(0) && bench.row(REPLICA, 3) == Some(0));
    assert!(bench.run(local, Statement::Delete { row: 3 }).0.is_ok());
    assert!(bench.run(writer, Statement::Update { row: 3, to: To::Set(5) }).0.is_ok());
    insert(&mut bench, writer);
    bench.advance(SECOND);
    case.holds("1032", bench.status(REPLICA).sql_error);
    bench.with(REPLICA, |mysqld, io| {
        mysqld.applier.skip = 1;
        mysqld.start_applier(io);
    });
    bench.advance(SECOND);
    case.holds("skip", bench.row(REPLICA, 4) == Some(0));
    let status = bench.status(REPLICA);
    let healthy = status.sql && status.io == ReceiverState::Connected;
    let there = |server| u8::from(bench.row(server, 3).is_some());
    case.holds("diverged", vec![there(REPLICA).into(), there(PRIMARY).into(), Value::from(healthy)]);
}
