//! `balance random(N)`: N points drawn on the ring of consistent hashing, and of their servers the least loaded (HAProxy 2.6,
//! recorded). So the shares are the arcs of the ring, not exactly the weights.

use super::pool::Pool;
use super::ring::Ring;

/// Where HAProxy's own generator begins in a fresh process with one thread.
pub const HAPROXY_STATE: u32 = 2_463_534_242;

/// The ring and HAProxy's generator, xorshift32.
#[derive(Clone, Debug)]
pub(super) struct Random {
    pub(super) ring: Ring,
    draws: u32,
    state: u32,
}

impl Random {
    /// `draws` at each choice; the generator begins at `state`, which must not be 0.
    pub(super) fn new(pool: &Pool, factor: u32, draws: u32, state: u32) -> Random {
        Random { ring: Ring::new(pool, factor), draws: draws.max(1), state: state.max(1) }
    }

    fn next(&mut self) -> u32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        self.state
    }

    /// The one server that there is to choose: numbers are drawn all the same.
    pub(super) fn lone(&mut self, pool: &Pool, server: u16) -> Option<u16> {
        for _ in 0..self.draws {
            self.next();
        }
        Some(server).filter(|server| !pool.is_full(*server))
    }

    /// The best of the drawn servers; `None` where it is full, or there is none.
    pub(super) fn choose(&mut self, pool: &Pool, avoid: Option<u16>) -> Option<u16> {
        let mut best: Option<u16> = None;
        for _ in 0..self.draws {
            let hash = self.next();
            let drawn = self.ring.lookup(pool, hash, avoid)?;
            let load = |server: u16| u64::from(pool[server].served);
            let weight = |server: u16| u64::from(pool[server].effective_weight);
            // Of equal ones the later draw counts.
            let worse = |earlier: u16| load(drawn) * weight(earlier) > load(earlier) * weight(drawn);
            best = best.filter(|earlier| *earlier != drawn && worse(*earlier)).or(Some(drawn));
        }
        best.filter(|server| !pool.is_full(*server))
    }
}
