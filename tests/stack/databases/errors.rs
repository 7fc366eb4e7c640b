//! What a client is told when something cannot be done.

use super::{PRIMARY, REPLICA, bench, client, insert, mariadb, ms};
use crate::case::Case;
use serde_json::Value as Json;
use tierscope::conform::databases::{Bench, Client, Manner};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::connection::Account;
use tierscope::model::mysql::output::Answer;
use tierscope::model::mysql::statement::{Statement, Value};
use tierscope::model::mysql::variable::Setting;

/// A client's error number, 0 for none.
pub fn code(answer: Answer) -> u16 {
    answer.err().map_or(0, |error| error.number())
}

/// Sends a statement and gives the error number, 0 for none.
pub fn run(bench: &mut Bench, client: Client, statement: Statement) -> u16 {
    code(bench.run(client, statement).0)
}

fn add(row: u32, more: i64) -> Statement {
    Statement::Update { row, to: Value::Add(more) }
}

#[test]
fn err_01_read_only() {
    let case = Case::load("err-01-read-only");
    let mut bench = bench(mariadb(), &[1.0]);
    let writer = client(&mut bench);
    let row = insert(&mut bench, writer).0.key.unwrap_or(0);
    bench.advance(SimDuration::SECOND);
    let [ordinary, admin] =
        [Account::Ordinary, Account::Admin].map(|account| bench.connect_as(REPLICA, account).expect("it is taken"));
    let writes = [super::row(1), add(row, 1), Statement::Delete { row }];
    case.holds("write-1290", writes.map(|write| run(&mut bench, ordinary, write)).to_vec());
    case.holds("no-match-1290", run(&mut bench, ordinary, add(row + 99, 1)));
    case.holds("read-ok", run(&mut bench, ordinary, Statement::Read { row }));
    case.holds("for-update", run(&mut bench, ordinary, Statement::ReadForUpdate { row }));
    case.holds("text", bench.mysqld(REPLICA).read_only_message());
    case.holds("adm", run(&mut bench, admin, Statement::Insert { row: Some(row + 50), value: 1, rows: 1 }));
    assert_eq!(bench.row(REPLICA, row + 50), Some(1));
    insert(&mut bench, writer);
    bench.advance(SimDuration::SECOND);
    case.holds("replication-ok", bench.row(REPLICA, row + 1) == Some(0));
    case.holds("super-read-only", run(&mut bench, admin, Statement::Set(Setting::SuperReadOnly(true))));
}

#[test]
fn err_02_flip_read_only_midway() {
    let case = Case::load("err-02-flip-read-only-midway");
    let mut bench = bench(mariadb(), &[]);
    let (writer, reader) = (client(&mut bench), client(&mut bench));
    let admin = bench.connect_as(PRIMARY, Account::Admin).expect("it is taken");
    run(&mut bench, writer, Statement::Begin);
    run(&mut bench, writer, super::row(1));
    run(&mut bench, reader, Statement::Begin);
    let (set, took) = bench.run(admin, Statement::Set(Setting::ReadOnly(true)));
    case.holds("returns", vec![code(set).into(), Json::from(took < ms(500.0))]);
    let refused = vec![run(&mut bench, writer, super::row(2)), run(&mut bench, writer, Statement::Commit)];
    case.holds("commit-1290", refused);
    case.holds("not-there", bench.rows(PRIMARY));
    case.holds("reader", run(&mut bench, reader, Statement::Commit));
    assert_eq!(run(&mut bench, admin, Statement::Set(Setting::ReadOnly(false))), 0);
    let again = run(&mut bench, writer, Statement::Commit);
    case.holds("rolled-back", vec![u64::from(again), bench.rows(PRIMARY) as u64]);
}

#[test]
fn err_05_max_connections() {
    let case = Case::load("err-05-max-connections");
    let mut settings = mariadb();
    settings.max_connections = case.count("max_connections") as u32;
    let mut bench = bench(settings, &[]);
    let mut clients = Vec::new();
    let refused = loop {
        match bench.connect(PRIMARY) {
            Ok(client) => clients.push(client),
            Err(error) => break error,
        }
    };
    case.holds("n", clients.len());
    case.holds("1040", refused.number());
    let dial = bench.dial(PRIMARY, Manner::patient(Account::Ordinary));
    bench.until(SimDuration::from_seconds(10), |bench| bench.greeting(dial).is_some());
    assert!(bench.greeting(dial).is_some_and(|greeting| greeting.is_err()));
    case.holds("fast", bench.dialling(dial).map(|took| took.as_millis_f64()));
    let admin = bench.connect_as(PRIMARY, Account::Admin);
    case.holds("admin-extra", admin.is_ok());
    case.holds("admin-one", bench.connect_as(PRIMARY, Account::Admin).err().map(|error| error.number()));
    bench.disconnect(admin.expect("it was taken"));
    let first = clients.remove(0);
    bench.disconnect(first);
    case.holds("slot", bench.connect(PRIMARY).err().map_or(0, |error| error.number()));
    case.holds("existing", run(&mut bench, clients[0], Statement::Read { row: 1 }));
}

#[test]
fn err_07_deadlock() {
    let case = Case::load("err-07-deadlock");
    let mut bench = bench(mariadb(), &[]);
    let (one, other) = (client(&mut bench), client(&mut bench));
    let rows = [insert(&mut bench, one).0, insert(&mut bench, one).0].map(|done| done.key.unwrap_or(0));
    for (client, row, more) in [(one, rows[0], 10), (other, rows[1], 100)] {
        run(&mut bench, client, Statement::Begin);
        run(&mut bench, client, add(row, more));
    }
    let asks = [bench.ask(one, add(rows[1], 10)), bench.ask(other, add(rows[0], 100))];
    bench.advance(SimDuration::SECOND);
    let answers = asks.map(|ask| bench.answer(ask).map(code));
    let mut codes: Vec<u16> = answers.into_iter().flatten().collect();
    codes.sort_unstable();
    case.holds("one-victim", codes);
    let slowest = asks.iter().filter_map(|ask| bench.took(*ask)).map(|took| took.as_millis_f64()).fold(0.0, f64::max);
    case.holds("at-once", slowest);
    let survivor = if answers[0] == Some(0) { one } else { other };
    run(&mut bench, survivor, Statement::Commit);
    let values = rows.map(|row| bench.row(PRIMARY, row));
    case.holds("all-or-nothing", values == [Some(10), Some(10)] || values == [Some(100), Some(100)]);
}

#[test]
fn err_06_lock_wait() {
    let case = Case::load("err-06-lock-wait");
    let mut settings = mariadb();
    settings.lock_wait_timeout = SimDuration::from_seconds(case.count("innodb_lock_wait_timeout_s"));
    let mut bench = bench(settings, &[]);
    let clients: Vec<Client> = (0..8).map(|_| client(&mut bench)).collect();
    let keys =
        [100, 100].map(|value| bench.run(clients[0], super::row(value)).0.ok().and_then(|done| done.key).unwrap_or(0));
    run(&mut bench, clients[0], Statement::Begin);
    run(&mut bench, clients[0], add(keys[0], 50));
    run(&mut bench, clients[1], Statement::Begin);
    run(&mut bench, clients[1], add(keys[1], 10));
    let waiting = bench.ask(clients[1], add(keys[0], 1));
    bench.advance(ms(100.0));
    let (read, took) = bench.run(clients[2], Statement::Read { row: keys[0] });
    let value = read.ok().and_then(|done| done.value);
    case.holds("reads-not-blocked", vec![(took < ms(100.0)).into(), Json::from(value)]);
    bench.advance(SimDuration::from_seconds(3));
    case.holds("1205", bench.answer(waiting).map(code));
    case.holds("time", bench.took(waiting).map(|took| took.as_millis_f64()));
    run(&mut bench, clients[1], Statement::Commit);
    case.holds("stmt-only", bench.row(PRIMARY, keys[1]));
    let asks: Vec<_> = clients[2..].iter().map(|one| bench.ask(*one, add(keys[0], 1))).collect();
    bench.advance(ms(100.0));
    run(&mut bench, clients[0], Statement::Commit);
    bench.advance(SimDuration::SECOND);
    let mut order: Vec<usize> = (0..asks.len()).collect();
    order.sort_by_key(|index| bench.ended(asks[*index]));
    assert!(asks.iter().all(|ask| bench.answer(*ask).map(code) == Some(0)));
    case.holds("fifo", order);
}

#[test]
fn err_10_idle_timeout() {
    let case = Case::load("err-10-idle-timeout");
    let mut settings = mariadb();
    settings.wait_timeout = SimDuration::from_seconds(case.count("wait_timeout_s"));
    let mut bench = bench(settings, &[]);
    let writer = client(&mut bench);
    run(&mut bench, writer, Statement::Begin);
    run(&mut bench, writer, super::row(1));
    bench.advance(SimDuration::from_seconds(3));
    case.holds("closed", bench.mysqld(PRIMARY).open);
    case.holds("code", run(&mut bench, writer, Statement::Commit));
    case.holds("rolled-back", bench.rows(PRIMARY));
}

#[test]
fn err_11_ambiguous_commit() {
    let case = Case::load("err-11-ambiguous-commit");
    let one_way = ms(case.number("one_way_ms"));
    let mut bench = bench(mariadb(), &[]);
    let writer = client(&mut bench);
    bench.set_client(writer, one_way, SimDuration::from_seconds(3600));
    // It was written, and the primary died before anybody could hear of it.
    let ask = bench.ask(writer, super::row(1));
    bench.advance(one_way + ms(50.0));
    bench.lose_client(writer);
    bench.advance(SimDuration::SECOND);
    case.holds("2013", bench.answer(ask).map(code));
    case.holds("committed", bench.rows(PRIMARY));
    let other = client(&mut bench);
    bench.set_client(other, one_way, SimDuration::from_seconds(3600));
    let ask = bench.ask(other, super::row(2));
    bench.advance(one_way.saturating_sub(ms(50.0)));
    bench.lose_client(other);
    bench.advance(SimDuration::SECOND);
    let lost = bench.answer(ask).map(code).unwrap_or(0);
    case.holds("same-error", vec![u64::from(lost), bench.rows(PRIMARY) as u64 - 1]);
}
