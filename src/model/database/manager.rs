//! The failover manager: a process on the balancer's machine that probes every database over the links, and can be wrong.
//!
//! It knows what it has been told, no more. It takes a dead replica out of reading, brings a returned one back in, and
//! hands the manager's orders to `promotion` when the primary is dead.

use super::letter::Letter;
use super::lineage::Lineage;
use super::promotion::Promotion;
use super::report::Report;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::config::{Config, Failover, Learn};
use crate::model::event::Event;
use crate::model::id::{MachineId, Process};
use crate::model::note::Note;
use crate::model::observation::{Observation, Observer};
use crate::model::server::app::Route;
use crate::model::world::{Env, World};

/// What the manager knows of one database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Probes in a row without an answer.
    pub misses: u32,
    /// The round that it answered last.
    pub answered: u32,
    /// What it said then.
    pub report: Option<Box<Report>>,
    /// The round in which it was pointed at a primary last: what it answered in that one may be older.
    pub pointed: u32,
    /// Whether the manager holds it for dead.
    pub dead: bool,
    /// Whether the manager has found it to hold what the primary does not have.
    pub errant: bool,
}

/// The manager.
#[derive(Clone, Debug)]
pub struct Manager {
    /// Whether it runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// Tells one start from another.
    pub epoch: u32,
    /// Rounds of probes sent since its start.
    pub round: u32,
    /// By database.
    pub known: Vec<Known>,
    /// The primary as it knows it.
    pub primary: Option<u8>,
    /// The promotion under way.
    pub promotion: Option<Promotion>,
    /// Whether it has said that nobody can be promoted.
    pub stuck: bool,
    /// What the applications are told.
    pub route: Route,
}

impl Manager {
    /// A manager that has not started.
    pub fn new(databases: usize, config: &Config) -> Manager {
        let route = Route { primary: Some(0), ..Route::declared(databases) };
        Manager {
            running: config.preset.has_manager(),
            since: SimTime::ZERO,
            epoch: 0,
            round: 0,
            known: vec![Known::default(); databases],
            primary: None,
            promotion: None,
            stuck: false,
            route,
        }
    }
}

impl World {
    /// The manager starts. It knows the primary of its configuration at the start of a run; later it must find out.
    pub(in crate::model) fn start_manager(&mut self, fresh: bool) {
        let version = self.manager.route.version;
        let epoch = self.manager.epoch.wrapping_add(1);
        let mut manager = Manager::new(self.nodes.len(), &self.config);
        (manager.since, manager.epoch) = (self.agenda.now(), epoch);
        manager.route.version = version + u32::from(!fresh);
        manager.primary = fresh.then_some(0);
        self.manager = manager;
        self.agenda.after(self.config.manager.probe, Event::ProbeDue { epoch });
    }

    /// Whether the manager would carry out an order.
    pub(in crate::model) fn manager_answers(&self) -> bool {
        self.manager.running && !self.is_frozen(MachineId::BALANCER, Process::Manager)
    }

    /// A round is over and the next begins.
    pub(in crate::model) fn probe_due<O: Observer>(&mut self, epoch: u32, env: &mut Env<O>) {
        if self.manager.epoch != epoch || !self.manager.running {
            return;
        }
        if self.manager.round > 0 {
            self.count_misses();
            self.find_primary();
            self.judge(env);
            self.pursue(env);
        }
        self.manager.round += 1;
        let round = self.manager.round;
        for node in 0..self.nodes.len() as u8 {
            self.post(MachineId::BALANCER, self.node_machine(node), Letter::Probe { node, epoch, round });
        }
        self.agenda.after(self.config.manager.probe, Event::ProbeDue { epoch });
    }

    fn count_misses(&mut self) {
        let round = self.manager.round;
        for known in &mut self.manager.known {
            known.misses = if known.answered == round { 0 } else { known.misses + 1 };
        }
    }

    /// A manager that does not know the primary looks for a database that accepts writes, the newest reign first.
    fn find_primary(&mut self) {
        if self.manager.primary.is_some() {
            return;
        }
        let writable = |(node, known): (usize, &Known)| {
            let report = known.report.as_ref().filter(|report| !report.read_only)?;
            Some((report.stream, usize::MAX - node))
        };
        let found = self.manager.known.iter().enumerate().filter_map(writable).max();
        if let Some((_, rank)) = found {
            self.manager.primary = Some((usize::MAX - rank) as u8);
            self.tell_route();
        }
    }

    /// Holds for dead who has been silent too long, and alive who answers again.
    fn judge<O: Observer>(&mut self, env: &mut Env<O>) {
        let (now, limit) = (self.agenda.now(), self.config.manager.misses);
        for node in 0..self.manager.known.len() {
            let machine = self.node_machine(node as u8);
            let primary = self.manager.primary == Some(node as u8);
            let known = &mut self.manager.known[node];
            if !known.dead && known.misses >= limit {
                known.dead = true;
                env.observer.observe(now, Observation::Noted(Note::DatabaseDead { machine, primary }));
            } else if known.dead && known.misses == 0 {
                (known.dead, known.errant) = (false, false);
                // Who has refused it while nobody saw it may take it now.
                known.report.iter_mut().for_each(|report| report.turned_away_by = None);
                env.observer.observe(now, Observation::Noted(Note::DatabaseBack(machine)));
            }
            if !self.manager.known[node].dead && self.manager.known[node].misses == 0 {
                self.settle(node as u8, env);
            }
        }
        self.choose_readers();
    }

    /// Gives a living database its place: the primary writes, the others follow it, unless they hold what it has not, or it has
    /// refused them. In a chain they may do so over others. Who has lost his source there is left to a person where a person promotes.
    fn settle<O: Observer>(&mut self, node: u8, env: &mut Env<O>) {
        let (Some(primary), None) = (self.manager.primary, self.manager.promotion) else { return };
        let known = &self.manager.known[node as usize];
        let Some(report) = &known.report else { return };
        let machine = self.node_machine(node);
        if node == primary {
            if report.read_only && self.config.manager.failover == Failover::Auto {
                self.post(MachineId::BALANCER, machine, Letter::Admit { node });
            }
            return;
        }
        let reigning = &self.manager.known[primary as usize];
        let Some(of_primary) = reigning.report.as_ref().filter(|_| !reigning.dead) else { return };
        let left_alone = match self.lineage(node, primary) {
            Lineage::Follows | Lineage::BehindOrphan => true,
            Lineage::Orphan => self.config.manager.failover == Failover::Manual,
            Lineage::Astray => false,
        };
        if known.errant || left_alone {
            return;
        }
        let (transactions, reign) = (report.errant(of_primary), of_primary.stream);
        if transactions > 0 {
            self.manager.known[node as usize].errant = true;
            return self.note(Note::Errant { machine, transactions }, env);
        }
        if report.turned_away_by != Some(primary) && known.pointed < known.answered {
            self.point(node, primary, reign);
        }
    }

    /// Has a database follow a primary, whose reign is this.
    pub(super) fn point(&mut self, node: u8, source: u8, reign: Option<u16>) {
        self.manager.known[node as usize].pointed = self.manager.round;
        self.post(MachineId::BALANCER, self.node_machine(node), Letter::Repoint { node, source, reign });
    }

    /// The living replicas of the primary are read; who is dead or stays out is not.
    fn choose_readers(&mut self) {
        let Some(primary) = self.manager.primary else { return };
        let follows = |(node, known): (usize, &Known)| {
            let node = node as u8;
            let follower = node != primary && !known.dead && !known.errant;
            (follower && self.lineage(node, primary) == Lineage::Follows).then_some(node)
        };
        let readers: Vec<u8> = self.manager.known.iter().enumerate().filter_map(follows).collect();
        if readers != self.manager.route.readers {
            self.manager.route.readers = readers;
            self.tell_route();
        }
    }

    /// Tells every application what it is to use, unless they look it up.
    pub(in crate::model) fn tell_route(&mut self) {
        self.manager.route.version += 1;
        self.manager.route.primary = self.manager.primary;
        let told = if self.config.manager.learn == Learn::Push { self.servers.len() } else { 0 };
        for server in 0..told as u8 {
            let route = self.manager.route.clone();
            self.post(MachineId::BALANCER, MachineId::of_server(server), Letter::Route { server, route });
        }
    }

    /// A database answers a probe, or its machine's kernel says that nobody listens.
    pub(super) fn probed(&mut self, node: u8, epoch: u32, round: u32) {
        let machine = self.node_machine(node);
        if !self.machines[machine.index()].on {
            return;
        }
        let state = &self.nodes[node as usize];
        let report = state.mysqld.running.then(|| {
            let (log, received) = (state.mysqld.log.clone(), state.mysqld.received_log());
            let (stream, read_only) = (state.mysqld.stream(), state.mysqld.read_only);
            let delay = state.mysqld.receiver.source.map_or(SimDuration::ZERO, |_| state.mysqld.settings.delay);
            let (source, turned_away_by) = (state.source(), state.turned_away_by());
            Box::new(Report { log, received, stream, read_only, source, delay, turned_away_by })
        });
        self.post(machine, MachineId::BALANCER, Letter::ProbeReply { node, epoch, round, report });
    }

    /// What a database says of itself reaches the manager, if it is still the one that asked, and in the same round.
    pub(super) fn probe_replied(&mut self, node: u8, epoch: u32, round: u32, report: Option<Box<Report>>) {
        if !self.manager.running || (self.manager.epoch, self.manager.round) != (epoch, round) {
            return;
        }
        if let Some(report) = report {
            let known = &mut self.manager.known[node as usize];
            (known.answered, known.report) = (round, Some(report));
        }
    }

    /// An application asks for its databases.
    pub(super) fn route_asked(&mut self, server: u8) {
        if self.manager.running && self.manager.primary.is_some() {
            let mut route = self.manager.route.clone();
            route.primary = self.manager.primary;
            self.post(MachineId::BALANCER, MachineId::of_server(server), Letter::Route { server, route });
        }
    }

    /// An application is told its databases.
    pub(super) fn route_told(&mut self, server: u8, route: Route) {
        let app = &mut self.servers[server as usize].app;
        if app.running && app.route.as_ref().is_none_or(|old| old.version < route.version) {
            app.route = Some(route);
        }
    }

    /// An application that knows no primary asks the manager, and again until it is told; one that looks its databases up does so
    /// whenever it may not believe any more what it found.
    pub(in crate::model) fn ask_route(&mut self, server: u8, epoch: u32) {
        let app = &self.servers[server as usize].app;
        let looks_up = self.config.manager.learn == Learn::Dns;
        if app.epoch != epoch || !app.running || (app.route.is_some() && !looks_up) {
            return;
        }
        let again = if app.route.is_some() { self.config.manager.ttl } else { self.config.manager.probe };
        self.post(MachineId::of_server(server), MachineId::BALANCER, Letter::AskRoute { server });
        self.agenda.after(again, Event::AskRoute { server, epoch });
    }

    /// Applications look their databases up from now on, one after the other.
    pub(in crate::model) fn begin_lookups(&mut self) {
        let servers = self.servers.len() as u64;
        for server in 0..servers {
            let epoch = self.servers[server as usize].app.epoch;
            let first = self.config.manager.ttl * (server + 1) / servers;
            self.agenda.after(first, Event::AskRoute { server: server as u8, epoch });
        }
    }
}
