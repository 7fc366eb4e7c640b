//! What sessions read, and what the end of a process leaves of them.

use super::{Alone, insert, mariadb};
use crate::model::mysql::connection::Account;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::output::Output;
use crate::model::mysql::statement::{Statement, Value};
use crate::model::mysql::wait::{Target, WaitEnd};

const READ: Statement = Statement::Read { row: 1 };

fn set(value: u64) -> Statement {
    Statement::Update { row: 1, to: Value::Set(value) }
}

#[test]
fn a_transaction_reads_the_rows_as_they_were_at_its_first_read() {
    let mut alone = Alone::new(mariadb());
    let [reader, writer] = [0; 2].map(|_| alone.session(Account::Ordinary));
    let value = |alone: &mut Alone| alone.run(reader, READ).expect("it is read").value;
    let insert = Statement::Insert { row: Some(1), value: 5, rows: 1 };
    assert!(alone.run(reader, Statement::Begin).is_ok());
    assert_eq!(value(&mut alone), None);
    assert!(alone.run(writer, insert).is_ok());
    assert_eq!(value(&mut alone), None);
    assert!(alone.run(reader, Statement::Commit).is_ok());
    assert_eq!(value(&mut alone), Some(5));
    // It begins with the first read, not with BEGIN; a write goes by the newest row, and is then seen.
    assert!(alone.run(reader, Statement::Begin).is_ok());
    assert!(alone.run(writer, set(6)).is_ok());
    assert_eq!(value(&mut alone), Some(6));
    assert!(alone.run(writer, set(7)).is_ok());
    assert!(alone.run(writer, Statement::Delete { row: 9 }).is_ok());
    assert_eq!(value(&mut alone), Some(6));
    let locking = alone.run(reader, Statement::ReadForUpdate { row: 1 }).expect("it is read");
    assert_eq!(locking.value, Some(7));
    assert!(alone.run(reader, Statement::Update { row: 1, to: Value::Add(10) }).is_ok());
    assert_eq!(value(&mut alone), Some(17));
    assert!(alone.run(reader, Statement::Rollback).is_ok());
    assert_eq!(value(&mut alone), Some(7));
}

#[test]
fn a_snapshot_has_the_rows_that_were_always_there() {
    let mut alone = Alone::new(mariadb());
    alone.mysqld.fill(2);
    let [reader, writer] = [0; 2].map(|_| alone.session(Account::Ordinary));
    assert!(alone.run(reader, Statement::Begin).is_ok());
    assert_eq!(alone.run(reader, READ).map(|done| done.value), Ok(Some(0)));
    assert!(alone.run(writer, Statement::Delete { row: 1 }).is_ok());
    assert_eq!(alone.run(reader, READ).map(|done| done.value), Ok(Some(0)));
    assert_eq!(alone.run(writer, READ).map(|done| done.value), Ok(None));
}

#[test]
fn an_orderly_end_keeps_what_a_crash_loses_without_flushes() {
    for (orderly, kept) in [(true, Some(5)), (false, None)] {
        let mut settings = mariadb();
        settings.flush_each_commit = false;
        let mut alone = Alone::new(settings);
        let [writer, open] = [0; 2].map(|_| alone.session(Account::Ordinary));
        assert!(alone.run(writer, Statement::Insert { row: Some(1), value: 5, rows: 1 }).is_ok());
        assert!(alone.run(open, Statement::Begin).is_ok());
        assert!(alone.run(open, Statement::Insert { row: Some(2), value: 6, rows: 1 }).is_ok());
        let ended = alone.at(1.5, |mysqld, io| if orderly { mysqld.shut_down(io) } else { mysqld.stop(io) });
        assert_eq!((ended.callers.len(), alone.mysqld.running, alone.mysqld.open), (0, false, 0));
        alone.at(2.0, |mysqld, io| mysqld.restart(false, io));
        assert_eq!((alone.mysqld.rows.get(1), alone.mysqld.rows.get(2)), (kept, None));
    }
}

#[test]
fn a_restart_does_not_make_up_for_what_was_skipped() {
    let mut settings = mariadb();
    settings.flush_each_commit = false;
    let mut alone = Alone::replica(settings);
    alone.mysqld.applier.skip = 1;
    alone.receive(0.5, insert(1));
    alone.receive(0.5, insert(2));
    alone.at(0.6, |mysqld, io| mysqld.applied(1, io));
    alone.at(1.0, |mysqld, io| {
        mysqld.shut_down(io);
        mysqld.restart(true, io);
    });
    assert_eq!((alone.mysqld.rows.get(1), alone.mysqld.rows.get(2), alone.mysqld.log.len()), (None, Some(0), 2));
}

#[test]
fn a_wait_for_a_place_ends_with_the_applier() {
    let ends = |alone: &Alone| {
        let ends = alone.out.iter().filter_map(|output| match output {
            Output::Waited { wait, end } => Some((*wait, *end)),
            _ => None,
        });
        ends.collect::<Vec<_>>()
    };
    let mut alone = Alone::replica(mariadb());
    let gtid = alone.receive(0.5, insert(1));
    let limit = crate::engine::time::SimDuration::SECOND;
    for target in [Target::Place(gtid), Target::Transaction(gtid)] {
        alone.at(0.6, |mysqld, io| mysqld.wait_for(target, limit, io));
        assert_eq!(ends(&alone), []);
    }
    alone.at(0.7, |mysqld, io| mysqld.stop_applier(io));
    assert_eq!(ends(&alone), [(1, WaitEnd::Void)]);
    alone.at(0.8, |mysqld, io| mysqld.start_applier(io));
    alone.at(0.9, |mysqld, io| mysqld.applied(2, io));
    assert_eq!(ends(&alone), [(2, WaitEnd::Reached)]);
    assert_eq!((WaitEnd::Void.value(), WaitEnd::Expired.value()), (None, Some(-1)));
}

#[test]
fn a_name_says_domain_and_number() {
    assert_eq!(Target::of_name("3-7-5"), Some(Target::Sequence { domain: 3, sequence: 5 }));
    for wrong in ["", "3-7", "3-7-5-1", "3-x-5", "3--5"] {
        assert_eq!(Target::of_name(wrong), None);
    }
}

#[test]
fn errors_of_a_connection_that_is_gone() {
    let mut alone = Alone::new(mariadb());
    let session = alone.session(Account::Ordinary);
    alone.at(2.0, |mysqld, io| mysqld.disconnect(session, io));
    assert_eq!(alone.run(session, READ), Err(SqlError::ServerGone));
}
