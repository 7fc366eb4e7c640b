//! The source's side: a dump for each replica that follows. It sends in the order of the binlog, and never waits for anyone.

use super::error::SqlError;
use super::log::{Gtid, Log};
use super::message::Refusal;
use super::output::{Output, Timer};
use super::{Io, Mysqld};

/// From where a replica wants the binlog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From where its own log ends (`SOURCE_AUTO_POSITION=1`; MariaDB's `current_pos`).
    Auto,
    /// Behind a transaction of its choice; nothing: from the beginning (MariaDB's `slave_pos`).
    After(Option<Gtid>),
}

/// A replica that is sent the binlog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dump {
    /// Which.
    pub replica: u8,
    /// Its connection.
    pub session: u32,
    /// Up to which position it was sent.
    pub sent: u64,
    /// Whether it acknowledges.
    pub semi_sync: bool,
    /// Up to which position it has acknowledged.
    pub acknowledged: u64,
}

/// What a replica asks a source for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which replica.
    pub replica: u8,
    /// The connection's number, of its counting.
    pub session: u32,
    /// From where.
    pub start: Start,
    /// What it has, in its log and its relay log.
    pub has: Log,
    /// Whether it will acknowledge.
    pub semi_sync: bool,
}

impl Mysqld {
    /// A replica asks for the binlog.
    ///
    /// # Errors
    /// [`SqlError::CannotConnect`] where nobody listens; [`SqlError::FatalSource`] where the replica has what this log has not, or
    /// would need what was purged.
    pub fn subscribe(&mut self, request: &Request, io: &mut Io) -> Result<(), SqlError> {
        self.take_replica(request, io).map_err(Refusal::error)
    }

    /// As [`Mysqld::subscribe`], with the reason.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn take_replica(&mut self, request: &Request, io: &mut Io) -> Result<(), Refusal> {
        let sent = self.start_for(request, io)?;
        let Request { replica, session, semi_sync, .. } = *request;
        self.dumps.retain(|dump| dump.replica != replica);
        self.dumps.push(Dump { replica, session, sent, semi_sync, acknowledged: 0 });
        if semi_sync && sent == self.log.len() && self.pending.is_empty() {
            // It has all there is.
            self.semi_sync.on = self.semi_sync.enabled;
        }
        self.ship(io);
        Ok(())
    }

    /// The position behind which a replica is to be sent the log.
    fn start_for(&self, request: &Request, io: &Io) -> Result<u64, Refusal> {
        if !self.running {
            return Err(Refusal::NobodyListens);
        }
        let position = match request.start {
            Start::After(None) => 0,
            Start::After(Some(gtid)) => self.log.position_of(gtid).ok_or_else(|| self.foreign(Some(gtid), io))?,
            Start::Auto if request.has.beyond(&self.log) > 0 => return Err(self.foreign(request.has.last(), io)),
            Start::Auto => request.has.shared(&self.log),
        };
        if position < self.purged { Err(Refusal::Purged) } else { Ok(position) }
    }

    /// A replica's position is not in this binlog.
    fn foreign(&self, asked: Option<Gtid>, io: &Io) -> Refusal {
        let sequence = |gtid: Option<Gtid>| gtid.and_then(|gtid| io.history.get(gtid)).map_or(0, |one| one.sequence);
        Refusal::Foreign { asked, surpassed: sequence(self.log.last()) > sequence(asked) }
    }

    /// Sends every replica what it was not sent.
    pub(super) fn ship(&mut self, io: &mut Io) {
        for dump in &mut self.dumps {
            while let Some(run) = self.log.run_after(dump.sent).filter(|_| dump.sent < self.log.len()) {
                dump.sent += run.len();
                io.out.push(Output::Ship { replica: dump.replica, session: dump.session, run });
            }
        }
    }

    /// A replica's connection is closed: by itself, or as a send has shown.
    pub fn unsubscribe(&mut self, session: u32, replica: u8) {
        self.dumps.retain(|dump| (dump.session, dump.replica) != (session, replica));
    }

    /// Time to say that it is there.
    pub(super) fn heartbeat_due(&mut self, io: &mut Io) {
        for dump in &self.dumps {
            io.out.push(Output::Heartbeat { replica: dump.replica, session: dump.session });
        }
        io.out.push(Output::Timer { after: self.settings.heartbeat, timer: Timer::Heartbeat });
    }

    /// `PURGE BINARY LOGS`: what lies up to a position is gone from the log's files.
    pub fn purge(&mut self, upto: u64) {
        self.purged = self.purged.max(upto.min(self.log.len()));
    }

    /// `FLUSH BINARY LOGS`: another file begins.
    pub fn rotate(&mut self) {
        self.file += 1;
        self.offset = 0;
    }
}
