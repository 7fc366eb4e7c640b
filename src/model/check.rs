//! Health checks on their way: HAProxy decides when and what follows, this carries them to the server and back.

use super::balancer::{CheckResult, ServerIndex};
use super::config::Check;
use super::event::Event;
use super::id::{MachineId, Process};
use super::observation::Observer;
use super::server::job::Origin;
use super::server::machine::Task;
use super::server::nginx::{LISTEN_BACKLOG, Nginx};
use super::world::{Env, World};

/// What a check found, where it is no HTTP status: the connection was refused.
pub(super) const REFUSED: u16 = 0;
/// The connection was accepted, which is all that a TCP check asks.
const CONNECTED: u16 = 1;
/// The connection was accepted, and the request follows.
const ACCEPTED: u16 = 3;
/// Closed without an answer.
pub(super) const CLOSED: u16 = 2;

impl World {
    pub(super) fn check_due<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.check_due(now, ServerIndex(server.into()), out));
    }

    pub(super) fn check_limit<O: Observer>(&mut self, server: u8, number: u32, env: &mut Env<O>) {
        let now = self.agenda.now();
        self.drive(env, |balancer, out| balancer.check_timeout(now, ServerIndex(server.into()), number, out));
    }

    /// HAProxy connects to check a server.
    pub(super) fn send_check(&mut self, server: u8, number: u32) {
        let delay = self.lan(MachineId::BALANCER, MachineId::of_server(server));
        self.send(delay, Event::CheckSyn { server, number });
    }

    fn reply_check(&mut self, server: u8, number: u32, status: u16) {
        let delay = self.lan(MachineId::of_server(server), MachineId::BALANCER);
        self.send(delay, Event::CheckReply { server, number, status });
    }

    /// A check's connection reaches a server: silence, a refusal, or its request follows after a round trip.
    pub(super) fn check_syn(&mut self, server: u8, number: u32) {
        let machine = MachineId::of_server(server);
        if !self.machines[machine.index()].on {
            return;
        }
        if !self.servers[server as usize].nginx.running {
            return self.reply_check(server, number, REFUSED);
        }
        if self.is_frozen(machine, Process::Nginx) && self.pending(server) >= LISTEN_BACKLOG {
            return;
        }
        if self.config.haproxy.check == Check::Tcp {
            return self.reply_check(server, number, CONNECTED);
        }
        if self.servers[server as usize].nginx.slots() >= Nginx::slots_max(&self.config) {
            return self.reply_check(server, number, CLOSED);
        }
        self.reply_check(server, number, ACCEPTED);
        let round_trip = self.lan(machine, MachineId::BALANCER) * 2;
        self.send(round_trip, Event::CheckRequest { server, number });
    }

    /// A check's request reaches a server.
    pub(super) fn check_request<O: Observer>(&mut self, server: u8, number: u32, env: &mut Env<O>) {
        let machine = MachineId::of_server(server);
        let state = &mut self.servers[server as usize];
        if !self.machines[machine.index()].on {
            return;
        }
        if !state.nginx.running {
            return self.reply_check(server, number, CLOSED);
        }
        if self.config.haproxy.check == Check::App {
            let job = self.accept(server, Origin::Check { number });
            return self.request(server, job, env);
        }
        let cost = self.config.nginx.cost + self.config.nginx.file_cost;
        self.work(machine, cost, Task::CheckFile { number });
    }

    /// nginx has answered a check with a file.
    pub(super) fn check_file_done(&mut self, server: u8, number: u32) {
        self.reply_check(server, number, 200);
    }

    /// What a check found reaches HAProxy.
    pub(super) fn check_reply<O: Observer>(&mut self, server: u8, number: u32, status: u16, env: &mut Env<O>) {
        if status == ACCEPTED {
            if self.front.running {
                self.front.balancer.check_connected(ServerIndex(server.into()), number);
            }
            return;
        }
        let result = match status {
            REFUSED => CheckResult::Refused,
            CONNECTED => CheckResult::Connected,
            CLOSED => CheckResult::Closed,
            status => CheckResult::Status(status),
        };
        let now = self.agenda.now();
        if self.front.running {
            self.drive(env, |balancer, out| {
                balancer.check_result(now, ServerIndex(server.into()), number, result, out)
            });
        }
    }
}
