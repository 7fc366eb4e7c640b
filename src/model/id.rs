//! Who is who: machines, the processes on them, the links between them. Typed indices; names are only for people.

use super::choice::choice;
use core::fmt;

/// A machine: the clients' side of the internet, the balancer's, a server's, or a database's own.
///
/// The high byte is a dense index over the machines of a run, for arrays and for order; the low byte says what the machine
/// is for and which of its kind it is, so that its name follows from it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MachineId(u16);

/// The bits of the low byte that say what a machine is for; the others are its number, from 0.
const PURPOSE: u16 = 0xC0;
const CLIENT: u16 = 0x00;
const BALANCER: u16 = 0x40;
const SERVER: u16 = 0x80;
const DATABASE: u16 = 0xC0;
/// The dense index of the first server, behind the clients and the balancer.
const FIRST_SERVER: usize = 2;

impl MachineId {
    /// All clients together, as one end of a link.
    pub const CLIENT: MachineId = MachineId::new(0, CLIENT, 0);
    /// The machine of HAProxy and of the failover manager.
    pub const BALANCER: MachineId = MachineId::new(1, BALANCER, 0);

    /// What is too large for a machine of any run names none: it is equal to no machine that a run has.
    const fn new(index: usize, purpose: u16, number: usize) -> MachineId {
        let index = if index < 0xFF { index as u16 } else { 0xFF };
        let number = if number < 0x3F { number as u16 } else { 0x3F };
        MachineId(index << 8 | purpose | number)
    }

    /// The machine of the server with this index, 0 for `server-1`.
    pub const fn server(index: usize) -> MachineId {
        match index {
            0..0x3F => MachineId(((index + FIRST_SERVER) << 8 | index) as u16 | SERVER),
            _ => MachineId::new(index.saturating_add(FIRST_SERVER), SERVER, index),
        }
    }

    /// The machine of a server that a run has, of which there are at most 64: the same as [`MachineId::server`] in one product.
    #[inline(always)]
    pub const fn of_server(index: u8) -> MachineId {
        MachineId(index as u16 * 0x101 + ((FIRST_SERVER as u16) << 8 | SERVER))
    }

    /// The machine of its own that the database with this index has, 0 for `db-1`, in a site of so many servers.
    pub const fn database(index: usize, servers: usize) -> MachineId {
        MachineId::new(servers.saturating_add(index).saturating_add(FIRST_SERVER), DATABASE, index)
    }

    /// The index of the server on this machine, if it is one of them.
    pub const fn as_server(self) -> Option<usize> {
        self.number(SERVER)
    }

    /// The index of the database whose own machine this is, if it is such a one.
    pub const fn as_database(self) -> Option<usize> {
        self.number(DATABASE)
    }

    /// A dense index: clients, balancer, then the servers, then the databases that have a machine of their own.
    #[inline(always)]
    pub const fn index(self) -> usize {
        (self.0 >> 8) as usize
    }

    const fn number(self, purpose: u16) -> Option<usize> {
        if self.0 & PURPOSE == purpose { Some((self.0 & !PURPOSE & 0xFF) as usize) } else { None }
    }
}

impl fmt::Display for MachineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.as_server(), self.as_database()) {
            (Some(index), _) => write!(f, "server-{}", index + 1),
            (_, Some(index)) => write!(f, "db-{}", index + 1),
            _ if *self == MachineId::CLIENT => f.write_str("client"),
            _ => f.write_str("lb-1"),
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
        assert_eq!(MachineId::database(1, 3).to_string(), "db-2");
        assert_eq!(LinkId::between(MachineId::database(0, 3), MachineId::server(2)).to_string(), "server-3~db-1");
    }

    #[test]
    fn a_machine_is_one_of_its_kind_and_has_a_dense_index() {
        let (server, database) = (MachineId::server(63), MachineId::database(8, 64));
        assert_eq!((server.as_server(), server.as_database(), server.index()), (Some(63), None, 65));
        assert_eq!((database.as_server(), database.as_database(), database.index()), (None, Some(8), 74));
        assert!([MachineId::CLIENT, MachineId::BALANCER, server, database].is_sorted());
        assert_eq!(MachineId::BALANCER.as_server(), None);
        assert!((0..64).all(|index| MachineId::of_server(index) == MachineId::server(usize::from(index))));
    }
}
