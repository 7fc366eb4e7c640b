//! The configuration of a run: every constant of the model that a person may change. Plain values; the strings by which
//! they are known outside live in `scenario`.

mod default;
mod manager;
mod mysql;
mod nginx;

use super::balancer::{Algorithm, HashFunction, HashMethod, OnError};
use super::choice::choice;
use crate::engine::dist::Dist;
use crate::engine::time::SimDuration;
pub use manager::{Candidate, Failover, Learn, Manager};
pub use mysql::{Delayed, Durability, Mysql, Replication, Topology};
pub use nginx::{Cache, LimitReq, Nginx, Upstream, UseStale};

/// Most servers of a run.
pub const MAX_SERVERS: usize = 64;
/// Most databases of a run: a primary and its replicas.
pub const MAX_DATABASES: usize = 9;

choice! {
    /// What is built.
    pub enum Preset {
        /// Clients, HAProxy, servers with nginx, application and MySQL.
        Distributed = "distributed",
        /// The same with the databases on machines of their own.
        Dedicated = "dedicated",
        /// One machine with nginx, application and MySQL, and nothing before it.
        Simple = "simple",
        /// Arrivals, the balancer without cost, n servers of c workers; no links, nginx or database.
        Queue = "queue",
    }
}

impl Preset {
    /// Whether this is the bare queue: no links, no processes, no faults.
    pub const fn is_bare(self) -> bool {
        matches!(self, Preset::Queue)
    }

    /// Whether HAProxy stands before the servers; else clients speak to the one there is.
    pub const fn has_balancer(self) -> bool {
        !matches!(self, Preset::Simple)
    }

    /// Whether databases are replicated, and a failover manager watches them.
    pub const fn has_manager(self) -> bool {
        matches!(self, Preset::Distributed | Preset::Dedicated)
    }
}

choice! {
    /// Which servers take part.
    pub enum Mode {
        /// The first server is active, the others are HAProxy's `backup`.
        ActivePassive = "active-passive",
        /// All servers are active.
        ActiveActive = "active-active",
    }
}

choice! {
    /// What a health check asks for.
    pub enum Check {
        /// HTTP, a file that nginx answers.
        Static = "static",
        /// HTTP, a page through the application.
        App = "app",
        /// A TCP connection, no more.
        Tcp = "tcp",
    }
}

choice! {
    /// How who has been to a server comes back to it.
    pub enum Persistence {
        /// He does not.
        None = "none",
        /// By a cookie (`cookie ... insert indirect nocache`).
        Cookie = "cookie",
        /// By a table of addresses in the balancer (`stick on src`).
        Stick = "stick",
    }
}

choice! {
    /// What of a server's work counts as a check (`observe`).
    pub enum Observed {
        /// Nothing but checks.
        None = "none",
        /// Whether it takes connections.
        Layer4 = "layer4",
        /// What it answers, too.
        Layer7 = "layer7",
    }
}

choice! {
    /// What is tried again (`retry-on`).
    pub enum RetryOn {
        /// A connection that failed.
        Connections = "conn-failure",
        /// An unusable answer, none in time, and 500, 502, 503, 504 too.
        All = "all-retryable-errors",
    }
}

choice! {
    /// Where the logins of users live.
    pub enum Sessions {
        /// In the application's memory on the server where the user logged in: gone with the process, unknown elsewhere.
        Memory = "memory",
        /// In a store that every server reaches.
        Shared = "shared",
    }
}

choice! {
    /// Where an application reads.
    pub enum Reads {
        /// At the replicas in turn, whatever they have.
        Replica = "replica",
        /// At the replicas, once they have what the reader wrote last (`WAIT_FOR_EXECUTED_GTID_SET`).
        Wait = "wait",
        /// At the primary.
        Primary = "primary",
    }
}

choice! {
    /// How the arrivals of an open workload are spread.
    pub enum Arrivals {
        /// As of very many clients who know nothing of each other.
        Poisson = "poisson",
        /// Evenly, as of a load generator.
        Regular = "regular",
    }
}

choice! {
    /// Who takes the connections of clients where no balancer stands between.
    pub enum Via {
        /// nginx, which passes pages on.
        Nginx = "nginx",
        /// The application server itself.
        App = "app",
    }
}

choice! {
    /// How a server of the bare queue shares its workers.
    pub enum Discipline {
        /// First in, first out: a worker finishes one job before the next.
        Fifo = "fifo",
        /// Processor sharing: all jobs at once, each more slowly.
        Ps = "ps",
    }
}

/// Everything that may be set. `preset`, `servers`, `replicas`, `cores` and `seed` are fixed for a run, the rest may
/// change while it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What is built.
    pub preset: Preset,
    /// Seed of every draw.
    pub seed: u64,
    /// Servers, 1 to 64.
    pub servers: usize,
    /// Replicas: on machines of their own, or on the servers after the first and then fewer than `servers`.
    pub replicas: usize,
    /// Cores of every machine.
    pub cores: u32,
    /// Arriving requests and what they ask for.
    pub clients: Clients,
    /// Delays of the links.
    pub network: Network,
    /// The balancer.
    pub haproxy: Haproxy,
    /// The web servers.
    pub nginx: Nginx,
    /// The application servers.
    pub app: App,
    /// The databases.
    pub mysql: Mysql,
    /// The failover manager.
    pub manager: Manager,
    /// The bare queue of the preset `queue`.
    pub queue: Queue,
}

/// Arriving requests and what they ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Clients {
    /// Requests per second: an open workload.
    pub arrivals_per_s: f64,
    /// How they are spread.
    pub arrivals: Arrivals,
    /// Users of a closed workload, each with at most one request under way; 0: the workload is open.
    pub users: u32,
    /// How long such a user thinks between an answer and the next request.
    pub think: Dist,
    /// Share of requests for a static file.
    pub static_share: f64,
    /// Share of requests for a page that writes.
    pub write_share: f64,
    /// Different client addresses.
    pub addresses: u32,
    /// Zipf exponent of the addresses' popularity.
    pub skew: f64,
    /// Different pages; their popularity is Zipf with exponent 1.
    pub pages: u32,
    /// How long a client waits for its answer, each time it tries.
    pub giveup: SimDuration,
    /// How often a client tries in all before it takes an error for an answer.
    pub tries: u32,
    /// Whether clients keep their connections for further requests, where no balancer stands between.
    pub keep: bool,
    /// Longest pause before the second try; it doubles with each further one, and every shorter pause is as likely (full jitter).
    pub backoff: SimDuration,
    /// To whom they speak where no balancer stands between.
    pub via: Via,
    /// Share of requests that are sent slowly, where no balancer stands between.
    pub slow_share: f64,
    /// How long it takes to send such a request.
    pub slow_send: SimDuration,
}

/// Delays of the links.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// One way between clients and balancer, mean.
    pub wan: SimDuration,
    /// Uniform jitter around `wan`, to either side.
    pub wan_jitter: SimDuration,
    /// One way between machines of the site.
    pub lan: SimDuration,
    /// Further delay of the binlog on its way to a replica.
    pub ship: SimDuration,
    /// Share of segments that the internet loses; TCP sends them again.
    pub wan_loss: f64,
    /// Share of segments that the site's network loses.
    pub lan_loss: f64,
}

/// The balancer.
#[derive(Clone, Debug, PartialEq)]
pub struct Haproxy {
    /// `balance`.
    pub algorithm: Algorithm,
    /// Which servers take part.
    pub mode: Mode,
    /// `inter`: pause between two health checks, and the limit of one.
    pub inter: SimDuration,
    /// `rise`: passed checks in a row until UP.
    pub rise: u32,
    /// `fall`: failed checks in a row until DOWN.
    pub fall: u32,
    /// What is checked.
    pub check: Check,
    /// `timeout connect`.
    pub connect_timeout: SimDuration,
    /// `timeout client`.
    pub client_timeout: SimDuration,
    /// `timeout server`.
    pub server_timeout: SimDuration,
    /// `timeout queue`; HAProxy's default is `timeout connect`.
    pub queue_timeout: Option<SimDuration>,
    /// `retries`: further connection attempts.
    pub retries: u32,
    /// `option redispatch`.
    pub redispatch: bool,
    /// What else is tried again.
    pub retry_on: RetryOn,
    /// `maxconn` of every server; 0 is unlimited.
    pub server_maxconn: u32,
    /// `minconn` of every server; 0: as `maxconn`.
    pub server_minconn: u32,
    /// `maxqueue` of every server; 0 is unlimited.
    pub server_maxqueue: u32,
    /// `fullconn`: requests from which servers have all of their `maxconn`; 0: always.
    pub fullconn: u32,
    /// `slowstart` of every server.
    pub slowstart: SimDuration,
    /// Table or ring (`hash-type`).
    pub hash_method: HashMethod,
    /// The function of a hash (`hash-type`).
    pub hash_function: HashFunction,
    /// `hash-balance-factor`; 0: none.
    pub balance_factor: u32,
    /// N of `random(N)`.
    pub draws: u32,
    /// `option allbackups`.
    pub all_backups: bool,
    /// `fastinter`; `None`: as `inter`.
    pub fastinter: Option<SimDuration>,
    /// `downinter`; `None`: as `inter`.
    pub downinter: Option<SimDuration>,
    /// How clients come back to their servers.
    pub persistence: Persistence,
    /// `observe`.
    pub observe: Observed,
    /// `error-limit`.
    pub error_limit: u32,
    /// `on-error`.
    pub on_error: OnError,
    /// `option abortonclose`.
    pub abort_on_close: bool,
    /// Processor time of one request.
    pub cost: SimDuration,
}

/// The application servers.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    /// Workers of a server.
    pub workers: u32,
    /// Threads of a worker, each of which works on a page.
    pub threads: u32,
    /// `backlog` of the listening socket; the kernel queues one more.
    pub backlog: u32,
    /// Processor time of a page.
    pub work: Dist,
    /// How long a page waits besides, for something that takes no processor of the site.
    pub wait: Dist,
    /// Database calls of a page; the last one of a page that writes is its write.
    pub calls: u32,
    /// Rows that the write of a page touches, each by a statement of its own, all in one transaction.
    pub write_rows: u32,
    /// How often a page begins its transaction again that was the victim of a deadlock.
    pub restarts: u32,
    /// Limit of one database call.
    pub db_timeout: SimDuration,
    /// Where it reads.
    pub reads: Reads,
    /// How long a read waits for its user's own write.
    pub read_wait: SimDuration,
    /// Connections to databases that a server has at most.
    pub pool: u32,
    /// How long a page waits for one of them.
    pub pool_timeout: SimDuration,
    /// How long a worker may work on one page; zero: for ever.
    pub timeout: SimDuration,
    /// How long a stop or a change of the code lets pages go on.
    pub graceful: SimDuration,
    /// How long a new worker takes until it takes pages.
    pub boot: SimDuration,
    /// Where logins live.
    pub sessions: Sessions,
}

/// The bare queue of the preset `queue`.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// Service time.
    pub service: Dist,
    /// How the workers are shared.
    pub discipline: Discipline,
    /// Most jobs at one server, served and waiting; 0: no limit.
    pub capacity: u32,
}

impl Config {
    /// Arrivals per second at which the bare queue's workers are busy for the share `rho` of the time.
    pub fn arrivals_at_load(&self, rho: f64) -> f64 {
        rho * self.servers as f64 * f64::from(self.app.workers) / self.queue.service.mean_seconds()
    }
}
