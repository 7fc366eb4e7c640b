//! Where everything stands on the drawing: a pure function from the room there is and what has to be shown. Knows no
//! browser and no instant of a run.
//!
//! Lengths are in the drawing's own units; [`Layout::scale`] says how many pixels of the screen one of them is.

mod balancer;
mod grid;
mod path;
mod rect;
mod server;
mod spot;
mod tall;
mod walk;
mod wide;

pub use balancer::{BalancerBox, RowDetail};
pub use path::{Path, coordinate, path_data};
pub use rect::{Point, Rect};
pub use server::{Detail, ServerBox, THREE_LINES};
pub use spot::Spot;
pub use walk::Walk;

use crate::model::config::Preset;
use crate::snapshot::Snapshot;
use grid::Grid;

/// Below this width in pixels the drawing runs from top to bottom.
const NARROW: f64 = 600.0;
/// Most servers of which each has a link to each.
const MOST_PAIRED: usize = 12;

/// What has to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What is built.
    pub preset: Preset,
    /// How many servers.
    pub servers: usize,
    /// How many of them, from the first on, have a database.
    pub databases: usize,
}

impl Shape {
    /// The shape of a run.
    pub fn of(snapshot: &Snapshot) -> Shape {
        let databases = snapshot.servers.iter().filter(|server| server.database.is_some()).count();
        Shape { preset: snapshot.preset, servers: snapshot.servers.len(), databases }
    }

    /// Whether this is the bare queue: no nginx, no database, no links that could be cut.
    pub fn is_bare(&self) -> bool {
        self.preset == Preset::Queue
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
    /// The balancer's machine.
    pub balancer: BalancerBox,
    /// The servers, by index.
    pub servers: Vec<ServerBox>,
    /// The link from the clients to the balancer.
    pub front: Path,
    /// The links from the balancer to each server.
    pub backs: Vec<Path>,
    /// The links between servers: a square table over the first [`Layout::paired`] of them.
    pairs: Vec<Path>,
}

impl Layout {
    /// The arrangement of `shape` in so many pixels of the screen. Any size is accepted, nothing included.
    pub fn plan(width_px: f64, height_px: f64, shape: Shape) -> Layout {
        if width_px < NARROW { tall::plan(width_px, shape) } else { wide::plan(width_px, height_px, shape) }
    }

    /// The whole drawing.
    pub fn frame(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }

    /// The link between two servers, from `one` to `other`; none where they are the same, one is not there, or the drawing
    /// has no room for it: in a crowd only databases have links to each other.
    pub fn pair(&self, one: usize, other: usize) -> Option<&Path> {
        let paired = Layout::paired(self.shape);
        if one == other || one >= paired || other >= paired {
            return None;
        }
        self.pairs.get(one * paired + other)
    }

    /// How many servers, from the first on, have links to each other.
    fn paired(shape: Shape) -> usize {
        match shape.servers {
            _ if shape.databases == 0 => 0,
            n if n <= MOST_PAIRED => n,
            _ => shape.databases,
        }
    }

    fn pairs(shape: Shape, servers: &[ServerBox], grid: &Grid) -> Vec<Path> {
        let paired = Layout::paired(shape);
        let all = (0..paired).flat_map(|one| (0..paired).map(move |other| (one, other)));
        all.map(|(one, other)| grid.pair(one, other, &servers[one], &servers[other])).collect()
    }

    /// Whether links run in gutters between the servers, where they lie on one another.
    pub fn has_wires(&self) -> bool {
        self.servers.iter().all(|server| server.detail == Detail::Mini)
    }

    /// Whether every two servers with databases are drawn with their link, or only those between which one replicates.
    pub fn shows_every_pair(&self) -> bool {
        self.servers.iter().all(|server| server.detail == Detail::Full)
    }
}

#[cfg(test)]
mod tests;
