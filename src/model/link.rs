//! Everything between machines: delay, jitter, and links that are cut.
//!
//! A cut link holds back what is sent over it and what was under way on it; when it heals, all of that is delivered, in its
//! order, one delay later, as TCP sends again what was lost. The back-off of TCP's repetitions is not modelled.

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

/// The cut links; all others carry.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// At most one entry for a link.
    pub cuts: Vec<Cut>,
}

impl Links {
    /// The cut of this link, if it is cut.
    fn cut(&mut self, from: MachineId, to: MachineId) -> Option<&mut Cut> {
        if self.cuts.is_empty() {
            return None;
        }
        let link = LinkId::between(from, to);
        self.cuts.iter_mut().find(|cut| cut.link == link)
    }
}

impl World {
    /// One way over the site's network between two machines; nothing within one.
    pub(super) fn lan(&self, from: MachineId, to: MachineId) -> SimDuration {
        if from == to { SimDuration::ZERO } else { self.config.network.lan }
    }

    /// One way over the internet for the `crossing`-th time of this request.
    pub(super) fn wan(&self, ordinal: u64, crossing: u64) -> SimDuration {
        let network = &self.config.network;
        if network.wan_jitter.is_zero() {
            return network.wan;
        }
        let unit = Draws::keyed(self.config.seed, Concern::Jitter, ordinal * 4 + crossing).unit();
        let width = 2 * network.wan_jitter.as_nanos();
        (network.wan + SimDuration::from_nanos((unit * width as f64) as u64)).saturating_sub(network.wan_jitter)
    }

    /// Sends a message that takes `delay` to arrive. Gives when, if the link carries.
    pub(super) fn send(&mut self, delay: SimDuration, message: Event) -> SimTime {
        let arrival = self.agenda.now() + delay;
        self.send_at(arrival, message)
    }

    /// Sends a message that arrives at `arrival`. Gives when, if the link carries.
    pub(super) fn send_at(&mut self, arrival: SimTime, message: Event) -> SimTime {
        let ends = if self.links.cuts.is_empty() { None } else { message.ends() };
        if let Some(cut) = ends.and_then(|(from, to)| self.links.cut(from, to)) {
            cut.held.push(message);
            return SimTime::NEVER;
        }
        self.agenda.at(arrival, message);
        arrival
    }

    /// Cuts a link. Gives whether it was whole.
    pub(super) fn cut_link(&mut self, link: LinkId) -> bool {
        let [one, other] = link.ends();
        if self.links.cut(one, other).is_some() {
            return false;
        }
        let held =
            self.agenda.extract(|event| event.ends().is_some_and(|(from, to)| LinkId::between(from, to) == link));
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
        for message in self.links.cuts.remove(index).held {
            self.send(delay, message);
        }
        true
    }

    /// Loses every message under way from or to a machine that goes off.
    pub(super) fn lose_messages<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let concerns = |event: &Event| event.ends().is_some_and(|(from, to)| from == machine || to == machine);
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
