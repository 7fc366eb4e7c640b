//! nginx and the application servers.

use super::{BARE, CHOICE, Domain, Group, Knob, ROW, Scale, Value, get, set, words};
use crate::model::config::{Preset, Sessions};

const SERVERS: Knob = Knob { group: Group::Servers, ..ROW };
/// Workers of a server, wherever they are.
const WORKERS: Knob = Knob {
    unit: "workers",
    domain: Domain::Count(1, 512),
    scale: Scale::Linear { from: 1.0, to: 64.0, step: 1.0 },
    ..SERVERS
};

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "srv",
        label: "Servers",
        sentence: "Servers behind the balancer: one original and the additional ones.",
        unit: "servers",
        domain: Domain::Count(1, 64),
        scale: Scale::Linear { from: 1.0, to: 12.0, step: 1.0 },
        first: true,
        live: false,
        presets: CHOICE,
        get: get!(Count servers),
        set: |config, value| {
            if let Value::Count(servers) = value {
                config.servers = servers.clamp(1, 64) as usize;
                if config.preset == Preset::Distributed {
                    config.replicas = config.replicas.min(config.servers - 1);
                }
            }
        },
        ..SERVERS
    },
    Knob {
        key: "cores",
        label: "Cores",
        sentence: "Processor cores of every machine, shared by all that runs on it.",
        unit: "cores",
        domain: Domain::Count(1, 64),
        scale: Scale::Linear { from: 1.0, to: 16.0, step: 1.0 },
        live: false,
        get: get!(Count cores),
        set: set!(Count cores),
        ..SERVERS
    },
    Knob {
        key: "workers",
        label: "Workers",
        sentence: "Workers of each server: how many requests it works on at once; a worker is held while it waits \
                   for the database.",
        first: true,
        get: get!(Count app.workers),
        set: set!(Count app.workers),
        ..WORKERS
    },
    Knob {
        key: "workers",
        label: "Workers",
        sentence: "Workers of each server of the bare queue.",
        first: true,
        live: false,
        presets: BARE,
        get: get!(Count app.workers),
        set: set!(Count app.workers),
        ..WORKERS
    },
    Knob {
        key: "threads",
        label: "Threads per worker",
        sentence: "Threads of each worker, each of which works on a request; a worker with several is not ended when \
                   one takes too long.",
        unit: "threads",
        domain: Domain::Count(1, 64),
        scale: Scale::Ratio,
        get: get!(Count app.threads),
        set: set!(Count app.threads),
        ..SERVERS
    },
    Knob {
        key: "work",
        label: "Work per page",
        sentence: "Processor time that the application takes for one page, by mean and coefficient of variation.",
        domain: Domain::Dist(0.0, 10.0),
        scale: Scale::Linear { from: 0.001, to: 0.1, step: 0.001 },
        first: true,
        get: get!(Dist app.work),
        set: set!(Dist app.work),
        ..SERVERS
    },
    Knob {
        key: "wait",
        label: "Wait per page",
        sentence: "How long a page waits besides for something that takes no processor here, such as another site; its \
                   worker is held.",
        domain: Domain::Dist(0.0, 100.0),
        scale: Scale::Linear { from: 0.0, to: 1.0, step: 0.01 },
        get: get!(Dist app.wait),
        set: set!(Dist app.wait),
        ..SERVERS
    },
    Knob {
        key: "calls",
        label: "Database calls per page",
        sentence: "Database calls of each page, one after the other; the last one of a page that writes is its write.",
        unit: "calls",
        domain: Domain::Count(0, 16),
        scale: Scale::Linear { from: 0.0, to: 16.0, step: 1.0 },
        get: get!(Count app.calls),
        set: set!(Count app.calls),
        ..SERVERS
    },
    Knob {
        key: "backlog",
        label: "Accept queue",
        sentence: "Requests that may wait in front of the application's workers; beyond it connections are dropped \
                   and tried again.",
        unit: "requests",
        domain: Domain::Count(0, 4096),
        scale: Scale::Ratio,
        get: get!(Count app.backlog),
        set: set!(Count app.backlog),
        ..SERVERS
    },
    Knob {
        key: "sessions",
        label: "Sessions",
        sentence: "Where logins live: in the memory of the application that took them (memory), where they die with it \
                   and no other server knows them, or in a store that all servers reach (shared).",
        domain: words!(Sessions),
        get: get!(Word app.sessions),
        set: set!(Word Sessions app.sessions),
        ..SERVERS
    },
    Knob {
        key: "dbtimeout",
        label: "Database timeout",
        sentence: "Limit of one database call; when it has passed, the page is answered 500.",
        domain: Domain::Duration(0.1, 60.0),
        scale: Scale::Ratio,
        get: get!(Duration app.db_timeout),
        set: set!(Duration app.db_timeout),
        ..SERVERS
    },
    Knob {
        key: "pool",
        label: "Connection pool",
        sentence: "Connections to databases that each server has at most, opened as they are needed; a page holds one \
                   for as long as a call lasts.",
        unit: "connections",
        domain: Domain::Count(1, 512),
        scale: Scale::Ratio,
        get: get!(Count app.pool),
        set: set!(Count app.pool),
        ..SERVERS
    },
    Knob {
        key: "pooltimeout",
        label: "Pool timeout",
        sentence: "How long a page waits for a connection of the pool; when that has passed, it is answered 500.",
        domain: Domain::Duration(0.05, 300.0),
        scale: Scale::Ratio,
        get: get!(Duration app.pool_timeout),
        set: set!(Duration app.pool_timeout),
        ..SERVERS
    },
    Knob {
        key: "wtimeout",
        label: "Worker timeout",
        sentence: "How long a worker may work on one page until it is interrupted, or killed if that does not help, and \
                   replaced; 0 for no limit.",
        domain: Domain::Duration(0.0, 600.0),
        scale: Scale::Ratio,
        get: get!(Duration app.timeout),
        set: set!(Duration app.timeout),
        ..SERVERS
    },
    Knob {
        key: "graceful",
        label: "Graceful timeout",
        sentence: "How long an application that stops or loads new code lets running pages go on, and a deployment waits \
                   for a drained server to be empty.",
        domain: Domain::Duration(0.1, 600.0),
        scale: Scale::Ratio,
        get: get!(Duration app.graceful),
        set: set!(Duration app.graceful),
        ..SERVERS
    },
    Knob {
        key: "boot",
        label: "Worker start",
        sentence: "How long a worker takes to start when new code is loaded or another one was ended.",
        domain: Domain::Duration(0.0, 60.0),
        scale: Scale::Ratio,
        get: get!(Duration app.boot),
        set: set!(Duration app.boot),
        ..SERVERS
    },
    Knob {
        key: "ngcost",
        label: "nginx per request",
        sentence: "Processor time that nginx takes for every request.",
        domain: Domain::Duration(0.0, 0.01),
        scale: Scale::Ratio,
        get: get!(Duration nginx.cost),
        set: set!(Duration nginx.cost),
        ..SERVERS
    },
    Knob {
        key: "filecost",
        label: "nginx per file",
        sentence: "Further processor time that nginx takes for a static file.",
        domain: Domain::Duration(0.0, 0.01),
        scale: Scale::Ratio,
        get: get!(Duration nginx.file_cost),
        set: set!(Duration nginx.file_cost),
        ..SERVERS
    },
    Knob {
        key: "ngconns",
        label: "nginx connections",
        sentence: "Connections of each nginx worker (worker_connections); there is one worker for each core.",
        unit: "connections",
        domain: Domain::Count(1, 65_536),
        scale: Scale::Ratio,
        get: get!(Count nginx.connections),
        set: set!(Count nginx.connections),
        ..SERVERS
    },
    Knob {
        key: "tproxy",
        label: "nginx proxy timeout",
        sentence: "How long nginx waits for the next bytes of the application's answer (proxy_read_timeout), and for it to \
                   accept (proxy_connect_timeout) unless tproxyconn says otherwise.",
        domain: Domain::Duration(0.1, 600.0),
        scale: Scale::Ratio,
        get: get!(Duration nginx.proxy_timeout),
        set: set!(Duration nginx.proxy_timeout),
        ..SERVERS
    },
];
