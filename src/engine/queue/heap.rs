//! A four-ary heap of entries, 16 bytes each, so that the four children of a node lie in one line of cache.

use super::place::Entry;

const ARITY: usize = 4;

/// The heap; the first entry is on top.
#[derive(Clone, Debug, Default)]
pub(super) struct Heap(Vec<Entry>);

impl Heap {
    /// The first entry; [`Entry::NEVER`] of none.
    pub(super) fn first(&self) -> Entry {
        self.0.first().copied().unwrap_or(Entry::NEVER)
    }

    /// Puts an entry in.
    pub(super) fn push(&mut self, entry: Entry) {
        self.0.push(entry);
        let heap = self.0.as_mut_slice();
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

    /// Takes the first entry out.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let last = self.0.pop()?;
        let Some(first) = self.0.first().copied() else { return Some(last) };
        self.sink(last);
        Some(first)
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// Takes all of them out, in no order.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Entry> {
        self.0.drain(..)
    }

    /// Puts `entry` at the top, which is free, and lets it sink to where it belongs.
    fn sink(&mut self, entry: Entry) {
        let heap = self.0.as_mut_slice();
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
