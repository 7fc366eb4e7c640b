//! A running hash of all that happens: 64 bits, equal on every machine. It tells runs apart; it is no defence against malice.

use core::hash::{Hash, Hasher};

/// The hash of a run so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// The print of a thing by itself: it does not wait for the hash of what was before.
    #[inline]
    pub fn print(thing: &impl Hash) -> u64 {
        let mut alone = Digest(0);
        thing.hash(&mut alone);
        alone.0
    }

    /// Takes in a thing by its print and its instant.
    #[inline]
    pub fn take_in(&mut self, nanos: u64, print: u64) {
        self.write_u64(nanos ^ print.rotate_left(32));
    }

    /// The hash so far.
    pub const fn value(self) -> u64 {
        self.0
    }
}

/// Every width is hashed as one 64-bit word, so that a 32-bit machine computes the same.
impl Hasher for Digest {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }
    #[inline(always)]
    fn write_u8(&mut self, word: u8) {
        self.write_u64(u64::from(word));
    }
    #[inline(always)]
    fn write_u16(&mut self, word: u16) {
        self.write_u64(u64::from(word));
    }
    #[inline(always)]
    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }
    #[inline(always)]
    fn write_u64(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
    #[inline(always)]
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
    #[inline(always)]
    fn write_isize(&mut self, word: isize) {
        self.write_u64(word as i64 as u64);
    }
}
