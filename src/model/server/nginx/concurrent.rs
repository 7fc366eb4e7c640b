//! `limit_conn`: how many requests of each client address are under way at once.

use crate::engine::table::Table;

/// The zone: a count for each address that has requests under way.
#[derive(Clone, Debug, Default)]
pub struct Concurrent {
    counts: Table<u32>,
}

impl Concurrent {
    /// One more of this address, if fewer than `most` are under way; gives whether it may.
    pub fn enter(&mut self, address: u32, most: u32) -> bool {
        match self.counts.get_mut(address) {
            Some(count) if *count >= most => return false,
            Some(count) => *count += 1,
            None => self.counts.insert(address, 1),
        }
        true
    }

    /// One that entered is over.
    pub fn leave(&mut self, address: u32) {
        match self.counts.get_mut(address) {
            Some(count) if *count > 1 => *count -= 1,
            _ => self.counts.remove(address),
        }
    }

    /// How many are under way in all.
    pub fn total(&self) -> u32 {
        self.counts.iter().map(|(_, count)| *count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_at_once_and_another_one_too() {
        let mut zone = Concurrent::default();
        assert_eq!([1, 1, 1, 2].map(|address| zone.enter(address, 2)), [true, true, false, true]);
        zone.leave(1);
        assert!(zone.enter(1, 2) && !zone.enter(1, 2));
        [1, 1, 2].into_iter().for_each(|address| zone.leave(address));
        assert_eq!(zone.total(), 0);
    }
}
