//! `upstream`: the applications to which an nginx may pass a request, which of them is next, and which has failed so often that
//! it is left out for a while. Its clock has whole seconds, as that of nginx.

use crate::model::config::{Config, Upstream};

/// An application.
#[derive(Clone, Copy, Debug)]
struct Peer {
    weight: i64,
    /// What the smooth round robin compares.
    current: i64,
    /// Its weight, less while it has just failed.
    effective: i64,
    /// Requests under way there.
    active: u32,
    fails: u32,
    /// The second of its last failure.
    accessed: u64,
    /// The second from which `fail_timeout` counts.
    checked: u64,
    backup: bool,
}

/// Rules of the group that a configuration sets.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// `max_fails`; 0: none is left out.
    pub max_fails: u32,
    /// `fail_timeout`, in seconds.
    pub fail_timeout: u64,
    /// `least_conn`.
    pub least_conn: bool,
}

impl Rules {
    /// The rules of this configuration.
    pub fn of(config: &Config) -> Rules {
        let nginx = &config.nginx;
        Rules {
            max_fails: nginx.max_fails,
            fail_timeout: nginx.fail_timeout.as_nanos() / crate::engine::time::SimDuration::SECOND.as_nanos(),
            least_conn: nginx.upstream == Upstream::LeastConn,
        }
    }
}

/// The group, by index of the server.
#[derive(Clone, Debug, Default)]
pub struct Group {
    peers: Vec<Peer>,
}

impl Group {
    /// The group of the nginx on the server `own`: nothing where nginx passes to its own application alone.
    pub fn new(config: &Config, own: usize) -> Group {
        let upstream = config.nginx.upstream;
        if upstream == Upstream::Own {
            return Group::default();
        }
        let peer = |server: usize| {
            let weight = if server == own { i64::from(config.nginx.own_weight.max(1)) } else { 1 };
            let backup = upstream == Upstream::OwnFirst && server != own;
            Peer { weight, current: 0, effective: weight, active: 0, fails: 0, accessed: 0, checked: 0, backup }
        };
        Group { peers: (0..config.servers).map(peer).collect() }
    }

    /// The application for a request that has been at those of `tried` (bits by index): an active one, or a backup where no
    /// active one is usable. None: `no live upstreams`.
    pub fn pick(&mut self, tried: u64, rules: Rules, now_s: u64) -> Option<u8> {
        if self.peers.len() == 1 {
            // A single address is never left out.
            return (tried == 0).then(|| self.take(0));
        }
        let picked = self.among(false, tried, rules, now_s).or_else(|| self.among(true, tried, rules, now_s))?;
        let peer = &mut self.peers[picked];
        if now_s.saturating_sub(peer.checked) > rules.fail_timeout {
            peer.checked = now_s;
        }
        Some(self.take(picked))
    }

    fn take(&mut self, index: usize) -> u8 {
        self.peers[index].active += 1;
        index as u8
    }

    /// The choice among active ones or among backups.
    fn among(&mut self, backup: bool, tried: u64, rules: Rules, now_s: u64) -> Option<usize> {
        let usable = |index: usize, peer: &Peer| {
            let resting = rules.max_fails > 0
                && peer.fails >= rules.max_fails
                && now_s.saturating_sub(peer.checked) <= rules.fail_timeout;
            peer.backup == backup && tried & 1 << index == 0 && !resting
        };
        let load = |one: &Peer, other: &Peer| i64::from(one.active) * other.weight;
        let least = self.peers.iter().enumerate().filter(|(index, peer)| usable(*index, peer)).fold(
            None,
            |least: Option<Peer>, (_, peer)| match least {
                Some(least) if load(peer, &least) >= load(&least, peer) => Some(least),
                _ => Some(*peer),
            },
        )?;
        let (mut best, mut total): (Option<usize>, i64) = (None, 0);
        for index in 0..self.peers.len() {
            let peer = self.peers[index];
            if !usable(index, &peer) || rules.least_conn && load(&peer, &least) > load(&least, &peer) {
                continue;
            }
            let peer = &mut self.peers[index];
            peer.current += peer.effective;
            total += peer.effective;
            peer.effective = (peer.effective + 1).min(peer.weight);
            if best.is_none_or(|best| self.peers[index].current > self.peers[best].current) {
                best = Some(index);
            }
        }
        self.peers[best?].current -= total;
        best
    }

    /// A request is no longer at this application: it has failed there, or not.
    pub fn free(&mut self, server: u8, failed: bool, rules: Rules, now_s: u64) {
        let alone = self.peers.len() == 1;
        let Some(peer) = self.peers.get_mut(server as usize) else { return };
        peer.active = peer.active.saturating_sub(1);
        if failed && !alone {
            peer.fails += 1;
            (peer.accessed, peer.checked) = (now_s, now_s);
            if let Some(less) = peer.weight.checked_div(i64::from(rules.max_fails)) {
                peer.effective = (peer.effective - less).max(0);
            }
        } else if peer.accessed < peer.checked {
            // The trial after a rest has gone well.
            peer.fails = 0;
        }
    }

    /// Requests under way at each.
    pub fn active(&self) -> impl Iterator<Item = u32> {
        self.peers.iter().map(|peer| peer.active)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.peers.len()
    }

    /// Whether nginx passes to its own application alone.
    pub fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimDuration;

    fn group(upstream: Upstream, own_weight: u32) -> (Group, Rules) {
        let mut config = Config { servers: 3, ..Config::default() };
        (config.nginx.upstream, config.nginx.own_weight) = (upstream, own_weight);
        (config.nginx.max_fails, config.nginx.fail_timeout) = (1, SimDuration::from_seconds(2));
        (Group::new(&config, 0), Rules::of(&config))
    }

    #[test]
    fn weights_are_spread_smoothly() {
        let (mut group, rules) = group(Upstream::RoundRobin, 5);
        let picked: String = (0..14).map(|_| char::from(b'a' + group.pick(0, rules, 0).expect("one"))).collect();
        assert_eq!(picked, "aabacaaaabacaa");
    }

    #[test]
    fn one_that_failed_rests_beyond_the_timeout_in_whole_seconds_and_a_trial_that_goes_well_ends_it() {
        let (mut group, rules) = group(Upstream::OwnFirst, 1);
        assert_eq!(group.pick(0, rules, 10), Some(0));
        group.free(0, true, rules, 10);
        assert!((10..=12).all(|second| group.pick(0, rules, second) != Some(0)));
        assert_eq!(group.pick(0, rules, 13), Some(0));
        assert_ne!(group.pick(0, rules, 13), Some(0), "one trial, until it has ended");
        group.free(0, false, rules, 13);
        assert_eq!(group.pick(0, rules, 13), Some(0));
    }

    #[test]
    fn the_least_busy_is_chosen_and_a_tie_goes_round() {
        let (mut group, rules) = group(Upstream::LeastConn, 1);
        let first: Vec<Option<u8>> = (0..3).map(|_| group.pick(0, rules, 0)).collect();
        assert_eq!(first, [Some(0), Some(1), Some(2)]);
        group.free(1, false, rules, 0);
        assert_eq!(group.pick(0, rules, 0), Some(1));
    }

    #[test]
    fn nobody_is_left_when_all_were_tried() {
        let (mut group, rules) = group(Upstream::OwnFirst, 1);
        assert_eq!(group.pick(0b111, rules, 0), None);
        assert_eq!(group.pick(0b011, rules, 0), Some(2));
    }
}
