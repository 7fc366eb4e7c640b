//! Chance: one seed, one stream of numbers for each concern and each ordinal.
//!
//! Every draw is keyed by *what it is for* and *whose it is*, never by when it is made. So changing the balancing algorithm, or
//! how the run is stepped, cannot change which requests arrive or how much work they bring: two runs with one seed share
//! their arrivals (common random numbers).

/// What a number is drawn for. A stream for each, so that one never disturbs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Time between arrivals.
    Arrival = 1,
    /// Whether a request is for a static file, a page that reads or one that writes.
    Kind = 2,
    /// The client's address.
    Address = 3,
    /// The page asked for.
    Page = 4,
    /// The processor time that a page takes.
    Work = 5,
    /// Jitter of the internet.
    Jitter = 6,
    /// Service times of the bare queue.
    Service = 7,
    /// Choices of a test or a script generator outside the model.
    Script = 8,
    /// A user's time to think.
    Think = 9,
    /// A client's pause before another try.
    Backoff = 10,
    /// Which segments a link loses.
    Loss = 11,
    /// What a page waits for besides.
    Wait = 12,
    /// Which pages a flaw of the code hits.
    Flaw = 13,
    /// Which requests are sent slowly.
    Upload = 14,
    /// The further rows that a page writes.
    Rows = 15,
}

/// A generator of its own for one concern of one ordinal: SplitMix64, begun at a state that the key scatters. Most things
/// draw once or twice, so a generator is as good as it is quick to begin (docs/decisions/0004-draws.md).
#[derive(Clone, Debug)]
pub struct Draws(u64);

impl Draws {
    /// The draws of `concern` for the `ordinal`-th thing of the run with this `seed`.
    #[inline(always)]
    pub fn keyed(seed: u64, concern: Concern, ordinal: u64) -> Draws {
        Draws(finalize(seed ^ finalize((concern as u64) << 56 ^ ordinal)))
    }

    /// The next 64 bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        finalize(self.0)
    }

    /// Uniform in `[0, 1)`, with 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform in `(0, 1]`, so that its logarithm is finite.
    pub fn unit_above_zero(&mut self) -> f64 {
        1.0 - self.unit()
    }

    /// Uniform in `0..bound`; 0 where the bound is 0. The bias is below `bound / 2^64`.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }
}

/// Draws are a generator as the crate `rand` knows them, with all that it can draw.
impl rand::TryRng for Draws {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for word in bytes.chunks_mut(8) {
            word.copy_from_slice(&self.bits().to_le_bytes()[..word.len()]);
        }
        Ok(())
    }
}

/// 2^64 divided by the golden ratio: the step of the SplitMix64 sequence (Steele, Lea, Flood 2014).
pub const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of SplitMix64: a bijection of 64 bits that spreads every input bit over the whole word.
#[inline(always)]
pub const fn finalize(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_numbers_and_another_key_others() {
        let first = Draws::keyed(1, Concern::Work, 7).bits();
        assert_eq!(first, Draws::keyed(1, Concern::Work, 7).bits());
        for other in
            [Draws::keyed(2, Concern::Work, 7), Draws::keyed(1, Concern::Page, 7), Draws::keyed(1, Concern::Work, 8)]
        {
            assert_ne!(first, other.clone().bits());
        }
    }

    #[test]
    fn first_draws_of_neighbouring_ordinals_are_uniform() {
        let n = 200_000;
        let (mut sum, mut squares, mut lagged, mut before) = (0.0, 0.0, 0.0, 0.5);
        for ordinal in 0..n {
            let unit = Draws::keyed(42, Concern::Arrival, ordinal).unit();
            sum += unit;
            squares += unit * unit;
            lagged += (unit - 0.5) * (before - 0.5);
            before = unit;
        }
        let n = n as f64;
        assert!((sum / n - 0.5).abs() < 0.003, "mean {}", sum / n);
        assert!((squares / n - 1.0 / 3.0).abs() < 0.003, "second moment {}", squares / n);
        assert!((lagged / n * 12.0).abs() < 0.01, "correlation of neighbours {}", lagged / n * 12.0);
    }

    #[test]
    fn below_stays_below() {
        let mut draws = Draws::keyed(3, Concern::Script, 0);
        assert!((0..1000).all(|_| draws.below(7) < 7));
        assert_eq!(draws.below(0), 0);
    }
}
