//! The ways of sampled requests through the system, so that a screen can show real ones.

use crate::engine::time::SimTime;
use crate::model::observation::{Kind, Outcome, Place};
use std::collections::VecDeque;

/// Most steps that are kept of one journey; a page takes about fourteen.
pub const STEPS: usize = 48;
/// Most journeys that are kept; the oldest go first.
pub const JOURNEYS: usize = 640;

/// One place on the way of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When it came there.
    pub at: SimTime,
    /// Where.
    pub place: Place,
    /// When it will leave, where that was known at once (a crossing); else [`SimTime::NEVER`].
    pub until: SimTime,
}

/// The way of one request.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// The request's number.
    pub ordinal: u64,
    /// What it asked for.
    pub kind: Kind,
    /// Its places in order, with the time of coming there.
    pub steps: Vec<Step>,
    /// When and how it ended for its client, if it has.
    pub ended: Option<(SimTime, Outcome)>,
    /// When the last work on it was over, if it is.
    pub left: Option<SimTime>,
}

/// The kept journeys, oldest first.
#[derive(Clone, Debug)]
pub struct Journeys {
    /// One request in so many is followed.
    pub every: u64,
    /// The journeys.
    pub kept: VecDeque<Journey>,
}
