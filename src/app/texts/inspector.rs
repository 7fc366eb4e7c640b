//! The texts of the inspector: what a component of the diagram tells of itself, in the words of its own kind.

use crate::model::id::MachineId;
use crate::model::server::code::Version;
use crate::snapshot::Snapshot;

/// Texts of the inspector. Figures come in as they are written on the screen.
#[derive(Debug)]
pub struct Inspector {
    /// Said where applications run different code.
    pub versions: fn(&Snapshot) -> String,
    /// Workers of this version.
    pub on_version: fn(Version, usize) -> String,
    /// Of all clients.
    pub clients: Clients,
    /// Of a machine.
    pub machine: Machine,
    /// Of HAProxy.
    pub haproxy: Haproxy,
    /// Of a web server.
    pub nginx: Nginx,
    /// Of an application server.
    pub app: App,
    /// Of a database. What has a name of MySQL's has that name in every language.
    pub mysql: Mysql,
    /// Of the failover manager.
    pub manager: Manager,
}

/// What is told of the clients.
#[derive(Debug)]
pub struct Clients {
    /// Title: what they ask.
    pub load: &'static str,
    /// Requests begun a second, as wanted.
    pub offered: &'static str,
    /// The same, as seen lately.
    pub arrived: &'static str,
    /// Users of a closed workload.
    pub users: &'static str,
    /// Requests under way.
    pub in_flight: &'static str,
    /// Answers a second.
    pub answered: &'static str,
    /// Errors a second.
    pub errors: &'static str,
    /// Percentiles of the response times of late.
    pub responses: &'static str,
    /// Title: how often they try.
    pub tries: &'static str,
    /// Tries at most.
    pub most: &'static str,
    /// How long a client waits.
    pub patience: &'static str,
    /// Longest pause before the second try.
    pub backoff: &'static str,
    /// Tries beyond the first so far.
    pub again: &'static str,
    /// Requests, tries included, for each wish.
    pub amplified: &'static str,
}

/// What is told of a machine.
#[derive(Debug)]
pub struct Machine {
    /// Title.
    pub title: &'static str,
    /// Its cores at work, of so many.
    pub cores: &'static str,
    /// Answers a second.
    pub answered: &'static str,
    /// Since when it is on or off.
    pub since: &'static str,
}

/// What is told of HAProxy. Names of its statistics are HAProxy's own.
#[derive(Debug)]
pub struct Haproxy {
    /// What it says of a server: its status, its last check.
    pub of_server: &'static str,
    /// `status`.
    pub status: &'static str,
    /// Result of the last check.
    pub check: &'static str,
    /// `scur`, `smax`.
    pub sessions: &'static str,
    /// `rate`, `rate_max`.
    pub rate: &'static str,
    /// `qcur`, `qmax`.
    pub queue: &'static str,
    /// `req_tot`.
    pub requests: &'static str,
    /// `hrsp_2xx`, `hrsp_4xx`, `hrsp_5xx`.
    pub answers: &'static str,
    /// `stot`.
    pub total: &'static str,
    /// `act`, `bck`.
    pub usable: &'static str,
    /// `econ`, `eresp`.
    pub errors: &'static str,
    /// `wretr`, `wredis`.
    pub retries: &'static str,
    /// `weight`.
    pub weight: &'static str,
}

/// What is told of a web server, in the words of its status page and its logs.
#[derive(Debug)]
pub struct Nginx {
    /// Title of its connections: the page's name.
    pub status: &'static str,
    /// `Active connections`.
    pub active: &'static str,
    /// `accepts`, `handled`.
    pub accepts: &'static str,
    /// `requests`.
    pub requests: &'static str,
    /// `Reading`, `Writing`, `Waiting`.
    pub doing: &'static str,
    /// `worker_connections` in use, of so many.
    pub connections: &'static str,
    /// Generations of workers, where an older one still ends.
    pub generations: &'static str,
    /// Lines of the log: `worker_connections are not enough`.
    pub not_enough: &'static str,
    /// 499.
    pub client_closed: &'static str,
    /// Title of what it does with applications.
    pub upstream: &'static str,
    /// Connections opened so far, and idle ones now.
    pub opened: &'static str,
    /// Requests under way at each application of the group.
    pub group: &'static str,
    /// `Connection refused`.
    pub refused: &'static str,
    /// `Connection timed out`.
    pub timed_out: &'static str,
    /// `prematurely closed`.
    pub broken: &'static str,
    /// `no live upstreams`.
    pub no_live: &'static str,
    /// Passed on to the next application.
    pub passed_on: &'static str,
    /// Answers that were cut.
    pub cut: &'static str,
    /// Title of its limits.
    pub limits: &'static str,
    /// `limit_req`: rejected, delayed.
    pub limit_req: &'static str,
    /// `limit_conn`: rejected.
    pub limit_conn: &'static str,
    /// Title of its cache.
    pub cache: &'static str,
    /// Pages that the cache has.
    pub cached: &'static str,
}

/// What is told of a database.
#[derive(Debug)]
pub struct Mysql {
    /// Title: as a replica.
    pub replica: &'static str,
    /// Age of the oldest transaction that it lacks.
    pub true_lag: &'static str,
    /// Transactions that it lacks, and those of them in its relay log.
    pub missing: &'static str,
    /// Title: its log.
    pub log: &'static str,
    /// File and position.
    pub binlog: &'static str,
    /// Transactions that the primary does not have.
    pub errant: &'static str,
    /// Title: semi-synchronous replication.
    pub semi_sync: &'static str,
    /// Whether commits wait.
    pub semi_sync_status: &'static str,
    /// Replicas that acknowledge, and commits that wait for one.
    pub semi_sync_clients: &'static str,
    /// Acknowledged transactions, others, times that it was given up.
    pub semi_sync_tx: &'static str,
    /// Title: what it does for clients.
    pub service: &'static str,
    /// Statements that wait for a row lock.
    pub lock_waits: &'static str,
    /// Reads, and outdated ones among them.
    pub reads: &'static str,
    /// Reads that lacked their user's own last write.
    pub own_writes: &'static str,
}

/// What is told of the failover manager.
#[derive(Debug)]
pub struct Manager {
    /// Title: what it believes.
    pub belief: &'static str,
    /// The primary.
    pub primary: &'static str,
    /// There is none.
    pub nobody: &'static str,
    /// Whom it promotes.
    pub promoting: &'static str,
    /// A database that does not answer.
    pub misses: &'static str,
    /// Which, how many probes in a row, and how many make it dead.
    pub missed: fn(MachineId, u32, u32) -> String,
    /// Title: its rules.
    pub rules: &'static str,
}

/// What is told of an application server.
#[derive(Debug)]
pub struct App {
    /// Title of its workers.
    pub title: &'static str,
    /// Busy ones of all.
    pub busy: &'static str,
    /// Of them: at work on the page.
    pub code: &'static str,
    /// Of them: wait for a database.
    pub database: &'static str,
    /// Of them: wait for a connection of the pool.
    pub pool: &'static str,
    /// Of them: wait for their request.
    pub receiving: &'static str,
    /// Of them: wait for something else.
    pub waiting: &'static str,
    /// Of them: go no further.
    pub stuck: &'static str,
    /// Workers that start.
    pub booting: &'static str,
    /// Workers ended because of one page.
    pub ended: &'static str,
    /// Title of the queue before it.
    pub accept: &'static str,
    /// Connections in it, of so many places.
    pub queued: &'static str,
    /// Those that are outside, their SYN dropped.
    pub outside: &'static str,
    /// SYNs dropped so far.
    pub dropped: &'static str,
    /// Title of its connections to databases.
    pub connections: &'static str,
    /// Those in use, of so many.
    pub in_use: &'static str,
    /// Open ones.
    pub open: &'static str,
    /// Pages that wait for one.
    pub waiting_for: &'static str,
    /// Pages that waited in vain.
    pub starved: &'static str,
    /// Transactions that it began again after a deadlock.
    pub restarted: &'static str,
    /// Title of its code.
    pub versions: &'static str,
    /// What workers run.
    pub running: &'static str,
    /// What is on the disk.
    pub files: &'static str,
    /// Pages that the code has made.
    pub pages: &'static str,
    /// Failed ones among them.
    pub failed: &'static str,
    /// Pages made for nobody.
    pub abandoned: &'static str,
}

/// Machines by the version of the code that their applications run, in the order of the machines.
pub fn by_version(snapshot: &Snapshot) -> Vec<(Version, Vec<MachineId>)> {
    let mut versions: Vec<(Version, Vec<MachineId>)> = Vec::new();
    for server in snapshot.servers.iter().filter(|server| server.on && server.app.running) {
        match versions.iter_mut().find(|(version, _)| *version == server.app.version) {
            Some((_, machines)) => machines.push(server.machine),
            None => versions.push((server.app.version, vec![server.machine])),
        }
    }
    versions
}
