//! Ready-made configurations. Knows no key and no text.

use crate::engine::time::SimDuration;
use crate::model::config::{Config, Mode, Preset};

/// Share of the time that the workers of a fresh bare queue are busy.
pub const QUEUE_LOAD: f64 = 0.8;
/// Jobs that wait at a server of the bare queue at most: so many that only a long overload reaches it.
const QUEUE_PLACES: u32 = 1_000_000;
/// Longer than any run: a limit that is none.
const NEVER: SimDuration = SimDuration::from_nanos(u64::MAX);

/// The configuration of a fresh run of `preset`.
pub fn config(preset: Preset) -> Config {
    match preset {
        Preset::Distributed | Preset::Dedicated => Config { preset, ..Config::default() },
        Preset::Simple => Config { preset, servers: 1, replicas: 0, ..Config::default() },
        Preset::Queue => queue(),
    }
}

/// One server with one worker, exponential service of mean 1 s at 80 % load; nothing costs, delays or ends a job but
/// its service.
fn queue() -> Config {
    let mut config = Config { preset: Preset::Queue, servers: 1, replicas: 0, ..Config::default() };
    config.app.workers = 1;
    config.app.backlog = QUEUE_PLACES;
    config.clients.arrivals_per_s = config.arrivals_at_load(QUEUE_LOAD);
    config.clients.static_share = 0.0;
    config.clients.write_share = 0.0;
    config.clients.giveup = NEVER;
    config.network.wan = SimDuration::ZERO;
    config.network.wan_jitter = SimDuration::ZERO;
    config.network.lan = SimDuration::ZERO;
    config.haproxy.mode = Mode::ActiveActive;
    config.haproxy.cost = SimDuration::ZERO;
    config.haproxy.connect_timeout = NEVER;
    config.haproxy.client_timeout = NEVER;
    config.haproxy.server_timeout = NEVER;
    config
}
