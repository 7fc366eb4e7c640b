//! A four-ary heap of things by their place in the order of a run.
//!
//! The heap itself holds places only, 16 bytes each, so that the four children of a node lie in one line of cache; what stands
//! at a place lies still beside it. The thing that was taken last leaves a vacancy at the top, which the next one to come
//! fills: most events schedule another, and one way down is cheaper than a way down and a way up.

use crate::engine::time::SimTime;

const ARITY: usize = 4;
/// Bits of an entry that say where its thing lies. The 40 bits between them and the time are the order.
const SLOT_BITS: u32 = 24;
/// Most things that a heap can hold: half of what the bits can say.
const MOST_SLOTS: u32 = 1 << (SLOT_BITS - 1);
/// The other half stands for lanes, which are no things of the heap.
const LANES: u32 = MOST_SLOTS;
/// Most places that a run can give away: some days of the fastest run.
const MOST_ORDERS: u64 = 1 << (64 - SLOT_BITS);

/// A place in the order of a run: no two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When.
    pub time: SimTime,
    /// As the how-manieth it was given away.
    pub order: u64,
}

/// A place and where its thing lies, as one number that sorts like the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u128);

impl Entry {
    #[inline]
    fn new(place: Place, slot: u32) -> Entry {
        debug_assert!(place.order < MOST_ORDERS, "the order of a run is full");
        let low = place.order << SLOT_BITS | u64::from(slot);
        Entry(u128::from(place.time.as_nanos()) << 64 | u128::from(low))
    }

    #[inline]
    fn place(self) -> Place {
        Place { time: SimTime::from_nanos((self.0 >> 64) as u64), order: self.0 as u64 >> SLOT_BITS }
    }

    #[inline]
    fn slot(self) -> u32 {
        self.0 as u32 & ((1 << SLOT_BITS) - 1)
    }
}

/// What stood at a place.
pub enum Taken<T> {
    /// A thing of the heap's own.
    Thing(T),
    /// The head of this lane.
    Lane(u16),
}

/// The heap; the first place is on top.
#[derive(Clone, Debug)]
pub struct Heap<T> {
    entries: Vec<Entry>,
    /// Whether the top entry has been taken and nothing has come in its place.
    vacant: bool,
    things: Vec<T>,
    free: Vec<u32>,
}

impl<T> Default for Heap<T> {
    fn default() -> Self {
        Heap { entries: Vec::new(), vacant: false, things: Vec::new(), free: Vec::new() }
    }
}

impl<T: Copy> Heap<T> {
    /// The first place.
    #[inline]
    pub fn first(&mut self) -> Option<Place> {
        self.settle();
        self.entries.first().map(|entry| entry.place())
    }

    /// Takes what stands at the first place, if [`Heap::first`] has just said that there is one.
    #[inline]
    pub fn take(&mut self) -> Option<Taken<T>> {
        let slot = self.entries.first()?.slot();
        self.vacant = true;
        match slot.checked_sub(LANES) {
            Some(lane) => Some(Taken::Lane(lane as u16)),
            None => {
                self.free.push(slot);
                self.things.get(slot as usize).copied().map(Taken::Thing)
            }
        }
    }

    /// Puts `thing` at `place`.
    #[inline]
    pub fn push(&mut self, place: Place, thing: T) {
        let slot = self.keep(thing);
        self.enter(Entry::new(place, slot));
    }

    /// Puts the head of a lane at `place`.
    pub fn push_lane(&mut self, place: Place, lane: u16) {
        self.enter(Entry::new(place, LANES + u32::from(lane)));
    }

    fn enter(&mut self, entry: Entry) {
        if core::mem::take(&mut self.vacant) {
            return self.sink(entry);
        }
        self.entries.push(entry);
        let heap = self.entries.as_mut_slice();
        let mut child = heap.len() - 1;
        while child > 0 {
            let parent = (child - 1) / ARITY;
            if heap[parent] <= entry {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = entry;
    }

    /// Takes out the things that `out` picks, in no order. It costs as much as building the heap anew.
    pub fn extract(&mut self, mut out: impl FnMut(&T) -> bool) -> Vec<(Place, T)> {
        self.settle();
        let (taken, kept): (Vec<Entry>, Vec<Entry>) = core::mem::take(&mut self.entries)
            .into_iter()
            .partition(|entry| self.things.get(entry.slot() as usize).is_some_and(&mut out));
        self.free.extend(taken.iter().map(|entry| entry.slot()));
        kept.into_iter().for_each(|entry| self.enter(entry));
        taken.into_iter().map(|entry| (entry.place(), self.things[entry.slot() as usize])).collect()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.entries.len() - usize::from(self.vacant)
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.entries.len() * size_of::<Entry>() + self.things.len() * size_of::<T>()
    }

    fn keep(&mut self, thing: T) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.things[slot as usize] = thing;
            return slot;
        }
        debug_assert!(self.things.len() < MOST_SLOTS as usize, "the heap is full");
        self.things.push(thing);
        (self.things.len() - 1) as u32
    }

    /// Fills the vacancy with the last entry.
    #[inline(always)]
    fn settle(&mut self) {
        if core::mem::take(&mut self.vacant)
            && let Some(last) = self.entries.pop()
            && !self.entries.is_empty()
        {
            self.sink(last);
        }
    }

    /// Puts `entry` at the top, which is free, and lets it sink to where it belongs.
    #[inline]
    fn sink(&mut self, entry: Entry) {
        let heap = self.entries.as_mut_slice();
        let mut hole = 0;
        loop {
            let first = hole * ARITY + 1;
            let least = match heap.get(first..first + ARITY) {
                Some(&[a, b, c, d]) => {
                    let (left, l) = if b < a { (b, 1) } else { (a, 0) };
                    let (right, r) = if d < c { (d, 3) } else { (c, 2) };
                    if right < left { (right, r) } else { (left, l) }
                }
                _ => {
                    let children = heap.get(first..).unwrap_or_default().iter();
                    let Some((offset, child)) = children.enumerate().min_by_key(|(_, child)| **child) else { break };
                    (*child, offset)
                }
            };
            if entry <= least.0 {
                break;
            }
            heap[hole] = least.0;
            hole = first + least.1;
        }
        heap[hole] = entry;
    }
}
