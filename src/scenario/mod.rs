//! A run as a value: seed, configuration and timed commands. The only home of serialization and of strings from
//! outside.

mod act;
pub mod decimal;
mod deploy;
mod domain;
mod fault;
pub mod knob;
mod knobs;
mod mend;
mod notice;
pub mod preset;
mod query;
pub mod reason;
pub mod reference;
pub mod script;
mod settings;
pub mod slider;
pub mod value;
pub mod wire;

use crate::engine::time::SimTime;
use crate::model::command::{Command, Deploy, Fault, Order, WorkerOrder};
use crate::model::config::{Config, Preset};
use crate::model::id::{LinkId, MachineId, Target};
use crate::model::shape::{Course, Shape};
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
    /// Make the database of this machine the primary.
    Promote(MachineId),
    /// Clone the database of this machine anew from the primary.
    Clone(MachineId),
    /// Hit something that goes on, or make it well again.
    Fault(Fault),
    /// Let the arrival rate take a course.
    Shape(Shape),
    /// Replace the worker processes of the nginx of this server, or kill one.
    Workers(usize, WorkerOrder),
    /// Tell HAProxy something about this server.
    Order(usize, Order),
    /// Tell the application of this machine to stop: it finishes its pages first.
    Stop(MachineId),
    /// Bring code to the servers, or go back to that of before.
    Deploy(Deploy),
    /// Set a knob.
    Set(&'static Knob, Value),
}

impl Scenario {
    /// A fresh run of `preset`, in which nothing is done.
    pub fn of(preset: Preset) -> Scenario {
        Scenario { config: preset::config(preset), commands: Vec::new() }
    }

    /// The configuration after every command up to `time`, that of `time` included.
    pub fn config_at(&self, time: SimTime) -> Config {
        let mut config = self.config.clone();
        for command in self.commands.iter().take_while(|command| command.at <= time) {
            match &command.act {
                Act::Set(knob, value) => (knob.set)(&mut config, *value),
                Act::Shape(shape) if shape.course == Course::Ramp => config.clients.arrivals_per_s = shape.peak_per_s,
                _ => {}
            }
        }
        config
    }

    /// What is wrong with the scenario, if anything is: a value outside its range, or a command that the run cannot
    /// have. Nothing is wrong with what [`wire::read`] gives.
    pub fn check(&self) -> Result<(), String> {
        let config = &self.config;
        for knob in Knob::of(config.preset) {
            let value = (knob.get)(config);
            // The load is worked out from the rate, which has a range of its own.
            if knob.key != "rho" && !knob.domain.holds(&value) {
                return Err(format!("{} is {value:?}, not {}", knob.key, knob.domain.described()));
            }
        }
        if config.clients.static_share + config.clients.write_share > 1.0 {
            return Err(String::from("static and write are more than 1 together"));
        }
        if config.preset == Preset::Simple && (config.servers, config.replicas) != (1, 0) {
            return Err(String::from("preset simple has one server and no replica"));
        }
        if config.preset == Preset::Distributed && config.replicas >= config.servers {
            return Err(format!("{} replicas are too many for {} servers", config.replicas, config.servers));
        }
        if self.commands.len() > script::MOST_COMMANDS {
            return Err(format!("{} commands are more than {}", self.commands.len(), script::MOST_COMMANDS));
        }
        if !self.commands.is_sorted_by_key(|command| command.at) {
            return Err(String::from("the commands are not by time"));
        }
        self.commands.iter().try_for_each(|command| {
            let is_milli = SimTime::from_millis(command.at.as_nanos() / 1_000_000) == command.at;
            let checked = if is_milli {
                command.act.check(config).map_err(|reason| reason.to_string())
            } else {
                Err(String::from("it is between milliseconds"))
            };
            checked.map_err(|reason| format!("{}: {reason}", command.text()))
        })
    }
}

impl Act {
    /// The model's command for this act, where `config` is the configuration of that instant.
    pub fn command(&self, config: &Config) -> Command {
        match self {
            Act::Crash(target) => Command::Crash(*target),
            Act::Restart(target) => Command::Restart(*target),
            Act::Partition(link) => Command::Partition(*link),
            Act::Heal(link) => Command::Heal(*link),
            Act::Promote(machine) => Command::Promote(*machine),
            Act::Clone(machine) => Command::Clone(*machine),
            Act::Fault(fault) => Command::Fault(*fault),
            Act::Shape(shape) => Command::Shape(*shape),
            Act::Order(server, order) => Command::Order(*server, *order),
            Act::Workers(server, order) => Command::Workers(*server, *order),
            Act::Stop(machine) => Command::Stop(*machine),
            Act::Deploy(deploy) => Command::Deploy(*deploy),
            Act::Set(knob, value) => {
                let mut config = Box::new(config.clone());
                (knob.set)(&mut config, *value);
                Command::Configure(config)
            }
        }
    }
}
