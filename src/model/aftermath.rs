//! What ends when a machine goes off or a process dies: streams, connections, pages, queries, messages under way; and who is told.

use super::database::letter::Letter;
use super::event::{CallResult, Event};
use super::id::{MachineId, Process};
use super::mysql::lifecycle::Ended;
use super::mysql::output::Caller;
use super::observation::{Cause, Observer, Stage};
use super::request::at;
use super::server::job::{Job, JobState, Line, Origin};
use super::server::machine::Task;
use super::server::nginx::event::NginxEvent;
use super::server::nginx::pass::Reply;
use super::world::{Env, World};
use crate::engine::slab::Key;
use crate::engine::sort;
use crate::engine::time::SimTime;

impl World {
    /// HAProxy is gone, and with it every stream.
    pub(super) fn end_streams<O: Observer>(&mut self, told: bool, env: &mut Env<O>) {
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
            self.drop_tasks(MachineId::of_server(server), |task| matches!(task, Task::CheckFile { .. }));
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
            let delay = self.lan(MachineId::BALANCER, MachineId::of_server(server));
            self.send(delay, Event::Hangup { server, job: key });
        } else if waits {
            self.agenda.after(super::server::nginx::CLIENT_HEADER_TIMEOUT, Event::HeaderLimit { server, job: key });
        }
    }

    /// nginx is gone, and with it its connections; the application goes on with what it has.
    pub(super) fn end_connections<O: Observer>(&mut self, server: u8, told: bool, env: &mut Env<O>) {
        self.drop_tasks(MachineId::of_server(server), |task| matches!(task, Task::Nginx(_) | Task::CheckFile { .. }));
        for key in self.servers[server as usize].jobs.keys() {
            let Some(job) = self.servers[server as usize].jobs.get(key).copied() else {
                continue;
            };
            if matches!(job.origin, Origin::Pass { .. }) {
                continue;
            }
            if job.client_open {
                self.tell_closed(server, &job, told, env);
            }
            self.close_connections(server, key, env);
        }
        self.close_lines(server, told, |_| true);
        self.servers[server as usize].nginx.spare.clear();
    }

    fn tell_closed<O: Observer>(&mut self, server: u8, job: &Job, told: bool, env: &mut Env<O>) {
        let machine = MachineId::of_server(server);
        let waits = self.requests.get(job.request()).is_some_and(|request| !request.ended);
        if told {
            self.send_answer(server, job.origin, job.deaf, super::check::CLOSED, env);
        } else if waits {
            self.place(job.request(), at(Stage::Nowhere, machine), SimTime::NEVER, env);
        }
    }

    /// The application is gone, and with it its workers and its accept queue.
    pub(super) fn end_pages<O: Observer>(&mut self, server: u8, told: bool, env: &mut Env<O>) {
        self.servers[server as usize].app.station.clear();
        self.servers.iter_mut().for_each(|state| state.nginx.forget_spare(server));
        self.drop_tasks(MachineId::of_server(server), |task| matches!(task, Task::Page(_)));
        for key in self.servers[server as usize].jobs.keys() {
            let Some(job) = self.servers[server as usize].jobs.get_mut(key).filter(|job| job.in_app()) else {
                continue;
            };
            (job.state, job.pooled) = (JobState::Nginx, None);
            match job.upstream_open && told {
                true => self.app_reply(server, key, Reply::Closed, Some(Cause::AppDied), env),
                false if job.line != Line::Behind => self.end_line(server, key, told, env),
                false => self.close_connections(server, key, env),
            }
        }
    }

    /// A database is gone. Its callers are told by their connections, its replicas and its source too.
    pub(super) fn end_queries<O: Observer>(&mut self, node: u8, told: bool, env: &mut Env<O>) {
        let machine = self.node_machine(node);
        let executing = self.machines[machine.index()].cpu.each().filter_map(|task| match task {
            Task::Query(caller, _) => Some(*caller),
            _ => None,
        });
        let mut executing: Vec<Caller> = executing.collect();
        sort::by_key(&mut executing, |caller| (caller.server, caller.job, caller.call));
        let state = &mut self.nodes[node as usize];
        state.cloning = false;
        state.clients.fill(0);
        executing.extend(state.waits.drain(..).map(|(_, caller, _)| caller));
        self.servers.iter_mut().for_each(|server| server.app.pool.forget_idle(node));
        let Ended { callers, dumps, source } = self.with_node(node, env, |mysqld, io| mysqld.stop(io));
        self.drop_tasks(machine, |task| task.process() == Process::Mysqld);
        if !told {
            return;
        }
        executing.into_iter().chain(callers).for_each(|caller| self.reply(node, caller, CallResult::Died));
        // The end of a stream comes after all that was sent in it.
        for dump in dumps {
            let (to, session) = (dump.replica, dump.session);
            self.post_binlog(node, to, Letter::SourceClosed { node: to, session });
        }
        if let Some((source, session)) = source {
            self.post(machine, self.node_machine(source), Letter::ReplicaClosed { source, replica: node, session });
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
            Event::ClientSyn { request }
            | Event::Nginx(NginxEvent::ClientAgain { request, .. } | NginxEvent::LineLost { request })
            | Event::ClientAnswer { request, .. }
            | Event::ClientCut { request, .. } => {
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
