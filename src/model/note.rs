//! What belongs in the event log, as facts; the words are the screen's.

use super::balancer::{BalancerLog, Refusal};
use super::command::{Fault, Strategy, WorkerOrder};
use super::id::{LinkId, MachineId, Part, Target};
use super::server::code::Version;
use super::shape::Shape;

/// A line of the event log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// A machine went off or a process was killed.
    Crashed(Target),
    /// A machine came on or a process was started.
    Restarted(Target),
    /// A link was cut.
    Partitioned(LinkId),
    /// A link carries again.
    Healed(LinkId),
    /// Something was slowed, frozen or made to lose, or is well again.
    Hit(Fault),
    /// The arrival rate takes a course of its own.
    Shaped(Shape),
    /// Users were logged out, as their sessions were in the memory of an application that is gone.
    LoggedOut {
        /// Where it ran.
        machine: MachineId,
        /// How many.
        users: u32,
    },
    /// A database throws its data away and fetches a copy.
    Cloning {
        /// Which.
        machine: MachineId,
        /// From where.
        source: MachineId,
    },
    /// A database has its copy.
    Cloned(MachineId),
    /// The worker processes of an nginx were replaced, or one was killed.
    Workers(MachineId, WorkerOrder),
    /// A person changed the configuration.
    Configured,
    /// A command that cannot be carried out, and why.
    CommandRefused(Refused),
    /// HAProxy's own log.
    Balancer(BalancerLog),
    /// The manager holds a database for dead.
    DatabaseDead {
        /// Which.
        machine: MachineId,
        /// Whether it was the primary.
        primary: bool,
    },
    /// The manager hears a database again that it held for dead.
    DatabaseBack(MachineId),
    /// The manager waits until the candidate has applied what it has received.
    Draining {
        /// The candidate.
        machine: MachineId,
        /// Transactions left to apply.
        backlog: u64,
    },
    /// The primary is dead and no replica can take its place.
    NoCandidate,
    /// The manager has the dead primary's machine switched off.
    Fencing(MachineId),
    /// It is off for certain.
    Fenced(MachineId),
    /// A database became the primary.
    Promoted {
        /// Which.
        machine: MachineId,
        /// The position it starts from.
        position: u64,
        /// Acknowledged transactions beyond that position: lost.
        lost: u64,
    },
    /// A returned primary accepts writes again.
    Admitted(MachineId),
    /// A database was made read-only by the manager.
    Demoted(MachineId),
    /// A database replicates from another source.
    Repointed {
        /// The replica.
        machine: MachineId,
        /// Its source.
        source: MachineId,
    },
    /// A database holds transactions that the primary does not have: it stays out.
    Errant {
        /// Which.
        machine: MachineId,
        /// How many.
        transactions: u64,
    },
    /// A source has turned a replica away for good (1236), and not for what the primary lacks: its own log does not go on where the
    /// replica's ends.
    TurnedAway {
        /// The replica.
        machine: MachineId,
        /// Its source.
        source: MachineId,
    },
    /// The applications were told a new route.
    Routed {
        /// The primary; none when there is none.
        primary: Option<MachineId>,
        /// Replicas that are read.
        readers: u32,
    },
    /// A replica lost its source: `SHOW REPLICA STATUS` says Connecting.
    SourceLost(MachineId),
    /// A replica reads from its source again.
    SourceFound(MachineId),
    /// An application server was told to stop: it finishes its pages first.
    Stopping(MachineId),
    /// It has stopped.
    Stopped(MachineId),
    /// New code goes to the servers.
    Deploying {
        /// Which.
        version: Version,
        /// In what order.
        strategy: Strategy,
        /// Whether it is that of before the last deployment.
        back: bool,
    },
    /// The workers of an application run this code.
    Loaded {
        /// Where.
        machine: MachineId,
        /// Which.
        version: Version,
    },
    /// A server is off and gets no new code.
    DeployMissed {
        /// Which.
        machine: MachineId,
        /// What it misses.
        version: Version,
    },
    /// A deployment from server to server is done.
    Deployed(Version),
    /// A deployment from server to server goes no further, as one does not come to run the code.
    DeployHalted {
        /// Which.
        machine: MachineId,
        /// What it does not run.
        version: Version,
    },
}

/// Why a command was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such machine or process in this run.
    NoSuch(Target),
    /// It is off, or dead, already.
    AlreadyDown(Target),
    /// It runs already.
    AlreadyUp(Target),
    /// Its machine is off.
    MachineOff(Target),
    /// The link is cut already.
    AlreadyCut(LinkId),
    /// The link is whole.
    NotCut(LinkId),
    /// Nobody carries it out: the manager does not run.
    NoManager,
    /// There is no database there.
    NoDatabase(MachineId),
    /// It is the primary already.
    AlreadyPrimary(MachineId),
    /// The manager holds it for dead.
    DatabaseDead(MachineId),
    /// It does not follow the living primary, so it will never have what that one wrote.
    NotFollowing(MachineId),
    /// HAProxy does not run.
    NoHaproxy,
    /// It is frozen already.
    AlreadyFrozen(Target),
    /// It is not frozen.
    NotFrozen(Target),
    /// It is neither slow nor loses more than usual.
    NothingToRestore(Part),
    /// The primary is the original: there is nothing to clone it from.
    IsPrimary(MachineId),
    /// The manager knows no living primary to clone from.
    NoPrimary,
    /// The workload is closed: its users ask when they are ready.
    Closed,
    /// There is no earlier code to go back to.
    NothingDeployed,
    /// HAProxy refused an order about this server.
    Haproxy(MachineId, Refusal),
}
