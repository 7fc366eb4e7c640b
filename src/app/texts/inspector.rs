//! The texts of the inspector: what a component of the diagram tells of itself, in the words of its own kind.

use super::diagram::Marks;
use super::schema::room;
use crate::model::id::MachineId;
use crate::model::server::code::Version;
use crate::snapshot::Snapshot;

room! {
    /// Texts of the inspector. Figures come in as they are written on the screen.
    Inspector = "inspector" after Marks with { clients: Clients, machine: Machine, haproxy: Haproxy, nginx: Nginx, app: App, mysql: Mysql, manager: Manager };

    /// Said where applications run different code.
    different_code(versions);
    /// Said where applications run different code.
    code_on(version, machine);
    /// Said where applications run different code.
    code_on_many(version, n: count);
    /// Workers of this version.
    on_version(version, n);
}

room! {
    /// What is told of the clients.
    Clients = "clients" after Inspector;

    /// Title: what they ask.
    load;
    /// Requests begun a second, as wanted.
    offered;
    /// The same, as seen lately.
    arrived;
    /// Users of a closed workload.
    users;
    /// Requests under way.
    in_flight;
    /// Answers a second.
    answered;
    /// Errors a second.
    errors;
    /// Percentiles of the response times of late.
    responses;
    /// Title: how often they try.
    tries;
    /// Tries at most.
    most;
    /// How long a client waits.
    patience;
    /// Longest pause before the second try.
    backoff;
    /// Tries beyond the first so far.
    again;
    /// Requests, tries included, for each wish.
    amplified;
}

room! {
    /// What is told of a machine.
    Machine = "machine" after Clients;

    /// Title.
    title;
    /// Its cores at work, of so many.
    cores;
    /// Answers a second.
    answered;
    /// Requests a second that went unanswered because of it.
    errors;
    /// Since when it is on or off.
    since;
}

room! {
    /// What is told of HAProxy. Names of its statistics are HAProxy's own.
    Haproxy = "haproxy" after Machine;

    /// What it says of a server: its status, its last check.
    of_server;
    /// `status`.
    status;
    /// Result of the last check.
    check;
    /// `scur`, `smax`.
    sessions;
    /// `rate`, `rate_max`.
    rate;
    /// `qcur`, `qmax`.
    queue;
    /// `req_tot`.
    requests;
    /// `hrsp_2xx`, `hrsp_4xx`, `hrsp_5xx`.
    answers;
    /// `stot`.
    total;
    /// `act`, `bck`.
    usable;
    /// `econ`, `eresp`.
    errors;
    /// `wretr`, `wredis`.
    retries;
    /// `weight`.
    weight;
}

room! {
    /// What is told of a web server, in the words of its status page and its logs.
    Nginx = "nginx" after Haproxy;

    /// Title of its connections: the page's name.
    status;
    /// `Active connections`.
    active;
    /// `accepts`, `handled`.
    accepts;
    /// `requests`.
    requests;
    /// `Reading`, `Writing`, `Waiting`.
    doing;
    /// `worker_connections` in use, of so many.
    connections;
    /// Generations of workers, where an older one still ends.
    generations;
    /// Lines of the log: `worker_connections are not enough`.
    not_enough;
    /// 499.
    client_closed;
    /// Title of what it does with applications.
    upstream;
    /// Connections opened so far, and idle ones now.
    opened;
    /// Requests under way at each application of the group.
    group;
    /// `Connection refused`.
    refused;
    /// `Connection timed out`.
    timed_out;
    /// `prematurely closed`.
    broken;
    /// `no live upstreams`.
    no_live;
    /// Passed on to the next application.
    passed_on;
    /// Answers that were cut.
    cut;
    /// Title of its limits.
    limits;
    /// `limit_req`: rejected, delayed.
    limit_req;
    /// `limit_conn`: rejected.
    limit_conn;
    /// Title of its cache.
    cache;
    /// Pages that the cache has.
    cached;
}

room! {
    /// What is told of an application server.
    App = "app" after Nginx;

    /// Title of its workers.
    title;
    /// Busy ones of all.
    busy;
    /// Of them: at work on the page.
    code;
    /// Of them: wait for a database.
    database;
    /// Of them: wait for a connection of the pool.
    pool;
    /// Of them: wait for their request.
    receiving;
    /// Of them: wait for something else.
    waiting;
    /// Of them: go no further.
    stuck;
    /// Workers that start.
    booting;
    /// Workers ended because of one page.
    ended;
    /// Title of the queue before it.
    accept;
    /// Connections in it, of so many places.
    queued;
    /// Those that are outside, their SYN dropped.
    outside;
    /// SYNs dropped so far.
    dropped;
    /// Title of its connections to databases.
    connections;
    /// Those in use, of so many.
    in_use;
    /// Open ones.
    open;
    /// Pages that wait for one.
    waiting_for;
    /// Pages that waited in vain.
    starved;
    /// Transactions that it began again after a deadlock.
    restarted;
    /// Title of its code.
    versions;
    /// What workers run.
    running;
    /// What is on the disk.
    files;
    /// Pages that the code has made.
    pages;
    /// Failed ones among them.
    failed;
    /// Pages made for nobody.
    abandoned;
}

room! {
    /// What is told of a database.
    Mysql = "mysql" after App;

    /// Title: as a replica.
    replica;
    /// Age of the oldest transaction that it lacks.
    true_lag;
    /// Transactions that it lacks, and those of them in its relay log.
    missing;
    /// Title: its log.
    log;
    /// File and position.
    binlog;
    /// Transactions that the primary does not have.
    errant;
    /// Title: semi-synchronous replication.
    semi_sync;
    /// Whether commits wait.
    semi_sync_status;
    /// Replicas that acknowledge, and commits that wait for one.
    semi_sync_clients;
    /// Acknowledged transactions, others, times that it was given up.
    semi_sync_tx;
    /// Title: what it does for clients.
    service;
    /// Statements that wait for a row lock.
    lock_waits;
    /// Reads, and outdated ones among them.
    reads;
    /// Reads that lacked their user's own last write.
    own_writes;
}

room! {
    /// What is told of the failover manager.
    Manager = "manager" after Mysql;

    /// Title: what it believes.
    belief;
    /// The primary.
    primary;
    /// There is none.
    nobody;
    /// Whom it promotes.
    promoting;
    /// A database that does not answer.
    misses;
    /// Which, how many probes in a row, and how many make it dead.
    missed(machine, misses, limit);
    /// Title: its rules.
    rules;
}

impl Inspector {
    /// Said where applications run different code.
    pub fn versions(&self, snapshot: &Snapshot) -> String {
        let versions = by_version(snapshot).into_iter().map(|(version, machines)| match machines[..] {
            [machine] => self.code_on(version, machine),
            _ => self.code_on_many(version, machines.len() as u64),
        });
        self.different_code(versions.collect::<Vec<_>>().join(", "))
    }
}

/// Machines by the version of the code that their applications run, in the order of the machines.
pub fn by_version(snapshot: &Snapshot) -> Vec<(Version, Vec<MachineId>)> {
    let mut versions: Vec<(Version, Vec<MachineId>)> = Vec::new();
    for server in snapshot.servers.iter().filter(|server| server.on && server.app.running) {
        match versions.iter_mut().find(|(version, _)| *version == server.app.version) {
            Some((_, machines)) => machines.push(server.machine),
            None => versions.push((server.app.version, vec![server.machine])),
        }
    }
    versions
}
