//! How the run goes on: frames, pauses, steps, and on the way to an instant.

use super::*;

impl State {
    /// What the scenario suggests, as a hand would do it.
    pub(super) fn deed(&self) -> Option<Msg> {
        Some(match self.guide.topic?.act(&self.scenario().config)? {
            Act::Set(knob, value) => Msg::Set(knob, value),
            act => Msg::Act(act),
        })
    }

    /// One animation frame: goes on by `elapsed_ms` real milliseconds, or towards the instant that was asked for.
    /// `wall_ms` is the real clock.
    pub fn frame(&mut self, elapsed_ms: f64, wall_ms: &dyn Fn() -> f64) {
        match self.seeking {
            Some(time) if clock::seek(&mut self.simulation, time, elapsed_ms, wall_ms) => self.arrive(),
            Some(_) => {}
            None if self.clock.playing => self.clock.play(&mut self.simulation, elapsed_ms, wall_ms),
            None => {}
        }
        if self.simulation.halted() && self.is_moving() {
            self.clock.playing = false;
            self.notices.add(Notice::Halted { at: self.simulation.now() });
            self.arrive();
        }
        self.horizon = self.horizon.max(self.simulation.now());
    }

    /// The run is where it was sent, or as near as it gets.
    pub(super) fn arrive(&mut self) {
        if self.seeking.take().is_some() {
            self.jumps += 1;
        }
        self.keep_promise();
        self.refresh();
        self.announcer.hush();
    }

    pub(super) fn play_or_pause(&mut self) {
        if self.simulation.halted() {
            self.clock.playing = false;
            return;
        }
        self.clock.playing = !self.clock.playing;
        if !self.clock.playing && self.seeking.is_none() {
            self.settle();
        }
        self.refresh();
    }

    pub(super) fn step(&mut self, step: fn(&mut Simulation) -> bool) {
        self.clock.playing = false;
        self.seeking = None;
        step(&mut self.simulation);
        self.jumps += 1;
        self.horizon = self.horizon.max(self.simulation.now());
        self.refresh();
    }

    pub(in crate::app) fn seek(&mut self, time: SimTime) {
        let latest = SimTime::from_millis(series::LIMIT as u64 * 1000);
        self.seeking = Some(time.min(latest));
    }
}
