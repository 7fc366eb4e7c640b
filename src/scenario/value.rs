//! What a knob can hold, and how a value is written. Knows neither keys nor ranges.

use super::decimal;
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

/// Families of distributions by their word in a link: what they need after it.
pub const FAMILIES: [&str; 4] = ["const:MEAN", "exp:MEAN", "lognormal:MEAN:CV", "gamma:MEAN:CV"];

/// Writes a distribution: `gamma:8ms:0.7`.
pub fn show_dist(dist: &Dist) -> String {
    let mean = decimal::show_seconds(dist.mean_seconds());
    match dist {
        Dist::Constant { .. } => format!("const:{mean}"),
        Dist::Exponential { .. } => format!("exp:{mean}"),
        Dist::Lognormal { cv, .. } => format!("lognormal:{mean}:{}", decimal::show_number(*cv)),
        Dist::Gamma { cv, .. } => format!("gamma:{mean}:{}", decimal::show_number(*cv)),
    }
}

/// Reads a distribution; `None` where `text` is none. Nothing is checked but its form.
pub fn read_dist(text: &str) -> Option<Dist> {
    let mut parts = text.split(':');
    let (family, mean) = (parts.next()?, decimal::seconds(parts.next()?)?);
    let cv = parts.next();
    if parts.next().is_some() {
        return None;
    }
    match (family, cv) {
        ("const", None) => Some(Dist::Constant { mean }),
        ("exp", None) => Some(Dist::Exponential { mean }),
        ("lognormal", Some(cv)) => Some(Dist::Lognormal { mean, cv: decimal::number(cv)? }),
        ("gamma", Some(cv)) => Some(Dist::Gamma { mean, cv: decimal::number(cv)? }),
        _ => None,
    }
}

/// The same distribution with another mean.
pub fn with_mean(dist: Dist, mean: f64) -> Dist {
    match dist {
        Dist::Constant { .. } => Dist::Constant { mean },
        Dist::Exponential { .. } => Dist::Exponential { mean },
        Dist::Lognormal { cv, .. } => Dist::Lognormal { mean, cv },
        Dist::Gamma { cv, .. } => Dist::Gamma { mean, cv },
    }
}

/// The same distribution with another coefficient of variation, where it has one to change.
pub fn with_variation(dist: Dist, cv: f64) -> Dist {
    match dist {
        Dist::Constant { .. } | Dist::Exponential { .. } => dist,
        Dist::Lognormal { mean, .. } => Dist::Lognormal { mean, cv },
        Dist::Gamma { mean, .. } => Dist::Gamma { mean, cv },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_read_back_as_they_are_written() {
        for text in ["const:100ms", "exp:1s", "lognormal:100ms:2", "gamma:8ms:0.7", "gamma:0s:10"] {
            assert_eq!(read_dist(text).map(|dist| show_dist(&dist)).as_deref(), Some(text));
        }
        for bad in ["", "exp", "exp:", "exp:5", "exp:1s:2", "gamma:8ms", "gamma:8ms:x", "gamma:8ms:1:1", "weibull:1s:1"]
        {
            assert_eq!(read_dist(bad), None, "{bad}");
        }
    }
}
