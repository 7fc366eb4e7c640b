//! What a server says beside an error's number, where that names something: in MariaDB's words, as recorded.

use super::error::SqlError;
use super::log::Gtid;
use super::settings::Dialect;
use super::{Io, Mysqld};

/// Why a source does not take a replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody listens.
    NobodyListens,
    /// The replica's position is not in the source's binlog.
    Foreign {
        /// The position.
        asked: Option<Gtid>,
        /// Whether the binlog has a higher sequence number than that.
        surpassed: bool,
    },
    /// What follows the replica's position was purged.
    Purged,
}

impl Refusal {
    /// The error that it is.
    pub const fn error(self) -> SqlError {
        match self {
            Refusal::NobodyListens => SqlError::CannotConnect,
            Refusal::Foreign { .. } | Refusal::Purged => SqlError::FatalSource,
        }
    }
}

impl Mysqld {
    /// The message of a refused write.
    pub fn read_only_message(&self) -> String {
        let server = match self.settings.dialect {
            Dialect::Mysql8 => "MySQL",
            Dialect::Mariadb1011 => "MariaDB",
        };
        let option = if self.super_read_only { "--super-read-only" } else { "--read-only" };
        format!("The {server} server is running with the {option} option so it cannot execute this statement")
    }

    /// `Last_IO_Error`, where the source has said why it does not take this replica.
    pub fn io_error_message(&self, io: &Io) -> Option<String> {
        let refusal = self.receiver.refusal.filter(|refusal| self.receiver.error == Some(refusal.error()))?;
        let reason = match refusal {
            Refusal::NobodyListens => return None,
            Refusal::Foreign { asked, surpassed } => {
                let name = asked.map(|gtid| io.history.mariadb_name(gtid, self.settings.domain)).unwrap_or_default();
                let why = if surpassed {
                    ". Since the master's binlog contains GTIDs with higher sequence numbers, it probably means that the slave has \
                     diverged due to executing extra erroneous transactions"
                } else {
                    ""
                };
                format!(
                    "Error: connecting slave requested to start from GTID {name}, which is not in the master's binlog{why}"
                )
            }
            Refusal::Purged => {
                "Could not find GTID state requested by slave in any binlog files. Probably the slave state is too \
                                old and required binlog files have been purged."
                    .to_owned()
            }
        };
        let number = refusal.error().number();
        Some(format!("Got fatal error {number} from master when reading data from binary log: '{reason}'"))
    }
}
