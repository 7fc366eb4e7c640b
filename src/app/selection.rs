//! What a person has picked in the diagram. Knows no screen.

use crate::model::id::{LinkId, MachineId, Target};

/// A thing in the diagram to which something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A machine, or a process on it.
    Target(Target),
    /// A link between two machines.
    Link(LinkId),
}

impl Selection {
    /// Whether the thing still exists in a run with so many servers.
    pub fn exists(self, servers: usize) -> bool {
        let there = |machine: MachineId| machine.as_server().is_none_or(|index| index < servers);
        match self {
            Selection::Target(target) => there(target.machine()),
            Selection::Link(link) => link.ends().into_iter().all(there),
        }
    }
}
