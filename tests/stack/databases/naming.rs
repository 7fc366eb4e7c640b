//! What a server says of itself: its variables, the names of its transactions, the place in its binlog.

use super::errors::run;
use super::{PRIMARY, mariadb, row};
use crate::case::Case;
use serde_json::Value;
use tierscope::conform::databases::{Bench, Client};
use tierscope::model::mysql::statement::{Statement, Value as To};
use tierscope::model::mysql::variable::Shown;

#[test]
fn cfg_01_defaults() {
    let case = Case::load("cfg-01-defaults");
    let mut bench = Bench::new();
    bench.server(mariadb());
    for name in case.fact_ids() {
        let shown = bench.mysqld(PRIMARY).variable(name).map(|shown| match shown {
            Shown::Number(number) => Value::from(number),
            Shown::Word(word) => word.into(),
            Shown::Text(text) => text.into(),
        });
        case.holds(name, shown);
    }
}

/// The sequence number of the newest transaction, and the bytes in the binlog.
fn end(bench: &Bench, server: usize) -> (u64, u64) {
    let mysqld = bench.mysqld(server);
    let newest = mysqld.log.last().and_then(|gtid| bench.history().get(gtid));
    (newest.map_or(0, |newest| newest.sequence), mysqld.offset)
}

/// What statements add to both.
fn added(bench: &mut Bench, server: usize, client: Client, statements: &[Statement]) -> (u64, u64) {
    let before = end(bench, server);
    statements.iter().for_each(|statement| assert_eq!(run(bench, client, *statement), 0));
    let after = end(bench, server);
    (after.0 - before.0, after.1 - before.1)
}

#[test]
fn gtid_01_arithmetic() {
    let case = Case::load("gtid-01-arithmetic");
    let mut settings = mariadb();
    settings.domain = 3;
    let mut bench = Bench::new();
    // Server ids are counted from 1: the seventh has 7.
    let server = (0..7).map(|_| bench.server(settings)).last().expect("there are some");
    let client = bench.connect(server).expect("it is taken");
    let three = Statement::Insert { row: None, value: 5, rows: 3 };
    let update = |row, value| Statement::Update { row, to: To::Set(value) };
    let transaction = [Statement::Begin, row(1), row(2), row(3), Statement::Commit];
    let written: [&[Statement]; 3] = [&[row(1)], &[three], &transaction];
    let written = written.map(|statements| added(&mut bench, server, client, statements));
    let recorded = &case.run(0)["measures"]["binlog_bytes"];
    let kinds = ["insert autocommit", "insert 3 rows one statement", "transaction of 3 statements"];
    assert_eq!(written.map(|(_, bytes)| Value::from(bytes)), kinds.map(|kind| recorded[kind].clone()));
    let nothing: [&[Statement]; 4] = [
        &[Statement::Begin, row(9), Statement::Rollback],
        &[Statement::Read { row: 1 }],
        &[update(99, 1)],
        &[update(1, 1)],
    ];
    let nothing = nothing.map(|statements| added(&mut bench, server, client, statements));
    let defined = [0; 2].map(|_| added(&mut bench, server, client, &[Statement::Define]));
    case.holds("plus-one", written.iter().chain(&defined).map(|(sequence, _)| *sequence).collect::<Vec<u64>>());
    case.holds("plus-zero", nothing.map(|(sequence, _)| sequence).to_vec());
    case.holds("plus-zero-bytes", nothing.map(|(_, bytes)| bytes).to_vec());
    case.holds("form", bench.gtid(server));
    let before = (bench.mysqld(server).file, bench.mysqld(server).offset);
    bench.with(server, |mysqld, _| mysqld.rotate());
    let after = (bench.mysqld(server).file, bench.mysqld(server).offset);
    assert_eq!(run(&mut bench, client, row(6)), 0);
    let rotated = vec![(after.0 == before.0 + 1).into(), (after.1 < before.1).into(), Value::from(bench.gtid(server))];
    case.holds("rotate", rotated);
    bench.shut_down(server);
    bench.restart(server, false);
    let file = format!("bin.{:06}", bench.mysqld(server).file);
    case.holds("restart-rotates", vec![file, bench.gtid(server)]);
}
