//! What falls due on the bench, and what a server wants done.

use super::client::Ask;
use super::dial::Dial;
use super::{Bench, Server};
use crate::engine::time::{SimDuration, SimTime};
use crate::model::mysql::error::SqlError;
use crate::model::mysql::log::{Gtid, Run};
use crate::model::mysql::message::Refusal;
use crate::model::mysql::output::{Output, Timer};
use crate::model::mysql::source::Request;

/// What one server tells another.
#[derive(Clone, Debug)]
pub(super) enum Message {
    Subscribe(Request),
    Accepted { session: u32 },
    Refused { session: u32, refusal: Refusal },
    Ship { session: u32, run: Run },
    Heartbeat { session: u32 },
    Acknowledge { session: u32, gtid: Gtid },
    SourceClosed { session: u32 },
    ReplicaClosed { session: u32, replica: u8 },
}

/// What falls due.
#[derive(Clone, Debug)]
pub(super) enum Due {
    Deliver { link: usize, epoch: u32, from: usize, to: usize, left: SimTime, message: Message },
    Timer { server: usize, epoch: u32, timer: Timer },
    Flushed { server: usize, epoch: u32 },
    Applied { server: usize, epoch: u32, serial: u32 },
    Arrives { ask: Ask },
    Executes { ask: Ask, epoch: u32 },
    Answers { ask: Ask, answer: crate::model::mysql::output::Answer },
    TimesOut { ask: Ask },
    Dials { dial: Dial },
    GivesUp { dial: Dial },
    Writes { writer: usize },
}

impl Bench {
    pub(super) fn schedule(&mut self, after: SimDuration, due: Due) {
        self.scheduled += 1;
        self.agenda.insert((self.now + after, self.scheduled), due);
    }

    /// Lets time pass.
    pub fn advance(&mut self, length: SimDuration) {
        self.until(length, |_| false);
    }

    /// Lets time pass until something is so, but not longer than `limit`; gives whether it is.
    pub fn until(&mut self, limit: SimDuration, so: impl Fn(&Bench) -> bool) -> bool {
        let end = self.now + limit;
        while !so(self) {
            match self.agenda.first_entry().filter(|entry| entry.key().0 <= end) {
                Some(entry) => {
                    let ((time, _), due) = entry.remove_entry();
                    self.now = time;
                    self.happen(due);
                }
                None => {
                    self.now = end;
                    return so(self);
                }
            }
        }
        true
    }

    fn happen(&mut self, due: Due) {
        if let Some(server) = self.performer(&due).filter(|server| self.servers[*server].hung) {
            return self.servers[server].held.push(due);
        }
        let current = |servers: &[Server], server: usize, epoch| servers[server].mysqld.epoch == epoch;
        match due {
            Due::Deliver { link, epoch, from, to, message, .. } => self.deliver(link, epoch, from, to, message),
            Due::Timer { server, epoch, timer } if current(&self.servers, server, epoch) => {
                self.with(server, |mysqld, io| mysqld.timer_due(timer, io));
            }
            Due::Flushed { server, epoch } if current(&self.servers, server, epoch) => {
                self.with(server, |mysqld, io| mysqld.flushed(io));
            }
            Due::Applied { server, epoch, serial } if current(&self.servers, server, epoch) => {
                self.with(server, |mysqld, io| mysqld.applied(serial, io));
            }
            Due::Timer { .. } | Due::Flushed { .. } | Due::Applied { .. } => {}
            Due::Arrives { ask } => self.ask_arrives(ask),
            Due::Executes { ask, epoch } => self.ask_executes(ask, epoch),
            Due::Answers { ask, answer } => self.ask_answered(ask, answer),
            Due::TimesOut { ask } => self.ask_times_out(ask),
            Due::Dials { dial } => self.dial_arrives(dial),
            Due::GivesUp { dial } => self.dial_ends(dial, Err(SqlError::LostConnection)),
            Due::Writes { writer } => self.write_next(writer),
        }
    }

    /// The server that does it.
    fn performer(&self, due: &Due) -> Option<usize> {
        match due {
            Due::Deliver { to, .. } => Some(*to),
            Due::Timer { server, .. } | Due::Flushed { server, .. } | Due::Applied { server, .. } => Some(*server),
            Due::Arrives { ask } | Due::Executes { ask, .. } => Some(self.server_of(*ask)),
            Due::Dials { dial } => Some(self.dialled(*dial)),
            Due::Answers { .. } | Due::TimesOut { .. } | Due::GivesUp { .. } | Due::Writes { .. } => None,
        }
    }

    /// A server wants something done.
    pub(super) fn carry_out(&mut self, server: usize, output: Output) {
        let (epoch, costs) = (self.servers[server].mysqld.epoch, self.servers[server].costs);
        match output {
            Output::Answer { to, answer } => self.answer_leaves(Ask(to.job.index as usize), answer),
            // Nobody here sends a transaction in one piece.
            Output::Next { session, .. } => self.with(server, |mysqld, io| mysqld.go_on(session, io)),
            Output::Flush => self.schedule(costs.flush, Due::Flushed { server, epoch }),
            Output::Apply { serial, gtid } => {
                let rows = self.history.get(gtid).map_or(0, |transaction| transaction.changes.as_slice().len());
                self.schedule(costs.apply_row * rows as u64, Due::Applied { server, epoch, serial });
            }
            Output::Ship { replica, session, run } => {
                for number in run.first..=run.last {
                    let gtid = Gtid { stream: run.stream, number };
                    let bytes = self.history.get(gtid).map_or(0, |transaction| u64::from(transaction.bytes));
                    let one = Run { first: number, last: number, ..run };
                    self.send(server, replica as usize, bytes, Message::Ship { session, run: one });
                }
            }
            Output::Heartbeat { replica, session } => {
                self.send(server, replica as usize, 0, Message::Heartbeat { session });
            }
            Output::Acknowledge { source, session, gtid } => {
                self.send(server, source as usize, 0, Message::Acknowledge { session, gtid });
            }
            Output::Connect { source, .. } => {
                let request = self.servers[server].mysqld.request();
                self.send(server, source as usize, 0, Message::Subscribe(request));
            }
            Output::Disconnect { source, session } => {
                let replica = server as u8;
                self.send(server, source as usize, 0, Message::ReplicaClosed { session, replica });
            }
            Output::Timer { after, timer } => self.schedule(after, Due::Timer { server, epoch, timer }),
            Output::Waited { wait, end } => self.waited.push((server, wait, self.now, end)),
        }
    }

    /// A message is there.
    pub(super) fn arrive(&mut self, from: usize, to: usize, message: Message) {
        let running = self.servers[to].mysqld.running;
        match message {
            Message::Subscribe(request) => {
                let session = request.session;
                match self.with(to, |mysqld, io| mysqld.take_replica(&request, io)) {
                    Ok(()) => self.send(to, from, 0, Message::Accepted { session }),
                    Err(refusal) => self.send(to, from, 0, Message::Refused { session, refusal }),
                }
            }
            Message::Accepted { session } => self.with(to, |mysqld, io| mysqld.accepted(session, io)),
            Message::Refused { session, refusal } => {
                self.with(to, |mysqld, _| mysqld.refused_because(session, refusal));
            }
            Message::Ship { session, .. } | Message::Heartbeat { session } if !running => {
                // Nobody has that socket any more: its kernel says so.
                let replica = to as u8;
                self.send(to, from, 0, Message::ReplicaClosed { session, replica });
            }
            Message::Ship { session, run } => self.with(to, |mysqld, io| mysqld.received(session, run, io)),
            Message::Heartbeat { session } => self.with(to, |mysqld, io| mysqld.heartbeat(session, io)),
            Message::Acknowledge { session, gtid } => {
                self.with(to, |mysqld, io| mysqld.acknowledge(from as u8, session, gtid, io));
            }
            Message::SourceClosed { session } => self.with(to, |mysqld, io| mysqld.source_closed(session, io)),
            Message::ReplicaClosed { session, replica } => {
                self.with(to, |mysqld, _| mysqld.unsubscribe(session, replica));
            }
        }
    }
}
