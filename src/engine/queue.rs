//! Things by their place in an order: the next few in a sorted list, the rest in a heap.
//!
//! Most things that come are due soon, and most runs have few things to come: a list of some dozen entries, the next one last,
//! takes and gives them for a few moves each. Whatever the list has no room for is in the heap, whose first entry is later than
//! all of the list. Entries alone move; what stands at a place lies still beside them.

mod heap;
mod order;
mod place;

use order::Order;
use place::MOST_SLOTS;

pub use place::{Entry, Place, Standing};

/// The queue.
#[derive(Clone, Debug)]
pub struct Queue<T> {
    order: Order,
    things: Vec<T>,
    /// The free slots of `things`, the one freed last behind the others; then places for the rest, so that none is ever made.
    free: Vec<u32>,
    freed: usize,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue { order: Order::default(), things: Vec::new(), free: Vec::new(), freed: 0 }
    }
}

impl<T: Copy> Queue<T> {
    /// The first entry.
    #[inline(always)]
    pub fn first(&self) -> Option<Entry> {
        self.order.first()
    }

    /// Takes the first entry out, if it is at `limit` or before.
    #[inline(always)]
    pub fn take(&mut self, limit: u64) -> Option<Entry> {
        self.order.take(limit)
    }

    /// The thing in `slot`, taken out with its entry. It lies there until the next thing is put in.
    #[inline(always)]
    pub fn release(&mut self, slot: u32) -> &T {
        if let Some(place) = self.free.as_mut_slice().get_mut(self.freed) {
            *place = slot;
            self.freed += 1;
        }
        self.thing(slot)
    }

    /// The thing in `slot`.
    #[inline(always)]
    pub fn thing(&self, slot: u32) -> &T {
        &self.things.as_slice()[slot as usize]
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
        self.order.enter_alone(Entry::of_thing(place, slot));
    }

    /// Keeps a thing for which an entry is entered, or which is released again.
    #[inline(always)]
    pub fn keep(&mut self, thing: T) -> u32 {
        let last = self.freed.wrapping_sub(1);
        let Some(&slot) = self.free.as_slice().get(last) else { return self.keep_in_new(thing) };
        self.freed = last;
        self.things.as_mut_slice()[slot as usize] = thing;
        slot
    }

    #[cold]
    #[inline(never)]
    fn keep_in_new(&mut self, thing: T) -> u32 {
        debug_assert!(self.things.len() < MOST_SLOTS as usize, "the queue is full");
        self.things.push(thing);
        self.free.push(0);
        (self.things.len() - 1) as u32
    }

    /// Puts an entry in whose turn is later than all that are there, so that among equals it is the last.
    #[inline(always)]
    pub fn enter(&mut self, entry: Entry) {
        self.order.enter(entry);
    }

    /// Puts an entry in whose turn was given away before.
    pub fn enter_late(&mut self, entry: Entry) {
        self.order.enter_late(entry);
    }

    /// Takes out the things that `out` picks, in their order. It costs as much as building the queue anew.
    pub fn extract(&mut self, out: &mut dyn FnMut(&T) -> bool) -> Vec<(Place, T)> {
        let mut entries = self.order.take_all();
        let mut taken = Vec::new();
        entries.retain(|entry| match entry.standing() {
            Standing::Thing(slot) if out(&self.things[slot as usize]) => {
                taken.push((entry.place(), *self.release(slot)));
                false
            }
            _ => true,
        });
        self.order.put_back(&entries);
        taken
    }

    /// The things, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.order.iter().filter_map(|entry| match entry.standing() {
            Standing::Thing(slot) => self.things.get(slot as usize),
            Standing::Sign(_) => None,
        })
    }

    /// How many entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.len() * size_of::<Entry>() + self.things.len() * size_of::<T>() + self.free.len() * size_of::<u32>()
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
