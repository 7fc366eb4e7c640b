//! HAProxy.

use super::{Domain, EVERY, Group, Knob, ROW, Scale, Value, get, set, words};
use crate::model::balancer::Algorithm;
use crate::model::config::{Check, Mode};

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
