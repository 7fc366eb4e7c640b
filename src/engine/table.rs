//! A map from numbers, in their order, that takes few bytes of the page and is quickly copied: pages of entries one behind the
//! other. Each kind of `BTreeMap` that a page holds costs it three kilobytes.

/// Most entries of a page.
const PAGE: usize = 256;

/// The map.
#[derive(Clone, Debug)]
pub struct Table<V> {
    /// Each in the order of keys, as they are together; none is empty.
    pages: Vec<Vec<(u32, V)>>,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Table { pages: Vec::new() }
    }
}

impl<V> Table<V> {
    /// The page of a key, and where it is there or would have to be.
    fn place(&self, key: u32) -> Option<(usize, Result<usize, usize>)> {
        let is_before = |page: &Vec<(u32, V)>| page.last().is_some_and(|(last, _)| *last < key);
        // What is beyond all keys belongs at the end of the last page.
        let page = self.pages.partition_point(is_before).min(self.pages.len().checked_sub(1)?);
        Some((page, self.pages[page].binary_search_by_key(&key, |(key, _)| *key)))
    }

    /// What is at `key`.
    pub fn get(&self, key: u32) -> Option<&V> {
        let (page, place) = self.place(key)?;
        Some(&self.pages[page][place.ok()?].1)
    }

    /// What is at `key`, to be changed.
    pub fn get_mut(&mut self, key: u32) -> Option<&mut V> {
        let (page, place) = self.place(key)?;
        Some(&mut self.pages[page][place.ok()?].1)
    }

    /// Puts `value` at `key`, in the place of what is there.
    pub fn insert(&mut self, key: u32, value: V) {
        match self.place(key) {
            None => self.pages.push(vec![(key, value)]),
            Some((page, Ok(index))) => self.pages[page][index].1 = value,
            Some((page, Err(index))) => {
                self.pages[page].insert(index, (key, value));
                if self.pages[page].len() > PAGE {
                    let half = self.pages[page].split_off(PAGE / 2);
                    self.pages.insert(page + 1, half);
                }
            }
        }
    }

    /// Takes out what is at `key`.
    pub fn remove(&mut self, key: u32) {
        if let Some((page, Ok(index))) = self.place(key) {
            self.pages[page].remove(index);
            if self.pages[page].is_empty() {
                self.pages.remove(page);
            }
        }
    }

    /// Keys and what is there, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &V)> {
        self.pages.iter().flatten().map(|(key, value)| (*key, value))
    }

    /// How many keys.
    pub fn len(&self) -> usize {
        self.pages.iter().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::{Concern, Draws};
    use std::collections::BTreeMap;

    #[test]
    fn it_agrees_with_the_map_of_the_standard_library() {
        let (mut table, mut map) = (Table::default(), BTreeMap::new());
        for ordinal in 0..20_000 {
            let mut draws = Draws::keyed(7, Concern::Script, ordinal);
            let key = (draws.bits() % 3_000) as u32;
            // First it grows, then it shrinks.
            if draws.bits() % 10 < if ordinal < 10_000 { 7 } else { 2 } {
                table.insert(key, ordinal);
                map.insert(key, ordinal);
            } else {
                table.remove(key);
                map.remove(&key);
            }
            assert_eq!((table.get(key), table.len(), table.is_empty()), (map.get(&key), map.len(), map.is_empty()));
        }
        assert!(table.iter().eq(map.iter().map(|(key, value)| (*key, value))));
        assert_eq!(table.get_mut(map.keys().next().copied().unwrap_or(0)).copied(), map.values().next().copied());
    }
}
