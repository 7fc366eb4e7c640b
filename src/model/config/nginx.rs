//! The configuration of the web servers. Sources of the figures: docs/model.md.

use crate::engine::time::SimDuration;
use crate::model::choice::choice;

choice! {
    /// The applications to which an nginx passes requests (`upstream`).
    pub enum Upstream {
        /// The one on its machine.
        Own = "own",
        /// The one on its machine; the others are `backup`.
        OwnFirst = "own-first",
        /// All in turn.
        RoundRobin = "roundrobin",
        /// The one with the fewest requests (`least_conn`).
        LeastConn = "leastconn",
    }
}

choice! {
    /// When a cached page that is too old is given nevertheless (`proxy_cache_use_stale`).
    pub enum UseStale {
        /// Never.
        Off = "off",
        /// When the application fails (`error timeout http_500`).
        Errors = "errors",
        /// While another request fetches it anew (`updating`).
        Updating = "updating",
        /// Both.
        All = "all",
    }
}

impl UseStale {
    /// Whether it names `error`, `timeout` and `http_500`.
    pub const fn on_errors(self) -> bool {
        matches!(self, UseStale::Errors | UseStale::All)
    }

    /// Whether it names `updating`.
    pub const fn while_updating(self) -> bool {
        matches!(self, UseStale::Updating | UseStale::All)
    }
}

/// The web servers.
#[derive(Clone, Debug, PartialEq)]
pub struct Nginx {
    /// Processor time of one request.
    pub cost: SimDuration,
    /// Further processor time of a static file.
    pub file_cost: SimDuration,
    /// `worker_connections`, for each of `cores` workers.
    pub connections: u32,
    /// `proxy_read_timeout`: longest pause between two reads from an application.
    pub proxy_timeout: SimDuration,
    /// `proxy_connect_timeout`; `None`: the same.
    pub connect_timeout: Option<SimDuration>,
    /// `limit_req`, for each client address.
    pub limit_req: LimitReq,
    /// `limit_conn`: requests of one client address at once; 0: no limit.
    pub limit_conn: u32,
    /// `keepalive_requests`: requests on one connection of a client.
    pub keepalive_requests: u32,
    /// `keepalive_timeout`: how long such a connection may be idle.
    pub keepalive_timeout: SimDuration,
    /// `keepalive` of the upstream: idle connections to applications that are kept; 0: none.
    pub upstream_keepalive: u32,
    /// `proxy_ignore_client_abort`.
    pub ignore_abort: bool,
    /// To which applications it passes.
    pub upstream: Upstream,
    /// `weight` of its own application among them.
    pub own_weight: u32,
    /// `max_fails`.
    pub max_fails: u32,
    /// `fail_timeout`.
    pub fail_timeout: SimDuration,
    /// `http_500` in `proxy_next_upstream`.
    pub next_500: bool,
    /// `proxy_cache`.
    pub cache: Cache,
}

/// `limit_req`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitReq {
    /// `rate`, in requests a second; 0: no limit.
    pub rate_per_s: u32,
    /// `burst`.
    pub burst: u32,
    /// `delay`: so many of the burst are not delayed; as many as that or more: `nodelay`.
    pub delay: u32,
}

/// `proxy_cache`, for pages that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cache {
    /// Whether there is one.
    pub on: bool,
    /// How long a page is good (`max-age`), in whole seconds.
    pub valid: SimDuration,
    /// `proxy_cache_use_stale`.
    pub stale: UseStale,
    /// `stale-if-error` of a page, in whole seconds.
    pub stale_if_error: SimDuration,
    /// `proxy_cache_background_update`.
    pub background: bool,
    /// `proxy_cache_lock`.
    pub lock: bool,
}

impl Default for Nginx {
    /// nginx' own defaults, but for what docs/model.md names.
    fn default() -> Nginx {
        Nginx {
            cost: SimDuration::from_nanos(100_000),
            file_cost: SimDuration::from_nanos(100_000),
            connections: 512,
            proxy_timeout: SimDuration::from_seconds(60),
            connect_timeout: None,
            limit_req: LimitReq { rate_per_s: 0, burst: 0, delay: 0 },
            limit_conn: 0,
            keepalive_requests: 1000,
            keepalive_timeout: SimDuration::from_seconds(75),
            upstream_keepalive: 0,
            ignore_abort: false,
            upstream: Upstream::Own,
            own_weight: 1,
            max_fails: 1,
            fail_timeout: SimDuration::from_seconds(10),
            next_500: false,
            cache: Cache {
                on: false,
                valid: SimDuration::from_seconds(10),
                stale: UseStale::Off,
                stale_if_error: SimDuration::ZERO,
                background: false,
                lock: false,
            },
        }
    }
}
