//! What a person does, as text, and whether a run has what it names. Knows the names of machines, processes and
//! links; knows no list of commands and no query string.

use super::decimal;
use super::knob::Knob;
use super::{Act, Timed, fault};
use crate::model::balancer::{Admin, ServerConfig};
use crate::model::command::Order;
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
            verb if let Some(act) = fault::read(verb, object, |name| read_part(name, config)) => (act?, None),
            verb => match Admin::from_keyword(verb) {
                Some(admin) => (Act::Order(read_server(object, config)?, Order::State(admin)), None),
                None => read_setting(verb, object, config.preset)?,
            },
        };
        act.check(config).map(|()| (act, notice))
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
            Act::Fault(fault) => fault::text(fault),
            Act::Shape(shape) => fault::shape_text(shape),
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
        match self {
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
mod tests {
    use super::*;
    use crate::scenario::preset;

    #[test]
    fn acts_read_back_as_they_are_written() {
        let config = preset::config(Preset::Distributed);
        for text in [
            "crash:server-1",
            "restart:lb-1.manager",
            "crash:server-3.mysqld",
            "partition:client~lb-1",
            "heal:lb-1~server-3",
            "partition:server-1~server-2",
            "promote:server-2",
            "drain:server-2",
            "maint:server-1",
            "ready:server-1",
            "weight:server-3:256",
            "maxconn:server-2:30",
            "clone:server-3",
            "freeze:server-1",
            "thaw:server-1.mysqld",
            "slow:server-2.app:4",
            "slow:client~lb-1:10",
            "loss:lb-1~server-1:0.05",
            "restore:lb-1~server-1",
            "restore:server-1",
            "ramp:400:60s",
            "flash:800.5:1.5s",
            "rps:350",
            "work:gamma:8ms:0.7",
            "tqueue:tconnect",
            "redispatch:off",
            "mode:active-active",
        ] {
            let read = Act::read(text, &config);
            assert_eq!(read.map(|(act, notice)| (act.text(), notice)), Ok((String::from(text), None)));
        }
        let reversed = Act::read("heal:server-3~lb-1", &config).map(|(act, _)| act.text());
        assert_eq!(reversed.as_deref(), Ok("heal:lb-1~server-3"));
    }

    #[test]
    fn what_a_run_does_not_have_is_refused_with_the_reason() {
        let mut config = preset::config(Preset::Distributed);
        config.replicas = 1;
        for (text, reason) in [
            ("crash:server-9", "there is no server-9 in a run with 3 servers"),
            ("crash:server-3.mysqld", "server-3 has no database"),
            ("crash:lb-1.nginx", "no nginx runs on lb-1"),
            ("crash:client", "clients cannot be switched off"),
            ("crash:server-01", "there is no machine or process of this name"),
            ("crash:server-1.", "there is no machine or process of this name"),
            ("partition:client~server-1", "nothing passes between client and server-1"),
            ("partition:lb-1~lb-1", "nothing passes between lb-1 and lb-1"),
            ("partition:server-1", "a link is named by two machines, such as lb-1~server-1"),
            ("promote:server-3", "server-3 has no database"),
            ("promote:lb-1", "lb-1 has no database"),
            ("promote:it", "what is promoted is the database of a machine, such as server-2"),
            ("drain:lb-1", "HAProxy is told about a server, such as server-2"),
            ("maint:server-9", "there is no server-9 in a run with 3 servers"),
            ("weight:server-2", "it needs a server and a number, such as weight:server-2:50"),
            ("weight:server-2:300", "a weight is a whole number from 0 to 256"),
            ("maxconn:server-2:-1", "its number is not a whole number"),
            ("clone:lb-1", "lb-1 has no database"),
            ("freeze:lb-1~server-1", "freeze acts on a machine or a process, such as freeze:server-1"),
            ("freeze:client", "clients cannot be switched off"),
            ("slow:server-1", "it needs a figure at the end, such as slow:server-1:4"),
            ("slow:server-1:1", "a factor is a whole number from 2 to 1000"),
            ("slow:server-9:4", "there is no server-9 in a run with 3 servers"),
            ("loss:server-1:0.1", "what loses is a link, such as lb-1~server-1"),
            ("loss:lb-1~server-1:0.6", "a link loses 0 to 0.5 of what it carries"),
            ("spike:400", "it needs a figure at the end, such as spike:400:60s"),
            ("spike:0:60s", "its rate is not a number from 0.1 to 20000"),
            ("day:400:2h", "its time is not one with its unit, as in day:400:60s"),
            ("day:400:90m", "a course lasts from 1s to 60m"),
            ("srv:5", "srv can only be set at the start of a run"),
            ("rho:0.5", "preset distributed has no rho"),
            ("explode:server-1", "its first word is no fault, no order and no setting"),
            ("rps:many", "its value is not a number from 0.1 to 20000"),
            ("crash", "it needs a verb, a colon and what it acts on, such as crash:server-1"),
        ] {
            assert_eq!(Act::read(text, &config), Err(String::from(reason)), "{text}");
        }
    }

    #[test]
    fn databases_on_machines_of_their_own_are_named_by_them() {
        let config = preset::config(Preset::Dedicated);
        for text in [
            "crash:db-1",
            "restart:db-3.mysqld",
            "partition:server-1~db-1",
            "partition:db-1~db-2",
            "heal:lb-1~db-2",
            "promote:db-2",
            "crash:server-3.app",
        ] {
            let read = Act::read(text, &config);
            assert_eq!(read.map(|(act, notice)| (act.text(), notice)), Ok((String::from(text), None)));
        }
        for (text, reason) in [
            ("crash:db-4", "there is no db-4 in a run with 3 databases"),
            ("crash:server-1.mysqld", "server-1 has no database"),
            ("crash:db-1.nginx", "no nginx runs on db-1"),
            ("partition:server-1~server-2", "nothing passes between server-1 and server-2"),
            ("partition:client~db-1", "nothing passes between client and db-1"),
            ("promote:server-2", "server-2 has no database"),
            ("drain:db-1", "HAProxy is told about a server, such as server-2"),
        ] {
            assert_eq!(Act::read(text, &config), Err(String::from(reason)), "{text}");
        }
        let shared = preset::config(Preset::Distributed);
        let reason = "in preset distributed databases are on servers: there is no db-1";
        assert_eq!(Act::read("crash:db-1", &shared), Err(String::from(reason)));
    }

    #[test]
    fn the_bare_queue_has_settings_and_nothing_else_to_act_on() {
        let config = preset::config(Preset::Queue);
        assert!(Act::read("crash:server-1", &config).is_err());
        assert!(Act::read("rho:0.9", &config).is_ok());
        assert!(Act::read("static:0.5", &config).is_err());
    }
}
