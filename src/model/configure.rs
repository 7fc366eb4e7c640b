//! A person changes the configuration of a running site.

use super::backend::backend;
use super::balancer::{ServerIndex, Weight};
use super::command::Order;
use super::config::{App, Config, Haproxy, Learn, Preset};
use super::id::{MachineId, Process};
use super::mysql::receiver::ReceiverState;
use super::note::{Note, Refused};
use super::observation::{Observation, Observer};
use super::population::Population;
use super::server::nginx::group::Group;
use super::world::{Env, World};

impl World {
    /// From now on the site has this configuration. `lb` and `mode` act as a reload of HAProxy; what is fixed for a run stays.
    pub(super) fn configure<O: Observer>(&mut self, config: &Config, env: &mut Env<O>) {
        let mut config = config.clone();
        let old = self.config.clone();
        (config.preset, config.seed, config.servers) = (old.preset, old.seed, old.servers);
        (config.replicas, config.cores, config.queue.discipline) = (old.replicas, old.cores, old.queue.discipline);
        config.clients.via = old.clients.via;
        config.queue.capacity = old.queue.capacity;
        if config.preset == Preset::Queue {
            config.app.workers = old.app.workers;
        }
        self.config = config;
        env.observer.observe(self.agenda.now(), Observation::Noted(Note::Configured));
        self.weigh_losses();
        self.configure_clients(&old);
        self.configure_balancer(&old, env);
        self.configure_servers(&old, env);
        self.configure_databases(&old, env);
        let looks_up = |config: &Config| config.manager.learn == Learn::Dns && config.preset.has_manager();
        if looks_up(&self.config) && !looks_up(&old) {
            self.begin_lookups();
        }
        if looks_up(&old) && !looks_up(&self.config) && self.manager.running {
            self.tell_route();
        }
    }

    fn configure_clients(&mut self, old: &Config) {
        let clients = self.config.clients.clone();
        if clients == old.clients {
            return;
        }
        self.clients.population = Population::new(self.config.seed, &clients);
        // A catalogue that grows again finds its rows as they were.
        self.nodes.iter_mut().for_each(|node| node.mysqld.fill(clients.pages));
        if clients.arrivals_per_s != old.clients.arrivals_per_s {
            // Who sets the rate ends its course.
            self.clients.shape = None;
            self.set_rate(clients.arrivals_per_s);
        }
        if clients.users != old.clients.users {
            self.begin_load();
        }
    }

    fn configure_balancer<O: Observer>(&mut self, old: &Config, env: &mut Env<O>) {
        let haproxy = &self.config.haproxy;
        if *haproxy == old.haproxy || !self.config.preset.has_balancer() {
            return;
        }
        let now = self.agenda.now();
        let config = backend(&self.config);
        let of_start = |haproxy: &Haproxy| {
            let hash = (haproxy.hash_method, haproxy.hash_function, haproxy.balance_factor, haproxy.draws);
            (haproxy.algorithm, haproxy.mode, haproxy.all_backups, haproxy.persistence, hash)
        };
        let reload = of_start(haproxy) != of_start(&old.haproxy);
        let servers = config.servers.len();
        let maxconn = (haproxy.server_maxconn != old.haproxy.server_maxconn).then(|| config.servers[0].maxconn);
        self.front.selector = config.selector.clone();
        if !self.front.running {
            // A dead HAProxy reads its configuration when it starts; what is left of its streams concerns nobody.
            return;
        }
        self.drive(env, |balancer, out| {
            if reload {
                // Refused for another number of servers only, and that is fixed.
                let _ = balancer.reload(now, config, out);
                return;
            }
            balancer.retune(&config);
            for server in (0..servers).filter(|_| maxconn.is_some()) {
                let _ = balancer.set_maxconn(now, ServerIndex(server as u16), maxconn.flatten(), out);
            }
        });
    }

    /// A person tells HAProxy something about a server.
    pub(super) fn order_server<O: Observer>(&mut self, server: usize, order: Order, env: &mut Env<O>) {
        let (now, machine, index) = (self.agenda.now(), MachineId::server(server), ServerIndex(server as u16));
        let refused = |refusal, env: &mut Env<O>| {
            env.observer.observe(now, Observation::Noted(Note::CommandRefused(refusal)));
        };
        if !self.front.running || self.is_frozen(MachineId::BALANCER, Process::Haproxy) {
            return refused(Refused::NoHaproxy, env);
        }
        let answer = self.drive(env, |balancer, out| match order {
            Order::State(admin) => balancer.set_admin(now, index, admin, out),
            Order::Weight(units) => balancer.set_weight(index, Weight::Units(units), out),
            Order::Maxconn(limit) => balancer.set_maxconn(now, index, (limit > 0).then_some(limit), out),
        });
        if let Err(refusal) = answer {
            refused(Refused::Haproxy(machine, refusal), env);
        }
    }

    fn configure_servers<O: Observer>(&mut self, old: &Config, env: &mut Env<O>) {
        let upstream = (self.config.nginx.upstream, self.config.nginx.own_weight);
        if upstream != (old.nginx.upstream, old.nginx.own_weight) {
            for server in 0..self.servers.len() {
                self.servers[server].nginx.group = Group::new(&self.config, server);
            }
        }
        let app = &self.config.app;
        let of_staff = |app: &App| (app.workers, app.threads, app.backlog, app.pool);
        if of_staff(app) == of_staff(&old.app) || self.config.preset == Preset::Queue {
            return;
        }
        let pool = app.pool;
        for server in 0..self.servers.len() {
            let app = &mut self.servers[server].app;
            app.staff(&self.config.app);
            let closed = app.pool.resize(pool);
            closed.into_iter().for_each(|database| self.close_pooled(server as u8, database, 1));
            self.fill_workers(server as u8, env);
            self.pass_on(server as u8, env);
        }
    }

    /// Databases read their variables anew. What a receiver says at its connection it says after the next one, so it connects again.
    fn configure_databases<O: Observer>(&mut self, old: &Config, env: &mut Env<O>) {
        for node in 0..self.nodes.len() as u8 {
            let last = usize::from(node) + 1 == self.nodes.len();
            let (settings, before) = (self.config.mysql.settings(last), old.mysql.settings(last));
            if settings == before {
                continue;
            }
            let connects = self.nodes[node as usize].mysqld.receiver.state == ReceiverState::Connected
                && settings.semi_sync.replica != before.semi_sync.replica;
            self.with_node(node, env, |mysqld, io| {
                mysqld.retune(settings, io);
                if connects {
                    mysqld.stop_receiver(io);
                    mysqld.start_receiver(io);
                }
            });
        }
    }
}
