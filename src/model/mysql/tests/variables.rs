//! Variables: who may set which, and what a server shows.

use super::{Alone, insert, mariadb};
use crate::model::mysql::connection::Account;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::settings::{Dialect, Settings};
use crate::model::mysql::source::Start;
use crate::model::mysql::statement::Statement;
use crate::model::mysql::variable::{Setting, Shown};

const INSERT: Statement = Statement::Insert { row: None, value: 1, rows: 1 };

/// What setting a variable comes to.
fn set(alone: &mut Alone, account: Account, setting: Setting) -> Option<SqlError> {
    let session = alone.session(account);
    alone.run(session, Statement::Set(setting)).err()
}

#[test]
fn super_read_only_refuses_everybody_and_mariadb_has_it_not() {
    let mut alone = Alone::new(Settings::of(Dialect::Mysql8));
    assert_eq!(set(&mut alone, Account::Ordinary, Setting::ReadOnly(true)), Some(SqlError::AccessDenied));
    assert_eq!(set(&mut alone, Account::Admin, Setting::SuperReadOnly(true)), None);
    let sessions = [Account::Ordinary, Account::Admin].map(|account| alone.session(account));
    for session in sessions {
        assert_eq!(alone.run(session, INSERT).err(), Some(SqlError::ReadOnly));
    }
    assert!(alone.mysqld.read_only_message().contains("--super-read-only"));
    // Without read_only there is no super_read_only.
    assert_eq!(set(&mut alone, Account::Admin, Setting::ReadOnly(false)), None);
    assert_eq!(set(&mut alone, Account::Admin, Setting::ReadOnly(true)), None);
    assert_eq!(alone.run(sessions[0], INSERT).err(), Some(SqlError::ReadOnly));
    assert_eq!(alone.run(sessions[1], INSERT).err(), None);
    let mut alone = Alone::new(mariadb());
    let unknown = Some(SqlError::UnknownVariable);
    assert_eq!(set(&mut alone, Account::Admin, Setting::SuperReadOnly(true)), unknown);
    assert!(!alone.mysqld.read_only);
}

#[test]
fn a_position_before_the_end_of_the_binlog_is_refused_in_strict_mode_alone() {
    let mut alone = Alone::replica(mariadb());
    let written = [alone.receive(0.1, insert(1)), alone.receive(0.2, insert(2))];
    alone.at(0.3, |mysqld, io| mysqld.applied(1, io));
    alone.at(0.3, |mysqld, io| mysqld.applied(2, io));
    let first = Setting::ReplicaPosition(Some(written[0]));
    assert_eq!(set(&mut alone, Account::Admin, Setting::Strict(true)), None);
    assert_eq!(set(&mut alone, Account::Admin, first), Some(SqlError::PositionBehindBinlog));
    assert_eq!(alone.mysqld.receiver.start, Start::Auto);
    assert_eq!(set(&mut alone, Account::Admin, Setting::ReplicaPosition(Some(written[1]))), None);
    assert_eq!(set(&mut alone, Account::Admin, Setting::Strict(false)), None);
    assert_eq!(set(&mut alone, Account::Admin, first), None);
    assert_eq!(alone.mysqld.receiver.start, Start::After(Some(written[0])));
}

#[test]
fn each_dialect_has_its_own_names() {
    let [mysql, mariadb] =
        [Dialect::Mysql8, Dialect::Mariadb1011].map(|dialect| Alone::new(Settings::of(dialect)).mysqld);
    assert_eq!(mysql.variable("binlog_format"), Some(Shown::Word("ROW")));
    assert_eq!(mysql.variable("rpl_semi_sync_source_wait_point"), Some(Shown::Word("AFTER_SYNC")));
    assert_eq!(mariadb.variable("rpl_semi_sync_master_wait_point"), Some(Shown::Word("AFTER_COMMIT")));
    assert_eq!(
        (mysql.variable("replica_parallel_workers"), mysql.variable("sync_binlog")),
        (Some(Shown::Number(4)), Some(Shown::Number(1)))
    );
    for (mysqld, name) in [
        (&mysql, "slave_parallel_threads"),
        (&mysql, "gtid_strict_mode"),
        (&mariadb, "replica_net_timeout"),
        (&mariadb, "super_read_only"),
        (&mariadb, "nothing"),
    ] {
        assert_eq!(mysqld.variable(name), None, "{name}");
    }
}
