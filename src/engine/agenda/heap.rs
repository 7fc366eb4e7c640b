//! A four-ary heap of what has a place in time. The hot loop of a run: measured, and free of branches where it compares.

use crate::engine::time::SimTime;

/// Children of a node; four fit the caches better than two.
const ARITY: usize = 4;

/// Where something stands: by time, then by order of scheduling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub time: SimTime,
    pub order: u64,
}

impl Place {
    /// Both parts as one number: compared without a branch.
    #[inline]
    fn key(self) -> u128 {
        u128::from(self.time.as_nanos()) << 64 | u128::from(self.order)
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    place: Place,
    item: T,
}

/// The heap; the first place is on top.
#[derive(Clone, Debug)]
pub struct Heap<T> {
    entries: Vec<Entry<T>>,
}

impl<T> Default for Heap<T> {
    fn default() -> Self {
        Heap { entries: Vec::new() }
    }
}

impl<T: Copy> Heap<T> {
    /// What stands first.
    #[inline]
    pub fn first(&self) -> Option<(Place, T)> {
        self.entries.first().map(|entry| (entry.place, entry.item))
    }

    /// Adds something at its place.
    pub fn push(&mut self, place: Place, item: T) {
        let entry = Entry { place, item };
        self.entries.push(entry);
        let heap = self.entries.as_mut_slice();
        let key = place.key();
        let mut child = heap.len() - 1;
        while child > 0 {
            let parent = (child - 1) / ARITY;
            if heap[parent].place.key() <= key {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = entry;
    }

    /// Removes what stands first.
    pub fn pop(&mut self) {
        let Some(last) = self.entries.pop() else { return };
        let heap = self.entries.as_mut_slice();
        let Some(top) = heap.first_mut() else { return };
        *top = last;
        let key = last.place.key();
        let mut hole = 0;
        loop {
            let first = hole * ARITY + 1;
            let end = (first + ARITY).min(heap.len());
            let Some(children) = heap.get(first..end) else { break };
            let mut least = (u128::MAX, 0);
            for (offset, child) in children.iter().enumerate() {
                let candidate = child.place.key();
                least = if candidate < least.0 { (candidate, offset) } else { least };
            }
            if key <= least.0 {
                break;
            }
            let child = first + least.1;
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = last;
    }

    /// Takes out what `out` picks, in order.
    pub fn extract(&mut self, mut out: impl FnMut(&T) -> bool) -> Vec<T> {
        let (mut taken, kept): (Vec<_>, Vec<_>) =
            core::mem::take(&mut self.entries).into_iter().partition(|entry| out(&entry.item));
        kept.into_iter().for_each(|entry| self.push(entry.place, entry.item));
        taken.sort_by_key(|entry| entry.place.key());
        taken.into_iter().map(|entry| entry.item).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.entries.len() * size_of::<Entry<T>>()
    }
}
