//! The code of the application: a version, and what is wrong with it. It lies as files on a server and is loaded by workers.

use crate::engine::rng::{Concern, Draws};
use core::fmt;

/// A version of the application's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u16);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.0)
    }
}

/// Shares of pages are counted in millionths.
pub const ALL_PAGES: u32 = 1_000_000;

/// What is wrong with a version. Shares are in millionths of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing.
    None,
    /// This share of the pages fails: 500.
    Errors(u32),
    /// Every page takes this many times as long to work on.
    Slow(u32),
    /// This share of the pages waits for ever for something that can be interrupted: a sleep, an answer that never comes.
    Sleeps(u32),
    /// This share of the pages never ends and cannot be interrupted.
    Hangs(u32),
}

/// A version of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Which.
    pub version: Version,
    /// What is wrong with it.
    pub flaw: Flaw,
}

impl Code {
    /// What every server starts with.
    pub const FIRST: Code = Code { version: Version(1), flaw: Flaw::None };

    /// Whether the flaw hits the page of the request with this ordinal. Another version hits other pages.
    pub fn hits(self, seed: u64, ordinal: u64) -> bool {
        let (Flaw::Errors(share) | Flaw::Sleeps(share) | Flaw::Hangs(share)) = self.flaw else { return false };
        let key = ordinal.wrapping_add(u64::from(self.version.0) << 40);
        Draws::keyed(seed, Concern::Flaw, key).below(u64::from(ALL_PAGES)) < u64::from(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaw_hits_its_share_of_the_pages_and_other_ones_in_another_version() {
        let hit = |version, share| {
            let code = Code { version: Version(version), flaw: Flaw::Errors(share) };
            (0..10_000).filter(|ordinal| code.hits(1, *ordinal)).collect::<Vec<u64>>()
        };
        let (second, third) = (hit(2, 100_000), hit(3, 100_000));
        assert!((900..1_100).contains(&second.len()), "{}", second.len());
        assert_ne!(second, third);
        assert_eq!((hit(2, 0).len(), hit(2, ALL_PAGES).len()), (0, 10_000));
        assert!(!Code::FIRST.hits(1, 0));
    }
}
