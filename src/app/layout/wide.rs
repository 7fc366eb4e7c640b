//! From left to right: clients, balancer, servers.

use super::balancer::{Arrangement as BalancerArrangement, BalancerBox, RowDetail};
use super::grid::{Grid, spans};
use super::path::Path;
use super::rect::{Point, Rect};
use super::server::{Arrangement, Detail, MINI, ServerBox};
use super::{Flow, Layout, Shape};
use crate::engine::range;

/// Widths along the flow, in units: the least that can be read, and what is comfortable.
#[derive(Clone, Copy)]
struct Widths {
    left: f64,
    clients: f64,
    to_balancer: f64,
    balancer: f64,
    to_servers: f64,
    servers: f64,
    /// Behind the servers, for the links between them.
    behind: f64,
}

const LEAST: Widths = Widths {
    left: 8.0,
    clients: 80.0,
    to_balancer: 40.0,
    balancer: 206.0,
    to_servers: 44.0,
    servers: 230.0,
    behind: 42.0,
};
const COMFORTABLE: Widths = Widths {
    left: 14.0,
    clients: 100.0,
    to_balancer: 94.0,
    balancer: 218.0,
    to_servers: 124.0,
    servers: 292.0,
    behind: 60.0,
};
/// Servers grow to this width; what is left over becomes space between the boxes.
const MOST_SERVERS: f64 = 380.0;
/// Behind the servers where no link runs.
const FREE: f64 = 14.0;
/// Above the first box and below the last.
const MARGIN: f64 = 14.0;
/// The drawing grows with the screen up to this.
const MOST_SCALE: f64 = 1.75;
/// It shrinks to this before it gets taller than its room.
const LEAST_SCALE: f64 = 0.88;
/// Most servers in one column.
const MOST_IN_COLUMN: usize = 12;
/// Most servers with panels.
const MOST_FULL: usize = 4;
/// Space between the cells of a crowd; wires run there.
const CELL_GAP: f64 = 10.0;
const CLIENTS_HEIGHT: f64 = 158.0;

impl Widths {
    fn total(&self) -> f64 {
        self.left + self.clients + self.to_balancer + self.balancer + self.to_servers + self.servers + self.behind
    }

    /// The widths for a drawing so wide: between least and comfortable in proportion, then the space first.
    fn within(width: f64, crowd: bool) -> Widths {
        let f = range::share((width - LEAST.total()) / (COMFORTABLE.total() - LEAST.total()));
        let mix = |pick: fn(&Widths) -> f64| pick(&LEAST) + (pick(&COMFORTABLE) - pick(&LEAST)) * f;
        let mut widths = Widths {
            left: mix(|w| w.left),
            clients: mix(|w| w.clients),
            to_balancer: mix(|w| w.to_balancer),
            balancer: mix(|w| w.balancer),
            to_servers: mix(|w| w.to_servers),
            servers: mix(|w| w.servers),
            behind: mix(|w| w.behind),
        };
        if crowd {
            // A crowd needs its width for the cells: no arcs behind it, shorter ways to it.
            widths.to_balancer *= 0.6;
            widths.to_servers *= 0.55;
            widths.behind = FREE;
            widths.servers += width - widths.total();
        } else {
            let more = (width - widths.total()).max(0.0);
            let servers = (more * 0.4).min(MOST_SERVERS - widths.servers);
            widths.servers += servers;
            widths.to_balancer += (more - servers) * 0.4;
            widths.to_servers += (more - servers) * 0.6;
        }
        widths
    }
}

/// How one column of servers is drawn.
struct Column {
    arrangement: Arrangement,
    gap: f64,
}

impl Column {
    fn height(&self, shape: Shape) -> f64 {
        let n = shape.servers as f64;
        n * self.arrangement.height(shape) + (n - 1.0).max(0.0) * self.gap + 2.0 * MARGIN
    }
}

/// The scale at which `need` units of height fit, if the width allows it.
fn scale(width: f64, height: f64, need: f64) -> f64 {
    let roomy = (width / COMFORTABLE.total()).max(1.0);
    roomy.min(height / need).min(width / LEAST.total()).min(MOST_SCALE)
}

fn balancer_height(arrangement: BalancerArrangement, shape: Shape) -> f64 {
    arrangement.height(shape, LEAST.balancer) + 2.0 * MARGIN
}

/// The arrangement in so many pixels.
pub(super) fn plan(width: f64, height: f64, shape: Shape) -> Layout {
    let columns = [
        (MOST_FULL, Column { arrangement: Arrangement::Stack, gap: 18.0 }),
        (MOST_FULL, Column { arrangement: Arrangement::Dense, gap: 15.0 }),
        (MOST_FULL, Column { arrangement: Arrangement::Tight, gap: 11.0 }),
        (MOST_IN_COLUMN, Column { arrangement: Arrangement::Row, gap: 6.0 }),
    ];
    for (most, column) in columns {
        let need = column.height(shape);
        if shape.servers > most || height / need < LEAST_SCALE {
            continue;
        }
        let roomy = BalancerArrangement::of(shape, true, true);
        let tight = BalancerArrangement::of(shape, false, true);
        let balancer = if height / balancer_height(roomy, shape) < LEAST_SCALE { tight } else { roomy };
        let need = need.max(balancer_height(balancer, shape));
        let scale = scale(width, height, need).max(LEAST_SCALE);
        return one_column(width / scale, (height / scale).max(need), scale, shape, balancer, &column);
    }
    crowd(width, height, shape)
}

fn one_column(w: f64, h: f64, scale: f64, shape: Shape, balancer: BalancerArrangement, column: &Column) -> Layout {
    let mut widths = Widths::within(w, false);
    if shape.databases < 2 {
        // Nothing runs behind the servers: the room goes to both sides of the balancer.
        let spare = widths.behind - FREE;
        widths.behind = FREE;
        widths.to_balancer += spare * 0.5;
        widths.to_servers += spare * 0.5;
    }
    let n = shape.servers as f64;
    let spare = (h - column.height(shape)).max(0.0);
    // Boxes grow first where they can, then they move apart, but they stay a group.
    let box_height = column.arrangement.stretched(shape, column.arrangement.height(shape) + 0.7 * spare / n);
    let spare = spare - n * (box_height - column.arrangement.height(shape));
    let gap = column.gap + range::within(spare * 0.5 / (n - 1.0).max(1.0), 0.0, column.gap * 1.5);
    let stack = shape.servers as f64 * (box_height + gap) - gap;
    let x = widths.left + widths.clients + widths.to_balancer + widths.balancer + widths.to_servers;
    let grid = Grid {
        flow: Flow::Right,
        ranks: vec![(x, x + widths.servers)],
        lanes: spans(shape.servers, (h - stack) / 2.0, box_height, gap),
        behind: w - x - widths.servers,
    };
    assemble(w, h, scale, shape, widths, balancer, column.arrangement, grid)
}

/// Cells in rows and columns.
fn crowd(width: f64, height: f64, shape: Shape) -> Layout {
    let balancer = BalancerArrangement::of(shape, false, true);
    let scale = scale(width, height, balancer_height(balancer, shape)).max(LEAST_SCALE);
    let w = width / scale;
    let widths = Widths::within(w, true);
    let room = (height / scale).max(balancer_height(balancer, shape)) - 2.0 * MARGIN;
    let columns = best_columns(shape.servers, widths.servers, room);
    let rows = shape.servers.div_ceil(columns);
    let cell = ((widths.servers + CELL_GAP) / columns as f64 - CELL_GAP).min(140.0);
    let line = range::within((room + CELL_GAP) / rows as f64 - CELL_GAP, MINI.1, 84.0);
    let stack = rows as f64 * (line + CELL_GAP) - CELL_GAP;
    let h = (stack.max(room)) + 2.0 * MARGIN;
    let taken = columns as f64 * (cell + CELL_GAP) - CELL_GAP;
    let x = w - widths.behind - taken;
    let grid = Grid {
        flow: Flow::Right,
        ranks: spans(columns, x, cell, CELL_GAP),
        lanes: spans(rows, (h - stack) / 2.0, line, CELL_GAP),
        behind: widths.behind,
    };
    assemble(w, h, scale, shape, widths, balancer, Arrangement::Mini, grid)
}

/// The number of columns that makes the smallest side of a cell largest, in the cells' own proportion.
fn best_columns(servers: usize, width: f64, height: f64) -> usize {
    let room = |columns: usize| {
        let rows = servers.div_ceil(columns) as f64;
        let cell = (width + CELL_GAP) / columns as f64 - CELL_GAP;
        let line = (height + CELL_GAP) / rows - CELL_GAP;
        (cell / MINI.0).min(line / MINI.1)
    };
    (2..=16).max_by(|&a, &b| room(a).total_cmp(&room(b))).unwrap_or(2)
}

#[expect(clippy::too_many_arguments, reason = "the last step of both plans, with everything they have decided")]
fn assemble(
    w: f64,
    h: f64,
    scale: f64,
    shape: Shape,
    widths: Widths,
    balancer: BalancerArrangement,
    arrangement: Arrangement,
    grid: Grid,
) -> Layout {
    let servers: Vec<ServerBox> = (0..shape.servers).map(|i| arrangement.fill(grid.cell(i), i, shape)).collect();
    let clients = Rect::new(widths.left, (h - CLIENTS_HEIGHT) / 2.0, widths.clients, CLIENTS_HEIGHT);
    let free = grid.ranks.first().map_or(w, |rank| rank.0) - clients.right();
    let x = clients.right() + (free - widths.balancer) * widths.to_balancer / (widths.to_balancer + widths.to_servers);
    let tall = balancer.height(shape, widths.balancer);
    let balancer = balancer.fill(x, (h - tall) / 2.0, widths.balancer, shape);
    let start = clients.at(1.0, 0.5);
    let end = Point::new(balancer.frame.x, start.y);
    let front = Path::curve(start, start.towards(end, 0.4), start.towards(end, 0.6), end);
    let backs = servers.iter().enumerate().map(|(i, server)| grid.back(i, exit(&balancer, i), door(server))).collect();
    let pairs = Layout::pairs(shape, &servers, &grid);
    Layout { shape, flow: Flow::Right, width: w, height: h, scale, clients, balancer, servers, front, backs, pairs }
}

/// Where the link to a server leaves the balancer: beside what HAProxy thinks of it.
fn exit(balancer: &BalancerBox, index: usize) -> Point {
    let y = match (balancer.detail, balancer.rows.get(index)) {
        (RowDetail::Full | RowDetail::Line, Some(row)) => row.center().y,
        _ => balancer.frame.center().y,
    };
    Point::new(balancer.frame.right(), y)
}

/// Where the link enters a server: at nginx, where it has a panel of its own.
fn door(server: &ServerBox) -> Point {
    let y = match (server.nginx, server.detail) {
        (Some(nginx), _) => nginx.center().y,
        (None, Detail::Full) => server.app.center().y,
        (None, _) => server.frame.center().y,
    };
    Point::new(server.frame.x, y)
}
