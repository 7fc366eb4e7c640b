//! A database's process: its end, its return, and what it finds then; and the change of its role.

use super::connection::{Connection, Session};
use super::log::Log;
use super::output::{Caller, Output, Timer};
use super::receiver::ReceiverState;
use super::row::Rows;
use super::semi_sync::SemiSync;
use super::settings::{Settings, WaitPoint};
use super::source::{Dump, Start};
use super::{Io, Mysqld};
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;

/// Whom the end of a process cuts off.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// Who waited for an answer.
    pub callers: Vec<Caller>,
    /// Which replicas were being sent the binlog.
    pub dumps: Vec<Dump>,
    /// Whom it followed, and by which connection.
    pub source: Option<(u8, u32)>,
}

/// A database's data: what a copy of it has.
#[derive(Clone, Debug)]
pub struct Dataset {
    log: Log,
    rows: Rows,
    next_key: u32,
    skipped: Log,
}

impl Mysqld {
    /// Its process is gone. What is in the binlog stays; transactions that were not there yet are lost, and so is the relay log,
    /// which is fetched again after the restart (`relay_log_recovery`).
    pub fn stop(&mut self, io: &mut Io) -> Ended {
        let waits = |connection: &Connection| connection.session != Session::Idle;
        let waiting = self.connections.iter().filter(|(_, connection)| waits(connection));
        let callers = waiting.map(|(_, connection)| connection.caller).collect();
        let connected = self.receiver.state == ReceiverState::Connected;
        let source = self.receiver.source.filter(|_| connected).map(|source| (source, self.receiver.session));
        let ended = Ended { callers, dumps: core::mem::take(&mut self.dumps), source };
        self.running = false;
        self.since = io.now;
        self.epoch = self.epoch.wrapping_add(1);
        self.receiver.session = self.receiver.session.wrapping_add(1);
        self.receiver.state = ReceiverState::Stopped;
        self.halt_applier();
        self.applier.skip = 0;
        self.relay.clear();
        for key in self.connections.keys() {
            self.connections.remove(key);
        }
        self.open = 0;
        self.locks.clear();
        self.waiting.clear();
        self.flushing.clear();
        self.pending.clear();
        self.waits.clear();
        ended
    }

    /// `SHUTDOWN`, or SIGTERM: its process ends in order. Every session is cut off at once and what it has not committed is undone; what
    /// is in the binlog is committed and flushed, though nobody may hear of it.
    pub fn shut_down(&mut self, io: &mut Io) -> Ended {
        self.commit_logged(io);
        self.durable = self.log.len();
        self.stop(io)
    }

    /// Its process starts again. It recovers what its binlog says, and follows its source by itself.
    pub fn restart(&mut self, read_only: bool, io: &mut Io) {
        (self.running, self.since) = (true, io.now);
        (self.read_only, self.super_read_only) = (read_only, false);
        self.rotate();
        self.recover(io);
        self.semi_sync = SemiSync::new(self.settings.semi_sync.source);
        self.deadlocks = 0;
        self.begin(io);
        if self.receiver.source.is_some() {
            self.start_receiver(io);
            self.start_applier(io);
        }
    }

    /// `SET GLOBAL`: its variables are these from now on.
    pub fn retune(&mut self, settings: Settings, io: &mut Io) {
        let before = core::mem::replace(&mut self.settings, settings);
        if settings.semi_sync.source != before.semi_sync.source {
            self.enable_semi_sync(settings.semi_sync.source, io);
        }
        if self.running && before.flush_each_commit && !settings.flush_each_commit {
            self.redo_due(io);
        }
        self.apply_next(io);
        self.settle(io);
    }

    /// The clocks of a process that has started.
    pub fn begin(&mut self, io: &mut Io) {
        io.out.push(Output::Timer { after: self.settings.heartbeat, timer: Timer::Heartbeat });
        if !self.settings.flush_each_commit {
            io.out.push(Output::Timer { after: SimDuration::SECOND, timer: Timer::Redo });
        }
    }

    fn recover(&mut self, io: &mut Io) {
        let semi_sync = self.settings.semi_sync;
        let cuts_tail = self.settings.restarts_as_replica
            && semi_sync.replica
            && semi_sync.wait_point == WaitPoint::AfterSync
            && self.visible < self.log.len();
        if cuts_tail {
            self.forget_beyond(self.visible);
        } else if !self.settings.flush_each_commit && self.durable < self.log.len() {
            self.forget_beyond(self.durable);
            (self.rows, self.visible) = (Rows::filled(self.filled), 0);
        }
        self.commit_logged(io);
    }

    /// The engine commits all that is in the binlog.
    fn commit_logged(&mut self, io: &Io) {
        for position in self.visible + 1..=self.log.len() {
            let gtid = self.log.get(position).filter(|gtid| !self.applier.skipped.contains(*gtid));
            if let Some(transaction) = gtid.and_then(|gtid| io.history.get(gtid)) {
                transaction.changes.as_slice().iter().for_each(|change| self.rows.change(*change));
            }
        }
        self.visible = self.log.len();
    }

    /// The tail of its log is gone; what it writes from now on is another stream.
    fn forget_beyond(&mut self, position: u64) {
        self.log.truncate(position);
        self.stream = None;
        self.visible = self.visible.min(position);
    }

    /// Once a second what was not flushed with its commit is.
    pub(super) fn redo_due(&mut self, io: &mut Io) {
        self.durable = self.visible;
        if self.settings.flush_each_commit {
            return;
        }
        io.out.push(Output::Timer { after: SimDuration::SECOND, timer: Timer::Redo });
    }

    /// It becomes a primary: `STOP REPLICA; RESET REPLICA ALL; SET GLOBAL read_only=0`. What its relay log has is thrown away.
    pub fn promote(&mut self, io: &mut Io) {
        self.stop_receiver(io);
        self.stop_applier(io);
        self.set_source(None, Start::Auto);
        (self.read_only, self.super_read_only) = (false, false);
        self.stream = Some(io.history.begin(self.id));
    }

    /// It takes over what another one has, and forgets its own.
    pub fn become_copy_of(&mut self, other: &Mysqld) {
        self.take_over(other.dataset());
    }

    /// All that readers see here, at this instant.
    pub fn dataset(&self) -> Dataset {
        let mut log = self.log.clone();
        log.truncate(self.visible);
        Dataset { log, rows: self.rows.clone(), next_key: self.next_key, skipped: self.applier.skipped.clone() }
    }

    /// It has this data, and forgets its own.
    pub fn take_over(&mut self, data: Dataset) {
        self.halt_applier();
        self.relay.clear();
        (self.log, self.rows, self.next_key) = (data.log, data.rows, data.next_key);
        self.applier.skipped = data.skipped;
        self.visible = self.log.len();
        (self.purged, self.stream) = (self.log.len(), None);
        self.durable = self.visible;
        // Its catalogue may have grown while the copy was under way.
        self.fill(self.filled);
    }

    /// It has nothing but the rows that were always there.
    pub fn forget_all(&mut self) {
        let (log, skipped, rows) = (Log::default(), Log::default(), Rows::filled(self.filled));
        self.take_over(Dataset { log, rows, next_key: self.next_key, skipped });
        self.purged = 0;
    }

    /// A clock that it set has run out.
    pub fn timer_due(&mut self, timer: Timer, io: &mut Io) {
        if !self.running {
            return;
        }
        match timer {
            Timer::LockWait(key) => self.lock_wait_due(key, io),
            Timer::Idle(key) => self.idle_due(key, io),
            Timer::SemiSync => self.semi_sync_due(io),
            Timer::Wait(id) => self.wait_due(id, io),
            Timer::Delay => self.apply_next(io),
            Timer::Source(session) => self.source_due(session, io),
            Timer::Heartbeat => self.heartbeat_due(io),
            Timer::Redo => self.redo_due(io),
        }
    }

    /// Whether a session waits for a replica's word (`Waiting for semi-sync ACK from replica`).
    pub fn state_of(&self, key: Key) -> &'static str {
        match self.connections.get(key).map(|connection| connection.session) {
            Some(Session::Committing) if self.waiting_for_replica() > 0 => "Waiting for semi-sync ACK from replica",
            Some(Session::Committing) => "Committing",
            Some(Session::Locked(_)) => "Waiting for row lock",
            Some(Session::Running) => "Updating",
            Some(Session::Idle) | None => "",
        }
    }
}
