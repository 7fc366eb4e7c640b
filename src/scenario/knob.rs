//! Every knob, declared once: link, slider, documentation, `--help` and tests read the same row.

use super::value::Value;
use crate::model::config::{Config, Preset};

/// What a knob accepts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// Whole numbers, from and to.
    Count(u64, u64),
    /// Numbers, from and to.
    Number(f64, f64),
    /// Durations in seconds, from and to.
    Duration(f64, f64),
    /// Distributions with a mean in seconds, from and to.
    Dist(f64, f64),
    /// One of these words.
    Words(&'static [&'static str]),
    /// `on` or `off`.
    Switch,
    /// A duration in seconds, from and to, or the value of another knob, by its key.
    DurationOr(f64, f64, &'static str),
}

/// Where a knob belongs on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Clients and what they ask for.
    Load,
    /// HAProxy.
    Balancer,
    /// nginx and application servers.
    Servers,
    /// MySQL and the failover manager.
    Database,
    /// Delays.
    Network,
    /// What starts a new run.
    Run,
}

/// How a slider spreads its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Equal steps of this size between these ends (which may be narrower than the range).
    Linear {
        /// Left end.
        from: f64,
        /// Right end.
        to: f64,
        /// Step.
        step: f64,
    },
    /// Equal ratios over the range; 0 is the left end where the range includes it.
    Ratio,
    /// No slider: buttons or a list.
    None,
}

/// A knob.
#[derive(Debug)]
pub struct Knob {
    /// Its key in a link, for ever.
    pub key: &'static str,
    /// Its name on the screen.
    pub label: &'static str,
    /// One sentence: what it does.
    pub sentence: &'static str,
    /// The unit after its number, where the value has none of its own: `requests/s`, `%` ...
    pub unit: &'static str,
    /// What it accepts.
    pub domain: Domain,
    /// How its slider spreads.
    pub scale: Scale,
    /// Where it belongs.
    pub group: Group,
    /// Whether it is among the few that matter first.
    pub first: bool,
    /// Whether it can change while a run goes on; else it starts a new one.
    pub live: bool,
    /// The presets that have it.
    pub presets: &'static [Preset],
    /// Reads it.
    pub get: fn(&Config) -> Value,
    /// Sets it; a value of another kind than the domain's changes nothing.
    pub set: fn(&mut Config, Value),
}

impl PartialEq for Knob {
    fn eq(&self, other: &Knob) -> bool {
        self.key == other.key
    }
}
