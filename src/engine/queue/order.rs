//! Entries in their order: the next few in a sorted list, the rest in a heap. Knows nothing of what stands at their places, so that its
//! code is there once for all queues.

use super::heap::Heap;
use super::place::Entry;
use crate::engine::sort;

/// Most entries of the list.
const NEAR: usize = 64;
/// Entries that go from the heap to an empty list, or from a full one to the heap.
const HALF: usize = NEAR / 2;

/// Entries in their order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The next entries, from the last to the first, and free places behind them. None only if there are none at all.
    near: Vec<Entry>,
    count: usize,
    far: Heap,
    /// The first entry of `far`.
    beyond: Entry,
}

impl Default for Order {
    fn default() -> Self {
        Order { near: Vec::new(), count: 0, far: Heap::default(), beyond: Entry::NEVER }
    }
}

impl Order {
    /// The first entry.
    #[inline(always)]
    pub(super) fn first(&self) -> Option<Entry> {
        self.near.as_slice().get(self.count.wrapping_sub(1)).copied()
    }

    /// Takes the first entry out, if it is at `limit` or before.
    #[inline(always)]
    pub(super) fn take(&mut self, limit: u64) -> Option<Entry> {
        let first = self.first().filter(|first| first.at() <= limit)?;
        self.count -= 1;
        if self.count == 0 && !self.far.is_empty() {
            self.bring_near();
        }
        Some(first)
    }

    /// Puts an entry in where there is no other.
    #[inline(always)]
    pub(super) fn enter_alone(&mut self, entry: Entry) {
        match self.near.as_mut_slice() {
            [first, ..] => (*first, self.count) = (entry, 1),
            [] => self.make_room_for(entry),
        }
    }

    /// Puts an entry in whose turn is later than all that are there, so that among equals it is the last.
    pub(super) fn enter(&mut self, entry: Entry) {
        if entry > self.beyond {
            return self.far.push(entry);
        }
        let room = self.count + 1;
        let Some(mut near) = self.near.as_mut_slice().get_mut(..room) else { return self.make_room_for(entry) };
        self.count = room;
        // The last place is the free one: what is earlier than the entry moves into it. First by fours.
        let at = entry.at();
        while let [.., a, b, c, d, hole] = near
            && a.at() <= at
        {
            (*b, *c, *d, *hole) = (*a, *b, *c, *d);
            let [rest @ .., _, _, _, _] = near else { break };
            near = rest;
        }
        // The last three move or not without a branch, whose way no processor could foresee.
        if let Some(last) = near.last_chunk_mut::<4>() {
            let (b, c, d) = (last[0], last[1], last[2]);
            let i = usize::from(b.at() <= at);
            let j = usize::from(c.at() <= at);
            let k = usize::from(d.at() <= at);
            last[i] = b;
            last[1 + j] = c;
            last[2 + k] = d;
            last[3 - i - j - k] = entry;
            return;
        }
        settle(near, entry);
    }

    /// Puts an entry in whose turn was given away before.
    #[inline(never)]
    pub(super) fn enter_late(&mut self, entry: Entry) {
        if entry > self.beyond {
            return self.far.push(entry);
        }
        if self.count == self.near.len() {
            self.make_room();
            return self.enter_late(entry);
        }
        self.count += 1;
        settle(&mut self.near[..self.count], entry);
    }

    /// The list has no room: that is made, and then the entry comes in.
    #[cold]
    #[inline(never)]
    fn make_room_for(&mut self, entry: Entry) {
        self.make_room();
        self.enter(entry);
    }

    /// Makes room in the list: if it is full its later half goes to the heap.
    fn make_room(&mut self) {
        let len = self.near.len();
        if len < NEAR {
            self.near.reserve_exact((2 * len).clamp(4, NEAR) - len);
            self.near.resize(self.near.capacity().min(NEAR), Entry::NEVER);
        } else {
            self.near[..HALF].iter().for_each(|entry| self.far.push(*entry));
            self.near.copy_within(HALF.., 0);
            self.count = HALF;
            self.beyond = self.far.first();
        }
    }

    /// Takes all entries out, in their order.
    pub(super) fn take_all(&mut self) -> Vec<Entry> {
        let mut entries = self.near[..self.count].to_vec();
        entries.extend(self.far.drain());
        self.count = 0;
        sort::by_key(&mut entries, |entry| *entry);
        entries
    }

    /// Puts entries in where there is none.
    pub(super) fn put_back(&mut self, entries: &[Entry]) {
        entries.iter().for_each(|entry| self.far.push(*entry));
        self.bring_near();
    }

    /// The entries, in no particular order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.near[..self.count].iter().chain(self.far.iter())
    }

    /// How many.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.count + self.far.len()
    }

    /// Whether there is none.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The list is empty: the first entries of the heap come into it.
    #[inline(never)]
    fn bring_near(&mut self) {
        self.near.resize(NEAR, Entry::NEVER);
        self.count = self.far.len().min(HALF);
        for place in self.near[..self.count].iter_mut().rev() {
            *place = self.far.pop().unwrap_or(Entry::NEVER);
        }
        self.beyond = self.far.first();
    }
}

/// Puts an entry in where the last place is the free one: what is earlier moves into it, one by one.
#[inline(always)]
fn settle(mut near: &mut [Entry], entry: Entry) {
    while let [.., before, hole] = near
        && *before < entry
    {
        *hole = *before;
        let [rest @ .., _] = near else { break };
        near = rest;
    }
    if let [.., hole] = near {
        *hole = entry;
    }
}
