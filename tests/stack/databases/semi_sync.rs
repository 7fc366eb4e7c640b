//! Semi-synchronous replication: what a commit waits for, for how long, and what that saves.

use super::crash::missing;
use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms, row};
use crate::case::Case;
use tierscope::conform::databases::{Ask, Bench, Writer};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::settings::{Settings, WaitPoint};

/// MariaDB's defaults with both sides of semi-synchronous replication on.
pub fn semi_sync(timeout_ms: f64) -> Settings {
    let mut settings = mariadb();
    (settings.semi_sync.source, settings.semi_sync.replica) = (true, true);
    settings.semi_sync.timeout = ms(timeout_ms);
    settings
}

/// `Rpl_semi_sync_master_status`.
pub fn status(bench: &Bench) -> &'static str {
    if bench.mysqld(PRIMARY).semi_sync.on { "ON" } else { "OFF" }
}

/// The latency of a commit, in milliseconds.
fn latency(settings: Settings, one_way_ms: f64) -> f64 {
    let mut bench = bench(settings, &[one_way_ms]);
    let writer = client(&mut bench);
    insert(&mut bench, writer).1
}

#[test]
fn semi_01_commit_latency_rtt() {
    let case = Case::load("semi-01-commit-latency-rtt");
    case.holds("async-flat", latency(mariadb(), 50.0) - latency(mariadb(), 0.0));
    let at_zero = latency(semi_sync(10_000.0), 0.0);
    for (fact, one_way) in [("semi-10", 10.0), ("semi-25", 25.0), ("semi-50", 50.0)] {
        assert!(case.param("one_way_ms").as_array().is_some_and(|all| all.contains(&(one_way as u64).into())));
        case.holds(fact, (latency(semi_sync(10_000.0), one_way) - at_zero) / (2.0 * one_way));
    }
    let mut bench = bench(semi_sync(10_000.0), &[10.0]);
    let writer = client(&mut bench);
    insert_many(&mut bench, writer, 5);
    assert_eq!(bench.mysqld(PRIMARY).semi_sync.yes_tx, 5);
    case.holds("status", vec![status(&bench).into(), serde_json::Value::from(bench.mysqld(PRIMARY).semi_sync.no_tx)]);
}

/// A commit while the replica says nothing.
fn silent(wait_point: WaitPoint) -> (Bench, Ask, tierscope::conform::databases::Client) {
    let mut settings = semi_sync(10_000.0);
    settings.semi_sync.wait_point = wait_point;
    let mut bench = bench(settings, &[1.0]);
    let writer = client(&mut bench);
    bench.stall(PRIMARY, REPLICA);
    let ask = bench.ask(writer, row(1));
    bench.advance(SimDuration::SECOND);
    (bench, ask, writer)
}

fn holds_of_waiting(case: &Case, wait_point: WaitPoint, sees: &str) {
    let (mut bench, ask, writer) = silent(wait_point);
    case.holds("not-acked", bench.answer(ask).is_some());
    case.holds("waiting", bench.mysqld(PRIMARY).waiting_for_replica());
    case.holds("state", bench.mysqld(PRIMARY).state_of(bench.key(writer)));
    case.holds(sees, bench.rows(PRIMARY));
    bench.resume(PRIMARY, REPLICA);
    bench.advance(SimDuration::SECOND);
    let acked = bench.answer(ask).is_some_and(|answer| answer.is_ok());
    case.holds("acked-after", vec![acked.into(), serde_json::Value::from(bench.rows(PRIMARY))]);
}

#[test]
fn semi_02_after_sync_visibility() {
    holds_of_waiting(&Case::load("semi-02-after-sync-visibility"), WaitPoint::AfterSync, "invisible");
}

#[test]
fn semi_03_after_commit_visibility() {
    let case = Case::load("semi-03-after-commit-visibility");
    holds_of_waiting(&case, WaitPoint::AfterCommit, "visible");
    case.holds("default", mariadb().semi_sync.wait_point.keyword().to_ascii_uppercase());
    case.holds("default-timeout", mariadb().semi_sync.timeout.as_millis_f64());
}

#[test]
fn semi_04_timeout_fallback() {
    let case = Case::load("semi-04-timeout-fallback");
    let mut bench = bench(semi_sync(case.number("timeout_ms")), &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.stall(PRIMARY, REPLICA);
    let (_, first) = insert(&mut bench, writer);
    case.holds("first-waits", first);
    case.holds("first-ok", status(&bench));
    let next = (0..5).map(|_| insert(&mut bench, writer).1).fold(0.0, f64::max);
    case.holds("then-fast", next);
    case.holds("no-tx", bench.mysqld(PRIMARY).semi_sync.no_tx);
    case.holds("no-times", bench.mysqld(PRIMARY).semi_sync.no_times);
    let written = bench.mysqld(PRIMARY).log.len();
    bench.resume(PRIMARY, REPLICA);
    bench.advance(SimDuration::SECOND);
    case.holds("back-on", status(&bench));
    case.holds("back-without-write", bench.mysqld(PRIMARY).log.len() == written && status(&bench) == "ON");
    let before = bench.mysqld(PRIMARY).semi_sync.yes_tx;
    insert(&mut bench, writer);
    case.holds("yes-again", bench.mysqld(PRIMARY).semi_sync.yes_tx == before + 1);
}

#[test]
fn semi_05_concurrent_timeout() {
    let case = Case::load("semi-05-concurrent-timeout");
    let mut bench = bench(semi_sync(case.number("timeout_ms")), &[1.0]);
    let clients: Vec<_> = (0..case.count("sessions")).map(|_| client(&mut bench)).collect();
    bench.stall(PRIMARY, REPLICA);
    let mut asks = Vec::new();
    for writer in clients {
        asks.push(bench.ask(writer, row(0)));
        bench.advance(ms(100.0));
    }
    bench.advance(SimDuration::from_seconds(3));
    let ends: Vec<f64> = asks.iter().filter_map(|ask| bench.ended(*ask)).map(|at| at.as_seconds() * 1000.0).collect();
    assert_eq!(ends.len(), asks.len());
    let (first, last) = ends.iter().fold((f64::MAX, 0.0_f64), |(low, high), at| (low.min(*at), high.max(*at)));
    case.holds("together", last - first);
    let took = |ask: &Ask| bench.took(*ask).map(|took| took.as_millis_f64());
    case.holds("first", asks.first().and_then(took));
    case.holds("last", asks.last().and_then(took));
}

#[test]
fn semi_06_ack_is_receipt_not_apply() {
    let case = Case::load("semi-06-ack-is-receipt-not-apply");
    let mut bench = bench(semi_sync(10_000.0), &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SimDuration::SECOND);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_applier(io));
    let slowest = (0..10).map(|_| insert(&mut bench, writer).1).fold(0.0, f64::max);
    case.holds("fast", slowest);
    case.holds("yes", vec![status(&bench).into(), serde_json::Value::from(bench.mysqld(PRIMARY).semi_sync.no_tx)]);
    case.holds("stale", bench.rows(REPLICA));
    bench.kill(PRIMARY);
    bench.with(REPLICA, |mysqld, io| mysqld.start_applier(io));
    bench.advance(SimDuration::from_seconds(5));
    case.holds("survive", bench.rows(REPLICA) == 11);
}

/// Writers write, the way to the replica is silent for a while, and then the primary's host is gone. What a reader of the primary saw
/// last is counted.
fn host_loss(case: &Case, settings: Settings) -> (Bench, Vec<Writer>, usize) {
    let mut bench = bench(settings, &[case.number("one_way_ms")]);
    let clients: Vec<_> = (0..case.count("writers")).map(|_| client(&mut bench)).collect();
    let writers: Vec<Writer> =
        clients.into_iter().map(|client| bench.write(client, ms(1.0), SimDuration::from_seconds(60))).collect();
    bench.advance(SimDuration::from_seconds(2));
    bench.stall(PRIMARY, REPLICA);
    bench.advance(ms(100.0));
    let seen = bench.rows(PRIMARY);
    bench.kill_host(PRIMARY);
    bench.advance(SimDuration::from_seconds(5));
    (bench, writers, seen)
}

#[test]
fn semi_07_loss_async() {
    let case = Case::load("semi-07-loss-async");
    let (bench, writers, seen) = host_loss(&case, mariadb());
    case.holds("lost", missing(&bench, REPLICA, &writers).len());
    case.holds("dirty", seen - bench.rows(REPLICA));
}

#[test]
fn semi_08_loss_after_sync() {
    let case = Case::load("semi-08-loss-after-sync");
    let mut settings = semi_sync(10_000.0);
    settings.semi_sync.wait_point = WaitPoint::AfterSync;
    let (mut bench, writers, seen) = host_loss(&case, settings);
    case.holds("none-lost", missing(&bench, REPLICA, &writers).len());
    case.holds("none-seen-lost", seen.saturating_sub(bench.rows(REPLICA)));
    bench.restart(PRIMARY, true);
    case.holds("extra", bench.mysqld(PRIMARY).log.beyond(&bench.mysqld(REPLICA).log));
}

#[test]
fn semi_09_loss_after_commit() {
    let case = Case::load("semi-09-loss-after-commit");
    let (bench, writers, seen) = host_loss(&case, semi_sync(10_000.0));
    case.holds("none-lost", missing(&bench, REPLICA, &writers).len());
    case.holds("phantom", seen - bench.rows(REPLICA));
}
