//! Faults in their pairs: crash and restart of machines and processes, partition and heal of links.
//!
//! A machine that goes off is silent: bytes under way from and to it are lost, and nobody is told. A process that is killed
//! leaves a kernel behind that resets its connections and refuses new ones.

use super::command::Fault;
use super::id::{LinkId, MachineId, Part, Process, Target};
use super::note::{Note, Refused};
use super::observation::{Observation, Observer};
use super::server::app::Route;
use super::world::{Env, World};

impl World {
    /// Carries out a fault that leaves its victim alive, or ends one.
    pub(super) fn fault_happens<O: Observer>(&mut self, fault: Fault, env: &mut Env<O>) {
        match fault {
            Fault::Freeze(target) => self.freeze(target, env),
            Fault::Thaw(target) => self.thaw(target, env),
            Fault::Slow(part, factor) => self.slow_down(part, factor, env),
            Fault::Loss(link, share) => self.make_lossy(link, share, env),
            Fault::Restore(part) => self.restore(part, env),
        }
    }

    pub(super) fn note<O: Observer>(&mut self, note: Note, env: &mut Env<O>) {
        env.observer.observe(self.agenda.now(), Observation::Noted(note));
    }

    /// Whether a process runs (its machine apart).
    pub fn process_runs(&self, machine: MachineId, process: Process) -> bool {
        let server = machine.as_server().unwrap_or_default();
        let database = self.config.site().database_on(machine);
        match process {
            Process::Haproxy => self.front.running,
            Process::Manager => self.manager.running,
            Process::Nginx => self.servers[server].nginx.running,
            Process::App => self.servers[server].app.running,
            Process::Mysqld => database.is_some_and(|node| self.nodes[node].is_up()),
        }
    }

    /// Whether this run has such a thing to hit.
    fn has(&self, target: Target) -> bool {
        let (site, machine) = (self.config.site(), target.machine());
        let known = machine != MachineId::CLIENT && site.has(machine);
        known
            && match target {
                Target::Machine(_) => true,
                Target::Process(_, process) => site.processes(machine).any(|one| one == process),
            }
    }

    /// Why this part of the site cannot be hit: it is no part of it.
    pub(super) fn has_no(&self, part: Part) -> Option<Refused> {
        match part {
            Part::Target(target) if !self.has(target) => Some(Refused::NoSuch(target)),
            _ => None,
        }
    }

    /// Why this cannot be brought down: it is down, or is not there at all.
    pub(super) fn cannot_crash(&self, target: Target) -> Option<Refused> {
        let machine = target.machine();
        match target {
            _ if !self.has(target) => Some(Refused::NoSuch(target)),
            _ if !self.machines[machine.index()].on => Some(Refused::AlreadyDown(target)),
            Target::Process(_, process) if !self.process_runs(machine, process) => Some(Refused::AlreadyDown(target)),
            _ => None,
        }
    }

    /// A machine goes off, or a process is killed.
    pub(super) fn crash<O: Observer>(&mut self, target: Target, env: &mut Env<O>) {
        let machine = target.machine();
        if let Some(refusal) = self.cannot_crash(target) {
            return self.note(Note::CommandRefused(refusal), env);
        }
        self.note(Note::Crashed(target), env);
        self.end_freeze(target, env);
        match target {
            Target::Process(_, process) => self.kill(machine, process, true, env),
            Target::Machine(_) => self.switch_off(machine, env),
        }
    }

    /// A machine's power is off.
    pub(super) fn switch_off<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let now = self.agenda.now();
        (self.machines[machine.index()].on, self.machines[machine.index()].since) = (false, now);
        self.lose_messages(machine, env);
        for process in self.config.site().processes(machine) {
            if self.process_runs(machine, process) {
                self.kill(machine, process, false, env);
            }
        }
        self.drop_tasks(machine, |_| true);
    }

    /// A machine comes on with everything on it, or a process is started.
    pub(super) fn restart<O: Observer>(&mut self, target: Target, env: &mut Env<O>) {
        let machine = target.machine();
        let on = self.machines.get(machine.index()).is_some_and(|machine| machine.on);
        let refusal = match target {
            _ if !self.has(target) => Some(Refused::NoSuch(target)),
            Target::Machine(_) if on => Some(Refused::AlreadyUp(target)),
            Target::Process(..) if !on => Some(Refused::MachineOff(target)),
            Target::Process(_, process) if self.process_runs(machine, process) => Some(Refused::AlreadyUp(target)),
            _ => None,
        };
        if let Some(refusal) = refusal {
            return self.note(Note::CommandRefused(refusal), env);
        }
        self.note(Note::Restarted(target), env);
        match target {
            Target::Process(_, process) => self.start(machine, process, env),
            Target::Machine(_) => {
                let now = self.agenda.now();
                (self.machines[machine.index()].on, self.machines[machine.index()].since) = (true, now);
                self.config.site().processes(machine).for_each(|process| self.start(machine, process, env));
            }
        }
    }

    /// Cuts a link.
    pub(super) fn partition<O: Observer>(&mut self, link: LinkId, env: &mut Env<O>) {
        let note =
            if self.cut_link(link) { Note::Partitioned(link) } else { Note::CommandRefused(Refused::AlreadyCut(link)) };
        self.note(note, env);
    }

    /// Mends a link.
    pub(super) fn heal<O: Observer>(&mut self, link: LinkId, env: &mut Env<O>) {
        let note = if self.heal_link(link) { Note::Healed(link) } else { Note::CommandRefused(Refused::NotCut(link)) };
        self.note(note, env);
    }

    /// Ends a process. `told`: its machine's kernel resets its connections; else there is silence.
    pub(super) fn kill<O: Observer>(&mut self, machine: MachineId, process: Process, told: bool, env: &mut Env<O>) {
        let now = self.agenda.now();
        let server = machine.as_server().unwrap_or_default();
        let database = self.config.site().database_on(machine).unwrap_or_default();
        // A new process is as quick as its machine.
        self.set_slowness(Target::Process(machine, process), 1);
        match process {
            Process::Haproxy => {
                (self.front.running, self.front.since) = (false, now);
                self.end_streams(told, env);
            }
            Process::Manager => {
                (self.manager.running, self.manager.since) = (false, now);
                self.manager.promotion = None;
            }
            Process::Nginx => {
                let nginx = &mut self.servers[server].nginx;
                (nginx.running, nginx.since) = (false, now);
                self.end_connections(server as u8, told, env);
            }
            Process::App => {
                self.forget_workers(server, told);
                self.lose_sessions(server as u8, env);
                let app = &mut self.servers[server].app;
                app.epoch = app.epoch.wrapping_add(1);
                self.end_pages(server as u8, told, env);
            }
            Process::Mysqld => self.end_queries(database as u8, told, env),
        }
    }

    fn start<O: Observer>(&mut self, machine: MachineId, process: Process, env: &mut Env<O>) {
        let now = self.agenda.now();
        let server = machine.as_server().unwrap_or_default();
        let database = self.config.site().database_on(machine).unwrap_or_default();
        match process {
            Process::Haproxy => {
                (self.front.running, self.front.since) = (true, now);
                self.start_balancer(env);
            }
            Process::Manager => self.start_manager(false),
            Process::Nginx => self.servers[server].nginx.start(&self.config, server, now),
            Process::App => {
                self.begin_workers(server, env);
                let app = &mut self.servers[server].app;
                let epoch = app.epoch;
                if self.config.preset.has_manager() {
                    self.ask_route(server as u8, epoch);
                } else {
                    app.route = Some(Route::declared(self.nodes.len()));
                }
            }
            Process::Mysqld => {
                // Where a manager watches, it says who writes.
                let read_only = self.config.preset.has_manager();
                self.with_node(database as u8, env, |mysqld, io| mysqld.restart(read_only, io));
            }
        }
    }
}
