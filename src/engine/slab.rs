//! A store with stable, generation-checked keys: a key of something that has ended finds nothing, even when its slot is
//! in use again.

/// A key into a [`Slab`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Slot, dense from 0: arrays beside the slab may be indexed by it.
    pub index: u32,
    /// How many things have used the slot before.
    pub generation: u32,
}

impl Key {
    /// A key that finds nothing.
    pub const NONE: Key = Key { index: u32::MAX, generation: 0 };

    /// The key as one word, for handles that pass through another layer.
    pub const fn to_word(self) -> u64 {
        (self.index as u64) << 32 | self.generation as u64
    }

    /// The key of [`Key::to_word`].
    pub const fn from_word(word: u64) -> Key {
        Key { index: (word >> 32) as u32, generation: word as u32 }
    }
}

#[derive(Clone, Debug)]
struct Slot<T> {
    generation: u32,
    /// Of a free slot, the one that was freed before it.
    next: u32,
    value: Option<T>,
}

impl<T> Slot<T> {
    /// It holds nothing any more, and `before` was freed before it. Gives its index, the first of the free now.
    #[inline(always)]
    fn set_free(&mut self, index: u32, before: u32) -> u32 {
        (self.generation, self.next) = (self.generation.wrapping_add(1), before);
        index
    }
}

/// No slot.
const NIL: u32 = u32::MAX;

/// The store. Slots are used again, last freed first, so that after warm-up nothing is allocated.
#[derive(Clone, Debug)]
pub struct Slab<T> {
    slots: Vec<Slot<T>>,
    /// The slot that was freed last.
    free: u32,
    len: usize,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { slots: Vec::new(), free: NIL, len: 0 }
    }
}

impl<T> Slab<T> {
    /// The key that the next [`Slab::insert`] will give.
    pub fn next_key(&self) -> Key {
        match self.slots.as_slice().get(self.free as usize) {
            Some(slot) => Key { index: self.free, generation: slot.generation },
            None => Key { index: self.slots.len() as u32, generation: 0 },
        }
    }

    /// Keeps `value` and gives its key.
    pub fn insert(&mut self, value: T) -> Key {
        self.insert_here(value)
    }

    /// As [`Slab::insert`], without a call, so that the value is built where it will be: for what every request does.
    #[inline(always)]
    pub fn insert_here(&mut self, value: T) -> Key {
        if self.free == NIL {
            self.make_room();
        }
        let index = self.free;
        let slot = &mut self.slots.as_mut_slice()[index as usize];
        (self.free, self.len) = (slot.next, self.len + 1);
        slot.value = Some(value);
        Key { index, generation: slot.generation }
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        self.free = self.slots.len() as u32;
        self.slots.push(Slot { generation: 0, next: NIL, value: None });
    }

    /// The value of `key`, if it has not ended.
    pub fn get(&self, key: Key) -> Option<&T> {
        self.slots.get(key.index as usize).filter(|slot| slot.generation == key.generation)?.value.as_ref()
    }

    /// The value of `key` to change, if it has not ended.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.slots.get_mut(key.index as usize).filter(|slot| slot.generation == key.generation)?.value.as_mut()
    }

    /// Ends `key` and gives its value back.
    pub fn remove(&mut self, key: Key) -> Option<T> {
        let slot = self.slots.as_mut_slice().get_mut(key.index as usize);
        let slot = slot.filter(|slot| slot.generation == key.generation)?;
        let value = slot.value.take()?;
        self.free = slot.set_free(key.index, self.free);
        self.len -= 1;
        Some(value)
    }

    /// Ends `key`, where nobody wants the whole value: gives what `read` reads of it, and nothing else is copied.
    #[inline(always)]
    pub fn end<R>(&mut self, key: Key, read: impl FnOnce(&T) -> R) -> Option<R> {
        let slot = self.slots.as_mut_slice().get_mut(key.index as usize);
        let slot = slot.filter(|slot| slot.generation == key.generation)?;
        let read = read(slot.value.as_ref()?);
        slot.value = None;
        self.free = slot.set_free(key.index, self.free);
        self.len -= 1;
        Some(read)
    }

    /// How many values it holds.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many slots it has, used or free.
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    /// Everything it holds, by slot.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &T)> {
        self.slots.iter().enumerate().filter_map(|(index, slot)| {
            let key = Key { index: index as u32, generation: slot.generation };
            slot.value.as_ref().map(|value| (key, value))
        })
    }

    /// The keys of everything it holds, by slot.
    pub fn keys(&self) -> Vec<Key> {
        self.iter().map(|(key, _)| key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_outlived_by_its_slot_finds_nothing() {
        let mut slab = Slab::default();
        let first = slab.insert("first");
        assert_eq!(slab.remove(first), Some("first"));
        let second = slab.insert("second");
        assert_eq!(second.index, first.index);
        assert_eq!(slab.get(first), None);
        assert_eq!(slab.remove(first), None);
        assert_eq!(slab.get(second), Some(&"second"));
        assert_eq!(slab.len(), 1);
        assert_eq!(Key::from_word(second.to_word()), second);
    }
}
