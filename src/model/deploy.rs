//! Deployments: new code goes to the servers, all at once or one after the other, each out of HAProxy's service meanwhile.
//!
//! Who carries one out is somebody with a terminal: it takes no time to copy the files, but the state of a server is only
//! looked at every so often. A machine that is off gets nothing and comes back with the code that it had.

use super::balancer::{Admin, ServerIndex};
use super::command::{Deploy, Order, Strategy};
use super::event::Event;
use super::id::{MachineId, Process};
use super::note::{Note, Refused};
use super::observation::Observer;
use super::server::app::event::AppEvent;
use super::server::code::{ALL_PAGES, Code, Version};
use super::world::{Env, World};
use crate::engine::time::{SimDuration, SimTime};

/// How often somebody looks how far a server is (chosen).
const LOOK: SimDuration = SimDuration::from_millis(100);

/// What the code of the site is meant to be, and how far that is.
#[derive(Clone, Debug)]
pub struct Deploys {
    /// The code of the last deployment.
    pub newest: Code,
    /// The highest version that was ever deployed.
    pub highest: Version,
    /// The code of the one before.
    pub previous: Option<Code>,
    /// The deployment under way, if one is that goes from server to server.
    pub rollout: Option<Rollout>,
    serial: u32,
}

impl Default for Deploys {
    fn default() -> Deploys {
        Deploys { newest: Code::FIRST, highest: Code::FIRST.version, previous: None, rollout: None, serial: 0 }
    }
}

/// A deployment that goes from server to server.
#[derive(Clone, Debug)]
pub struct Rollout {
    /// The code.
    pub code: Code,
    /// In what order.
    pub strategy: Strategy,
    /// The servers that are left, the next one last.
    pub left: Vec<u8>,
    /// What happens to the present one.
    pub step: Step,
    /// Since when.
    pub since: SimTime,
    /// Whether it was taken out of HAProxy's service for this.
    drained: bool,
}

/// What a deployment does to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It goes to the next one.
    Next,
    /// It waits until HAProxy has no request there any more.
    Draining(u8),
    /// It waits until the new workers are ready and the old ones are gone.
    Loading(u8),
}

impl World {
    /// New code goes to the servers, or that of before the last deployment.
    pub(super) fn deploy<O: Observer>(&mut self, deploy: Deploy, env: &mut Env<O>) {
        let Some(code) = deploy.code.or(self.deploys.previous) else {
            return self.note(Note::CommandRefused(Refused::NothingDeployed), env);
        };
        self.put_back(env);
        if code != self.deploys.newest {
            self.deploys.previous = Some(core::mem::replace(&mut self.deploys.newest, code));
        }
        self.deploys.highest = self.deploys.highest.max(code.version);
        let back = deploy.code.is_none();
        self.note(Note::Deploying { version: code.version, strategy: deploy.strategy, back }, env);
        self.deploys.serial = self.deploys.serial.wrapping_add(1);
        self.deploys.rollout = None;
        let servers = self.servers_for(deploy.strategy);
        if deploy.strategy == Strategy::All {
            servers.into_iter().for_each(|server| self.put_code(server, code, env));
            return;
        }
        let left = servers.into_iter().rev().collect();
        let since = self.agenda.now();
        self.deploys.rollout =
            Some(Rollout { code, strategy: deploy.strategy, left, step: Step::Next, since, drained: false });
        self.rollout_step(self.deploys.serial, env);
    }

    /// The servers that a deployment goes to, in its order.
    fn servers_for(&self, strategy: Strategy) -> Vec<u8> {
        let all = 0..self.servers.len() as u8;
        let Strategy::Canary(share) = strategy else { return all.collect() };
        let now = self.agenda.now();
        let in_use = |server: &u8| {
            let view = self.front.balancer.server(now, ServerIndex(u16::from(*server)));
            view.is_some_and(|view| view.in_use)
        };
        let used: Vec<u8> = match self.obeys() {
            true => all.clone().filter(in_use).collect(),
            false => all.clone().collect(),
        };
        let used = if used.is_empty() { all.collect() } else { used };
        let wanted = (used.len() as u64 * u64::from(share)).div_ceil(u64::from(ALL_PAGES)).max(1) as usize;
        used[used.len() - wanted.min(used.len())..].to_vec()
    }

    /// Whether there is a HAProxy that takes orders.
    fn obeys(&self) -> bool {
        self.config.preset.has_balancer()
            && self.front.running
            && !self.is_frozen(MachineId::BALANCER, Process::Haproxy)
    }

    /// The files of a server are replaced, and its application is told to load them.
    fn put_code<O: Observer>(&mut self, server: u8, code: Code, env: &mut Env<O>) {
        let machine = MachineId::of_server(server);
        if !self.machine(machine).on {
            return self.note(Note::DeployMissed { machine, version: code.version }, env);
        }
        let app = &mut self.servers[server as usize].app;
        app.files = code;
        if app.running {
            self.agenda.at(self.agenda.now(), Event::App(AppEvent::Reload { server }));
        }
    }

    /// A deployment goes on, or looks again later.
    pub(super) fn rollout_step<O: Observer>(&mut self, serial: u32, env: &mut Env<O>) {
        if serial != self.deploys.serial {
            return;
        }
        while let Some(rollout) = &self.deploys.rollout {
            let goes_on = match rollout.step {
                Step::Next => self.take_next(env),
                Step::Draining(server) => self.drained(server, env),
                Step::Loading(server) => self.loaded(server, env),
            };
            if !goes_on {
                self.agenda.after(LOOK, Event::RolloutStep { serial });
                return;
            }
        }
    }

    fn enter(&mut self, step: Step) {
        let now = self.agenda.now();
        if let Some(rollout) = &mut self.deploys.rollout {
            (rollout.step, rollout.since) = (step, now);
        }
    }

    /// The next server is taken out of service; without one the deployment is done. Gives whether it goes on at once.
    fn take_next<O: Observer>(&mut self, env: &mut Env<O>) -> bool {
        let Some(rollout) = &mut self.deploys.rollout else { return false };
        let version = rollout.code.version;
        let Some(server) = rollout.left.pop() else {
            self.deploys.rollout = None;
            self.note(Note::Deployed(version), env);
            return true;
        };
        let index = ServerIndex(u16::from(server));
        let ready = self.front.balancer.server(self.agenda.now(), index).is_some_and(|view| view.admin == Admin::Ready);
        let drains = self.obeys() && ready && self.machine(MachineId::of_server(server)).on;
        if drains {
            self.order_server(server as usize, Order::State(Admin::Drain), env);
        }
        if let Some(rollout) = &mut self.deploys.rollout {
            rollout.drained = drains;
        }
        self.enter(Step::Draining(server));
        true
    }

    /// A server without requests gets the code; one that keeps some gets it all the same in the end.
    fn drained<O: Observer>(&mut self, server: u8, env: &mut Env<O>) -> bool {
        let now = self.agenda.now();
        let Some(rollout) = &self.deploys.rollout else { return false };
        let open = self.front.balancer.server(now, ServerIndex(u16::from(server))).map_or(0, |view| view.open);
        let waits = rollout.drained && self.front.running && open > 0;
        if waits && now.since(rollout.since) < self.config.app.graceful {
            return false;
        }
        let code = rollout.code;
        self.put_code(server, code, env);
        self.enter(Step::Loading(server));
        // The order to load is given now, and carried out behind it.
        !self.machine(MachineId::of_server(server)).on
    }

    /// A server that runs the new code is taken back into service. One that does not come to it ends the deployment.
    fn loaded<O: Observer>(&mut self, server: u8, env: &mut Env<O>) -> bool {
        let now = self.agenda.now();
        let Some(rollout) = &self.deploys.rollout else { return false };
        let machine = MachineId::of_server(server);
        let app = &self.servers[server as usize].app;
        let runs = app.running && self.machine(machine).on;
        let limit = self.config.app.graceful + self.config.app.boot + LOOK;
        if runs && (app.code != rollout.code || app.booting + app.old > 0) {
            if now.since(rollout.since) < limit {
                return false;
            }
            let version = rollout.code.version;
            self.put_back(env);
            self.deploys.rollout = None;
            self.note(Note::DeployHalted { machine, version }, env);
            return true;
        }
        self.put_back(env);
        self.enter(Step::Next);
        true
    }

    /// The server that a deployment has taken out of service is taken back.
    fn put_back<O: Observer>(&mut self, env: &mut Env<O>) {
        let obeys = self.obeys();
        let Some(rollout) = &mut self.deploys.rollout else { return };
        let (Step::Draining(server) | Step::Loading(server)) = rollout.step else { return };
        if core::mem::replace(&mut rollout.drained, false) && obeys {
            self.order_server(server as usize, Order::State(Admin::Ready), env);
        }
    }
}
