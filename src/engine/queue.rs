//! Things by their place in an order: the next few in a sorted list, the rest in a heap.
//!
//! Most things that come are due soon, and most runs have few things to come: a list of some dozen entries, the next one last,
//! takes and gives them for a few moves each. Whatever the list has no room for is in the heap, whose first entry is later than
//! all of the list. Entries alone move; what stands at a place lies still beside them.

mod heap;
mod place;

use super::sort;
use heap::Heap;
use place::MOST_SLOTS;

pub use place::{Entry, Place, Standing};

/// Most entries of the list.
const NEAR: usize = 64;
/// Entries that go from the heap to an empty list, or from a full one to the heap.
const HALF: usize = NEAR / 2;

/// The queue.
#[derive(Clone, Debug)]
pub struct Queue<T> {
    /// The next entries, from the last to the first. Empty only if there are none at all.
    near: Vec<Entry>,
    far: Heap,
    /// The first entry of `far`.
    beyond: Entry,
    things: Vec<T>,
    free: Vec<u32>,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue { near: Vec::new(), far: Heap::default(), beyond: Entry::NEVER, things: Vec::new(), free: Vec::new() }
    }
}

impl<T: Copy> Queue<T> {
    /// The first entry.
    #[inline(always)]
    pub fn first(&self) -> Option<Entry> {
        self.near.last().copied()
    }

    /// Takes the first entry out, if it is at `limit` or before.
    #[inline(always)]
    pub fn take(&mut self, limit: u64) -> Option<Entry> {
        let first = self.first().filter(|first| first.at() <= limit)?;
        self.near.pop();
        if self.near.is_empty() {
            self.refill();
        }
        Some(first)
    }

    /// The thing in `slot`, taken out with its entry. It lies there until the next thing is put in.
    #[inline(always)]
    pub fn release(&mut self, slot: u32) -> &T {
        self.free.push(slot);
        &self.things[slot as usize]
    }

    /// The thing in `slot`.
    #[inline(always)]
    pub fn thing(&self, slot: u32) -> &T {
        &self.things[slot as usize]
    }

    /// Puts `thing` at `place`.
    #[inline(always)]
    pub fn push(&mut self, place: Place, thing: T) {
        let slot = self.keep(thing);
        self.enter(Entry::of_thing(place, slot));
    }

    /// Puts `thing` at `place` where there is no other.
    #[inline(always)]
    pub fn push_alone(&mut self, place: Place, thing: T) {
        debug_assert!(self.is_empty(), "not alone");
        let slot = self.keep(thing);
        self.near.push(Entry::of_thing(place, slot));
    }

    /// Keeps a thing for which an entry is entered, or which is released again.
    #[inline(always)]
    pub fn keep(&mut self, thing: T) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.things[slot as usize] = thing;
            return slot;
        }
        debug_assert!(self.things.len() < MOST_SLOTS as usize, "the queue is full");
        self.things.push(thing);
        (self.things.len() - 1) as u32
    }

    /// Puts an entry in.
    pub fn enter(&mut self, entry: Entry) {
        if entry > self.beyond {
            return self.far.push(entry);
        }
        if self.near.len() == self.near.capacity() {
            return self.make_room_for(entry);
        }
        self.near.push(entry);
        // The last place is the free one: what is earlier than the entry moves into it, by fours and then one by one.
        let mut near = self.near.as_mut_slice();
        while let [.., a, b, c, d, hole] = near
            && *a < entry
        {
            (*b, *c, *d, *hole) = (*a, *b, *c, *d);
            let len = near.len() - 4;
            near = &mut near[..len];
        }
        while let [.., before, hole] = near
            && *before < entry
        {
            *hole = *before;
            let len = near.len() - 1;
            near = &mut near[..len];
        }
        if let [.., hole] = near {
            *hole = entry;
        }
    }

    /// The list has no room: if it is full its later half goes to the heap, and then the entry comes in.
    #[cold]
    fn make_room_for(&mut self, entry: Entry) {
        let len = self.near.len();
        if len < NEAR {
            self.near.reserve_exact((2 * len).clamp(4, NEAR) - len);
        } else {
            self.near.drain(..HALF).for_each(|entry| self.far.push(entry));
            self.beyond = self.far.first();
        }
        self.enter(entry);
    }

    /// Takes out the things that `out` picks, in their order. It costs as much as building the queue anew.
    pub fn extract(&mut self, mut out: impl FnMut(&T) -> bool) -> Vec<(Place, T)> {
        let mut entries: Vec<Entry> = self.near.drain(..).chain(self.far.drain()).collect();
        sort::by_key(&mut entries, |entry| *entry);
        let mut taken = Vec::new();
        entries.retain(|entry| match entry.standing() {
            Standing::Thing(slot) if out(&self.things[slot as usize]) => {
                taken.push((entry.place(), *self.release(slot)));
                false
            }
            _ => true,
        });
        entries.into_iter().for_each(|entry| self.far.push(entry));
        self.refill();
        taken
    }

    /// The things, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.near.iter().chain(self.far.iter()).filter_map(|entry| match entry.standing() {
            Standing::Thing(slot) => self.things.get(slot as usize),
            Standing::Sign(_) => None,
        })
    }

    /// How many entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.near.len() + self.far.len()
    }

    /// Whether there is none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.near.is_empty()
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.len() * size_of::<Entry>() + self.things.len() * size_of::<T>() + self.free.len() * size_of::<u32>()
    }

    /// The list is empty: the first entries of the heap come into it.
    #[inline(always)]
    fn refill(&mut self) {
        if !self.far.is_empty() {
            self.bring_near();
        }
    }

    #[inline(never)]
    fn bring_near(&mut self) {
        self.near.extend((0..HALF).map_while(|_| self.far.pop()));
        self.near.reverse();
        self.beyond = self.far.first();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::{Concern, Draws};

    #[test]
    fn however_many_things_there_are_they_come_out_as_from_a_sorted_list() {
        let mut draws = Draws::keyed(12, Concern::Script, 0);
        for most in [3, 33, 2_000] {
            let (mut queue, mut list, mut now) = (Queue::default(), Vec::new(), 0);
            for turn in 0..20_000_u64 {
                if draws.below(2 * most) >= list.len() as u64 {
                    let place = Place { at: now + draws.below(500), turn };
                    queue.push(place, turn);
                    list.push(place);
                } else {
                    list.sort_unstable();
                    let first = list.remove(0);
                    assert!(first.at == 0 || queue.take(first.at - 1).is_none());
                    let Some(Standing::Thing(slot)) = queue.take(first.at).map(Entry::standing) else { panic!("none") };
                    assert_eq!(*queue.release(slot), first.turn);
                    now = first.at;
                }
                assert_eq!((queue.len(), queue.is_empty()), (list.len(), list.is_empty()));
            }
            assert_eq!(queue.iter().count(), list.len());
        }
    }
}
