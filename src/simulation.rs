//! The facade: a scenario in, snapshots out. The one way for a screen, the command line or a test to run the model.
//!
//! A run is a function of its scenario. However it is divided into steps, and wherever one seeks, the same events happen:
//! at every instant first the whole second closes its books, then commands act, then the model's events follow.

mod checkpoint;
mod diary;
mod mysql;
mod nginx;
mod travel;
mod view;

use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::journey::Journeys;
use crate::metrics::log::Line;
use crate::metrics::meter::Meter;
use crate::metrics::series::{INTERVAL, Point};
use crate::model::config::Config;
use crate::model::mysql::history::History;
use crate::model::world::{Env, World};
use crate::scenario::{Act, Scenario, Timed};
use crate::snapshot::{Rate, Snapshot};
use checkpoint::Checkpoints;
use travel::Frontier;

/// The least of all times; an instant minus this is "just before it".
const INSTANT: SimDuration = SimDuration::from_nanos(1);

/// Most requests that may be in the system at once, worked on or waiting: beyond, the run halts and says so. It keeps a
/// hostile or hopeless scenario from taking all memory (chosen: half a minute of 4,000 unanswered requests a second).
pub const MOST_REQUESTS: usize = 120_000;

/// A run of a scenario, at some instant.
#[derive(Clone, Debug)]
pub struct Simulation {
    scenario: Scenario,
    world: World,
    history: History,
    meter: Meter,
    /// Commands of the scenario that have been carried out.
    done: usize,
    /// The next whole second.
    second: SimTime,
    now: SimTime,
    pulse: Pulse,
    checkpoints: Checkpoints,
    frontier: Option<Frontier>,
}

/// What the machines' processors and HAProxy had done at the last whole second, and what of it in the second before.
#[derive(Clone, Debug, Default)]
struct Pulse {
    worked: Vec<Worked>,
    /// Connections so far, and how many came in a second: the frontend's, then each server's.
    sessions: Vec<(u64, Rate)>,
}

impl Pulse {
    /// Takes the pulse of every processor at a whole second.
    fn beat(&mut self, world: &World, second: SimTime) {
        self.worked.resize(world.machines().len(), Worked::default());
        for (machine, worked) in world.machines().iter().zip(&mut self.worked) {
            let total = machine.cpu.worked(second);
            (worked.lately, worked.cores) = (total - worked.total, machine.cpu.cores());
            worked.total = total;
        }
        let balancer = &world.front().balancer;
        self.sessions.resize(usize::from(balancer.servers()) + 1, (0, Rate::default()));
        let accepted = core::iter::once(balancer.accepted()).chain(balancer.sessions());
        for (now, (before, rate)) in accepted.zip(&mut self.sessions) {
            // HAProxy counts anew when it is restarted.
            if now < *before {
                (*before, rate.most) = (0, 0);
            }
            rate.last = (now - *before) as u32;
            rate.most = rate.most.max(rate.last);
            *before = now;
        }
    }

    /// How much of a processor's cores was in use in the last second.
    fn utilization(&self, index: usize) -> f64 {
        let of = |worked: &Worked| worked.lately as f64 / (INTERVAL.as_nanos() as f64 * f64::from(worked.cores));
        self.worked.get(index).map_or(0.0, of)
    }

    /// New connections a second: 0 for the frontend's, then each server's.
    fn rate(&self, index: usize) -> Rate {
        self.sessions.get(index).map_or_else(Rate::default, |(_, rate)| *rate)
    }
}

/// What a processor has worked, in core-nanoseconds.
#[derive(Clone, Copy, Debug, Default)]
struct Worked {
    total: u64,
    /// In the last second.
    lately: u64,
    /// Its cores at the end of that second.
    cores: u32,
}

/// What came of a stretch of a run.
enum Turn {
    /// An event or a command was played.
    Played,
    /// A whole second is over.
    Second,
    /// Nothing more happens up to the limit.
    Quiet,
}

/// The world at the start of a run, what is written in it, and who watches it.
fn begun(config: &Config) -> (World, History, Meter) {
    let mut meter = Meter::new(config.site().slots());
    let mut history = History::default();
    let world = Env { history: &mut history, observer: &mut meter }.begin(config.clone());
    (world, history, meter)
}

impl Simulation {
    /// The run of `scenario`, at its start.
    ///
    /// A scenario that cannot run is mended first (see [`Scenario::mended`]): [`Simulation::scenario`] is what runs.
    pub fn new(scenario: Scenario) -> Simulation {
        let scenario = scenario.mended();
        let (world, history, meter) = begun(&scenario.config);
        let mut simulation = Simulation {
            scenario,
            world,
            history,
            meter,
            done: 0,
            second: SimTime::ZERO + INTERVAL,
            now: SimTime::ZERO,
            pulse: Pulse::default(),
            checkpoints: Checkpoints::default(),
            frontier: None,
        };
        simulation.pulse.beat(&simulation.world, SimTime::ZERO);
        simulation.keep_checkpoint();
        simulation
    }

    /// The scenario, with every command given so far.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The instant that the run has reached.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.world.events()
    }

    /// Hash of every event so far.
    pub fn digest(&self) -> u64 {
        self.world.digest()
    }

    /// The world, to look at.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The statistics.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Ends the warm-up: response times and stations are measured from now on.
    pub fn reset_statistics(&mut self) {
        self.meter.reset_statistics(self.now);
    }

    /// Whether the run has come to its end because too much is in the system: see [`MOST_REQUESTS`].
    pub fn halted(&self) -> bool {
        self.world.requests().len() >= MOST_REQUESTS
    }

    /// Plays on to `time`, or until about `budget` events are done or as many seconds are over, or until it halts; gives whether it got there. The run is
    /// the same however it is divided.
    pub fn advance_to(&mut self, time: SimTime, budget: u64) -> bool {
        let stop = self.world.events().saturating_add(budget);
        let mut turns = budget;
        while self.world.events() < stop && turns > 0 && !self.halted() {
            turns -= 1;
            if let Turn::Quiet = self.turn(time, stop) {
                self.now = self.now.max(time);
                self.world.pass_to(time);
                return true;
            }
        }
        // Not the second that may just have closed: what happens at that very instant is still to come.
        self.now = self.world.now();
        false
    }

    /// Plays exactly one event or command, if there is one within the next minute; gives whether there was.
    pub fn step(&mut self) -> bool {
        if self.halted() {
            return false;
        }
        let (limit, stop) = (self.now + SimDuration::from_seconds(60), self.world.events() + 1);
        loop {
            let turn = self.turn(limit, stop);
            self.now = self.now.max(self.world.now());
            match turn {
                Turn::Played => return true,
                Turn::Quiet => return false,
                Turn::Second => {}
            }
        }
    }

    /// Plays events up to the next thing that is no event of the model, or until `stop` events have been played; then that thing.
    fn turn(&mut self, limit: SimTime, stop: u64) -> Turn {
        let command = self.scenario.commands.get(self.done).map_or(SimTime::NEVER, |timed| timed.at);
        let boundary = command.min(self.second);
        let before = if boundary <= limit { SimTime::from_nanos(boundary.as_nanos().saturating_sub(1)) } else { limit };
        let mut env = Env { history: &mut self.history, observer: &mut self.meter };
        // Before a command of the very first instant there is nothing.
        if boundary > SimTime::ZERO && env.play(&mut self.world, before, stop, MOST_REQUESTS) {
            return Turn::Played;
        }
        if boundary > limit {
            return Turn::Quiet;
        }
        self.now = boundary;
        if self.second > boundary {
            self.world.pass_to(boundary);
            self.carry_out();
            return Turn::Played;
        }
        self.world.pass_to(before);
        self.close_second();
        Turn::Second
    }

    /// Carries out the next command.
    fn carry_out(&mut self) {
        let Some(timed) = self.scenario.commands.get(self.done) else {
            return;
        };
        let command = timed.act.command(self.world.config());
        self.done += 1;
        Env { history: &mut self.history, observer: &mut self.meter }.command(&mut self.world, &command);
    }

    fn close_second(&mut self) {
        let in_flight = self.meter.ledger().in_flight();
        self.meter.close_second(|| view::gauges(&self.world, &self.history, self.second, in_flight));
        self.pulse.beat(&self.world, self.second);
        self.keep_checkpoint();
        self.second += INTERVAL;
    }

    /// A person's act: stamped with the next whole millisecond, kept in the scenario, carried out there. Commands later
    /// than now are dropped when `forget_future` is set: the person has changed the past. An act that the run cannot have (see
    /// [`Act::check`]) changes nothing.
    pub fn command(&mut self, act: Act, forget_future: bool) -> SimTime {
        // What is kept is what acts: a value that must give way to others (`static` beside `write`) does so here.
        let act = match act {
            Act::Set(knob, value) => Act::Set(knob, knob.fit(self.world.config(), value)),
            act => act,
        };
        let at = self.now.next_milli();
        if act.check(&self.scenario.config).is_err() {
            return at;
        }
        if forget_future {
            self.scenario.commands.truncate(self.done);
        }
        let place = self.done + self.scenario.commands[self.done..].partition_point(|timed| timed.at <= at);
        self.scenario.commands.insert(place, Timed { at, act });
        self.forget_from(at);
        at
    }

    /// The run as a screen may see it.
    pub fn snapshot(&self) -> Snapshot {
        view::snapshot(self)
    }

    /// One point for each whole second so far.
    pub fn series(&self) -> &[Point] {
        self.meter.history().series()
    }

    /// The event log so far.
    pub fn log(&self) -> &[Line] {
        self.meter.history().log.lines()
    }

    /// Ways of sampled requests, for showing them.
    pub fn journeys(&self) -> &Journeys {
        &self.meter.history().journeys
    }

    /// Follows one request in `every` from now on. Changes nothing in the run.
    pub fn follow(&mut self, every: u64) {
        self.meter.follow(every);
    }

    /// Recounts everything from the structures, the ledger too.
    ///
    /// # Errors
    /// Names the first invariant that does not hold.
    pub fn audit(&self) -> Result<(), String> {
        self.world.audit(&self.history)?;
        let ledger = self.meter.ledger();
        let (arrived, in_flight) = (self.world.begun(), self.world.unfinished());
        if (ledger.arrived, ledger.in_flight()) != (arrived, in_flight) {
            return Err(format!("{ledger:?}, but {arrived} arrived and {in_flight} are in flight"));
        }
        Ok(())
    }
}
