//! A pool of connections to databases: at most so many, opened on demand, given to who waits longest.

use crate::engine::slab::Key;
use std::collections::VecDeque;

/// The connections to one database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Open, in use or not.
    pub open: u32,
    /// In use.
    pub busy: u32,
}

/// The connections of a server's application, and the pages that wait for one.
#[derive(Clone, Debug)]
pub struct Pool {
    size: u32,
    busy: u32,
    lines: Box<[Line]>,
    waiting: VecDeque<Key>,
}

/// What becomes of a connection that is not used any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It stays open for the next use.
    Kept,
    /// It is closed here, and the database learns of it.
    Closed,
    /// The database, or its kernel, has closed it already.
    Reset,
}

/// What it takes to have a connection to a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connect {
    /// Whether it must be opened.
    pub fresh: bool,
    /// The database to which an idle one is closed for it, as there may not be more.
    pub closed: Option<u8>,
}

impl Pool {
    /// A pool of at most so many connections to these databases, none of them open.
    pub fn new(size: u32, databases: usize) -> Pool {
        Pool { size, busy: 0, lines: vec![Line::default(); databases].into(), waiting: VecDeque::new() }
    }

    /// Takes the place of a connection; or `job` waits for one.
    #[inline]
    pub fn take(&mut self, job: Key) -> bool {
        if self.busy >= self.size {
            self.waiting.push_back(job);
            return false;
        }
        self.busy += 1;
        true
    }

    /// Whose place was taken uses a connection to this database: an idle one, or a fresh one.
    #[inline]
    pub fn connect(&mut self, database: u8) -> Connect {
        let line = &mut self.lines[database as usize];
        line.busy += 1;
        if line.busy <= line.open {
            return Connect { fresh: false, closed: None };
        }
        line.open += 1;
        let closed = if self.open() > self.size.max(self.busy) { self.close_idle() } else { None };
        Connect { fresh: true, closed }
    }

    /// Closes an idle connection: one to the database that has most of them.
    fn close_idle(&mut self) -> Option<u8> {
        let idle = |line: &Line| line.open - line.busy;
        let (index, line) = self.lines.iter_mut().enumerate().max_by_key(|(_, line)| idle(line))?;
        if idle(line) == 0 {
            return None;
        }
        line.open -= 1;
        Some(index as u8)
    }

    /// A place comes free that was never used for a connection. Then call [`Pool::take_waiting`] for who waits.
    #[inline]
    pub fn leave(&mut self) {
        self.busy = self.busy.saturating_sub(1);
    }

    /// A connection to this database comes free; gives what becomes of it: there may be one too many of them.
    #[inline]
    pub fn release(&mut self, database: u8, end: End) -> End {
        self.leave();
        let line = &mut self.lines[database as usize];
        line.busy = line.busy.saturating_sub(1);
        let end = match end {
            End::Kept if self.open() > self.size.max(self.busy) => End::Closed,
            end => end,
        };
        let line = &mut self.lines[database as usize];
        line.open = line.open.saturating_sub(u32::from(end != End::Kept)).max(line.busy);
        end
    }

    /// A database is gone, and with it the idle connections to it.
    pub fn forget_idle(&mut self, database: u8) {
        let line = &mut self.lines[database as usize];
        line.open = line.busy;
    }

    /// A place for who has waited longest, where one is free.
    pub fn take_waiting(&mut self) -> Option<Key> {
        if self.busy >= self.size {
            return None;
        }
        let next = self.waiting.pop_front()?;
        self.busy += 1;
        Some(next)
    }

    /// A page waits no longer.
    pub fn forget(&mut self, job: Key) {
        if let Some(position) = self.waiting.iter().position(|waiting| *waiting == job) {
            self.waiting.remove(position);
        }
    }

    /// Sets how many there may be; gives the databases to which idle ones are closed. Those in use beyond that are closed as they
    /// come free.
    pub fn resize(&mut self, size: u32) -> Vec<u8> {
        self.size = size;
        let mut closed = Vec::new();
        while self.open() > self.size.max(self.busy) {
            let Some(database) = self.close_idle() else { break };
            closed.push(database);
        }
        closed
    }

    /// Everything is gone with the process.
    pub fn clear(&mut self) {
        self.busy = 0;
        self.lines.fill(Line::default());
        self.waiting.clear();
    }

    /// Most connections.
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// Connections in use, or about to be.
    pub const fn busy(&self) -> u32 {
        self.busy
    }

    /// Open connections, in use or not.
    pub fn open(&self) -> u32 {
        self.lines.iter().map(|line| line.open).sum()
    }

    /// The connections to each database.
    pub fn lines(&self) -> &[Line] {
        &self.lines
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
        let mut pool = Pool::new(2, 1);
        assert_eq!([0, 1, 2, 3].map(|index| pool.take(job(index))), [true, true, false, false]);
        assert_eq!([pool.connect(0), pool.connect(0)], [Connect { fresh: true, closed: None }; 2]);
        assert_eq!((pool.busy(), pool.open(), pool.waiting()), (2, 2, 2));
        assert_eq!(pool.take_waiting(), None);
        assert_eq!(pool.release(0, End::Kept), End::Kept);
        assert_eq!((pool.take_waiting(), pool.busy()), (Some(job(2)), 2));
        assert_eq!(pool.connect(0), Connect { fresh: false, closed: None });
        pool.forget(job(3));
        assert_eq!([0, 0].map(|database| pool.release(database, End::Kept)), [End::Kept; 2]);
        assert_eq!((pool.busy(), pool.open(), pool.waiting(), pool.take_waiting()), (0, 2, 0, None));
    }

    #[test]
    fn a_smaller_pool_closes_what_comes_free_and_a_larger_one_serves_who_waits() {
        let mut pool = Pool::new(2, 1);
        let _ = [0, 1, 2].map(|index| pool.take(job(index)));
        let _ = [pool.connect(0), pool.connect(0)];
        assert!(pool.resize(1).is_empty());
        assert_eq!(pool.release(0, End::Kept), End::Closed);
        assert_eq!((pool.take_waiting(), pool.busy(), pool.open()), (None, 1, 1));
        assert!(pool.resize(2).is_empty());
        assert_eq!((pool.take_waiting(), pool.connect(0).fresh), (Some(job(2)), true));
        assert_eq!(pool.release(0, End::Reset), End::Reset);
        assert_eq!((pool.busy(), pool.open()), (1, 1));
        pool.clear();
        pool.leave();
        assert_eq!((pool.busy(), pool.open()), (0, 0));
    }

    #[test]
    fn a_full_pool_closes_an_idle_connection_to_open_one_elsewhere() {
        let mut pool = Pool::new(2, 3);
        for database in [0, 1] {
            assert!(pool.take(job(0)) && pool.connect(database).fresh);
        }
        assert!(pool.release(0, End::Kept) == End::Kept && pool.take(job(1)));
        assert_eq!(pool.connect(2), Connect { fresh: true, closed: Some(0) });
        assert_eq!(pool.lines().iter().map(|line| line.open).collect::<Vec<_>>(), [0, 1, 1]);
        pool.forget_idle(1);
        assert_eq!(pool.release(1, End::Kept), End::Kept);
        pool.forget_idle(1);
        assert_eq!((pool.open(), pool.busy()), (1, 1));
        assert!(pool.resize(1).is_empty());
    }
}
