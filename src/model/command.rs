//! What a person does: the only way in.

use super::balancer::Admin;
use super::config::Config;
use super::id::{LinkId, Target};

/// An act of a person, or of a scenario's script.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A machine goes off, or a process is killed.
    Crash(Target),
    /// A machine comes on with all its processes, or a process is started.
    Restart(Target),
    /// A link carries nothing any more; what is sent is held back, as TCP sends it again.
    Partition(LinkId),
    /// A link carries again, first what was held back.
    Heal(LinkId),
    /// The manager is told to make this server's database the primary.
    Promote(usize),
    /// HAProxy is told something about this server, as by its runtime API.
    Order(usize, Order),
    /// From now on the run has this configuration. What is fixed for a run (see [`Config`]) stays as it is.
    Configure(Box<Config>),
}

/// What HAProxy is told about a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `set server ... state`.
    State(Admin),
    /// `set server ... weight`, 0 to 256.
    Weight(u32),
    /// `set maxconn server`; 0: no limit.
    Maxconn(u32),
}
