//! A link between two servers: a delay, a bandwidth, and the ways in which it fails. One connection at a time crosses it.

use super::Bench;
use super::drive::{Due, Message};
use crate::engine::time::{SimDuration, SimTime};

/// A link and what is on it. Directions: 0 from the lower to the higher number, 1 back.
#[derive(Clone, Debug)]
pub(super) struct Link {
    ends: (usize, usize),
    pub(super) one_way: SimDuration,
    bytes_per_s: Option<f64>,
    /// Told from what was sent before it was cut.
    pub(super) epoch: u32,
    stalled: [bool; 2],
    held: [Vec<Message>; 2],
    /// When the last byte handed over will have left, by direction.
    busy: [SimTime; 2],
    /// The transmission under way: from, to, bytes.
    sending: (SimTime, SimTime, u64),
}

impl Link {
    fn new(a: usize, b: usize) -> Link {
        Link {
            ends: (a.min(b), a.max(b)),
            one_way: SimDuration::ZERO,
            bytes_per_s: None,
            epoch: 0,
            stalled: [false; 2],
            held: [Vec::new(), Vec::new()],
            busy: [SimTime::ZERO; 2],
            sending: (SimTime::ZERO, SimTime::ZERO, 0),
        }
    }
}

impl Bench {
    fn link(&mut self, a: usize, b: usize) -> usize {
        let ends = (a.min(b), a.max(b));
        let found = self.links.iter().position(|link| link.ends == ends);
        found.unwrap_or_else(|| {
            self.links.push(Link::new(a, b));
            self.links.len() - 1
        })
    }

    /// The one-way delay between two servers.
    pub fn set_delay(&mut self, a: usize, b: usize, one_way: SimDuration) {
        let link = self.link(a, b);
        self.links[link].one_way = one_way;
    }

    /// The bandwidth between two servers, in bytes per second.
    pub fn set_bandwidth(&mut self, a: usize, b: usize, bytes_per_s: f64) {
        let link = self.link(a, b);
        self.links[link].bytes_per_s = Some(bytes_per_s);
    }

    /// From one to the other nothing passes any more, and nobody is told; what is sent is held.
    pub fn stall(&mut self, from: usize, to: usize) {
        let link = self.link(from, to);
        self.links[link].stalled[usize::from(from > to)] = true;
    }

    /// What was held from one to the other passes.
    pub fn resume(&mut self, from: usize, to: usize) {
        let (link, direction) = (self.link(from, to), usize::from(from > to));
        self.links[link].stalled[direction] = false;
        for message in core::mem::take(&mut self.links[link].held[direction]) {
            let epoch = self.links[link].epoch;
            self.schedule(SimDuration::ZERO, Due::Deliver { link, epoch, from, to, left: SimTime::ZERO, message });
        }
    }

    /// What is under way between two servers is lost, and both ends are closed.
    pub fn cut(&mut self, a: usize, b: usize) {
        let link = self.link(a, b);
        self.links[link].epoch += 1;
        self.links[link].held = [Vec::new(), Vec::new()];
        for (replica, source) in [(a, b), (b, a)] {
            let session = self.servers[replica].mysqld.receiver.session;
            if self.servers[replica].mysqld.receiver.source == Some(source as u8) {
                self.with(replica, |mysqld, io| mysqld.source_closed(session, io));
                self.with(source, |mysqld, _| mysqld.unsubscribe(session, replica as u8));
            }
        }
    }

    /// Bytes of the transmission under way that have arrived at the other end: part of a transaction.
    pub fn partly_received(&mut self, from: usize, to: usize) -> u64 {
        let link = self.link(from, to);
        let Link { sending: (begun, ends, bytes), one_way, .. } = self.links[link];
        let (arrived, whole) = (self.now.since(begun + one_way), ends.since(begun));
        if self.now >= ends + one_way || whole.is_zero() {
            return 0;
        }
        (bytes as f64 * arrived.as_seconds() / whole.as_seconds()) as u64
    }

    /// A message leaves for another server.
    pub(super) fn send(&mut self, from: usize, to: usize, bytes: u64, message: Message) {
        let (link, direction) = (self.link(from, to), usize::from(from > to));
        let state = &mut self.links[link];
        let begun = self.now.max(state.busy[direction]);
        let length =
            state.bytes_per_s.map_or(SimDuration::ZERO, |rate| SimDuration::from_seconds_f64(bytes as f64 / rate));
        let left = begun + length;
        state.busy[direction] = left;
        if bytes > 0 {
            state.sending = (begun, left, bytes);
        }
        let (after, epoch) = ((left + state.one_way).since(self.now), state.epoch);
        self.schedule(after, Due::Deliver { link, epoch, from, to, left, message });
    }

    /// A message arrives, is held, or was lost on the way.
    pub(super) fn deliver(&mut self, link: usize, epoch: u32, from: usize, to: usize, message: Message) {
        let state = &mut self.links[link];
        let direction = usize::from(from > to);
        if state.epoch != epoch {
            return;
        }
        if state.stalled[direction] {
            state.held[direction].push(message);
            return;
        }
        self.arrive(from, to, message);
    }

    /// Of what a dead process handed over only that arrives whose last byte had left.
    pub(super) fn lose_unsent(&mut self, server: usize) {
        let now = self.now;
        self.agenda.retain(|_, due| !matches!(due, Due::Deliver { from, left, .. } if *from == server && *left > now));
    }
}
