//! English: what a person did to a machine, a process or a link.

use super::{after, unanswered};
use crate::app::narrate::Told;
use crate::model::id::{MachineId, Process, Target};
use crate::model::note::Refused;

pub(super) fn crashed(target: Target) -> String {
    match target {
        Target::Machine(MachineId::BALANCER) => "lb-1 went off: no client reaches the site".to_owned(),
        Target::Machine(machine) => {
            format!("{machine} went off: it answers nothing, not even with an error")
        }
        Target::Process(_, Process::Haproxy) => "HAProxy was killed: clients are refused".to_owned(),
        Target::Process(_, Process::Manager) => {
            "The failover manager was killed: nobody watches the databases".to_owned()
        }
        Target::Process(machine, Process::App) => {
            format!("The application server on {machine} was killed: nginx there can serve files only")
        }
        Target::Process(machine, process) => {
            format!("{} on {machine} was killed: connections to it are refused", name(process))
        }
    }
}

pub(super) fn restarted(target: Target, told: &Told) -> String {
    let (after, cost) = (after(told), unanswered(&told.cost));
    match target {
        Target::Machine(machine) => format!("{machine} is on again{after}{cost}"),
        Target::Process(_, Process::Haproxy) => format!("HAProxy runs again{after}{cost}"),
        Target::Process(_, Process::Manager) => format!("The failover manager runs again{after}"),
        Target::Process(machine, Process::App) => {
            format!("The application server on {machine} runs again{after}{cost}")
        }
        Target::Process(machine, process) => format!("{} on {machine} runs again{after}{cost}", name(process)),
    }
}

pub(super) fn not_done(refused: Refused) -> String {
    let why = match refused {
        Refused::NoSuch(target) => format!("there is no {target} in this run"),
        Refused::AlreadyDown(Target::Machine(machine)) => format!("{machine} is off already"),
        Refused::AlreadyDown(Target::Process(machine, process)) => {
            format!("{} on {machine} is dead already", name(process))
        }
        Refused::AlreadyUp(Target::Machine(machine)) => format!("{machine} is on already"),
        Refused::AlreadyUp(Target::Process(machine, process)) => format!("{} on {machine} runs already", name(process)),
        Refused::MachineOff(target) => format!("{} is off", target.machine()),
        Refused::AlreadyCut(link) => {
            format!("the link between {} and {} is cut already", link.ends()[0], link.ends()[1])
        }
        Refused::NotCut(link) => format!("the link between {} and {} is whole", link.ends()[0], link.ends()[1]),
        Refused::NoManager => "the failover manager does not run, and nobody else would carry it out".to_owned(),
        Refused::NoDatabase(machine) => format!("there is no database on {machine}"),
        Refused::AlreadyPrimary(machine) => format!("MySQL on {machine} is the primary already"),
        Refused::NotFollowing(machine) => {
            format!("MySQL on {machine} does not follow the primary and lacks what that wrote")
        }
        Refused::NoHaproxy => "HAProxy does not run".to_owned(),
        Refused::Haproxy(machine, refusal) => format!("HAProxy says of {machine}: {refusal}"),
        Refused::DatabaseDead(machine) => format!("the failover manager holds MySQL on {machine} for dead"),
    };
    format!("Not done: {why}")
}

fn name(process: Process) -> &'static str {
    match process {
        Process::Haproxy => "HAProxy",
        Process::Manager => "the failover manager",
        Process::Nginx => "nginx",
        Process::App => "the application server",
        Process::Mysqld => "MySQL",
    }
}
