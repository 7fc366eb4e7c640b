//! One database: what it has written, received and applied, and whom it follows.

use crate::engine::time::SimTime;
use crate::model::config::Config;
use crate::model::database::commit::Caller;
use crate::model::history::Head;
use crate::model::id::MachineId;
use crate::model::world::World;

/// A replica that a primary sends its binlog to.
#[derive(Clone, Copy, Debug)]
pub struct Subscriber {
    /// Which.
    pub node: u8,
    /// The replica's connection.
    pub session: u32,
    /// When the last bytes sent will arrive: later ones never overtake them.
    pub arrival: SimTime,
}

/// The receiver's state: `Replica_IO_Running`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// `No`: no source, or refused with error 1236.
    Stopped,
    /// `Connecting`.
    Connecting,
    /// `Yes`.
    Connected,
}

/// A database. What it has applied is a prefix of its lineage's history, always.
#[derive(Clone, Debug)]
pub struct Node {
    /// Whether mysqld runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// Tells one start from another.
    pub epoch: u32,
    /// Whether it refuses writes.
    pub read_only: bool,
    /// The term along whose path its positions count: its own reign, or its source's.
    pub term: u16,
    /// Newest transaction that readers see: the end of its binlog.
    pub applied: u64,
    /// Newest transaction in its relay log; `applied` where it has no source.
    pub received: u64,
    /// Whom it follows.
    pub source: Option<u8>,
    /// Its receiver.
    pub receiver: Receiver,
    /// Tells one connection to a source from another.
    pub session: u32,
    /// When it last heard its source.
    pub heard: SimTime,
    /// Whether the applier works.
    pub applying: bool,
    /// Whether it waits for a copy of another's data, having none of its own.
    pub cloning: bool,
    /// Whether it was promoted during the run.
    pub promoted: bool,
    /// Writes that wait for the next flush, with their rows.
    pub waiting: Vec<(Caller, u32)>,
    /// Writes that the present flush makes durable.
    pub flushing: Vec<(Caller, u32)>,
    /// Who follows it.
    pub subscribers: Vec<Subscriber>,
    /// For every row, the position of the newest applied write.
    pub rows: Vec<u64>,
}

impl Node {
    /// The database with this index, in good order: the first is the primary, the others follow it.
    pub fn new(index: usize, config: &Config) -> Node {
        Node {
            running: true,
            since: SimTime::ZERO,
            epoch: 0,
            read_only: index > 0,
            term: 0,
            applied: 0,
            received: 0,
            source: (index > 0).then_some(0),
            receiver: Receiver::Stopped,
            session: 0,
            heard: SimTime::ZERO,
            applying: false,
            cloning: false,
            promoted: false,
            waiting: Vec::new(),
            flushing: Vec::new(),
            subscribers: Vec::new(),
            rows: vec![0; config.clients.pages as usize],
        }
    }

    /// What it has applied.
    pub fn head(&self) -> Head {
        Head { term: self.term, position: self.applied }
    }

    /// Its process is gone: what was not durable is lost, its connections are closed. What it relayed and had not applied
    /// is fetched again after the restart (`relay_log_recovery`).
    pub fn stop(&mut self, now: SimTime) {
        self.running = false;
        self.since = now;
        self.epoch = self.epoch.wrapping_add(1);
        self.session = self.session.wrapping_add(1);
        self.receiver = Receiver::Stopped;
        self.received = self.applied;
        (self.applying, self.cloning) = (false, false);
        self.waiting.clear();
        self.flushing.clear();
        self.subscribers.clear();
    }
}

impl World {
    /// The machine on which a database runs.
    pub(in crate::model) fn node_machine(&self, node: u8) -> MachineId {
        self.config.site().home(node as usize)
    }
}
