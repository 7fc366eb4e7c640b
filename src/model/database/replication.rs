//! Asynchronous replication: the primary sends, the receiver writes the relay log, the applier makes it visible.
//!
//! The primary never waits for a replica. A replica notices a silent source only by the clock, a closed connection at once.

use super::letter::{Letter, No};
use super::node::{Receiver, Subscriber};
use crate::engine::time::{SimDuration, SimTime};
use crate::model::event::Event;
use crate::model::history::Head;
use crate::model::note::Note;
use crate::model::observation::{Observation, Observer};
use crate::model::server::machine::Task;
use crate::model::world::{Env, World};

/// A silent source is given up after this long (`replica_net_timeout`, MySQL 8's default).
const NET_TIMEOUT: SimDuration = SimDuration::from_seconds(60);
/// A lost source is tried again after this long (`SOURCE_CONNECT_RETRY`, MySQL 8's default).
pub(super) const CONNECT_RETRY: SimDuration = SimDuration::from_seconds(60);
/// A source that has nothing to send says so this often (half of the net timeout, MySQL 8's default).
pub const HEARTBEAT: SimDuration = SimDuration::from_seconds(30);

impl World {
    /// At the start every replica is connected already.
    pub(in crate::model) fn start_replication(&mut self) {
        for node in 1..self.nodes.len() {
            let state = &mut self.nodes[node];
            state.receiver = Receiver::Connected;
            let session = state.session;
            self.nodes[0].subscribers.push(Subscriber { node: node as u8, session, arrival: SimTime::ZERO });
            self.agenda.after(NET_TIMEOUT, Event::SourceCheck { node: node as u8, session });
        }
        (0..self.nodes.len() as u8).for_each(|node| self.start_heartbeat(node, 0));
    }

    /// Sends every follower what it may not have: one message up to the end of the binlog.
    pub(super) fn ship(&mut self, node: u8) {
        let now = self.agenda.now();
        let Head { term, position: upto } = self.nodes[node as usize].head();
        let from = self.node_machine(node);
        for index in 0..self.nodes[node as usize].subscribers.len() {
            let Subscriber { node: to, session, arrival } = self.nodes[node as usize].subscribers[index];
            let delay = self.lan(from, self.node_machine(to)) + self.config.network.ship;
            let arrival = (now + delay).max(arrival);
            let sent = self.send_at(arrival, Event::Shipped { from: node, node: to, session, term, upto });
            // What a lossy link repeats holds up what is behind it; a cut one holds everything itself.
            let last = if sent == SimTime::NEVER { arrival } else { sent };
            self.nodes[node as usize].subscribers[index].arrival = last;
        }
    }

    /// A primary says that it is there.
    pub(in crate::model) fn heartbeat(&mut self, node: u8, epoch: u32) {
        if self.nodes[node as usize].epoch == epoch {
            self.ship(node);
            self.agenda.after(HEARTBEAT, Event::Heartbeat { node, epoch });
        }
    }

    /// Transactions (or a heartbeat) reach a replica: its source's log up to `end` is in its relay log. The source may follow
    /// another primary by now; then its log, and with it the replica's, goes on in that one's term.
    pub(in crate::model) fn shipped<O: Observer>(&mut self, node: u8, session: u32, end: Head, env: &mut Env<O>) {
        let now = self.agenda.now();
        let state = &mut self.nodes[node as usize];
        if state.session != session || !state.running {
            return;
        }
        state.heard = now;
        state.term = end.term;
        state.received = state.received.max(end.position);
        if state.receiver != Receiver::Connected {
            state.receiver = Receiver::Connected;
            let machine = self.node_machine(node);
            env.observer.observe(now, Observation::Noted(Note::SourceFound(machine)));
        }
        self.apply_next(node);
    }

    /// The applier takes the next transaction, if there is one.
    fn apply_next(&mut self, node: u8) {
        let state = &mut self.nodes[node as usize];
        if state.applying || state.applied >= state.received || !state.running || state.cloning {
            return;
        }
        state.applying = true;
        self.work(self.node_machine(node), self.config.mysql.apply, Task::Apply);
    }

    /// The applier has made a transaction visible.
    pub(in crate::model) fn applied<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        let state = &mut self.nodes[node as usize];
        state.applying = false;
        let position = state.applied + 1;
        if let Some(transaction) = env.history.get(Head { term: state.term, position }) {
            state.rows[transaction.row as usize] = position;
            state.applied = position;
            // It writes a binlog of its own (`log_replica_updates`, MySQL 8's default), from which others may follow it.
            self.ship(node);
        }
        self.apply_next(node);
    }

    /// A replica connects to its source, from what it has applied on.
    pub(in crate::model) fn subscribe(&mut self, node: u8) {
        let state = &mut self.nodes[node as usize];
        let Some(source) = state.source else { return };
        state.session = state.session.wrapping_add(1);
        state.receiver = Receiver::Connecting;
        state.received = state.received.max(state.applied);
        let (session, head) = (state.session, Head { term: state.term, position: state.received });
        self.agenda.after(CONNECT_RETRY, Event::SourceCheck { node, session });
        self.post(
            self.node_machine(node),
            self.node_machine(source),
            Letter::Subscribe { node, source, session, head },
        );
    }

    /// A replica asks to be sent the binlog.
    pub(super) fn subscribed(&mut self, node: u8, source: u8, session: u32, head: Head, shared: u64) {
        let state = &mut self.nodes[source as usize];
        let refusal = match () {
            () if !state.running || state.cloning => Some(No::Refused),
            () if shared < head.position => Some(No::NotInLog),
            () => None,
        };
        if let Some(why) = refusal {
            return self.post(
                self.node_machine(source),
                self.node_machine(node),
                Letter::SubscribeRefused { node, session, why },
            );
        }
        state.subscribers.retain(|subscriber| subscriber.node != node);
        state.subscribers.push(Subscriber { node, session, arrival: SimTime::ZERO });
        let term = state.term;
        self.post(self.node_machine(source), self.node_machine(node), Letter::Subscribed { node, session, term });
        self.ship(source);
    }

    /// The source takes the replica: from now on its positions count along the source's path.
    pub(super) fn follow(&mut self, node: u8, session: u32, term: u16) {
        let now = self.agenda.now();
        let state = &mut self.nodes[node as usize];
        if state.session == session {
            (state.term, state.heard) = (term, now);
        }
    }

    /// The source does not take the replica. Error 1236 stops the receiver for good; a refused connection is tried again.
    pub(super) fn subscribe_refused<O: Observer>(&mut self, node: u8, session: u32, why: No, env: &mut Env<O>) {
        let now = self.agenda.now();
        let state = &mut self.nodes[node as usize];
        if state.session != session {
            return;
        }
        match why {
            No::Refused => state.receiver = Receiver::Connecting,
            No::NotInLog => {
                state.receiver = Receiver::Stopped;
                let source = state.source.take().map_or(self.reigning, usize::from);
                let transactions = env.history.beyond(state.head(), self.nodes[source].head());
                let machine = self.node_machine(node);
                env.observer.observe(now, Observation::Noted(Note::Errant { machine, transactions }));
            }
        }
    }

    /// The source has closed the connection.
    pub(super) fn source_closed<O: Observer>(&mut self, node: u8, session: u32, env: &mut Env<O>) {
        let now = self.agenda.now();
        let state = &mut self.nodes[node as usize];
        if state.session == session && state.receiver == Receiver::Connected {
            state.receiver = Receiver::Connecting;
            env.observer.observe(now, Observation::Noted(Note::SourceLost(self.node_machine(node))));
            self.agenda.after(CONNECT_RETRY, Event::SourceCheck { node, session });
        }
    }

    /// A replica looks whether it heard its source lately; if not, it connects anew.
    pub(in crate::model) fn source_check<O: Observer>(&mut self, node: u8, session: u32, env: &mut Env<O>) {
        let now = self.agenda.now();
        let state = &self.nodes[node as usize];
        if state.session != session || !state.running || state.source.is_none() {
            return;
        }
        if state.cloning {
            // The copy may never come: its source or the way to it may be gone. Then it is asked for again.
            let source = state.source.unwrap_or_default();
            self.post(self.node_machine(node), self.node_machine(source), Letter::CopyWanted { node, source, session });
            return self.agenda.after(CONNECT_RETRY, Event::SourceCheck { node, session });
        }
        let silent = now.since(state.heard);
        match state.receiver {
            Receiver::Connected if silent < NET_TIMEOUT => {
                self.agenda.after(NET_TIMEOUT - silent, Event::SourceCheck { node, session });
            }
            Receiver::Connected => {
                env.observer.observe(now, Observation::Noted(Note::SourceLost(self.node_machine(node))));
                self.subscribe(node);
            }
            Receiver::Connecting => self.subscribe(node),
            Receiver::Stopped => {}
        }
    }
}
