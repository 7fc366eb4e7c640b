//! A running hash of all that happens: 64 bits, equal on every machine. It tells runs apart; it is no defence against malice.

use super::rng::GOLDEN;

/// The hash of a run so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

/// What goes into a digest.
pub trait Print {
    /// A hash of the thing by itself. It does not wait for the hash of what was before, and is the same on every machine.
    fn print(&self) -> u64;
}

/// The print of two words below 2^62. A third one is blended with the print of the first two.
#[inline(always)]
pub const fn blend(first: u64, second: u64) -> u64 {
    let mixed = (first ^ second.wrapping_mul(GOLDEN)).wrapping_mul(ODD);
    mixed ^ (mixed >> 29)
}

/// An odd number without a pattern, from the finalizer of SplitMix64.
pub(super) const ODD: u64 = 0xbf58_476d_1ce4_e5b9;

impl Digest {
    /// Takes in a thing by its print and its instant.
    #[inline(always)]
    pub const fn take_in(&mut self, nanos: u64, print: u64) {
        let mixed = (self.0 ^ nanos ^ print.rotate_left(32)).wrapping_mul(GOLDEN);
        self.0 = mixed ^ (mixed >> 29);
    }

    /// The hash so far.
    pub const fn value(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_in_one_bit_or_in_its_order_has_another_print() {
        let mut prints = vec![blend(0, 0)];
        for word in (0..62).map(|bit| 1 << bit) {
            prints.extend([blend(word, 0), blend(0, word), blend(blend(0, 0), word), blend(blend(word, 0), 1)]);
        }
        prints.sort_unstable();
        prints.dedup();
        // Of nothing and nothing the print is nothing, so here the second word and the third are the same.
        assert_eq!(prints.len(), 3 * 62 + 1);
        let of = |order: [u64; 2]| {
            let mut digest = Digest::default();
            order.iter().for_each(|print| digest.take_in(7, *print));
            digest.value()
        };
        assert_ne!(of([1, 2]), of([2, 1]));
    }
}
