//! The receiver: it connects to a source, writes what it is sent into the relay log, and notices a silent source by the clock.

use super::error::SqlError;
use super::log::{Gtid, Log, Run};
use super::message::Refusal;
use super::output::{Output, Timer};
use super::source::{Request, Start};
use super::{Io, Mysqld};
use crate::engine::time::SimTime;
use std::collections::VecDeque;

/// `Replica_IO_Running`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiverState {
    /// `No`.
    Stopped,
    /// `Connecting`.
    Connecting,
    /// `Yes`.
    Connected,
}

impl ReceiverState {
    /// The column's value.
    pub const fn keyword(self) -> &'static str {
        match self {
            ReceiverState::Stopped => "No",
            ReceiverState::Connecting => "Connecting",
            ReceiverState::Connected => "Yes",
        }
    }
}

/// The receiver.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Its state.
    pub state: ReceiverState,
    /// The last error (`Last_IO_Errno`).
    pub error: Option<SqlError>,
    /// What the source has said of that.
    pub refusal: Option<Refusal>,
    /// Whom it follows.
    pub source: Option<u8>,
    /// From where it asks at its next connection; afterwards from where it is.
    pub start: Start,
    /// Tells one connection from another.
    pub session: u32,
    /// When it last heard its source.
    pub heard: SimTime,
    /// Whether it acknowledges, since its last start.
    pub semi_sync: bool,
}

impl Default for Receiver {
    fn default() -> Receiver {
        Receiver {
            state: ReceiverState::Stopped,
            error: None,
            refusal: None,
            source: None,
            start: Start::Auto,
            session: 0,
            heard: SimTime::ZERO,
            semi_sync: false,
        }
    }
}

/// The relay log: what was received and is not being applied yet.
#[derive(Clone, Debug, Default)]
pub struct Relay {
    runs: VecDeque<Run>,
    length: u64,
    /// When the last so many arrived: from the first on that came where a delay makes that matter.
    arrivals: VecDeque<SimTime>,
}

impl Relay {
    /// Transactions in it.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Adds what has just arrived, with the time if that matters.
    fn push(&mut self, run: Run, arrived: Option<SimTime>) {
        self.length += run.len();
        if let Some(arrived) = arrived {
            (0..run.len()).for_each(|_| self.arrivals.push_back(arrived));
        }
        match self.runs.back_mut() {
            Some(last) if last.stream == run.stream && last.last + 1 == run.first => last.last = run.last,
            _ => self.runs.push_back(run),
        }
    }

    /// The next to be applied.
    pub fn front(&self) -> Option<Gtid> {
        self.runs.front().map(|run| Gtid { stream: run.stream, number: run.first })
    }

    /// When the next arrived, where that is known.
    pub(super) fn arrived(&self) -> Option<SimTime> {
        self.arrivals.front().copied().filter(|_| self.arrivals.len() as u64 == self.length)
    }

    /// Takes the next; gives when it arrived, too, where that is known.
    pub(super) fn pop(&mut self) -> Option<(Gtid, Option<SimTime>)> {
        let arrived = self.arrived();
        let run = self.runs.front_mut()?;
        let gtid = Gtid { stream: run.stream, number: run.first };
        self.length -= 1;
        if arrived.is_some() {
            self.arrivals.pop_front();
        }
        if run.first == run.last {
            self.runs.pop_front();
        } else {
            run.first += 1;
        }
        Some((gtid, arrived))
    }

    /// Puts one back that was not applied, with the time of its arrival if that is known.
    pub(super) fn put_back(&mut self, gtid: Gtid, arrived: Option<SimTime>) {
        // Those behind it must have theirs, too: else it would be taken for the time of another one.
        if let Some(arrived) = arrived.filter(|_| self.arrivals.len() as u64 == self.length) {
            self.arrivals.push_front(arrived);
        }
        self.length += 1;
        match self.runs.front_mut() {
            Some(run) if run.stream == gtid.stream && run.first == gtid.number + 1 => run.first = gtid.number,
            _ => self.runs.push_front(Run { stream: gtid.stream, first: gtid.number, last: gtid.number }),
        }
    }

    /// Throws it away.
    pub(super) fn clear(&mut self) {
        *self = Relay::default();
    }

    fn contains(&self, gtid: Gtid) -> bool {
        self.runs.iter().any(|run| run.stream == gtid.stream && (run.first..=run.last).contains(&gtid.number))
    }
}

impl Mysqld {
    /// `CHANGE REPLICATION SOURCE TO`: whom to follow from the next start on. What was received and not applied is thrown away.
    pub fn set_source(&mut self, source: Option<u8>, start: Start) {
        self.abandon_slots();
        self.relay.clear();
        (self.receiver.source, self.receiver.start, self.receiver.error) = (source, start, None);
        self.applier.error = None;
    }

    /// `START REPLICA IO_THREAD`: it connects.
    pub fn start_receiver(&mut self, io: &mut Io) {
        let Some(source) = self.receiver.source.filter(|_| self.running) else { return };
        self.receiver.session = self.receiver.session.wrapping_add(1);
        self.receiver.state = ReceiverState::Connecting;
        self.receiver.semi_sync = self.settings.semi_sync.replica;
        let session = self.receiver.session;
        io.out.push(Output::Connect { source, session });
        io.out.push(Output::Timer { after: self.settings.connect_retry, timer: Timer::Source(session) });
    }

    /// `STOP REPLICA IO_THREAD`: it hangs up, and the source knows.
    pub fn stop_receiver(&mut self, io: &mut Io) {
        let session = self.receiver.session;
        if let (Some(source), true) = (self.receiver.source, self.receiver.state == ReceiverState::Connected) {
            io.out.push(Output::Disconnect { source, session });
        }
        self.receiver.session = session.wrapping_add(1);
        self.receiver.state = ReceiverState::Stopped;
    }

    /// What it asks its source for.
    pub fn request(&self) -> Request {
        let mut has = self.log.clone();
        self.applier.slots().for_each(|slot| has.push(slot.gtid));
        self.relay.runs.iter().for_each(|run| has.append(*run));
        let Receiver { session, start, semi_sync, .. } = self.receiver;
        Request { replica: self.id, session, start, has, semi_sync }
    }

    /// The source takes it.
    pub fn accepted(&mut self, session: u32, io: &mut Io) {
        if self.hears(session) {
            self.heard(io);
        }
    }

    /// The source does not take it: 1236 stops the receiver for good, anything else is tried again.
    pub fn refused(&mut self, session: u32, error: SqlError) {
        if !self.hears(session) {
            return;
        }
        (self.receiver.error, self.receiver.refusal) = (Some(error), None);
        self.receiver.state = match error {
            SqlError::FatalSource => ReceiverState::Stopped,
            _ => ReceiverState::Connecting,
        };
    }

    /// The source does not take it, and says why.
    pub fn refused_because(&mut self, session: u32, refusal: Refusal) {
        if self.hears(session) {
            self.refused(session, refusal.error());
            self.receiver.refusal = Some(refusal);
        }
    }

    /// Transactions arrive. What it has already, or wrote itself, it does not take again.
    pub fn received(&mut self, session: u32, run: Run, io: &mut Io) {
        if !self.hears(session) {
            return;
        }
        self.heard(io);
        for number in run.first..=run.last {
            let gtid = Gtid { stream: run.stream, number };
            if self.log.contains(gtid)
                || self.relay.contains(gtid)
                || self.applier.slots().any(|slot| slot.gtid == gtid)
            {
                continue;
            }
            let timed = !self.settings.delay.is_zero() || !self.relay.arrivals.is_empty();
            let run = Run { stream: run.stream, first: number, last: number };
            self.relay.push(run, timed.then_some(io.now));
        }
        if let (true, Some(source)) = (self.receiver.semi_sync, self.receiver.source) {
            let gtid = Gtid { stream: run.stream, number: run.last };
            io.out.push(Output::Acknowledge { source, session, gtid });
        }
        self.apply_next(io);
    }

    /// The source says that it is there.
    pub fn heartbeat(&mut self, session: u32, io: &mut Io) {
        if self.hears(session) {
            self.heard(io);
        }
    }

    fn heard(&mut self, io: &mut Io) {
        self.receiver.heard = io.now;
        if self.receiver.state != ReceiverState::Connected {
            (self.receiver.state, self.receiver.error) = (ReceiverState::Connected, None);
            let session = self.receiver.session;
            io.out.push(Output::Timer { after: self.settings.net_timeout, timer: Timer::Source(session) });
        }
    }

    fn hears(&self, session: u32) -> bool {
        self.running && self.receiver.session == session && self.receiver.state != ReceiverState::Stopped
    }

    /// The connection to the source is closed: nobody listens there now, and the next try comes after the usual pause.
    pub fn source_closed(&mut self, session: u32, io: &mut Io) {
        if self.hears(session) && self.receiver.state == ReceiverState::Connected {
            self.receiver.state = ReceiverState::Connecting;
            self.receiver.error = Some(SqlError::CannotConnect);
            io.out.push(Output::Timer { after: self.settings.connect_retry, timer: Timer::Source(session) });
        }
    }

    /// It looks after its source: a silent one is given up, a lost one tried again.
    pub(super) fn source_due(&mut self, session: u32, io: &mut Io) {
        if !self.hears(session) {
            return;
        }
        let silent = io.now.since(self.receiver.heard);
        match self.receiver.state {
            ReceiverState::Connected if silent < self.settings.net_timeout => {
                let after = self.settings.net_timeout - silent;
                io.out.push(Output::Timer { after, timer: Timer::Source(session) });
            }
            ReceiverState::Connected => {
                self.receiver.error = Some(SqlError::LostConnection);
                self.start_receiver(io);
            }
            ReceiverState::Connecting => self.start_receiver(io),
            ReceiverState::Stopped => {}
        }
    }

    /// What it has received: the position that its log will have when all of it is applied.
    pub fn received_position(&self) -> u64 {
        self.log.len() + self.applier.slots().count() as u64 + self.relay.len()
    }

    /// All that it has, applied or not.
    pub fn received_log(&self) -> Log {
        self.request().has
    }
}
