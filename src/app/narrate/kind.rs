//! What kind of thing a note is, whom it is about and how grave it is.

use crate::model::balancer::BalancerLog;
use crate::model::command::{Fault, WorkerOrder};
use crate::model::id::{MachineId, Part, Process, Target};
use crate::model::note::{Note, Refused};

/// How grave a line of the log is, and so its shape and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something broke, or was found to be broken.
    Trouble,
    /// Something points to trouble.
    Warning,
    /// Something works again, or takes over.
    Relief,
    /// About the databases' roles and streams.
    Database,
    /// Something else that is worth knowing.
    Plain,
}

impl Weight {
    /// Its word, for a style sheet.
    pub const fn keyword(self) -> &'static str {
        match self {
            Weight::Trouble => "trouble",
            Weight::Warning => "warning",
            Weight::Relief => "relief",
            Weight::Database => "database",
            Weight::Plain => "plain",
        }
    }
}

/// The note's word, for programs.
pub const fn kind(note: &Note) -> &'static str {
    match note {
        Note::Crashed(_) => "crashed",
        Note::Restarted(_) => "restarted",
        Note::Partitioned(_) => "partitioned",
        Note::Healed(_) => "healed",
        Note::Configured => "configured",
        Note::Hit(fault) => match fault {
            Fault::Freeze(_) => "frozen",
            Fault::Thaw(_) => "thawed",
            Fault::Slow(..) => "slowed",
            Fault::Loss(..) => "lossy",
            Fault::Restore(_) => "restored",
        },
        Note::Workers(_, WorkerOrder::Reload) => "reloaded",
        Note::Workers(_, WorkerOrder::KillWorker) => "worker_killed",
        Note::Shaped(_) => "shaped",
        Note::LoggedOut { .. } => "logged_out",
        Note::Cloning { .. } => "cloning",
        Note::Cloned(_) => "cloned",
        Note::CommandRefused(_) => "command_refused",
        Note::Balancer(log) => match log {
            BalancerLog::Check { .. } => "check",
            BalancerLog::ServerDown { .. } => "server_down",
            BalancerLog::ServerUp { .. } => "server_up",
            BalancerLog::AdminChanged { .. } => "admin_changed",
            BalancerLog::WeightSet { .. } => "weight_set",
            BalancerLog::MaxconnSet { .. } => "maxconn_set",
            BalancerLog::NoServerAvailable => "no_server",
            BalancerLog::BackupInUse { .. } => "backup_in_use",
            BalancerLog::ActiveInUse { .. } => "active_in_use",
        },
        Note::DatabaseDead { .. } => "database_dead",
        Note::DatabaseBack(_) => "database_back",
        Note::Draining { .. } => "draining",
        Note::NoCandidate => "no_candidate",
        Note::Promoted { .. } => "promoted",
        Note::Admitted(_) => "admitted",
        Note::Demoted(_) => "demoted",
        Note::Fencing(_) => "fencing",
        Note::Fenced(_) => "fenced",
        Note::Repointed { .. } => "repointed",
        Note::Errant { .. } => "errant",
        Note::TurnedAway { .. } => "turned_away",
        Note::Routed { .. } => "routed",
        Note::SourceLost(_) => "source_lost",
        Note::SourceFound(_) => "source_found",
        Note::Stopping(_) => "stopping",
        Note::Stopped(_) => "stopped",
        Note::Deploying { .. } => "deploying",
        Note::Loaded { .. } => "loaded",
        Note::DeployMissed { .. } => "deploy_missed",
        Note::Deployed(_) => "deployed",
        Note::DeployHalted { .. } => "deploy_halted",
    }
}

/// The server that a line of HAProxy's log is about.
pub(super) fn server(log: &BalancerLog) -> Option<MachineId> {
    match *log {
        BalancerLog::Check { server, .. }
        | BalancerLog::ServerDown { server, .. }
        | BalancerLog::ServerUp { server, .. }
        | BalancerLog::AdminChanged { server, .. }
        | BalancerLog::WeightSet { server, .. }
        | BalancerLog::MaxconnSet { server, .. }
        | BalancerLog::BackupInUse { server }
        | BalancerLog::ActiveInUse { server } => Some(MachineId::server(server.index())),
        BalancerLog::NoServerAvailable => None,
    }
}

/// The machine to show with a note.
pub fn machine(note: &Note) -> Option<MachineId> {
    match *note {
        Note::Crashed(target) | Note::Restarted(target) => Some(target.machine()),
        Note::Partitioned(link) | Note::Healed(link) => Some(link.ends()[1]),
        Note::Configured | Note::NoCandidate | Note::Shaped(_) => None,
        Note::Deploying { .. } | Note::Deployed(_) => None,
        Note::Stopping(machine) | Note::Stopped(machine) => Some(machine),
        Note::Loaded { machine, .. } | Note::DeployMissed { machine, .. } | Note::DeployHalted { machine, .. } => {
            Some(machine)
        }
        Note::Hit(fault) => Some(fault_at(fault)),
        Note::CommandRefused(refused) => refused_at(refused),
        Note::Balancer(ref log) => server(log).or(Some(MachineId::BALANCER)),
        Note::DatabaseDead { machine, .. }
        | Note::DatabaseBack(machine)
        | Note::Draining { machine, .. }
        | Note::Promoted { machine, .. }
        | Note::Admitted(machine)
        | Note::Demoted(machine)
        | Note::Fencing(machine)
        | Note::Fenced(machine)
        | Note::Repointed { machine, .. }
        | Note::Errant { machine, .. }
        | Note::TurnedAway { machine, .. }
        | Note::LoggedOut { machine, .. }
        | Note::Cloning { machine, .. }
        | Note::Cloned(machine)
        | Note::Workers(machine, _)
        | Note::SourceLost(machine)
        | Note::SourceFound(machine) => Some(machine),
        Note::Routed { primary, .. } => primary,
    }
}

/// What a fault hits.
const fn part(fault: Fault) -> Part {
    match fault {
        Fault::Freeze(target) | Fault::Thaw(target) => Part::Target(target),
        Fault::Slow(part, _) | Fault::Restore(part) => part,
        Fault::Loss(link, _) => Part::Link(link),
    }
}

/// The machine of a fault.
const fn fault_at(fault: Fault) -> MachineId {
    part_at(part(fault))
}

const fn part_at(part: Part) -> MachineId {
    match part {
        Part::Target(target) => target.machine(),
        Part::Link(link) => link.ends()[1],
    }
}

/// The machine of a command that was refused; none where there is no such machine.
const fn refused_at(refused: Refused) -> Option<MachineId> {
    Some(match refused {
        Refused::NoSuch(_) | Refused::Closed | Refused::NothingDeployed => return None,
        Refused::AlreadyDown(target) | Refused::AlreadyUp(target) | Refused::MachineOff(target) => target.machine(),
        Refused::AlreadyFrozen(target) | Refused::NotFrozen(target) => target.machine(),
        Refused::NothingToRestore(part) => part_at(part),
        Refused::AlreadyCut(link) | Refused::NotCut(link) => link.ends()[1],
        Refused::NoManager | Refused::NoHaproxy | Refused::NoPrimary => MachineId::BALANCER,
        Refused::NoDatabase(machine)
        | Refused::AlreadyPrimary(machine)
        | Refused::IsPrimary(machine)
        | Refused::DatabaseDead(machine)
        | Refused::NotFollowing(machine)
        | Refused::Haproxy(machine, _) => machine,
    })
}

/// The machine, process or link that a note is about, as in a link's commands; empty where it is about none.
pub fn node(note: &Note) -> String {
    match note {
        Note::Crashed(target) | Note::Restarted(target) => target.to_string(),
        Note::Partitioned(link) | Note::Healed(link) => link.to_string(),
        Note::CommandRefused(
            Refused::NoSuch(target)
            | Refused::AlreadyDown(target)
            | Refused::AlreadyUp(target)
            | Refused::MachineOff(target)
            | Refused::AlreadyFrozen(target)
            | Refused::NotFrozen(target),
        ) => target.to_string(),
        Note::CommandRefused(Refused::AlreadyCut(link) | Refused::NotCut(link)) => link.to_string(),
        Note::Balancer(log) => match server(log) {
            Some(machine) => machine.to_string(),
            None => Target::Process(MachineId::BALANCER, Process::Haproxy).to_string(),
        },
        Note::NoCandidate | Note::Routed { .. } | Note::CommandRefused(Refused::NoManager) => {
            Target::Process(MachineId::BALANCER, Process::Manager).to_string()
        }
        Note::Configured | Note::Shaped(_) | Note::CommandRefused(Refused::Closed) => String::new(),
        Note::Stopping(machine) | Note::Stopped(machine) => Target::Process(*machine, Process::App).to_string(),
        Note::Loaded { machine, .. } | Note::DeployMissed { machine, .. } | Note::DeployHalted { machine, .. } => {
            Target::Process(*machine, Process::App).to_string()
        }
        Note::Hit(fault) => part(*fault).to_string(),
        Note::CommandRefused(Refused::NothingToRestore(part)) => part.to_string(),
        Note::LoggedOut { machine, .. } => Target::Process(*machine, Process::App).to_string(),
        Note::Workers(machine, _) => Target::Process(*machine, Process::Nginx).to_string(),
        note => machine(note).map_or_else(String::new, |at| Target::Process(at, Process::Mysqld).to_string()),
    }
}

/// How grave a note is.
pub const fn weight(note: &Note) -> Weight {
    match note {
        Note::Crashed(_) | Note::Partitioned(_) | Note::NoCandidate => Weight::Trouble,
        Note::DatabaseDead { primary: true, .. } => Weight::Trouble,
        Note::Hit(Fault::Thaw(_) | Fault::Restore(_)) => Weight::Relief,
        Note::Hit(_) => Weight::Trouble,
        Note::Promoted { lost, .. } if *lost > 0 => Weight::Trouble,
        Note::Balancer(BalancerLog::ServerDown { .. } | BalancerLog::NoServerAvailable) => Weight::Trouble,
        Note::Balancer(BalancerLog::Check { result, .. }) if !result.passed() => Weight::Warning,
        Note::CommandRefused(_) | Note::DatabaseDead { .. } | Note::Errant { .. } => Weight::Warning,
        Note::SourceLost(_) | Note::TurnedAway { .. } | Note::LoggedOut { .. } => Weight::Warning,
        Note::Restarted(_) | Note::Healed(_) | Note::DatabaseBack(_) => Weight::Relief,
        Note::Balancer(
            BalancerLog::ServerUp { .. } | BalancerLog::BackupInUse { .. } | BalancerLog::ActiveInUse { .. },
        ) => Weight::Relief,
        Note::Balancer(
            BalancerLog::Check { .. }
            | BalancerLog::AdminChanged { .. }
            | BalancerLog::WeightSet { .. }
            | BalancerLog::MaxconnSet { .. },
        ) => Weight::Plain,
        Note::Draining { .. } | Note::Promoted { .. } | Note::Admitted(_) | Note::Demoted(_) => Weight::Database,
        Note::Fencing(_) | Note::Fenced(_) => Weight::Database,
        Note::Repointed { .. } | Note::Routed { .. } | Note::SourceFound(_) => Weight::Database,
        Note::Cloning { .. } | Note::Cloned(_) => Weight::Database,
        Note::Workers(_, WorkerOrder::KillWorker) => Weight::Trouble,
        Note::Configured | Note::Shaped(_) | Note::Workers(_, WorkerOrder::Reload) => Weight::Plain,
        Note::Stopped(_) => Weight::Trouble,
        Note::DeployMissed { .. } | Note::DeployHalted { .. } => Weight::Warning,
        Note::Stopping(_) | Note::Deploying { .. } | Note::Loaded { .. } | Note::Deployed(_) => Weight::Plain,
    }
}

/// Whether a note is one of the turns of the story; else it is a step between, which a short log leaves out.
pub const fn is_turn(note: &Note) -> bool {
    match note {
        Note::Balancer(BalancerLog::Check { health, result, .. }) => {
            // The first failed check is news; those after it lead to DOWN, which says how many there were.
            !result.passed() && matches!(health, crate::model::balancer::Health::Up { misses: 1 })
        }
        Note::Draining { backlog, .. } => *backlog > 0,
        Note::Repointed { .. } | Note::Routed { .. } | Note::SourceLost(_) | Note::SourceFound(_) => false,
        _ => true,
    }
}

/// Whether a note is marked on the time axis: what a person did, and what changed where requests go.
pub const fn is_marked(note: &Note) -> bool {
    match note {
        Note::Crashed(_) | Note::Restarted(_) | Note::Partitioned(_) | Note::Healed(_) | Note::Configured => true,
        Note::Promoted { .. } | Note::NoCandidate | Note::Hit(_) | Note::Shaped(_) | Note::Cloned(_) => true,
        Note::Workers(..) => true,
        Note::Stopping(_) | Note::Deploying { .. } => true,
        Note::Balancer(log) => !matches!(
            log,
            BalancerLog::Check { .. } | BalancerLog::BackupInUse { .. } | BalancerLog::ActiveInUse { .. }
        ),
        _ => false,
    }
}
