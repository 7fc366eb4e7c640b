//! Who does what on a site, and what its requests ask for on average: the premises of all arithmetic about it.

use crate::model::config::{Config, Mode, Preset};
use crate::model::id::MachineId;
use crate::snapshot::{Role, ServerView, Snapshot};

/// Who does what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Servers that get requests from the balancer and take them.
    pub serving: Vec<MachineId>,
    /// Servers that get requests from the balancer, which has not noticed that nobody takes them.
    pub mistaken: Vec<MachineId>,
    /// The primary database's machine.
    pub primary: Option<MachineId>,
    /// Those of the replicas that apply the primary's transactions.
    pub replicas: Vec<MachineId>,
}

impl Roles {
    /// As configured, with everything up.
    pub fn of_config(config: &Config) -> Roles {
        let site = config.site();
        let serving = match config.haproxy.mode {
            Mode::ActivePassive if config.preset != Preset::Queue => 1,
            _ => config.servers,
        };
        let mut databases = (0..site.databases).map(|index| site.home(index));
        Roles {
            serving: (0..serving).map(MachineId::server).collect(),
            mistaken: Vec::new(),
            primary: databases.next(),
            replicas: databases.collect(),
        }
    }

    /// As a run has them now.
    pub fn of_snapshot(snapshot: &Snapshot) -> Roles {
        let of_role = |role| {
            let plays = snapshot.each_database().filter(move |(.., view)| view.running && view.role == role);
            plays.map(|(machine, ..)| machine).collect::<Vec<_>>()
        };
        let sent_to = |index: usize| match &snapshot.balancer {
            Some(balancer) => balancer.running && balancer.servers.get(index).is_some_and(|server| server.in_use),
            None => true,
        };
        let in_use = (0..snapshot.servers.len()).filter(|index| sent_to(*index));
        let takes = |server: &ServerView| server.on && server.nginx.running;
        let (serving, mistaken): (_, Vec<MachineId>) = in_use
            .map(MachineId::server)
            .partition(|machine| machine.as_server().is_some_and(|index| takes(&snapshot.servers[index])));
        // Nobody is mistaken where nobody chooses.
        let mistaken = if snapshot.balancer.is_some() { mistaken } else { Vec::new() };
        Roles { serving, mistaken, primary: of_role(Role::Primary).first().copied(), replicas: of_role(Role::Replica) }
    }

    /// Where reads go: to the replicas, else to the primary.
    pub(super) fn readers(&self) -> Vec<MachineId> {
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
        // The last call of a page that writes is its write.
        let (pages, calls) = (1.0 - files, f64::from(config.app.calls));
        let writes = if config.app.calls > 0 { writes } else { 0.0 };
        Mix { files, pages, reads: pages * calls - writes, writes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimTime;
    use crate::scenario::wire;
    use crate::simulation::Simulation;

    fn at(query: &str, seconds: u64) -> Roles {
        let mut run = Simulation::new(wire::read(query).0.scenario);
        run.advance_to(SimTime::from_millis(seconds * 1_000), u64::MAX);
        Roles::of_snapshot(&run.snapshot())
    }

    #[test]
    fn a_server_that_is_off_serves_nobody_whatever_haproxy_believes() {
        let query = "do=crash:server-1@12s,crash:lb-1.haproxy@40s&seed=42";
        let machines = |indices: &[usize]| indices.iter().copied().map(MachineId::server).collect();
        let roles = |serving, mistaken, primary: Option<usize>, replicas| Roles {
            serving: machines(serving),
            mistaken: machines(mistaken),
            primary: primary.map(MachineId::server),
            replicas: machines(replicas),
        };
        assert_eq!(at(query, 10), roles(&[0], &[], Some(0), &[1, 2]));
        assert_eq!(at(query, 14), roles(&[], &[0], None, &[1, 2]));
        assert_eq!(at(query, 30), roles(&[1], &[], Some(1), &[2]));
        assert_eq!(at(query, 41), roles(&[], &[], Some(1), &[2]));
    }
}
