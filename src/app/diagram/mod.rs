//! The things of the diagram: how one goes from one to the next, what they are called, what can be done with them. Knows no
//! layout and no screen.

mod belief;
mod deed;
mod label;
mod walk;

pub use belief::{Disagreement, disagreement};
pub use deed::{Deed, deeds};
pub use label::{behind, busy, label, manager, position};
pub use walk::{Step, first, neighbour};

use super::selection::Selection;
use crate::model::id::{LinkId, MachineId, Process, Target};
use crate::snapshot::{ServerView, Snapshot};

/// The link between the clients and the balancer.
pub fn front() -> LinkId {
    LinkId::between(MachineId::CLIENT, MachineId::BALANCER)
}

/// The link between the balancer and a server.
pub fn back(server: usize) -> LinkId {
    LinkId::between(MachineId::BALANCER, MachineId::server(server))
}

/// A machine as a thing of the diagram.
pub const fn machine(machine: MachineId) -> Selection {
    Selection::Target(Target::Machine(machine))
}

/// A process as a thing of the diagram.
pub const fn process(machine: MachineId, process: Process) -> Selection {
    Selection::Target(Target::Process(machine, process))
}

/// The view of a server, if this machine is one.
pub fn server_view(snapshot: &Snapshot, machine: MachineId) -> Option<&ServerView> {
    machine.as_server().and_then(|index| snapshot.servers.get(index))
}

/// Whether a process runs on a machine that is on; none where there is no such process.
pub fn runs(snapshot: &Snapshot, machine: MachineId, process: Process) -> Option<bool> {
    let server = server_view(snapshot, machine);
    match process {
        Process::Haproxy => (machine == MachineId::BALANCER).then_some(snapshot.balancer.running),
        Process::Manager => (machine == MachineId::BALANCER).then_some(snapshot.manager.running),
        Process::Nginx => server.map(|server| server.nginx.running),
        Process::App => server.map(|server| server.app.running),
        Process::Mysqld => server?.database.as_ref().map(|database| database.running),
    }
}

/// Whether a machine is on; none where it is not there, or is no machine that could be off.
pub fn is_on(snapshot: &Snapshot, machine: MachineId) -> Option<bool> {
    match machine {
        MachineId::CLIENT => None,
        MachineId::BALANCER => Some(snapshot.balancer.on),
        _ => server_view(snapshot, machine).map(|server| server.on),
    }
}

/// Whether a link is cut, and how many messages wait for it; none where it is whole.
pub fn cut(snapshot: &Snapshot, link: LinkId) -> Option<usize> {
    snapshot.cut_links.iter().find(|view| view.link == link).map(|view| view.held)
}

/// The servers between which one replicates from the other: replica and source.
pub fn replications(snapshot: &Snapshot) -> impl Iterator<Item = (usize, usize)> + '_ {
    snapshot.servers.iter().enumerate().filter_map(|(replica, server)| {
        let source = server.database.as_ref()?.source?.machine.as_server()?;
        Some((replica, source))
    })
}

/// The links between servers that are drawn: all between those that use each other's databases where there is room, else
/// those over which one replicates, and those that are cut.
pub fn pairs(snapshot: &Snapshot, every: bool) -> Vec<LinkId> {
    let servers = snapshot.servers.len();
    let has_database = |index: usize| snapshot.servers[index].database.is_some();
    let all = (0..servers).flat_map(|one| (one + 1..servers).map(move |other| (one, other)));
    let replicating: Vec<LinkId> = replications(snapshot).map(|(one, other)| between(one, other)).collect();
    all.filter(|&(one, other)| {
        let link = between(one, other);
        (every && (has_database(one) || has_database(other)))
            || replicating.contains(&link)
            || cut(snapshot, link).is_some()
    })
    .map(|(one, other)| between(one, other))
    .collect()
}

fn between(one: usize, other: usize) -> LinkId {
    LinkId::between(MachineId::server(one), MachineId::server(other))
}

#[cfg(test)]
mod tests;
