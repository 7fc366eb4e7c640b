//! A database at work on the site: what it wants done becomes messages, tasks and clocks.

use super::letter::Letter;
use crate::engine::time::SimTime;
use crate::model::event::Event;
use crate::model::id::Process;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::log::{Batch, Run};
use crate::model::mysql::output::{Output, Timer};
use crate::model::mysql::receiver::ReceiverState;
use crate::model::mysql::{Io, Mysqld};
use crate::model::note::Note;
use crate::model::observation::Observer;
use crate::model::server::machine::Task;
use crate::model::world::{Env, World};

impl World {
    /// Something happens to a database: what it wants done is done, and a change of its receiver is told.
    #[inline]
    pub(in crate::model) fn with_node<O: Observer, T>(
        &mut self,
        node: u8,
        env: &mut Env<O>,
        happens: impl FnOnce(&mut Mysqld, &mut Io) -> T,
    ) -> T {
        let mut out = core::mem::take(&mut self.wanted);
        let mysqld = &mut self.nodes[node as usize].mysqld;
        let before = mysqld.receiver.state;
        let mut io = Io { now: self.agenda.now(), history: env.history, out: &mut out };
        let result = happens(mysqld, &mut io);
        let after = mysqld.receiver.state;
        if before != after {
            self.tell_receiver(node, before, env);
        }
        for output in out.drain(..) {
            self.carry_out_for(node, output, env);
        }
        self.wanted = out;
        result
    }

    /// The state of a database's receiver has changed.
    #[cold]
    fn tell_receiver<O: Observer>(&mut self, node: u8, before: ReceiverState, env: &mut Env<O>) {
        let machine = self.node_machine(node);
        let mysqld = &self.nodes[node as usize].mysqld;
        let receiver = &mysqld.receiver;
        let note = match (before, receiver.state) {
            (_, ReceiverState::Connected) => Note::SourceFound(machine),
            (ReceiverState::Connected, ReceiverState::Connecting) => Note::SourceLost(machine),
            (_, ReceiverState::Stopped) if mysqld.running && receiver.error == Some(SqlError::FatalSource) => {
                let source = receiver.source.map_or(self.reigning, usize::from);
                let transactions = mysqld.received_log().beyond(&self.nodes[source].mysqld.log);
                match transactions > 0 && source == self.reigning {
                    true => Note::Errant { machine, transactions },
                    false => Note::TurnedAway { machine, source: self.node_machine(source as u8) },
                }
            }
            _ => return,
        };
        self.note(note, env);
    }

    fn carry_out_for<O: Observer>(&mut self, node: u8, output: Output, env: &mut Env<O>) {
        let machine = self.node_machine(node);
        let epoch = self.nodes[node as usize].mysqld.epoch;
        match output {
            Output::Answer { to, answer } => self.answer_call(node, to, answer),
            Output::Next { session, statements } => self.execute_next(node, session, statements),
            Output::Flush => {
                let flush = self.slowed(self.config.mysql.flush, machine, Process::Mysqld);
                self.agenda.after(flush, Event::Flushed { node, epoch });
            }
            Output::Apply { serial, gtid } => {
                let rows = env.history.get(gtid).map_or(1, |transaction| transaction.changes.as_slice().len());
                self.work(machine, self.config.mysql.apply * rows.max(1) as u64, Task::Apply { serial });
            }
            Output::Ship { replica, session, run } => self.ship(node, replica, session, run),
            Output::Heartbeat { replica, session } => {
                self.post_binlog(node, replica, Letter::Heartbeat { source: node, node: replica, session });
            }
            Output::Acknowledge { source, session, gtid } => {
                let delay = self.lan(machine, self.node_machine(source));
                let (stream, number) = (gtid.stream, gtid.number);
                self.send(delay, Event::Acknowledged { from: node, node: source, session, stream, number });
            }
            Output::Connect { source, .. } => {
                let request = Box::new(self.nodes[node as usize].mysqld.request());
                self.post(machine, self.node_machine(source), Letter::Subscribe { source, request });
            }
            Output::Disconnect { source, session } => {
                self.post(machine, self.node_machine(source), Letter::ReplicaClosed { source, replica: node, session });
            }
            Output::Timer { after, timer } => self.agenda.after(after, Event::DatabaseDue { node, epoch, timer }),
            Output::Waited { wait, .. } => self.wait_over(node, wait),
        }
    }

    /// Transactions go to a replica.
    fn ship(&mut self, node: u8, replica: u8, session: u32, run: Run) {
        for batch in Batch::of(run) {
            let arrival = self.binlog_arrival(node, replica);
            let stream = run.stream;
            let sent = self.send_at(arrival, Event::Shipped { from: node, node: replica, session, stream, batch });
            self.keep_arrival(node, replica, arrival, sent);
        }
    }

    /// Something else goes the way of the binlog, behind what was sent before.
    pub(in crate::model) fn post_binlog(&mut self, node: u8, replica: u8, letter: Letter) {
        let arrival = self.binlog_arrival(node, replica);
        let (from, to) = (self.node_machine(node), self.node_machine(replica));
        let key = self.letters.insert(letter);
        let sent = self.send_at(arrival, Event::Letter { key, from, to });
        self.keep_arrival(node, replica, arrival, sent);
    }

    /// When what leaves now will be with a replica.
    fn binlog_arrival(&self, node: u8, replica: u8) -> SimTime {
        let delay = self.lan(self.node_machine(node), self.node_machine(replica)) + self.config.network.ship;
        (self.agenda.now() + delay).max(self.nodes[node as usize].arrivals[replica as usize])
    }

    /// What a lossy link repeats holds up what is behind it; a cut one holds everything itself.
    fn keep_arrival(&mut self, node: u8, replica: u8, planned: SimTime, sent: SimTime) {
        let last = if sent == SimTime::NEVER { planned } else { sent };
        self.nodes[node as usize].arrivals[replica as usize] = last;
    }

    /// A clock of a database has run out.
    pub(in crate::model) fn database_due<O: Observer>(&mut self, node: u8, epoch: u32, timer: Timer, env: &mut Env<O>) {
        let state = &self.nodes[node as usize];
        if state.mysqld.epoch != epoch {
            return;
        }
        match (state.cloning, timer) {
            (true, Timer::Source(session)) => self.ask_for_copy(node, session),
            _ => self.with_node(node, env, |mysqld, io| mysqld.timer_due(timer, io)),
        }
    }

    /// A log is flushed.
    pub(in crate::model) fn flushed<O: Observer>(&mut self, node: u8, epoch: u32, env: &mut Env<O>) {
        if self.nodes[node as usize].mysqld.epoch == epoch {
            self.with_node(node, env, |mysqld, io| mysqld.flushed(io));
        }
    }

    /// A replica's applier is through with a transaction.
    pub(in crate::model) fn applied<O: Observer>(&mut self, node: u8, serial: u32, env: &mut Env<O>) {
        self.with_node(node, env, |mysqld, io| mysqld.applied(serial, io));
    }
}
