//! From top to bottom, on a narrow screen: clients, balancer, servers. The drawing is as tall as it needs to be.

use super::balancer::Arrangement as BalancerArrangement;
use super::grid::{Grid, spans};
use super::path::Path;
use super::rect::{Point, Rect};
use super::server::{Arrangement, ServerBox};
use super::{Flow, Layout, Shape, Site};
use crate::engine::range;

/// Width at which a unit is a pixel.
const NATURAL: f64 = 360.0;
const LEAST_SCALE: f64 = 0.86;
const MOST_SCALE: f64 = 1.3;
const MARGIN: f64 = 10.0;
const CLIENTS: (f64, f64) = (168.0, 48.0);
const TO_BALANCER: f64 = 30.0;
const TO_SERVERS: f64 = 48.0;
/// Below the servers: for the links between them, where there are any.
const BEHIND: f64 = 44.0;
const FREE: f64 = 12.0;
/// The balancer is at most this wide.
const MOST_BALANCER: f64 = 420.0;
/// One tile alone is at most this wide.
const MOST_TILE: f64 = 340.0;
/// Most tiles; more servers are a crowd.
const MOST_TILES: usize = 12;
/// Between tiles beside and below each other; wires run there.
const GUTTERS: (f64, f64) = (8.0, 18.0);

/// How many servers stand beside each other, and how they are drawn.
fn lanes(servers: usize, shape: Shape) -> (usize, Arrangement) {
    match servers {
        // Boxes with panels only where every box has them.
        1 if shape.hosts() <= 1 => (1, Arrangement::Stack),
        1 => (1, Arrangement::Tile),
        2 | 3 => (servers, Arrangement::Tile),
        4 => (2, Arrangement::Tile),
        5..=MOST_TILES => (3, Arrangement::Tile),
        _ => (5, Arrangement::Mini),
    }
}

/// The arrangement in so many pixels.
pub(super) fn plan(width: f64, shape: Shape) -> Layout {
    let scale = range::within(width / NATURAL, LEAST_SCALE, MOST_SCALE);
    // Nothing can be drawn in no width; what is drawn then is not seen.
    let w = (width / scale).max(240.0);
    let clients = Rect::new((w - CLIENTS.0) / 2.0, MARGIN, CLIENTS.0, CLIENTS.1);
    let balancer = shape.preset.has_balancer().then(|| {
        let width = (w - 2.0 * MARGIN).min(MOST_BALANCER);
        let arrangement = BalancerArrangement::of(shape, false, false);
        arrangement.fill((w - width) / 2.0, clients.bottom() + TO_BALANCER, width, shape)
    });
    let (beside, arrangement) = lanes(shape.servers, shape);
    let above = balancer.as_ref().map_or(clients.bottom(), |balancer| balancer.frame.bottom());
    let grid = rows(w, above + TO_SERVERS, shape.servers, beside, arrangement.height(shape));
    let (hosts_beside, _) = lanes(shape.hosts().clamp(1, MOST_TILES), shape);
    let host_grid = rows(w, grid.end() + TO_SERVERS, shape.hosts(), hosts_beside, arrangement.host_height());
    // Links between databases run behind the last row that there is.
    let (last, ranks) =
        if shape.is_apart() { (host_grid.end(), host_grid.ranks.len()) } else { (grid.end(), grid.ranks.len()) };
    let behind = if shape.databases > 1 && ranks == 1 { BEHIND } else { FREE };
    let [grid, host_grid] = [grid, host_grid].map(|grid| Grid { behind, ..grid });
    let Site { servers, databases, calls, pairs } = Layout::fill(shape, arrangement, &grid, &host_grid);
    let start = clients.at(0.5, 1.0);
    let end = balancer.as_ref().map_or_else(|| servers[0].frame.at(0.5, 0.0), |balancer| balancer.frame.at(0.5, 0.0));
    let front = Path::curve(start, start.towards(end, 0.4), start.towards(end, 0.6), end);
    let backs = balancer.as_ref().map_or_else(Vec::new, |balancer| backs(&grid, &balancer.frame, &servers));
    let (width, height, flow) = (w, last + behind, Flow::Down);
    Layout { shape, flow, width, height, scale, clients, balancer, servers, databases, front, backs, calls, pairs }
}

/// So many boxes, `beside` of them in a row, the first row at `top`.
fn rows(w: f64, top: f64, count: usize, beside: usize, height: f64) -> Grid {
    let tile = ((w - 2.0 * MARGIN + GUTTERS.0) / beside as f64 - GUTTERS.0).min(MOST_TILE);
    let taken = beside as f64 * (tile + GUTTERS.0) - GUTTERS.0;
    Grid {
        flow: Flow::Down,
        ranks: spans(count.div_ceil(beside), top, height, GUTTERS.1),
        lanes: spans(beside, (w - taken) / 2.0, tile, GUTTERS.0),
        behind: FREE,
    }
}

/// The links from the balancer to each server: with one rank they fan out, with more they share a trunk.
fn backs(grid: &Grid, balancer: &Rect, servers: &[ServerBox]) -> Vec<Path> {
    let back = |(i, server): (usize, &ServerBox)| {
        let across = if grid.ranks.len() == 1 { (i as f64 + 0.5) / servers.len() as f64 } else { 0.5 };
        let inset = balancer.w * 0.14;
        let x = balancer.x + inset + (balancer.w - 2.0 * inset) * across;
        grid.back(i, Point::new(x, balancer.bottom()), server.frame.at(0.5, 0.0))
    };
    servers.iter().enumerate().map(back).collect()
}
