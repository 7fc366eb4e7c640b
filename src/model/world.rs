//! The world: every machine of a run, and the one `match` over what can happen.
//!
//! A plain value: a copy of it is a checkpoint. It holds bounded, live state only; what was written for good is in the
//! [`History`] beside it. What happens depends on nothing but its configuration, its seed and its commands.

use super::client::Clients;
use super::command::Command;
use super::config::{Config, Learn, Via};
use super::database::call::Query;
use super::database::letter::Letter;
use super::database::manager::Manager;
use super::database::node::Node;
use super::deploy::Deploys;
use super::errand::Sent;
use super::event::Event;
use super::freeze::Frozen;
use super::front::{Front, Socket};
use super::id::{MachineId, Target};
use super::link::{Cut, Links, Trouble};
use super::mysql::history::History;
use super::mysql::log::Gtid;
use super::mysql::output::{Caller, Output};
use super::observation::Observer;
use super::request::Request;
use super::server::Server;
use super::server::job::Job;
use super::server::machine::Machine;
use super::session::Home;
use super::user::User;
use crate::engine::agenda::{Agenda, Next};
use crate::engine::digest::Digest;
use crate::engine::slab::Slab;
use crate::engine::time::SimTime;

/// About what HAProxy keeps of a stream, in bytes.
const STREAM_BYTES: usize = 128;

/// What an event may touch besides the world.
pub struct Env<'a, O> {
    /// What was written for good.
    pub history: &'a mut History,
    /// Who watches.
    pub observer: &'a mut O,
}

/// Every machine of a run at one instant.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) config: Config,
    pub(crate) agenda: Agenda<Event>,
    pub(crate) digest: Digest,
    pub(crate) events: u64,
    pub(crate) clients: Clients,
    /// Where users are logged in, by their rank.
    pub(crate) sessions: Vec<Home>,
    pub(crate) requests: Slab<Request>,
    /// The requests that were described one by one.
    pub(crate) errands: Vec<Sent>,
    pub(crate) links: Links,
    /// At most one entry for a machine or a process.
    pub(crate) frozen: Vec<Frozen>,
    /// Who is slow, and how many times as long everything takes there.
    pub(crate) slow: Vec<(Target, u32)>,
    pub(crate) machines: Box<[Machine]>,
    pub(crate) front: Front,
    pub(crate) servers: Box<[Server]>,
    pub(crate) nodes: Box<[Node]>,
    /// The database whose reign is the newest: the truth, which nobody in the world reads but the count of stale reads.
    pub(crate) reigning: usize,
    /// What a database wants done, while that is being done; empty between events.
    pub(crate) wanted: Vec<Output>,
    pub(crate) manager: Manager,
    pub(crate) letters: Slab<Letter>,
    pub(crate) deploys: Deploys,
}

impl World {
    /// A site in good order, at the start. The configuration is one that can run, as a scenario's is once it is mended.
    pub fn new<O: Observer>(config: Config, env: &mut Env<O>) -> World {
        let site = config.site();
        let databases = site.databases;
        let mut world = World {
            agenda: Agenda::default(),
            digest: Digest::default(),
            events: 0,
            clients: Clients::new(&config),
            sessions: Vec::new(),
            requests: Slab::default(),
            errands: Vec::new(),
            links: Links::default(),
            frozen: Vec::new(),
            slow: Vec::new(),
            machines: machines(&config),
            front: Front::new(&config),
            servers: (0..config.servers).map(|index| Server::new(&config, index, databases)).collect(),
            nodes: (0..databases).map(|index| Node::new(index, databases, &config)).collect(),
            reigning: 0,
            wanted: Vec::new(),
            manager: Manager::new(databases, &config),
            letters: Slab::default(),
            deploys: Deploys::default(),
            config,
        };
        world.weigh_losses();
        world.begin_load();
        if site.preset.has_balancer() {
            world.start_balancer(env);
        }
        if databases > 0 {
            world.start_replication(env);
        }
        if site.preset.has_manager() {
            world.start_manager(true);
            if world.config.manager.learn == Learn::Dns {
                world.begin_lookups();
            }
        }
        world
    }

    /// The instant that it has reached.
    pub fn now(&self) -> SimTime {
        self.agenda.now()
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Hash of all that happened.
    pub fn digest(&self) -> u64 {
        self.digest.value()
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Plays the next event, if there is one at or before `limit`.
    pub fn step<O: Observer>(&mut self, limit: SimTime, env: &mut Env<O>) -> bool {
        self.play(limit, self.events + 1, usize::MAX, env)
    }

    /// Plays the events up to `limit`, or until it has played `stop` events in all or has `most` requests in it; gives whether such an end came first.
    pub fn play<O: Observer>(&mut self, limit: SimTime, stop: u64, most: usize, env: &mut Env<O>) -> bool {
        while let Some(next) = self.agenda.next(limit) {
            self.happen(next, env);
            if self.events >= stop || self.requests.len() >= most {
                return true;
            }
        }
        false
    }

    /// An event happens. Part of the loop that plays them, so that none is called.
    #[inline(always)]
    fn happen<O: Observer>(&mut self, Next { time, print, slot }: Next, env: &mut Env<O>) {
        self.digest.take_in(time.as_nanos(), print);
        self.events += 1;
        if !self.frozen.is_empty() && self.hold_back(*self.agenda.event(slot)) {
            return;
        }
        // What happens is read where it lies: its place is given away only with the next event that is scheduled.
        match *self.agenda.event(slot) {
            Event::Arrival { serial } => self.arrival(serial, env),
            Event::ClientSyn { request } if self.config.preset.has_balancer() => self.client_syn(request, env),
            Event::ClientRequest { stream } => self.client_request(stream, env),
            Event::ClientAnswer { request, status, cookie } => self.client_answer(request, status, cookie, env),
            Event::CpuDue { machine } => self.cpu_due(machine, env),
            Event::CheckDue { server } => self.check_due(server, env),
            Event::CheckSyn { server, number } => self.check_syn(server, number),
            Event::CheckRequest { server, number } => self.check_request(server, number, env),
            Event::CheckReply { server, number, status } => self.check_reply(server, number, status, env),
            Event::CheckLimit { server, number } => self.check_limit(server, number, env),
            Event::Syn { server, stream, attempt } => self.syn(server, stream, attempt),
            Event::Accepted { server, stream, attempt, job } => self.accepted(server, stream, attempt, job, env),
            Event::Request { server, job } if self.config.clients.via != Via::App => self.request(server, job, env),
            Event::Answer { stream, attempt, status, .. } => self.answer(stream, attempt, status, env),
            Event::Call { server, job, call, node, write, fresh, row, further } => {
                self.call(node, Caller { server, job, call }, Query { write, row, further }, fresh, env);
            }
            Event::CallReply { server, job, call, node, result } => {
                self.call_reply(server, job, call, node, result, env)
            }
            Event::Flushed { node, epoch } => self.flushed(node, epoch, env),
            Event::Shipped { from, node, session, stream, batch } => {
                self.shipped((from, node), session, batch.run(stream), env)
            }
            Event::Acknowledged { from, node, session, stream, number } => {
                self.acknowledged((from, node), session, Gtid { stream, number }, env)
            }
            Event::DatabaseDue { node, epoch, timer } => self.database_due(node, epoch, timer, env),
            Event::ProbeDue { epoch } => self.probe_due(epoch, env),
            Event::Letter { key, .. } => self.letter(key, env),
            Event::Served { server, request } => self.served(server, request, env),
            event => self.seldom(event, env),
        }
    }

    /// What does not happen to most requests of most sites: apart, so that what does is short, and what is not needed at once can come later.
    #[inline(never)]
    fn seldom<O: Observer>(&mut self, event: Event, env: &mut Env<O>) {
        match event {
            Event::ClientSyn { request } => self.direct_syn(request, env),
            Event::ClientCut { request, cause } => self.client_cut(request, cause, env),
            Event::GiveUp { request } => self.give_up(request, env),
            Event::ClientGone { stream } => self.client_gone(stream, env),
            Event::StreamTimer { stream } => self.stream_timer(stream, env),
            Event::WarmupDue { server } => self.warmup_due(server, env),
            Event::Refused { stream, attempt, .. } => self.refused(stream, attempt, env),
            Event::Request { server, job } => self.received(server, job, env),
            Event::Closed { stream, attempt, .. } => self.closed(stream, attempt, env),
            Event::Hangup { server, job } if self.config.clients.via == Via::App => self.client_closed(server, job),
            Event::Hangup { server, job } => self.hangup(server, job, env),
            Event::HeaderLimit { server, job } => self.header_limit(server, job, env),
            Event::ProxyLimit { server, job } => self.proxy_limit(server, job, env),
            Event::SynAgain { server, job, tries } => self.syn_again(server, job, tries, env),
            Event::CallLimit { server, job, call } => self.call_limit(server, job, call, env),
            Event::Fenced { node, epoch } => self.fenced(node, epoch, env),
            Event::AskRoute { server, epoch } => self.ask_route(server, epoch),
            Event::UserReady { user, nth } => self.user_ready(user, nth, env),
            Event::TryAgain { request } => self.try_again(request, env),
            Event::ShapeStep { serial } => self.shape_step(serial),
            Event::Act { server, job } => self.act(server, job, env),
            Event::Nginx(event) => self.happens_at_nginx(event, env),
            Event::App(event) => self.happens_at_app(event, env),
            Event::RolloutStep { serial } => self.rollout_step(serial, env),
            // What `happen` does itself.
            Event::CheckLimit { .. } => {}
            Event::Arrival { .. } | Event::ClientRequest { .. } | Event::ClientAnswer { .. } | Event::CpuDue { .. } => {
            }
            Event::CheckDue { .. } | Event::CheckSyn { .. } | Event::CheckRequest { .. } | Event::CheckReply { .. } => {
            }
            Event::Syn { .. } | Event::Accepted { .. } | Event::Answer { .. } | Event::Served { .. } => {}
            Event::Call { .. } | Event::CallReply { .. } | Event::Flushed { .. } | Event::Letter { .. } => {}
            Event::Shipped { .. } | Event::Acknowledged { .. } | Event::DatabaseDue { .. } | Event::ProbeDue { .. } => {
            }
        }
    }

    /// Lets time pass to `time`; every event up to there has been played.
    pub fn pass_to(&mut self, time: SimTime) {
        self.agenda.pass_to(time);
    }

    /// A person acts, now.
    pub fn command<O: Observer>(&mut self, command: &Command, env: &mut Env<O>) {
        self.digest.take_in(self.agenda.now().as_nanos(), u64::MAX);
        match command {
            Command::Crash(target) => self.crash(*target, env),
            Command::Restart(target) => self.restart(*target, env),
            Command::Partition(link) => self.partition(*link, env),
            Command::Heal(link) => self.heal(*link, env),
            Command::Fault(fault) => self.fault_happens(*fault, env),
            Command::Shape(shape) => self.shape(*shape, env),
            Command::Clone(machine) => self.order_clone(*machine, env),
            Command::Promote(machine) => self.order_promotion(*machine, env),
            Command::Order(server, order) => self.order_server(*server, *order, env),
            Command::Workers(server, order) => self.order_workers(*server, *order, env),
            Command::Send(errand) => self.set_errand(errand, env),
            Command::Stop(machine) => self.stop_app(*machine, env),
            Command::Deploy(deploy) => self.deploy(*deploy, env),
            Command::Configure(config) => self.configure(config, env),
        }
    }
}

/// The machines of a run by [`MachineId::index`]; one that this run does not have is idle for ever.
fn machines(config: &Config) -> Box<[Machine]> {
    let site = config.site();
    let mut machines = vec![Machine::new(MachineId::CLIENT, config); site.slots()];
    for machine in site.machines() {
        machines[machine.index()] = Machine::new(machine, config);
    }
    machines.into()
}

/// For those who may look, and not touch.
impl World {
    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        let rows: usize = self.nodes.iter().map(|node| node.mysqld.bytes()).sum();
        let jobs: usize = self.servers.iter().map(|server| server.jobs.slots() * size_of::<Job>()).sum();
        let requests = self.requests.slots() * (size_of::<Request>() + size_of::<Socket>() + STREAM_BYTES);
        let users = self.sessions.len() * size_of::<Home>() + self.clients.users.len() * size_of::<User>();
        size_of::<World>() + rows + jobs + requests + users + self.agenda.bytes()
    }

    /// All machines by [`MachineId::index`].
    pub fn machines(&self) -> &[Machine] {
        &self.machines
    }

    /// One machine, of those that the run has; from outside, [`World::machines`] may be asked for any.
    pub(crate) fn machine(&self, machine: MachineId) -> &Machine {
        &self.machines[machine.index()]
    }

    /// HAProxy and its connections.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// What runs on the servers besides databases.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The databases.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The database whose reign is the newest, where there are databases.
    pub fn reigning(&self) -> Option<&Node> {
        self.nodes.get(self.reigning)
    }

    /// Deployments of the application's code.
    pub fn deploys(&self) -> &Deploys {
        &self.deploys
    }

    /// The failover manager.
    pub fn manager(&self) -> &Manager {
        &self.manager
    }

    /// Requests per second at present; none in a closed workload, where it depends on the answers.
    pub fn arrivals_per_s(&self) -> Option<f64> {
        (self.config.clients.users == 0).then_some(self.clients.rate_per_s)
    }

    /// What is frozen, and what waits for it.
    pub fn frozen(&self) -> &[Frozen] {
        &self.frozen
    }

    /// The machines and processes that are slow, each with its factor.
    pub fn slow(&self) -> &[(Target, u32)] {
        &self.slow
    }

    /// The links that a person has made slow or lossy.
    pub fn troubles(&self) -> &[Trouble] {
        &self.links.troubles
    }

    /// The links that are cut.
    pub fn cuts(&self) -> &[Cut] {
        &self.links.cuts
    }

    /// The live requests.
    pub fn requests(&self) -> &Slab<Request> {
        &self.requests
    }
}
