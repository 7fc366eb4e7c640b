//! What a client or a replica is told when something cannot be done: MySQL's error numbers.

/// An error, by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SqlError {
    /// 1032: the row to be changed is not there.
    KeyNotFound,
    /// 1040: too many connections.
    TooManyConnections,
    /// 1062: a row with this key is there already.
    DuplicateKey,
    /// 1193: no such variable.
    UnknownVariable,
    /// 1205: waited too long for a row lock; the statement is undone, its transaction goes on.
    LockWaitTimeout,
    /// 1213: deadlock; the transaction is rolled back.
    Deadlock,
    /// 1227: the account may not do that.
    AccessDenied,
    /// 1236: the source has not what the replica asks for, or the replica has what the source has not.
    FatalSource,
    /// 1290: the server is read-only.
    ReadOnly,
    /// 1947: a position before the end of the server's own binlog is not to be set.
    PositionBehindBinlog,
    /// 1950: a transaction out of order, which strict mode does not allow.
    OutOfOrder,
    /// 2003: nobody listens.
    CannotConnect,
    /// 2006: the connection had been closed.
    ServerGone,
    /// 2013: the connection was lost during the statement; whether it was done is unknown.
    LostConnection,
}

impl SqlError {
    /// All, by number.
    pub const ALL: [SqlError; 14] = [
        SqlError::KeyNotFound,
        SqlError::TooManyConnections,
        SqlError::DuplicateKey,
        SqlError::UnknownVariable,
        SqlError::LockWaitTimeout,
        SqlError::Deadlock,
        SqlError::AccessDenied,
        SqlError::FatalSource,
        SqlError::ReadOnly,
        SqlError::PositionBehindBinlog,
        SqlError::OutOfOrder,
        SqlError::CannotConnect,
        SqlError::ServerGone,
        SqlError::LostConnection,
    ];

    /// MySQL's and MariaDB's number.
    pub const fn number(self) -> u16 {
        match self {
            SqlError::KeyNotFound => 1032,
            SqlError::TooManyConnections => 1040,
            SqlError::DuplicateKey => 1062,
            SqlError::UnknownVariable => 1193,
            SqlError::LockWaitTimeout => 1205,
            SqlError::Deadlock => 1213,
            SqlError::AccessDenied => 1227,
            SqlError::FatalSource => 1236,
            SqlError::ReadOnly => 1290,
            SqlError::PositionBehindBinlog => 1947,
            SqlError::OutOfOrder => 1950,
            SqlError::CannotConnect => 2003,
            SqlError::ServerGone => 2006,
            SqlError::LostConnection => 2013,
        }
    }
}
