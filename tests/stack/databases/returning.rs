//! Servers that return: what they recover, and whom they can follow.

use super::crash::{io_error, missing, parted};
use super::errors::run;
use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms, row};
use crate::case::Case;
use serde_json::Value;
use tierscope::conform::databases::{Bench, Writer};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::connection::Account;
use tierscope::model::mysql::source::Start;
use tierscope::model::mysql::statement::{Statement, Value as To};
use tierscope::model::mysql::variable::Setting;

const SECOND: SimDuration = SimDuration::SECOND;

#[test]
fn crash_05_old_primary_returns_current_pos() {
    let case = Case::load("crash-05-old-primary-returns-current-pos");
    let mut bench = parted(100);
    let writer = bench.connect(REPLICA).expect("it takes clients");
    insert_many(&mut bench, writer, 4);
    bench.restart(PRIMARY, true);
    case.holds("recovers", bench.rows(PRIMARY));
    case.holds("positions", vec![bench.gtid(PRIMARY), bench.gtid(REPLICA)]);
    set(&mut bench, PRIMARY, Setting::Strict(true));
    bench.follow(PRIMARY, REPLICA, Start::Auto);
    // It is not tried again.
    bench.advance(SECOND * 100);
    let status = bench.status(PRIMARY);
    case.holds("errno", status.io_error);
    case.holds("io-no", status.io.keyword());
    let message = bench.io_error_message(PRIMARY);
    assert_eq!(message, Some(io_error(&case, 1)));
    case.holds("msg", message);
}

#[test]
fn crash_07_gtid_strict_out_of_order() {
    let case = Case::load("crash-07-gtid-strict-out-of-order");
    let mut bench = parted(100);
    let writer = bench.connect(REPLICA).expect("it takes clients");
    insert_many(&mut bench, writer, 4);
    bench.restart(PRIMARY, true);
    set(&mut bench, PRIMARY, Setting::Strict(true));
    let common = bench.mysqld(PRIMARY).log.get(5);
    case.holds("1947", set(&mut bench, PRIMARY, Setting::ReplicaPosition(common)));
    bench.follow(PRIMARY, REPLICA, Start::After(None));
    bench.advance(SECOND * 5);
    let status = bench.status(PRIMARY);
    assert_eq!(status.io.keyword(), "Yes");
    case.holds("stops", status.sql_error);
    case.holds("1950", status.sql_error);
    assert_eq!((bench.rows(PRIMARY), bench.mysqld(PRIMARY).log.len()), (8, 8));
}

/// Sets a variable as an administrator; gives the error number, 0 for none.
fn set(bench: &mut Bench, server: usize, setting: Setting) -> u16 {
    let admin = bench.connect_as(server, Account::Admin).expect("it is taken");
    run(bench, admin, Statement::Set(setting))
}

#[test]
fn crash_06_old_primary_returns_from_common_point() {
    let case = Case::load("crash-06-old-primary-returns-from-common-point");
    let mut bench = parted(100);
    let writer = bench.connect(REPLICA).expect("it takes clients");
    let (answer, _) = bench.run(writer, row(200));
    let key = answer.ok().and_then(|done| done.key).unwrap_or(0);
    bench.restart(PRIMARY, true);
    let common = bench.mysqld(PRIMARY).log.get(5);
    bench.follow(PRIMARY, REPLICA, Start::After(common));
    bench.advance(SECOND * 5);
    let status = bench.status(PRIMARY);
    case.holds("1062", status.sql_error);
    case.holds("rows", vec![bench.row(PRIMARY, key), bench.row(REPLICA, key)]);
    case.holds("io-yes", status.io.keyword());
}

#[test]
fn crash_08_split_brain() {
    let case = Case::load("crash-08-split-brain");
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    let account = bench.run(writer, row(100)).0.ok().and_then(|done| done.key).unwrap_or(0);
    insert_many(&mut bench, writer, 4);
    bench.advance(SECOND);
    bench.stall(PRIMARY, REPLICA);
    bench.with(REPLICA, |mysqld, io| mysqld.promote(io));
    let other = bench.connect(REPLICA).expect("it takes clients");
    let mut acknowledged = [0; 2];
    let mut keys = [Vec::new(), Vec::new()];
    for (side, (client, value, taken)) in [(writer, 1, -30), (other, 2, -50)].into_iter().enumerate() {
        for _ in 0..3 {
            let (answer, _) = bench.run(client, row(value));
            acknowledged[side] += u32::from(answer.is_ok());
            keys[side].extend(answer.ok().and_then(|done| done.key));
        }
        assert!(bench.run(client, Statement::Update { row: account, to: To::Add(taken) }).0.is_ok());
    }
    case.holds("both-ack", acknowledged.to_vec());
    let differ = keys[0].iter().all(|key| bench.row(PRIMARY, *key) != bench.row(REPLICA, *key));
    case.holds("same-ids", keys[0] == keys[1] && differ);
    case.holds("balances", vec![bench.row(PRIMARY, account), bench.row(REPLICA, account)]);
    case.holds("gtid-fork", vec![bench.gtid(PRIMARY), bench.gtid(REPLICA)]);
    bench.cut(PRIMARY, REPLICA);
    bench.resume(PRIMARY, REPLICA);
    bench.follow(PRIMARY, REPLICA, Start::Auto);
    bench.advance(SECOND * 5);
    case.holds("rejoin-fails", bench.status(PRIMARY).io_error);
    case.holds("a-unchanged", keys[0].iter().filter(|key| bench.row(PRIMARY, **key) == Some(1)).count());
}

#[test]
fn crash_09_interleaved_autoinc() {
    let case = Case::load("crash-09-interleaved-autoinc");
    let mut bench = Bench::new();
    for offset in [1, 2] {
        let mut settings = mariadb();
        (settings.auto_increment, settings.auto_increment_offset) = (2, offset);
        bench.server(settings);
    }
    bench.set_delay(PRIMARY, REPLICA, ms(case.number("link_one_way_ms")));
    bench.follow(PRIMARY, REPLICA, Start::Auto);
    bench.follow(REPLICA, PRIMARY, Start::Auto);
    bench.advance(SECOND * 2);
    let clients = [PRIMARY, REPLICA].map(|server| bench.connect(server).expect("it takes clients"));
    for client in clients {
        insert_many(&mut bench, client, 3);
    }
    bench.advance(SECOND * 2);
    case.holds("merge", vec![bench.rows(PRIMARY), bench.rows(REPLICA)]);
    let account = bench.run(clients[0], row(100)).0.ok().and_then(|done| done.key).unwrap_or(0);
    bench.advance(SECOND * 2);
    for (client, taken) in [(clients[0], -30), (clients[1], -50)] {
        bench.ask(client, Statement::Update { row: account, to: To::Add(taken) });
    }
    bench.advance(SECOND * 2);
    case.holds("swap", vec![bench.row(PRIMARY, account), bench.row(REPLICA, account)]);
    let [one, other] = [PRIMARY, REPLICA].map(|server| bench.status(server));
    let word = |runs: bool| Value::from(if runs { "Yes" } else { "No" });
    case.holds("no-error", vec![word(one.sql), word(other.sql), one.sql_error.into(), other.sql_error.into()]);
}

#[test]
fn crash_10_partial_transaction() {
    let case = Case::load("crash-10-partial-transaction");
    let mut bench = bench(mariadb(), &[1.0]);
    bench.costs(REPLICA).apply_row = SimDuration::from_nanos(1);
    bench.set_bandwidth(PRIMARY, REPLICA, case.number("bandwidth_bytes_per_s"));
    let writer = client(&mut bench);
    insert(&mut bench, writer);
    bench.advance(SECOND);
    // A row more is 21 bytes more.
    let rows = (case.count("transaction_bytes") / 21) as u32;
    assert!(bench.run(writer, Statement::Insert { row: None, value: 1, rows }).0.is_ok());
    bench.advance(SECOND);
    case.holds("partly", bench.partly_received(PRIMARY, REPLICA) > 0);
    bench.kill(PRIMARY);
    bench.advance(SECOND);
    case.holds("atomic", bench.rows(REPLICA));
    bench.with(REPLICA, |mysqld, io| mysqld.stop_receiver(io));
    case.holds("rolled-back", bench.rows(REPLICA));
    bench.restart(PRIMARY, false);
    bench.with(REPLICA, |mysqld, io| mysqld.start_receiver(io));
    bench.advance(SECOND * 10);
    case.holds("refetch", bench.rows(REPLICA) == rows as usize + 1);
}

#[test]
fn crash_11_relaxed_durability() {
    let case = Case::load("crash-11-relaxed-durability");
    let mut settings = mariadb();
    settings.flush_each_commit = case.count("innodb_flush_log_at_trx_commit") == 1;
    settings.sync_binlog = case.count("sync_binlog") == 1;
    let mut bench = bench(settings, &[1.0]);
    let one = client(&mut bench);
    let writer = bench.write(one, ms(1.0), SECOND * 60);
    bench.advance(ms(3_800.0));
    let crash = bench.now();
    bench.kill(PRIMARY);
    bench.advance(SECOND);
    bench.restart(PRIMARY, true);
    assert!(bench.mysqld(REPLICA).log.len() > bench.mysqld(PRIMARY).log.len());
    let gone = bench.acknowledged(writer).iter().filter(|(_, gtid)| !bench.has(PRIMARY, *gtid));
    case.holds("bounded", gone.map(|(at, _)| crash.since(*at).as_millis_f64()).fold(0.0, f64::max));
}

#[test]
fn crash_12_durable_primary_keeps_acked() {
    let case = Case::load("crash-12-durable-primary-keeps-acked");
    let mut settings = mariadb();
    settings.sync_binlog = true;
    let mut bench = bench(settings, &[1.0]);
    let clients: Vec<_> = (0..3).map(|_| client(&mut bench)).collect();
    let writers: Vec<Writer> = clients.into_iter().map(|one| bench.write(one, ms(1.0), SECOND * 60)).collect();
    bench.advance(ms(2_000.3));
    bench.kill(PRIMARY);
    bench.advance(SECOND);
    bench.restart(PRIMARY, true);
    case.holds("no-loss", missing(&bench, PRIMARY, &writers).len());
    let acknowledged: usize = writers.iter().map(|writer| bench.acknowledged(*writer).len()).sum();
    case.holds("unacked", bench.rows(PRIMARY) - acknowledged);
}

#[test]
fn crash_13_replica_crash() {
    let case = Case::load("crash-13-replica-crash");
    let mut bench = bench(mariadb(), &[1.0]);
    let one = client(&mut bench);
    let writer = bench.write(one, ms(10.0), SECOND * 4);
    bench.advance(SECOND);
    bench.kill(REPLICA);
    let before = bench.acknowledged(writer).len();
    bench.advance(SECOND);
    case.holds("primary-unaffected", bench.acknowledged(writer).len() - before);
    bench.restart(REPLICA, true);
    bench.advance(SECOND * 9);
    let same = bench.mysqld(REPLICA).rows.iter().eq(bench.mysqld(PRIMARY).rows.iter());
    case.holds("equal", same && bench.rows(REPLICA) == bench.acknowledged(writer).len());
    case.holds("gtid", bench.gtid(REPLICA) == bench.gtid(PRIMARY));
}
