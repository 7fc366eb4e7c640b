//! What stands where within the box of a machine that has a database and nothing else.

use super::Flow;
use super::rect::Rect;
use super::server::{Arrangement, Detail, LANE, PAD, ROW_HEAD, ROW_STRIP, TILE_HEAD, TILE_MYSQL};

/// The box of a database's own machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostBox {
    /// The machine.
    pub frame: Rect,
    /// Its name and state.
    pub head: Rect,
    /// How much of it is drawn.
    pub detail: Detail,
    /// The database.
    pub mysql: Rect,
}

impl Arrangement {
    /// The height of a database's box beside servers so arranged.
    pub(super) fn host_height(self) -> f64 {
        let heights = self.heights();
        match self {
            Arrangement::Stack | Arrangement::Dense | Arrangement::Tight => heights.head + heights.mysql + heights.foot,
            Arrangement::Row => ROW_HEAD + ROW_STRIP,
            Arrangement::Tile | Arrangement::Mini => TILE_HEAD + TILE_MYSQL,
        }
    }

    /// The box of a database in `frame`, beside servers so arranged.
    pub(super) fn host(self, frame: Rect) -> HostBox {
        let heights = self.heights();
        let (head, left, detail) = match self {
            Arrangement::Stack | Arrangement::Dense | Arrangement::Tight => (heights.head, LANE, Detail::Full),
            Arrangement::Row => (ROW_HEAD, PAD, Detail::Compact),
            Arrangement::Tile | Arrangement::Mini => (TILE_HEAD, PAD, Detail::Compact),
        };
        let foot = if detail == Detail::Full { heights.foot } else { 0.0 };
        let mysql = Rect::new(frame.x + left, frame.y + head, frame.w - left - PAD, frame.h - head - foot);
        HostBox { frame, head: Rect { h: head, ..frame }, detail, mysql }
    }
}

impl HostBox {
    /// The middle of the part of a side at which links end, across the flow, and how far it reaches to either side.
    pub(super) fn side(&self, flow: Flow) -> (f64, f64) {
        match flow {
            Flow::Right => (self.frame.center().y, self.frame.h * 0.34),
            Flow::Down => (self.frame.center().x, self.frame.w * 0.34),
        }
    }
}
