//! `c` workers and one bounded first-in-first-out queue before them.

use std::collections::VecDeque;

/// What became of an offered job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A worker took it.
    Taken,
    /// It waits for a worker.
    Queued,
    /// No place left: nothing was kept.
    Full,
}

/// Workers and queue. It decides who works on what; how long that lasts is the caller's.
#[derive(Clone, Debug)]
pub struct Station<J> {
    workers: u32,
    busy: u32,
    places: usize,
    stopped: bool,
    queue: VecDeque<J>,
}

impl<J: Copy> Station<J> {
    /// `workers` of them, idle, and `places` in the queue.
    pub fn new(workers: u32, places: usize) -> Station<J> {
        Station { workers, busy: 0, places, stopped: false, queue: VecDeque::new() }
    }

    /// Offers a job: an idle worker takes it, or it queues, or there is no place.
    pub fn offer(&mut self, job: J) -> Offer {
        if self.busy < self.workers && !self.stopped {
            self.busy += 1;
            Offer::Taken
        } else if self.queue.len() < self.places {
            self.queue.push_back(job);
            Offer::Queued
        } else {
            Offer::Full
        }
    }

    /// Whether [`Station::offer`] would keep a job.
    pub fn has_room(&self) -> bool {
        (self.busy < self.workers && !self.stopped) || self.queue.len() < self.places
    }

    /// A worker has finished: the job that it takes next, if one waits. A worker beyond the number wanted stops instead.
    pub fn finish(&mut self) -> Option<J> {
        debug_assert!(self.busy > 0);
        self.busy -= 1;
        self.take_waiting()
    }

    /// A worker has finished and is gone, or not ready for another job yet: it takes none.
    pub fn leave(&mut self) {
        debug_assert!(self.busy > 0);
        self.busy -= 1;
    }

    /// The next waiting job for an idle worker, if there are both.
    pub fn take_waiting(&mut self) -> Option<J> {
        if self.busy >= self.workers || self.stopped {
            return None;
        }
        let job = self.queue.pop_front()?;
        self.busy += 1;
        Some(job)
    }

    /// Changes the number of workers and places. Working jobs end normally; call [`Station::take_waiting`] afterwards.
    pub fn resize(&mut self, workers: u32, places: usize) {
        self.workers = workers;
        self.places = places;
    }

    /// Idle workers take nothing while they are stopped; what comes queues. Call [`Station::take_waiting`] when they go on.
    pub fn stop(&mut self, stopped: bool) {
        self.stopped = stopped;
    }

    /// Takes `job` out of the queue, if it waits there.
    pub fn withdraw(&mut self, mut is_it: impl FnMut(&J) -> bool) -> bool {
        let position = self.queue.iter().position(&mut is_it);
        position.is_some_and(|position| self.queue.remove(position).is_some())
    }

    /// Forgets every job: the process is gone.
    pub fn clear(&mut self) {
        self.busy = 0;
        self.queue.clear();
    }

    /// Workers at work.
    pub fn busy(&self) -> u32 {
        self.busy
    }

    /// Workers wanted.
    pub fn workers(&self) -> u32 {
        self.workers
    }

    /// Jobs that wait.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Places in the queue.
    pub fn places(&self) -> usize {
        self.places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_first_then_places_then_no_and_first_come_first_served() {
        let mut station = Station::new(1, 2);
        assert_eq!(station.offer('a'), Offer::Taken);
        assert_eq!(station.offer('b'), Offer::Queued);
        assert_eq!(station.offer('c'), Offer::Queued);
        assert!(!station.has_room());
        assert_eq!(station.offer('d'), Offer::Full);
        assert_eq!(station.finish(), Some('b'));
        assert!(station.withdraw(|job| *job == 'c'));
        assert_eq!(station.finish(), None);
        assert_eq!((station.busy(), station.waiting()), (0, 0));
    }

    #[test]
    fn fewer_workers_let_the_running_work_end_and_more_take_what_waits() {
        let mut station = Station::new(2, 9);
        let _ = ['a', 'b', 'c', 'd'].map(|job| station.offer(job));
        station.resize(1, 9);
        assert_eq!(station.finish(), None);
        assert_eq!(station.finish(), Some('c'));
        station.resize(3, 9);
        assert_eq!(station.take_waiting(), Some('d'));
        assert_eq!(station.take_waiting(), None);
        let _ = station.offer('e');
        station.leave();
        assert_eq!((station.busy(), station.waiting(), station.take_waiting()), (2, 0, None));
    }
}
