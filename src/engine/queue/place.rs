//! A place in an order, alone and together with what stands there, as one number.

/// Bits of an entry that say where its thing lies. The 40 bits between them and the position are the turn.
const SLOT_BITS: u32 = 24;
/// Most things that can be kept: half of what the bits can say.
pub(super) const MOST_SLOTS: u32 = 1 << (SLOT_BITS - 1);
/// The other half stands for signs, which are no things.
const SIGNS: u32 = MOST_SLOTS;
/// Most turns that can be given away: some days of the fastest run.
const MOST_TURNS: u64 = 1 << (64 - SLOT_BITS);

/// A place in an order: no two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// What goes before all else: an instant, or how much must have been done.
    pub at: u64,
    /// Among equals, who came first.
    pub turn: u64,
}

/// A place and what stands there, as one number that sorts like the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry(u128);

/// What stands at a place.
pub enum Standing {
    /// The thing in this slot.
    Thing(u32),
    /// A sign with this number: no thing, but somebody else's mark.
    Sign(u16),
}

impl Entry {
    /// After everything.
    pub(super) const NEVER: Entry = Entry(u128::MAX);

    /// The thing in `slot` at `place`.
    #[inline(always)]
    pub(super) fn of_thing(place: Place, slot: u32) -> Entry {
        debug_assert!(place.turn < MOST_TURNS, "all turns are given away");
        let low = place.turn << SLOT_BITS | u64::from(slot);
        Entry(u128::from(place.at) << 64 | u128::from(low))
    }

    /// A sign at `place`.
    pub fn of_sign(place: Place, sign: u16) -> Entry {
        Entry::of_thing(place, SIGNS + u32::from(sign))
    }

    /// The position alone.
    #[inline(always)]
    pub fn at(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// Its place.
    #[inline(always)]
    pub fn place(self) -> Place {
        Place { at: self.at(), turn: self.0 as u64 >> SLOT_BITS }
    }

    /// What stands there.
    #[inline(always)]
    pub fn standing(self) -> Standing {
        let slot = self.0 as u32 & (SIGNS - 1);
        if self.0 as u32 & SIGNS == 0 { Standing::Thing(slot) } else { Standing::Sign(slot as u16) }
    }
}
