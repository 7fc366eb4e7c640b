//! What a person does, as text, and whether a run has what it names. Knows the names of machines, processes and
//! links; knows no list of commands and no query string.

use super::decimal;
use super::knob::Knob;
use super::{Act, Timed, deploy, fault};
use crate::model::balancer::{Admin, ServerConfig};
use crate::model::command::{Order, WorkerOrder};
use crate::model::config::{Config, MAX_DATABASES, MAX_SERVERS, Preset};
use crate::model::id::{LinkId, MachineId, Part, Process, Target};

impl Act {
    /// Reads `crash:server-1`, `heal:lb-1~server-2`, `promote:server-2` or `rps:350` for a run that begins with
    /// `config`. Gives the act and, where a value was outside its range, what was done about it; else why there is no
    /// such act.
    pub fn read(text: &str, config: &Config) -> Result<(Act, Option<String>), String> {
        let Some((verb, object)) = text.split_once(':') else {
            return Err(String::from("it needs a verb, a colon and what it acts on, such as crash:server-1"));
        };
        let (act, notice) = match verb {
            "crash" => (Act::Crash(read_target(object, config)?), None),
            "restart" => (Act::Restart(read_target(object, config)?), None),
            "partition" => (Act::Partition(read_link(object, config)?), None),
            "heal" => (Act::Heal(read_link(object, config)?), None),
            "promote" => {
                let machine = read_machine(object, config);
                (Act::Promote(machine.ok_or("what is promoted is the database of a machine, such as server-2")?), None)
            }
            "clone" => {
                let machine = read_machine(object, config);
                (Act::Clone(machine.ok_or("what is cloned is the database of a machine, such as server-2")?), None)
            }
            "weight" | "maxconn" => (read_limit(verb, object, config)?, None),
            verb if let Some(act) = deploy::read(verb, object, |name| read_target(name, config)) => (act?, None),
            verb if let Some(act) = fault::read(verb, object, |name| read_part(name, config)) => (act?, None),
            verb if let Some(order) = WorkerOrder::from_keyword(verb) => {
                (Act::Workers(read_nginx(object, config)?, order), None)
            }
            verb => match Admin::from_keyword(verb) {
                Some(admin) => (Act::Order(read_server(object, config)?, Order::State(admin)), None),
                None => read_setting(verb, object, config.preset)?,
            },
        };
        act.check(config).map(|()| (act, notice))
    }

    /// Reads the value of a knob of `preset`, be it one that can be turned while a run goes on or not.
    pub fn setting(key: &str, text: &str, preset: Preset) -> Result<(Act, Option<String>), String> {
        read_setting(key, text, preset)
    }

    /// Writes the act as [`Act::read`] reads it.
    pub fn text(&self) -> String {
        match self {
            Act::Crash(target) => format!("crash:{target}"),
            Act::Restart(target) => format!("restart:{target}"),
            Act::Partition(link) => format!("partition:{link}"),
            Act::Heal(link) => format!("heal:{link}"),
            Act::Promote(machine) => format!("promote:{machine}"),
            Act::Clone(machine) => format!("clone:{machine}"),
            Act::Workers(server, order) => {
                let nginx = Target::Process(MachineId::server(*server), Process::Nginx);
                format!("{}:{nginx}", order.keyword())
            }
            Act::Fault(fault) => fault::text(fault),
            Act::Shape(shape) => fault::shape_text(shape),
            Act::Stop(machine) => format!("stop:{}", Target::Process(*machine, Process::App)),
            Act::Deploy(deploy) => deploy::text(deploy),
            Act::Order(server, order) => {
                let server = MachineId::server(*server);
                match order {
                    Order::State(admin) => format!("{}:{server}", admin.keyword()),
                    Order::Weight(weight) => format!("weight:{server}:{weight}"),
                    Order::Maxconn(limit) => format!("maxconn:{server}:{limit}"),
                }
            }
            Act::Set(knob, value) => format!("{}:{}", knob.key, knob.show(value)),
        }
    }

    /// Whether a run that begins with `config` has what the act names; else the reason, in words.
    pub fn check(&self, config: &Config) -> Result<(), String> {
        if let Act::Set(knob, value) = self {
            return check_setting(knob, config).and_then(|()| {
                let holds = knob.domain.holds(value);
                if holds { Ok(()) } else { Err(format!("{} is not {}", knob.key, knob.domain.described())) }
            });
        }
        if let Act::Shape(shape) = self {
            return fault::check_shape(shape, config);
        }
        if config.preset == Preset::Queue {
            return Err(String::from("the bare queue has no machines, links or databases to act on"));
        }
        let preset = config.preset;
        let lacks = |what| Err(format!("preset {} has no {what} that would carry it out", preset.keyword()));
        match self {
            Act::Stop(machine) => check_target(Target::Process(*machine, Process::App), config),
            Act::Deploy(deploy) => deploy::check(deploy),
            Act::Promote(_) | Act::Clone(_) if !preset.has_manager() => lacks("failover manager"),
            Act::Order(..) if !preset.has_balancer() => lacks("HAProxy"),
            Act::Crash(target) | Act::Restart(target) => check_target(*target, config),
            Act::Partition(link) | Act::Heal(link) => check_link(*link, config),
            Act::Promote(machine) => {
                check_machine(*machine, config)?;
                check_database(*machine, config)
            }
            Act::Clone(machine) => {
                check_machine(*machine, config)?;
                check_database(*machine, config)?;
                fault::check_clone(*machine, config)
            }
            Act::Fault(fault) => {
                match fault::part(fault) {
                    Part::Target(target) => check_target(target, config)?,
                    Part::Link(link) => check_link(link, config)?,
                }
                fault::check(fault)
            }
            Act::Order(server, order) => {
                check_machine(MachineId::server(*server), config)?;
                match order {
                    Order::Weight(weight) if *weight > MOST_WEIGHT => {
                        Err(format!("a weight is a whole number from 0 to {MOST_WEIGHT}"))
                    }
                    Order::Maxconn(limit) if *limit > MOST_MAXCONN => {
                        Err(format!("a limit is a whole number from 0 to {MOST_MAXCONN}"))
                    }
                    _ => Ok(()),
                }
            }
            Act::Workers(server, _) => {
                check_target(Target::Process(MachineId::server(*server), Process::Nginx), config)
            }
            Act::Set(..) | Act::Shape(_) => Ok(()),
        }
    }
}

/// Largest weight and limit that HAProxy is told.
const MOST_WEIGHT: u32 = ServerConfig::WEIGHT_MAX;
const MOST_MAXCONN: u32 = 10_000;

/// `weight:server-2:50` and `maxconn:server-2:30`, after the verb.
fn read_limit(verb: &str, object: &str, config: &Config) -> Result<Act, String> {
    let (name, number) =
        object.split_once(':').ok_or_else(|| format!("it needs a server and a number, such as {verb}:server-2:50"))?;
    let number = number.parse().map_err(|_| String::from("its number is not a whole number"))?;
    let order = if verb == "weight" { Order::Weight(number) } else { Order::Maxconn(number) };
    Ok(Act::Order(read_server(name, config)?, order))
}

/// `server-2.nginx`.
fn read_nginx(name: &str, config: &Config) -> Result<usize, String> {
    let server = match read_target(name, config)? {
        Target::Process(machine, Process::Nginx) => machine.as_server(),
        _ => None,
    };
    server.ok_or_else(|| String::from("workers are those of an nginx, such as server-1.nginx"))
}

/// `server-2`.
fn read_server(name: &str, config: &Config) -> Result<usize, String> {
    let server = read_machine(name, config).and_then(MachineId::as_server);
    server.ok_or_else(|| String::from("HAProxy is told about a server, such as server-2"))
}

impl Timed {
    /// Writes the act with its instant: `crash:server-1@12s`.
    pub fn text(&self) -> String {
        format!("{}@{}", self.act.text(), decimal::show_instant(self.at.as_nanos()))
    }
}

/// `rps:350` and its like.
fn read_setting(key: &str, text: &str, preset: Preset) -> Result<(Act, Option<String>), String> {
    let Some(knob) = Knob::named(preset, key) else {
        return Err(if Knob::is_key(key) {
            format!("preset {} has no {key}", preset.keyword())
        } else {
            String::from("its first word is no fault, no order and no setting")
        });
    };
    let (value, notice) = knob.read(text).map_err(|kind| format!("its value is not {kind}"))?;
    Ok((Act::Set(knob, value), notice))
}

/// `server-1`, `server-1.nginx`, `lb-1.haproxy` ...
fn read_target(name: &str, config: &Config) -> Result<Target, String> {
    let target = match name.split_once('.') {
        None => read_machine(name, config).map(Target::Machine),
        Some((machine, process)) => read_machine(machine, config)
            .zip(Process::from_keyword(process))
            .map(|(machine, process)| Target::Process(machine, process)),
    };
    target.ok_or_else(|| String::from("there is no machine or process of this name"))
}

/// A machine, a process or a link.
fn read_part(name: &str, config: &Config) -> Result<Part, String> {
    match name.contains('~') {
        true => read_link(name, config).map(Part::Link),
        false => read_target(name, config).map(Part::Target),
    }
}

/// `lb-1~server-1`, in either order.
fn read_link(name: &str, config: &Config) -> Result<LinkId, String> {
    let read = |name| read_machine(name, config);
    let ends = name.split_once('~').and_then(|(one, other)| read(one).zip(read(other)));
    ends.map(|(one, other)| LinkId::between(one, other))
        .ok_or_else(|| String::from("a link is named by two machines, such as lb-1~server-1"))
}

/// `client`, `lb-1`, `server-1` to `server-64`, `db-1` to `db-9`; the one way to write each.
fn read_machine(name: &str, config: &Config) -> Option<MachineId> {
    let servers = (0..MAX_SERVERS).map(MachineId::server);
    let databases = (0..MAX_DATABASES).map(|index| MachineId::database(index, config.servers));
    let machines = [MachineId::CLIENT, MachineId::BALANCER].into_iter().chain(servers).chain(databases);
    machines.into_iter().find(|machine| machine.to_string() == name)
}

/// Whether this knob may be turned during a run of this preset.
fn check_setting(knob: &Knob, config: &Config) -> Result<(), String> {
    if !knob.presets.contains(&config.preset) {
        Err(format!("preset {} has no {}", config.preset.keyword(), knob.key))
    } else if !knob.live {
        Err(format!("{} can only be set at the start of a run", knob.key))
    } else {
        Ok(())
    }
}

/// Whether the run has this machine.
fn check_machine(machine: MachineId, config: &Config) -> Result<(), String> {
    let site = config.site();
    if site.has(machine) {
        return Ok(());
    }
    let there_are = |n: usize, what: &str| {
        let plural = if n == 1 { "" } else { "s" };
        format!("there is no {machine} in a run with {n} {what}{plural}")
    };
    Err(match machine.as_server() {
        _ if machine == MachineId::BALANCER => format!("preset {} has no {machine}", site.preset.keyword()),
        Some(_) => there_are(site.servers, "server"),
        None if site.is_apart() => there_are(site.databases, "database"),
        None => format!("in preset {} databases are on servers: there is no {machine}", site.preset.keyword()),
    })
}

/// Whether a database runs on this machine of the run.
fn check_database(machine: MachineId, config: &Config) -> Result<(), String> {
    let there = config.site().database_on(machine).is_some();
    if there { Ok(()) } else { Err(format!("{machine} has no database")) }
}

/// Whether the run has this machine or process, and it can fail.
fn check_target(target: Target, config: &Config) -> Result<(), String> {
    let machine = target.machine();
    check_machine(machine, config)?;
    match target {
        Target::Machine(MachineId::CLIENT) => Err(String::from("clients cannot be switched off")),
        Target::Machine(_) => Ok(()),
        Target::Process(_, Process::Mysqld) => check_database(machine, config),
        Target::Process(_, process) => {
            let runs = config.site().processes(machine).any(|one| one == process);
            if runs { Ok(()) } else { Err(format!("no {} runs on {machine}", process.keyword())) }
        }
    }
}

/// Whether anything passes between these machines.
fn check_link(link: LinkId, config: &Config) -> Result<(), String> {
    let [one, other] = link.ends();
    check_machine(one, config)?;
    check_machine(other, config)?;
    if config.site().passes(link) { Ok(()) } else { Err(format!("nothing passes between {one} and {other}")) }
}

#[cfg(test)]
mod tests;
