//! Machines that are paused and processes that are stopped (SIGSTOP): they do nothing, and what reaches them waits in its order.
//!
//! A stopped process has a kernel that goes on accepting connections for it, so whoever connects believes it alive; a
//! paused machine is silent. Neither is told that time has passed: what fell due meanwhile falls due at once.

use super::command::Fault;
use super::config::Via;
use super::database::letter::Letter;
use super::event::Event;
use super::id::{MachineId, Process, Target};
use super::note::{Note, Refused};
use super::observation::Observer;
use super::world::{Env, World};

/// What is frozen, and what waits for it.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// Which.
    pub target: Target,
    /// What would have happened there, oldest first.
    pub held: Vec<Event>,
}

impl World {
    /// Whether a process cannot run because it or its machine is frozen.
    pub fn is_frozen(&self, machine: MachineId, process: Process) -> bool {
        self.frozen.iter().any(|one| match one.target {
            Target::Machine(frozen) => frozen == machine,
            Target::Process(frozen, stopped) => (frozen, stopped) == (machine, process),
        })
    }

    /// A machine is paused or a process is stopped.
    pub(super) fn freeze<O: Observer>(&mut self, target: Target, env: &mut Env<O>) {
        let refusal = match self.cannot_crash(target) {
            None if self.frozen.iter().any(|one| one.target == target) => Some(Refused::AlreadyFrozen(target)),
            refusal => refusal,
        };
        if let Some(refusal) = refusal {
            return self.note(Note::CommandRefused(refusal), env);
        }
        self.note(Note::Hit(Fault::Freeze(target)), env);
        self.frozen.push(Frozen { target, held: Vec::new() });
        let (now, machine) = (self.agenda.now(), target.machine());
        match target {
            Target::Machine(_) => self.machines[machine.index()].cpu.pause(now, |_| true),
            Target::Process(_, process) => {
                self.machines[machine.index()].cpu.pause(now, |task| task.process() == process);
                self.let_workers(machine, process, false);
            }
        }
        self.wake_later(machine);
    }

    /// It goes on: with its work where it was, and with what has reached it meanwhile.
    pub(super) fn thaw<O: Observer>(&mut self, target: Target, env: &mut Env<O>) {
        let Some(index) = self.frozen.iter().position(|one| one.target == target) else {
            return self.note(Note::CommandRefused(Refused::NotFrozen(target)), env);
        };
        self.note(Note::Hit(Fault::Thaw(target)), env);
        self.release_frozen(index, env);
    }

    /// What is killed is frozen no more. What waited for a process is its kernel's to answer; what waited for a machine that
    /// goes off is lost with it.
    pub(super) fn end_freeze<O: Observer>(&mut self, target: Target, env: &mut Env<O>) {
        let ends = |one: &Frozen| match target {
            Target::Machine(machine) => one.target.machine() == machine,
            Target::Process(..) => one.target == target,
        };
        while let Some(index) = self.frozen.iter().position(ends) {
            match target {
                Target::Process(..) => self.release_frozen(index, env),
                Target::Machine(_) => {
                    let Frozen { target, held } = self.frozen.swap_remove(index);
                    self.let_workers_of(target, true);
                    held.into_iter().for_each(|event| self.lose(event, env));
                }
            }
        }
    }

    fn release_frozen<O: Observer>(&mut self, index: usize, env: &mut Env<O>) {
        let Frozen { target, held } = self.frozen.remove(index);
        let (now, machine) = (self.agenda.now(), target.machine());
        let still: Vec<Target> = self.frozen.iter().map(|one| one.target).collect();
        let runs =
            |process| !still.contains(&Target::Machine(machine)) && !still.contains(&Target::Process(machine, process));
        self.machines[machine.index()].cpu.resume(now, |task| runs(task.process()));
        self.wake_later(machine);
        // What still cannot happen is held back again when its turn comes.
        held.into_iter().for_each(|event| self.agenda.at(now, event));
        self.let_workers_of(target, true);
        if let (Target::Process(_, Process::App), Some(server)) = (target, machine.as_server()) {
            self.fill_workers(server as u8, env);
        }
    }

    fn let_workers_of(&mut self, target: Target, free: bool) {
        if let Target::Process(machine, process) = target {
            self.let_workers(machine, process, free);
        }
    }

    /// Workers of a stopped application take nothing from the accept queue.
    fn let_workers(&mut self, machine: MachineId, process: Process, free: bool) {
        if let (Process::App, Some(server)) = (process, machine.as_server()) {
            self.servers[server].app.station.stop(!free);
        }
    }

    /// Keeps an event back that would happen on a frozen machine or in a frozen process; gives whether it did.
    #[cold]
    pub(super) fn hold_back(&mut self, event: Event) -> bool {
        let Some((machine, process)) = self.site(&event) else { return false };
        let holds = |one: &&mut Frozen| match one.target {
            Target::Machine(frozen) => frozen == machine,
            Target::Process(frozen, stopped) => frozen == machine && process == Some(stopped),
        };
        match self.frozen.iter_mut().find(holds) {
            Some(frozen) => {
                frozen.held.push(event);
                true
            }
            None => false,
        }
    }

    /// Where an event happens: on which machine, and in which process unless its kernel does it alone. Nowhere: at the clients.
    fn site(&self, event: &Event) -> Option<(MachineId, Option<Process>)> {
        let server = |index: u8, process| Some((MachineId::server(index as usize), process));
        match *event {
            // The kernel of a machine without HAProxy accepts for nginx.
            Event::ClientSyn { .. } if !self.config.preset.has_balancer() => server(0, None),
            Event::Nginx(event) => event.place(),
            Event::ClientSyn { .. }
            | Event::ClientRequest { .. }
            | Event::ClientGone { .. }
            | Event::StreamTimer { .. }
            | Event::CheckDue { .. }
            | Event::CheckLimit { .. }
            | Event::WarmupDue { .. }
            | Event::CheckReply { .. }
            | Event::Accepted { .. }
            | Event::Refused { .. }
            | Event::Answer { .. }
            | Event::Closed { .. } => Some((MachineId::BALANCER, Some(Process::Haproxy))),
            Event::ProbeDue { .. } | Event::Fenced { .. } => Some((MachineId::BALANCER, Some(Process::Manager))),
            Event::CheckSyn { server: at, .. } | Event::Syn { server: at, .. } => server(at, None),
            // The application reads it when it takes the connection.
            Event::Request { server: at, .. } | Event::Hangup { server: at, .. }
                if self.config.clients.via == Via::App =>
            {
                server(at, None)
            }
            Event::CheckRequest { server: at, .. }
            | Event::Request { server: at, .. }
            | Event::Hangup { server: at, .. }
            | Event::HeaderLimit { server: at, .. }
            | Event::ProxyLimit { server: at, .. }
            | Event::SynAgain { server: at, .. } => server(at, Some(Process::Nginx)),
            Event::App(event) => event.site(),
            Event::Act { server: at, .. }
            | Event::CallLimit { server: at, .. }
            | Event::CallReply { server: at, .. }
            | Event::AskRoute { server: at, .. } => server(at, Some(Process::App)),
            Event::Call { node, .. }
            | Event::Flushed { node, .. }
            | Event::Shipped { node, .. }
            | Event::Acknowledged { node, .. }
            | Event::DatabaseDue { node, .. } => Some((self.node_machine(node), Some(Process::Mysqld))),
            Event::Letter { key, to, .. } => Some((to, self.letters.get(key).map(Letter::reader))),
            _ => None,
        }
    }
}
