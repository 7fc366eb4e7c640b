//! Requests shown again: for each followed one, how far its mark has come.

use super::ground::{Ground, Here, ground};
use super::pace::{HOP, Pace};
use super::step::{failure, has_next, is_retry, over, parts, returns};
use super::{LIMIT, Mark, SIZES, Scale, Shape, Tone, look};
use crate::app::layout::{Layout, Point, Spot};
use crate::engine::range;
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::journey::{Journey, Journeys};
use crate::model::id::MachineId;
use crate::model::observation::{Class, Stage};

/// Real seconds for which a failure is shown where it happened.
const BEAT: f64 = 0.55;
/// Real seconds for which it is shown where nothing follows.
const LAST_BEAT: f64 = 0.9;
/// Real seconds in which a mark glides from one place in a box to the next.
const GLIDE: f64 = 0.07;
/// Shorter ways within a box are not glided.
const STEP_ASIDE: f64 = 10.0;
/// A request that is older than this many real seconds when it is first seen is put where it is.
const FRESH: f64 = 0.3;
/// Real seconds after which a request that waits is drawn as waiting.
const PATIENCE: f64 = 0.12;
/// Real seconds in which a request fades that nobody works on.
const FADE: f64 = 1.2;
/// What remains of it then.
const FADED: f64 = 0.45;

/// What there is to show at one frame.
pub struct Moment<'a> {
    /// The ways of sampled requests.
    pub journeys: &'a Journeys,
    /// The instant of the run.
    pub now: SimTime,
    /// Real seconds since the frame before.
    pub elapsed: f64,
    /// Simulated seconds per real second.
    pub speed: f64,
    /// Whether the run plays.
    pub playing: bool,
    /// Counts up whenever the run jumped.
    pub jumps: u32,
    /// Where everything stands.
    pub layout: &'a Layout,
}

/// How far a mark has come.
#[derive(Clone, Debug)]
struct Head {
    ordinal: u64,
    /// The step of its request that it shows.
    step: usize,
    /// Real seconds since it began to show it.
    progress: f64,
    /// Where it was then, and on which machine.
    from: Point,
    machine: MachineId,
    /// Whether a frame has shown it in this step.
    seen: bool,
    /// Real seconds since it began, if it was shown from its request's beginning on.
    shown: Option<f64>,
    done: bool,
}

/// Real seconds of a step.
#[derive(Clone, Copy, PartialEq)]
struct Plan {
    crossing: f64,
    way: f64,
    stay: Option<f64>,
}

/// All marks of requests.
#[derive(Clone, Debug)]
pub struct Replay {
    heads: Vec<Head>,
    /// The youngest request that was seen.
    seen: Option<u64>,
    pace: Pace,
    now: SimTime,
    jumps: u32,
    every: u64,
}

impl Default for Replay {
    fn default() -> Replay {
        Replay::new()
    }
}

impl Replay {
    /// Nothing was shown yet.
    pub fn new() -> Replay {
        Replay { heads: Vec::new(), seen: None, pace: Pace::new(), now: SimTime::ZERO, jumps: 0, every: 0 }
    }

    /// What the marks stand for.
    pub fn scale(&self) -> Scale {
        Scale { every: self.every, slower: self.pace.slower(), true_place: self.pace.is_slow() }
    }

    /// Puts every mark where its request is at the next frame, as after a change of the layout.
    pub fn settle(&mut self) {
        self.heads.clear();
        self.seen = None;
    }

    /// Adds the marks of this frame to `marks`.
    pub fn frame(&mut self, moment: &Moment<'_>, marks: &mut Vec<Mark>) {
        self.pace.set_speed(moment.speed);
        self.every = moment.journeys.every;
        let stepped = !moment.playing && moment.now != self.now;
        if moment.jumps != self.jumps || moment.now < self.now || stepped {
            self.settle();
        }
        (self.jumps, self.now) = (moment.jumps, moment.now);
        self.take_new(moment);
        let mut journeys = moment.journeys.kept.iter();
        let pace = &mut self.pace;
        self.heads.retain_mut(|head| {
            // Both are in the order of the ordinals: one walk finds every head's journey.
            let Some(journey) = journeys.by_ref().find(|journey| journey.ordinal >= head.ordinal) else { return false };
            if journey.ordinal != head.ordinal {
                // Its journey was forgotten; the one found belongs to a later head, which is looked up afresh.
                journeys = moment.journeys.kept.iter();
                return false;
            }
            if moment.playing {
                head.advance(journey, pace, moment.layout, moment.elapsed);
            }
            if !head.done && marks.len() < LIMIT {
                marks.push(head.mark(journey, pace, moment.layout));
            }
            !head.done
        });
    }

    /// Begins to show what is new; what is not so new is put where it is.
    fn take_new(&mut self, moment: &Moment<'_>) {
        let kept = &moment.journeys.kept;
        let first = self.seen.map_or(0, |seen| kept.partition_point(|journey| journey.ordinal <= seen));
        for journey in kept.range(first..) {
            self.seen = Some(journey.ordinal);
            let Some(begun) = journey.steps.first().map(|step| step.at) else { continue };
            let age = self.pace.real(moment.now.since(begun));
            let head = match age <= moment.elapsed + FRESH && moment.playing && !self.pace.is_slow() {
                true => Some(Head::new(journey, moment.layout, age.min(moment.elapsed))),
                false => Head::settled(journey, &self.pace, moment),
            };
            self.heads.extend(head);
        }
    }
}

impl Head {
    /// At its request's beginning.
    fn new(journey: &Journey, layout: &Layout, late: f64) -> Head {
        Head {
            ordinal: journey.ordinal,
            step: 0,
            progress: late,
            from: layout.spot(Spot::Clients),
            machine: MachineId::CLIENT,
            seen: false,
            shown: Some(0.0),
            done: false,
        }
    }

    /// Where its request is now; none where that has ended.
    fn settled(journey: &Journey, pace: &Pace, moment: &Moment<'_>) -> Option<Head> {
        if journey.ended.is_some_and(|(ended, _)| ended <= moment.now) {
            return None;
        }
        let step = journey.steps.partition_point(|step| step.at <= moment.now).checked_sub(1)?;
        let mut head = Head::new(journey, moment.layout, 0.0);
        for index in 0..step {
            head.step = index;
            let lasts = |ground: &Ground<'_>| {
                let plan = head.plan(journey, pace, ground);
                plan.way > 0.0 || plan.stay != Some(0.0)
            };
            if ground(moment.layout, journey, index, head.here()).is_some_and(|ground| lasts(&ground)) {
                head.pass(journey, moment.layout);
            }
        }
        head.step = step;
        head.seen = true;
        let since = moment.now.since(journey.steps[step].at);
        let (crossing, _) = parts(journey, step);
        if let Some(ground) = ground(moment.layout, journey, step, head.here()) {
            let plan = head.plan(journey, pace, &ground);
            let share = since.as_seconds() / crossing.as_seconds();
            head.progress = match share < 1.0 {
                true => ground.seconds_to(head.from, plan.crossing, share),
                false => plan.way + pace.real(since.saturating_sub(crossing)),
            };
        }
        head.shown = None;
        Some(head)
    }

    /// Where it set out to its step.
    fn here(&self) -> Here {
        Here { machine: self.machine, point: self.from }
    }

    /// Leaves its step behind: the next begins where this one ended.
    fn pass(&mut self, journey: &Journey, layout: &Layout) {
        if let Some(ground) = ground(layout, journey, self.step, self.here()) {
            self.from = ground.end(self.from);
            self.machine = ground.machine;
        }
    }

    /// Real seconds of its step: of the crossing, if there is a way to go, of all of that way, and of the stay after it,
    /// which is unknown while it lasts.
    fn plan(&self, journey: &Journey, pace: &Pace, ground: &Ground<'_>) -> Plan {
        let (crossing, stay) = parts(journey, self.step);
        let stay = stay.map(|stay| pace.stay(stay));
        if stay == Some(0.0) && !self.seen && journey.steps[self.step].place.stage == Stage::Connecting {
            // A connection that was there at once: nobody has stood on the link.
            return Plan { crossing: 0.0, way: 0.0, stay };
        }
        let crossing = match (ground.travels(), crossing > SimDuration::ZERO) {
            (_, true) => pace.crossing(crossing),
            (true, false) => HOP,
            (false, false) if stay == Some(0.0) && !self.seen => 0.0,
            (false, false) => match ground.stand {
                Some(stand) if stand.distance(self.from) > STEP_ASIDE => GLIDE,
                _ => 0.0,
            },
        };
        Plan { crossing, way: ground.seconds(self.from, crossing), stay }
    }

    /// Goes on by so many real seconds.
    fn advance(&mut self, journey: &Journey, pace: &mut Pace, layout: &Layout, elapsed: f64) {
        self.progress += elapsed;
        if let Some(shown) = &mut self.shown {
            *shown += elapsed;
        }
        let failure = failure(journey);
        // A request has at most some dozens of steps, each is passed once.
        while let Some(ground) = ground(layout, journey, self.step, self.here()) {
            let Plan { way, stay: Some(stay), .. } = self.plan(journey, pace, &ground) else { break };
            if over(journey, self.step).is_none() {
                // It has arrived where its request is: it waits there for what comes next.
                self.progress = self.progress.min(way + stay);
                break;
            }
            let beat = failure
                .filter(|failure| failure.step == self.step)
                .map_or(0.0, |failure| if failure.silent { LAST_BEAT } else { BEAT });
            let whole = way + stay + beat;
            if self.progress < whole {
                break;
            }
            if !has_next(journey, self.step) {
                return self.finish(journey, pace);
            }
            // What was waited too long, because the end was not known, is not made up for in a leap.
            self.progress = (self.progress - whole).min(elapsed);
            if whole > 0.0 || self.seen {
                self.pass(journey, layout);
            }
            self.step += 1;
            self.seen = false;
        }
        self.seen = true;
    }

    fn finish(&mut self, journey: &Journey, pace: &mut Pace) {
        self.done = true;
        let (Some(first), Some((ended, outcome))) = (journey.steps.first(), journey.ended) else { return };
        let took = ended.since(first.at);
        if outcome.class == Class::Answered {
            pace.learn(took);
            if let Some(shown) = self.shown {
                pace.was_shown(took, shown);
            }
        }
    }

    fn mark(&self, journey: &Journey, pace: &Pace, layout: &Layout) -> Mark {
        let (mut shape, mut tone) = look(journey.kind);
        let (mut alpha, mut size) = (1.0, SIZES[0]);
        let mut point = self.from;
        if let Some(ground) = ground(layout, journey, self.step, self.here()) {
            let place = journey.steps[self.step].place;
            let Plan { crossing, way, stay } = self.plan(journey, pace, &ground);
            point = ground.at(self.from, crossing, self.progress);
            let waited = self.progress - way;
            if returns(place) {
                size = SIZES[1];
            }
            if ground.waits && waited > PATIENCE {
                shape = Shape::Ring;
            }
            if is_retry(journey, self.step) {
                (shape, tone) = (Shape::Retry, tone);
            }
            if place.stage == Stage::Nowhere {
                alpha = 1.0 - (1.0 - FADED) * range::share(waited / FADE);
            }
            if let Some(failure) = failure(journey) {
                let after = waited - stay.unwrap_or(0.0);
                if self.step > failure.step || (self.step == failure.step && after >= 0.0) {
                    shape = if failure.late { Shape::Triangle } else { Shape::Diamond };
                    (tone, size) = (Tone::Bad, SIZES[0]);
                    let gone = if failure.silent { after / LAST_BEAT } else { 0.0 };
                    // Solid for the first half of the beat, then it goes.
                    alpha = range::share(2.0 - 2.0 * gone);
                }
            }
        }
        Mark { x: point.x, y: point.y, shape, tone, size, alpha, ordinal: Some(journey.ordinal) }
    }
}

#[cfg(test)]
mod tests;
