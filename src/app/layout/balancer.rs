//! What stands where within the balancer's box.

use super::Shape;
use super::rect::Rect;

/// How much of HAProxy's view of a server is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowDetail {
    /// Two lines.
    Full,
    /// One line.
    Line,
    /// A cell of a crowd.
    Cell,
}

/// The balancer's box.
#[derive(Clone, Debug, PartialEq)]
pub struct BalancerBox {
    /// The machine.
    pub frame: Rect,
    /// Its name and state.
    pub head: Rect,
    /// The process HAProxy.
    pub haproxy: Rect,
    /// Algorithm and mode, where they have a line of their own.
    pub choices: Option<Rect>,
    /// The backend's queue.
    pub queue: Rect,
    /// HAProxy's view of each server, by index.
    pub rows: Vec<Rect>,
    /// How much of it is drawn.
    pub detail: RowDetail,
    /// The failover manager, where there is one.
    pub manager: Option<Rect>,
}

/// How the balancer's box is arranged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Arrangement {
    /// How much of each server.
    pub(super) detail: RowDetail,
    /// Whether algorithm and mode have a line of their own.
    pub(super) choices: bool,
    /// Height of the manager; 0 where there is none.
    pub(super) manager: f64,
}

const HEAD: f64 = 34.0;
const PAD: f64 = 8.0;
const TITLE: f64 = 25.0;
const CHOICES: f64 = 26.0;
const QUEUE: f64 = 34.0;
const FULL_ROW: f64 = 38.0;
const LINE_ROW: f64 = 24.0;
const ROW_GAP: f64 = 7.0;
const ROW_INSET: f64 = 5.0;
/// A cell of the crowd, and the space to its neighbour.
const CELL: (f64, f64) = (19.0, 17.0);
/// Most servers with a line each.
const MOST_LINES: usize = 12;
/// Most servers with two lines each.
const MOST_FULL: usize = 4;

impl Arrangement {
    /// The arrangement for a shape. `spacious` where there is height for two lines a server, `narrow` where the manager's
    /// words do not fit beside its name.
    pub(super) fn of(shape: Shape, spacious: bool, narrow: bool) -> Arrangement {
        let detail = match shape.servers {
            n if n <= MOST_FULL && spacious && !shape.is_bare() => RowDetail::Full,
            n if n <= MOST_LINES => RowDetail::Line,
            _ => RowDetail::Cell,
        };
        let manager = match (shape.is_bare(), narrow) {
            (true, _) => 0.0,
            (false, true) => 40.0,
            (false, false) => 29.0,
        };
        Arrangement { detail, choices: spacious, manager }
    }

    fn columns(width: f64) -> usize {
        ((width - 2.0 * PAD - 2.0 * ROW_INSET) / CELL.0).max(1.0) as usize
    }

    fn rows_height(self, servers: usize, width: f64) -> f64 {
        match self.detail {
            RowDetail::Full => servers as f64 * (FULL_ROW + ROW_GAP),
            RowDetail::Line => servers as f64 * LINE_ROW + ROW_INSET,
            RowDetail::Cell => servers.div_ceil(Arrangement::columns(width)) as f64 * CELL.1 + 2.0 * ROW_INSET,
        }
    }

    fn above_rows(self) -> f64 {
        TITLE + if self.choices { CHOICES } else { 0.0 } + QUEUE
    }

    /// Height of the box of this width.
    pub(super) fn height(self, shape: Shape, width: f64) -> f64 {
        let manager = if self.manager > 0.0 { PAD * 0.75 + self.manager } else { 0.0 };
        HEAD + self.above_rows() + self.rows_height(shape.servers, width) + manager + PAD
    }

    /// The box with its upper left corner at `x`, `y`.
    pub(super) fn fill(self, x: f64, y: f64, width: f64, shape: Shape) -> BalancerBox {
        let frame = Rect::new(x, y, width, self.height(shape, width));
        let head = Rect { h: HEAD, ..frame };
        let inner = |y: f64, h: f64| Rect::new(x + PAD, y, width - 2.0 * PAD, h);
        let haproxy = inner(head.bottom(), self.above_rows() + self.rows_height(shape.servers, width));
        let top = haproxy.y + TITLE;
        let choices = self.choices.then_some(Rect { y: top, h: CHOICES, ..haproxy });
        let queue = Rect { y: haproxy.y + self.above_rows() - QUEUE, h: QUEUE, ..haproxy };
        let rows = (0..shape.servers).map(|i| self.row(i, &haproxy, queue.bottom(), width)).collect();
        let manager = (self.manager > 0.0).then(|| inner(haproxy.bottom() + PAD * 0.75, self.manager));
        BalancerBox { frame, head, haproxy, choices, queue, rows, detail: self.detail, manager }
    }

    fn row(self, index: usize, haproxy: &Rect, top: f64, width: f64) -> Rect {
        let (x, w) = (haproxy.x + ROW_INSET, haproxy.w - 2.0 * ROW_INSET);
        match self.detail {
            RowDetail::Full => Rect::new(x, top + index as f64 * (FULL_ROW + ROW_GAP), w, FULL_ROW),
            RowDetail::Line => Rect::new(x, top + index as f64 * LINE_ROW, w, LINE_ROW),
            RowDetail::Cell => {
                let columns = Arrangement::columns(width);
                let (column, line) = (index % columns, index / columns);
                Rect::new(x + column as f64 * CELL.0, top + line as f64 * CELL.1, CELL.0, CELL.1)
            }
        }
    }
}
