//! Consistent hashing: each server has points on a ring of 32-bit numbers, sixteen for each unit of its weight, and a hash goes to
//! the nearest (HAProxy 2.6, recorded). Names and addresses do not matter, ids do. A server that goes takes its points with
//! it and moves nobody else's clients.

use super::hash::avalanche;
use super::pool::{InUse, Pool};
use crate::engine::sort;

/// Points of one server may be numbered up to here.
const MOST_POINTS: u32 = 4096;

/// The points of the usable servers, active and backup apart.
#[derive(Clone, Debug)]
pub(super) struct Ring {
    groups: [Vec<Point>; 2],
    /// The point that the last request without a hash took.
    last: Option<u32>,
    /// Percent of the mean load that a server may have (`hash-balance-factor`); 0: any.
    factor: u32,
    /// Of each server, the weight of those before it in its group as it was at the start; never refreshed.
    before: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    at: u32,
    server: u16,
}

impl Ring {
    /// The ring of the usable servers.
    pub(super) fn new(pool: &Pool, factor: u32) -> Ring {
        let mut sums = [0, 0];
        let before = pool.iter().map(|(_, server)| {
            let sum = &mut sums[usize::from(server.backup)];
            let before = *sum;
            *sum += if server.usable { server.effective_weight } else { 0 };
            before
        });
        let before = before.collect();
        let mut ring = Ring { groups: [Vec::new(), Vec::new()], last: None, factor, before };
        ring.rebuild(pool);
        ring
    }

    /// Places all points anew, after a server came, went or got another weight.
    pub(super) fn rebuild(&mut self, pool: &Pool) {
        self.groups.iter_mut().for_each(Vec::clear);
        for (place, server) in pool.iter().filter(|(_, server)| server.usable) {
            let point = |j| Point { at: avalanche(server.id.wrapping_mul(MOST_POINTS).wrapping_add(j)), server: place };
            self.groups[usize::from(server.backup)].extend((0..server.effective_weight).map(point));
        }
        self.groups.iter_mut().for_each(|points| sort::by_key(points, |point| *point));
    }

    fn points(&self, pool: &Pool) -> &[Point] {
        &self.groups[usize::from(pool.in_use() != InUse::Active)]
    }

    /// The server of the point nearest to `hash`; the next ones on the ring where that is `avoid` or has its share already.
    pub(super) fn lookup(&self, pool: &Pool, hash: u32, avoid: Option<u16>) -> Option<u16> {
        let points = self.points(pool);
        let next = points.partition_point(|point| point.at < hash) % points.len().max(1);
        let previous = (next + points.len()).checked_sub(1)? % points.len();
        let (behind, ahead) = (points.get(previous)?.at, points.get(next)?.at);
        let mut at = if hash.wrapping_sub(behind) <= ahead.wrapping_sub(hash) { previous } else { next };
        let fits = |server| avoid != Some(server) && (self.factor == 0 || self.is_eligible(pool, server));
        let mut rounds = 0;
        while !fits(points[at].server) {
            if at + 1 == points.len() {
                rounds += 1;
                if rounds > 1 {
                    break;
                }
            }
            at = (at + 1) % points.len();
        }
        Some(points[at].server)
    }

    /// For a request that has nothing to hash: the next point with room after the last one used so.
    pub(super) fn turn(&mut self, pool: &Pool, avoid: Option<u16>) -> Option<u16> {
        let points = &self.groups[usize::from(pool.in_use() != InUse::Active)];
        let start = self.last.map_or(0, |last| points.partition_point(|point| point.at <= last));
        let walk = (0..points.len()).map(|step| points[(start + step) % points.len()]);
        let mut avoided = None;
        for point in walk.filter(|point| !pool.is_full(point.server)) {
            if avoid != Some(point.server) {
                self.last = Some(point.at);
                return Some(point.server);
            }
            avoided = Some(point);
        }
        self.last = avoided.map(|point| point.at).or(self.last);
        avoided.map(|point| point.server)
    }

    /// Whether a server has less than its share of all open requests, the one to come included.
    fn is_eligible(&self, pool: &Pool, server: u16) -> bool {
        let all = pool.group_weight().max(1);
        let slots = ((pool.served + 1) * self.factor).div_ceil(100);
        let (each, rest) = (slots / all, slots % all);
        let (weight, before) = (pool[server].effective_weight, self.before[usize::from(server)]);
        let extra = (before + weight) * rest / all - before * rest / all;
        pool[server].served < (weight * each + extra).max(1)
    }

    /// Checks that exactly the usable servers have points.
    pub(super) fn audit(&self, pool: &Pool) -> Result<(), String> {
        for (place, server) in pool.iter() {
            let points = self.groups.iter().flatten().filter(|point| point.server == place).count() as u32;
            let wanted = if server.usable { server.effective_weight } else { 0 };
            if points != wanted {
                return Err(format!("server {place} has {points} points on the ring, not {wanted}"));
            }
        }
        Ok(())
    }
}
