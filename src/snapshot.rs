//! What a screen may see of a run at one instant: plain values, no handles.

mod app;
pub mod mysql;
mod nginx;

use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::ledger::Ledger;
use crate::metrics::series::Quantiles;
use crate::metrics::spread::Spread;
use crate::model::balancer::{self, Algorithm};
use crate::model::config::{Failover, Mode, Preset};
use crate::model::id::{LinkId, MachineId, Target};
use crate::model::link::Trouble;
use crate::model::traffic::Traffic;

pub use self::app::{AppView, DeploysView, Occupancy, PoolView, RolloutView, WorkerView};
pub use crate::metrics::errors::ErrorCount;
pub use crate::metrics::recent::Recent;
pub use mysql::{AtStake, Copy, MysqlStatus, STAKES, SemiSyncStatus};
pub use nginx::{CacheStatus, Counts, NginxStatus};

/// A run at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The instant.
    pub now: SimTime,
    /// Events processed.
    pub events: u64,
    /// Hash of every processed event.
    pub digest: u64,
    /// What is built.
    pub preset: Preset,
    /// Requests per second that clients begin, by the course that the rate takes at present; in a closed
    /// workload, as seen in the last seconds.
    pub offered_per_s: f64,
    /// Users of a closed workload; 0 where requests come however slow the answers are.
    pub users: u32,
    /// The balancer's machine and what HAProxy believes, where there is one.
    pub balancer: Option<BalancerView>,
    /// The servers as they are.
    pub servers: Vec<ServerView>,
    /// The databases that have machines of their own, as they are.
    pub databases: Vec<HostView>,
    /// Links that are cut.
    pub cut_links: Vec<LinkView>,
    /// Machines and processes that are frozen, with how much waits there.
    pub frozen: Vec<(Target, usize)>,
    /// Machines and processes that are slow, with their factors.
    pub slow: Vec<(Target, u32)>,
    /// Links that are slow or lossy by a person's act.
    pub troubles: Vec<Trouble>,
    /// The failover manager and what it believes, where there is one.
    pub manager: Option<ManagerView>,
    /// What was deployed, and the deployment under way.
    pub deploys: DeploysView,
    /// Every request accounted for.
    pub ledger: Ledger,
    /// Unanswered requests since the start, by cause and place, most frequent first.
    pub errors: Vec<ErrorCount>,
    /// The last seconds.
    pub recent: Recent,
    /// Response times of everything answered since the start.
    pub responses: Quantiles,
    /// Their slower half.
    pub spread: Spread,
    /// Reads since the start that gave an outdated row.
    pub stale_reads: u64,
    /// Reads from a database since the start.
    pub reads: u64,
    /// Those of them at a database that lacked the reader's own last write.
    pub own_writes_missed: u64,
    /// Attempts of clients beyond the first since the start.
    pub tried_again: u64,
    /// Pages since the start whose user was no longer logged in at the server.
    pub sessions_lost: u64,
    /// Acknowledged writes that are in no database of the primary's history, oldest first.
    pub lost: Vec<LostTransaction>,
    /// How many those are, listed or not.
    pub lost_count: u64,
    /// Transactions that not every database has, and that may be or are lost; the first two hundred.
    pub at_stake: Vec<AtStake>,
    /// Acknowledged writes per second times the time to reach a replica: what a crash would lose now.
    pub exposed: f64,
}

impl Snapshot {
    /// Every database with its machine and whether that is on, on servers or on machines of their own.
    pub fn each_database(&self) -> impl Iterator<Item = (MachineId, bool, &DatabaseView)> {
        let on_servers =
            self.servers.iter().filter_map(|server| Some((server.machine, server.on, server.database.as_ref()?)));
        on_servers.chain(self.databases.iter().map(|host| (host.machine, host.on, &host.database)))
    }

    /// Whether the applications that run make pages with different code.
    pub fn versions_differ(&self) -> bool {
        let mut versions =
            self.servers.iter().filter(|server| server.on && server.app.running).map(|one| one.app.version);
        let first = versions.next();
        versions.any(|version| Some(version) != first)
    }

    /// What HAProxy believes of the server with this index, where there is an HAProxy.
    pub fn belief(&self, server: usize) -> Option<&BackendView> {
        self.balancer.as_ref()?.servers.get(server)
    }

    /// Whether HAProxy would take an order.
    pub fn has_haproxy(&self) -> bool {
        self.balancer.as_ref().is_some_and(|balancer| balancer.on && balancer.running)
    }

    /// The database on this machine, and whether the machine is on.
    pub fn database(&self, machine: MachineId) -> Option<(bool, &DatabaseView)> {
        self.each_database().find(|(at, ..)| *at == machine).map(|(_, on, database)| (on, database))
    }
}

/// The balancer's machine.
#[derive(Clone, Debug, PartialEq)]
pub struct BalancerView {
    /// Whether the machine is on.
    pub on: bool,
    /// Whether HAProxy runs.
    pub running: bool,
    /// Share of the cores at work in the last second, 0 to 1.
    pub utilization: f64,
    /// `balance`.
    pub algorithm: Algorithm,
    /// Which servers take part.
    pub mode: Mode,
    /// Requests that went unanswered because of it in the last second.
    pub errors_per_s: f64,
    /// Open client connections.
    pub open: usize,
    /// Requests in the backend's queue.
    pub queued: usize,
    /// Requests that wait for a server's connection or pause before a retry.
    pub connecting: usize,
    /// The backend's servers as HAProxy sees them.
    pub servers: Vec<BackendView>,
    /// The backend as HAProxy's statistics have it.
    pub backend: balancer::BackendView,
    /// The frontend as they have it.
    pub totals: balancer::FrontendView,
    /// Bytes since HAProxy began: the frontend's.
    pub traffic: Traffic,
    /// New connections.
    pub rate: Rate,
}

/// How many a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// In the last whole second.
    pub last: u32,
    /// In the whole second that had most.
    pub most: u32,
}

/// A server as HAProxy sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct BackendView {
    /// HAProxy's status text: `UP`, `UP 2/3`, `DOWN`, `DOWN 1/2` ...
    pub status: String,
    /// Whether it counts as up.
    pub up: bool,
    /// Whether it is a `backup`.
    pub backup: bool,
    /// Whether new requests may go to it now.
    pub in_use: bool,
    /// Displayed weight.
    pub weight: u32,
    /// Open requests.
    pub open: usize,
    /// Results of the last checks, oldest first: passed or not.
    pub checks: Vec<bool>,
    /// Requests sent to it since the start.
    pub served: u64,
    /// Connection failures since the start.
    pub connect_errors: u64,
    /// Everything that HAProxy's statistics have of it.
    pub haproxy: balancer::ServerView,
    /// Bytes since HAProxy began.
    pub traffic: Traffic,
    /// New connections to it.
    pub rate: Rate,
    /// Response times of what it answered.
    pub responses: Quantiles,
}

/// A server as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerView {
    /// Which machine.
    pub machine: MachineId,
    /// Whether it is on.
    pub on: bool,
    /// Since when it is on or off.
    pub since: SimTime,
    /// Share of the cores at work in the last second, 0 to 1.
    pub utilization: f64,
    /// The web server.
    pub nginx: NginxView,
    /// The application server.
    pub app: AppView,
    /// The database, where there is one on it.
    pub database: Option<DatabaseView>,
    /// Requests answered by this server in the last second.
    pub answered_per_s: f64,
    /// Requests that went unanswered in the last second, for a cause that was decided here, or here when their client gave up.
    pub errors_per_s: f64,
}

/// A machine with a database and nothing else, as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct HostView {
    /// Which machine.
    pub machine: MachineId,
    /// Whether it is on.
    pub on: bool,
    /// Since when it is on or off.
    pub since: SimTime,
    /// Share of the cores at work in the last second, 0 to 1.
    pub utilization: f64,
    /// The database.
    pub database: DatabaseView,
}

/// A web server.
#[derive(Clone, Debug, PartialEq)]
pub struct NginxView {
    /// Whether it runs.
    pub running: bool,
    /// Since when it runs or not.
    pub since: SimTime,
    /// Open client connections.
    pub open: usize,
    /// Connection slots in use.
    pub slots: usize,
    /// Connection slots of all its workers.
    pub slots_max: usize,
    /// What its status page and its logs tell.
    pub status: NginxStatus,
}

/// A database.
#[derive(Clone, Debug, PartialEq)]
pub struct DatabaseView {
    /// Whether it runs.
    pub running: bool,
    /// Since when it runs or not.
    pub since: SimTime,
    /// Primary, replica, or neither.
    pub role: Role,
    /// Whether it refuses writes.
    pub read_only: bool,
    /// Its replica connection, where it has a source.
    pub source: Option<SourceView>,
    /// End of its binlog: transactions since the start of the site.
    pub written: u64,
    /// Transactions received from its source.
    pub received: u64,
    /// Transactions applied.
    pub applied: u64,
    /// Age of the oldest transaction of the primary that is not visible here.
    pub lag: SimDuration,
    /// Transactions of the primary that are not visible here.
    pub lag_transactions: u64,
    /// Transactions that the primary does not have.
    pub errant: u64,
    /// Whether it was promoted during the run.
    pub promoted: bool,
    /// What it says of itself.
    pub status: MysqlStatus,
}

/// What a database is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Accepts writes.
    Primary,
    /// Replicates from a source.
    Replica,
    /// Read-only and without a source: out of the group.
    Out,
}

/// A replica's connection to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceView {
    /// The source.
    pub machine: MachineId,
    /// Whether the receiver is connected.
    pub connected: bool,
}

/// A link that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkView {
    /// Which.
    pub link: LinkId,
    /// Messages that wait to be sent again.
    pub held: usize,
}

/// The failover manager.
#[derive(Clone, Debug, PartialEq)]
pub struct ManagerView {
    /// Whether it runs.
    pub running: bool,
    /// Whether it promotes by itself.
    pub failover: Failover,
    /// The primary as it knows it.
    pub primary: Option<MachineId>,
    /// Unanswered probes in a row, by database.
    pub misses: Vec<(MachineId, u32)>,
    /// The candidate that it waits for, if it promotes.
    pub promoting: Option<MachineId>,
}

/// An acknowledged write that is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostTransaction {
    /// The machine whose database acknowledged it.
    pub machine: MachineId,
    /// Its number among all that this database wrote, from 1: with the machine, its GTID.
    pub number: u64,
    /// When it was acknowledged.
    pub acknowledged: SimTime,
    /// Whether its client saw the OK.
    pub seen_by_client: bool,
    /// The page whose row it wrote, or wrote first.
    pub row: u32,
}
