//! Simulated time: whole nanoseconds, so that it never rounds and never goes back.
//!
//! Knows nothing of what happens in it. Floats enter through the named constructors and leave through the named readers
//! only; everything between is integer arithmetic, equal on every machine.

use super::digits::Fixed;
use core::fmt;
use core::ops::{Add, AddAssign, Div, Mul, Sub};

/// Nanoseconds in a second.
const NANOS_PER_SECOND: u64 = 1_000_000_000;
/// Nanoseconds in a millisecond.
const NANOS_PER_MILLI: u64 = 1_000_000;

/// An instant of a run: nanoseconds since its start. Holds 584 years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(u64);

/// A length of simulated time in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(u64);

impl SimTime {
    /// The start of a run.
    pub const ZERO: SimTime = SimTime(0);
    /// Later than everything that can happen: "never".
    pub const NEVER: SimTime = SimTime(u64::MAX);

    /// The instant `nanos` nanoseconds after the start.
    pub const fn from_nanos(nanos: u64) -> SimTime {
        SimTime(nanos)
    }

    /// The instant `millis` milliseconds after the start.
    pub const fn from_millis(millis: u64) -> SimTime {
        SimTime(millis.saturating_mul(NANOS_PER_MILLI))
    }

    /// Nanoseconds since the start.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Seconds since the start, for screens and reports; never fed back into the model.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / NANOS_PER_SECOND as f64
    }

    /// The time from `earlier` to here; zero if `earlier` is later.
    pub const fn since(self, earlier: SimTime) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }

    /// The first whole millisecond after this instant: where a live command takes effect.
    pub const fn next_milli(self) -> SimTime {
        SimTime((self.0 / NANOS_PER_MILLI).saturating_add(1).saturating_mul(NANOS_PER_MILLI))
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: SimDuration = SimDuration(0);
    /// One second.
    pub const SECOND: SimDuration = SimDuration(NANOS_PER_SECOND);

    /// `nanos` nanoseconds.
    pub const fn from_nanos(nanos: u64) -> SimDuration {
        SimDuration(nanos)
    }

    /// `millis` milliseconds.
    pub const fn from_millis(millis: u64) -> SimDuration {
        SimDuration(millis.saturating_mul(NANOS_PER_MILLI))
    }

    /// `seconds` whole seconds.
    pub const fn from_seconds(seconds: u64) -> SimDuration {
        SimDuration(seconds.saturating_mul(NANOS_PER_SECOND))
    }

    /// The nearest whole number of nanoseconds to `seconds`; zero for what is negative or no number, and at most the
    /// largest duration. The only door by which a float becomes time.
    pub fn from_seconds_f64(seconds: f64) -> SimDuration {
        // `as` saturates and maps NaN to zero; adding a half rounds what is positive.
        SimDuration((seconds * NANOS_PER_SECOND as f64 + 0.5) as u64)
    }

    /// Nanoseconds.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Seconds, for screens and reports.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / NANOS_PER_SECOND as f64
    }

    /// Milliseconds, for screens and reports.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / NANOS_PER_MILLI as f64
    }

    /// This minus `other`, zero if `other` is longer.
    pub const fn saturating_sub(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0.saturating_sub(other.0))
    }

    /// Whether this is no time at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add<SimDuration> for SimTime {
    type Output = SimTime;
    fn add(self, length: SimDuration) -> SimTime {
        SimTime(self.0.saturating_add(length.0))
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, length: SimDuration) {
        *self = *self + length;
    }
}

impl Add for SimDuration {
    type Output = SimDuration;
    fn add(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: SimDuration) {
        *self = *self + other;
    }
}

impl Sub for SimDuration {
    type Output = SimDuration;
    fn sub(self, other: SimDuration) -> SimDuration {
        self.saturating_sub(other)
    }
}

impl Mul<u64> for SimDuration {
    type Output = SimDuration;
    fn mul(self, times: u64) -> SimDuration {
        // WebAssembly has no instruction that says whether a product is too large: where it cannot be, that is not asked.
        SimDuration(if (self.0 | times) >> 32 == 0 { self.0 * times } else { self.0.saturating_mul(times) })
    }
}

impl Div<u64> for SimDuration {
    type Output = SimDuration;
    fn div(self, parts: u64) -> SimDuration {
        SimDuration(self.0 / parts)
    }
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", Fixed(self.as_seconds(), 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_command_never_lands_on_an_instant_already_played() {
        assert_eq!(SimTime::from_nanos(1).next_milli(), SimTime::from_millis(1));
        assert_eq!(SimTime::from_millis(7).next_milli(), SimTime::from_millis(8));
    }

    #[test]
    fn floats_enter_rounded_and_never_panic() {
        assert_eq!(SimDuration::from_seconds_f64(0.1), SimDuration::from_millis(100));
        assert_eq!(SimDuration::from_seconds_f64(f64::NAN), SimDuration::ZERO);
        assert_eq!(SimDuration::from_seconds_f64(-1.0), SimDuration::ZERO);
        assert_eq!(SimDuration::from_seconds_f64(f64::INFINITY).as_nanos(), u64::MAX);
    }
}
