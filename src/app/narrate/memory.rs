//! What earlier lines of the log say about a later one: when its trouble began, and how many checks led to it.

use super::kind::server;
use crate::metrics::ledger::Ledger;
use crate::metrics::log::Line;
use crate::model::balancer::{BalancerLog, Health};
use crate::model::id::{LinkId, MachineId, Process, Target};
use crate::model::note::Note;

/// What became of requests between two instants, by the ledger's classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Turned away before any work.
    pub refused: u64,
    /// Answered with a 5xx, or cut.
    pub failed: u64,
    /// Timed out, or the client gave up.
    pub timed_out: u64,
    /// In flight at the end, beyond those at the start.
    pub waiting: u64,
}

impl Cost {
    /// The difference of two accounts of one run.
    pub const fn between(then: &Ledger, now: &Ledger) -> Cost {
        Cost {
            refused: now.refused.saturating_sub(then.refused),
            failed: now.failed.saturating_sub(then.failed),
            timed_out: now.timed_out.saturating_sub(then.timed_out),
            waiting: now.in_flight().saturating_sub(then.in_flight()),
        }
    }

    /// All that ended without an answer.
    pub const fn unanswered(&self) -> u64 {
        self.refused + self.failed + self.timed_out
    }
}

/// The line with which the trouble began that `note` finds, answers or ends; none where it is not such a note.
pub(super) fn began<'a>(before: &'a [Line], note: &Note) -> Option<&'a Line> {
    match note {
        Note::Balancer(BalancerLog::ServerDown { server, .. }) => {
            let machine = MachineId::server(server.index());
            trouble(before, machine, &[Process::Nginx, Process::App]).or_else(|| first_miss(before, machine))
        }
        Note::Balancer(BalancerLog::ServerUp { server, .. }) => {
            let down = |line: &Line| matches!(line.note, Note::Balancer(BalancerLog::ServerDown { server: s, .. }) if s == *server);
            before.iter().rfind(|line| down(line))
        }
        Note::Promoted { .. } | Note::NoCandidate => {
            let dead = |line: &&Line| matches!(line.note, Note::DatabaseDead { primary: true, .. });
            let line = before.iter().rfind(dead)?;
            let Note::DatabaseDead { machine, .. } = line.note else {
                return None;
            };
            Some(trouble(before, machine, &[Process::Mysqld]).unwrap_or(line))
        }
        Note::DatabaseDead { machine, .. } => trouble(before, *machine, &[Process::Mysqld]),
        Note::Restarted(target) => before.iter().rfind(|line| match line.note {
            Note::Stopped(machine) => *target == Target::Process(machine, Process::App),
            _ => line.note == Note::Crashed(*target),
        }),
        Note::Healed(link) => before.iter().rfind(|line| line.note == Note::Partitioned(*link)),
        _ => None,
    }
}

/// The line since which a machine cannot be reached or one of these processes on it is dead, if that still lasts.
fn trouble<'a>(before: &'a [Line], machine: MachineId, processes: &[Process]) -> Option<&'a Line> {
    let concerns = |target: &Target| match target {
        Target::Machine(hit) => *hit == machine,
        Target::Process(hit, process) => *hit == machine && processes.contains(process),
    };
    let link = LinkId::between(MachineId::BALANCER, machine);
    let last = before.iter().rfind(|line| match &line.note {
        Note::Crashed(target) | Note::Restarted(target) => concerns(target),
        Note::Stopped(stopped) => concerns(&Target::Process(*stopped, Process::App)),
        Note::Partitioned(cut) | Note::Healed(cut) => *cut == link,
        _ => false,
    })?;
    matches!(last.note, Note::Crashed(_) | Note::Stopped(_) | Note::Partitioned(_)).then_some(last)
}

/// The first failed check of the unbroken row of them at the end of the log.
fn first_miss(before: &[Line], machine: MachineId) -> Option<&Line> {
    checks_of(before, machine).take_while(|(_, passed)| !passed).last().map(|(line, _)| line)
}

/// Failed or passed checks in a row up to `note`, itself included.
pub(super) fn checks(before: &[Line], note: &Note) -> u32 {
    let Note::Balancer(log) = note else { return 0 };
    let Some(machine) = server(log) else { return 0 };
    let row = |kind: bool| checks_of(before, machine).take_while(|(_, passed)| *passed == kind).count() as u32;
    match log {
        BalancerLog::Check { health: Health::Up { misses }, .. } if *misses > 0 => *misses,
        BalancerLog::Check { health: Health::Down { passes }, .. } if *passes > 0 => *passes,
        BalancerLog::Check { result, .. } => row(result.passed()) + 1,
        BalancerLog::ServerDown { .. } => row(false),
        BalancerLog::ServerUp { .. } => row(true),
        _ => 0,
    }
}

/// The checks of a server that the log shows, latest first, and whether they passed.
fn checks_of(before: &[Line], machine: MachineId) -> impl Iterator<Item = (&Line, bool)> {
    before.iter().rev().filter_map(move |line| match &line.note {
        Note::Balancer(log @ BalancerLog::Check { result, .. }) if server(log) == Some(machine) => {
            Some((line, result.passed()))
        }
        _ => None,
    })
}
