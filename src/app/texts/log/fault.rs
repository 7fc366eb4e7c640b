//! The texts of what a person did to a machine, a process or a link.

use super::Happened;
use crate::app::format;
use crate::app::texts::schema::room;
use crate::model::command::{Fault, WorkerOrder};
use crate::model::id::{LinkId, MachineId, Part, Process, Target};
use crate::model::note::Refused;
use crate::model::shape::{Course, Shape};

room! {
    /// Texts of what a person did.
    Faults = "fault" after Happened;

    /// A process in a sentence.
    named of Process { Haproxy, Manager, Nginx, App, Mysqld };
    /// A process at the beginning of a sentence.
    subject of Process { Haproxy, Manager, Nginx, App, Mysqld };
    /// A process on its machine, at the beginning of a sentence.
    subject_on(process, machine);
    /// A link at the beginning of a sentence.
    subject_link(one, other);
    /// The balancer's machine went off.
    balancer_off;
    /// Another did.
    machine_off(machine);
    /// HAProxy was killed.
    haproxy_killed;
    /// The failover manager was.
    manager_killed;
    /// An application was.
    app_killed(machine);
    /// Another process was.
    killed(process, machine);
    /// nginx has its workers replaced.
    reloaded(machine);
    /// One of them was killed.
    worker_killed(machine);
    /// A machine is on.
    machine_on(machine);
    /// HAProxy runs.
    haproxy_runs;
    /// The failover manager runs.
    manager_runs;
    /// An application runs.
    app_runs(machine);
    /// Another process runs.
    runs(process, machine);
    /// A machine is frozen.
    machine_frozen(machine);
    /// A process is.
    frozen(subject);
    /// Either goes on.
    thawed(subject);
    /// Something is slow.
    slow(subject, factor);
    /// A link loses some.
    lossy(one, other, share);
    /// What was slow or lossy is as before.
    restored(subject);
    /// The load takes a course: its peak, its length.
    shaped_as(peak, lasts) of Course { Ramp, Spike, Day, Flash };
    /// A command that did nothing, and why.
    not_done(why);
    /// There is no such thing.
    no_such(target);
    /// A machine is off already.
    off_already(machine);
    /// A process is dead already.
    dead_already(process, machine);
    /// A machine is on already.
    on_already(machine);
    /// A process runs already.
    runs_already(process, machine);
    /// A machine is off.
    is_off(machine);
    /// A link is cut already.
    cut_already(one, other);
    /// A link is whole.
    not_cut(one, other);
    /// There is no manager that would do it.
    no_manager;
    /// A machine has no database.
    no_database(machine);
    /// A database is the primary already.
    primary_already(machine);
    /// It does not follow the primary.
    not_following(machine);
    /// There is nothing to take back.
    nothing_deployed;
    /// HAProxy does not run.
    no_haproxy;
    /// Something is frozen already.
    frozen_already(target);
    /// It is not frozen.
    not_frozen(target);
    /// There is nothing to undo.
    nothing_to_restore(part);
    /// The primary cannot be cloned.
    is_primary(machine);
    /// There is nothing to copy from.
    no_primary;
    /// Users of a closed workload have no rate.
    closed;
    /// HAProxy would not.
    haproxy_refuses(machine, why);
    /// The manager holds a database for dead.
    database_dead(machine);
}

impl Faults {
    pub(super) fn crashed(&self, target: Target) -> String {
        match target {
            Target::Machine(MachineId::BALANCER) => self.balancer_off().to_owned(),
            Target::Machine(machine) => self.machine_off(machine),
            Target::Process(_, Process::Haproxy) => self.haproxy_killed().to_owned(),
            Target::Process(_, Process::Manager) => self.manager_killed().to_owned(),
            Target::Process(machine, Process::App) => self.app_killed(machine),
            Target::Process(machine, process) => self.killed(self.named(process), machine),
        }
    }

    pub(super) fn workers(&self, machine: MachineId, order: WorkerOrder) -> String {
        match order {
            WorkerOrder::Reload => self.reloaded(machine),
            WorkerOrder::KillWorker => self.worker_killed(machine),
        }
    }

    pub(super) fn restarted(&self, target: Target) -> String {
        match target {
            Target::Machine(machine) => self.machine_on(machine),
            Target::Process(_, Process::Haproxy) => self.haproxy_runs().to_owned(),
            Target::Process(_, Process::Manager) => self.manager_runs().to_owned(),
            Target::Process(machine, Process::App) => self.app_runs(machine),
            Target::Process(machine, process) => self.runs(self.named(process), machine),
        }
    }

    /// What a person did to something that goes on; `ended` tells how long something lasted and what it cost.
    pub(super) fn hit(&self, fault: Fault, ended: impl Fn(String) -> String) -> String {
        match fault {
            Fault::Freeze(Target::Machine(machine)) => self.machine_frozen(machine),
            Fault::Freeze(target) => self.frozen(self.part(Part::Target(target))),
            Fault::Thaw(target) => ended(self.thawed(self.part(Part::Target(target)))),
            Fault::Slow(part, factor) => self.slow(self.part(part), factor),
            Fault::Loss(link, share) => {
                self.lossy(link.ends()[0], link.ends()[1], format::percent(f64::from(share) / 1e6))
            }
            Fault::Restore(part) => self.restored(self.part(part)),
        }
    }

    /// The rate goes its own way.
    pub(super) fn shaped(&self, shape: Shape) -> String {
        self.shaped_as(shape.course, format::rate(shape.peak_per_s), format::short_seconds(shape.lasts.as_seconds()))
    }

    /// A part of the infrastructure at the beginning of a sentence.
    fn part(&self, part: Part) -> String {
        match part {
            Part::Target(Target::Machine(machine)) => machine.to_string(),
            Part::Target(Target::Process(machine, process)) => self.subject_on(self.subject(process), machine),
            Part::Link(link) => self.subject_link(link.ends()[0], link.ends()[1]),
        }
    }

    /// Why a command did nothing.
    pub(super) fn why(&self, refused: Refused) -> String {
        let ends = |link: LinkId| link.ends();
        match refused {
            Refused::NoSuch(target) => self.no_such(target),
            Refused::AlreadyDown(Target::Machine(machine)) => self.off_already(machine),
            Refused::AlreadyDown(Target::Process(machine, process)) => self.dead_already(self.named(process), machine),
            Refused::AlreadyUp(Target::Machine(machine)) => self.on_already(machine),
            Refused::AlreadyUp(Target::Process(machine, process)) => self.runs_already(self.named(process), machine),
            Refused::MachineOff(target) => self.is_off(target.machine()),
            Refused::AlreadyCut(link) => self.cut_already(ends(link)[0], ends(link)[1]),
            Refused::NotCut(link) => self.not_cut(ends(link)[0], ends(link)[1]),
            Refused::NoManager => self.no_manager().to_owned(),
            Refused::NoDatabase(machine) => self.no_database(machine),
            Refused::AlreadyPrimary(machine) => self.primary_already(machine),
            Refused::NotFollowing(machine) => self.not_following(machine),
            Refused::NothingDeployed => self.nothing_deployed().to_owned(),
            Refused::NoHaproxy => self.no_haproxy().to_owned(),
            Refused::AlreadyFrozen(target) => self.frozen_already(target),
            Refused::NotFrozen(target) => self.not_frozen(target),
            Refused::NothingToRestore(part) => self.nothing_to_restore(part),
            Refused::IsPrimary(machine) => self.is_primary(machine),
            Refused::NoPrimary => self.no_primary().to_owned(),
            Refused::Closed => self.closed().to_owned(),
            Refused::Haproxy(machine, refusal) => self.haproxy_refuses(machine, refusal),
            Refused::DatabaseDead(machine) => self.database_dead(machine),
        }
    }
}
