//! Servers that are gone, that hang or that end in order, as their clients see it.

use super::errors::{code, run};
use super::{PRIMARY, bench, client, mariadb, ms, row};
use crate::case::Case;
use serde_json::Value;
use tierscope::conform::databases::{Bench, Manner};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::connection::Account;
use tierscope::model::mysql::error::SqlError;
use tierscope::model::mysql::library::Library;
use tierscope::model::mysql::statement::Statement;

const SECOND: SimDuration = SimDuration::SECOND;
const READ: Statement = Statement::Read { row: 1 };

/// A library that waits so long to connect and so long to read, in seconds.
fn manner(library: Library, connect: u64, read: u64) -> Manner {
    let [connect_timeout, read_timeout] = [connect, read].map(SimDuration::from_seconds);
    Manner { account: Account::Ordinary, library, connect_timeout, read_timeout }
}

/// A client that tries to connect: the number that its library gives, 0 for none, and after how long.
fn try_to_connect(bench: &mut Bench, manner: Manner) -> (u16, SimDuration) {
    let dial = bench.dial(PRIMARY, manner);
    bench.until(SECOND * 100, |bench| bench.greeting(dial).is_some());
    let error = bench.greeting(dial).and_then(Result::err);
    let took = bench.dialling(dial).expect("it has ended");
    (error.map_or(0, |error| manner.library.number(error)), took)
}

/// Whether it took about so many seconds, and no less.
fn about(took: SimDuration, seconds: u64) -> bool {
    took >= SECOND * seconds && took < SECOND * seconds + ms(500.0)
}

#[test]
fn err_03_primary_down() {
    let case = Case::load("err-03-primary-down");
    let mut bench = bench(mariadb(), &[]);
    let (busy, idle) = (client(&mut bench), client(&mut bench));
    // A statement that is still being carried out.
    bench.costs(PRIMARY).statement = SECOND * 10;
    let asked = bench.ask(busy, READ);
    bench.advance(ms(400.0));
    let died = bench.now();
    bench.kill(PRIMARY);
    bench.advance(SECOND * 20);
    case.holds("mid-2013", bench.answer(asked).map(code));
    case.holds("mid-fast", bench.ended(asked).map(|at| at.since(died).as_millis_f64()));
    case.holds("idle", run(&mut bench, idle, READ));
    let (number, took) = try_to_connect(&mut bench, manner(Library::PyMysql, 10, 30));
    case.holds("refused", number);
    case.holds("refused-fast", took.as_millis_f64());
    // The command line client says the same of a port and of a socket.
    for fact in ["cli-tcp", "cli-sock"] {
        let (number, _) = try_to_connect(&mut bench, manner(Library::ConnectorC, 10, 30));
        case.holds(fact, format!("ERROR {number} (HY000)"));
    }
}

#[test]
fn err_04_hung_primary() {
    let case = Case::load("err-04-hung-primary");
    let mut bench = bench(mariadb(), &[]);
    let (impatient, patient) = (client(&mut bench), client(&mut bench));
    bench.set_client(impatient, SimDuration::ZERO, SECOND * 2);
    bench.hang(PRIMARY);
    let silent = bench.dial(PRIMARY, Manner::patient(Account::Ordinary));
    bench.advance(SECOND);
    let accepted = bench.accepts(PRIMARY) && bench.greeting(silent).is_none();
    case.holds("tcp-ok", if accepted { "timeout" } else { "an answer" });
    let (number, took) = try_to_connect(&mut bench, manner(Library::PyMysql, 1, 2));
    case.holds("new", vec![number.into(), Value::from(about(took, 2))]);
    let (number, took) = try_to_connect(&mut bench, manner(Library::ConnectorC, 3, 60));
    case.holds("cli", vec![number == SqlError::LostConnection.number(), about(took, 3)]);
    let (answer, took) = bench.run(impatient, READ);
    case.holds("stmt", vec![code(answer).into(), Value::from(about(took, 2))]);
    let waiting = bench.ask(patient, row(1));
    bench.advance(ms(500.0));
    assert_eq!(bench.answer(waiting), None);
    bench.wake(PRIMARY);
    bench.advance(SECOND);
    case.holds("resume", bench.answer(waiting).map(code));
    // Who has given up meanwhile is not connected; who has waited is.
    assert!(bench.greeting(silent).is_some_and(|greeting| greeting.is_ok()));
    assert_eq!(bench.mysqld(PRIMARY).open, 3);
}

#[test]
fn err_09_graceful_shutdown() {
    let case = Case::load("err-09-graceful-shutdown");
    let mut bench = bench(mariadb(), &[]);
    let [open, writer, busy] = [0; 3].map(|_| client(&mut bench));
    assert_eq!(run(&mut bench, open, Statement::Begin), 0);
    assert_eq!(run(&mut bench, open, row(1)), 0);
    assert_eq!(run(&mut bench, writer, row(2)), 0);
    bench.costs(PRIMARY).statement = SECOND * 10;
    let asked = bench.ask(busy, READ);
    bench.advance(ms(400.0));
    let before = bench.now();
    bench.shut_down(PRIMARY);
    bench.advance(SECOND);
    case.holds("mid", bench.answer(asked).map(code));
    assert!(bench.ended(asked).is_some_and(|at| at.since(before) < ms(100.0)));
    case.holds("tx", run(&mut bench, open, Statement::Commit));
    bench.restart(PRIMARY, false);
    let rows: Vec<u32> = bench.mysqld(PRIMARY).rows.iter().map(|(row, _)| row).collect();
    case.holds("kept", rows);
}
