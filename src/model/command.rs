//! What a person does: the only way in.

use super::balancer::Admin;
use super::choice::choice;
use super::config::Config;
use super::errand::Errand;
use super::id::{LinkId, MachineId, Part, Target};
use super::server::code::Code;
use super::shape::Shape;

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
    /// Something is hit and goes on, worse; or is well again.
    Fault(Fault),
    /// The arrival rate takes a course of its own.
    Shape(Shape),
    /// The manager is told to have the database of this machine cloned anew from the primary.
    Clone(MachineId),
    /// The manager is told to make the database of this machine the primary.
    Promote(MachineId),
    /// HAProxy is told something about this server, as by its runtime API.
    Order(usize, Order),
    /// The master process of the nginx of this server is told something about its workers, or one of them is killed.
    Workers(usize, WorkerOrder),
    /// A client begins this request, beside those of the population.
    Send(Box<Errand>),
    /// The application server of this machine is told to stop (SIGTERM): it finishes its pages first.
    Stop(MachineId),
    /// The application's files are replaced, and its workers load them.
    Deploy(Deploy),
    /// From now on the run has this configuration. What is fixed for a run (see [`Config`]) stays as it is.
    Configure(Box<Config>),
}

choice! {
    /// What happens to the worker processes of an nginx.
    pub enum WorkerOrder {
        /// SIGHUP: others take their place, and they end what they have.
        Reload = "reload",
        /// SIGKILL of one.
        KillWorker = "killworker",
    }
}

/// Which code goes to which servers, and in what order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deploy {
    /// The code; `None`: that of before the last deployment.
    pub code: Option<Code>,
    /// Where to, and in what order.
    pub strategy: Strategy,
}

/// In what order servers get new code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// All at once.
    All,
    /// One after the other, each out of HAProxy's service meanwhile.
    Rolling,
    /// This share of the servers that HAProxy uses, in millionths, but one at least; so, too, one after the other.
    Canary(u32),
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

/// A fault that leaves its victim alive, or the end of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A machine is paused, or a process is stopped (SIGSTOP): it does nothing and says nothing; what reaches it waits.
    Freeze(Target),
    /// It goes on where it was.
    Thaw(Target),
    /// Everything there takes this many times as long: work of a machine or a process, delay of a link.
    Slow(Part, u32),
    /// A link loses this share of its segments, in millionths.
    Loss(LinkId, u32),
    /// It is as quick as ever and loses what it used to lose.
    Restore(Part),
}
