//! One server: nginx in front, application workers behind it, on the shared cores of a machine.

pub mod app;
pub mod code;
mod conduct;
pub mod job;
pub mod machine;
pub mod nginx;
pub mod pool;

use super::config::{Config, Preset};
use crate::engine::slab::{Key, Slab};
use crate::engine::station::Station;
use app::App;
use job::Job;
use nginx::Nginx;

/// What runs on a server besides its database.
#[derive(Clone, Debug)]
pub struct Server {
    /// The web server.
    pub nginx: Nginx,
    /// The application server.
    pub app: App,
    /// Connections and the work that they brought.
    pub jobs: Slab<Job>,
    /// Workers and queue of the preset `queue`.
    pub bare: Station<Key>,
}

impl Server {
    /// The server with this index in good order, with as many databases in the site.
    pub fn new(config: &Config, index: usize, databases: usize) -> Server {
        let workers = if config.preset == Preset::Queue { config.app.workers } else { 0 };
        Server {
            nginx: Nginx::new(config, index),
            app: App::new(config, databases),
            jobs: Slab::default(),
            bare: bare_station(workers, config.queue.capacity),
        }
    }
}

/// Workers and places of the bare queue: at most `capacity` jobs in all, unless that is 0.
fn bare_station(workers: u32, capacity: u32) -> Station<Key> {
    match capacity {
        0 => Station::new(workers, usize::MAX),
        most => Station::new(workers.min(most), most.saturating_sub(workers) as usize),
    }
}
