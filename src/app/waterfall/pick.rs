//! Which request's time is shown: the slowest that is kept, whichever that is, or one that a person has picked.

use super::Waterfall;
use crate::app::same::Same;
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::journey::{Journey, Journeys};

/// A wish to see a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The slowest of those kept, from now on.
    Slowest,
    /// The one that ended last, and no other from now on.
    Newest,
    /// The one with this number, and no other from now on.
    Number(u64),
}

/// The request that is shown.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Where its time went; none before one has ended.
    pub shown: Option<Same<Waterfall>>,
    /// Whether it stays, however slow others are.
    pub pinned: bool,
}

/// When a request ended for its client, and how long that took.
fn end(journey: &Journey) -> Option<(SimTime, SimDuration)> {
    let (at, _) = journey.ended?;
    Some((at, at.since(journey.began)))
}

impl Trace {
    /// Shows what a person wishes to see, at the instant `now`.
    pub fn pick(&mut self, pick: Pick, journeys: &Journeys, now: SimTime) {
        let mut kept = journeys.kept.iter();
        let picked = match pick {
            Pick::Slowest => None,
            Pick::Newest => kept.filter(|journey| journey.ended.is_some()).max_by_key(|journey| end(journey)),
            Pick::Number(number) => kept.find(|journey| journey.ordinal == number),
        };
        self.pinned = picked.is_some();
        match picked {
            Some(journey) => self.show(journey, now),
            None => self.refresh(journeys, now),
        }
    }

    /// Looks at the requests that are kept at the instant `now`. Of equally slow ones the first stays.
    pub fn refresh(&mut self, journeys: &Journeys, now: SimTime) {
        let kept = &journeys.kept;
        self.pinned &= self.shown.as_ref().is_some_and(|shown| shown.until <= now);
        let next = match (self.pinned, &self.shown) {
            (true, Some(shown)) if shown.outcome.is_some() => return,
            (true, Some(shown)) => kept.iter().find(|journey| journey.ordinal == shown.ordinal),
            _ => {
                let slower = |a: &Journey, b: &Journey| end(a).map(|end| end.1) < end(b).map(|end| end.1);
                let slowest = kept.iter().reduce(|slowest, next| if slower(slowest, next) { next } else { slowest });
                slowest.filter(|journey| journey.ended.is_some())
            }
        };
        match next {
            Some(journey) => self.show(journey, now),
            None => *self = Trace::default(),
        }
    }

    fn show(&mut self, journey: &Journey, now: SimTime) {
        let until = journey.ended.map_or(now, |(ended, _)| ended);
        if self.shown.as_ref().map(|shown| (shown.ordinal, shown.until)) != Some((journey.ordinal, until)) {
            self.shown = Waterfall::of(journey, now).map(Same::new);
        }
    }
}
