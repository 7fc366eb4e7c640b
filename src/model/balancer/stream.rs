//! Streams: one client connection with one request each, in reused slots. Knows no rule of what happens to them.

use super::RequestKey;
use super::output::StreamId;
use crate::engine::time::SimTime;
use core::ops::{Index, IndexMut};

/// No slot.
pub(super) const NO_STREAM: u32 = u32::MAX;

/// What a stream is doing, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The slot is free.
    Free,
    /// The request is not whole.
    Receiving,
    /// A server is being chosen.
    Choosing,
    /// In the backend's queue.
    BackendQueue,
    /// In the queue of `server`.
    ServerQueue,
    /// A connection to `server` is being made.
    Connecting,
    /// Pausing before the next attempt on `server`.
    PausingHere,
    /// Pausing before a new choice.
    PausingElsewhere,
    /// `server` is to answer.
    Waiting,
}

/// One stream.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    pub(super) token: u64,
    /// When the armed timer is due.
    pub(super) deadline: SimTime,
    /// Its place among all that ever joined a queue: the smaller waits longer.
    pub(super) ticket: u64,
    pub(super) key: RequestKey,
    pub(super) retries: u32,
    pub(super) backend_queue: u32,
    pub(super) server_queue: u32,
    /// What the queue had given away when the stream joined.
    pub(super) taken_before: u32,
    /// The neighbours in the queue; `after` links free slots too.
    pub(super) before: u32,
    pub(super) after: u32,
    generation: u32,
    /// The server last chosen.
    pub(super) server: Option<u16>,
    /// The server that it left to wait for any.
    pub(super) left: Option<u16>,
    pub(super) attempt: u8,
    pub(super) redispatched: bool,
    /// Whether it goes to its server because it has been there before.
    pub(super) bound: bool,
    /// Whether it counts in `served` of its server.
    pub(super) holds_place: bool,
    pub(super) phase: Phase,
}

impl Stream {
    /// What a slot holds that was never used.
    const FREE: Stream = Stream {
        token: 0,
        deadline: SimTime::NEVER,
        ticket: 0,
        key: RequestKey { hash: None, source: 0, cookie: None, class: 0 },
        retries: 0,
        backend_queue: 0,
        server_queue: 0,
        taken_before: 0,
        before: NO_STREAM,
        after: NO_STREAM,
        generation: 0,
        server: None,
        left: None,
        attempt: 0,
        redispatched: false,
        bound: false,
        holds_place: false,
        phase: Phase::Free,
    };

    /// Its id, in `slot`.
    #[inline(always)]
    pub(super) fn id(&self, slot: u32) -> StreamId {
        StreamId { index: slot, generation: self.generation }
    }

    /// Whether a connection to its server stands or is being made.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Connecting | Phase::Waiting)
    }
}

/// All streams. Indexed by slot.
#[derive(Clone, Debug)]
pub(super) struct Streams {
    slots: Vec<Stream>,
    free: u32,
    len: u32,
    tickets: u64,
}

impl Streams {
    /// None yet.
    pub(super) const fn new() -> Streams {
        Streams { slots: Vec::new(), free: NO_STREAM, len: 0, tickets: 0 }
    }

    /// How many have not ended.
    pub(super) const fn len(&self) -> u32 {
        self.len
    }

    /// A new stream, receiving its request; its slot.
    pub(super) fn open(&mut self, token: u64) -> u32 {
        if self.free == NO_STREAM {
            self.make_room();
        }
        let slot = self.free;
        let stream = &mut self[slot];
        let (next, generation) = (stream.after, stream.generation);
        *stream = Stream { token, generation, phase: Phase::Receiving, ..Stream::FREE };
        self.free = next;
        self.len += 1;
        slot
    }

    /// Adds a free slot.
    #[cold]
    fn make_room(&mut self) {
        self.free = self.slots.len() as u32;
        self.slots.push(Stream::FREE);
    }

    /// Ends the stream in `slot`: ids of it are stale from now on.
    pub(super) fn close(&mut self, slot: u32) {
        let free = self.free;
        let stream = &mut self[slot];
        stream.generation = stream.generation.wrapping_add(1);
        stream.phase = Phase::Free;
        stream.after = free;
        self.free = slot;
        self.len -= 1;
    }

    /// The id of the stream in `slot`.
    #[inline(always)]
    pub(super) fn id(&self, slot: u32) -> StreamId {
        self[slot].id(slot)
    }

    /// The slot of a stream that has not ended.
    #[inline(always)]
    pub(super) fn find(&self, id: StreamId) -> Option<u32> {
        let stream = self.slots.get(id.index as usize)?;
        (stream.generation == id.generation && stream.phase != Phase::Free).then_some(id.index)
    }

    /// A number larger than all before.
    pub(super) fn next_ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }

    /// Those that have not ended.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Stream> {
        self.slots.iter().filter(|stream| stream.phase != Phase::Free)
    }

    /// The slots of those that a server has, or is connected to for.
    pub(super) fn open_at(&self, server: u16) -> impl Iterator<Item = u32> + '_ {
        let slots = self.slots.iter().enumerate();
        slots.filter(move |(_, stream)| stream.is_open() && stream.server == Some(server)).map(|(slot, _)| slot as u32)
    }
}

impl Index<u32> for Streams {
    type Output = Stream;
    #[inline(always)]
    fn index(&self, slot: u32) -> &Stream {
        &self.slots.as_slice()[slot as usize]
    }
}

impl IndexMut<u32> for Streams {
    #[inline(always)]
    fn index_mut(&mut self, slot: u32) -> &mut Stream {
        &mut self.slots.as_mut_slice()[slot as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_an_ended_stream_is_stale_though_its_slot_is_used_again() {
        let mut streams = Streams::new();
        let slot = streams.open(7);
        let old = streams.id(slot);
        streams.close(slot);
        assert_eq!(streams.find(old), None);
        assert_eq!(streams.open(8), slot);
        assert_eq!(streams.find(old), None);
        assert_eq!(streams.find(streams.id(slot)), Some(slot));
        assert_eq!(streams.len(), 1);
    }
}
