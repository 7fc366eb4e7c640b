//! English: what a person did to a machine, a process or a link.

use super::{after, unanswered};
use crate::app::format;
use crate::app::narrate::Told;
use crate::model::command::{Fault, WorkerOrder};
use crate::model::id::{MachineId, Part, Process, Target};
use crate::model::note::Refused;
use crate::model::shape::{Course, Shape};

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

pub(super) fn workers(machine: MachineId, order: WorkerOrder) -> String {
    match order {
        WorkerOrder::Reload => {
            format!("nginx on {machine} was reloaded: new workers take what comes, the old ones end what they have")
        }
        WorkerOrder::KillWorker => {
            format!("A worker of nginx on {machine} was killed: its connections are cut, another takes its place")
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

/// What a person did to something that goes on.
pub(super) fn hit(fault: Fault, told: &Told) -> String {
    match fault {
        Fault::Freeze(Target::Machine(machine)) => format!("{machine} was frozen: it does nothing and says nothing"),
        Fault::Freeze(Target::Process(machine, process)) => {
            format!("{} on {machine} was frozen: its kernel still accepts connections for it", subject(process))
        }
        Fault::Thaw(Target::Machine(machine)) => {
            format!("{machine} goes on where it was{}{}", after(told), unanswered(&told.cost))
        }
        Fault::Thaw(Target::Process(machine, process)) => {
            format!("{} on {machine} goes on where it was{}{}", subject(process), after(told), unanswered(&told.cost))
        }
        Fault::Slow(part, factor) => format!("{}: everything takes {factor} times as long", place(part)),
        Fault::Loss(link, share) => {
            let [one, other] = link.ends();
            let percent = format::percent(f64::from(share) / 1e6);
            format!("The link between {one} and {other} loses {percent} of what it carries")
        }
        Fault::Restore(part) => format!("{}: as it was before", place(part)),
    }
}

/// The rate goes its own way.
pub(super) fn shaped(shape: Shape) -> String {
    let (peak, lasts) = (format::rate(shape.peak_per_s), format::short_seconds(shape.lasts.as_seconds()));
    match shape.course {
        Course::Ramp => format!("The load grows or falls to {peak} within {lasts}"),
        Course::Spike => format!("The load jumps to {peak} for {lasts}"),
        Course::Day => format!("The load goes up to {peak} and down again once every {lasts}"),
        Course::Flash => format!("A crowd comes: {peak} at the most, gone after {lasts}"),
    }
}

fn place(part: Part) -> String {
    match part {
        Part::Target(Target::Machine(machine)) => machine.to_string(),
        Part::Target(Target::Process(machine, process)) => format!("{} on {machine}", subject(process)),
        Part::Link(link) => format!("The link between {} and {}", link.ends()[0], link.ends()[1]),
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
        Refused::NoManager => {
            "the failover manager does not run or is frozen, and nobody else would carry it out".to_owned()
        }
        Refused::NoDatabase(machine) => format!("there is no database on {machine}"),
        Refused::AlreadyPrimary(machine) => format!("MySQL on {machine} is the primary already"),
        Refused::NotFollowing(machine) => {
            format!("MySQL on {machine} does not follow the primary and lacks what that wrote")
        }
        Refused::NothingDeployed => "nothing was deployed that could be taken back".to_owned(),
        Refused::NoHaproxy => "HAProxy does not run, or is frozen".to_owned(),
        Refused::AlreadyFrozen(target) => format!("{target} is frozen already"),
        Refused::NotFrozen(target) => format!("{target} is not frozen"),
        Refused::NothingToRestore(part) => format!("nothing was done to {part} that could be undone"),
        Refused::IsPrimary(machine) => format!("MySQL on {machine} is the primary, which the others are copies of"),
        Refused::NoPrimary => "the failover manager knows no living primary to copy from".to_owned(),
        Refused::Closed => "there is a fixed number of users, who ask when they are ready".to_owned(),
        Refused::Haproxy(machine, refusal) => format!("HAProxy says of {machine}: {refusal}"),
        Refused::DatabaseDead(machine) => format!("the failover manager holds MySQL on {machine} for dead"),
    };
    format!("Not done: {why}")
}

/// At the beginning of a sentence.
fn subject(process: Process) -> &'static str {
    match process {
        Process::Manager => "The failover manager",
        Process::App => "The application server",
        process => name(process),
    }
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
