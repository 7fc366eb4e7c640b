//! Row locks: one holder for each row, the others behind it in the order in which they came.

use crate::engine::slab::Key;
use std::collections::VecDeque;

/// A locked row.
#[derive(Clone, Debug)]
struct Lock {
    row: u32,
    holder: Key,
    waiters: VecDeque<Key>,
}

/// What a request for a lock comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// It is had.
    Granted,
    /// It is waited for.
    Waits,
    /// Waiting would never end: every one in the circle waits for the next.
    Deadlock,
}

/// Locks. Few rows are locked at a time, so they stand in a list.
#[derive(Clone, Debug, Default)]
pub struct Locks {
    locks: Vec<Lock>,
}

impl Locks {
    /// Asks for a row.
    pub fn acquire(&mut self, row: u32, who: Key) -> Grant {
        match self.locks.iter_mut().position(|lock| lock.row == row) {
            None => {
                self.locks.push(Lock { row, holder: who, waiters: VecDeque::new() });
                Grant::Granted
            }
            Some(index) if self.locks[index].holder == who => Grant::Granted,
            Some(index) if self.leads_back(self.locks[index].holder, who) => Grant::Deadlock,
            Some(index) => {
                self.locks[index].waiters.push_back(who);
                Grant::Waits
            }
        }
    }

    /// Waits for a row that another one holds, though that closes a circle: it is for the caller to break that.
    pub fn wait(&mut self, row: u32, who: Key) {
        if let Some(lock) = self.locks.iter_mut().find(|lock| lock.row == row) {
            lock.waiters.push_back(who);
        }
    }

    /// The sessions that would stand in a circle if `who` waited for a row, but for `who`: from the row's holder on, each waits for the
    /// next.
    pub fn circle(&self, row: u32, who: Key) -> Vec<Key> {
        let mut circle = Vec::new();
        let mut next = self.holder(row);
        while let Some(one) = next.filter(|one| *one != who && circle.len() <= self.locks.len()) {
            circle.push(one);
            next = self.waits_for(one);
        }
        circle
    }

    /// Whom a session waits for.
    fn waits_for(&self, who: Key) -> Option<Key> {
        self.locks.iter().find(|lock| lock.waiters.contains(&who)).map(|lock| lock.holder)
    }

    /// Whether whoever `from` waits for waits, in the end, for `to`. A session waits for one row at most, so this is a chain.
    fn leads_back(&self, mut from: Key, to: Key) -> bool {
        for _ in 0..=self.locks.len() {
            if from == to {
                return true;
            }
            match self.waits_for(from) {
                Some(holder) => from = holder,
                None => return false,
            }
        }
        false
    }

    /// A session waits no more.
    pub fn forget(&mut self, who: Key) {
        self.locks.iter_mut().for_each(|lock| lock.waiters.retain(|waiter| *waiter != who));
    }

    /// Gives up one lock of a session; gives who has it now, if somebody waited, or that there was none.
    pub fn release_one(&mut self, who: Key) -> Option<Option<Key>> {
        let index = self.locks.iter().position(|lock| lock.holder == who)?;
        let lock = &mut self.locks[index];
        match lock.waiters.pop_front() {
            Some(next) => {
                lock.holder = next;
                Some(Some(next))
            }
            None => {
                self.locks.swap_remove(index);
                Some(None)
            }
        }
    }

    /// Who holds a row.
    pub fn holder(&self, row: u32) -> Option<Key> {
        self.locks.iter().find(|lock| lock.row == row).map(|lock| lock.holder)
    }

    /// Rows that a session holds.
    pub fn held(&self, who: Key) -> usize {
        self.locks.iter().filter(|lock| lock.holder == who).count()
    }

    /// Checks that nobody waits in a circle, and that only those hold or wait whom `lives` knows.
    ///
    /// # Errors
    /// Says who does.
    pub fn audit(&self, lives: impl Fn(Key) -> bool) -> Result<(), String> {
        for lock in &self.locks {
            if let Some(gone) = lock.waiters.iter().chain([&lock.holder]).find(|who| !lives(**who)) {
                return Err(format!("{gone:?} is gone, and has to do with the lock of row {}", lock.row));
            }
            if let Some(stuck) = lock.waiters.iter().find(|who| self.leads_back(lock.holder, **who)) {
                return Err(format!("{stuck:?} waits for row {} in a circle", lock.row));
            }
        }
        Ok(())
    }

    /// Sessions that wait.
    pub fn waiting(&self) -> usize {
        self.locks.iter().map(|lock| lock.waiters.len()).sum()
    }

    /// Nobody holds or waits any more.
    pub fn clear(&mut self) {
        self.locks.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(index: u32) -> Key {
        Key { index, generation: 0 }
    }

    #[test]
    fn waiters_have_it_in_the_order_in_which_they_came() {
        let mut locks = Locks::default();
        let grants: Vec<Grant> = (0..4).map(|index| locks.acquire(7, session(index))).collect();
        assert_eq!(grants, [Grant::Granted, Grant::Waits, Grant::Waits, Grant::Waits]);
        locks.forget(session(2));
        let order: Vec<_> = [0, 1, 3].iter().map(|index| locks.release_one(session(*index))).collect();
        assert_eq!(order, [Some(Some(session(1))), Some(Some(session(3))), Some(None)]);
        assert_eq!((locks.release_one(session(3)), locks.waiting(), locks.holder(7)), (None, 0, None));
    }

    #[test]
    fn a_circle_is_found_by_who_would_close_it() {
        let mut locks = Locks::default();
        (0..3).for_each(|index| assert_eq!(locks.acquire(index, session(index)), Grant::Granted));
        assert_eq!(locks.acquire(1, session(0)), Grant::Waits);
        assert_eq!(locks.acquire(2, session(1)), Grant::Waits);
        assert_eq!(locks.acquire(0, session(2)), Grant::Deadlock);
        assert_eq!(locks.circle(0, session(2)), [session(0), session(1)]);
        assert_eq!((locks.held(session(2)), locks.audit(|_| true)), (1, Ok(())));
        assert_eq!(locks.acquire(0, session(0)), Grant::Granted);
        assert!(locks.audit(|who| who != session(1)).is_err());
        locks.wait(0, session(2));
        assert!(locks.audit(|_| true).is_err());
    }
}
