//! An application server as a screen may see it.

use crate::engine::time::SimTime;
use crate::model::command::Strategy;
use crate::model::id::MachineId;
use crate::model::server::code::Version;

/// An application server.
#[derive(Clone, Debug, PartialEq)]
pub struct AppView {
    /// Whether it runs.
    pub running: bool,
    /// Since when it runs or not.
    pub since: SimTime,
    /// Whether it was told to stop and finishes its pages.
    pub stopping: bool,
    /// What each worker does, or each of its threads where it has several.
    pub workers: Vec<WorkerView>,
    /// The same, counted.
    pub occupancy: Occupancy,
    /// Requests in the accept queue.
    pub queued: usize,
    /// Places in the accept queue.
    pub places: usize,
    /// Connections whose SYN was dropped and is sent again.
    pub dropped: usize,
    /// SYNs dropped since the start.
    pub dropped_syns: u64,
    /// Its connections to databases.
    pub pool: PoolView,
    /// Pages worked on to their end since the start.
    pub executed: u64,
    /// Those of them for which nobody waited any more.
    pub abandoned: u64,
    /// Workers ended since the start, as they worked on one page too long.
    pub ended: u64,
    /// Version of the code that new pages are made with.
    pub version: Version,
    /// Busy workers that run code which was loaded before that, by its version.
    pub older: Vec<(Version, usize)>,
    /// Version of the files on its disk.
    pub files: Version,
    /// Pages that the present code has made.
    pub pages: u64,
    /// Those of them that failed: 500.
    pub failed: u64,
}

/// Workers, or threads of workers, by what they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occupancy {
    /// Have a page.
    pub busy: usize,
    /// Wait for one.
    pub idle: usize,
    /// Of the busy ones: wait for a database.
    pub database: usize,
    /// Of the busy ones: wait for a connection of the pool.
    pub pool: usize,
    /// Of the busy ones: wait for their request to arrive.
    pub receiving: usize,
    /// Of the busy ones: wait for something that takes no processor of the site.
    pub waiting: usize,
    /// Of the busy ones: go no further, for ever.
    pub stuck: usize,
    /// Of the busy ones: run code that was loaded before the present one.
    pub old: usize,
    /// Workers that start.
    pub booting: usize,
}

/// A pool of connections to databases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolView {
    /// Most connections.
    pub size: usize,
    /// Open connections.
    pub open: usize,
    /// Those in use.
    pub busy: usize,
    /// Pages that wait for one.
    pub waiting: usize,
    /// Pages that waited in vain since the start.
    pub starved: u64,
    /// Transactions begun again since the start, each after a deadlock.
    pub restarted: u64,
}

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerView {
    /// Waits for work.
    Idle,
    /// Runs a page that reads.
    Read,
    /// Runs a page that writes.
    Write,
    /// Waits: for a database, for a connection to one, for its request, for something else, or for ever.
    Waiting,
}

/// The code of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeploysView {
    /// The version of the last deployment.
    pub newest: Version,
    /// The highest version that was ever deployed.
    pub highest: Version,
    /// The version of before, to which one can go back.
    pub previous: Option<Version>,
    /// The deployment under way, if one is that goes from server to server.
    pub rollout: Option<RolloutView>,
}

/// A deployment that goes from server to server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RolloutView {
    /// The version.
    pub version: Version,
    /// In what order.
    pub strategy: Strategy,
    /// The server that it is at.
    pub at: Option<MachineId>,
    /// Servers that are left after that.
    pub left: usize,
}
