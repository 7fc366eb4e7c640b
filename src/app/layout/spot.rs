//! Where a request stands that is not on its way: the places within boxes at which its mark waits or is worked on.

use super::rect::{Point, Rect};
use super::server::{Detail, ServerBox};
use super::{Flow, Layout};

/// How far inside a box a mark stands that has just come through its side.
const INSIDE: f64 = 10.5;
/// The same where the words begin at once.
const AT_THE_DOOR: f64 = 2.0;

/// A place within a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// With the clients.
    Clients,
    /// HAProxy's processor.
    Haproxy,
    /// HAProxy's queue.
    Queue,
    /// On the way out of the balancer, before the link to a server.
    Exit(usize),
    /// nginx on a server.
    Nginx(usize),
    /// The accept queue of a server's application.
    Accept(usize),
    /// A worker of a server's application.
    Worker(usize),
    /// The database of a server, called from the same machine.
    Database(usize),
    /// The database of a server, called from another machine.
    FarDatabase(usize),
    /// A database on a machine of its own.
    Host(usize),
    /// Anywhere in a server's box.
    Within(usize),
}

impl Layout {
    /// The middle of a spot.
    pub fn spot(&self, spot: Spot) -> Point {
        self.area(spot).center()
    }

    /// The area of a spot, over which many marks are spread.
    pub fn area(&self, spot: Spot) -> Rect {
        match spot {
            Spot::Clients => around(self.front.start(), 0.0, 0.0),
            Spot::Haproxy => {
                let (middle, across) = (self.inward(self.front.end(), 4.5), 8.0);
                match self.flow {
                    Flow::Right => around(middle, 0.0, across),
                    Flow::Down => around(middle, across, 0.0),
                }
            }
            Spot::Queue => {
                let queue = self.balancer.as_ref().map_or_else(Rect::default, |balancer| balancer.queue);
                Rect::new(queue.x + 10.0, queue.y + queue.h * 0.42, queue.w - 20.0, queue.h * 0.42)
            }
            Spot::Exit(i) => self.backs.get(i).map_or_else(Rect::default, |path| around(path.start(), 2.0, 2.0)),
            Spot::Nginx(i) => self.in_server(i, |s| s.nginx),
            // Who waits stands beside the upper half of the panel, who is worked on beside the lower.
            Spot::Accept(i) => {
                self.in_server(i, |s| (s.detail == Detail::Full).then_some(Rect { h: s.app.h / 2.0, ..s.app }))
            }
            Spot::Database(i) => self.in_server(i, |s| s.mysql.filter(|_| s.detail == Detail::Full)),
            Spot::Worker(i) => self.in_server(i, |s| {
                let lower = Rect { y: s.app.y + s.app.h / 2.0, h: s.app.h / 2.0, ..s.app };
                (s.detail == Detail::Full).then_some(lower)
            }),
            Spot::FarDatabase(i) => match self.servers.get(i) {
                Some(server) if server.detail == Detail::Full && self.flow == Flow::Right => {
                    let y = server.mysql.unwrap_or(server.frame).center().y;
                    around(Point::new(server.frame.right() - 4.0, y), 2.0, 14.0)
                }
                Some(server) if self.flow == Flow::Right => around(server.frame.at(1.0, 0.5), 2.0, 6.0),
                Some(server) => around(server.frame.at(0.5, 1.0), 12.0, 2.0),
                None => Rect::default(),
            },
            Spot::Host(i) => match self.databases.get(i) {
                Some(host) if host.detail == Detail::Full => {
                    around(Point::new(host.frame.x + INSIDE, host.mysql.center().y), 5.0, host.mysql.h * 0.46)
                }
                Some(host) if self.flow == Flow::Right => around(host.frame.at(0.0, 0.5), 2.0, 6.0),
                Some(host) => around(host.frame.at(0.5, 0.0), 12.0, 2.0),
                None => Rect::default(),
            },
            Spot::Within(i) => self.servers.get(i).map_or_else(Rect::default, |server| {
                let f = server.frame;
                let top = server.head.h.min(f.h * 0.5);
                Rect::new(f.x + 8.0, f.y + top, f.w - 16.0, f.h - top - 8.0)
            }),
        }
    }

    /// In the lane at the entrance of a server's box, beside a panel; without panels, at the door.
    fn in_server(&self, index: usize, panel: impl Fn(&ServerBox) -> Option<Rect>) -> Rect {
        let Some(server) = self.servers.get(index) else { return Rect::default() };
        // Without a balancer the link of the clients is the one that ends here.
        let link = self.backs.get(index).unwrap_or(&self.front);
        match panel(server) {
            Some(panel) => around(Point::new(server.frame.x + INSIDE, panel.center().y), 5.0, panel.h * 0.46),
            None => around(self.inward(link.end(), AT_THE_DOOR), 2.0, 2.0),
        }
    }

    /// So much farther along the flow.
    fn inward(&self, point: Point, by: f64) -> Point {
        match self.flow {
            Flow::Right => Point::new(point.x + by, point.y),
            Flow::Down => Point::new(point.x, point.y + by),
        }
    }
}

fn around(middle: Point, half_width: f64, half_height: f64) -> Rect {
    Rect::new(middle.x - half_width, middle.y - half_height, 2.0 * half_width, 2.0 * half_height)
}
