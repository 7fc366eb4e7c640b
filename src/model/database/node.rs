//! One database of the site: its server process, and what the site knows of it besides.

use super::call::Query;
use crate::engine::time::SimTime;
use crate::model::config::{Config, Preset};
use crate::model::event::CallResult;
use crate::model::id::MachineId;
use crate::model::mysql::Mysqld;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::output::Caller;
use crate::model::mysql::receiver::ReceiverState;
use crate::model::world::World;

/// A database.
#[derive(Clone, Debug)]
pub struct Node {
    /// The server process and its data.
    pub mysqld: Mysqld,
    /// Whether it waits for a copy of another's data, having none of its own; it serves nobody then.
    pub cloning: bool,
    /// Whether it was promoted during the run.
    pub promoted: bool,
    /// When the last bytes sent to each database will arrive there: later ones never overtake them.
    pub arrivals: Box<[SimTime]>,
    /// Connections of each server's application, as it counts them.
    pub clients: Box<[u32]>,
    /// Reads that wait until a transaction is applied, by the names of their waits.
    pub waits: Vec<(u32, Caller, Query)>,
    /// Calls that it, or its machine's kernel, has answered with an error, by kind.
    pub errors: [u64; CallResult::ALL.len()],
}

impl Node {
    /// The database with this index, in good order: the first is the primary, the others are to follow it.
    pub fn new(index: usize, databases: usize, config: &Config) -> Node {
        let mut mysqld = Mysqld::new(index as u8, config.mysql.settings(index + 1 == databases), config.clients.pages);
        mysqld.read_only = index > 0;
        Node {
            mysqld,
            cloning: false,
            promoted: false,
            arrivals: vec![SimTime::ZERO; databases].into(),
            clients: vec![0; config.servers].into(),
            waits: Vec::new(),
            errors: [0; CallResult::ALL.len()],
        }
    }

    /// Whether its process is there, be it only to wait for its copy.
    pub fn is_up(&self) -> bool {
        self.mysqld.running || self.cloning
    }

    /// Whom it follows. A receiver that was refused for good (1236) follows nobody.
    pub fn source(&self) -> Option<u8> {
        let receiver = &self.mysqld.receiver;
        receiver.source.filter(|_| receiver.state != ReceiverState::Stopped || !self.mysqld.running)
    }

    /// Who has refused it for good (1236), so that it follows nobody.
    pub fn turned_away_by(&self) -> Option<u8> {
        let receiver = &self.mysqld.receiver;
        receiver.source.filter(|_| self.source().is_none() && receiver.error == Some(SqlError::FatalSource))
    }
}

impl World {
    /// The machine on which a database runs.
    pub(in crate::model) fn node_machine(&self, node: u8) -> MachineId {
        match self.config.preset {
            Preset::Dedicated => self.config.site().home(node as usize),
            _ => MachineId::of_server(node),
        }
    }
}
