//! The events to come, by time and, within one instant, by the order in which they were scheduled.
//!
//! Two kinds share that one order. *Events* sit in a four-ary heap. *Timers* may be disarmed, and nearly all of them are:
//! timers of one duration fall due in the order in which they were armed, so each duration has a lane, a linked list
//! whose head alone stands in the heap. Arming and disarming cost a few writes, and a lane's stale place in the heap is
//! corrected when it comes up, once in a whole duration.

use super::time::{SimDuration, SimTime};

/// Marks the end of a linked list.
const NIL: u32 = u32::MAX;
/// Children of a heap node; four fit a cache line better than two.
const ARITY: usize = 4;

/// A timer that may be disarmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerId {
    index: u32,
    generation: u32,
}

impl TimerId {
    /// No timer: disarming it does nothing.
    pub const NONE: TimerId = TimerId { index: NIL, generation: 0 };
}

/// Where an entry stands: by time, then by order of scheduling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    time: SimTime,
    order: u64,
}

impl Place {
    /// Both parts as one number: compared without a branch.
    #[inline]
    fn key(self) -> u128 {
        u128::from(self.time.as_nanos()) << 64 | u128::from(self.order)
    }
}

#[derive(Clone, Copy, Debug)]
enum Item<E> {
    Event(E),
    Lane(u16),
}

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    place: Place,
    item: Item<E>,
}

#[derive(Clone, Debug)]
struct Lane {
    after: SimDuration,
    head: u32,
    tail: u32,
    /// Whether the heap holds an entry for this lane, at or before its head.
    in_heap: bool,
}

#[derive(Clone, Debug)]
struct Timer<E> {
    place: Place,
    event: E,
    before: u32,
    next: u32,
    lane: u16,
    generation: u32,
    armed: bool,
}

/// The agenda of a run.
#[derive(Clone, Debug)]
pub struct Agenda<E> {
    now: SimTime,
    order: u64,
    heap: Vec<Entry<E>>,
    lanes: Vec<Lane>,
    timers: Vec<Timer<E>>,
    free: Vec<u32>,
}

impl<E: Copy> Default for Agenda<E> {
    fn default() -> Self {
        Agenda {
            now: SimTime::ZERO,
            order: 0,
            heap: Vec::new(),
            lanes: Vec::new(),
            timers: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<E: Copy> Agenda<E> {
    /// The instant that the run has reached.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Moves the clock to `time` with nothing happening between; never back.
    pub fn pass_to(&mut self, time: SimTime) {
        debug_assert!(
            self.heap.first().is_none_or(|entry| entry.place.time >= time || matches!(entry.item, Item::Lane(_)))
        );
        self.now = self.now.max(time);
    }

    /// Schedules `event` at `time`; what lies in the past happens now.
    pub fn at(&mut self, time: SimTime, event: E) {
        debug_assert!(time >= self.now, "scheduled in the past");
        let place = self.next_place(time.max(self.now));
        self.push(Entry { place, item: Item::Event(event) });
    }

    /// Schedules `event` a duration from now.
    pub fn after(&mut self, delay: SimDuration, event: E) {
        self.at(self.now + delay, event);
    }

    /// Schedules `event` a duration from now, unless the timer is disarmed before.
    pub fn arm(&mut self, after: SimDuration, event: E) -> TimerId {
        let place = self.next_place(self.now + after);
        let lane = self.lane(after);
        let before = self.lanes[lane].tail;
        let index =
            self.timer_slot(Timer { place, event, before, next: NIL, lane: lane as u16, generation: 0, armed: true });
        match before {
            NIL => self.lanes[lane].head = index,
            _ => self.timers[before as usize].next = index,
        }
        self.lanes[lane].tail = index;
        if !self.lanes[lane].in_heap {
            self.lanes[lane].in_heap = true;
            self.push(Entry { place, item: Item::Lane(lane as u16) });
        }
        TimerId { index, generation: self.timers[index as usize].generation }
    }

    /// Disarms a timer; one that is due, disarmed or none is left alone.
    pub fn disarm(&mut self, id: TimerId) {
        let live =
            self.timers.get(id.index as usize).is_some_and(|timer| timer.armed && timer.generation == id.generation);
        if live {
            self.unlink(id.index);
        }
    }

    /// The next event at or before `limit`, if there is one; the clock moves to it.
    pub fn next(&mut self, limit: SimTime) -> Option<E> {
        loop {
            let entry = *self.heap.first()?;
            if entry.place.time > limit {
                return None;
            }
            self.pop();
            match entry.item {
                Item::Event(event) => {
                    self.now = entry.place.time;
                    return Some(event);
                }
                Item::Lane(lane) => {
                    let head = self.lanes[lane as usize].head;
                    self.lanes[lane as usize].in_heap = head != NIL;
                    if head == NIL {
                        continue;
                    }
                    let Timer { place, event, .. } = self.timers[head as usize];
                    if place == entry.place {
                        self.unlink(head);
                        self.requeue(lane);
                        self.now = place.time;
                        return Some(event);
                    }
                    self.push(Entry { place, item: Item::Lane(lane) });
                }
            }
        }
    }

    /// Takes out the events (not timers) that `out` picks, in their order. For what is rare: a crash, a cut link.
    pub fn extract(&mut self, mut out: impl FnMut(&E) -> bool) -> Vec<E> {
        let mut taken = Vec::new();
        self.heap.retain(|entry| match &entry.item {
            Item::Event(event) if out(event) => {
                taken.push((entry.place, *event));
                false
            }
            _ => true,
        });
        let entries = core::mem::take(&mut self.heap);
        entries.into_iter().for_each(|entry| self.push(entry));
        taken.sort_by_key(|(place, _)| place.key());
        taken.into_iter().map(|(_, event)| event).collect()
    }

    /// How many events and armed timers are to come.
    pub fn len(&self) -> usize {
        let lanes = self.lanes.iter().filter(|lane| lane.in_heap).count();
        self.heap.len() - lanes + self.timers.len() - self.free.len()
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        self.heap.len() * size_of::<Entry<E>>() + self.timers.len() * size_of::<Timer<E>>()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn next_place(&mut self, time: SimTime) -> Place {
        self.order += 1;
        Place { time, order: self.order }
    }

    /// The lane of this duration; there are about a dozen, so a scan beats a map. An empty one is given a new duration.
    fn lane(&mut self, after: SimDuration) -> usize {
        if let Some(lane) = self.lanes.iter().position(|lane| lane.after == after) {
            return lane;
        }
        let fresh = Lane { after, head: NIL, tail: NIL, in_heap: false };
        match self.lanes.iter().position(|lane| lane.head == NIL && !lane.in_heap) {
            Some(lane) => {
                self.lanes[lane] = fresh;
                lane
            }
            None => {
                self.lanes.push(fresh);
                self.lanes.len() - 1
            }
        }
    }

    fn timer_slot(&mut self, mut timer: Timer<E>) -> u32 {
        match self.free.pop() {
            Some(index) => {
                timer.generation = self.timers[index as usize].generation;
                self.timers[index as usize] = timer;
                index
            }
            None => {
                self.timers.push(timer);
                (self.timers.len() - 1) as u32
            }
        }
    }

    fn unlink(&mut self, index: u32) {
        let Timer { before, next, lane, .. } = self.timers[index as usize];
        match before {
            NIL => self.lanes[lane as usize].head = next,
            _ => self.timers[before as usize].next = next,
        }
        match next {
            NIL => self.lanes[lane as usize].tail = before,
            _ => self.timers[next as usize].before = before,
        }
        let timer = &mut self.timers[index as usize];
        timer.armed = false;
        timer.generation = timer.generation.wrapping_add(1);
        self.free.push(index);
    }

    /// Puts the lane's new head into the heap after its old one came due.
    fn requeue(&mut self, lane: u16) {
        let head = self.lanes[lane as usize].head;
        self.lanes[lane as usize].in_heap = head != NIL;
        if head != NIL {
            let place = self.timers[head as usize].place;
            self.push(Entry { place, item: Item::Lane(lane) });
        }
    }

    fn push(&mut self, entry: Entry<E>) {
        self.heap.push(entry);
        let heap = self.heap.as_mut_slice();
        let key = entry.place.key();
        let mut child = heap.len() - 1;
        while child > 0 {
            let parent = (child - 1) / ARITY;
            if heap[parent].place.key() <= key {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = entry;
    }

    /// Removes the first entry.
    fn pop(&mut self) {
        let Some(last) = self.heap.pop() else { return };
        let heap = self.heap.as_mut_slice();
        let Some(top) = heap.first_mut() else { return };
        *top = last;
        let key = last.place.key();
        let mut hole = 0;
        loop {
            let first = hole * ARITY + 1;
            let end = (first + ARITY).min(heap.len());
            let Some(children) = heap.get(first..end) else { break };
            let mut least = (u128::MAX, 0);
            for (offset, child) in children.iter().enumerate() {
                let candidate = child.place.key();
                least = if candidate < least.0 { (candidate, offset) } else { least };
            }
            if key <= least.0 {
                break;
            }
            let child = first + least.1;
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::{Concern, Draws};

    fn drain(agenda: &mut Agenda<u32>) -> Vec<(u64, u32)> {
        let mut seen = Vec::new();
        while let Some(event) = agenda.next(SimTime::NEVER) {
            seen.push((agenda.now().as_nanos(), event));
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
        assert_eq!(agenda.next(SimTime::from_nanos(9)), None);
        agenda.pass_to(SimTime::from_nanos(9));
        assert_eq!(agenda.now(), SimTime::from_nanos(9));
        assert_eq!(agenda.next(SimTime::from_nanos(10)), Some(1));
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
            match draws.below(4) {
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
                _ => {
                    model.sort_unstable();
                    let expected = (!model.is_empty()).then(|| model.remove(0));
                    let got = agenda.next(SimTime::NEVER);
                    assert_eq!(got, expected.map(|entry| entry.2));
                    if let Some((time, _, value)) = expected {
                        assert_eq!(agenda.now().as_nanos(), time);
                        armed.retain(|entry| entry.1 != value);
                    }
                }
            }
            assert_eq!(agenda.len(), model.len());
        }
    }
}
