//! Going from thing to thing with the arrow keys, along the links as requests go and from neighbour to neighbour.
//!
//! The things stand in columns along the flow: clients, their link, the balancer, its links, the servers, the links between
//! them. Along the flow one changes the column, across it one walks through a column.

use super::{back, front, machine, process, runs};
use crate::app::selection::Selection;
use crate::model::config::Preset;
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
    /// Whether the processes of servers are drawn one by one.
    in_full: bool,
    /// The links between servers that are drawn.
    pairs: &'a [LinkId],
}

/// Where a walk begins.
pub const fn first() -> Selection {
    machine(MachineId::CLIENT)
}

/// The thing one step from `here`, if there is one. `in_full` where the processes of servers are things of their own;
/// `pairs` are the links between servers that are drawn.
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
        Step::Last => map.column(4).last().copied(),
    }
}

impl Map<'_> {
    const COLUMNS: usize = 6;

    fn column_of(&self, thing: Selection) -> usize {
        match thing {
            Selection::Target(target) => match target.machine() {
                MachineId::CLIENT => 0,
                MachineId::BALANCER => 2,
                _ => 4,
            },
            Selection::Link(link) if link == front() => 1,
            Selection::Link(link) if link.ends().contains(&MachineId::BALANCER) => 3,
            Selection::Link(_) => 5,
        }
    }

    fn column(&self, column: usize) -> Vec<Selection> {
        let bare = self.snapshot.preset == Preset::Queue;
        let servers = 0..self.snapshot.servers.len();
        match column {
            0 => vec![machine(MachineId::CLIENT)],
            1 if !bare => vec![Selection::Link(front())],
            2 => self.machine(MachineId::BALANCER, !bare),
            3 if !bare => servers.map(|server| Selection::Link(back(server))).collect(),
            4 => servers.flat_map(|server| self.machine(MachineId::server(server), self.in_full && !bare)).collect(),
            5 => self.pairs.iter().copied().map(Selection::Link).collect(),
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
        let server = server_of(from);
        let related = |thing: &&Selection| match **thing {
            Selection::Target(Target::Machine(id)) => id.as_server() == server,
            Selection::Target(Target::Process(..)) => false,
            Selection::Link(link) => server.is_some_and(|server| link.ends().contains(&MachineId::server(server))),
        };
        let chosen = things.iter().find(related).or_else(|| if column == 5 { None } else { things.first() });
        chosen.copied()
    }
}

/// The server that a thing has to do with: of two servers, the first.
fn server_of(thing: Selection) -> Option<usize> {
    match thing {
        Selection::Target(target) => target.machine().as_server(),
        Selection::Link(link) => link.ends().into_iter().find_map(MachineId::as_server),
    }
}
