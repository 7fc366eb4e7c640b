//! The texts of the diagram and its marks.

use crate::model::balancer::Admin;
use crate::model::id::{LinkId, MachineId, Process};
use crate::model::server::code::Version;
use crate::snapshot::Role;

/// Texts of the diagram and its marks. Figures come in as they are written on the screen.
#[derive(Debug)]
pub struct Diagram {
    /// Name of the diagram.
    pub region: &'static str,
    /// How it is used with a keyboard.
    pub keys: &'static str,
    /// All clients together.
    pub clients: &'static str,
    /// A process, as it is called on its machine.
    pub process: fn(Process) -> &'static str,
    /// A link, by its two ends.
    pub link: fn(LinkId) -> String,
    /// Words for what is.
    pub state: State,
    /// What can be done.
    pub acts: Acts,
    /// Names of things for those who do not see them.
    pub labels: Labels,
    /// The marks and their scale.
    pub marks: Marks,
}

/// Words for what is.
#[derive(Debug)]
pub struct State {
    /// Requests per second.
    pub per_second: fn(&str) -> String,
    /// Requests on their way.
    pub in_flight: fn(&str) -> String,
    /// Share of requests that were not answered lately.
    pub unanswered: fn(&str) -> String,
    /// A machine or process that is on.
    pub on: &'static str,
    /// A machine that is off.
    pub off: &'static str,
    /// A process that was killed.
    pub killed: &'static str,
    /// Something that is frozen.
    pub frozen: &'static str,
    /// Something that takes so many times as long as usual.
    pub slow: fn(u32) -> String,
    /// A link that loses this share of what it carries.
    pub loses: fn(&str) -> String,
    /// Since an instant.
    pub since: fn(&str) -> String,
    /// On again, since an instant.
    pub on_since: fn(&str) -> String,
    /// The workers of the bare queue.
    pub workers: &'static str,
    /// Share of the processor.
    pub cpu: fn(&str) -> String,
    /// Open connections or requests.
    pub open: fn(&str) -> String,
    /// Connection slots in use, of so many.
    pub slots: fn(&str, &str) -> String,
    /// Requests that wait.
    pub queue: fn(&str) -> String,
    /// Requests that wait for a server's connection.
    pub connecting: fn(&str) -> String,
    /// Connections whose SYN was dropped.
    pub dropped: fn(&str) -> String,
    /// A server that takes part.
    pub active: &'static str,
    /// A server in reserve.
    pub backup: &'static str,
    /// New requests may go to it.
    pub in_use: &'static str,
    /// A server in reserve that takes part now.
    pub backup_in_use: &'static str,
    /// A machine is off and HAProxy does not know yet.
    pub still_up: &'static str,
    /// A machine is on again and HAProxy does not use it yet.
    pub still_down: &'static str,
    /// [`State::still_up`] in the space of a tile.
    pub still_up_short: &'static str,
    /// [`State::still_down`] in the space of a tile.
    pub still_down_short: &'static str,
    /// What HAProxy says of a server.
    pub haproxy_says: fn(&str) -> String,
    /// The weight with which HAProxy counts a server now.
    pub weight: fn(u32) -> String,
    /// The same in the space of a row.
    pub weight_short: fn(u32) -> String,
    /// Requests that wait for one server.
    pub queued: fn(&str) -> String,
    /// What a database is.
    pub role: fn(Role) -> &'static str,
    /// The primary that became it during the run.
    pub promoted: &'static str,
    /// A server without a database.
    pub no_database: &'static str,
    /// Refuses writes.
    pub read_only: &'static str,
    /// Has everything that the primary has.
    pub in_step: &'static str,
    /// Behind by a time and so many transactions.
    pub lag: fn(&str, &str) -> String,
    /// The same in the space of a cell.
    pub lag_short: fn(&str) -> String,
    /// Transactions that the primary does not have.
    pub errant: fn(&str) -> String,
    /// Acknowledged writes that are lost.
    pub lost: fn(u64) -> String,
    /// A replica that hears nothing from its source.
    pub source_lost: &'static str,
    /// A link that carries nothing.
    pub cut: &'static str,
    /// Messages that wait until it carries again.
    pub held: fn(&str) -> String,
    /// The manager promotes by itself.
    pub automatic: &'static str,
    /// A person promotes.
    pub manual: &'static str,
    /// The primary as the manager knows it.
    pub primary_is: fn(MachineId) -> String,
    /// It knows none.
    pub no_primary: &'static str,
    /// A database that has not answered so many probes in a row.
    pub misses: fn(MachineId, u32) -> String,
    /// It promotes this one.
    pub promoting: fn(MachineId) -> String,
    /// Servers that HAProxy sees up, of so many.
    pub servers_up: fn(usize, usize) -> String,
    /// The version of an application where others run another.
    pub one_of_versions: fn(Version) -> String,
    /// The version of the files on its disk, where that is another.
    pub files: fn(Version) -> String,
    /// An application that finishes its pages and stops.
    pub stopping: &'static str,
    /// Workers that start.
    pub booting: fn(usize) -> String,
    /// Connections of a pool, all in use, and pages that wait for one.
    pub pool: fn(usize, usize) -> String,
    /// Workers whose page never ends.
    pub stuck: fn(usize) -> String,
}

/// What can be done.
#[derive(Debug)]
pub struct Acts {
    /// Name of the list of what can be done.
    pub title: fn(&str) -> String,
    /// A machine goes off.
    pub switch_off: &'static str,
    /// A machine comes on.
    pub switch_on: &'static str,
    /// A process is killed.
    pub kill: fn(Process) -> String,
    /// A process is started.
    pub start: fn(Process) -> String,
    /// A link is cut.
    pub cut: fn(LinkId) -> String,
    /// A link is mended.
    pub heal: fn(LinkId) -> String,
    /// Something is frozen.
    pub freeze: &'static str,
    /// It goes on.
    pub thaw: &'static str,
    /// Something takes so many times as long.
    pub slow: fn(u32) -> String,
    /// A link loses this share of what it carries.
    pub lose: fn(&str) -> String,
    /// What was slow or lossy is as usual.
    pub restore: &'static str,
    /// A replica becomes the primary.
    pub promote: &'static str,
    /// An application finishes its pages and stops.
    pub stop: &'static str,
    /// New code goes from server to server.
    pub deploy: fn(Version) -> String,
    /// Code with a flaw goes to one server.
    pub deploy_bad: fn(Version) -> String,
    /// The code of before goes back, from server to server.
    pub roll_back: fn(Version) -> String,
    /// A database is cloned anew.
    pub clone: &'static str,
    /// A process that cannot be started.
    pub machine_off: fn(MachineId) -> String,
    /// A process without which it cannot be done.
    pub not_running: fn(Process) -> String,
    /// HAProxy is told to treat a server so.
    pub order: fn(Admin) -> &'static str,
    /// Closes the list.
    pub close: &'static str,
}

/// Names of things for those who do not see them.
#[derive(Debug)]
pub struct Labels {
    /// A machine that is on.
    pub on: &'static str,
    /// A machine that is off.
    pub off: &'static str,
    /// A process that was killed.
    pub killed: &'static str,
    /// The clients.
    pub clients: fn(&str, &str) -> String,
    /// Workers at work, of so many.
    pub workers: fn(usize, usize) -> String,
    /// The last checks: passed, of so many.
    pub checks: fn(usize, usize) -> String,
    /// Position in the binlog.
    pub position: fn(&str) -> String,
    /// Algorithm and mode.
    pub balances: fn(&str, &str) -> String,
    /// Requests per second over a link.
    pub carries: fn(&str) -> String,
    /// A link over which one server replicates from another.
    pub replicates: fn(MachineId, MachineId) -> String,
}

/// The marks and their scale.
#[derive(Debug)]
pub struct Marks {
    /// Name of the legend.
    pub legend: &'static str,
    /// A page that reads.
    pub read: &'static str,
    /// A static file.
    pub static_file: &'static str,
    /// A page that writes.
    pub write: &'static str,
    /// Waits.
    pub waiting: &'static str,
    /// Tried again.
    pub retried: &'static str,
    /// Failed.
    pub failed: &'static str,
    /// Ran out of time.
    pub timed_out: &'static str,
    /// A transaction on its way to a replica.
    pub replication: &'static str,
    /// Requests for one mark.
    pub one_for: fn(&str) -> String,
    /// How many times slower each is shown.
    pub slower: fn(&str) -> String,
    /// How many times faster.
    pub faster: fn(&str) -> String,
    /// At the speed at which it happened.
    pub as_it_was: &'static str,
    /// In slow motion: so many times slower than real, and what is lengthened beyond it.
    pub true_place: fn(&str) -> String,
    /// Without motion: numbers and widths say it.
    pub still: &'static str,
}
