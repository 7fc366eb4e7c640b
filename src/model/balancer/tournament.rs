//! Servers that play for the smallest key, as in a tournament: who wins its match goes on to the next, and the winner of the last
//! one is first. A change of one server's key plays its matches again, one for each doubling of the number of servers, and
//! moves nothing else. Among equal keys the one that came first wins. Few servers play no matches: all of them are looked at.

use crate::engine::sort;

/// An ordered set of servers, each at most once, that shows its first.
#[derive(Clone, Debug)]
pub(super) struct Tournament {
    /// The last match at 1; those who meet in match `i` come from `2 i` and `2 i + 1`; the last half are the servers. Each
    /// holds an entry: key, arrival and server as one number that sorts like them, or [`ABSENT`].
    entries: Box<[u64]>,
    /// Counts insertions in steps that leave the bits below them to the servers: what tells equal keys apart.
    arrival: u64,
    step: u64,
}

/// Loses to everybody.
const ABSENT: u64 = u64::MAX;
/// Where in an entry the key begins, above arrival and server.
const KEY: u32 = 32;
/// So few play no matches: to look at them all takes fewer steps than two changes' matches.
const FEW: usize = 8;

impl Tournament {
    /// Nobody takes part yet; there is room for `servers`.
    pub(super) fn new(servers: usize) -> Tournament {
        let seats = servers.next_power_of_two().max(FEW);
        Tournament { entries: vec![ABSENT; 2 * seats].into(), arrival: 0, step: seats as u64 }
    }

    /// The server with the smallest key that came first.
    #[inline]
    pub(super) fn first(&self) -> Option<u16> {
        self.server(if self.is_small() { self.least() } else { self.entries[1] })
    }

    #[inline(always)]
    fn is_small(&self) -> bool {
        self.step == FEW as u64
    }

    /// The least entry of few servers, by comparisons of which no processor has to guess the outcome.
    #[inline(always)]
    fn least(&self) -> u64 {
        let Some(&[a, b, c, d, e, f, g, h]) = self.entries.last_chunk::<FEW>() else { return ABSENT };
        a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h)))
    }

    /// The first of those that `fits`. It costs a way down for each earlier one that does not.
    pub(super) fn first_that(&self, fits: impl Fn(u16) -> bool) -> Option<u16> {
        let mut best = ABSENT;
        match self.is_small() {
            true => (FEW..2 * FEW).for_each(|seat| self.search(seat, &fits, &mut best)),
            false => self.search(1, &fits, &mut best),
        }
        self.server(best)
    }

    /// Whether `server` takes part.
    pub(super) fn contains(&self, server: u16) -> bool {
        self.entries[self.seat(server)] != ABSENT
    }

    /// The key of `server`, if it takes part.
    #[inline(always)]
    pub(super) fn key(&self, server: u16) -> Option<u32> {
        let entry = self.entries[self.seat(server)];
        (entry != ABSENT).then_some((entry >> KEY) as u32)
    }

    /// `server` takes part with `key`, behind its equals, whatever it did before.
    #[inline(always)]
    pub(super) fn insert(&mut self, server: u16, key: u32) {
        if self.arrival >> KEY != 0 {
            self.number_anew(server);
        }
        let entry = u64::from(key) << KEY | self.arrival | u64::from(server);
        self.arrival += self.step;
        self.play(server, entry);
    }

    /// `server` does not take part any more.
    pub(super) fn remove(&mut self, server: u16) {
        if self.contains(server) {
            self.play(server, ABSENT);
        }
    }

    /// Plays the matches of `server` again, up to the first whose winner is the same as before.
    #[inline(always)]
    fn play(&mut self, server: u16, entry: u64) {
        let (mut game, small) = (self.seat(server), self.is_small());
        let entries = &mut *self.entries;
        let mut winner = entry;
        entries[game] = entry;
        while game > 1 && !small {
            winner = winner.min(entries[game ^ 1]);
            game /= 2;
            if entries[game] == winner {
                break;
            }
            entries[game] = winner;
        }
    }

    /// All arrivals that there can be are given away: those who take part get the first ones, in their order. `comes` is about
    /// to come anew.
    #[cold]
    fn number_anew(&mut self, comes: u16) {
        self.remove(comes);
        let seats = self.entries.len() / 2;
        let mut present: Vec<u64> = self.entries[seats..].iter().copied().filter(|entry| *entry != ABSENT).collect();
        sort::by_key(&mut present, |entry| *entry);
        self.entries.fill(ABSENT);
        self.arrival = 0;
        for entry in present {
            if let Some(server) = self.server(entry) {
                self.insert(server, (entry >> KEY) as u32);
            }
        }
    }

    fn seat(&self, server: u16) -> usize {
        self.entries.len() / 2 + usize::from(server)
    }

    #[inline(always)]
    fn server(&self, entry: u64) -> Option<u16> {
        (entry != ABSENT).then_some((entry & (self.step - 1)) as u16)
    }

    fn search(&self, game: usize, fits: &impl Fn(u16) -> bool, best: &mut u64) {
        let Some(&entry) = self.entries.get(game).filter(|entry| **entry < *best) else { return };
        if self.server(entry).is_some_and(fits) {
            *best = entry;
        } else {
            self.search(2 * game, fits, best);
            self.search(2 * game + 1, fits, best);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_come_out_in_the_order_they_went_in() {
        let mut tournament = Tournament::new(5);
        for (server, key) in [(2, 7), (0, 7), (4, 1), (1, 7)] {
            tournament.insert(server, key);
        }
        let mut walk = Vec::new();
        while let Some(first) = tournament.first() {
            walk.push(first);
            tournament.remove(first);
        }
        assert_eq!(walk, [4, 2, 0, 1]);
    }

    #[test]
    fn a_single_server_and_none_at_all_have_their_tournament_too() {
        let mut tournament = Tournament::new(1);
        tournament.remove(0);
        assert_eq!((tournament.first(), tournament.key(0)), (None, None));
        tournament.insert(0, 3);
        assert_eq!((tournament.first(), tournament.key(0)), (Some(0), Some(3)));
        assert_eq!(Tournament::new(0).first(), None);
    }

    #[test]
    fn when_arrivals_are_numbered_anew_the_order_stays() {
        let mut tournament = Tournament::new(4);
        (0..4).for_each(|server| tournament.insert(server, 5));
        tournament.arrival = 1 << KEY;
        tournament.insert(1, 5);
        assert_eq!(tournament.arrival, 4 * tournament.step);
        for server in [0, 2, 3, 1] {
            assert_eq!((tournament.first(), tournament.key(server)), (Some(server), Some(5)));
            tournament.remove(server);
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod laws {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn it_agrees_with_a_sorted_list(
                script in prop::collection::vec((0u16..13, 0u32..6, any::<bool>()), 0..300),
                unfit in prop::collection::vec(any::<bool>(), 13),
            ) {
                let mut tournament = Tournament::new(13);
                let mut list: Vec<(u32, usize, u16)> = Vec::new();
                for (step, (server, key, insert)) in script.into_iter().enumerate() {
                    list.retain(|entry| entry.2 != server);
                    if insert {
                        tournament.insert(server, key);
                        list.push((key, step, server));
                        list.sort_unstable();
                    } else {
                        tournament.remove(server);
                    }
                    prop_assert_eq!(tournament.contains(server), insert);
                    prop_assert_eq!(tournament.first(), list.first().map(|entry| entry.2));
                    let fits = |server: u16| !unfit[usize::from(server)];
                    let first = list.iter().map(|entry| entry.2).find(|server| fits(*server));
                    prop_assert_eq!(tournament.first_that(fits), first);
                }
            }
        }
    }
}
