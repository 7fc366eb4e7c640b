//! English: why and where a request went unanswered.

use crate::model::id::MachineId;
use crate::model::observation::{Cause, Place, Stage};

/// Why.
pub(super) fn long(cause: Cause) -> &'static str {
    match cause {
        Cause::GaveUp => "the client gave up waiting",
        Cause::BalancerRefused => "HAProxy was not running: connection refused",
        Cause::BalancerCut => "the connection to HAProxy was cut",
        Cause::NoServer => "no usable server: HAProxy answered 503",
        Cause::ConnectFailed => "every attempt to connect to a server failed: HAProxy answered 503",
        Cause::QueueTimeout => "too long in HAProxy's queue: it answered 503",
        Cause::RequestTimeout => "the request did not arrive in time: HAProxy answered 408",
        Cause::ServerTimeout => "no answer from the server in time: HAProxy answered 504",
        Cause::ServerClosed => "the server closed the connection without an answer: HAProxy answered 502",
        Cause::NginxFull => "nginx had no free connection and closed at once: HAProxy answered 502",
        Cause::UpstreamFull => "nginx had no free connection towards the application: it answered 500",
        Cause::AppRefused => "the application server was not running: nginx answered 502",
        Cause::AppDied => "the application server died while it worked on it: nginx answered 502",
        Cause::AppTimeout => "no answer from the application in time: nginx answered 504",
        Cause::DbTimeout => "a database call got no answer in time: the application answered 500",
        Cause::DbRefused => "the database refused the connection (2003): the application answered 500",
        Cause::DbDied => "the database died during the call (2013): the application answered 500",
        Cause::DbReadOnly => "the database is read-only (1290): the application answered 500",
        Cause::NoPrimary => "the application knew of no primary: it answered 500",
    }
}

/// Why, in two or three words.
pub(super) fn short(cause: Cause) -> &'static str {
    match cause {
        Cause::GaveUp => "client gave up",
        Cause::BalancerRefused => "HAProxy dead",
        Cause::BalancerCut => "cut at HAProxy",
        Cause::NoServer => "no usable server",
        Cause::ConnectFailed => "connect failed",
        Cause::QueueTimeout => "queue timeout",
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
        Cause::NoPrimary => "no primary known",
    }
}

/// Where.
pub(super) fn place(place: &Place) -> String {
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
        Stage::Database if machine == peer => format!("on a worker of {machine}, waiting for its own database"),
        Stage::Database => format!("on a worker of {machine}, waiting for the database on {peer}"),
        Stage::Waiting => format!("in {server}'s queue"),
        Stage::Service => format!("in service at {server}"),
        Stage::Nowhere if machine == MachineId::CLIENT => "lost on the way".to_owned(),
        Stage::Nowhere if machine == MachineId::BALANCER => "lost on lb-1".to_owned(),
        Stage::Nowhere => format!("lost on {machine}"),
    }
}
