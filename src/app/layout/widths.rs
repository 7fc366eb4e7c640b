//! How the width of a drawing from left to right is shared among its boxes and the links between them.

use super::Shape;
use crate::engine::range;

/// Widths along the flow, in units.
#[derive(Clone, Copy)]
pub(super) struct Widths {
    pub(super) left: f64,
    pub(super) clients: f64,
    pub(super) to_balancer: f64,
    /// 0 where there is none.
    pub(super) balancer: f64,
    /// From the balancer, if there is one.
    pub(super) to_servers: f64,
    pub(super) servers: f64,
    /// 0 where databases have no machines of their own.
    pub(super) to_databases: f64,
    pub(super) databases: f64,
    /// Behind the last column, for the links within it.
    pub(super) behind: f64,
}

/// The least that can be read, where databases are on servers.
const LEAST: Widths = Widths {
    left: 8.0,
    clients: 80.0,
    to_balancer: 40.0,
    balancer: 206.0,
    to_servers: 44.0,
    servers: 230.0,
    to_databases: 0.0,
    databases: 0.0,
    behind: 42.0,
};
/// What is comfortable.
const COMFORTABLE: Widths = Widths {
    left: 14.0,
    clients: 100.0,
    to_balancer: 94.0,
    balancer: 218.0,
    to_servers: 124.0,
    servers: 292.0,
    to_databases: 0.0,
    databases: 0.0,
    behind: 60.0,
};
/// The same where databases have a column of their own.
const LEAST_APART: Widths = Widths {
    left: 6.0,
    clients: 82.0,
    to_balancer: 26.0,
    balancer: 206.0,
    to_servers: 28.0,
    servers: 196.0,
    to_databases: 38.0,
    databases: 164.0,
    behind: 30.0,
};
const COMFORTABLE_APART: Widths = Widths { servers: 262.0, to_databases: 110.0, databases: 226.0, ..COMFORTABLE };
/// Servers grow to this width; what is left over becomes space between the boxes.
const MOST_SERVERS: f64 = 380.0;
/// The link of clients to the one server grows to this length; what is left over becomes space on both sides.
const MOST_DIRECT: f64 = 260.0;
/// Behind the servers where no link runs.
const FREE: f64 = 14.0;

impl Widths {
    pub(super) fn total(&self) -> f64 {
        self.servers_at() + self.servers + self.to_databases + self.databases + self.behind
    }

    /// Where the servers begin.
    pub(super) fn servers_at(&self) -> f64 {
        self.left + self.clients + self.to_balancer + self.balancer + self.to_servers
    }

    /// The least widths and the comfortable ones for a shape.
    pub(super) fn bounds(shape: Shape) -> [Widths; 2] {
        match shape.is_apart() {
            true => [LEAST_APART, COMFORTABLE_APART],
            false if shape.preset.has_balancer() => [LEAST, COMFORTABLE],
            false => [LEAST, COMFORTABLE].map(|widths| Widths { balancer: 0.0, to_servers: 0.0, ..widths }),
        }
    }

    /// The widths for a drawing so wide: between least and comfortable in proportion, then the space first.
    pub(super) fn within(width: f64, crowd: bool, shape: Shape) -> Widths {
        let [least, comfortable] = Widths::bounds(shape);
        let f = range::share((width - least.total()) / (comfortable.total() - least.total()));
        let mix = |pick: fn(&Widths) -> f64| pick(&least) + (pick(&comfortable) - pick(&least)) * f;
        let mut widths = Widths {
            left: mix(|w| w.left),
            clients: mix(|w| w.clients),
            to_balancer: mix(|w| w.to_balancer),
            balancer: mix(|w| w.balancer),
            to_servers: mix(|w| w.to_servers),
            servers: mix(|w| w.servers),
            to_databases: mix(|w| w.to_databases),
            databases: mix(|w| w.databases),
            behind: mix(|w| w.behind),
        };
        match crowd {
            true => widths.crowd(width, shape),
            false => widths.spread(width, shape),
        }
        widths
    }

    /// A crowd needs its width for the cells: no arcs behind it, shorter ways to it.
    fn crowd(&mut self, width: f64, shape: Shape) {
        self.to_balancer *= 0.6;
        self.to_servers *= 0.55;
        self.to_databases *= 0.5;
        if !shape.is_apart() {
            self.behind = FREE;
        }
        self.servers += width - self.total();
    }

    /// Gives away what is left over.
    fn spread(&mut self, width: f64, shape: Shape) {
        if !shape.preset.has_balancer() {
            self.behind = self.left;
        }
        let more = (width - self.total()).max(0.0);
        let servers = (more * 0.4).min(MOST_SERVERS - self.servers);
        self.servers += servers;
        let more = more - servers;
        if !shape.preset.has_balancer() {
            let link = more.min(MOST_DIRECT - self.to_balancer);
            self.to_balancer += link;
            self.left += (more - link) * 0.5;
        } else if shape.is_apart() {
            self.to_balancer += more * 0.3;
            self.to_servers += more * 0.4;
            self.to_databases += more * 0.3;
        } else {
            self.to_balancer += more * 0.4;
            self.to_servers += more * 0.6;
        }
        if shape.databases < 2 && shape.preset.has_balancer() {
            // No link runs behind the last column: the room goes to both sides of the balancer.
            let spare = self.behind - FREE;
            self.behind = FREE;
            self.to_balancer += spare * 0.5;
            self.to_servers += spare * 0.5;
        }
    }
}
