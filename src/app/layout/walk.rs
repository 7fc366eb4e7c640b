//! Ways within a box: along its sides and through the gaps between its parts, so that nobody walks over the words.

use super::balancer::RowDetail;
use super::rect::Point;
use super::server::Detail;
use super::{Flow, Layout};
use crate::engine::range;
use crate::model::id::MachineId;

/// How far from its side one walks through a box.
const BESIDE: f64 = 4.5;
/// The same in a box without panels.
const EDGE: f64 = 1.5;
/// Most corners of a way within a box, its ends included.
const CORNERS: usize = 6;

/// A way of straight pieces within a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk {
    corners: [Point; CORNERS],
    count: usize,
}

impl Walk {
    /// The straight way.
    pub fn straight(from: Point, to: Point) -> Walk {
        Walk::over(&[from, to])
    }

    /// The way over these points; the last is always among them.
    fn over(points: &[Point]) -> Walk {
        let mut walk = Walk { corners: [Point::default(); CORNERS], count: points.len().min(CORNERS) };
        walk.corners[..walk.count].copy_from_slice(&points[points.len() - walk.count..]);
        walk
    }

    fn corners(&self) -> &[Point] {
        &self.corners[..self.count]
    }

    /// How long it is.
    pub fn length(&self) -> f64 {
        self.corners().windows(2).map(|piece| piece[0].distance(piece[1])).sum()
    }

    /// The point at the share `t` of its length.
    pub fn at(&self, t: f64) -> Point {
        let mut left = self.length() * range::share(t);
        for piece in self.corners().windows(2) {
            let length = piece[0].distance(piece[1]);
            if left <= length && length > 0.0 {
                return piece[0].towards(piece[1], left / length);
            }
            left -= length;
        }
        self.corners().last().copied().unwrap_or_default()
    }
}

impl Layout {
    /// The way between two points in or on the box of a machine.
    pub fn walk(&self, machine: MachineId, from: Point, to: Point) -> Walk {
        let gap = match machine.as_server() {
            Some(server) => self.gap_in_server(server, from, to),
            None if machine == MachineId::BALANCER => self.gap_in_balancer(from, to),
            None => None,
        };
        let Some((near, far, gap)) = gap else { return Walk::straight(from, to) };
        let at = |along, across| match self.flow {
            Flow::Right => Point::new(along, across),
            Flow::Down => Point::new(along, across).flipped(),
        };
        let corners = [from, at(near, self.across(from)), at(near, gap), at(far, gap), at(far, self.across(to)), to];
        Walk::over(&corners)
    }

    fn along(&self, point: Point) -> f64 {
        if self.flow == Flow::Right { point.x } else { point.y }
    }

    fn across(&self, point: Point) -> f64 {
        if self.flow == Flow::Right { point.y } else { point.x }
    }

    /// Beside which sides, and in which gap, one walks through the balancer from its entrance to an exit, or back. Its rows
    /// lie across the flow from left to right, and along it from top to bottom.
    fn gap_in_balancer(&self, from: Point, to: Point) -> Option<(f64, f64, f64)> {
        let place = self.balancer.as_ref()?;
        let (start, end) = match self.flow {
            Flow::Right => (place.frame.x, place.frame.right()),
            Flow::Down => (place.frame.y, place.frame.bottom()),
        };
        let forth = self.along(to) > self.along(from);
        if (self.along(to) - self.along(from)).abs() < (end - start) * 0.5 {
            return None;
        }
        let (entrance, exit) = if forth { (from, to) } else { (to, from) };
        let gap = match (self.flow, place.detail, place.rows.first()) {
            (Flow::Right, RowDetail::Full | RowDetail::Line, Some(row)) => {
                let pitch = place.rows.get(1).map_or(row.h + BESIDE, |next| next.y - row.y);
                // Above the row or below it, whichever is nearer to the entrance.
                let side = if entrance.y < exit.y { -0.5 } else { 0.5 };
                exit.y + side * pitch
            }
            (Flow::Right, ..) => place.haproxy.bottom() + BESIDE * 0.7,
            (Flow::Down, ..) if exit.x > place.frame.center().x => place.frame.right() - BESIDE,
            (Flow::Down, ..) => place.frame.x + BESIDE,
        };
        let (first, last) = (start + BESIDE, end - BESIDE);
        Some(if forth { (first, last, gap) } else { (last, first, gap) })
    }

    /// The same through a server: between the application's panel and the database's, without panels along the edge.
    fn gap_in_server(&self, server: usize, from: Point, to: Point) -> Option<(f64, f64, f64)> {
        let place = self.servers.get(server)?;
        let frame = place.frame;
        let (start, end) = match self.flow {
            Flow::Right => (frame.x, frame.right()),
            Flow::Down => (frame.y, frame.bottom()),
        };
        if (self.along(to) - self.along(from)).abs() < (end - start) * 0.5 {
            return None;
        }
        if self.flow == Flow::Down && place.detail == Detail::Full {
            // Along the side at which the link ends, then straight through the lane beside the panels.
            let rear = self.along(from).max(self.along(to)) > end - BESIDE;
            let side = if rear { end - BESIDE } else { start + BESIDE };
            let from_side = |point| (self.along(point) - side).abs();
            let lane = if from_side(from) > from_side(to) { from } else { to };
            return Some((side, side, self.across(lane)));
        }
        let gap = match (self.flow, place.detail) {
            (Flow::Right, Detail::Full) => {
                place.mysql.map_or(place.app.bottom() + BESIDE, |mysql| (place.app.bottom() + mysql.y) / 2.0)
            }
            (Flow::Right, _) => frame.bottom() - EDGE,
            (Flow::Down, _) if to.x > frame.center().x => frame.right() - EDGE,
            (Flow::Down, _) => frame.x + EDGE,
        };
        let beside = if place.detail == Detail::Full { BESIDE } else { EDGE };
        let (first, last) = (start + beside, end - beside);
        Some(if self.along(to) > self.along(from) { (first, last, gap) } else { (last, first, gap) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Layout, Shape, Spot};
    use super::*;
    use crate::model::config::Preset;

    fn layout(width: f64) -> Layout {
        Layout::plan(width, 610.0, Shape { preset: Preset::Distributed, servers: 3, databases: 3 })
    }

    fn points(walk: &Walk) -> Vec<Point> {
        (0..=100).map(|i| walk.at(f64::from(i) / 100.0)).collect()
    }

    #[test]
    fn nobody_walks_over_what_haproxy_thinks_of_a_server() {
        for width in [375.0, 893.0] {
            let layout = layout(width);
            for back in &layout.backs {
                let (entrance, exit) = (layout.front.end(), back.start());
                for (from, to) in [(entrance, exit), (exit, entrance)] {
                    let walk = layout.walk(MachineId::BALANCER, from, to);
                    assert!(walk.at(0.0).distance(from) < 1e-6 && walk.at(1.0).distance(to) < 1e-6);
                    let rows = &layout.balancer.as_ref().expect("it has one").rows;
                    let words = rows.iter().map(|row| super::super::Rect { x: row.x + 8.0, w: row.w - 16.0, ..*row });
                    for row in words {
                        assert!(points(&walk).iter().all(|point| !row.holds(*point, 5.0)), "{width}: {walk:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_call_of_another_machine_leaves_a_server_between_its_panels() {
        let layout = layout(893.0);
        let place = layout.servers[0];
        let exit = layout.pair(0, 1).expect("both are there").start();
        let walk = layout.walk(MachineId::server(0), layout.spot(Spot::Worker(0)), exit);
        for panel in [place.app, place.mysql.expect("it has one")] {
            assert!(points(&walk).iter().all(|point| !panel.holds(*point, 0.0)), "{walk:?}");
        }
    }

    #[test]
    fn short_ways_are_straight() {
        let layout = layout(893.0);
        let (nginx, worker) = (layout.spot(Spot::Nginx(0)), layout.spot(Spot::Worker(0)));
        assert_eq!(layout.walk(MachineId::server(0), nginx, worker), Walk::straight(nginx, worker));
        assert_eq!(Walk::straight(nginx, nginx).at(0.5), nginx);
    }
}
