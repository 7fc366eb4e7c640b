//! What a person may take back: the runs as they were before each of the last changes, and when those were made.

use super::state::State;
use super::update::Effect;
use crate::engine::time::SimTime;
use crate::scenario::Scenario;

/// Changes that can be taken back; chosen.
const MOST: usize = 50;

/// The last changes, the latest at the end.
#[derive(Clone, Debug, Default)]
pub struct Undo(Vec<(Scenario, SimTime)>);

impl Undo {
    /// Keeps a run as it is before a change at this instant.
    pub fn keep(&mut self, scenario: Scenario, now: SimTime) {
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push((scenario, now));
    }

    /// The run before the last change, and when that was made.
    pub fn take(&mut self) -> Option<(Scenario, SimTime)> {
        self.0.pop()
    }

    /// Whether there is something to take back.
    pub fn is_some(&self) -> bool {
        !self.0.is_empty()
    }
}

impl State {
    /// Keeps the run as it is, before it is changed.
    pub(super) fn keep(&mut self) {
        self.undo.keep(self.scenario().clone(), self.simulation.now());
    }

    /// Plays the run as it was before one's own last change, and stops where that was made.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let Some((scenario, at)) = self.undo.take() else { return Vec::new() };
        self.begin(scenario);
        self.seek(at);
        self.check_link();
        vec![Effect::LinkChanged]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Preset;

    #[test]
    fn the_latest_comes_back_first_and_the_oldest_is_let_go() {
        let mut undo = Undo::default();
        assert!(!undo.is_some());
        for n in 0..MOST as u64 + 1 {
            undo.keep(Scenario::of(Preset::Distributed), SimTime::from_millis(n));
        }
        let instants: Vec<u64> = core::iter::from_fn(|| undo.take()).map(|(_, at)| at.as_nanos() / 1_000_000).collect();
        assert_eq!(instants, (1..=MOST as u64).rev().collect::<Vec<_>>());
    }
}
