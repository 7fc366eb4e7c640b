//! What stands where within a server's box.

use super::rect::Rect;
use super::{Flow, Shape};
use crate::engine::range;

/// How much of a server is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Every process with a panel of its own.
    Full,
    /// One box, its processes as lines in it.
    Compact,
    /// A cell of a crowd.
    Mini,
}

/// A server's box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServerBox {
    /// The machine.
    pub frame: Rect,
    /// Its name and state.
    pub head: Rect,
    /// How much of it is drawn.
    pub detail: Detail,
    /// The web server, where it has a panel of its own.
    pub nginx: Option<Rect>,
    /// The application server, or the workers of the bare queue.
    pub app: Rect,
    /// The database, where there is one.
    pub mysql: Option<Rect>,
}

/// How the panels of a server are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// nginx, application, database below each other.
    Stack,
    /// nginx beside the application, the database below.
    Dense,
    /// The same with as little height as the words need.
    Tight,
    /// Two lines: head, then application beside database.
    Row,
    /// Head, application, database below each other, without panels.
    Tile,
    /// As little as can be read.
    Mini,
}

/// Heights of a box with panels.
pub(super) struct Heights {
    pub(super) head: f64,
    nginx: f64,
    app: f64,
    pub(super) mysql: f64,
    /// Between two panels.
    gap: f64,
    /// Free below the last panel.
    pub(super) foot: f64,
}

const EASY: Heights = Heights { head: 36.0, nginx: 27.0, app: 46.0, mysql: 55.0, gap: 5.0, foot: 9.0 };
const TIGHT: Heights = Heights { head: 32.0, nginx: 27.0, app: 44.0, mysql: 42.0, gap: 5.0, foot: 7.0 };
/// A database's panel that is lower than this has two lines, not three.
pub const THREE_LINES: f64 = 50.0;
/// Left of the panels: here requests go from one process to the next.
pub(super) const LANE: f64 = 21.0;
pub(super) const PAD: f64 = 10.0;
/// Share of the width that nginx has where it stands beside the application.
const NGINX_SHARE: f64 = 0.31;
pub(super) const ROW_HEAD: f64 = 24.0;
pub(super) const ROW_STRIP: f64 = 19.0;
/// Two lines use no more height than this.
const MOST_ROW: f64 = 60.0;
pub(super) const TILE_HEAD: f64 = 44.0;
const TILE_APP: f64 = 38.0;
pub(super) const TILE_MYSQL: f64 = 38.0;
/// Smallest cell of a crowd.
pub(super) const MINI: (f64, f64) = (50.0, 40.0);

impl Arrangement {
    pub(super) fn heights(self) -> Heights {
        if self == Arrangement::Tight { TIGHT } else { EASY }
    }

    /// The height that a box so arranged takes of `room`.
    pub(super) fn stretched(self, shape: Shape, room: f64) -> f64 {
        let least = self.height(shape);
        if self == Arrangement::Row { range::within(room, least, MOST_ROW) } else { least }
    }

    /// The least height of a box so arranged.
    pub(super) fn height(self, shape: Shape) -> f64 {
        let Heights { head, nginx, app, mysql, gap, foot } = self.heights();
        let (database, line) = if shape.shares_machines() { (gap + mysql, TILE_MYSQL) } else { (0.0, PAD) };
        match self {
            Arrangement::Stack if !shape.is_bare() => head + nginx + gap + app + database + foot,
            Arrangement::Stack | Arrangement::Dense | Arrangement::Tight => head + app + database + foot,
            Arrangement::Row => ROW_HEAD + ROW_STRIP,
            Arrangement::Tile => TILE_HEAD + TILE_APP + line,
            Arrangement::Mini => MINI.1,
        }
    }

    /// The box of server `index` in `frame`.
    pub(super) fn fill(self, frame: Rect, index: usize, shape: Shape) -> ServerBox {
        let has_database = shape.shares_machines() && index < shape.databases;
        match self {
            Arrangement::Stack | Arrangement::Dense | Arrangement::Tight => self.panels(frame, has_database, shape),
            Arrangement::Row => {
                let head = Rect::new(frame.x, frame.y, frame.w, ROW_HEAD);
                let whole =
                    Rect::new(frame.x + PAD, head.bottom(), frame.w - 2.0 * PAD, frame.bottom() - head.bottom());
                let half = Rect { w: (whole.w - PAD) / 2.0, ..whole };
                let app = if has_database { half } else { whole };
                let mysql = has_database.then(|| Rect { x: half.right() + PAD, ..half });
                ServerBox { frame, head, detail: Detail::Compact, nginx: None, app, mysql }
            }
            Arrangement::Tile => {
                let head = Rect { h: TILE_HEAD, ..frame };
                let line = |y: f64, h: f64| Rect::new(frame.x + PAD, y, frame.w - 2.0 * PAD, h);
                let app = line(head.bottom(), TILE_APP);
                let mysql = has_database.then(|| line(app.bottom(), TILE_MYSQL));
                ServerBox { frame, head, detail: Detail::Compact, nginx: None, app, mysql }
            }
            Arrangement::Mini => {
                let inner = Rect::new(frame.x + 4.0, frame.y + 18.0, frame.w - 8.0, frame.h - 22.0);
                let (app, low) = (Rect { h: inner.h * 0.5, ..inner }, inner.y + inner.h * 0.5);
                let mysql = has_database.then_some(Rect { y: low, h: inner.h * 0.5, ..inner });
                ServerBox { frame, head: Rect { h: 18.0, ..frame }, detail: Detail::Mini, nginx: None, app, mysql }
            }
        }
    }

    fn panels(self, frame: Rect, has_database: bool, shape: Shape) -> ServerBox {
        let Heights { head, nginx: nginx_height, app: app_height, mysql, gap, .. } = self.heights();
        let head = Rect { h: head, ..frame };
        let panel = |y: f64, h: f64| Rect::new(frame.x + LANE, y, frame.w - LANE - PAD, h);
        let (nginx, app) = match (self, shape.is_bare()) {
            (_, true) => (None, panel(head.bottom(), app_height)),
            (Arrangement::Stack, false) => {
                let nginx = panel(head.bottom(), nginx_height);
                (Some(nginx), panel(nginx.bottom() + gap, app_height))
            }
            (_, false) => {
                let line = panel(head.bottom(), app_height);
                let nginx = Rect { w: line.w * NGINX_SHARE, ..line };
                let x = nginx.right() + gap;
                (Some(nginx), Rect { x, w: line.right() - x, ..line })
            }
        };
        let mysql = has_database.then(|| panel(app.bottom() + gap, mysql));
        ServerBox { frame, head, detail: Detail::Full, nginx, app, mysql }
    }
}

impl ServerBox {
    /// The middle of the part of its rear at which links to other machines end, across the flow, and how far it reaches
    /// to either side.
    pub(super) fn rear(&self, flow: Flow) -> (f64, f64) {
        match (flow, self.mysql, self.detail) {
            (Flow::Right, Some(mysql), Detail::Full) => (mysql.center().y, mysql.h * 0.42),
            (Flow::Right, ..) => (self.frame.center().y, self.frame.h * 0.34),
            (Flow::Down, ..) => (self.frame.center().x, self.frame.w * 0.34),
        }
    }
}
