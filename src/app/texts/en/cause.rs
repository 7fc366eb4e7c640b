//! English: why and where a request went unanswered.

use super::counted;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Place, Stage};

/// Why.
pub(super) fn long(cause: Cause) -> &'static str {
    match cause {
        Cause::GaveUp => "the client gave up waiting",
        Cause::BalancerRefused => "HAProxy was not running: connection refused",
        Cause::BalancerCut => "the connection to HAProxy was cut",
        Cause::NginxRefused => "nginx was not running: connection refused",
        Cause::NginxCut => "the connection to nginx was cut",
        Cause::TurnedAway => "nginx was full: it accepted the connection and closed it",
        Cause::NoServer => "no usable server: HAProxy answered\u{a0}503",
        Cause::ConnectFailed => "every attempt to connect to a server failed: HAProxy answered\u{a0}503",
        Cause::QueueTimeout => "too long in HAProxy's queue: it answered\u{a0}503",
        Cause::QueueFull => "the queue of its server was full: HAProxy answered\u{a0}503",
        Cause::SessionCut => "HAProxy cut it when a server's state changed: it answered\u{a0}502",
        Cause::RequestTimeout => "the request did not arrive in time: HAProxy answered\u{a0}408",
        Cause::ServerTimeout => "no answer from the server in time: HAProxy answered\u{a0}504",
        Cause::ServerClosed => "the server closed the connection without an answer: HAProxy answered\u{a0}502",
        Cause::NginxFull => "nginx was full and closed the connection: HAProxy answered\u{a0}502",
        Cause::UpstreamFull => "nginx was full on the way to the application: it answered\u{a0}500",
        Cause::AppRefused => "the application server was not running: connection refused, which nginx makes a\u{a0}502",
        Cause::AppDied => "the application server died while it worked on it: no answer, which nginx makes a\u{a0}502",
        Cause::AppTimeout => "no answer from the application in time: nginx answered\u{a0}504",
        Cause::DbTimeout => "a database call got no answer in time: the application answered\u{a0}500",
        Cause::DbRefused => "the database refused the connection (2003): the application answered\u{a0}500",
        Cause::DbDied => "the database died during the call (2013): the application answered\u{a0}500",
        Cause::DbReadOnly => "the database is read-only (1290): the application answered\u{a0}500",
        Cause::DbTooMany => "the database had too many connections (1040): the application answered\u{a0}500",
        Cause::DbLockWait => "too long behind another's lock of the row (1205): the application answered\u{a0}500",
        Cause::DbDeadlock => "a deadlock of which it was the victim (1213): the application answered\u{a0}500",
        Cause::NoPrimary => "the application knew of no primary: it answered\u{a0}500",
        Cause::RateLimited => "more requests a second of one client than nginx lets through: it answered\u{a0}503",
        Cause::ConnLimited => "more requests of one client at once than nginx lets through: it answered\u{a0}503",
        Cause::NoLiveUpstream => "every application that nginx knows had failed lately: it answered\u{a0}502",
        Cause::PoolTimeout => "no connection to a database came free in time: the application answered\u{a0}500",
        Cause::CodeError => "the code of the application has a fault: it answered\u{a0}500",
        Cause::WorkerTimeout => "the worker took too long and was interrupted: it answered\u{a0}500",
        Cause::WorkerKilled => "the worker took too long and was killed: no answer, which nginx makes a\u{a0}502",
    }
}

/// Why, in two or three words.
pub(super) fn short(cause: Cause) -> &'static str {
    match cause {
        Cause::GaveUp => "client gave up",
        Cause::BalancerRefused => "HAProxy dead",
        Cause::BalancerCut => "cut at HAProxy",
        Cause::NginxRefused => "nginx dead",
        Cause::NginxCut => "cut at nginx",
        Cause::TurnedAway => "turned away",
        Cause::NoServer => "no usable server",
        Cause::ConnectFailed => "connect failed",
        Cause::QueueTimeout => "queue timeout",
        Cause::QueueFull => "queue full",
        Cause::SessionCut => "session cut",
        Cause::RequestTimeout => "request timeout",
        Cause::ServerTimeout => "server timeout",
        Cause::ServerClosed => "server closed",
        Cause::NginxFull => "nginx full",
        Cause::UpstreamFull => "upstream full",
        Cause::AppRefused => "application dead",
        Cause::AppDied => "application died",
        Cause::AppTimeout => "application timeout",
        Cause::DbTimeout => "database timeout",
        Cause::DbRefused => "database refused",
        Cause::DbDied => "database died",
        Cause::DbReadOnly => "read-only",
        Cause::DbTooMany => "too many connections",
        Cause::DbLockWait => "lock wait timeout",
        Cause::DbDeadlock => "deadlock",
        Cause::NoPrimary => "no primary known",
        Cause::RateLimited => "rate limited",
        Cause::ConnLimited => "connections limited",
        Cause::NoLiveUpstream => "no live application",
        Cause::PoolTimeout => "pool timeout",
        Cause::CodeError => "error in the code",
        Cause::WorkerTimeout => "worker timeout",
        Cause::WorkerKilled => "worker killed",
    }
}

/// Where.
pub(super) fn places(places: &[Place]) -> String {
    match places {
        [] => String::new(),
        [place] => at(place),
        [place, ..] => at_many(place.stage, &counted(places.len() as u64, "server", "servers")),
    }
}

fn at(place: &Place) -> String {
    let (machine, peer) = (place.machine, place.peer);
    // Of the two ends the server says more than the balancer, which is always the other one.
    let server = if machine.as_server().is_some() { machine } else { peer };
    match place.stage {
        Stage::Internet => "on the internet".to_owned(),
        Stage::Balancing => "at HAProxy".to_owned(),
        Stage::Queued => "in HAProxy's queue".to_owned(),
        Stage::Connecting if server.as_server().is_none() => "while HAProxy looked for a server".to_owned(),
        Stage::Connecting => format!("while HAProxy connected to {server}"),
        Stage::Lan => format!("between HAProxy and {server}"),
        Stage::Nginx => format!("in {server}'s nginx"),
        Stage::Dropped => format!("outside {server}'s full accept queue"),
        Stage::Accept => format!("in {server}'s accept queue"),
        Stage::Worker => format!("on a worker of {server}"),
        Stage::Pool => format!("on a worker of {server}, waiting for a connection of its pool"),
        Stage::Database if machine == peer => format!("on a worker of {machine}, waiting for its own database"),
        Stage::Database => format!("on a worker of {machine}, waiting for the database on {peer}"),
        Stage::Waiting => format!("in {server}'s queue"),
        Stage::Service => format!("in service at {server}"),
        Stage::Backoff => "before another try".to_owned(),
        Stage::Nowhere if machine == MachineId::CLIENT => "lost on the way".to_owned(),
        Stage::Nowhere => format!("lost on {machine}"),
    }
}

/// The same on several machines; for `Database` these are pairs of a worker's and a database's.
fn at_many(stage: Stage, servers: &str) -> String {
    match stage {
        Stage::Internet => "on the internet".to_owned(),
        Stage::Balancing => "at HAProxy".to_owned(),
        Stage::Queued => "in HAProxy's queue".to_owned(),
        Stage::Connecting => format!("while HAProxy connected to {servers}"),
        Stage::Lan => format!("between HAProxy and {servers}"),
        Stage::Nginx => format!("in nginx on {servers}"),
        Stage::Dropped => format!("outside the full accept queues of {servers}"),
        Stage::Accept => format!("in the accept queues of {servers}"),
        Stage::Worker => format!("on workers of {servers}"),
        Stage::Pool => format!("on workers of {servers}, waiting for a connection of the pool"),
        Stage::Database => "on workers, waiting for databases".to_owned(),
        Stage::Waiting => format!("in the queues of {servers}"),
        Stage::Service => format!("in service at {servers}"),
        Stage::Backoff => "before another try".to_owned(),
        Stage::Nowhere => "lost on machines that went off, or on the way".to_owned(),
    }
}
