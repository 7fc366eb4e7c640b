//! From left to right: clients, balancer, servers, databases on machines of their own.

use super::balancer::{Arrangement as BalancerArrangement, BalancerBox, RowDetail};
use super::grid::{Grid, spans};
use super::path::Path;
use super::rect::{Point, Rect};
use super::server::{Arrangement, Detail, MINI, ServerBox};
use super::widths::Widths;
use super::{Flow, Layout, Shape, Site};
use crate::engine::range;

/// Above the first box and below the last.
const MARGIN: f64 = 14.0;
/// The drawing grows with the screen up to this.
const MOST_SCALE: f64 = 2.6;
/// It shrinks to this before it gets taller than its room.
const LEAST_SCALE: f64 = 0.86;
/// Where databases have a column of their own, it shrinks to this before it gets wider than its room.
const LEAST_SCALE_APART: f64 = 0.78;
/// Most servers in one column.
const MOST_IN_COLUMN: usize = 12;
/// Most servers with panels.
const MOST_FULL: usize = 4;
/// Space between the cells of a crowd; wires run there.
const CELL_GAP: f64 = 10.0;
/// Space between the databases beside a crowd.
const HOST_GAP: f64 = 8.0;
const CLIENTS_HEIGHT: f64 = 158.0;

/// How one column of servers is drawn.
struct Column {
    arrangement: Arrangement,
    gap: f64,
}

impl Column {
    /// The height of the taller of both columns, of servers and of databases.
    fn height(&self, shape: Shape) -> f64 {
        let (servers, hosts) = (self.arrangement.height(shape), self.arrangement.host_height());
        stack(shape.servers, servers, self.gap).max(stack(shape.hosts(), hosts, self.gap)) + 2.0 * MARGIN
    }
}

/// The height of so many boxes with a gap between them.
fn stack(count: usize, height: f64, gap: f64) -> f64 {
    (count as f64 * (height + gap) - gap).max(0.0)
}

/// The scale at which `need` units of height fit, if the width allows it; `wanted` at least, if it does.
fn scale(width: f64, height: f64, need: f64, shape: Shape, wanted: f64) -> f64 {
    let [least, comfortable] = Widths::bounds(shape);
    let roomy = (width / comfortable.total()).max(1.0);
    let least_scale = if shape.is_apart() { LEAST_SCALE_APART } else { LEAST_SCALE };
    let most = width / least.total();
    roomy.min(height / need).min(most).min(MOST_SCALE).max(wanted.min(most)).max(least_scale)
}

fn balancer_height(arrangement: BalancerArrangement, shape: Shape) -> f64 {
    if !shape.preset.has_balancer() {
        return CLIENTS_HEIGHT + 2.0 * MARGIN;
    }
    let [least, _] = Widths::bounds(shape);
    arrangement.height(shape, least.balancer) + 2.0 * MARGIN
}

/// The arrangement in so many pixels, at the scale `wanted` at least where the width allows it.
pub(super) fn plan(width: f64, height: f64, shape: Shape, wanted: f64) -> Layout {
    let [least, _] = Widths::bounds(shape);
    let least_scale = wanted.min(width / least.total()).max(LEAST_SCALE);
    let columns = [
        (MOST_FULL, Column { arrangement: Arrangement::Stack, gap: 18.0 }),
        (MOST_FULL, Column { arrangement: Arrangement::Dense, gap: 15.0 }),
        (MOST_FULL, Column { arrangement: Arrangement::Tight, gap: 11.0 }),
        (MOST_IN_COLUMN, Column { arrangement: Arrangement::Row, gap: 6.0 }),
    ];
    for (most, column) in columns {
        let need = column.height(shape);
        if shape.servers.max(shape.hosts()) > most || height / need < least_scale {
            continue;
        }
        let roomy = BalancerArrangement::of(shape, true, true);
        let tight = BalancerArrangement::of(shape, false, true);
        let balancer = if height / balancer_height(roomy, shape) < least_scale { tight } else { roomy };
        let need = need.max(balancer_height(balancer, shape));
        let scale = scale(width, height, need, shape, wanted);
        return one_column(width / scale, (height / scale).max(need), scale, shape, balancer, &column);
    }
    crowd(width, height, shape, wanted)
}

fn one_column(w: f64, h: f64, scale: f64, shape: Shape, balancer: BalancerArrangement, column: &Column) -> Layout {
    let widths = Widths::within(w, false, shape);
    let n = shape.servers.max(shape.hosts()) as f64;
    let spare = (h - column.height(shape)).max(0.0);
    // Boxes grow first where they can, then they move apart, but they stay a group.
    let box_height = column.arrangement.stretched(shape, column.arrangement.height(shape) + 0.7 * spare / n);
    let spare = spare - n * (box_height - column.arrangement.height(shape));
    let gap = column.gap + range::within(spare * 0.5 / (n - 1.0).max(1.0), 0.0, column.gap * 1.5);
    let x = widths.servers_at();
    let grid = one_rank(h, (x, x + widths.servers), shape.servers, box_height, gap, w - x - widths.servers);
    let hosts = if column.arrangement == Arrangement::Row { box_height } else { column.arrangement.host_height() };
    let host_grid = host_column(w, h, &widths, shape, hosts, gap);
    assemble(Room { w, h, scale }, shape, widths, balancer, column.arrangement, [grid, host_grid])
}

/// Boxes in a column, centred over the height `h`.
fn one_rank(h: f64, rank: (f64, f64), count: usize, height: f64, gap: f64, behind: f64) -> Grid {
    let lanes = spans(count, (h - stack(count, height, gap)) / 2.0, height, gap);
    Grid { flow: Flow::Right, ranks: vec![rank], lanes, behind }
}

/// The column of databases on machines of their own, at the right side.
fn host_column(w: f64, h: f64, widths: &Widths, shape: Shape, height: f64, gap: f64) -> Grid {
    let x = w - widths.behind - widths.databases;
    one_rank(h, (x, x + widths.databases), shape.hosts(), height, gap, widths.behind)
}

/// Cells in rows and columns.
fn crowd(width: f64, height: f64, shape: Shape, wanted: f64) -> Layout {
    let balancer = BalancerArrangement::of(shape, false, true);
    let need = balancer_height(balancer, shape)
        .max(stack(shape.hosts(), Arrangement::Row.host_height(), HOST_GAP) + 2.0 * MARGIN);
    let scale = scale(width, height, need, shape, wanted);
    let w = width / scale;
    let widths = Widths::within(w, true, shape);
    let room = (height / scale).max(need) - 2.0 * MARGIN;
    let columns = best_columns(shape.servers, widths.servers, room);
    let rows = shape.servers.div_ceil(columns);
    let cell = ((widths.servers + CELL_GAP) / columns as f64 - CELL_GAP).min(140.0);
    let line = range::within((room + CELL_GAP) / rows as f64 - CELL_GAP, MINI.1, 84.0);
    let stack = rows as f64 * (line + CELL_GAP) - CELL_GAP;
    let h = (stack.max(room)) + 2.0 * MARGIN;
    let taken = columns as f64 * (cell + CELL_GAP) - CELL_GAP;
    let x = w - widths.behind - widths.databases - widths.to_databases - taken;
    let grid = Grid {
        flow: Flow::Right,
        ranks: spans(columns, x, cell, CELL_GAP),
        lanes: spans(rows, (h - stack) / 2.0, line, CELL_GAP),
        behind: widths.behind,
    };
    let host_grid = host_column(w, h, &widths, shape, Arrangement::Row.host_height(), HOST_GAP);
    assemble(Room { w, h, scale }, shape, widths, balancer, Arrangement::Mini, [grid, host_grid])
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

/// The room of a drawing and its scale.
struct Room {
    w: f64,
    h: f64,
    scale: f64,
}

/// The last step of both plans; the grids are those of servers and of databases.
fn assemble(
    Room { w, h, scale }: Room,
    shape: Shape,
    widths: Widths,
    balancer: BalancerArrangement,
    arrangement: Arrangement,
    [grid, host_grid]: [Grid; 2],
) -> Layout {
    let Site { servers, databases, calls, pairs } = Layout::fill(shape, arrangement, &grid, &host_grid);
    let clients = Rect::new(widths.left, (h - CLIENTS_HEIGHT) / 2.0, widths.clients, CLIENTS_HEIGHT);
    let free = grid.start() - clients.right();
    let balancer = shape.preset.has_balancer().then(|| {
        let share = widths.to_balancer / (widths.to_balancer + widths.to_servers);
        let tall = balancer.height(shape, widths.balancer);
        balancer.fill(clients.right() + (free - widths.balancer) * share, (h - tall) / 2.0, widths.balancer, shape)
    });
    let start = clients.at(1.0, 0.5);
    let end = balancer.as_ref().map_or_else(|| door(&servers[0]), |balancer| Point::new(balancer.frame.x, start.y));
    let lead = (end.x - start.x) * 0.4;
    let front = Path::curve(start, Point::new(start.x + lead, start.y), Point::new(end.x - lead, end.y), end);
    let back = |balancer: &BalancerBox, i: usize| grid.back(i, exit(balancer, i), door(&servers[i]));
    let backs = balancer.iter().flat_map(|balancer| (0..servers.len()).map(move |i| back(balancer, i))).collect();
    let (width, height, flow) = (w, h, Flow::Right);
    Layout { shape, flow, width, height, scale, clients, balancer, servers, databases, front, backs, calls, pairs }
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
