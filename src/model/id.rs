//! Who is who: machines, the processes on them, the links between them. Typed indices; names are only for people.

use super::choice::choice;
use core::fmt;

/// A machine: the clients' side of the internet, the balancer's, or a server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MachineId(u8);

impl MachineId {
    /// All clients together, as one end of a link.
    pub const CLIENT: MachineId = MachineId(0);
    /// The machine of HAProxy and of the failover manager.
    pub const BALANCER: MachineId = MachineId(1);

    /// The machine of the server with this index, 0 for `server-1`.
    pub const fn server(index: usize) -> MachineId {
        MachineId(index as u8 + 2)
    }

    /// The index of the server on this machine, if it is one of them.
    pub const fn as_server(self) -> Option<usize> {
        (self.0 as usize).checked_sub(2)
    }

    /// A dense index: clients, balancer, then the servers.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The machine with this dense index.
    pub const fn from_index(index: usize) -> MachineId {
        MachineId(index as u8)
    }
}

impl fmt::Display for MachineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_server() {
            Some(index) => write!(f, "server-{}", index + 1),
            None if *self == MachineId::CLIENT => f.write_str("client"),
            None => f.write_str("lb-1"),
        }
    }
}

choice! {
    /// A process that can be killed apart from its machine.
    pub enum Process {
        /// The load balancer.
        Haproxy = "haproxy",
        /// The failover manager.
        Manager = "manager",
        /// The web server.
        Nginx = "nginx",
        /// The application server.
        App = "app",
        /// The database.
        Mysqld = "mysqld",
    }
}

impl Process {
    /// The processes of a machine, in the order in which they are drawn.
    pub const fn of(machine: MachineId) -> &'static [Process] {
        match machine.index() {
            0 => &[],
            1 => &[Process::Haproxy, Process::Manager],
            _ => &[Process::Nginx, Process::App, Process::Mysqld],
        }
    }
}

/// What a fault can hit: a whole machine, or one process on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The machine goes off: silence, and the bytes in flight are lost.
    Machine(MachineId),
    /// The process is gone: connections are refused or reset, bytes already sent still arrive.
    Process(MachineId, Process),
}

impl Target {
    /// The machine that is hit, or on which the process runs.
    pub const fn machine(self) -> MachineId {
        match self {
            Target::Machine(machine) | Target::Process(machine, _) => machine,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Machine(machine) => machine.fmt(f),
            Target::Process(machine, process) => write!(f, "{machine}.{}", process.keyword()),
        }
    }
}

/// A link between two machines; the lower index comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(MachineId, MachineId);

impl LinkId {
    /// The link between two machines, in either order.
    pub fn between(one: MachineId, other: MachineId) -> LinkId {
        LinkId(one.min(other), one.max(other))
    }

    /// Its two ends.
    pub const fn ends(self) -> [MachineId; 2] {
        [self.0, self.1]
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.0, self.1)
    }
}

/// What a fault that is no crash can hit: a machine, a process or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A machine or a process.
    Target(Target),
    /// A link.
    Link(LinkId),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Target(target) => target.fmt(f),
            Part::Link(link) => link.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_link_text() {
        assert_eq!(MachineId::server(0).to_string(), "server-1");
        assert_eq!(Target::Process(MachineId::BALANCER, Process::Manager).to_string(), "lb-1.manager");
        assert_eq!(LinkId::between(MachineId::server(1), MachineId::BALANCER).to_string(), "lb-1~server-2");
        assert_eq!(MachineId::server(63).as_server(), Some(63));
    }
}
