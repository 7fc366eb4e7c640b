//! A machine: on or off, with cores that everything on it shares.

use crate::engine::cpu::Cpu;
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::balancer::StreamId;
use crate::model::config::{Config, Discipline, Preset};
use crate::model::database::call::Query;
use crate::model::event::Event;
use crate::model::id::{MachineId, Process};
use crate::model::mysql::output::Caller;
use crate::model::observation::Observer;
use crate::model::world::{Env, World};

/// What a core can work on.
#[derive(Clone, Copy, Debug)]
pub enum Task {
    /// HAProxy reads a request and chooses.
    Balance(StreamId),
    /// nginx handles a request.
    Nginx(Key),
    /// nginx answers a health check.
    CheckFile {
        /// The check's number.
        number: u32,
    },
    /// An application worker runs code.
    Page(Key),
    /// A database executes a read or a write for a job of a server.
    Query(Caller, Query),
    /// A database executes a further statement of a transaction that came in one piece.
    Statement(Key),
    /// A replica's applier works on a transaction.
    Apply {
        /// Tells one attempt from another.
        serial: u32,
    },
    /// The bare queue serves a request.
    Serve(Key),
}

impl Task {
    /// The process that works on it.
    pub fn process(&self) -> Process {
        match self {
            Task::Balance(_) => Process::Haproxy,
            Task::Nginx(_) | Task::CheckFile { .. } => Process::Nginx,
            Task::Page(_) | Task::Serve(_) => Process::App,
            Task::Query(..) | Task::Statement(_) | Task::Apply { .. } => Process::Mysqld,
        }
    }
}

/// A machine.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Whether it is on.
    pub on: bool,
    /// Since when.
    pub since: SimTime,
    /// Its cores.
    pub cpu: Cpu<Task>,
}

impl Machine {
    /// A machine that is on and idle.
    pub fn new(id: MachineId, config: &Config) -> Machine {
        let shared = config.preset == Preset::Queue && config.queue.discipline == Discipline::Ps;
        let cores = if shared && id.as_server().is_some() { config.app.workers } else { config.cores };
        Machine { on: true, since: SimTime::ZERO, cpu: Cpu::new(cores) }
    }
}

impl World {
    /// A task begins on a machine.
    pub(in crate::model) fn work(&mut self, machine: MachineId, demand: SimDuration, task: Task) {
        if self.slow.is_empty() && self.frozen.is_empty() {
            return self.begin_task(machine, demand, task);
        }
        self.work_in_trouble(machine, demand, task);
    }

    #[inline(always)]
    fn begin_task(&mut self, machine: MachineId, demand: SimDuration, task: Task) {
        let now = self.agenda.now();
        if let Some(wake) = self.machines[machine.index()].cpu.enter(now, demand, task) {
            self.agenda.at(wake, Event::CpuDue { machine });
        }
    }

    /// A task begins while something is slow or frozen.
    #[cold]
    fn work_in_trouble(&mut self, machine: MachineId, demand: SimDuration, task: Task) {
        let demand = self.slowed(demand, machine, task.process());
        match self.is_frozen(machine, task.process()) {
            true => self.machines[machine.index()].cpu.enter_paused(demand, task),
            false => self.begin_task(machine, demand, task),
        }
    }

    /// The tasks of a machine have changed: its processor is looked at when the next one is done.
    pub(in crate::model) fn wake_later(&mut self, machine: MachineId) {
        let now = self.agenda.now();
        if let Some(wake) = self.machines[machine.index()].cpu.next_wake(now) {
            self.agenda.at(wake, Event::CpuDue { machine });
        }
    }

    /// A machine's processor may have finished something.
    pub(in crate::model) fn cpu_due<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let now = self.agenda.now();
        if !self.machines[machine.index()].cpu.wake(now) {
            return;
        }
        while let Some(task) = self.machines[machine.index()].cpu.finished() {
            self.task_done(machine, task, env);
        }
        if self.machines[machine.index()].cpu.is_busy() {
            self.wake_later(machine);
        }
    }

    fn node_on(&self, machine: MachineId) -> u8 {
        let index = match self.config.preset {
            Preset::Dedicated => machine.as_database(),
            _ => machine.as_server(),
        };
        index.filter(|index| *index < self.nodes.len()).unwrap_or_default() as u8
    }

    fn task_done<O: Observer>(&mut self, machine: MachineId, task: Task, env: &mut Env<O>) {
        let server = machine.as_server().unwrap_or_default() as u8;
        match task {
            Task::Balance(stream) => self.balance(stream, env),
            Task::Nginx(job) => self.nginx_done(server, job, env),
            Task::CheckFile { number } => self.check_file_done(server, number),
            Task::Page(job) => self.page_part_done(server, job, env),
            Task::Query(caller, query) => self.query_done(self.node_on(machine), caller, query, env),
            Task::Statement(session) => {
                self.with_node(self.node_on(machine), env, |mysqld, io| mysqld.go_on(session, io));
            }
            Task::Apply { serial } => self.applied(self.node_on(machine), serial, env),
            Task::Serve(request) => self.served(server, request, env),
        }
    }
}
