//! From top to bottom, on a narrow screen: clients, balancer, servers. The drawing is as tall as it needs to be.

use super::balancer::Arrangement as BalancerArrangement;
use super::grid::{Grid, spans};
use super::path::Path;
use super::rect::{Point, Rect};
use super::server::{Arrangement, ServerBox};
use super::{Flow, Layout, Shape};
use crate::engine::range;

/// Width at which a unit is a pixel.
const NATURAL: f64 = 360.0;
const LEAST_SCALE: f64 = 0.86;
const MOST_SCALE: f64 = 1.3;
const MARGIN: f64 = 10.0;
const CLIENTS: (f64, f64) = (168.0, 48.0);
const TO_BALANCER: f64 = 36.0;
const TO_SERVERS: f64 = 58.0;
/// Below the servers: for the links between them, where there are any.
const BEHIND: f64 = 44.0;
const FREE: f64 = 12.0;
/// The balancer is at most this wide.
const MOST_BALANCER: f64 = 420.0;
/// One tile alone is at most this wide.
const MOST_TILE: f64 = 340.0;
/// Between tiles beside and below each other; wires run there.
const GUTTERS: (f64, f64) = (8.0, 18.0);

/// How many servers stand beside each other, and how they are drawn.
fn lanes(servers: usize) -> (usize, Arrangement) {
    match servers {
        1 => (1, Arrangement::Stack),
        2 | 3 => (servers, Arrangement::Tile),
        4 => (2, Arrangement::Tile),
        5..=12 => (3, Arrangement::Tile),
        _ => (5, Arrangement::Mini),
    }
}

/// The arrangement in so many pixels.
pub(super) fn plan(width: f64, shape: Shape) -> Layout {
    let scale = range::within(width / NATURAL, LEAST_SCALE, MOST_SCALE);
    // Nothing can be drawn in no width; what is drawn then is not seen.
    let w = (width / scale).max(240.0);
    let clients = Rect::new((w - CLIENTS.0) / 2.0, MARGIN, CLIENTS.0, CLIENTS.1);
    let balancer_width = (w - 2.0 * MARGIN).min(MOST_BALANCER);
    let balancer = BalancerArrangement::of(shape, false, false).fill(
        (w - balancer_width) / 2.0,
        clients.bottom() + TO_BALANCER,
        balancer_width,
        shape,
    );
    let (beside, arrangement) = lanes(shape.servers);
    let ranks = shape.servers.div_ceil(beside);
    let tile = ((w - 2.0 * MARGIN + GUTTERS.0) / beside as f64 - GUTTERS.0).min(MOST_TILE);
    let taken = beside as f64 * (tile + GUTTERS.0) - GUTTERS.0;
    let height = arrangement.height(shape);
    let grid = Grid {
        flow: Flow::Down,
        ranks: spans(ranks, balancer.frame.bottom() + TO_SERVERS, height, GUTTERS.1),
        lanes: spans(beside, (w - taken) / 2.0, tile, GUTTERS.0),
        behind: if shape.databases > 1 && ranks == 1 { BEHIND } else { FREE },
    };
    let servers: Vec<ServerBox> = (0..shape.servers).map(|i| arrangement.fill(grid.cell(i), i, shape)).collect();
    let h = grid.ranks.last().map_or(balancer.frame.bottom(), |last| last.1) + grid.behind;
    let (start, end) = (clients.at(0.5, 1.0), balancer.frame.at(0.5, 0.0));
    let front = Path::curve(start, start.towards(end, 0.4), start.towards(end, 0.6), end);
    let backs = servers
        .iter()
        .enumerate()
        .map(|(i, server)| {
            // With one rank the links fan out; with more they share a trunk.
            let across = if ranks == 1 { (i as f64 + 0.5) / shape.servers as f64 } else { 0.5 };
            let inset = balancer.frame.w * 0.14;
            let x = balancer.frame.x + inset + (balancer.frame.w - 2.0 * inset) * across;
            grid.back(i, Point::new(x, balancer.frame.bottom()), server.frame.at(0.5, 0.0))
        })
        .collect();
    let pairs = Layout::pairs(shape, &servers, &grid);
    Layout { shape, flow: Flow::Down, width: w, height: h, scale, clients, balancer, servers, front, backs, pairs }
}
