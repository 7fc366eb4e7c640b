//! Everything between machines: delay, jitter, loss, and links that are cut.
//!
//! What a link loses is sent again by TCP: the message arrives, later by TCP's pauses. A cut link holds back what is sent
//! over it and what was under way on it; when it heals, all of that is delivered, in its order, one delay later. There the
//! back-off of TCP's repetitions is not modelled.

use super::event::Event;
use super::id::{LinkId, MachineId};
use super::observation::Observer;
use super::world::{Env, World};
use crate::engine::rng::{Concern, Draws};
use crate::engine::time::{SimDuration, SimTime};

/// A cut link and what it holds back.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Which.
    pub link: LinkId,
    /// What will be sent again, oldest first.
    pub held: Vec<Event>,
}

/// First pause before a lost SYN is sent again (RFC 6298, 2.1).
const SYN_PAUSE: SimDuration = SimDuration::SECOND;
/// Least of the other pauses beyond the round trip (Linux, `TCP_RTO_MIN`).
const LEAST_PAUSE: SimDuration = SimDuration::from_millis(200);
/// Longest of them (Linux, `TCP_RTO_MAX`).
const MOST_PAUSE: SimDuration = SimDuration::from_seconds(120);
/// How often a segment is sent again at most (Linux, `tcp_retries2`).
const MOST_REPEATS: u32 = 15;
/// Shares of loss are counted in millionths.
const MILLION: f64 = 1e6;

/// What a person has done to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Which.
    pub link: LinkId,
    /// How many times as long as usual it takes.
    pub factor: u32,
    /// What it loses, in millionths, if that is not what the configuration says.
    pub loss: Option<u32>,
}

/// The links that are not as the configuration says; all others are.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// At most one entry for a link.
    pub cuts: Vec<Cut>,
    /// At most one entry for a link.
    pub troubles: Vec<Trouble>,
    /// Whether any link loses anything.
    lossy: bool,
    /// Messages that a lossy link has carried.
    carried: u64,
}

impl Links {
    /// The trouble of this link, to change.
    pub(super) fn trouble(&mut self, link: LinkId) -> &mut Trouble {
        let index = self.troubles.iter().position(|trouble| trouble.link == link).unwrap_or_else(|| {
            self.troubles.push(Trouble { link, factor: 1, loss: None });
            self.troubles.len() - 1
        });
        &mut self.troubles[index]
    }

    /// The trouble between two machines, if there is any.
    fn known(&self, one: MachineId, other: MachineId) -> Option<&Trouble> {
        self.troubles.iter().find(|trouble| trouble.link == LinkId::between(one, other))
    }

    /// How many times as long as usual a message takes.
    #[cold]
    fn factor(&self, one: MachineId, other: MachineId) -> u64 {
        self.known(one, other).map_or(1, |trouble| u64::from(trouble.factor))
    }

    /// The cut of this link, if it is cut.
    fn cut(&mut self, from: MachineId, to: MachineId) -> Option<&mut Cut> {
        let link = LinkId::between(from, to);
        self.cuts.iter_mut().find(|cut| cut.link == link)
    }
}

impl World {
    /// One way over the site's network between two machines; nothing within one.
    pub(super) fn lan(&self, from: MachineId, to: MachineId) -> SimDuration {
        match from == to {
            true => SimDuration::ZERO,
            false if self.links.troubles.is_empty() => self.config.network.lan,
            false => self.config.network.lan * self.links.factor(from, to),
        }
    }

    /// One way over the internet for the `crossing`-th time of this request.
    pub(super) fn wan(&self, ordinal: u64, crossing: u64) -> SimDuration {
        let network = &self.config.network;
        let mut delay = network.wan;
        if !network.wan_jitter.is_zero() {
            let key = ordinal.wrapping_mul(4).wrapping_add(crossing);
            let unit = Draws::keyed(self.config.seed, Concern::Jitter, key).unit();
            let width = 2 * network.wan_jitter.as_nanos();
            // A signed number, because that is what processors convert to.
            let late = SimDuration::from_nanos((unit * width as f64) as i64 as u64);
            delay = (delay + late).saturating_sub(network.wan_jitter);
        }
        match self.links.troubles.is_empty() {
            true => delay,
            false => delay * self.links.factor(MachineId::CLIENT, self.config.site().entry()),
        }
    }

    /// Looks anew whether any link loses anything.
    pub(super) fn weigh_losses(&mut self) {
        let network = &self.config.network;
        let lossy = |trouble: &Trouble| trouble.loss.is_some();
        self.links.lossy = network.wan_loss + network.lan_loss > 0.0 || self.links.troubles.iter().any(lossy);
    }

    /// Share of its segments that the link between two machines loses.
    fn loss(&self, one: MachineId, other: MachineId) -> f64 {
        match self.links.known(one, other).and_then(|trouble| trouble.loss) {
            Some(millionths) => f64::from(millionths) / MILLION,
            None if one == other => 0.0,
            None if one == MachineId::CLIENT || other == MachineId::CLIENT => self.config.network.wan_loss,
            None => self.config.network.lan_loss,
        }
    }

    /// How much later a message arrives because its first segment was lost, again and again perhaps. The draws are numbered by
    /// the messages themselves: where another configuration sends others, other ones are lost.
    fn repeats(&mut self, message: &Event) -> SimDuration {
        let Some((from, to)) = message.ends(self.config.site()) else { return SimDuration::ZERO };
        let share = self.loss(from, to);
        if share <= 0.0 {
            return SimDuration::ZERO;
        }
        let mut draws = Draws::keyed(self.config.seed, Concern::Loss, self.links.carried);
        self.links.carried += 1;
        let far = from == MachineId::CLIENT || to == MachineId::CLIENT;
        let way = if far { self.config.network.wan } else { self.lan(from, to) };
        let mut late = |mut pause: SimDuration| {
            let mut lost = SimDuration::ZERO;
            for _ in (0..MOST_REPEATS).take_while(|_| draws.unit() < share) {
                lost += pause;
                pause = (pause * 2).min(MOST_PAUSE);
            }
            lost
        };
        // A request that comes a round trip after its SYN has the answer to that SYN before it, and it may be lost, too.
        let direct = matches!(message, Event::Request { .. }) && !self.config.preset.has_balancer();
        let answer = if direct || message.follows_syn() { late(SYN_PAUSE) } else { SimDuration::ZERO };
        answer + late(if message.opens() { SYN_PAUSE } else { LEAST_PAUSE + way * 2 })
    }

    /// Sends a message that takes `delay` to arrive. Gives when, if the link carries.
    #[inline(always)]
    pub(super) fn send(&mut self, delay: SimDuration, message: Event) -> SimTime {
        let arrival = self.agenda.now() + delay;
        self.send_at(arrival, message)
    }

    /// Sends a message that arrives at `arrival`. Gives when, if the link carries.
    #[inline(always)]
    pub(super) fn send_at(&mut self, arrival: SimTime, message: Event) -> SimTime {
        if self.links.lossy || !self.links.cuts.is_empty() {
            return self.send_in_trouble(arrival, message);
        }
        self.agenda.at(arrival, message);
        arrival
    }

    /// Sends a message over a link that may be cut or lose it.
    #[cold]
    fn send_in_trouble(&mut self, arrival: SimTime, message: Event) -> SimTime {
        let cut = message.ends(self.config.site()).and_then(|(from, to)| self.links.cut(from, to));
        if let Some(cut) = cut {
            cut.held.push(message);
            return SimTime::NEVER;
        }
        let arrival = if self.links.lossy { arrival + self.repeats(&message) } else { arrival };
        self.agenda.at(arrival, message);
        arrival
    }

    /// Cuts a link. Gives whether it was whole.
    pub(super) fn cut_link(&mut self, link: LinkId) -> bool {
        let [one, other] = link.ends();
        if self.links.cut(one, other).is_some() {
            return false;
        }
        let site = self.config.site();
        let held =
            self.agenda.extract(|event| event.ends(site).is_some_and(|(from, to)| LinkId::between(from, to) == link));
        self.links.cuts.push(Cut { link, held });
        true
    }

    /// Mends a link and sends on what it held. Gives whether it was cut.
    pub(super) fn heal_link(&mut self, link: LinkId) -> bool {
        let Some(index) = self.links.cuts.iter().position(|cut| cut.link == link) else {
            return false;
        };
        let [one, other] = link.ends();
        let delay = if one == MachineId::CLIENT { self.config.network.wan } else { self.lan(one, other) };
        // One that must be repeated holds up those behind it: none overtakes another.
        let mut arrival = self.agenda.now() + delay;
        for message in self.links.cuts.remove(index).held {
            arrival = self.send_at(arrival, message).max(arrival);
        }
        true
    }

    /// Loses every message under way from or to a machine that goes off.
    pub(super) fn lose_messages<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let site = self.config.site();
        let concerns = |event: &Event| event.ends(site).is_some_and(|(from, to)| from == machine || to == machine);
        let mut lost = self.agenda.extract(concerns);
        for cut in &mut self.links.cuts {
            let (gone, kept) = cut.held.drain(..).partition(concerns);
            let gone: Vec<Event> = gone;
            cut.held = kept;
            lost.extend(gone);
        }
        for message in lost {
            self.lose(message, env);
        }
    }
}
