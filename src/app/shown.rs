//! What the panels show of a run, in pieces that are replaced only when they change. Knows no screen.

use super::same::Same;
use crate::engine::time::SimTime;
use crate::metrics::log::Line;
use crate::metrics::series::Point;
use crate::model::config::Config;
use crate::scenario::Timed;
use crate::simulation::Simulation;
use crate::snapshot::Snapshot;

/// A run as the panels see it, a few times a second.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The run at this instant.
    pub snapshot: Same<Snapshot>,
    /// One point for every whole second so far.
    pub series: Same<[Point]>,
    /// The event log so far.
    pub log: Same<[Line]>,
    /// Every command of the run, past and to come.
    pub commands: Same<[Timed]>,
    /// The configuration as it is at this instant.
    pub config: Same<Config>,
    /// Right end of the time line and of every chart.
    pub end: SimTime,
}

impl Shown {
    /// The pieces of `simulation`.
    pub fn of(simulation: &Simulation, config: Config, end: SimTime) -> Shown {
        Shown {
            snapshot: Same::new(simulation.snapshot()),
            series: Same::new(simulation.series()),
            log: Same::new(simulation.log()),
            commands: Same::new(simulation.scenario().commands.as_slice()),
            config: Same::new(config),
            end,
        }
    }

    /// Takes the present pieces; those that are equal stay the same.
    pub fn refresh(&mut self, simulation: &Simulation, config: Config, end: SimTime) {
        self.snapshot = Same::new(simulation.snapshot());
        keep_or_take(&mut self.series, simulation.series());
        keep_or_take(&mut self.log, simulation.log());
        keep_or_take(&mut self.commands, &simulation.scenario().commands);
        if *self.config != config {
            self.config = Same::new(config);
        }
        self.end = end;
    }
}

/// Only the length and the last element are looked at: the pieces grow at their end, and a change of the past replaces
/// the whole (see [`Shown::of`]).
fn keep_or_take<T: Clone + PartialEq>(kept: &mut Same<[T]>, now: &[T]) {
    if kept.len() != now.len() || kept.last() != now.last() {
        *kept = Same::new(now);
    }
}
