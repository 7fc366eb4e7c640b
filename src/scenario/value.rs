//! What a knob can hold.

use crate::engine::dist::Dist;
use crate::engine::time::SimDuration;

/// The value of a knob.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Count(u64),
    /// A number.
    Number(f64),
    /// A length of time.
    Duration(SimDuration),
    /// A distribution of durations.
    Dist(Dist),
    /// One of the knob's words.
    Word(&'static str),
    /// On or off.
    Switch(bool),
    /// As another knob says (`tqueue` follows `tconnect`).
    Inherit,
}
