//! All counts of a run that a checkpoint holds: bounded, a value. Knows what was counted, not what is drawn of it.

use super::buckets::bucket_of;
use super::errors::Errors;
use super::histogram::Histogram;
use super::ledger::Ledger;
use super::occupancy::Occupancy;
use super::recent::Seconds;
use super::series::{Gauges, Point};
use crate::engine::time::{SimDuration, SimTime};
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Class, Kind, Outcome, Place};

/// What one machine did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MachineCounts {
    /// Responses that the server sent to the balancer, whatever their status, since statistics began.
    pub responses: u64,
    /// Responses that the server sent in the last whole second.
    pub responses_last_second: u32,
    /// Responses that the server has sent in the running second.
    responses_this_second: u32,
    /// Requests that ended without an answer in the last whole second, for a cause that was decided here, or here when their client
    /// gave up.
    pub errors_last_second: u32,
    /// The same in the running second.
    errors_this_second: u32,
    /// Connection attempts beyond the first that went to the server, since statistics began.
    pub retries: u64,
    /// Reads that the database answered, since the run began.
    pub reads: u64,
    /// Those of them that gave an outdated row.
    pub stale_reads: u64,
    /// Those of them that lacked the reader's own last write.
    pub own_writes_missed: u64,
    /// Pages whose user was not known any more to the server, since the run began.
    pub sessions_lost: u64,
}

/// Everything that is counted of a run, and how long its history was.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    pub(super) ledger: Ledger,
    pub(super) errors: Errors,
    /// Response times of what was answered, by kind.
    pub(super) responses: [Histogram; Kind::ALL.len()],
    /// Response times of what each machine answered as a server.
    pub(super) of_servers: Box<[Histogram]>,
    pub(super) machines: Box<[MachineCounts]>,
    pub(super) occupancy: Occupancy,
    pub(super) seconds: Seconds,
    /// Ended without an answer in the running second, by cause.
    causes: [u32; Cause::ALL.len()],
    /// Points that the history holds.
    pub(super) points: usize,
    /// Lines that were noted.
    pub(super) noted: u64,
    /// Attempts of clients beyond the first.
    pub(super) tried_again: u64,
    /// Observations that change what a screen shows.
    pub(super) observed: u64,
}

impl Tally {
    /// Nothing counted yet, on so many machines.
    pub(super) fn new(machines: usize) -> Tally {
        Tally {
            ledger: Ledger::default(),
            errors: Errors::default(),
            responses: [const { Histogram::new() }; Kind::ALL.len()],
            of_servers: vec![Histogram::new(); machines].into_boxed_slice(),
            machines: vec![MachineCounts::default(); machines].into_boxed_slice(),
            occupancy: Occupancy::new(machines),
            seconds: Seconds::default(),
            causes: [0; Cause::ALL.len()],
            points: 0,
            noted: 0,
            tried_again: 0,
            observed: 0,
        }
    }

    /// A whole second is over: what there is to draw of it, if it is to be drawn.
    pub(super) fn close_second(&mut self, gauges: Option<Gauges>) -> Option<Point> {
        for machine in &mut self.machines {
            machine.responses_last_second = std::mem::take(&mut machine.responses_this_second);
            machine.errors_last_second = std::mem::take(&mut machine.errors_this_second);
        }
        self.seconds.close();
        let causes = std::mem::replace(&mut self.causes, [0; Cause::ALL.len()]);
        let gauges = gauges?;
        let (arrived, answered, response, heat) = self.seconds.last();
        Some(Point { arrived, answered, causes, response, heat, gauges })
    }

    /// Forgets response times, places and what servers did.
    pub(super) fn restart_statistics(&mut self, now: SimTime) {
        self.responses.iter_mut().for_each(Histogram::clear);
        self.of_servers.iter_mut().for_each(Histogram::clear);
        self.occupancy.restart_at(now);
        for machine in &mut self.machines {
            (machine.responses, machine.retries) = (0, 0);
        }
    }

    /// A request of this kind ended after `response`, maybe by the answer of a server.
    #[inline(always)]
    pub(super) fn end(&mut self, kind: Kind, outcome: Outcome, response: SimDuration, server: Option<MachineId>) {
        let bucket = bucket_of(response);
        self.ledger.end(outcome.class);
        if outcome.class == Class::Answered {
            self.responses[kind as usize].record_in(bucket, response);
            self.seconds.answered(bucket);
        } else {
            self.fail(outcome.cause);
        }
        if let Some(server) = server {
            self.of_servers[server.index()].record_in(bucket, response);
        }
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        size_of::<Tally>() + self.responses.iter().chain(&self.of_servers).map(Histogram::bytes).sum::<usize>()
    }

    #[cold]
    fn fail(&mut self, cause: Option<(Cause, Place)>) {
        self.seconds.failed();
        if let Some((cause, place)) = cause {
            self.causes[cause as usize] += 1;
            self.errors.count(cause, place);
            self.machines[place.machine.index()].errors_this_second += 1;
        }
    }

    /// A response leaves a server.
    #[inline]
    pub(super) fn respond(&mut self, server: MachineId) {
        let counts = &mut self.machines[server.index()];
        counts.responses += 1;
        counts.responses_this_second += 1;
    }

    /// A database answered a read.
    #[inline]
    pub(super) fn read(&mut self, machine: MachineId, stale: bool, own: bool) {
        let counts = &mut self.machines[machine.index()];
        counts.reads += 1;
        counts.stale_reads += u64::from(stale);
        counts.own_writes_missed += u64::from(own);
    }
}
