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
            Preset::Distributed => self.replicas.min(self.servers.saturating_sub(1)) + 1,
            Preset::Dedicated => self.replicas + 1,
            Preset::Simple => 1,
            Preset::Queue => 0,
        };
        Site { preset: self.preset, servers: self.servers, databases }
    }
}

impl Site {
    /// Every machine, the clients' side of the internet first, by [`MachineId::index`].
    pub fn machines(self) -> impl Iterator<Item = MachineId> {
        let servers = (0..self.servers).map(MachineId::server);
        let apart = if self.is_apart() { self.databases } else { 0 };
        let databases = (0..apart).map(move |index| self.home(index));
        let balancer = self.preset.has_balancer().then_some(MachineId::BALANCER);
        [MachineId::CLIENT].into_iter().chain(balancer).chain(servers).chain(databases)
    }

    /// The machine to which clients connect.
    pub const fn entry(self) -> MachineId {
        if self.preset.has_balancer() { MachineId::BALANCER } else { MachineId::server(0) }
    }

    /// The machine from which connections come to servers.
    pub const fn caller(self) -> MachineId {
        if self.preset.has_balancer() { MachineId::BALANCER } else { MachineId::CLIENT }
    }

    /// Whether databases have machines of their own.
    pub const fn is_apart(self) -> bool {
        matches!(self.preset, Preset::Dedicated)
    }

    /// Room for an array over all machines by [`MachineId::index`].
    pub fn slots(self) -> usize {
        self.machines().map(MachineId::index).max().map_or(0, |last| last + 1)
    }

    /// Whether the run has this machine.
    pub fn has(self, machine: MachineId) -> bool {
        self.machines().any(|one| one == machine)
    }

    /// The machine on which the database with this index runs.
    pub const fn home(self, database: usize) -> MachineId {
        if self.is_apart() { MachineId::database(database, self.servers) } else { MachineId::server(database) }
    }

    /// The index of the database on this machine, if there is one.
    pub fn database_on(self, machine: MachineId) -> Option<usize> {
        let index = if self.is_apart() { machine.as_database() } else { machine.as_server() };
        index.filter(|index| *index < self.databases)
    }

    /// The processes of a machine, in the order in which they are drawn.
    pub fn processes(self, machine: MachineId) -> impl Iterator<Item = Process> {
        Process::ALL.iter().copied().filter(move |process| match process {
            Process::Haproxy => machine == MachineId::BALANCER && self.preset.has_balancer(),
            Process::Manager => machine == MachineId::BALANCER && self.preset.has_manager(),
            Process::Nginx | Process::App => machine.as_server().is_some(),
            Process::Mysqld => self.database_on(machine).is_some(),
        })
    }

    /// Whether anything passes over this link: clients speak to the entry, the balancer to every other machine, and these to
    /// each other's databases.
    pub fn passes(self, link: LinkId) -> bool {
        let [one, other] = link.ends();
        let database = |machine| self.database_on(machine).is_some();
        match one {
            _ if one == other => false,
            MachineId::CLIENT => other == self.entry(),
            MachineId::BALANCER => true,
            _ => database(one) || database(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_its_machines_and_each_has_room_by_its_index() {
        for (preset, names) in [
            (Preset::Distributed, "client lb-1 server-1 server-2 server-3"),
            (Preset::Dedicated, "client lb-1 server-1 server-2 server-3 db-1 db-2 db-3"),
            (Preset::Simple, "client server-1 server-2 server-3"),
        ] {
            let site = Config { preset, ..Config::default() }.site();
            let machines: Vec<MachineId> = site.machines().collect();
            assert_eq!(machines.iter().map(MachineId::to_string).collect::<Vec<_>>().join(" "), names);
            assert!(machines.iter().all(|machine| machine.index() < site.slots()));
            assert!((0..site.databases).all(|database| site.database_on(site.home(database)) == Some(database)));
        }
    }

    #[test]
    fn where_databases_are_apart_servers_have_nothing_to_say_to_each_other() {
        let site = Config { preset: Preset::Dedicated, ..Config::default() }.site();
        let (server, other) = (MachineId::server(0), MachineId::server(1));
        let (primary, replica) = (site.home(0), site.home(1));
        let passes = |one, other| site.passes(LinkId::between(one, other));
        assert!(passes(server, primary) && passes(replica, primary) && passes(MachineId::BALANCER, replica));
        assert!(!passes(server, other) && !passes(MachineId::CLIENT, server) && !passes(primary, primary));
        assert_eq!(site.processes(primary).collect::<Vec<_>>(), [Process::Mysqld]);
        assert_eq!(site.processes(server).collect::<Vec<_>>(), [Process::Nginx, Process::App]);
    }
}
