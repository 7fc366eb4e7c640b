//! How many requests are at each place and how long they stay: what Little's law speaks of. Knows places, not why a
//! request is there.

use crate::engine::time::{SimDuration, SimTime};
use crate::model::id::MachineId;
use crate::model::observation::{Place, Stage};

/// One stage on one machine.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Cell {
    present: u32,
    peak: u32,
    /// Present at the origin. With those who left since and those present now it tells how many came.
    present_at_origin: u32,
    departures: u64,
    /// Departure times minus arrival times, in nanoseconds. Those present now lack their departure: with `present * now`
    /// added it is the time integral of the number present, and costs one addition a change.
    edges: i128,
    /// Nanoseconds that those who left had stayed.
    stayed: u128,
}

/// Cells of one machine: a power of two, because they are looked up twice for each change of place.
const ROW: usize = Stage::ALL.len().next_power_of_two();

/// Presence at every stage of every machine, since an origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Occupancy {
    origin: SimTime,
    cells: Box<[Cell]>,
}

/// What was seen at one place from the origin until an instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// Present now.
    pub present: u32,
    /// Most present at once.
    pub peak: u32,
    /// Requests that came.
    pub arrivals: u64,
    /// Requests that left.
    pub departures: u64,
    /// Nanoseconds since the origin.
    pub elapsed: SimDuration,
    /// Time integral of the number present, in nanoseconds.
    pub integral: u128,
    /// Nanoseconds that those who left had stayed in all, time before the origin included.
    pub stayed: u128,
}

impl Station {
    /// Mean number present: L.
    pub fn mean_present(&self) -> f64 {
        self.integral as f64 / self.elapsed.as_nanos().max(1) as f64
    }

    /// Arrivals per second: lambda.
    pub fn arrivals_per_s(&self) -> f64 {
        self.arrivals as f64 / self.elapsed.as_seconds().max(f64::MIN_POSITIVE)
    }

    /// Mean stay of those who left, in seconds: W.
    pub fn mean_stay_s(&self) -> f64 {
        let nanos = self.stayed as f64 / self.departures.max(1) as f64;
        nanos / SimDuration::SECOND.as_nanos() as f64
    }
}

impl Occupancy {
    /// Nobody anywhere, on so many machines (see [`MachineId::index`]).
    pub fn new(machines: usize) -> Occupancy {
        let cells = vec![Cell::default(); ROW * machines].into_boxed_slice();
        Occupancy { origin: SimTime::ZERO, cells }
    }

    /// Somebody comes.
    #[inline(always)]
    pub fn arrive(&mut self, now: SimTime, place: Place) {
        let cell = self.cell_mut(place);
        cell.present += 1;
        cell.peak = cell.peak.max(cell.present);
        cell.edges -= i128::from(now.as_nanos());
    }

    /// Somebody who came at `since` leaves.
    #[inline(always)]
    pub fn depart(&mut self, now: SimTime, since: SimTime, place: Place) {
        let cell = self.cell_mut(place);
        cell.present -= 1;
        cell.departures += 1;
        cell.edges += i128::from(now.as_nanos());
        cell.stayed += u128::from(now.since(since).as_nanos());
    }

    /// Starts to measure anew; those present stay present.
    pub fn restart_at(&mut self, now: SimTime) {
        self.origin = now;
        for cell in &mut self.cells {
            let present = cell.present;
            let edges = -i128::from(present) * i128::from(now.as_nanos());
            *cell = Cell { present, peak: present, present_at_origin: present, edges, ..Cell::default() };
        }
    }

    /// Where the measurement began.
    pub const fn origin(&self) -> SimTime {
        self.origin
    }

    /// What was seen at a stage of a machine until `now`.
    pub fn station(&self, stage: Stage, machine: MachineId, now: SimTime) -> Station {
        let cell = self.cells.get(index(stage, machine)).copied().unwrap_or_default();
        let integral = cell.edges + i128::from(cell.present) * i128::from(now.as_nanos());
        Station {
            present: cell.present,
            peak: cell.peak,
            arrivals: cell.departures + u64::from(cell.present) - u64::from(cell.present_at_origin),
            departures: cell.departures,
            elapsed: now.since(self.origin),
            integral: integral.unsigned_abs(),
            stayed: cell.stayed,
        }
    }

    /// Requests at any place now.
    pub fn present(&self) -> u64 {
        self.cells.iter().map(|cell| u64::from(cell.present)).sum()
    }

    #[inline(always)]
    fn cell_mut(&mut self, place: Place) -> &mut Cell {
        &mut self.cells[index(place.stage, place.machine)]
    }
}

#[inline(always)]
fn index(stage: Stage, machine: MachineId) -> usize {
    machine.index() * ROW + stage as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { stage: Stage::Worker, machine: MachineId::server(0), peer: MachineId::server(0) };

    fn at(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    #[test]
    fn presence_is_integrated_over_time_and_stays_are_summed() {
        let mut occupancy = Occupancy::new(3);
        occupancy.arrive(at(0), PLACE);
        occupancy.arrive(at(1000), PLACE);
        occupancy.depart(at(3000), at(0), PLACE);
        let seen = occupancy.station(PLACE.stage, PLACE.machine, at(4000));
        assert_eq!((seen.present, seen.peak, seen.arrivals, seen.departures), (1, 2, 2, 1));
        // One for 1 s, two for 2 s, one for 1 s.
        assert_eq!(seen.integral, 6_000_000_000);
        assert_eq!((seen.mean_present(), seen.arrivals_per_s(), seen.mean_stay_s()), (1.5, 0.5, 3.0));
        assert_eq!(occupancy.station(Stage::Accept, PLACE.machine, at(4000)).integral, 0);
    }

    #[test]
    fn a_crowd_that_stays_for_as_long_as_runs_may_be_is_counted() {
        let (crowd, long) = (120_000, SimTime::from_millis(1_000_000_000));
        let mut occupancy = Occupancy::new(3);
        (0..crowd).for_each(|_| occupancy.arrive(at(0), PLACE));
        assert_eq!(occupancy.station(PLACE.stage, PLACE.machine, long).mean_present(), 120_000.0);
        (0..crowd).for_each(|_| occupancy.depart(long, at(0), PLACE));
        assert_eq!(occupancy.station(PLACE.stage, PLACE.machine, long).mean_stay_s(), 1_000_000.0);
    }

    #[test]
    fn a_new_origin_keeps_who_is_present_and_forgets_what_was() {
        let mut occupancy = Occupancy::new(3);
        occupancy.arrive(at(0), PLACE);
        occupancy.arrive(at(500), PLACE);
        occupancy.restart_at(at(2000));
        occupancy.depart(at(3000), at(0), PLACE);
        let seen = occupancy.station(PLACE.stage, PLACE.machine, at(4000));
        assert_eq!((seen.present, seen.peak, seen.arrivals, seen.departures), (1, 2, 0, 1));
        assert_eq!((seen.elapsed, seen.integral), (SimDuration::from_seconds(2), 3_000_000_000));
        assert_eq!((seen.mean_stay_s(), occupancy.present(), occupancy.origin()), (3.0, 1, at(2000)));
    }
}
