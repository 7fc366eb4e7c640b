//! HAProxy: how many and how long, and what is tried again.

use super::{BALANCER, Domain, Knob, Scale, Value, get, set, words};
use crate::model::config::RetryOn;

/// A timeout of HAProxy.
const TIMEOUT: Knob = Knob { domain: Domain::Duration(0.1, 600.0), scale: Scale::Ratio, ..BALANCER };

pub(super) const ROWS: &[Knob] = &[
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
