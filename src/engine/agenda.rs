//! The events to come, by time and, within one instant, by the order in which they were scheduled.
//!
//! Two kinds share that one order. *Events* sit in a queue (see `queue`). *Timers* may be disarmed, and nearly all of them are:
//! they stand in lanes whose heads alone are in the queue (see `lanes`).

mod lanes;

use super::digest::Print;
use super::queue::{Entry, Place, Queue, Standing};
use super::time::{SimDuration, SimTime};
use lanes::{Due, Lanes};

pub use lanes::TimerId;

/// The agenda of a run.
#[derive(Clone, Debug)]
pub struct Agenda<E> {
    now: SimTime,
    order: u64,
    /// Events, each with its print: where one is scheduled its kind is known to the compiler, where it is taken it is not.
    queue: Queue<(u64, E)>,
    lanes: Lanes<E>,
}

/// What happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// When.
    pub time: SimTime,
    /// The event's print for the digest of the run.
    pub print: u64,
    /// Where the event lies, until the next one is scheduled: see [`Agenda::event`].
    pub slot: u32,
}

impl<E: Copy + Print> Default for Agenda<E> {
    fn default() -> Self {
        Agenda { now: SimTime::ZERO, order: 0, queue: Queue::default(), lanes: Lanes::default() }
    }
}

impl<E: Copy + Print> Agenda<E> {
    /// The instant that the run has reached.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Moves the clock to `time`, before which nothing more happens; never back.
    pub fn pass_to(&mut self, time: SimTime) {
        self.now = self.now.max(time);
    }

    /// Schedules `event` at `time`; what lies in the past happens now.
    #[inline(always)]
    pub fn at(&mut self, time: SimTime, event: E) {
        debug_assert!(time >= self.now, "scheduled in the past");
        let place = self.next_place(time.max(self.now));
        self.queue.push(place, (event.print(), event));
    }

    /// Schedules `event` a duration from now.
    #[inline(always)]
    pub fn after(&mut self, delay: SimDuration, event: E) {
        self.at(self.now + delay, event);
    }

    /// Schedules `event` a duration from now, unless the timer is disarmed before.
    pub fn arm(&mut self, after: SimDuration, event: E) -> TimerId {
        let place = self.next_place(self.now + after);
        let (id, fresh) = self.lanes.arm(after, place, event);
        if let Some(lane) = fresh {
            self.queue.enter(Entry::of_sign(place, lane));
        }
        id
    }

    /// Disarms a timer and arms it anew for the same event, a duration from now: one call where it was armed, as a limit that moves mostly is.
    pub fn rearm(&mut self, id: TimerId, after: SimDuration, event: E) -> TimerId {
        if !self.lanes.is_armed(id) {
            return self.arm(after, event);
        }
        let place = self.next_place(self.now + after);
        if let Some(lane) = self.lanes.rearm(id, after, place) {
            self.queue.enter(Entry::of_sign(place, lane));
        }
        id
    }

    /// Disarms a timer; one that is due, disarmed or none is left alone.
    #[inline(always)]
    pub fn disarm(&mut self, id: TimerId) {
        self.lanes.disarm(id);
    }

    /// The next event at or before `limit`, if there is one; the clock moves to it.
    #[inline(always)]
    pub fn next(&mut self, limit: SimTime) -> Option<Next> {
        let slot = loop {
            let entry = self.queue.take(limit.as_nanos())?;
            let slot = match entry.standing() {
                Standing::Thing(slot) => slot,
                Standing::Sign(lane) => match self.due(lane, entry.place()) {
                    Some(slot) => slot,
                    None => continue,
                },
            };
            self.now = SimTime::from_nanos(entry.at());
            break slot;
        };
        Some(Next { time: self.now, print: self.queue.release(slot).0, slot })
    }

    /// The event that [`Agenda::next`] has just named.
    #[inline(always)]
    pub fn event(&self, slot: u32) -> &E {
        &self.queue.thing(slot).1
    }

    /// The head of a lane whose entry stood at `place`, if it is still the head's; the next head takes its place.
    #[inline(never)]
    fn due(&mut self, lane: u16, place: Place) -> Option<u32> {
        let Due { event, next } = self.lanes.due(lane, place);
        if let Some(next) = next {
            self.queue.enter_late(Entry::of_sign(next, lane));
        }
        event.map(|event| self.queue.keep((event.print(), event)))
    }

    /// Takes out the events (not timers) that `out` picks, in their order. For what is rare: a crash, a cut link.
    pub fn extract(&mut self, mut out: impl FnMut(&E) -> bool) -> Vec<E> {
        self.queue.extract(&mut |(_, event)| out(event)).into_iter().map(|(_, (_, event))| event).collect()
    }

    /// How many events and armed timers are to come.
    pub fn len(&self) -> usize {
        self.queue.len() - self.lanes.in_queue() + self.lanes.armed()
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.queue.bytes() + self.lanes.bytes()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline(always)]
    fn next_place(&mut self, time: SimTime) -> Place {
        self.order += 1;
        Place { at: time.as_nanos(), turn: self.order }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::{Concern, Draws};

    impl Print for u32 {
        fn print(&self) -> u64 {
            u64::from(*self)
        }
    }

    fn drain(agenda: &mut Agenda<u32>) -> Vec<(u64, u32)> {
        let mut seen = Vec::new();
        while let Some(Next { time, slot, .. }) = agenda.next(SimTime::NEVER) {
            seen.push((time.as_nanos(), *agenda.event(slot)));
        }
        seen
    }

    #[test]
    fn events_of_one_instant_run_in_the_order_of_scheduling_timers_included() {
        let mut agenda = Agenda::default();
        agenda.at(SimTime::from_nanos(5), 1);
        agenda.arm(SimDuration::from_nanos(5), 2);
        agenda.at(SimTime::from_nanos(5), 3);
        agenda.arm(SimDuration::from_nanos(5), 4);
        agenda.at(SimTime::from_nanos(4), 5);
        assert_eq!(drain(&mut agenda), [(4, 5), (5, 1), (5, 2), (5, 3), (5, 4)]);
    }

    #[test]
    fn a_disarmed_timer_is_silent_and_its_id_is_spent() {
        let mut agenda = Agenda::default();
        let first = agenda.arm(SimDuration::from_nanos(5), 1);
        agenda.disarm(first);
        let second = agenda.arm(SimDuration::from_nanos(5), 2);
        agenda.disarm(first);
        agenda.disarm(TimerId::NONE);
        assert_eq!(agenda.len(), 1);
        assert_eq!(drain(&mut agenda), [(5, 2)]);
        agenda.disarm(second);
        assert!(agenda.is_empty());
    }

    #[test]
    fn nothing_later_than_the_limit_is_touched() {
        let mut agenda = Agenda::default();
        agenda.at(SimTime::from_nanos(10), 1);
        assert!(agenda.next(SimTime::from_nanos(9)).is_none());
        agenda.pass_to(SimTime::from_nanos(9));
        assert_eq!(agenda.now(), SimTime::from_nanos(9));
        assert_eq!(agenda.next(SimTime::from_nanos(10)).map(|next| *agenda.event(next.slot)), Some(1));
    }

    #[test]
    fn extracted_events_keep_their_order_and_the_rest_stays() {
        let mut agenda = Agenda::default();
        for value in 0..100 {
            agenda.at(SimTime::from_nanos(u64::from(value * 37 % 11)), value);
        }
        let odd = agenda.extract(|value| value % 2 == 1);
        let mut sorted = odd.clone();
        sorted.sort_by_key(|value| (value * 37 % 11, *value));
        assert_eq!(odd, sorted);
        assert_eq!(drain(&mut agenda).len(), 50);
    }

    #[test]
    fn any_mix_of_events_timers_and_disarming_agrees_with_a_sorted_list() {
        let mut draws = Draws::keyed(11, Concern::Script, 0);
        let mut agenda = Agenda::default();
        let mut model: Vec<(u64, u64, u32)> = Vec::new();
        let mut armed: Vec<(TimerId, u32)> = Vec::new();
        for value in 0..20_000_u32 {
            let now = agenda.now().as_nanos();
            match draws.below(5) {
                0 => {
                    let after = draws.below(50);
                    agenda.after(SimDuration::from_nanos(after), value);
                    model.push((now + after, u64::from(value), value));
                }
                1 => {
                    let after = [7, 30, 200][draws.below(3) as usize];
                    armed.push((agenda.arm(SimDuration::from_nanos(after), value), value));
                    model.push((now + after, u64::from(value), value));
                }
                2 if !armed.is_empty() => {
                    let (id, value) = armed.swap_remove(draws.below(armed.len() as u64) as usize);
                    agenda.disarm(id);
                    model.retain(|entry| entry.2 != value);
                }
                3 if !armed.is_empty() => {
                    let which = draws.below(armed.len() as u64) as usize;
                    let (id, event) = &mut armed[which];
                    let after = [7, 30, 200][draws.below(3) as usize];
                    *id = agenda.rearm(*id, SimDuration::from_nanos(after), *event);
                    model.retain(|entry| entry.2 != *event);
                    model.push((now + after, u64::from(value), *event));
                }
                _ => {
                    model.sort_unstable();
                    let expected = (!model.is_empty()).then(|| model.remove(0));
                    let got = agenda.next(SimTime::NEVER).map(|next| (next.time.as_nanos(), *agenda.event(next.slot)));
                    assert_eq!(got, expected.map(|(time, _, value)| (time, value)));
                    if let Some((_, _, value)) = expected {
                        armed.retain(|entry| entry.1 != value);
                    }
                }
            }
            assert_eq!(agenda.len(), model.len());
        }
    }
}
