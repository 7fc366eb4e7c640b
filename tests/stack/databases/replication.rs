//! Asynchronous replication.

use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms};
use crate::case::Case;
use crate::judged::{Overload, median, overload};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::output::Done;
use tierscope::model::mysql::receiver::ReceiverState;
use tierscope::model::mysql::source::Start;

#[test]
fn async_01_ack_before_replica() {
    let case = Case::load("async-01-ack-before-replica");
    let mut bench = bench(mariadb(), &[case.number("link_one_way_ms")]);
    let writer = client(&mut bench);
    let (mut acks, mut stale, mut visible) = (Vec::new(), 0, Vec::new());
    for _ in 0..case.count("writes") {
        let (Done { gtid, .. }, took) = insert(&mut bench, writer);
        acks.push(took);
        let (begun, rows) = (bench.now(), bench.rows(PRIMARY));
        stale += u64::from(bench.rows(REPLICA) < rows);
        assert!(gtid.is_some() && bench.until(SimDuration::from_seconds(5), |bench| bench.rows(REPLICA) == rows));
        visible.push(bench.now().since(begun).as_millis_f64());
    }
    case.holds("ack-fast", acks.into_iter().fold(0.0, f64::max));
    case.holds("stale", stale);
    case.holds("visible-after-delay", visible.iter().copied().fold(f64::MAX, f64::min));
    case.holds("visible-soon-after", median(visible));
}

#[test]
fn async_02_sql_thread_stopped() {
    let case = Case::load("async-02-sql-thread-stopped");
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SimDuration::SECOND);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_applier(io));
    insert_many(&mut bench, writer, 5);
    bench.advance(SimDuration::SECOND);
    let status = bench.status(REPLICA);
    case.holds("received", status.received == bench.mysqld(PRIMARY).log.len());
    case.holds("not-applied", status.applied < bench.mysqld(PRIMARY).log.len());
    case.holds("states", vec![status.io.keyword(), if status.sql { "Yes" } else { "No" }]);
    case.holds("sbm-null", status.seconds_behind);
    case.holds("rows-old", bench.rows(REPLICA));
    bench.with(REPLICA, |mysqld, io| mysqld.start_applier(io));
    bench.advance(SimDuration::SECOND);
    case.holds("catch-up", bench.rows(REPLICA) == bench.rows(PRIMARY));
    case.holds("sbm-0", bench.status(REPLICA).seconds_behind);
}

#[test]
fn async_03_io_thread_stopped() {
    let case = Case::load("async-03-io-thread-stopped");
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SimDuration::SECOND);
    bench.with(REPLICA, |mysqld, io| mysqld.stop_receiver(io));
    bench.advance(SimDuration::SECOND);
    insert_many(&mut bench, writer, 20);
    let status = bench.status(REPLICA);
    case.holds("states", vec![status.io.keyword(), if status.sql { "Yes" } else { "No" }]);
    case.holds("sbm-null", status.seconds_behind);
    case.holds("read-pos-behind", status.received < bench.mysqld(PRIMARY).log.len());
    bench.with(REPLICA, |mysqld, io| mysqld.start_receiver(io));
    bench.advance(SimDuration::SECOND);
    case.holds("resume", bench.rows(REPLICA) == 21);
    let order: Vec<u64> = bench.mysqld(REPLICA).log.runs().iter().flat_map(|run| run.first - 1..run.last).collect();
    case.holds("order", order);
}

#[test]
fn async_04_sbm_blind_to_network_lag() {
    let case = Case::load("async-04-sbm-blind-to-network-lag");
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SimDuration::SECOND);
    bench.stall(PRIMARY, REPLICA);
    insert_many(&mut bench, writer, 8);
    let mut seen: Vec<Option<u64>> = Vec::new();
    for _ in 0..(case.number("stall_s") * 5.0) as u32 {
        bench.advance(ms(200.0));
        seen.push(bench.status(REPLICA).seconds_behind);
    }
    seen.dedup();
    let status = bench.status(REPLICA);
    case.holds("sbm-stays-0", seen);
    case.holds("threads-yes", vec![status.io.keyword(), if status.sql { "Yes" } else { "No" }]);
    case.holds("missing", bench.rows(REPLICA));
    bench.resume(PRIMARY, REPLICA);
    bench.advance(SimDuration::SECOND);
    case.holds("catch-up", bench.rows(REPLICA) == 9);
}

#[test]
fn async_05_net_timeout_reconnect() {
    let case = Case::load("async-05-net-timeout-reconnect");
    let mut settings = mariadb();
    settings.net_timeout = SimDuration::from_seconds(case.count("slave_net_timeout_s"));
    settings.heartbeat = SimDuration::from_seconds(case.count("heartbeat_s"));
    settings.connect_retry = SimDuration::from_seconds(case.count("connect_retry_s"));
    let mut bench = bench(settings, &[1.0]);
    bench.advance(SimDuration::from_seconds(6));
    case.holds("heartbeat-keeps-alive", bench.status(REPLICA).io.keyword());
    bench.advance(ms(600.0));
    bench.stall(PRIMARY, REPLICA);
    let begun = bench.now();
    let connecting = |bench: &tierscope::conform::databases::Bench| {
        bench.mysqld(REPLICA).receiver.state == ReceiverState::Connecting
    };
    assert!(bench.until(SimDuration::from_seconds(9), connecting));
    case.holds("detect", bench.now().since(begun).as_seconds());
    case.holds("connecting", bench.status(REPLICA).seconds_behind.is_none());
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.resume(PRIMARY, REPLICA);
    bench.advance(SimDuration::from_seconds(5));
    let connected = bench.status(REPLICA).io == ReceiverState::Connected;
    case.holds("auto-reconnect", connected && bench.rows(REPLICA) == bench.rows(PRIMARY));
}

#[test]
fn async_07_overload_lag_growth() {
    let case = Case::load("async-07-overload-lag-growth");
    let (rate, seconds) = (case.number("write_rate_per_s"), case.number("write_duration_s"));
    let mut bench = bench(mariadb(), &[1.0]);
    bench.costs(REPLICA).apply_row = ms(case.number("apply_ms_per_trx"));
    let (writer, begun) = (client(&mut bench), bench.now());
    let (mut acks, mut samples) = (Vec::new(), Vec::new());
    for number in 0..(rate * seconds) as u32 {
        let due = ms(f64::from(number) * 1000.0 / rate);
        bench.advance(due.saturating_sub(bench.now().since(begun)));
        acks.push(insert(&mut bench, writer).1);
        samples.push((bench.now().since(begun).as_seconds(), bench.status(REPLICA).seconds_behind));
    }
    let backlog = (bench.rows(PRIMARY) - bench.rows(REPLICA)) as f64;
    while bench.rows(REPLICA) < bench.rows(PRIMARY) {
        bench.advance(ms(50.0));
        samples.push((bench.now().since(begun).as_seconds(), bench.status(REPLICA).seconds_behind));
    }
    let drop = bench.status(REPLICA).seconds_behind;
    overload(&case, Overload { acks, backlog, samples, drop });
}

#[test]
fn async_13_two_replicas_and_chain() {
    let case = Case::load("async-13-two-replicas-and-chain");
    let mut bench = bench(mariadb(), &[case.number("link1_ms"), case.number("link2_ms")]);
    let chained = bench.server(mariadb());
    bench.set_delay(REPLICA, chained, ms(case.number("chain_ms")));
    bench.follow(chained, REPLICA, Start::Auto);
    bench.advance(SimDuration::SECOND);
    let writer = client(&mut bench);
    let mut seen = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..5 {
        insert(&mut bench, writer);
        let (begun, rows) = (bench.now(), bench.rows(PRIMARY));
        for replica in [REPLICA, chained, 2] {
            bench.until(SimDuration::SECOND, |bench| bench.rows(replica) == rows);
            seen[replica - 1].push(bench.now().since(begun).as_millis_f64());
        }
    }
    let [first, second, third] = seen;
    case.holds("r1", median(first));
    case.holds("r2", median(second));
    case.holds("r3", median(third));
    bench.with(2, |mysqld, io| mysqld.stop_receiver(io));
    insert(&mut bench, writer);
    bench.advance(SimDuration::SECOND);
    let rows = [REPLICA, 2, chained].map(|replica| bench.rows(replica));
    case.holds("independent", rows == [6, 5, 6]);
    case.holds("chain-gtid", bench.gtid(chained));
}
