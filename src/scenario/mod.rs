//! A run as a value: seed, configuration and timed commands. The only home of serialization and of strings from outside.

pub mod knob;
pub mod preset;
pub mod value;
pub mod wire;

use crate::engine::time::SimTime;
use crate::model::command::Command;
use crate::model::config::Config;
use crate::model::id::{LinkId, Target};
use knob::Knob;
use value::Value;

/// Everything that determines a run, bit for bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The configuration at the start, seed included.
    pub config: Config,
    /// What is done, by time; of one instant, in this order.
    pub commands: Vec<Timed>,
}

/// An act and its instant, a whole millisecond.
#[derive(Clone, Debug, PartialEq)]
pub struct Timed {
    /// When: before every model event of that instant.
    pub at: SimTime,
    /// What.
    pub act: Act,
}

/// What a person can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Crash a machine or a process.
    Crash(Target),
    /// Start it again.
    Restart(Target),
    /// Cut a link.
    Partition(LinkId),
    /// Mend it.
    Heal(LinkId),
    /// Make the database of this server the primary.
    Promote(usize),
    /// Set a knob.
    Set(&'static Knob, Value),
}

impl Act {
    /// The model's command for this act, where `config` is the configuration of that instant.
    pub fn command(&self, config: &Config) -> Command {
        match self {
            Act::Crash(target) => Command::Crash(*target),
            Act::Restart(target) => Command::Restart(*target),
            Act::Partition(link) => Command::Partition(*link),
            Act::Heal(link) => Command::Heal(*link),
            Act::Promote(server) => Command::Promote(*server),
            Act::Set(knob, value) => {
                let mut config = Box::new(config.clone());
                (knob.set)(&mut config, *value);
                Command::Configure(config)
            }
        }
    }
}
