//! Who asks for what: skewed popularity of addresses and pages, and the draws of one request.

use super::config::Clients;
use super::mysql::script::{MOST_ROWS, Script};
use super::observation::Kind;
use crate::engine::rng::{Concern, Draws};
use std::sync::Arc;

/// Zipf's law over `n` ranks, sampled in constant time (Walker's alias method, Vose's construction).
#[derive(Clone, Debug)]
pub struct Zipf {
    /// Chance, in units of 2^-32, that a cell gives its own rank, and the other rank that it gives else.
    cells: Arc<[(u32, u32)]>,
}

impl Zipf {
    /// Popularity of rank `k` (from 0) proportional to `1 / (k + 1)^exponent`.
    pub fn new(n: u32, exponent: f64) -> Zipf {
        let n = n.max(1) as usize;
        let weights: Vec<f64> = (1..=n).map(|rank| libm::pow(rank as f64, -exponent)).collect();
        let total: f64 = weights.iter().sum();
        let mut share: Vec<f64> = weights.iter().map(|weight| weight * n as f64 / total).collect();
        let mut cells = vec![(u32::MAX, 0); n];
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|rank| share[*rank] < 1.0);
        while let (Some(less), Some(more)) = (small.pop(), large.pop()) {
            cells[less] = ((share[less] * 4_294_967_296.0) as u32, more as u32);
            share[more] -= 1.0 - share[less];
            if share[more] < 1.0 { &mut small } else { &mut large }.push(more);
        }
        Zipf { cells: cells.into() }
    }

    /// The rank of these 64 random bits.
    pub fn rank(&self, bits: u64) -> u32 {
        let cell = ((bits >> 32) * self.cells.len() as u64) >> 32;
        let (chance, other) = self.cells[cell as usize];
        if (bits as u32) < chance || chance == u32::MAX { cell as u32 } else { other }
    }
}

/// The clients of a run.
#[derive(Clone, Debug)]
pub struct Population {
    seed: u64,
    static_share: f64,
    write_share: f64,
    addresses: Zipf,
    pages: Zipf,
}

/// Marks the keys of requests of a closed workload, which hold a user's number and that of his request; those of an open one
/// are numbered as they come.
pub const CLOSED: u64 = 1 << 63;

/// First address of the population: the range that RFC 6598 sets aside for carriers.
const FIRST_ADDRESS: u32 = 0x6440_0000;

/// The bits of [`Further`]'s last byte that count.
const COUNT: u8 = MOST_ROWS as u8 - 1;

/// The rows that a write touches besides its page's: how many, and the chance by which they are drawn. Three bytes, because the event
/// that carries it has no more to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Further([u8; 3]);

impl Further {
    /// There are none.
    pub const NONE: Further = Further([0; 3]);

    /// Its word, for a digest.
    pub const fn to_word(self) -> u64 {
        let [chance, more, least] = self.0;
        chance as u64 | (more as u64) << 8 | (least as u64) << 16
    }
}

impl Population {
    /// The population of this configuration.
    pub fn new(seed: u64, clients: &Clients) -> Population {
        Population {
            seed,
            static_share: clients.static_share,
            write_share: clients.write_share,
            addresses: Zipf::new(clients.addresses, clients.skew),
            pages: Zipf::new(clients.pages, 1.0),
        }
    }

    /// What the request with this number asks for.
    pub fn kind(&self, ordinal: u64) -> Kind {
        let unit = Draws::keyed(self.seed, Concern::Kind, ordinal).unit();
        if unit < self.static_share {
            Kind::Static
        } else if unit < self.static_share + self.write_share {
            Kind::Write
        } else {
            Kind::Read
        }
    }

    /// The IPv4 address that it comes from, as a number. Ranks are spread over 65,536 addresses by an odd factor, a bijection,
    /// so that popular clients are not neighbours.
    pub fn address(&self, ordinal: u64) -> u32 {
        self.who(ordinal).0
    }

    /// The address that it comes from and the user behind it: each address is one user's, the most active being number 1.
    pub fn who(&self, ordinal: u64) -> (u32, u32) {
        let rank = self.user(ordinal);
        (FIRST_ADDRESS | (rank.wrapping_mul(40_503) & 0xffff), rank + 1)
    }

    /// The rank of the user behind it, from 0. In a closed workload all requests of one user come from one address.
    pub fn user(&self, ordinal: u64) -> u32 {
        let who = if ordinal & CLOSED == 0 { ordinal } else { ordinal & !u64::from(u32::MAX) };
        self.addresses.rank(Draws::keyed(self.seed, Concern::Address, who).bits())
    }

    /// The page that it asks for.
    pub fn page(&self, ordinal: u64) -> u32 {
        self.pages.rank(Draws::keyed(self.seed, Concern::Page, ordinal).bits())
    }

    /// What its write touches besides the row of its page, if that is `rows` in all.
    pub fn further(&self, ordinal: u64, rows: u32) -> Further {
        let [chance, more, least, ..] = Draws::keyed(self.seed, Concern::Rows, ordinal).bits().to_le_bytes();
        Further([chance, more, least & !COUNT | rows.saturating_sub(1) as u8 & COUNT])
    }

    /// The rows of a write, in the order in which it comes to them: its page's, and others that are drawn as pages are. A row that it
    /// has already gives way to the next one; of fewer rows than it wants it has all.
    pub fn rows(&self, page: u32, further: Further) -> Script {
        let mut script = Script::default();
        script.add(page);
        let mut draws = Draws::keyed(self.seed, Concern::Rows, further.to_word() << 32);
        let pages = self.pages.cells.len() as u32;
        for _ in 0..u32::from(further.0[2] & COUNT).min(pages.saturating_sub(1)) {
            let mut row = self.pages.rank(draws.bits());
            while !script.add(row) {
                row = (row + 1) % pages;
            }
        }
        script
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_come_as_often_as_zipf_says() {
        let (n, exponent, draws) = (500, 0.8, 1_000_000_u64);
        let zipf = Zipf::new(n, exponent);
        let mut counts = vec![0_u64; n as usize];
        for ordinal in 0..draws {
            counts[zipf.rank(Draws::keyed(1, Concern::Address, ordinal).bits()) as usize] += 1;
        }
        let weight = |rank: usize| libm::pow((rank + 1) as f64, -exponent);
        let total: f64 = (0..n as usize).map(weight).sum();
        for rank in [0, 1, 9, 99, 499] {
            let expected = weight(rank) / total * draws as f64;
            let deviation = (counts[rank] as f64 - expected).abs() / expected.sqrt();
            assert!(deviation < 4.5, "rank {rank}: {} instead of {expected}", counts[rank]);
        }
    }

    #[test]
    fn one_rank_and_no_skew_are_fine() {
        assert_eq!(Zipf::new(1, 3.0).rank(u64::MAX), 0);
        assert_eq!(Zipf::new(4, 0.0).rank(u64::MAX), 3);
    }

    #[test]
    fn every_rank_has_an_address_of_its_own() {
        let mut all: Vec<u32> = (0..65_536_u32).map(|rank| rank.wrapping_mul(40_503) & 0xffff).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 65_536);
    }
}
