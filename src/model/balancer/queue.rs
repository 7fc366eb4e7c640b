//! A queue of streams, by priority class and then first in first out, linked through the streams themselves. Knows neither limits nor timers.

use super::stream::{NO_STREAM, Streams};

/// The backend's queue, or that of one server.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    head: u32,
    tail: u32,
    len: u32,
    /// Streams given to a server from here so far; wraps.
    taken: u32,
}

impl Queue {
    /// An empty queue.
    pub(super) const fn new() -> Queue {
        Queue { head: NO_STREAM, tail: NO_STREAM, len: 0, taken: 0 }
    }

    /// How many wait.
    pub(super) const fn len(&self) -> u32 {
        self.len
    }

    /// Whether nobody waits.
    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The slot of the one that has waited longest.
    pub(super) fn first(&self) -> Option<u32> {
        (self.head != NO_STREAM).then_some(self.head)
    }

    /// Puts a stream that waits nowhere behind all of its priority class and of smaller ones.
    pub(super) fn join(&mut self, streams: &mut Streams, slot: u32) {
        let ticket = streams.next_ticket();
        let class = streams[slot].key.class;
        let mut before = self.tail;
        while before != NO_STREAM && streams[before].key.class > class {
            before = streams[before].before;
        }
        let after = if before == NO_STREAM { self.head } else { streams[before].after };
        let stream = &mut streams[slot];
        (stream.before, stream.after) = (before, after);
        stream.ticket = ticket;
        stream.taken_before = self.taken;
        match before {
            NO_STREAM => self.head = slot,
            before => streams[before].after = slot,
        }
        match after {
            NO_STREAM => self.tail = slot,
            after => streams[after].before = slot,
        }
        self.len += 1;
    }

    /// Takes a stream that waits here out of the queue. Its place as HAProxy logs it: how many were given to a server
    /// while it waited, itself included.
    pub(super) fn leave(&mut self, streams: &mut Streams, slot: u32) -> u32 {
        let stream = &streams[slot];
        let (before, after) = (stream.before, stream.after);
        let place = self.taken.wrapping_sub(stream.taken_before) + 1;
        match before {
            NO_STREAM => self.head = after,
            before => streams[before].after = after,
        }
        match after {
            NO_STREAM => self.tail = before,
            after => streams[after].before = before,
        }
        self.len -= 1;
        place
    }

    /// As [`Queue::leave`], for a stream that a server takes.
    pub(super) fn give(&mut self, streams: &mut Streams, slot: u32) -> u32 {
        let place = self.leave(streams, slot);
        self.taken = self.taken.wrapping_add(1);
        place
    }

    /// The waiting streams' slots in order, for an audit.
    pub(super) fn iter<'a>(&self, streams: &'a Streams) -> impl Iterator<Item = u32> + 'a {
        core::iter::successors(self.first(), |&slot| Some(streams[slot].after).filter(|&after| after != NO_STREAM))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_leaves_from_the_middle_the_others_keep_their_order_and_count_what_was_given() {
        let (mut streams, mut queue) = (Streams::new(), Queue::new());
        let slots: Vec<u32> = (0..4).map(|token| streams.open(token)).collect();
        for &slot in &slots {
            queue.join(&mut streams, slot);
        }
        assert_eq!(queue.leave(&mut streams, slots[1]), 1);
        assert_eq!(queue.give(&mut streams, slots[0]), 1);
        assert_eq!(queue.iter(&streams).collect::<Vec<_>>(), [slots[2], slots[3]]);
        assert_eq!(queue.give(&mut streams, slots[2]), 2);
        assert_eq!(queue.give(&mut streams, slots[3]), 3);
        assert!(queue.is_empty() && queue.first().is_none());
        queue.join(&mut streams, slots[1]);
        assert_eq!((queue.len(), queue.first()), (1, Some(slots[1])));
    }
}
