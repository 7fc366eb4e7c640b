//! Processor sharing: the cores of one machine, shared equally by all that runs on it.
//!
//! With `n` jobs on `c` cores each runs at `min(1, c / n)` of a core. *Service* is the time that a job which began at the
//! start would have received by now; a job is done when the service has grown by its demand. Service is counted in
//! picoseconds, rounded down, so it is exact to far less than a nanosecond and equal on every machine.

use super::queue::{Place, Queue, Standing};
use super::time::{SimDuration, SimTime};

/// Picoseconds in a nanosecond.
const PICOS: u64 = 1000;

/// The cores of one machine.
#[derive(Clone, Debug)]
pub struct Cpu<J> {
    cores: u32,
    service: u64,
    updated: SimTime,
    turn: u64,
    /// By the service at which they are done; equal ones in the order in which they came.
    jobs: Queue<J>,
    /// Jobs that do not run at present, with what is left of them in picoseconds.
    paused: Vec<(u64, J)>,
    /// The instant of the one wake-up that counts; others on the agenda are outdated.
    wake: SimTime,
    /// Core-nanoseconds worked: the word has room for nine years of 64 cores.
    busy: u64,
}

impl<J: Copy> Cpu<J> {
    /// `cores` of them, idle.
    pub fn new(cores: u32) -> Cpu<J> {
        Cpu {
            cores,
            service: 0,
            updated: SimTime::ZERO,
            turn: 0,
            jobs: Queue::default(),
            paused: Vec::new(),
            wake: SimTime::NEVER,
            busy: 0,
        }
    }

    /// Adds a job that needs `demand` of a core. Gives the instant at which to call [`Cpu::wake`], where that is new.
    #[inline(always)]
    pub fn enter(&mut self, now: SimTime, demand: SimDuration, job: J) -> Option<SimTime> {
        self.update(now);
        let next = match self.jobs.is_empty() {
            true => self.begin_alone(now, demand, job),
            false => {
                self.put_in(self.service.saturating_add(picos(demand)), job);
                self.plan(now)?
            }
        };
        (next < self.wake).then(|| {
            self.wake = next;
            next
        })
    }

    /// Adds a job to none. Gives when it is done, if nothing changes.
    #[inline(always)]
    fn begin_alone(&mut self, now: SimTime, demand: SimDuration, job: J) -> SimTime {
        let needed = picos(demand);
        self.turn += 1;
        self.jobs.push_alone(Place { at: needed, turn: self.turn }, job);
        now + SimDuration::from_nanos(needed.div_ceil(PICOS))
    }

    /// Whether a wake-up at `now` is the one that counts. Then call [`Cpu::finished`] until it gives nothing.
    pub fn wake(&mut self, now: SimTime) -> bool {
        if self.wake != now {
            return false;
        }
        self.wake = SimTime::NEVER;
        self.update(now);
        true
    }

    /// The next job that is done at the instant of the wake-up.
    #[inline]
    pub fn finished(&mut self) -> Option<J> {
        match self.jobs.take(self.service)?.standing() {
            Standing::Thing(slot) => Some(*self.jobs.release(slot)),
            Standing::Sign(_) => None,
        }
    }

    /// The instant of the next wake-up, where that is new. To be called after the last [`Cpu::finished`].
    pub fn next_wake(&mut self, now: SimTime) -> Option<SimTime> {
        self.plan(now).filter(|next| *next < self.wake).inspect(|next| self.wake = *next)
    }

    /// Forgets the jobs that `gone` picks: their process is dead.
    pub fn drop_jobs(&mut self, now: SimTime, mut gone: impl FnMut(&J) -> bool) {
        self.update(now);
        self.jobs.extract(&mut gone);
        self.paused.retain(|(_, job)| !gone(job));
    }

    /// The jobs that `stops` picks run no more until [`Cpu::resume`]; the others have more of the cores.
    pub fn pause(&mut self, now: SimTime, mut stops: impl FnMut(&J) -> bool) {
        let service = self.service_at(now);
        let stopped = self.jobs.extract(&mut stops).into_iter();
        self.paused.extend(stopped.map(|(place, job)| (place.at.saturating_sub(service), job)));
    }

    /// The paused jobs that `goes_on` picks run again, with what was left of them.
    pub fn resume(&mut self, now: SimTime, mut goes_on: impl FnMut(&J) -> bool) {
        let service = self.service_at(now);
        let (again, still): (Vec<_>, Vec<_>) = self.paused.drain(..).partition(|(_, job)| goes_on(job));
        self.paused = still;
        for (left, job) in again {
            self.put_in(service.saturating_add(left), job);
        }
    }

    /// Adds a job that does not run before it is resumed.
    pub fn enter_paused(&mut self, demand: SimDuration, job: J) {
        self.paused.push((picos(demand), job));
    }

    /// What is left of the jobs that `picks` picks becomes `times / per` as much.
    pub fn stretch(&mut self, now: SimTime, times: u64, per: u64, mut picks: impl FnMut(&J) -> bool) {
        let service = self.service_at(now);
        let stretched =
            |left: u64| (u128::from(left) * u128::from(times) / u128::from(per)).min(u128::from(u64::MAX)) as u64;
        for (left, job) in &mut self.paused {
            if picks(job) {
                *left = stretched(*left);
            }
        }
        for (place, job) in self.jobs.extract(&mut picks) {
            self.put_in(service.saturating_add(stretched(place.at.saturating_sub(service))), job);
        }
    }

    fn service_at(&mut self, now: SimTime) -> u64 {
        self.update(now);
        self.service
    }

    #[inline(always)]
    fn put_in(&mut self, done_at: u64, job: J) {
        self.turn += 1;
        let place = Place { at: done_at, turn: self.turn };
        match self.jobs.is_empty() {
            true => self.jobs.push_alone(place, job),
            false => self.jobs.push(place, job),
        }
    }

    /// Whether any job shares the cores now.
    #[inline(always)]
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// Jobs that share the cores now.
    pub fn jobs(&self) -> usize {
        self.jobs.len()
    }

    /// The jobs themselves, paused ones included, in no particular order.
    pub fn each(&self) -> impl Iterator<Item = &J> {
        self.jobs.iter().chain(self.paused.iter().map(|(_, job)| job))
    }

    /// Cores.
    pub fn cores(&self) -> u32 {
        self.cores
    }

    /// Core-nanoseconds worked until `now`, as a kernel counts them.
    pub fn worked(&self, now: SimTime) -> u64 {
        self.busy + now.since(self.updated).as_nanos() * self.running()
    }

    /// Cores at work.
    fn running(&self) -> u64 {
        (self.jobs.len() as u64).min(u64::from(self.cores))
    }

    #[inline(always)]
    fn update(&mut self, now: SimTime) {
        let elapsed = now.since(self.updated).as_nanos();
        self.updated = now;
        if self.jobs.is_empty() {
            self.service = 0;
            return;
        }
        let (running, sharing) = (self.running(), self.jobs.len() as u64);
        self.busy += elapsed * running;
        // The common case without a division: every job has a core of its own.
        self.service += match running == sharing {
            true => elapsed * PICOS,
            false => shared(elapsed, running, sharing),
        };
    }

    /// The first nanosecond by which the next job is done, if nothing changes.
    #[inline(always)]
    fn plan(&self, now: SimTime) -> Option<SimTime> {
        let left = self.jobs.first()?.at().saturating_sub(self.service);
        let (running, sharing) = (self.running(), self.jobs.len() as u64);
        let nanos = match running == sharing {
            true => left.div_ceil(PICOS),
            false => until_shared(left, running, sharing),
        };
        Some(now + SimDuration::from_nanos(nanos))
    }
}

/// A demand in picoseconds, at most the largest word.
#[inline(always)]
fn picos(demand: SimDuration) -> u64 {
    let nanos = demand.as_nanos();
    if nanos >> 54 == 0 { nanos * PICOS } else { nanos.saturating_mul(PICOS) }
}

// Where both factors are small, as nearly always, one word holds the product, and WebAssembly has no instruction for two.

/// The service that each of so many jobs receives from so many cores in this time.
#[inline(never)]
fn shared(elapsed: u64, running: u64, sharing: u64) -> u64 {
    match elapsed >> 42 | running >> 12 {
        0 => elapsed * (PICOS * running) / sharing,
        _ => (u128::from(elapsed) * u128::from(PICOS) * u128::from(running) / u128::from(sharing)) as u64,
    }
}

/// The time until each of so many jobs has received this service from so many cores.
#[inline(never)]
fn until_shared(left: u64, running: u64, sharing: u64) -> u64 {
    match left >> 48 | sharing >> 16 {
        0 => (left * sharing).div_ceil(PICOS * running),
        _ => (u128::from(left) * u128::from(sharing)).div_ceil(u128::from(PICOS) * u128::from(running)) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    /// Runs jobs (arrival, demand in ms) to the end and gives when each was done, in ms.
    fn run(cores: u32, jobs: &[(u64, u64)]) -> Vec<(usize, f64)> {
        let mut cpu = Cpu::new(cores);
        let mut wakes: Vec<SimTime> = Vec::new();
        let mut done = Vec::new();
        let mut arrivals = jobs.iter().enumerate().peekable();
        loop {
            wakes.sort();
            let arrival = arrivals.peek().map_or(SimTime::NEVER, |(_, job)| SimTime::from_millis(job.0));
            let wake = wakes.first().copied().unwrap_or(SimTime::NEVER);
            let now = arrival.min(wake);
            if now == SimTime::NEVER {
                return done;
            }
            if arrival <= wake {
                let (index, job) = arrivals.next().expect("peeked");
                wakes.extend(cpu.enter(now, SimDuration::from_millis(job.1), index));
                continue;
            }
            wakes.remove(0);
            if cpu.wake(now) {
                while let Some(job) = cpu.finished() {
                    done.push((job, now.as_nanos() as f64 / MS as f64));
                }
                wakes.extend(cpu.next_wake(now));
            }
        }
    }

    #[test]
    fn jobs_up_to_the_number_of_cores_do_not_feel_each_other() {
        assert_eq!(run(2, &[(0, 10), (0, 4)]), [(1, 4.0), (0, 10.0)]);
    }

    #[test]
    fn one_core_is_shared_equally() {
        // Two jobs of 10 ms, the second 5 ms later: the first has 5 left when they begin to share.
        assert_eq!(run(1, &[(0, 10), (5, 10)]), [(0, 15.0), (1, 20.0)]);
    }

    #[test]
    fn two_cores_are_shared_by_three_jobs() {
        let done = run(2, &[(0, 10), (0, 10), (0, 10)]);
        assert!(done.iter().all(|(_, at)| (at - 15.0).abs() < 1e-5), "{done:?}");
    }

    #[test]
    fn a_paused_job_keeps_what_is_left_of_it_and_a_stretched_one_takes_longer() {
        let at = SimTime::from_millis;
        let mut cpu = Cpu::new(1);
        cpu.enter(at(0), SimDuration::from_millis(10), 'a');
        cpu.enter(at(0), SimDuration::from_millis(10), 'b');
        // Each has 5 ms left; alone 'b' is done at 15, and 'a' waits till then and needs twice its 5.
        assert!(cpu.wake(at(10)));
        cpu.pause(at(10), |job| *job == 'a');
        cpu.next_wake(at(10));
        assert_eq!((cpu.wake(at(15)), cpu.finished(), cpu.finished()), (true, Some('b'), None));
        cpu.stretch(at(15), 2, 1, |_| true);
        cpu.resume(at(20), |_| true);
        assert_eq!(cpu.next_wake(at(20)), Some(at(30)));
        assert_eq!((cpu.each().count(), cpu.worked(at(20))), (1, 15 * MS));
    }

    #[test]
    fn worked_time_is_what_the_jobs_needed() {
        let mut cpu = Cpu::new(2);
        let wake = cpu.enter(SimTime::ZERO, SimDuration::from_millis(10), ()).expect("new");
        assert_eq!(cpu.worked(SimTime::from_millis(4)), 4 * MS);
        assert!(cpu.wake(wake));
        assert!(cpu.finished().is_some());
        assert_eq!(cpu.worked(SimTime::from_millis(50)), 10 * MS);
    }
}
