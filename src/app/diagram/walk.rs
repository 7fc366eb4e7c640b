//! Going from thing to thing with the arrow keys, along the links as requests go and from neighbour to neighbour.
//!
//! The things stand in columns along the flow: clients, their link, the balancer, its links, the servers, the links between
//! them or to the databases, databases on machines of their own, the links between these. Along the flow one changes the column, across it one walks through a column.

use super::{back, front, machine, process, runs};
use crate::app::selection::Selection;
use crate::model::id::{LinkId, MachineId, Process, Target};
use crate::snapshot::Snapshot;

/// A step of the walk, told by the flow, not by the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// As requests go.
    Onwards,
    /// As answers go.
    Back,
    /// To the neighbour after this one.
    Next,
    /// To the neighbour before this one.
    Previous,
    /// To the very first.
    First,
    /// To the very last.
    Last,
}

/// What can be walked through: everything that is drawn as a thing of its own.
struct Map<'a> {
    snapshot: &'a Snapshot,
    /// Whether the processes of servers and databases are drawn one by one.
    in_full: bool,
    /// The links between servers and databases that are drawn.
    pairs: &'a [LinkId],
}

/// Where a walk begins.
pub const fn first() -> Selection {
    machine(MachineId::CLIENT)
}

/// The thing one step from `here`, if there is one. `in_full` where processes are things of their own; `pairs` are the
/// links between servers and databases that are drawn.
pub fn neighbour(
    snapshot: &Snapshot,
    in_full: bool,
    pairs: &[LinkId],
    here: Selection,
    step: Step,
) -> Option<Selection> {
    let map = Map { snapshot, in_full, pairs };
    let column = map.column_of(here);
    let things = map.column(column);
    match step {
        Step::Next | Step::Previous => {
            let at = things.iter().position(|&thing| thing == here)?;
            let to = if step == Step::Next { at.checked_add(1) } else { at.checked_sub(1) };
            things.get(to?).copied()
        }
        Step::Onwards => (column + 1..Map::COLUMNS).find_map(|column| map.enter(column, here)),
        Step::Back => (0..column).rev().find_map(|column| map.enter(column, here)),
        Step::First => Some(first()),
        Step::Last => [6, 4].into_iter().find_map(|column| map.column(column).last().copied()),
    }
}

impl Map<'_> {
    const COLUMNS: usize = 8;

    fn column_of(&self, thing: Selection) -> usize {
        match thing {
            Selection::Target(target) => match target.machine() {
                MachineId::CLIENT => 0,
                MachineId::BALANCER => 2,
                machine if machine.as_database().is_some() => 6,
                _ => 4,
            },
            Selection::Link(link) if link == front(self.snapshot) => 1,
            Selection::Link(link) if link.ends().contains(&MachineId::BALANCER) => 3,
            Selection::Link(link) if link.ends()[0].as_database().is_some() => 7,
            Selection::Link(_) => 5,
        }
    }

    fn column(&self, column: usize) -> Vec<Selection> {
        let bare = self.snapshot.preset.is_bare();
        let has_balancer = self.snapshot.balancer.is_some();
        let servers = 0..self.snapshot.servers.len();
        let in_full = self.in_full && !bare;
        let links = self.pairs.iter().copied().map(Selection::Link);
        match column {
            0 => vec![machine(MachineId::CLIENT)],
            1 if !bare => vec![Selection::Link(front(self.snapshot))],
            2 if has_balancer => self.machine(MachineId::BALANCER, !bare),
            3 if has_balancer && !bare => servers.map(|server| Selection::Link(back(server))).collect(),
            4 => servers.flat_map(|server| self.machine(MachineId::server(server), in_full)).collect(),
            6 => self.snapshot.databases.iter().flat_map(|host| self.machine(host.machine, in_full)).collect(),
            5 | 7 => links.filter(|link| self.column_of(*link) == column).collect(),
            _ => Vec::new(),
        }
    }

    fn machine(&self, id: MachineId, with_processes: bool) -> Vec<Selection> {
        let there = |process: &&Process| runs(self.snapshot, id, **process).is_some();
        let processes = Process::ALL.iter().filter(there).filter(|_| with_processes);
        core::iter::once(machine(id)).chain(processes.map(|&name| process(id, name))).collect()
    }

    /// The thing of a column that has to do with `from`, else its first.
    fn enter(&self, column: usize, from: Selection) -> Option<Selection> {
        let things = self.column(column);
        let ends = machines_of(from);
        let related = |thing: &&Selection| match **thing {
            Selection::Target(Target::Machine(id)) => ends.contains(&id),
            Selection::Target(Target::Process(..)) => false,
            Selection::Link(link) => link.ends().iter().any(|end| ends.contains(end)),
        };
        let chosen =
            things.iter().find(related).or_else(|| if matches!(column, 5 | 7) { None } else { things.first() });
        chosen.copied()
    }
}

/// The machines that a thing has to do with.
fn machines_of(thing: Selection) -> [MachineId; 2] {
    match thing {
        Selection::Target(target) => [target.machine(); 2],
        Selection::Link(link) => link.ends(),
    }
}
