//! The configuration of the preset `distributed`. Sources of the figures: docs/model.md.

use super::*;
use crate::model::mysql::settings::{ParallelMode, WaitPoint};

/// So many microseconds.
const fn micros(n: u64) -> SimDuration {
    SimDuration::from_nanos(n * 1000)
}

const fn millis(n: u64) -> SimDuration {
    SimDuration::from_millis(n)
}

const fn seconds(n: u64) -> SimDuration {
    SimDuration::from_seconds(n)
}

impl Default for Config {
    /// The preset `distributed`. Sources of the figures: docs/model.md.
    fn default() -> Config {
        Config {
            preset: Preset::Distributed,
            seed: 1,
            servers: 3,
            replicas: 2,
            cores: 2,
            clients: Clients {
                arrivals_per_s: 200.0,
                arrivals: Arrivals::Poisson,
                users: 0,
                think: Dist::Exponential { mean: 1.0 },
                static_share: 0.40,
                write_share: 0.10,
                addresses: 500,
                skew: 0.8,
                pages: 1000,
                giveup: seconds(10),
                tries: 1,
                keep: false,
                backoff: millis(200),
                via: Via::Nginx,
                slow_share: 0.0,
                slow_send: seconds(2),
            },
            network: Network {
                wan: millis(20),
                wan_jitter: millis(2),
                lan: micros(200),
                ship: SimDuration::ZERO,
                wan_loss: 0.0,
                lan_loss: 0.0,
            },
            haproxy: haproxy(),
            nginx: Nginx::default(),
            app: App {
                workers: 8,
                threads: 1,
                backlog: 128,
                work: Dist::Gamma { mean: 0.008, cv: 0.7 },
                wait: Dist::Constant { mean: 0.0 },
                calls: 2,
                write_rows: 1,
                restarts: 0,
                db_timeout: seconds(2),
                pool: 8,
                reads: Reads::Replica,
                read_wait: seconds(1),
                pool_timeout: seconds(30),
                timeout: SimDuration::ZERO,
                graceful: seconds(30),
                boot: seconds(1),
                sessions: Sessions::Memory,
            },
            mysql: mysql(),
            manager: Manager {
                failover: Failover::Auto,
                probe: seconds(1),
                misses: 3,
                fence: false,
                drain: true,
                candidate: Candidate::MostAdvanced,
                learn: Learn::Push,
                ttl: seconds(10),
            },
            queue: Queue { service: Dist::Exponential { mean: 1.0 }, discipline: Discipline::Fifo, capacity: 0 },
        }
    }
}

/// Costs are chosen; the rest is as MySQL 8 has it.
fn mysql() -> Mysql {
    Mysql {
        read_cost: millis(2),
        write_cost: millis(2),
        flush: millis(3),
        apply: millis(2),
        topology: Topology::Star,
        replication: Replication::Async,
        wait_point: WaitPoint::AfterSync,
        semi_sync_timeout: seconds(10),
        wait_no_replica: true,
        appliers: 4,
        parallel: ParallelMode::Optimistic,
        delay: SimDuration::ZERO,
        delayed: Delayed::All,
        connections: 151,
        lock_wait: seconds(50),
        durability: Durability::Commit,
    }
}

/// HAProxy's own defaults, but for what docs/model.md names.
fn haproxy() -> Haproxy {
    let seconds = SimDuration::from_seconds;
    Haproxy {
        algorithm: Algorithm::RoundRobin,
        mode: Mode::ActivePassive,
        inter: seconds(2),
        rise: 2,
        fall: 3,
        check: Check::Static,
        connect_timeout: seconds(5),
        client_timeout: seconds(50),
        server_timeout: seconds(50),
        queue_timeout: None,
        retries: 3,
        redispatch: true,
        retry_on: RetryOn::Connections,
        server_maxconn: 0,
        server_minconn: 0,
        server_maxqueue: 0,
        fullconn: 0,
        slowstart: SimDuration::ZERO,
        hash_method: HashMethod::MapBased,
        hash_function: HashFunction::Sdbm,
        balance_factor: 0,
        draws: 2,
        all_backups: false,
        fastinter: None,
        downinter: None,
        persistence: Persistence::None,
        observe: Observed::None,
        error_limit: 10,
        on_error: OnError::FailCheck,
        abort_on_close: false,
        cost: micros(50),
    }
}
