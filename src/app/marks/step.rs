//! A step of a request in time: when it is over, how much of it is a crossing, how the request failed.

use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::journey::{Journey, Step};
use crate::model::id::MachineId;
use crate::model::observation::{Class, Place, Stage};

/// When step `index` is over, if that is known. Nothing after the end for its client is looked at.
pub(super) fn over(journey: &Journey, index: usize) -> Option<SimTime> {
    let ended = journey.ended.map(|(at, _)| at);
    match journey.steps.get(index + 1) {
        Some(next) if ended.is_none_or(|ended| next.at < ended) => Some(next.at),
        _ => ended,
    }
}

/// Whether a step after `index` is to be shown.
pub(super) fn has_next(journey: &Journey, index: usize) -> bool {
    let next = journey.steps.get(index + 1);
    next.is_some_and(|next| journey.ended.is_none_or(|(ended, _)| next.at < ended))
}

/// How much of step `index` is a crossing, and how much is a stay; the stay is unknown while it lasts.
pub(super) fn parts(journey: &Journey, index: usize) -> (SimDuration, Option<SimDuration>) {
    let Some(step) = journey.steps.get(index) else { return (SimDuration::ZERO, Some(SimDuration::ZERO)) };
    let over = over(journey, index);
    match crossed(step) {
        Some(until) => {
            let crossed = over.map_or(until, |over| over.min(until));
            let stay = match step.place.stage {
                Stage::Database => over.map(|over| over.since(crossed)),
                _ => Some(SimDuration::ZERO),
            };
            (crossed.since(step.at), stay)
        }
        None => (SimDuration::ZERO, over.map(|over| over.since(step.at))),
    }
}

/// The end of the crossing with which this step begins, if it does.
fn crossed(step: &Step) -> Option<SimTime> {
    let crossing = match step.place.stage {
        Stage::Internet | Stage::Lan => true,
        Stage::Database => step.place.machine != step.place.peer,
        _ => false,
    };
    (crossing && step.until != SimTime::NEVER).then_some(step.until)
}

/// How a request that was not answered met its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Failure {
    /// The step in which it was decided.
    pub(super) step: usize,
    /// Whether time ran out.
    pub(super) late: bool,
    /// Whether its client learned it from nobody: it gave up, wherever its request was.
    pub(super) silent: bool,
}

/// How `journey` failed, once that is known.
pub(super) fn failure(journey: &Journey) -> Option<Failure> {
    let (ended, outcome) = journey.ended?;
    if outcome.class == Class::Answered {
        return None;
    }
    let shown = journey.steps.partition_point(|step| step.at < ended).max(1);
    let last = shown - 1;
    let at = outcome.cause.and_then(|(_, place)| journey.steps[..shown].iter().rposition(|step| step.place == place));
    let silent = outcome.status == 0;
    let step = if silent { last } else { at.unwrap_or(last) };
    Some(Failure { step, late: outcome.class == Class::TimedOut, silent })
}

/// Whether a request is on a further attempt in step `index`: tried again, and not yet with a server.
pub(super) fn is_retry(journey: &Journey, index: usize) -> bool {
    let so_far = &journey.steps[..journey.steps.len().min(index + 1)];
    let attempts = so_far.iter().filter(|step| step.place.stage == Stage::Connecting).count();
    attempts > 1
        && so_far.last().is_some_and(|step| matches!(step.place.stage, Stage::Connecting | Stage::Lan))
        && so_far.last().is_some_and(|step| step.place.machine == MachineId::BALANCER)
}

/// Whether a request is on its way back in step `index`.
pub(super) fn returns(place: Place) -> bool {
    match place.stage {
        Stage::Internet => place.peer == MachineId::CLIENT,
        Stage::Lan => place.peer == MachineId::BALANCER,
        _ => false,
    }
}
