//! A knob: what may be set, declared once. Link, slider, documentation, `--help` and tests read the same row. Knows
//! no query string; the rows themselves are in `scenario/knobs/`.

use super::decimal;
pub use super::domain::Domain;
use super::knobs;
use super::preset;
use super::reason::Reason;
use super::value::{Value, show_dist};
use crate::model::config::{Config, Preset};

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
    /// Its key in a link, for ever. Two knobs may share one where no preset has both.
    pub key: &'static str,
    /// Its name on the screen.
    pub label: &'static str,
    /// One sentence: what it does.
    pub sentence: &'static str,
    /// The unit after its number, where the value has none of its own: `requests/s`, `servers` ... With `%` the
    /// number is a share from 0 to 1, shown times 100.
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
    /// Version of the link's grammar (`v`) that first had it.
    pub since: u8,
    /// Whether people and hosts write it; else the page alone does.
    pub public: bool,
    /// The presets that have it.
    pub presets: &'static [Preset],
    /// Reads it.
    pub get: fn(&Config) -> Value,
    /// Sets it; a value of another kind than the domain's changes nothing. What two knobs may not be together (shares
    /// above 1, more replicas than further servers) is kept from happening.
    pub set: fn(&mut Config, Value),
}

impl PartialEq for Knob {
    fn eq(&self, other: &Knob) -> bool {
        self.key == other.key && self.presets == other.presets
    }
}

impl Knob {
    /// Every knob, in the order in which they are shown.
    pub const ALL: &'static [&'static Knob] = &knobs::ALL;

    /// The knobs of a preset, in the order in which they are shown.
    pub fn of(preset: Preset) -> impl Iterator<Item = &'static Knob> {
        Knob::ALL.iter().copied().filter(move |knob| knob.presets.contains(&preset))
    }

    /// The knob with this key in a preset.
    pub fn named(preset: Preset, key: &str) -> Option<&'static Knob> {
        Knob::of(preset).find(|knob| knob.key == key)
    }

    /// Whether some preset has a knob with this key.
    pub fn is_key(key: &str) -> bool {
        Knob::ALL.iter().any(|knob| knob.key == key)
    }

    /// Its value in a fresh scenario of `preset`.
    pub fn default(&self, preset: Preset) -> Value {
        (self.get)(&preset::config(preset))
    }

    /// Reads a text of a link or of a field. Outside the range the nearest end is given, with a notice that finishes
    /// the sentence "this text ..."; an error finishes "this text is not ...".
    pub fn read(&self, text: &str) -> Result<(Value, Option<Reason>), Reason> {
        self.domain.read(text.trim()).ok_or_else(|| self.domain.described())
    }

    /// Writes a value as a link does; [`Knob::read`] reads it back exactly.
    pub fn show(&self, value: &Value) -> String {
        match value {
            Value::Count(count) => count.to_string(),
            Value::Number(number) => decimal::show_number(*number),
            Value::Duration(length) => decimal::show_nanos(length.as_nanos()),
            Value::Dist(dist) => show_dist(dist),
            Value::Word(word) => String::from(*word),
            Value::Switch(on) => String::from(if *on { "on" } else { "off" }),
            Value::Inherit => match self.domain {
                Domain::DurationOr(_, _, other) => String::from(other),
                _ => String::new(),
            },
        }
    }

    /// What `value` becomes when it is set in `config`: itself, or less where another knob leaves less room.
    pub fn fit(&self, config: &Config, value: Value) -> Value {
        let mut changed = config.clone();
        (self.set)(&mut changed, value);
        match ((self.get)(&changed), value) {
            // What is derived, such as `rho`, is read back with a rounding error.
            (Value::Number(got), Value::Number(wanted)) if (got - wanted).abs() < 1e-6 => value,
            (got, _) => got,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_one_knob_of_a_preset() {
        for &preset in Preset::ALL {
            let mut keys: Vec<_> = Knob::of(preset).map(|knob| knob.key).collect();
            keys.sort_unstable();
            let before = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), before);
        }
    }

    #[test]
    fn every_row_says_what_it_is() {
        for knob in Knob::ALL {
            assert!(knob.sentence.ends_with('.') && !knob.label.is_empty(), "{}", knob.key);
            assert!(knob.key.bytes().all(|byte| byte.is_ascii_lowercase()), "{}", knob.key);
            let is_list = matches!(knob.domain, Domain::Words(_) | Domain::Switch);
            assert!(!is_list || knob.scale == Scale::None, "{} is a list", knob.key);
        }
    }

    #[test]
    fn what_is_set_is_what_is_read_and_another_kind_changes_nothing() {
        for knob in Knob::ALL {
            let preset = knob.presets[0];
            let mut config = preset::config(preset);
            let before = config.clone();
            let wrong = if matches!(knob.domain, Domain::Switch) { Value::Count(1) } else { Value::Switch(true) };
            (knob.set)(&mut config, wrong);
            assert_eq!(config, before, "{}", knob.key);
            (knob.set)(&mut config, (knob.get)(&before));
            assert_eq!((knob.get)(&config), (knob.get)(&before), "{}", knob.key);
        }
    }

    #[test]
    fn a_share_takes_what_the_other_leaves() {
        let config = preset::config(Preset::Distributed);
        let knob = Knob::named(Preset::Distributed, "static").expect("a knob");
        assert_eq!(knob.fit(&config, Value::Number(0.95)), Value::Number(0.9));
        assert_eq!(knob.fit(&config, Value::Number(0.9)), Value::Number(0.9));
    }
}
