//! The texts that say where a request was when it came to an end.

use super::cause::Causes;
use super::schema::room;
use crate::model::id::MachineId;
use crate::model::observation::{Place, Stage};

room! {
    /// Where requests end.
    Places = "place" after Causes;

    /// Between clients and site.
    internet;
    /// In the balancer.
    balancing;
    /// In the balancer's queue.
    queued;
    /// On the way to no server yet.
    looking;
    /// On the way to a server, or to some.
    connecting(server);
    /// Between balancer and server.
    lan(server);
    /// In a web server.
    nginx(server);
    /// Not let in.
    dropped(server);
    /// Let in and not taken.
    accept(server);
    /// On a worker.
    worker(server);
    /// On a worker without a connection.
    pool(server);
    /// On a worker, in a call of its machine's database.
    own_database(server);
    /// On a worker, in a call of another machine's.
    database(server, peer);
    /// In the queue of the bare queue's server.
    waiting(server);
    /// At that server.
    service(server);
    /// Between two tries.
    backoff;
    /// On the way.
    lost;
    /// With a machine.
    lost_on(server);
    /// So many servers.
    servers(n: count);
    /// In web servers.
    nginx_many(servers);
    /// Not let in, at several servers.
    dropped_many(servers);
    /// Let in and not taken, at several servers.
    accept_many(servers);
    /// On workers.
    worker_many(servers);
    /// On workers without a connection.
    pool_many(servers);
    /// On workers, in calls of databases.
    database_many;
    /// In queues of the bare queue's servers.
    waiting_many(servers);
    /// With machines, or on the way.
    lost_many;
}

impl Places {
    /// One or more places of one stage.
    pub fn of(&self, places: &[Place]) -> String {
        match places {
            [] => String::new(),
            [place] => self.at(place),
            [place, ..] => self.at_many(place.stage, &self.servers(places.len() as u64)),
        }
    }

    fn at(&self, place: &Place) -> String {
        let (machine, peer) = (place.machine, place.peer);
        // Of the two ends the server says more than the balancer, which is always the other one.
        let server = if machine.as_server().is_some() { machine } else { peer };
        match place.stage {
            Stage::Internet => self.internet().to_owned(),
            Stage::Balancing => self.balancing().to_owned(),
            Stage::Queued => self.queued().to_owned(),
            Stage::Connecting if server.as_server().is_none() => self.looking().to_owned(),
            Stage::Connecting => self.connecting(server),
            Stage::Lan => self.lan(server),
            Stage::Nginx => self.nginx(server),
            Stage::Dropped => self.dropped(server),
            Stage::Accept => self.accept(server),
            Stage::Worker => self.worker(server),
            Stage::Pool => self.pool(server),
            Stage::Database if machine == peer => self.own_database(machine),
            Stage::Database => self.database(machine, peer),
            Stage::Waiting => self.waiting(server),
            Stage::Service => self.service(server),
            Stage::Backoff => self.backoff().to_owned(),
            Stage::Nowhere if machine == MachineId::CLIENT => self.lost().to_owned(),
            Stage::Nowhere => self.lost_on(machine),
        }
    }

    /// The same on several machines; for `Database` these are pairs of a worker's and a database's.
    fn at_many(&self, stage: Stage, servers: &str) -> String {
        match stage {
            Stage::Internet => self.internet().to_owned(),
            Stage::Balancing => self.balancing().to_owned(),
            Stage::Queued => self.queued().to_owned(),
            Stage::Connecting => self.connecting(servers),
            Stage::Lan => self.lan(servers),
            Stage::Nginx => self.nginx_many(servers),
            Stage::Dropped => self.dropped_many(servers),
            Stage::Accept => self.accept_many(servers),
            Stage::Worker => self.worker_many(servers),
            Stage::Pool => self.pool_many(servers),
            Stage::Database => self.database_many().to_owned(),
            Stage::Waiting => self.waiting_many(servers),
            Stage::Service => self.service(servers),
            Stage::Backoff => self.backoff().to_owned(),
            Stage::Nowhere => self.lost_many().to_owned(),
        }
    }
}
