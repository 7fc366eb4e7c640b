//! Faults in their pairs: crash and restart of machines and processes, partition and heal of links.
//!
//! A machine that goes off is silent: bytes under way from and to it are lost, and nobody is told. A process that is killed
//! leaves a kernel behind that resets its connections and refuses new ones.

use super::command::Fault;
use super::database::commit::Caller;
use super::database::letter::Letter;
use super::event::{CallResult, Event};
use super::id::{LinkId, MachineId, Part, Process, Target};
use super::note::{Note, Refused};
use super::observation::{Cause, Observation, Observer, Stage};
use super::request::at;
use super::server::app::Route;
use super::server::job::{Job, JobState};
use super::server::machine::Task;
use super::world::{Env, World};
use crate::engine::slab::Key;
use crate::engine::sort;
use crate::engine::time::SimTime;

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
            Process::Mysqld => database.is_some_and(|node| self.nodes[node].running),
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
            Target::Machine(_) => {
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
        }
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
    fn kill<O: Observer>(&mut self, machine: MachineId, process: Process, told: bool, env: &mut Env<O>) {
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
                let app = &mut self.servers[server].app;
                (app.running, app.since, app.route) = (false, now, None);
                self.lose_sessions(server as u8, env);
                let app = &mut self.servers[server].app;
                app.epoch = app.epoch.wrapping_add(1);
                self.end_pages(server as u8, told, env);
            }
            Process::Mysqld => self.end_queries(database as u8, told),
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
            Process::Nginx => (self.servers[server].nginx.running, self.servers[server].nginx.since) = (true, now),
            Process::App => {
                let app = &mut self.servers[server].app;
                (app.running, app.since) = (true, now);
                let epoch = app.epoch;
                if self.config.preset.has_manager() {
                    self.ask_route(server as u8, epoch);
                } else {
                    app.route = Some(Route::declared(self.nodes.len()));
                }
            }
            Process::Mysqld => {
                let node = &mut self.nodes[database];
                // Where a manager watches, it says who writes.
                (node.running, node.since, node.read_only) = (true, now, self.config.preset.has_manager());
                let epoch = node.epoch;
                self.start_heartbeat(database as u8, epoch);
                self.subscribe(database as u8);
            }
        }
    }

    /// HAProxy is gone, and with it every stream.
    fn end_streams<O: Observer>(&mut self, told: bool, env: &mut Env<O>) {
        self.forget_balancer(told);
        for slot in 0..self.front.sockets.len() {
            let Some(socket) = self.front.sockets[slot].take() else {
                continue;
            };
            self.agenda.disarm(socket.timer);
            let key = socket.request;
            let Some(request) = self.requests.get_mut(key) else {
                continue;
            };
            request.stream = None;
            let (ordinal, waits) = (request.ordinal, !request.ended);
            if waits && told {
                self.send(self.wan(ordinal, 3), Event::ClientCut { request: key, cause: Cause::BalancerCut });
            } else if waits {
                self.place(key, at(Stage::Nowhere, MachineId::BALANCER), SimTime::NEVER, env);
            }
            self.release(key, env);
        }
    }

    /// Nothing that was meant for the old HAProxy may reach a new one, which numbers its streams and checks anew.
    fn forget_balancer(&mut self, told: bool) {
        let stale = |event: &Event| {
            matches!(
                event,
                Event::Accepted { .. }
                    | Event::Refused { .. }
                    | Event::Answer { .. }
                    | Event::Closed { .. }
                    | Event::Syn { .. }
                    | Event::CheckSyn { .. }
                    | Event::CheckRequest { .. }
                    | Event::CheckReply { .. }
                    | Event::ClientRequest { .. }
                    | Event::ClientGone { .. }
                    | Event::StreamTimer { .. }
                    | Event::CheckDue { .. }
                    | Event::CheckLimit { .. }
            )
        };
        self.agenda.extract(stale);
        self.links.cuts.iter_mut().for_each(|cut| cut.held.retain(|event| !stale(event)));
        for timer in self.front.check_timers.iter_mut().flatten() {
            self.agenda.disarm(*timer);
        }
        self.drop_tasks(MachineId::BALANCER, |task| matches!(task, Task::Balance(_)));
        for server in 0..self.servers.len() as u8 {
            for job in self.servers[server as usize].jobs.keys() {
                self.orphan(server, job, told);
            }
            self.drop_tasks(MachineId::server(server as usize), |task| matches!(task, Task::CheckFile { .. }));
        }
    }

    /// The balancer's end of a job's connection is gone.
    fn orphan(&mut self, server: u8, key: Key, told: bool) {
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else {
            return;
        };
        job.deaf = true;
        let waits = job.state == JobState::Accepted;
        if told {
            let delay = self.lan(MachineId::BALANCER, MachineId::server(server as usize));
            self.send(delay, Event::Hangup { server, job: key });
        } else if waits {
            self.agenda.after(super::server::nginx::CLIENT_HEADER_TIMEOUT, Event::HeaderLimit { server, job: key });
        }
    }

    /// nginx is gone, and with it its connections; the application goes on with what it has.
    fn end_connections<O: Observer>(&mut self, server: u8, told: bool, env: &mut Env<O>) {
        self.drop_tasks(MachineId::server(server as usize), |task| {
            matches!(task, Task::Nginx(_) | Task::CheckFile { .. })
        });
        for key in self.servers[server as usize].jobs.keys() {
            let Some(job) = self.servers[server as usize].jobs.get(key).copied() else {
                continue;
            };
            if job.client_open {
                self.tell_closed(server, &job, told, env);
            }
            self.close_connections(server, key, env);
        }
    }

    fn tell_closed<O: Observer>(&mut self, server: u8, job: &Job, told: bool, env: &mut Env<O>) {
        let machine = MachineId::server(server as usize);
        let waits = self.requests.get(job.request()).is_some_and(|request| !request.ended);
        if told {
            self.send_answer(server, job, super::check::CLOSED, env);
        } else if waits {
            self.place(job.request(), at(Stage::Nowhere, machine), SimTime::NEVER, env);
        }
    }

    /// The application is gone, and with it its workers and its accept queue.
    fn end_pages<O: Observer>(&mut self, server: u8, told: bool, env: &mut Env<O>) {
        self.servers[server as usize].app.station.clear();
        self.drop_tasks(MachineId::server(server as usize), |task| matches!(task, Task::Page(_)));
        for key in self.servers[server as usize].jobs.keys() {
            let Some(job) = self.servers[server as usize].jobs.get_mut(key).filter(|job| job.in_app()) else {
                continue;
            };
            job.state = JobState::Nginx;
            match job.upstream_open && told {
                true => self.respond(server, key, 502, Some(Cause::AppDied), env),
                false => self.close_connections(server, key, env),
            }
        }
    }

    /// A database is gone. Its callers are told by their connections, its replicas too.
    pub(super) fn end_queries(&mut self, node: u8, told: bool) {
        let now = self.agenda.now();
        let machine = self.node_machine(node);
        let executing = self.machines[machine.index()].cpu.each().filter_map(|task| match task {
            Task::Query(caller, _) => Some(*caller),
            _ => None,
        });
        let mut callers: Vec<Caller> = executing.collect();
        sort::by_key(&mut callers, |caller| (caller.server, caller.job, caller.call));
        let state = &mut self.nodes[node as usize];
        callers.extend(state.flushing.iter().chain(&state.waiting).map(|(caller, _)| *caller));
        let subscribers = state.subscribers.clone();
        state.stop(now);
        self.drop_tasks(machine, |task| matches!(task, Task::Query(..) | Task::Apply));
        if !told {
            return;
        }
        callers.into_iter().for_each(|caller| self.reply(node, caller, CallResult::Died));
        for subscriber in subscribers {
            let (to, session) = (subscriber.node, subscriber.session);
            self.post(machine, self.node_machine(to), Letter::SourceClosed { node: to, session });
        }
    }

    /// Ends the tasks of a machine that `gone` picks; the others have more of its cores.
    pub(super) fn drop_tasks(&mut self, machine: MachineId, gone: impl FnMut(&Task) -> bool) {
        let now = self.agenda.now();
        self.machines[machine.index()].cpu.drop_jobs(now, gone);
        self.wake_later(machine);
    }

    /// A message is lost with a machine: nobody will act on it.
    pub(super) fn lose<O: Observer>(&mut self, message: Event, env: &mut Env<O>) {
        let nowhere = at(Stage::Nowhere, self.config.site().entry());
        match message {
            Event::Letter { key, .. } => {
                self.letters.remove(key);
            }
            Event::ClientSyn { request } | Event::ClientAnswer { request, .. } | Event::ClientCut { request, .. } => {
                self.place(request, nowhere, SimTime::NEVER, env);
            }
            // A server waits for a request that will never come, as long as nginx waits.
            Event::Request { server, job } => {
                self.agenda.after(super::server::nginx::CLIENT_HEADER_TIMEOUT, Event::HeaderLimit { server, job });
            }
            _ => {}
        }
    }
}
