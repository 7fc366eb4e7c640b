//! Timers that may be disarmed. Those of one duration fall due in the order in which they were armed, so each duration has a
//! lane: a linked list whose head alone has an entry in the agenda's queue. Arming and disarming cost a few writes, and a
//! lane's outdated entry is corrected when it comes up, once in a whole duration.

use crate::engine::queue::Place;
use crate::engine::rng::GOLDEN;
use crate::engine::time::SimDuration;

/// Marks the end of a linked list.
const NIL: u32 = u32::MAX;
/// Bits of a hash of durations.
const GUESS_BITS: u32 = 6;

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
    next: u32,
    lane: u16,
    generation: u32,
    armed: bool,
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
    free: Vec<u32>,
}

impl<E> Default for Lanes<E> {
    fn default() -> Self {
        Lanes { lanes: Vec::new(), guesses: [0; 1 << GUESS_BITS], timers: Vec::new(), free: Vec::new() }
    }
}

impl<E: Copy> Lanes<E> {
    /// Arms a timer. Names its lane if that needs an entry in the queue at this place.
    pub fn arm(&mut self, after: SimDuration, place: Place, event: E) -> (TimerId, Option<u16>) {
        let lane = self.lane(after);
        let before = self.lanes[lane].tail;
        let timer = Timer { place, event, before, next: NIL, lane: lane as u16, generation: 0, armed: true };
        let index = self.keep(timer);
        match before {
            NIL => self.lanes[lane].head = index,
            _ => self.timers[before as usize].next = index,
        }
        self.lanes[lane].tail = index;
        let fresh = !core::mem::replace(&mut self.lanes[lane].in_queue, true);
        let id = TimerId { index, generation: self.timers[index as usize].generation };
        (id, fresh.then_some(lane as u16))
    }

    /// Disarms a timer, if it is armed.
    pub fn disarm(&mut self, id: TimerId) {
        let timer = self.timers.get(id.index as usize);
        if timer.is_some_and(|timer| timer.armed && timer.generation == id.generation) {
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
        self.timers.len() - self.free.len()
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.timers.len() * size_of::<Timer<E>>()
    }

    /// The lane of this duration; most are found at the first look.
    #[inline(always)]
    fn lane(&mut self, after: SimDuration) -> usize {
        let guess = &mut self.guesses[(after.as_nanos().wrapping_mul(GOLDEN) >> (64 - GUESS_BITS)) as usize];
        if self.lanes.get(usize::from(*guess)).is_none_or(|lane| lane.after != after) {
            *guess = find_or_begin(&mut self.lanes, after);
        }
        usize::from(*guess)
    }

    fn keep(&mut self, mut timer: Timer<E>) -> u32 {
        match self.free.pop() {
            Some(index) => {
                timer.generation = self.timers[index as usize].generation;
                self.timers[index as usize] = timer;
                index
            }
            None => {
                self.timers.push(timer);
                (self.timers.len() - 1) as u32
            }
        }
    }

    fn unlink(&mut self, index: u32) {
        let Timer { before, next, lane, .. } = self.timers[index as usize];
        match before {
            NIL => self.lanes[lane as usize].head = next,
            _ => self.timers[before as usize].next = next,
        }
        match next {
            NIL => self.lanes[lane as usize].tail = before,
            _ => self.timers[next as usize].before = before,
        }
        let timer = &mut self.timers[index as usize];
        timer.armed = false;
        timer.generation = timer.generation.wrapping_add(1);
        self.free.push(index);
    }
}

/// The lane of this duration. An empty one is given a new duration.
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
