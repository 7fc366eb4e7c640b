//! `balance roundrobin`: smooth weighted round robin over positions (HAProxy 2.6, recorded).
//!
//! Each server takes a place every `wanted / share` positions. Those whose next place lies in this round stand in
//! `current`, ordered by it; those that have had all of theirs stand in `next`, heaviest first; `initial` are those of
//! the former `next` that have not been used in this round. Choosing takes O(log n) for every server looked at.

use super::config::ServerConfig;
use super::pool::Pool;
use super::server::{Server, WEIGHT_SCALE};
use super::tournament::Tournament;

/// Larger than every effective weight, so that `HEAVIEST - share` puts the heaviest first.
const HEAVIEST: u32 = ServerConfig::WEIGHT_MAX * WEIGHT_SCALE;
/// Sub-positions of a position in `current`'s key.
const FINE: u32 = HEAVIEST / WEIGHT_SCALE;

/// The positions of all servers, active and backup apart.
#[derive(Clone, Debug)]
pub(super) struct RoundRobin {
    groups: [Group; 2],
    seats: Box<[Seat]>,
    /// Servers set aside during one choice; empty between choices.
    aside: Vec<u16>,
}

#[derive(Clone, Debug)]
struct Group {
    current: Tournament,
    initial: Tournament,
    next: Tournament,
    /// Positions in the present round.
    weight: u32,
    /// The sum of the shares now: what the next round will have.
    wanted: u32,
    position: u32,
}

/// A server's place in the turn.
#[derive(Clone, Copy, Debug, Default)]
struct Seat {
    /// The effective weight it takes part with.
    share: u32,
    /// The position of its next turn; 0: not given yet in this round.
    next: u32,
    /// The position of its last turn.
    last: u32,
    /// What `wanted / share` has left over so far.
    rest: u32,
}

impl RoundRobin {
    /// A first round, in which the heaviest come first and equal ones in declaration order.
    pub(super) fn new(pool: &Pool) -> RoundRobin {
        let servers = usize::from(pool.len());
        let group = || Group {
            current: Tournament::new(servers),
            initial: Tournament::new(servers),
            next: Tournament::new(servers),
            weight: 0,
            wanted: 0,
            position: 0,
        };
        let mut turn = RoundRobin {
            groups: [group(), group()],
            seats: vec![Seat::default(); servers].into(),
            aside: Vec::with_capacity(servers),
        };
        for (place, server) in pool.iter().filter(|(_, server)| server.usable) {
            let group = &mut turn.groups[usize::from(server.backup)];
            turn.seats[usize::from(place)].share = server.effective_weight;
            group.wanted += server.effective_weight;
            group.initial.insert(place, HEAVIEST - server.effective_weight);
        }
        for group in &mut turn.groups {
            group.start_round();
            group.position = group.wanted;
        }
        turn
    }

    /// The server whose turn it is among those with room; `avoid` only if there is no other. `None`: all are full.
    pub(super) fn choose(&mut self, pool: &Pool, backups: bool, avoid: Option<u16>) -> Option<u16> {
        let group = &mut self.groups[usize::from(backups)];
        let mut avoided = None;
        let mut new_round = false;
        let chosen = loop {
            if group.weight == 0 {
                group.start_round();
            }
            let server = match group.first(&mut self.seats) {
                Some(server) => server,
                None if new_round => break avoided,
                None => {
                    core::mem::swap(&mut group.initial, &mut group.next);
                    group.start_round();
                    new_round = true;
                    continue;
                }
            };
            group.advance(&mut self.seats[usize::from(server)]);
            group.leave(server);
            if !pool.is_full(server) {
                if avoid != Some(server) {
                    break Some(server);
                }
                avoided = avoid;
            }
            self.aside.push(server);
        };
        if let Some(server) = chosen {
            group.place(&mut self.seats[usize::from(server)], server);
        }
        while let Some(server) = self.aside.pop() {
            let seat = &mut self.seats[usize::from(server)];
            match new_round {
                _ if chosen == Some(server) => {}
                // Its place went with the former round; only its weight counts.
                true => group.initial.insert(server, HEAVIEST - seat.share),
                false => group.place(seat, server),
            }
        }
        chosen
    }

    /// A server became usable: its first turn comes after as many positions as if it had just had one.
    pub(super) fn gained(&mut self, pool: &Pool, server: u16) {
        let Server { backup, effective_weight: share, .. } = pool[server];
        let group = &mut self.groups[usize::from(backup)];
        let seat = &mut self.seats[usize::from(server)];
        group.wanted += share;
        seat.share = share;
        seat.next =
            group.position.wrapping_add(group.wanted.wrapping_add(group.weight).wrapping_sub(group.position) / share);
        group.place(seat, server);
    }

    /// A server stopped being usable.
    pub(super) fn lost(&mut self, pool: &Pool, server: u16) {
        let group = &mut self.groups[usize::from(pool[server].backup)];
        group.wanted -= self.seats[usize::from(server)].share;
        group.leave(server);
    }

    /// A usable server's weight changed: its next turn moves nearer, never further than it was.
    pub(super) fn reweighed(&mut self, pool: &Pool, server: u16) {
        let Server { backup, effective_weight: share, .. } = pool[server];
        let group = &mut self.groups[usize::from(backup)];
        let seat = &mut self.seats[usize::from(server)];
        group.wanted = group.wanted - seat.share + share;
        seat.share = share;
        if group.initial.contains(server) {
            group.initial.remove(server);
            group.initial.insert(server, HEAVIEST - share);
            return;
        }
        if group.next.contains(server) {
            seat.next = seat.next.wrapping_add(group.weight);
        }
        let step = group.wanted / share;
        seat.next = seat.next.min(seat.last.wrapping_add(step));
        seat.rest = 0;
        if seat.next < group.position.wrapping_add(2) {
            seat.next = group.position.wrapping_add(step);
        }
        group.leave(server);
        group.place(seat, server);
    }

    /// Checks that exactly the usable servers have a place, and that the shares add up.
    pub(super) fn audit(&self, pool: &Pool) -> Result<(), String> {
        let mut wanted = [0, 0];
        for (place, server) in pool.iter() {
            let group = &self.groups[usize::from(server.backup)];
            let places =
                [&group.current, &group.initial, &group.next].iter().filter(|order| order.contains(place)).count();
            if places != usize::from(server.usable) {
                return Err(format!("server {place} has {places} places in the turn, usable: {}", server.usable));
            }
            if server.usable {
                wanted[usize::from(server.backup)] += server.effective_weight;
            }
        }
        let kept = [self.groups[0].wanted, self.groups[1].wanted];
        if wanted != kept {
            return Err(format!("shares add up to {wanted:?}, kept as {kept:?}"));
        }
        Ok(())
    }
}

impl Group {
    /// A new round, with the weights of now.
    fn start_round(&mut self) {
        self.weight = self.wanted;
        self.position = self.weight;
    }

    /// Whose turn it is in this round, if anybody's.
    fn first(&self, seats: &mut [Seat]) -> Option<u16> {
        let current = self.current.first();
        if let Some(server) = current.filter(|&server| seats[usize::from(server)].next <= self.position) {
            return Some(server);
        }
        let Some(server) = self.initial.first() else {
            return current;
        };
        let seat = &mut seats[usize::from(server)];
        (seat.next, seat.rest) = (0, 0);
        Some(server)
    }

    /// The turn is used: the next one comes `wanted / share` positions on, what is left over saved up.
    fn advance(&mut self, seat: &mut Seat) {
        if seat.next == 0 {
            seat.next = self.position;
        }
        seat.last = seat.next;
        seat.next = seat.next.wrapping_add(self.wanted / seat.share);
        seat.rest += self.wanted % seat.share;
        if seat.rest >= seat.share {
            seat.rest -= seat.share;
            seat.next = seat.next.wrapping_add(1);
        }
        self.position = self.position.wrapping_add(1);
    }

    /// Into `current` by its next turn, or into `next` when that lies beyond this round.
    fn place(&mut self, seat: &mut Seat, server: u16) {
        if seat.next >= 2 * self.weight || seat.next >= self.weight + self.wanted {
            seat.next = seat.next.wrapping_sub(self.weight);
            self.next.insert(server, HEAVIEST - seat.share);
        } else {
            let fine = (HEAVIEST + seat.rest).wrapping_sub(seat.share) / WEIGHT_SCALE;
            self.current.insert(server, seat.next.wrapping_mul(FINE).wrapping_add(fine));
        }
    }

    fn leave(&mut self, server: u16) {
        self.current.remove(server);
        self.initial.remove(server);
        self.next.remove(server);
    }
}
