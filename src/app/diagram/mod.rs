//! The things of the diagram: how one goes from one to the next, what they are called, what can be done with them. Knows no
//! layout and no screen.

mod belief;
mod code;
mod deed;
mod hardship;
mod label;
mod walk;

pub use belief::{Disagreement, disagreement};
pub use deed::{Deed, deeds};
pub use hardship::{ailment, trouble};
pub use label::{behind, busy, errors_per_s, label, manager, position};
pub use walk::{Step, first, neighbour};

use super::selection::Selection;
use crate::model::id::{LinkId, MachineId, Process, Target};
use crate::snapshot::{ServerView, Snapshot};

/// The link between the clients and the balancer, or the one server where there is no balancer.
pub fn front(snapshot: &Snapshot) -> LinkId {
    let entry = if snapshot.balancer.is_some() { MachineId::BALANCER } else { MachineId::server(0) };
    LinkId::between(MachineId::CLIENT, entry)
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
    let (server, at_balancer) = (server_view(snapshot, machine), machine == MachineId::BALANCER);
    match process {
        Process::Haproxy => snapshot.balancer.as_ref().filter(|_| at_balancer).map(|balancer| balancer.running),
        Process::Manager => snapshot.manager.as_ref().filter(|_| at_balancer).map(|manager| manager.running),
        Process::Nginx => server.map(|server| server.nginx.running),
        Process::App => server.map(|server| server.app.running),
        Process::Mysqld => snapshot.database(machine).map(|(_, database)| database.running),
    }
}

/// Whether a machine is on; none where it is not there, or is no machine that could be off.
pub fn is_on(snapshot: &Snapshot, machine: MachineId) -> Option<bool> {
    match machine {
        MachineId::CLIENT => None,
        MachineId::BALANCER => snapshot.balancer.as_ref().map(|balancer| balancer.on),
        _ => server_view(snapshot, machine)
            .map(|server| server.on)
            .or_else(|| snapshot.database(machine).map(|(on, _)| on)),
    }
}

/// Whether a link is cut, and how many messages wait for it; none where it is whole.
pub fn cut(snapshot: &Snapshot, link: LinkId) -> Option<usize> {
    snapshot.cut_links.iter().find(|view| view.link == link).map(|view| view.held)
}

/// The machines between which one replicates from the other: replica and source.
pub fn replications(snapshot: &Snapshot) -> impl Iterator<Item = (MachineId, MachineId)> + '_ {
    snapshot.each_database().filter_map(|(replica, _, database)| Some((replica, database.source?.machine)))
}

/// The links between servers and databases that are drawn: all between those that use each other's databases where there is
/// room, else those over which one replicates, and those that are cut.
pub fn pairs(snapshot: &Snapshot, every: bool) -> Vec<LinkId> {
    let servers = snapshot.servers.iter().map(|server| (server.machine, server.database.is_some()));
    let machines: Vec<_> = servers.chain(snapshot.databases.iter().map(|host| (host.machine, true))).collect();
    let replicating: Vec<LinkId> = replications(snapshot).map(|(one, other)| LinkId::between(one, other)).collect();
    let mut drawn = Vec::new();
    for (turn, &(one, serves)) in machines.iter().enumerate() {
        for &(other, other_serves) in &machines[turn + 1..] {
            let link = LinkId::between(one, other);
            let used = every && (serves || other_serves);
            if used || replicating.contains(&link) || cut(snapshot, link).is_some() {
                drawn.push(link);
            }
        }
    }
    drawn
}

#[cfg(test)]
mod tests;
