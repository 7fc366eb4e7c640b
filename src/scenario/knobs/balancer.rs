//! HAProxy.

use super::{Domain, EVERY, Group, Knob, ROW, Scale, Value, get, set, words};
use crate::model::balancer::{Algorithm, HashFunction, HashMethod, OnError};
use crate::model::config::{Check, Mode, Observed, Persistence, RetryOn};

const BALANCER: Knob = Knob { group: Group::Balancer, ..ROW };
/// A timeout of HAProxy.
const TIMEOUT: Knob = Knob { domain: Domain::Duration(0.1, 600.0), scale: Scale::Ratio, ..BALANCER };
/// A number of health checks in a row.
const IN_A_ROW: Knob = Knob {
    unit: "checks",
    domain: Domain::Count(1, 20),
    scale: Scale::Linear { from: 1.0, to: 20.0, step: 1.0 },
    ..BALANCER
};

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "lb",
        label: "Algorithm",
        sentence: "How HAProxy chooses a server (balance); a change acts as a reload: positions start anew, open \
                   requests stay.",
        domain: words!(Algorithm),
        first: true,
        presets: EVERY,
        get: get!(Word haproxy.algorithm),
        set: set!(Word Algorithm haproxy.algorithm),
        ..BALANCER
    },
    Knob {
        key: "mode",
        label: "Mode",
        sentence: "Whether one server is active and the others are its backup, or all are active; a change acts as a \
                   reload.",
        domain: words!(Mode),
        first: true,
        get: get!(Word haproxy.mode),
        set: set!(Word Mode haproxy.mode),
        ..BALANCER
    },
    Knob {
        key: "check",
        label: "Health check",
        sentence: "What a health check asks for: a file of nginx (static), a page through the application (app) or \
                   only a connection (tcp).",
        domain: words!(Check),
        get: get!(Word haproxy.check),
        set: set!(Word Check haproxy.check),
        ..BALANCER
    },
    Knob {
        key: "inter",
        label: "Check interval",
        sentence: "Pause between two health checks of a server, and the limit of one check.",
        domain: Domain::Duration(0.1, 60.0),
        scale: Scale::Ratio,
        get: get!(Duration haproxy.inter),
        set: set!(Duration haproxy.inter),
        ..BALANCER
    },
    Knob {
        key: "rise",
        label: "Rise",
        sentence: "Passed checks in a row until a server that is DOWN counts as UP.",
        get: get!(Count haproxy.rise),
        set: set!(Count haproxy.rise),
        ..IN_A_ROW
    },
    Knob {
        key: "fall",
        label: "Fall",
        sentence: "Failed checks in a row until a server that is UP counts as DOWN.",
        get: get!(Count haproxy.fall),
        set: set!(Count haproxy.fall),
        ..IN_A_ROW
    },
    Knob {
        key: "tconnect",
        label: "Connect timeout",
        sentence: "How long HAProxy waits for a server to accept a connection (timeout connect).",
        get: get!(Duration haproxy.connect_timeout),
        set: set!(Duration haproxy.connect_timeout),
        ..TIMEOUT
    },
    Knob {
        key: "tclient",
        label: "Client timeout",
        sentence: "How long HAProxy waits for a silent client (timeout client).",
        get: get!(Duration haproxy.client_timeout),
        set: set!(Duration haproxy.client_timeout),
        ..TIMEOUT
    },
    Knob {
        key: "tserver",
        label: "Server timeout",
        sentence: "How long HAProxy waits for a server's answer (timeout server).",
        get: get!(Duration haproxy.server_timeout),
        set: set!(Duration haproxy.server_timeout),
        ..TIMEOUT
    },
    Knob {
        key: "tqueue",
        label: "Queue timeout",
        sentence: "How long a request may wait in HAProxy for a server with room (timeout queue); as the connect \
                   timeout unless set.",
        domain: Domain::DurationOr(0.1, 600.0, "tconnect"),
        get: |config| config.haproxy.queue_timeout.map_or(Value::Inherit, Value::Duration),
        set: |config, value| match value {
            Value::Duration(timeout) => config.haproxy.queue_timeout = Some(timeout),
            Value::Inherit => config.haproxy.queue_timeout = None,
            _ => {}
        },
        ..TIMEOUT
    },
    Knob {
        key: "smaxconn",
        label: "Requests per server",
        sentence: "Requests that HAProxy lets each server have at once (maxconn), 0 for no limit; the others wait in \
                   its queue.",
        unit: "requests",
        domain: Domain::Count(0, 10_000),
        scale: Scale::Ratio,
        get: get!(Count haproxy.server_maxconn),
        set: set!(Count haproxy.server_maxconn),
        ..BALANCER
    },
    Knob {
        key: "sminconn",
        label: "Fewest per server",
        sentence: "What the requests per server shrink to while HAProxy has little to do (minconn), 0 for no less; needs \
                   fullconn.",
        unit: "requests",
        domain: Domain::Count(0, 10_000),
        scale: Scale::Ratio,
        get: get!(Count haproxy.server_minconn),
        set: set!(Count haproxy.server_minconn),
        ..BALANCER
    },
    Knob {
        key: "fullconn",
        label: "Full load",
        sentence: "Requests in HAProxy from which servers get all that smaxconn says (fullconn), 0 for always.",
        unit: "requests",
        domain: Domain::Count(0, 100_000),
        scale: Scale::Ratio,
        get: get!(Count haproxy.fullconn),
        set: set!(Count haproxy.fullconn),
        ..BALANCER
    },
    Knob {
        key: "smaxqueue",
        label: "Queue per server",
        sentence: "Requests that may wait for one server alone (maxqueue), 0 for any number; beyond it they are given to \
                   another or get 503.",
        unit: "requests",
        domain: Domain::Count(0, 10_000),
        scale: Scale::Ratio,
        get: get!(Count haproxy.server_maxqueue),
        set: set!(Count haproxy.server_maxqueue),
        ..BALANCER
    },
    Knob {
        key: "slowstart",
        label: "Slow start",
        sentence: "How long a server that comes up takes until it gets its whole share again (slowstart), 0s for no time.",
        domain: Domain::Duration(0.0, 600.0),
        scale: Scale::Ratio,
        get: get!(Duration haproxy.slowstart),
        set: set!(Duration haproxy.slowstart),
        ..BALANCER
    },
    Knob {
        key: "persistence",
        label: "Persistence",
        sentence: "How clients come back to the server that they have been to: by a cookie, by a table of addresses in \
                   HAProxy (stick on src), or not at all; a change acts as a reload.",
        domain: words!(Persistence),
        get: get!(Word haproxy.persistence),
        set: set!(Word Persistence haproxy.persistence),
        ..BALANCER
    },
    Knob {
        key: "hash",
        label: "Hash method",
        sentence: "How source, uri, url_param and hdr spread their hashes (hash-type): over a table, or on a ring, where a \
                   lost server moves only its own clients; a change acts as a reload.",
        domain: words!(HashMethod),
        presets: EVERY,
        get: get!(Word haproxy.hash_method),
        set: set!(Word HashMethod haproxy.hash_method),
        ..BALANCER
    },
    Knob {
        key: "hashfn",
        label: "Hash function",
        sentence: "What turns text into a number (hash-type); sdbm is HAProxy's default.",
        domain: words!(HashFunction),
        presets: EVERY,
        get: get!(Word haproxy.hash_function),
        set: set!(Word HashFunction haproxy.hash_function),
        ..BALANCER
    },
    Knob {
        key: "hashfactor",
        label: "Bounded load",
        sentence: "Percent of the mean load up to which a server on the ring takes requests, the next ones beyond it \
                   (hash-balance-factor), 0 for any load.",
        unit: "percent",
        domain: Domain::Count(0, 1_000),
        scale: Scale::Ratio,
        presets: EVERY,
        get: get!(Count haproxy.balance_factor),
        set: set!(Count haproxy.balance_factor),
        ..BALANCER
    },
    Knob {
        key: "draws",
        label: "Draws",
        sentence: "How many servers random draws, of which it takes the least loaded: balance random(N).",
        unit: "draws",
        domain: Domain::Count(1, 10),
        scale: Scale::Linear { from: 1.0, to: 10.0, step: 1.0 },
        presets: EVERY,
        get: get!(Count haproxy.draws),
        set: set!(Count haproxy.draws),
        ..BALANCER
    },
    Knob {
        key: "allbackups",
        label: "All backups",
        sentence: "Whether all backups share the load when no active server is up, or only the first (option allbackups); a \
                   change acts as a reload.",
        domain: Domain::Switch,
        get: get!(Switch haproxy.all_backups),
        set: set!(Switch haproxy.all_backups),
        ..BALANCER
    },
    Knob {
        key: "fastinter",
        label: "Fast interval",
        sentence: "Pause between checks while a server is between UP and DOWN (fastinter); as the check interval unless \
                   set.",
        domain: Domain::DurationOr(0.1, 60.0, "inter"),
        scale: Scale::Ratio,
        get: |config| config.haproxy.fastinter.map_or(Value::Inherit, Value::Duration),
        set: |config, value| match value {
            Value::Duration(pause) => config.haproxy.fastinter = Some(pause),
            Value::Inherit => config.haproxy.fastinter = None,
            _ => {}
        },
        ..BALANCER
    },
    Knob {
        key: "downinter",
        label: "Interval when DOWN",
        sentence: "Pause between checks of a server that is DOWN (downinter); as the check interval unless set.",
        domain: Domain::DurationOr(0.1, 60.0, "inter"),
        scale: Scale::Ratio,
        get: |config| config.haproxy.downinter.map_or(Value::Inherit, Value::Duration),
        set: |config, value| match value {
            Value::Duration(pause) => config.haproxy.downinter = Some(pause),
            Value::Inherit => config.haproxy.downinter = None,
            _ => {}
        },
        ..BALANCER
    },
    Knob {
        key: "observe",
        label: "Observe",
        sentence: "Whether errors among requests count as failed checks: connections that are refused (layer4), bad \
                   answers too (layer7), or neither.",
        domain: words!(Observed),
        get: get!(Word haproxy.observe),
        set: set!(Word Observed haproxy.observe),
        ..BALANCER
    },
    Knob {
        key: "errorlimit",
        label: "Error limit",
        sentence: "Errors in a row that observe takes until it acts (error-limit).",
        unit: "errors",
        domain: Domain::Count(1, 1_000),
        scale: Scale::Ratio,
        get: get!(Count haproxy.error_limit),
        set: set!(Count haproxy.error_limit),
        ..BALANCER
    },
    Knob {
        key: "onerror",
        label: "On errors",
        sentence: "What observe does then (on-error): check sooner, count as a failed check, as one that is nearly fatal, or \
                   mark the server DOWN.",
        domain: words!(OnError),
        get: get!(Word haproxy.on_error),
        set: set!(Word OnError haproxy.on_error),
        ..BALANCER
    },
    Knob {
        key: "retryon",
        label: "Retry on",
        sentence: "What is tried again: connections that fail, or bad answers and none in time, too (retry-on).",
        domain: words!(RetryOn),
        get: get!(Word haproxy.retry_on),
        set: set!(Word RetryOn haproxy.retry_on),
        ..BALANCER
    },
    Knob {
        key: "abortonclose",
        label: "Drop what was left",
        sentence: "Whether HAProxy gives up a request whose client has gone (option abortonclose).",
        domain: Domain::Switch,
        get: get!(Switch haproxy.abort_on_close),
        set: set!(Switch haproxy.abort_on_close),
        ..BALANCER
    },
    Knob {
        key: "retries",
        label: "Retries",
        sentence: "Further attempts to connect after a failed one.",
        unit: "retries",
        domain: Domain::Count(0, 10),
        scale: Scale::Linear { from: 0.0, to: 10.0, step: 1.0 },
        get: get!(Count haproxy.retries),
        set: set!(Count haproxy.retries),
        ..BALANCER
    },
    Knob {
        key: "redispatch",
        label: "Redispatch",
        sentence: "Whether the last attempt to connect may go to another server (option redispatch).",
        domain: Domain::Switch,
        get: get!(Switch haproxy.redispatch),
        set: set!(Switch haproxy.redispatch),
        ..BALANCER
    },
    Knob {
        key: "lbcost",
        label: "HAProxy per request",
        sentence: "Processor time that HAProxy takes for every request.",
        domain: Domain::Duration(0.0, 0.01),
        scale: Scale::Ratio,
        get: get!(Duration haproxy.cost),
        set: set!(Duration haproxy.cost),
        ..BALANCER
    },
];
