//! Who does what on a site, and what its requests ask for on average: the premises of all arithmetic about it.

use crate::model::config::{Config, Mode, Preset};
use crate::snapshot::{Role, ServerView, Snapshot};

/// Reads of a page that reads.
const READS_OF_A_READ: f64 = 2.0;
/// Reads of a page that writes.
const READS_OF_A_WRITE: f64 = 1.0;

/// Who does what: indices of servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Servers that get requests from the balancer.
    pub serving: Vec<usize>,
    /// The primary database's.
    pub primary: Option<usize>,
    /// Those of the replicas that apply the primary's transactions.
    pub replicas: Vec<usize>,
}

impl Roles {
    /// As configured, with everything up.
    pub fn of_config(config: &Config) -> Roles {
        let serving = match config.haproxy.mode {
            Mode::ActivePassive if config.preset == Preset::Distributed => 1,
            _ => config.servers,
        };
        Roles { serving: (0..serving).collect(), primary: Some(0), replicas: (1..=config.replicas).collect() }
    }

    /// As a run has them now.
    pub fn of_snapshot(snapshot: &Snapshot) -> Roles {
        let of_role = |role| {
            let plays = move |(_, server): &(usize, &ServerView)| {
                server.database.as_ref().is_some_and(|database| database.running && database.role == role)
            };
            snapshot.servers.iter().enumerate().filter(plays).map(|(index, _)| index).collect::<Vec<_>>()
        };
        let in_use = snapshot.balancer.servers.iter().enumerate().filter(|(_, server)| server.in_use);
        Roles {
            serving: in_use.map(|(index, _)| index).collect(),
            primary: of_role(Role::Primary).first().copied(),
            replicas: of_role(Role::Replica),
        }
    }

    /// Where reads go: to the replicas, else to the primary.
    pub(super) fn readers(&self) -> Vec<usize> {
        if self.replicas.is_empty() { self.primary.into_iter().collect() } else { self.replicas.clone() }
    }
}

/// Mean numbers per request to the site.
pub(super) struct Mix {
    /// Static files.
    pub(super) files: f64,
    /// Pages.
    pub(super) pages: f64,
    /// Reads of a database.
    pub(super) reads: f64,
    /// Writes to the primary.
    pub(super) writes: f64,
}

impl Mix {
    /// What the clients of this configuration ask for.
    pub(super) fn of(config: &Config) -> Mix {
        let (files, writes) = (config.clients.static_share, config.clients.write_share);
        let pages = 1.0 - files;
        Mix { files, pages, reads: (pages - writes) * READS_OF_A_READ + writes * READS_OF_A_WRITE, writes }
    }
}
