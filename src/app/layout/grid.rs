//! Servers, or databases on machines of their own, in ranks along the flow and lanes across it, with gutters between them in which links run.
//!
//! One rank is the plain case, a column of boxes beside the balancer or a row below it: links are curves. With more ranks
//! they are wires in the gutters, so that none runs behind a box.

use super::Flow;
use super::path::Path;
use super::rect::{Point, Rect};

/// Of the room beside the boxes, what the outermost arc leaves free.
const ARC_MARGIN: f64 = 8.0;
/// A cubic arc reaches three quarters of the way to its control points.
const ARC_REACH: f64 = 0.75;
/// Radius of a wire's corners.
const CORNER: f64 = 6.0;

/// From and to along one axis.
type Span = (f64, f64);

/// The arrangement of the servers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    pub(super) flow: Flow,
    /// Along the flow, first met first.
    pub(super) ranks: Vec<Span>,
    /// Across the flow.
    pub(super) lanes: Vec<Span>,
    /// Room behind the last rank, for the links between servers.
    pub(super) behind: f64,
}

/// So many spans of `size` with `gap` between them, from `start` on.
pub(super) fn spans(count: usize, start: f64, size: f64, gap: f64) -> Vec<Span> {
    (0..count).map(|i| start + i as f64 * (size + gap)).map(|from| (from, from + size)).collect()
}

fn middle((from, to): Span) -> f64 {
    (from + to) / 2.0
}

impl Grid {
    /// Rank and lane of a server: the order is that of reading, line by line, whichever way requests flow.
    fn place(&self, index: usize) -> (usize, usize) {
        match self.flow {
            Flow::Right => (index % self.ranks.len().max(1), index / self.ranks.len().max(1)),
            Flow::Down => (index / self.lanes.len().max(1), index % self.lanes.len().max(1)),
        }
    }

    fn point(&self, along: f64, across: f64) -> Point {
        self.turned(Point::new(along, across))
    }

    /// A point on the drawing, where `point` has the way along the flow as x and that across it as y.
    pub(super) fn turned(&self, point: Point) -> Point {
        if self.flow == Flow::Down { point.flipped() } else { point }
    }

    /// Where the first rank begins.
    pub(super) fn start(&self) -> f64 {
        Grid::span(&self.ranks, 0).0
    }

    /// Where the last rank ends.
    pub(super) fn end(&self) -> f64 {
        self.ranks.last().map_or(0.0, |last| last.1)
    }

    /// The way from the rear of a box, which it leaves at `door` across the flow, to where nothing is behind it: points with the
    /// way along the flow as x.
    pub(super) fn out(&self, index: usize, door: f64) -> Vec<Point> {
        let (rank, lane) = self.place(index);
        let mut corners = vec![Point::new(Grid::span(&self.ranks, rank).1, door)];
        if rank + 1 < self.ranks.len() {
            let behind = Grid::after(&self.ranks, rank);
            let gutter = Grid::after(&self.lanes, lane.saturating_sub(1));
            corners.extend([Point::new(behind, door), Point::new(behind, gutter)]);
        }
        corners
    }

    /// The way from a trunk before the first rank to the front of a box, which it enters at `door` across the flow: such points.
    pub(super) fn into(&self, index: usize, trunk: f64, door: f64) -> Vec<Point> {
        let (rank, lane) = self.place(index);
        let front = Point::new(Grid::span(&self.ranks, rank).0, door);
        if rank == 0 {
            return vec![Point::new(trunk, door), front];
        }
        let gutter = Grid::after(&self.lanes, lane.saturating_sub(1));
        let last = Grid::after(&self.ranks, rank - 1);
        vec![Point::new(trunk, gutter), Point::new(last, gutter), Point::new(last, door), front]
    }

    fn span(list: &[Span], index: usize) -> Span {
        list.get(index).copied().unwrap_or_default()
    }

    /// The box of a server.
    pub(super) fn cell(&self, index: usize) -> Rect {
        let (rank, lane) = self.place(index);
        let (along, across) = (Grid::span(&self.ranks, rank), Grid::span(&self.lanes, lane));
        let (corner, size) = (self.point(along.0, across.0), self.point(along.1 - along.0, across.1 - across.0));
        Rect::new(corner.x, corner.y, size.x, size.y)
    }

    /// The middle of the gutter after `index`; after the last, as far beyond it.
    fn after(list: &[Span], index: usize) -> f64 {
        let gap = list.get(1).map_or(16.0, |second| second.0 - list[0].1);
        Grid::span(list, index).1 + gap / 2.0
    }

    /// The link from the balancer, which it leaves at `start`, to a server, which it enters at `door` across the flow.
    pub(super) fn back(&self, index: usize, start: Point, door: Point) -> Path {
        let start = if self.flow == Flow::Down { start.flipped() } else { start };
        let door = if self.flow == Flow::Down { door.flipped() } else { door };
        let at = |along, across| self.point(along, across);
        let (from, to) = (at(start.x, start.y), at(door.x, door.y));
        if self.ranks.len() <= 1 {
            let lead = (door.x - start.x) * 0.5;
            return Path::curve(from, at(start.x + lead, start.y), at(door.x - lead, door.y), to);
        }
        // The wires part in the gutter before the first rank, which is as far from it as from the balancer.
        let trunk = (start.x + self.start()) / 2.0;
        let way = [start, Point::new(trunk, start.y)].into_iter().chain(self.into(index, trunk, door.y));
        let corners: Vec<Point> = way.map(|corner| self.turned(corner)).collect();
        Path::route(&corners, CORNER)
    }

    /// The link between two boxes, on the far side of both. `rears`: the middle of the part of each one's rear at which such
    /// links end, and how far it reaches to either side.
    pub(super) fn pair(&self, one: usize, other: usize, rears: [Span; 2]) -> Path {
        if self.ranks.len() <= 1 { self.arc(one, other, rears) } else { self.wire(one, other) }
    }

    /// An arc behind the only rank: the farther apart, the farther out.
    fn arc(&self, one: usize, other: usize, [from, to]: [Span; 2]) -> Path {
        let apart = one.abs_diff(other) as f64;
        let reach = (self.behind - ARC_MARGIN).max(4.0) / ARC_REACH * apart / (apart + 1.2);
        let edge = Grid::span(&self.ranks, 0).1;
        // Ends are spread over a box's side, those of farther servers towards its middle: arcs meet without crossing.
        let end = |side: Span, other_is_after: bool| {
            let aside = side.1 / (apart + 1.0);
            if other_is_after { side.0 + aside } else { side.0 - aside }
        };
        let (start, stop) = (end(from, other > one), end(to, one > other));
        let at = |along, across| self.point(along, across);
        Path::curve(at(edge, start), at(edge + reach, start), at(edge + reach, stop), at(edge, stop))
    }

    /// A wire in the gutters.
    fn wire(&self, one: usize, other: usize) -> Path {
        let ((rank, lane), (other_rank, other_lane)) = (self.place(one), self.place(other));
        let across = |lane| middle(Grid::span(&self.lanes, lane));
        let at = |along, across| self.point(along, across);
        if lane == other_lane && rank.abs_diff(other_rank) == 1 {
            let (from, to) = (Grid::span(&self.ranks, rank), Grid::span(&self.ranks, other_rank));
            let ends = if rank < other_rank { (from.1, to.0) } else { (from.0, to.1) };
            return Path::route(&[at(ends.0, across(lane)), at(ends.1, across(lane))], CORNER);
        }
        let rear = |rank| Grid::span(&self.ranks, rank).1;
        let gutter = |rank| Grid::after(&self.ranks, rank);
        let mut corners = vec![at(rear(rank), across(lane)), at(gutter(rank), across(lane))];
        if rank != other_rank {
            let between = Grid::after(&self.lanes, lane.min(other_lane));
            corners.extend([at(gutter(rank), between), at(gutter(other_rank), between)]);
        }
        corners.extend([at(gutter(other_rank), across(other_lane)), at(rear(other_rank), across(other_lane))]);
        Path::route(&corners, CORNER)
    }
}
