//! What a person does, as text, and whether a run has what it names. Knows the names of machines, processes and
//! links; knows no list of commands and no query string.

use super::decimal;
use super::knob::Knob;
use super::reason::{Place, Reason, What};
use super::{Act, Timed, deploy, fault};
use crate::model::balancer::{Admin, ServerConfig};
use crate::model::command::{Order, WorkerOrder};
use crate::model::config::{Config, MAX_DATABASES, MAX_SERVERS, Preset};
use crate::model::id::{LinkId, MachineId, Part, Process, Target};

impl Act {
    /// Reads `crash:server-1`, `heal:lb-1~server-2`, `promote:server-2` or `rps:350` for a run that begins with
    /// `config`. Gives the act and, where a value was outside its range, what was done about it; else why there is no
    /// such act.
    pub fn read(text: &str, config: &Config) -> Result<(Act, Option<Reason>), Reason> {
        let Some((verb, object)) = text.split_once(':') else {
            return Err(What::NoVerb.into());
        };
        let (act, notice) = match verb {
            "crash" => (Act::Crash(read_target(object, config)?), None),
            "restart" => (Act::Restart(read_target(object, config)?), None),
            "partition" => (Act::Partition(read_link(object, config)?), None),
            "heal" => (Act::Heal(read_link(object, config)?), None),
            "promote" => {
                let machine = read_machine(object, config);
                (Act::Promote(machine.ok_or(What::Promoted)?), None)
            }
            "clone" => {
                let machine = read_machine(object, config);
                (Act::Clone(machine.ok_or(What::Cloned)?), None)
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
    pub fn setting(key: &str, text: &str, preset: Preset) -> Result<(Act, Option<Reason>), Reason> {
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
    pub fn check(&self, config: &Config) -> Result<(), Reason> {
        if let Act::Set(knob, value) = self {
            return check_setting(knob, config).and_then(|()| {
                let holds = knob.domain.holds(value);
                if holds {
                    Ok(())
                } else {
                    Err(Reason::new(What::KnobNot, [knob.key.into(), knob.domain.described().into()]))
                }
            });
        }
        if let Act::Shape(shape) = self {
            return fault::check_shape(shape, config);
        }
        if config.preset == Preset::Queue {
            return Err(What::BareQueue.into());
        }
        let preset = config.preset;
        let lacks = |what: &str| Err(Reason::new(What::Lacks, [preset.keyword().into(), what.into()]));
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
                        Err(Reason::new(What::WeightIs, [MOST_WEIGHT.to_string().into()]))
                    }
                    Order::Maxconn(limit) if *limit > MOST_MAXCONN => {
                        Err(Reason::new(What::LimitIs, [MOST_MAXCONN.to_string().into()]))
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
fn read_limit(verb: &str, object: &str, config: &Config) -> Result<Act, Reason> {
    let (name, number) = object
        .split_once(':')
        .ok_or_else(|| Reason::new(What::ServerAndNumber, [[verb, ":server-2:50"].concat().into()]))?;
    let number = number.parse().map_err(|_| What::NoNumber)?;
    let order = if verb == "weight" { Order::Weight(number) } else { Order::Maxconn(number) };
    Ok(Act::Order(read_server(name, config)?, order))
}

/// `server-2.nginx`.
fn read_nginx(name: &str, config: &Config) -> Result<usize, Reason> {
    let server = match read_target(name, config)? {
        Target::Process(machine, Process::Nginx) => machine.as_server(),
        _ => None,
    };
    server.ok_or_else(|| What::Workers.into())
}

/// `server-2`.
fn read_server(name: &str, config: &Config) -> Result<usize, Reason> {
    let server = read_machine(name, config).and_then(MachineId::as_server);
    server.ok_or_else(|| What::ToldServer.into())
}

impl Timed {
    /// Writes the act with its instant: `crash:server-1@12s`.
    pub fn text(&self) -> String {
        format!("{}@{}", self.act.text(), decimal::show_instant(self.at.as_nanos()))
    }
}

/// `rps:350` and its like.
fn read_setting(key: &str, text: &str, preset: Preset) -> Result<(Act, Option<Reason>), Reason> {
    let Some(knob) = Knob::named(preset, key) else {
        return Err(if Knob::is_key(key) {
            Reason::new(What::PresetHasNo, [preset.keyword().into(), key.into()])
        } else {
            What::UnknownVerb.into()
        });
    };
    let (value, notice) = knob.read(text).map_err(|kind| Reason::new(What::ValueNot, [kind.into()]))?;
    Ok((Act::Set(knob, value), notice))
}

/// `server-1`, `server-1.nginx`, `lb-1.haproxy` ...
fn read_target(name: &str, config: &Config) -> Result<Target, Reason> {
    let target = match name.split_once('.') {
        None => read_machine(name, config).map(Target::Machine),
        Some((machine, process)) => read_machine(machine, config)
            .zip(Process::from_keyword(process))
            .map(|(machine, process)| Target::Process(machine, process)),
    };
    target.ok_or_else(|| What::NoSuch.into())
}

/// A machine, a process or a link.
fn read_part(name: &str, config: &Config) -> Result<Part, Reason> {
    match name.contains('~') {
        true => read_link(name, config).map(Part::Link),
        false => read_target(name, config).map(Part::Target),
    }
}

/// `lb-1~server-1`, in either order.
fn read_link(name: &str, config: &Config) -> Result<LinkId, Reason> {
    let read = |name| read_machine(name, config);
    let ends = name.split_once('~').and_then(|(one, other)| read(one).zip(read(other)));
    ends.map(|(one, other)| LinkId::between(one, other))
        .ok_or_else(|| Reason::new(What::NoLink, ["lb-1~server-1".into()]))
}

/// `client`, `lb-1`, `server-1` to `server-64`, `db-1` to `db-9`; the one way to write each.
fn read_machine(name: &str, config: &Config) -> Option<MachineId> {
    let servers = (0..MAX_SERVERS).map(MachineId::server);
    let databases = (0..MAX_DATABASES).map(|index| MachineId::database(index, config.servers));
    let machines = [MachineId::CLIENT, MachineId::BALANCER].into_iter().chain(servers).chain(databases);
    machines.into_iter().find(|machine| machine.to_string() == name)
}

/// Whether this knob may be turned during a run of this preset.
fn check_setting(knob: &Knob, config: &Config) -> Result<(), Reason> {
    if !knob.presets.contains(&config.preset) {
        Err(Reason::new(What::PresetHasNo, [config.preset.keyword().into(), knob.key.into()]))
    } else if !knob.live {
        Err(Reason::new(What::AtStartOnly, [knob.key.into()]))
    } else {
        Ok(())
    }
}

/// Whether the run has this machine.
fn check_machine(machine: MachineId, config: &Config) -> Result<(), Reason> {
    let site = config.site();
    if site.has(machine) {
        return Ok(());
    }
    let name = || Place::Text(machine.to_string());
    let there_are = |n: usize, what| Reason::new(what, [name(), Place::Count(n as u64)]);
    let preset = || Place::from(site.preset.keyword());
    Err(match machine.as_server() {
        _ if machine == MachineId::BALANCER => Reason::new(What::PresetHasNo, [preset(), name()]),
        Some(_) => there_are(site.servers, What::NoServer),
        None if site.is_apart() => there_are(site.databases, What::NoDatabaseOf),
        None => Reason::new(What::OnServers, [preset(), name()]),
    })
}

/// Whether a database runs on this machine of the run.
fn check_database(machine: MachineId, config: &Config) -> Result<(), Reason> {
    let there = config.site().database_on(machine).is_some();
    if there { Ok(()) } else { Err(Reason::new(What::HasNoDatabase, [machine.to_string().into()])) }
}

/// Whether the run has this machine or process, and it can fail.
fn check_target(target: Target, config: &Config) -> Result<(), Reason> {
    let machine = target.machine();
    check_machine(machine, config)?;
    match target {
        Target::Machine(MachineId::CLIENT) => Err(What::Clients.into()),
        Target::Machine(_) => Ok(()),
        Target::Process(_, Process::Mysqld) => check_database(machine, config),
        Target::Process(_, process) => {
            let runs = config.site().processes(machine).any(|one| one == process);
            if runs {
                Ok(())
            } else {
                Err(Reason::new(What::NotRunning, [process.keyword().into(), machine.to_string().into()]))
            }
        }
    }
}

/// Whether anything passes between these machines.
fn check_link(link: LinkId, config: &Config) -> Result<(), Reason> {
    let [one, other] = link.ends();
    check_machine(one, config)?;
    check_machine(other, config)?;
    if config.site().passes(link) {
        return Ok(());
    }
    Err(Reason::new(What::NothingPasses, [one.to_string().into(), other.to_string().into()]))
}

#[cfg(test)]
mod tests;
