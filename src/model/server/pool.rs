//! A pool of connections to databases: at most so many, opened on demand, given to who waits longest.

use crate::engine::slab::Key;
use std::collections::VecDeque;

/// The connections of a server's application, and the pages that wait for one.
#[derive(Clone, Debug)]
pub struct Pool {
    size: u32,
    busy: u32,
    open: u32,
    waiting: VecDeque<Key>,
}

impl Pool {
    /// A pool of at most so many connections, none of them open.
    pub const fn new(size: u32) -> Pool {
        Pool { size, busy: 0, open: 0, waiting: VecDeque::new() }
    }

    /// Takes a connection, opening one if need be; or `job` waits for one.
    #[inline]
    pub fn take(&mut self, job: Key) -> bool {
        if self.busy >= self.size {
            self.waiting.push_back(job);
            return false;
        }
        self.busy += 1;
        self.open = self.open.max(self.busy);
        true
    }

    /// A connection comes free. Then call [`Pool::take_waiting`] for who waits.
    #[inline]
    pub fn leave(&mut self) {
        self.busy = self.busy.saturating_sub(1);
        self.open = self.open.min(self.size.max(self.busy));
    }

    /// A connection comes free and is closed, as it is of no use: another may be opened in its place.
    pub fn close(&mut self) {
        self.leave();
        self.open = self.open.saturating_sub(1).max(self.busy);
    }

    /// A connection for who has waited longest, where one is free or may be opened.
    pub fn take_waiting(&mut self) -> Option<Key> {
        if self.busy >= self.size {
            return None;
        }
        let next = self.waiting.pop_front()?;
        self.busy += 1;
        self.open = self.open.max(self.busy);
        Some(next)
    }

    /// A page waits no longer.
    pub fn forget(&mut self, job: Key) {
        if let Some(position) = self.waiting.iter().position(|waiting| *waiting == job) {
            self.waiting.remove(position);
        }
    }

    /// Sets how many there may be. Those in use beyond that are closed as they come free.
    pub fn resize(&mut self, size: u32) {
        self.size = size;
        self.open = self.open.min(size.max(self.busy));
    }

    /// Everything is gone with the process.
    pub fn clear(&mut self) {
        (self.busy, self.open) = (0, 0);
        self.waiting.clear();
    }

    /// Most connections.
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// Connections in use.
    pub const fn busy(&self) -> u32 {
        self.busy
    }

    /// Open connections, in use or not.
    pub const fn open(&self) -> u32 {
        self.open
    }

    /// Pages that wait.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn job(index: u32) -> Key {
        Key { index, generation: 1 }
    }

    #[test]
    fn who_has_waited_longest_has_the_next_connection() {
        let mut pool = Pool::new(2);
        assert_eq!([0, 1, 2, 3].map(|index| pool.take(job(index))), [true, true, false, false]);
        assert_eq!((pool.busy(), pool.open(), pool.waiting()), (2, 2, 2));
        assert_eq!(pool.take_waiting(), None);
        pool.leave();
        assert_eq!((pool.take_waiting(), pool.busy()), (Some(job(2)), 2));
        pool.forget(job(3));
        pool.leave();
        pool.leave();
        assert_eq!((pool.busy(), pool.open(), pool.waiting(), pool.take_waiting()), (0, 2, 0, None));
    }

    #[test]
    fn a_smaller_pool_closes_what_comes_free_and_a_larger_one_serves_who_waits() {
        let mut pool = Pool::new(2);
        let _ = [0, 1, 2].map(|index| pool.take(job(index)));
        pool.resize(1);
        pool.leave();
        assert_eq!((pool.take_waiting(), pool.busy(), pool.open()), (None, 1, 1));
        pool.resize(2);
        assert_eq!((pool.take_waiting(), pool.busy(), pool.open()), (Some(job(2)), 2, 2));
        pool.close();
        assert_eq!((pool.busy(), pool.open()), (1, 1));
        pool.clear();
        pool.leave();
        assert_eq!((pool.busy(), pool.open()), (0, 0));
    }
}
