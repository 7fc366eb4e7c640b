//! Which machines a run has, what runs on each of them and what passes between them. Follows from the preset and two
//! numbers; knows nothing of how a run goes on.

use super::config::{Config, Preset};
use super::id::{LinkId, MachineId, Process};

/// The machines of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// What is built.
    pub preset: Preset,
    /// Servers.
    pub servers: usize,
    /// Databases, the first primary included.
    pub databases: usize,
}

impl Config {
    /// The machines of a run with this configuration.
    pub fn site(&self) -> Site {
        let databases = match self.preset {
            Preset::Distributed => self.replicas.min(self.servers - 1) + 1,
            Preset::Queue => 0,
        };
        Site { preset: self.preset, servers: self.servers, databases }
    }
}

impl Site {
    /// Every machine, the clients' side of the internet first, by [`MachineId::index`].
    pub fn machines(self) -> impl Iterator<Item = MachineId> {
        let servers = (0..self.servers).map(MachineId::server);
        [MachineId::CLIENT, MachineId::BALANCER].into_iter().chain(servers)
    }

    /// Whether the run has this machine.
    pub fn has(self, machine: MachineId) -> bool {
        self.machines().any(|one| one == machine)
    }

    /// The machine on which the database with this index runs.
    pub const fn home(self, database: usize) -> MachineId {
        MachineId::server(database)
    }

    /// The index of the database on this machine, if there is one.
    pub fn database_on(self, machine: MachineId) -> Option<usize> {
        machine.as_server().filter(|index| *index < self.databases)
    }

    /// The processes of a machine, in the order in which they are drawn.
    pub fn processes(self, machine: MachineId) -> impl Iterator<Item = Process> {
        Process::ALL.iter().copied().filter(move |process| match process {
            Process::Haproxy => machine == MachineId::BALANCER,
            Process::Manager => machine == MachineId::BALANCER && self.databases > 0,
            Process::Nginx | Process::App => machine.as_server().is_some(),
            Process::Mysqld => self.database_on(machine).is_some(),
        })
    }

    /// Whether anything passes over this link: clients speak to the balancer, it to every server, and servers to each other's
    /// databases.
    pub fn passes(self, link: LinkId) -> bool {
        let [one, other] = link.ends();
        let database = |machine| self.database_on(machine).is_some();
        match one {
            _ if one == other => false,
            MachineId::CLIENT => other == MachineId::BALANCER,
            MachineId::BALANCER => true,
            _ => database(one) || database(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_of_a_machine_is_its_turn() {
        let site = Config::default().site();
        let indices: Vec<usize> = site.machines().map(MachineId::index).collect();
        assert_eq!(indices, [0, 1, 2, 3, 4]);
        assert!((0..site.databases).all(|database| site.database_on(site.home(database)) == Some(database)));
    }
}
