//! The observer of a run: keeps the account and all statistics. Hears observations and looks at no machine.

use super::diary::{Diary, Entry};
use super::errors::ErrorCount;
use super::histogram::Histogram;
use super::history::History;
use super::ledger::Ledger;
use super::log::Line;
use super::occupancy::Occupancy;
use super::recent::Recent;
use super::series::Gauges;
use super::tally::{MachineCounts, Tally};
use crate::engine::time::SimTime;
use crate::model::diary::Followed;
use crate::model::id::MachineId;
use crate::model::mysql::log::Gtid;
use crate::model::note::Note;
use crate::model::observation::{Kind, Observation, Observer, Stage};

/// The observer of a run: a [`Tally`] that a checkpoint copies and a [`History`] that it does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Meter {
    tally: Tally,
    history: History,
}

impl Meter {
    /// Nothing seen yet, on so many machines: clients, balancer and servers (see [`MachineId::index`]).
    pub fn new(machines: usize) -> Meter {
        Meter { tally: Tally::new(machines), history: History::default() }
    }

    /// A whole second is over: its counts and what `gauges` reads become a point of the charts, while these have room. To be
    /// called at each, before any event of that instant.
    pub fn close_second(&mut self, gauges: impl FnOnce() -> Gauges) {
        let gauges = self.history.has_room().then(gauges);
        if let Some(point) = self.tally.close_second(gauges) {
            self.history.push(point);
        }
        self.tally.points = self.history.series().len();
    }

    /// Begins the statistics anew at the end of a warm-up: response times, places and what servers did. The account, its
    /// errors, reads, charts and log go on.
    pub fn reset_statistics(&mut self, now: SimTime) {
        self.tally.restart_statistics(now);
    }

    /// What is needed to come back to this instant.
    pub fn checkpoint(&self) -> Tally {
        self.tally.clone()
    }

    /// Comes back to a checkpoint of this run, taken when all events until `time` had happened: what came later is
    /// forgotten.
    pub fn restore(&mut self, tally: &Tally, time: SimTime) {
        self.tally.clone_from(tally);
        self.history.cut_back(time, tally.points, tally.noted);
    }

    /// The account.
    pub fn ledger(&self) -> Ledger {
        self.tally.ledger
    }

    /// Unanswered requests by cause and place, most frequent first.
    pub fn errors(&self) -> Vec<ErrorCount> {
        self.tally.errors.most_frequent_first()
    }

    /// Response times of the answered requests of one kind.
    pub fn response(&self, kind: Kind) -> &Histogram {
        &self.tally.responses[kind as usize]
    }

    /// Response times of all answered requests.
    pub fn responses(&self) -> Histogram {
        let mut all = Histogram::new();
        self.tally.responses.iter().for_each(|of_kind| all.merge(of_kind));
        all
    }

    /// Response times of what a server answered, whatever it said; none of a machine that the run does not have.
    pub fn server_responses(&self, server: MachineId) -> &Histogram {
        static NONE: Histogram = Histogram::new();
        self.tally.of_servers.get(server.index()).unwrap_or(&NONE)
    }

    /// The last whole seconds.
    pub fn recent(&self) -> Recent {
        self.tally.seconds.recent()
    }

    /// Where requests are and how long they stay.
    pub fn occupancy(&self) -> &Occupancy {
        &self.tally.occupancy
    }

    /// What a machine did; nothing of a machine that the run does not have.
    pub fn machine(&self, machine: MachineId) -> MachineCounts {
        self.tally.machines.get(machine.index()).copied().unwrap_or_default()
    }

    /// Attempts of clients beyond the first, since the run began.
    pub fn tried_again(&self) -> u64 {
        self.tally.tried_again
    }

    /// Pages whose user was not known any more to the server, since the run began.
    pub fn sessions_lost(&self) -> u64 {
        self.tally.machines.iter().map(|machine| machine.sessions_lost).sum()
    }

    /// Reads that gave an outdated row, on all databases.
    pub fn stale_reads(&self) -> u64 {
        self.tally.machines.iter().map(|machine| machine.stale_reads).sum()
    }

    /// Reads at databases that lacked the reader's own last write.
    pub fn own_writes_missed(&self) -> u64 {
        self.tally.machines.iter().map(|machine| machine.own_writes_missed).sum()
    }

    /// Reads that the databases answered.
    pub fn reads(&self) -> u64 {
        self.tally.machines.iter().map(|machine| machine.reads).sum()
    }

    /// Points, log and journeys.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Observations so far that change what a screen shows.
    pub fn observed(&self) -> u64 {
        self.tally.observed
    }

    /// Takes a history that reaches further, to be cut by [`Meter::restore`]; `back`: to where the present one reaches, too.
    pub fn take_history(&mut self, history: &History, back: bool) {
        let every = self.history.journeys.every;
        let diary = core::mem::take(&mut self.history.diary);
        self.history.clone_from(history);
        self.history.journeys.every = every;
        self.history.diary.replace(diary, back);
    }

    /// The diary of another client, or nobody's: to be begun.
    pub fn set_diary(&mut self, diary: Diary) {
        self.history.diary = diary;
    }

    /// A diary that is to begin begins.
    pub fn begin_diary(&mut self, since: SimTime, post: Option<Gtid>) {
        self.history.diary.begin(since, post);
    }

    #[cold]
    fn note(&mut self, at: SimTime, note: Note) {
        self.history.log.note(Line { at, note, ledger: self.tally.ledger });
        self.tally.noted = self.history.log.noted();
    }

    /// Follows one request in `every` from now on; 0 follows none.
    pub fn follow(&mut self, every: u64) {
        self.history.journeys.follow(every);
    }
}

/// Every observation is made where its kind is known, so that nothing is asked here at run time.
impl Observer for Meter {
    #[inline(always)]
    fn observe(&mut self, now: SimTime, observation: Observation) {
        let Meter { tally, history } = self;
        // A read leaves its request where it is.
        // So does what is told of one client alone.
        tally.observed += u64::from(!matches!(observation, Observation::Read { .. } | Observation::Befell { .. }));
        match observation {
            Observation::Arrived { ordinal, draws, kind, place, until } => {
                tally.ledger.arrived += 1;
                tally.seconds.arrived();
                tally.occupancy.arrive(now, place);
                history.journeys.begin(now, now, (ordinal, draws), kind, (place, until));
            }
            Observation::Moved { ordinal, from, since, to, until } => {
                tally.occupancy.depart(now, since, from);
                tally.occupancy.arrive(now, to);
                // On its way back from a server.
                let back = match to.stage {
                    Stage::Lan => to.peer == MachineId::BALANCER,
                    Stage::Internet => to.machine.as_server().is_some(),
                    _ => false,
                };
                if back {
                    tally.respond(to.machine);
                }
                history.journeys.step(now, ordinal, to, until);
            }
            Observation::Ended { ordinal, kind, outcome, response, server, version } => {
                tally.end(kind, outcome, response, server);
                history.journeys.end(now, ordinal, outcome, version);
            }
            Observation::Left { ordinal, from, since } => {
                tally.occupancy.depart(now, since, from);
                if from.stage == Stage::Service {
                    tally.respond(from.machine);
                }
                history.journeys.leave(now, ordinal);
            }
            Observation::AttemptFailed { ordinal, outcome } => history.journeys.end(now, ordinal, outcome, None),
            Observation::TriedAgain { ordinal, draws, kind, place, until, began } => {
                tally.tried_again += 1;
                tally.occupancy.arrive(now, place);
                history.journeys.begin(now, began, (ordinal, draws), kind, (place, until));
            }
            Observation::SessionLost { machine } => tally.machines[machine.index()].sessions_lost += 1,
            Observation::Retried { machine } => tally.machines[machine.index()].retries += 1,
            Observation::Read { machine, stale, own } => tally.read(machine, stale, own),
            Observation::Befell { attempt, what } => history.diary.add(Entry { at: now, attempt, what }),
            Observation::Noted(note) => self.note(now, note),
        }
    }

    #[inline(always)]
    fn followed(&self) -> Option<Followed> {
        self.history.diary.followed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimDuration;
    use crate::model::observation::{Cause, Class, Outcome, Place};

    const SERVER: MachineId = MachineId::server(0);

    fn at(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    fn place(stage: Stage) -> Place {
        Place { stage, machine: SERVER, peer: if stage == Stage::Lan { MachineId::BALANCER } else { SERVER } }
    }

    /// A request that comes to the server, goes back to the balancer and ends there.
    fn pass(meter: &mut Meter, ordinal: u64, begin: u64, class: Class) {
        let (kind, until) = (Kind::Read, SimTime::NEVER);
        let outcome = match class {
            Class::Answered => Outcome { class, status: 200, cause: None },
            _ => Outcome { class, status: 502, cause: Some((Cause::AppDied, place(Stage::Worker))) },
        };
        let (worker, lan) = (place(Stage::Worker), place(Stage::Lan));
        let (now, then) = (at(begin + 50), at(begin + 60));
        meter.observe(at(begin), Observation::Arrived { ordinal, draws: ordinal, kind, place: worker, until });
        meter.observe(now, Observation::Moved { ordinal, from: worker, since: at(begin), to: lan, until });
        meter.observe(
            then,
            Observation::Ended {
                ordinal,
                kind,
                outcome,
                response: SimDuration::from_millis(60),
                server: Some(SERVER),
                version: None,
            },
        );
        meter.observe(then, Observation::Left { ordinal, from: lan, since: now });
    }

    #[test]
    fn every_request_is_booked_and_every_second_becomes_a_point() {
        let mut meter = Meter::new(3);
        pass(&mut meter, 0, 0, Class::Answered);
        pass(&mut meter, 1, 100, Class::Failed);
        for stale in [true, false] {
            meter.observe(at(500), Observation::Read { machine: SERVER, stale, own: false });
        }
        meter.observe(at(600), Observation::Retried { machine: SERVER });
        meter.close_second(Gauges::default);
        let until = SimTime::NEVER;
        meter.observe(
            at(1000),
            Observation::Arrived { ordinal: 2, draws: 2, kind: Kind::Write, place: place(Stage::Worker), until },
        );
        let Ledger { arrived, answered, refused, failed, timed_out } = meter.ledger();
        assert_eq!([arrived, answered, refused, failed, timed_out, meter.ledger().in_flight()], [3, 1, 0, 1, 0, 1]);
        assert_eq!(
            (meter.response(Kind::Read).len(), meter.response(Kind::Write).len(), meter.responses().len()),
            (1, 0, 1)
        );
        let [error] = meter.errors()[..] else { panic!("one kind of error") };
        assert_eq!((error.cause, error.place, error.n), (Cause::AppDied, place(Stage::Worker), 1));
        let counts = meter.machine(SERVER);
        assert_eq!((counts.responses, counts.responses_last_second, counts.retries), (2, 2, 1));
        assert_eq!((counts.errors_last_second, meter.machine(MachineId::BALANCER).errors_last_second), (1, 0));
        assert_eq!((meter.reads(), meter.stale_reads(), meter.occupancy().present()), (2, 1, 1));
        let [point] = meter.history().series() else { panic!("one point") };
        assert_eq!((point.arrived, point.answered, point.errors(), point.response.n), (2, 1, 1, 1));
    }

    #[test]
    fn going_back_to_a_checkpoint_and_on_again_gives_the_same_run() {
        let mut meter = Meter::new(3);
        meter.follow(1);
        let play = |meter: &mut Meter, from: u64, to: u64| {
            for second in from..to {
                pass(meter, second, second * 1000 + 1, if second % 3 == 0 { Class::Failed } else { Class::Answered });
                meter.observe(at(second * 1000 + 70), Observation::Noted(Note::Configured));
                meter.close_second(|| Gauges { in_flight: second as u32, ..Gauges::default() });
            }
        };
        play(&mut meter, 0, 4);
        let (checkpoint, then) = (meter.checkpoint(), meter.clone());
        play(&mut meter, 4, 9);
        let end = meter.clone();
        meter.restore(&checkpoint, at(4000));
        assert!(meter == then && meter != end);
        play(&mut meter, 4, 9);
        assert!(meter == end);
    }

    #[test]
    fn after_the_warm_up_statistics_begin_anew_and_the_account_goes_on() {
        let mut meter = Meter::new(3);
        pass(&mut meter, 0, 0, Class::Answered);
        meter.reset_statistics(at(100));
        pass(&mut meter, 1, 100, Class::Answered);
        assert_eq!((meter.ledger().answered, meter.responses().len(), meter.machine(SERVER).responses), (2, 1, 1));
        let worker = meter.occupancy().station(Stage::Worker, SERVER, at(200));
        assert_eq!((worker.arrivals, worker.mean_present()), (1, 0.5));
    }
}
