//! The links from servers to databases that have machines of their own: from the rear of the ones to the front of the others.

use super::grid::Grid;
use super::host::HostBox;
use super::path::Path;
use super::rect::Point;
use super::server::ServerBox;

/// Radius of a wire's corners.
const CORNER: f64 = 6.0;

/// A link from every server to every database: a table, server by server.
pub(super) fn calls(servers: &[ServerBox], grid: &Grid, hosts: &[HostBox], host_grid: &Grid) -> Vec<Path> {
    let flow = grid.flow;
    let mut paths = Vec::with_capacity(servers.len() * hosts.len());
    for (one, server) in servers.iter().enumerate() {
        for (other, host) in hosts.iter().enumerate() {
            let (from, to) =
                (spread(server.rear(flow), other, hosts.len()), spread(host.side(flow), one, servers.len()));
            paths.push(call(grid, one, from, host_grid, other, to));
        }
    }
    paths
}

/// The place of one of `all` links that end at a side, in their order.
fn spread((middle, reach): (f64, f64), index: usize, all: usize) -> f64 {
    middle + reach * (2.0 * (index as f64 + 0.5) / all as f64 - 1.0)
}

fn call(grid: &Grid, server: usize, from: f64, host_grid: &Grid, host: usize, to: f64) -> Path {
    let mut corners = grid.out(server, from);
    let trunk = (grid.end() + host_grid.start()) / 2.0;
    let entrance = host_grid.into(host, trunk, to);
    if let ([start], [_, end]) = (&corners[..], &entrance[..]) {
        let (start, end) = (*start, *end);
        let lead = (end.x - start.x) * 0.5;
        let [start, lead, trail, end] =
            [start, Point::new(start.x + lead, start.y), Point::new(end.x - lead, end.y), end].map(|p| grid.turned(p));
        return Path::curve(start, lead, trail, end);
    }
    corners.push(Point::new(trunk, corners.last().map_or(from, |corner| corner.y)));
    corners.extend(entrance);
    let corners: Vec<Point> = corners.into_iter().map(|corner| grid.turned(corner)).collect();
    Path::route(&corners, CORNER)
}
