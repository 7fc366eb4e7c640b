//! Timers that may be disarmed. Those of one duration fall due in the order in which they were armed, so each duration has a
//! lane: a linked list whose head alone has an entry in the agenda's queue. Arming and disarming cost a few writes, and a
//! lane's outdated entry is corrected when it comes up, once in a whole duration.

use crate::engine::digest::ODD;
use crate::engine::queue::Place;
use crate::engine::time::SimDuration;

/// Marks the end of a linked list.
const NIL: u32 = u32::MAX;
/// Bits of a hash of durations.
const GUESS_BITS: u32 = 8;

/// A timer that may be disarmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerId {
    index: u32,
    generation: u32,
}

impl TimerId {
    /// No timer: disarming it does nothing.
    pub const NONE: TimerId = TimerId { index: NIL, generation: 0 };
}

#[derive(Clone, Debug)]
struct Lane {
    after: SimDuration,
    head: u32,
    tail: u32,
    /// Whether the queue holds an entry for this lane, at or before its head.
    in_queue: bool,
}

#[derive(Clone, Debug)]
struct Timer<E> {
    place: Place,
    event: E,
    before: u32,
    /// The next one in the lane; the next free one where this one is not armed.
    next: u32,
    /// How many have used this place before. Nobody has the id of a free one.
    generation: u32,
    lane: u16,
}

/// What comes of a lane's entry in the queue.
pub struct Due<E> {
    /// The event of the head, if the entry was still its own.
    pub event: Option<E>,
    /// Where the lane's next entry belongs.
    pub next: Option<Place>,
}

/// Every lane and timer.
#[derive(Clone, Debug)]
pub struct Lanes<E> {
    lanes: Vec<Lane>,
    /// The lane last used among those whose durations share these bits of a hash.
    guesses: [u16; 1 << GUESS_BITS],
    timers: Vec<Timer<E>>,
    /// The first free one.
    free: u32,
}

impl<E> Default for Lanes<E> {
    fn default() -> Self {
        Lanes { lanes: Vec::new(), guesses: [0; 1 << GUESS_BITS], timers: Vec::new(), free: NIL }
    }
}

impl<E: Copy> Lanes<E> {
    /// Arms a timer. Names its lane if that needs an entry in the queue at this place.
    #[inline(always)]
    pub fn arm(&mut self, after: SimDuration, place: Place, event: E) -> (TimerId, Option<u16>) {
        let number = self.lane(after);
        if self.free == NIL {
            self.make_room(place, event);
        }
        let index = self.free;
        let timer = &mut self.timers.as_mut_slice()[index as usize];
        (timer.event, self.free) = (event, timer.next);
        let id = TimerId { index, generation: timer.generation };
        (id, self.line_up(index, number, place))
    }

    /// Arms an armed timer anew, as if it were disarmed and armed. Names its lane as [`Lanes::arm`] does.
    #[inline(always)]
    pub fn rearm(&mut self, id: TimerId, after: SimDuration, place: Place) -> Option<u16> {
        let number = self.lane(after);
        self.step_out(id.index);
        self.line_up(id.index, number, place)
    }

    /// Whether a timer is armed.
    #[inline(always)]
    pub fn is_armed(&self, id: TimerId) -> bool {
        self.timers.get(id.index as usize).is_some_and(|timer| timer.generation == id.generation)
    }

    /// Disarms a timer, if it is armed.
    #[inline(always)]
    pub fn disarm(&mut self, id: TimerId) {
        if self.is_armed(id) {
            self.unlink(id.index);
        }
    }

    /// The lane's entry at this place has come up.
    pub fn due(&mut self, lane: u16, place: Place) -> Due<E> {
        let head = self.lanes[lane as usize].head;
        let first = self.timers.get(head as usize).filter(|timer| timer.place == place).map(|timer| timer.event);
        if first.is_some() {
            self.unlink(head);
        }
        let head = self.lanes[lane as usize].head;
        let next = self.timers.get(head as usize).map(|timer| timer.place);
        self.lanes[lane as usize].in_queue = next.is_some();
        Due { event: first, next }
    }

    /// Lanes that have an entry in the queue.
    pub fn in_queue(&self) -> usize {
        self.lanes.iter().filter(|lane| lane.in_queue).count()
    }

    /// Armed timers.
    pub fn armed(&self) -> usize {
        let of = |lane: &Lane| {
            core::iter::successors(self.timers.get(lane.head as usize), |timer| self.timers.get(timer.next as usize))
                .count()
        };
        self.lanes.iter().map(of).sum()
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.timers.len() * size_of::<Timer<E>>()
    }

    /// The lane of this duration; most are found at the first look.
    #[inline(always)]
    fn lane(&mut self, after: SimDuration) -> u16 {
        let hash = (after.as_nanos().wrapping_mul(ODD) >> (64 - GUESS_BITS)) as usize;
        let guess = self.guesses[hash];
        if self.lanes.get(usize::from(guess)).is_some_and(|lane| lane.after == after) {
            return guess;
        }
        self.guesses[hash] = find_or_begin(&mut self.lanes, after);
        self.guesses[hash]
    }

    /// Adds a free timer; what it holds is written over.
    #[cold]
    fn make_room(&mut self, place: Place, event: E) {
        self.free = self.timers.len() as u32;
        self.timers.push(Timer { place, event, before: NIL, next: NIL, generation: 0, lane: 0 });
    }

    /// A timer comes last in a lane. Names the lane if that needs an entry in the queue now.
    #[inline(always)]
    fn line_up(&mut self, index: u32, number: u16, place: Place) -> Option<u16> {
        let (lanes, timers) = (self.lanes.as_mut_slice(), self.timers.as_mut_slice());
        let lane = &mut lanes[usize::from(number)];
        let before = core::mem::replace(&mut lane.tail, index);
        let fresh = !core::mem::replace(&mut lane.in_queue, true);
        match before {
            NIL => lane.head = index,
            _ => timers[before as usize].next = index,
        }
        let timer = &mut timers[index as usize];
        (timer.place, timer.before, timer.next, timer.lane) = (place, before, NIL, number);
        fresh.then_some(number)
    }

    /// A timer leaves its lane.
    #[inline(always)]
    fn step_out(&mut self, index: u32) {
        let (lanes, timers) = (self.lanes.as_mut_slice(), self.timers.as_mut_slice());
        let Timer { before, next, lane, .. } = timers[index as usize];
        match before {
            NIL => lanes[lane as usize].head = next,
            _ => timers[before as usize].next = next,
        }
        match next {
            NIL => lanes[lane as usize].tail = before,
            _ => timers[next as usize].before = before,
        }
    }

    #[inline(never)]
    fn unlink(&mut self, index: u32) {
        self.step_out(index);
        let timer = &mut self.timers.as_mut_slice()[index as usize];
        timer.generation = timer.generation.wrapping_add(1);
        timer.next = core::mem::replace(&mut self.free, index);
    }
}

/// The lane of this duration. An empty one is given a new duration.
#[inline(never)]
fn find_or_begin(lanes: &mut Vec<Lane>, after: SimDuration) -> u16 {
    let fresh = Lane { after, head: NIL, tail: NIL, in_queue: false };
    let found = lanes.iter().position(|lane| lane.after == after);
    let lane = found.or_else(|| {
        let empty = lanes.iter().position(|lane| lane.head == NIL && !lane.in_queue)?;
        lanes[empty] = fresh.clone();
        Some(empty)
    });
    lane.unwrap_or_else(|| {
        lanes.push(fresh);
        lanes.len() - 1
    }) as u16
}
