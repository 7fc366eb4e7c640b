//! Where everything stands on the drawing: a pure function from the room there is and what has to be shown. Knows no
//! browser and no instant of a run.
//!
//! Lengths are in the drawing's own units; [`Layout::scale`] says how many pixels of the screen one of them is.

mod balancer;
mod calls;
mod grid;
mod host;
mod path;
mod rect;
mod server;
mod spot;
mod tall;
mod walk;
mod wide;
mod widths;

pub use balancer::{BalancerBox, RowDetail};
pub use host::HostBox;
pub use path::{Path, coordinate, path_data};
pub use rect::{Point, Rect};
pub use server::{Detail, ServerBox, THREE_LINES};
pub use spot::Spot;
pub use walk::Walk;

use crate::model::config::Preset;
use crate::model::id::MachineId;
use crate::snapshot::Snapshot;
use grid::Grid;
use server::Arrangement;

/// The scale at which the smallest words of the drawing, ten units high, can be read from the last row: 18 pixels.
pub const FAR_SCALE: f64 = 1.8;
/// Below this width in pixels the drawing runs from top to bottom.
pub const NARROW: f64 = 600.0;
/// Most links from servers to databases that are drawn where boxes are too small for panels.
const MOST_CALLS: usize = 9;
/// Most servers of which each has a link to each.
const MOST_PAIRED: usize = 12;

/// What has to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What is built.
    pub preset: Preset,
    /// How many servers.
    pub servers: usize,
    /// How many databases: on machines of their own, or on the servers from the first on.
    pub databases: usize,
}

impl Shape {
    /// The shape of a run.
    pub fn of(snapshot: &Snapshot) -> Shape {
        let databases = snapshot.each_database().count();
        Shape { preset: snapshot.preset, servers: snapshot.servers.len(), databases }
    }

    /// Whether this is the bare queue: no nginx, no database, no links that could be cut.
    pub fn is_bare(&self) -> bool {
        self.preset.is_bare()
    }

    /// Whether databases have machines of their own.
    pub fn is_apart(&self) -> bool {
        self.preset == Preset::Dedicated
    }

    /// Whether databases are on servers.
    pub fn shares_machines(&self) -> bool {
        !self.is_bare() && !self.is_apart()
    }

    /// How many machines have a database and nothing else.
    fn hosts(&self) -> usize {
        if self.is_apart() { self.databases } else { 0 }
    }
}

/// Which way requests go on the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From left to right.
    Right,
    /// From top to bottom.
    Down,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// What is shown.
    pub shape: Shape,
    /// Which way requests go.
    pub flow: Flow,
    /// Width of the drawing.
    pub width: f64,
    /// Height of the drawing; may be more than there was room for, then the page scrolls.
    pub height: f64,
    /// Pixels of the screen for one unit.
    pub scale: f64,
    /// All clients together.
    pub clients: Rect,
    /// The balancer's machine, where there is one.
    pub balancer: Option<BalancerBox>,
    /// The servers, by index.
    pub servers: Vec<ServerBox>,
    /// The machines that have a database and nothing else, by index.
    pub databases: Vec<HostBox>,
    /// The link from the clients to the balancer, or to the one server.
    pub front: Path,
    /// The links from the balancer to each server.
    pub backs: Vec<Path>,
    /// The links from servers to databases on machines of their own: a table, server by server.
    calls: Vec<Path>,
    /// The links between servers, or between databases on machines of their own: a square table over the first
    /// [`Layout::paired`] of them.
    pairs: Vec<Path>,
}

impl Layout {
    /// The arrangement of `shape` in so many pixels of the screen. Any size is accepted, nothing included.
    pub fn plan(width_px: f64, height_px: f64, shape: Shape) -> Layout {
        Layout::plan_large(width_px, height_px, shape, 0.0)
    }

    /// The same at so large a scale at least, where the width allows it: it may get taller than its room.
    pub fn plan_large(width_px: f64, height_px: f64, shape: Shape, least: f64) -> Layout {
        if width_px < NARROW { tall::plan(width_px, shape) } else { wide::plan(width_px, height_px, shape, least) }
    }

    /// The whole drawing.
    pub fn frame(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }

    /// The link between two machines as it is drawn, and whether it is drawn from `to` to `from`; none where they are the same, one
    /// is not there, or no line is drawn between them.
    pub fn road(&self, from: MachineId, to: MachineId) -> Option<(&Path, bool)> {
        let (one, other) = (from.min(to), from.max(to));
        let indices = |pick: fn(MachineId) -> Option<usize>| pick(from).zip(pick(to));
        let peers = if self.shape.is_apart() { MachineId::as_database } else { MachineId::as_server };
        if let Some((from, to)) = indices(peers) {
            return self.pair(from, to).map(|path| (path, false));
        }
        let path = match (one, other.as_server(), other.as_database()) {
            _ if one == other => None,
            (MachineId::CLIENT, ..) => Some(&self.front),
            (MachineId::BALANCER, Some(server), _) => self.backs.get(server),
            (one, _, Some(database)) => self.calls.get(one.as_server()? * self.databases.len() + database),
            _ => None,
        };
        path.map(|path| (path, from > to))
    }

    /// The link between two servers, or two databases on machines of their own, from `one` to `other`; none where they are the
    /// same, one is not there, or the drawing has no room for it: in a crowd only databases have links to each other.
    pub fn pair(&self, one: usize, other: usize) -> Option<&Path> {
        let paired = Layout::paired(self.shape);
        if one == other || one >= paired || other >= paired {
            return None;
        }
        self.pairs.get(one * paired + other)
    }

    /// How many servers, or databases on machines of their own, from the first on, have links to each other.
    fn paired(shape: Shape) -> usize {
        match shape.servers {
            _ if shape.is_apart() => shape.databases,
            _ if shape.databases == 0 => 0,
            n if n <= MOST_PAIRED => n,
            _ => shape.databases,
        }
    }

    /// The links between boxes in `grid`, given where links end at the rear of each.
    fn pairs(shape: Shape, rears: &[(f64, f64)], grid: &Grid) -> Vec<Path> {
        let paired = Layout::paired(shape).min(rears.len());
        let all = (0..paired).flat_map(|one| (0..paired).map(move |other| (one, other)));
        all.map(|(one, other)| grid.pair(one, other, [rears[one], rears[other]])).collect()
    }

    /// The servers, the databases on machines of their own, and all links between any of them.
    fn fill(shape: Shape, arrangement: Arrangement, grid: &Grid, host_grid: &Grid) -> Site {
        let servers: Vec<ServerBox> = (0..shape.servers).map(|i| arrangement.fill(grid.cell(i), i, shape)).collect();
        let beside =
            if arrangement == Arrangement::Mini && grid.flow == Flow::Right { Arrangement::Row } else { arrangement };
        let databases: Vec<HostBox> = (0..shape.hosts()).map(|i| beside.host(host_grid.cell(i))).collect();
        let calls = calls::calls(&servers, grid, &databases, host_grid);
        let pairs = match shape.is_apart() {
            true => {
                let rears: Vec<_> = databases.iter().map(|host| host.side(grid.flow)).collect();
                Layout::pairs(shape, &rears, host_grid)
            }
            false => {
                let rears: Vec<_> = servers.iter().map(|server| server.rear(grid.flow)).collect();
                Layout::pairs(shape, &rears, grid)
            }
        };
        Site { servers, databases, calls, pairs }
    }

    /// Whether links run in gutters between the servers, where they lie on one another.
    pub fn has_wires(&self) -> bool {
        self.servers.iter().all(|server| server.detail == Detail::Mini)
    }

    /// Whether every link over which databases are used is drawn, or only those over which one replicates.
    pub fn shows_every_pair(&self) -> bool {
        let few = self.shape.is_apart() && self.calls.len() <= MOST_CALLS;
        few || self.servers.iter().all(|server| server.detail == Detail::Full)
    }
}

/// What stands behind the entry.
struct Site {
    servers: Vec<ServerBox>,
    databases: Vec<HostBox>,
    calls: Vec<Path>,
    pairs: Vec<Path>,
}

#[cfg(test)]
mod tests;
