//! A world for experiments: a site without costs and delays but for those that the experiment sets, no clients but those that it
//! sends, and a log of what each of them saw. It holds no rule: it sets, sends, lets time pass and reads off.

use crate::engine::time::{SimDuration, SimTime};
use crate::model::CallResult;
use crate::model::command::Command;
use crate::model::config::{Config, Preset};
use crate::model::errand::{Errand, Seen};
use crate::model::mysql::Io;
use crate::model::mysql::history::History;
use crate::model::mysql::status::ReplicaStatus;
use crate::model::observation::{Observation, Observer};
use crate::model::server::nginx::Nginx;
use crate::model::server::nginx::counts::Counts;
use crate::model::world::{Env, World};
use crate::scenario::{Act, preset};

/// Requests of the population in a second: none before the end of any experiment.
const NO_ARRIVALS: f64 = 1e-9;
/// Workers of an application that is never short of them.
const MANY: u32 = 100;

/// A request that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(usize);

/// A site, and the clients of an experiment.
#[derive(Clone, Debug)]
pub struct Web {
    world: World,
    history: History,
    reads: Reads,
}

/// What the databases' readers got so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Reads.
    pub all: u64,
    /// Those that gave a row which has a newer write at the primary.
    pub stale: u64,
    /// Those that lacked the reader's own last write.
    pub own_missed: u64,
}

impl Observer for Reads {
    fn observe(&mut self, _: SimTime, observation: Observation) {
        if let Observation::Read { stale, own, .. } = observation {
            self.all += 1;
            self.stale += u64::from(stale);
            self.own_missed += u64::from(own);
        }
    }
}

impl Web {
    /// One nginx to which clients speak themselves, with the applications of so many servers; nothing costs or lasts but what
    /// `set` sets.
    pub fn direct(servers: usize, set: impl FnOnce(&mut Config)) -> Web {
        let mut config = Web::idle(Preset::Simple);
        config.servers = servers;
        config.cores = 1;
        set(&mut config);
        Web::of(config)
    }

    /// The same of any preset, for experiments that want HAProxy in front, or more than one nginx.
    pub fn site(preset: Preset, set: impl FnOnce(&mut Config)) -> Web {
        let mut config = Web::idle(preset);
        set(&mut config);
        Web::of(config)
    }

    /// A configuration in which nobody comes, and nothing costs or lasts.
    fn idle(preset: Preset) -> Config {
        let mut config = preset::config(preset);
        config.clients.arrivals_per_s = NO_ARRIVALS;
        config.clients.giveup = SimDuration::from_seconds(3600);
        (config.network.wan, config.network.wan_jitter) = (SimDuration::ZERO, SimDuration::ZERO);
        config.network.lan = SimDuration::ZERO;
        config.haproxy.cost = SimDuration::ZERO;
        (config.nginx.cost, config.nginx.file_cost) = (SimDuration::ZERO, SimDuration::ZERO);
        config.app.workers = MANY;
        config
    }

    fn of(config: Config) -> Web {
        let mut history = History::default();
        let mut reads = Reads::default();
        let world = World::new(config, &mut Env { history: &mut history, observer: &mut reads });
        Web { world, history, reads }
    }

    /// The instant that it has reached.
    pub fn now(&self) -> SimTime {
        self.world.now()
    }

    /// The world, to look at.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Lets `time` pass.
    ///
    /// # Panics
    /// If the world's books do not agree with its structures at the end: then nothing that was seen is worth anything.
    pub fn wait(&mut self, time: SimDuration) {
        let limit = self.now() + time;
        while self.world.step(limit, &mut Env { history: &mut self.history, observer: &mut self.reads }) {}
        self.world.pass_to(limit);
        if let Err(broken) = self.world.audit(&self.history) {
            panic!("{broken}");
        }
    }

    /// Lets so many milliseconds pass.
    pub fn wait_ms(&mut self, millis: u64) {
        self.wait(SimDuration::from_millis(millis));
    }

    /// Lets time pass to the start of the next whole second.
    pub fn wait_for_second(&mut self) {
        let second = SimDuration::SECOND.as_nanos();
        let over = self.now().as_nanos() % second;
        self.wait(SimDuration::from_nanos(second - over));
    }

    /// Does what the text says, as in a link: `crash:server-1.app`, `reload:server-1.nginx`.
    ///
    /// # Errors
    /// Why there is no such act.
    pub fn act(&mut self, text: &str) -> Result<(), String> {
        let (act, _) = Act::read(text, self.world.config()).map_err(|reason| reason.to_string())?;
        let command = act.command(self.world.config());
        self.command(&command);
        Ok(())
    }

    /// Gives the world a command.
    pub fn command(&mut self, command: &Command) {
        self.world.command(command, &mut Env { history: &mut self.history, observer: &mut self.reads });
    }

    /// From now on the site has this configuration.
    pub fn configure(&mut self, set: impl FnOnce(&mut Config)) {
        let mut config = self.world.config().clone();
        set(&mut config);
        self.command(&Command::Configure(Box::new(config)));
    }

    /// A client begins a request.
    pub fn send(&mut self, errand: Errand) -> Ticket {
        self.command(&Command::Send(Box::new(errand)));
        Ticket(self.world.errands().len().saturating_sub(1))
    }

    /// A client begins a request, and gets what it gets within a minute.
    pub fn get(&mut self, errand: Errand) -> Seen {
        let ticket = self.send(errand);
        for _ in 0..60_000 {
            if self.seen(ticket).ended.is_some() {
                break;
            }
            self.wait_ms(1);
        }
        self.seen(ticket).clone()
    }

    /// What has come of a request so far.
    pub fn seen(&self, ticket: Ticket) -> &Seen {
        &self.world.errands()[ticket.0].seen
    }

    /// What has come of all requests so far, in the order in which they were sent.
    pub fn all(&self) -> impl Iterator<Item = &Seen> {
        self.world.errands().iter().map(|sent| &sent.seen)
    }

    /// What readers got so far.
    pub fn reads(&self) -> Reads {
        self.reads
    }

    /// What was written for good.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What a database says as a replica.
    pub fn replica_status(&mut self, database: usize) -> ReplicaStatus {
        let io = Io { now: self.world.now(), history: &mut self.history, out: &mut Vec::new() };
        self.world.nodes()[database].mysqld.replica_status(&io)
    }

    /// The numbers of the errors that a database, or the kernel of its machine, has answered with.
    pub fn errors(&self, database: usize) -> Vec<u16> {
        let counts = CallResult::ALL.iter().zip(&self.world.nodes()[database].errors);
        counts.filter(|(_, n)| **n > 0).filter_map(|(result, _)| Some(result.error()?.number())).collect()
    }

    /// The nginx of the first server.
    pub fn nginx(&self) -> &Nginx {
        &self.world.servers()[0].nginx
    }

    /// What it has counted.
    pub fn counts(&self) -> Counts {
        self.nginx().counts
    }
}
