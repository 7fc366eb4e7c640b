//! Circles of sessions that wait for each other's rows, and transactions that come in one piece.

use super::{Alone, mariadb};
use crate::engine::slab::Key;
use crate::model::mysql::connection::Account;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::output::{Answer, Caller, Output};
use crate::model::mysql::script::Script;
use crate::model::mysql::statement::{Statement, Value};

const fn caller(call: u8) -> Caller {
    Caller { server: 0, job: Key::NONE, call }
}

fn answers(alone: &Alone) -> Vec<(u8, Answer)> {
    let answers = alone.out.iter().filter_map(|output| match output {
        Output::Answer { to, answer } => Some((to.call, *answer)),
        _ => None,
    });
    answers.collect()
}

fn update(row: u32) -> Statement {
    Statement::Update { row, to: Value::Mark }
}

fn ask(alone: &mut Alone, session: Key, call: u8, statement: Statement) {
    alone.at(1.0, |mysqld, io| mysqld.execute(session, caller(call), statement, io));
}

/// Three rows, and two transactions: of the first that has written row 1 and 2, and of another that has written row 3.
fn heavy_and_light() -> (Alone, [Key; 2]) {
    let mut alone = Alone::new(mariadb());
    alone.mysqld.fill(4);
    let sessions = [0; 2].map(|_| alone.session(Account::Ordinary));
    for (session, rows) in [(sessions[0], &[1, 2][..]), (sessions[1], &[3])] {
        assert!(alone.run(session, Statement::Begin).is_ok());
        rows.iter().for_each(|row| assert!(alone.run(session, update(*row)).is_ok()));
    }
    (alone, sessions)
}

#[test]
fn the_lightest_is_the_victim_whoever_closes_the_circle() {
    for light_closes in [true, false] {
        let (mut alone, [heavy, light]) = heavy_and_light();
        let (first, second) =
            if light_closes { ((heavy, 7, 3), (light, 8, 1)) } else { ((light, 8, 1), (heavy, 7, 3)) };
        ask(&mut alone, first.0, first.1, update(first.2));
        assert_eq!(answers(&alone), []);
        ask(&mut alone, second.0, second.1, update(second.2));
        // The other one has its row at once.
        let mut both = answers(&alone);
        both.sort_by_key(|(call, _)| *call);
        assert_eq!(both.len(), 2);
        assert!(both[0].1.is_ok() && both[0].0 == 7, "{both:?}");
        assert_eq!(both[1], (8, Err(SqlError::Deadlock)));
        assert_eq!((alone.mysqld.deadlocks, alone.mysqld.lock_waits()), (1, 0));
        assert!(alone.run(heavy, Statement::Commit).is_ok());
        let values = [1, 2, 3].map(|row| alone.mysqld.rows.get(row));
        assert!(values[0] > Some(0) && values.iter().all(|value| *value == values[0]), "{values:?}");
    }
}

#[test]
fn a_transaction_in_one_piece_commits_its_rows_together_or_leaves_nothing() {
    let mut alone = Alone::new(mariadb());
    alone.mysqld.fill(4);
    let mut script = Script::default();
    assert!(script.add(2) && script.add(1));
    alone.at(1.0, |mysqld, io| mysqld.pass_all(caller(1), script, io));
    let [Output::Next { session, statements: 2 }] = alone.out[..] else { panic!("{:?}", alone.out) };
    assert_eq!(alone.mysqld.at_work(), 1);
    alone.at(2.0, |mysqld, io| mysqld.go_on(session, io));
    assert!(alone.out.contains(&Output::Flush) && alone.mysqld.rows.get(2) == Some(0));
    alone.at(3.0, |mysqld, io| mysqld.flushed(io));
    assert!(matches!(answers(&alone)[..], [(1, Ok(_))]));
    assert!(alone.mysqld.rows.get(1) > Some(0) && alone.mysqld.rows.get(1) == alone.mysqld.rows.get(2));
    assert_eq!(alone.mysqld.connections.iter().count(), 0);

    // Made read-only between two of its statements, the server refuses the second one, and the first is undone.
    let before = alone.mysqld.rows.get(2);
    alone.at(4.0, |mysqld, io| mysqld.pass_all(caller(2), script, io));
    let [Output::Next { session, .. }] = alone.out[..] else { panic!("{:?}", alone.out) };
    alone.mysqld.read_only = true;
    alone.at(5.0, |mysqld, io| mysqld.go_on(session, io));
    assert_eq!(answers(&alone), [(2, Err(SqlError::ReadOnly))]);
    assert_eq!((alone.mysqld.rows.get(2), alone.mysqld.log.len()), (before, 1));
    assert_eq!((alone.mysqld.audit(&alone.history), alone.mysqld.connections.iter().count()), (Ok(()), 0));
}
