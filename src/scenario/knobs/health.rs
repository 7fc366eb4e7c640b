//! HAProxy: how it finds out who is well, and what it asks of who comes back.

use super::{BALANCER, Domain, Knob, Scale, Value, get, set, words};
use crate::model::balancer::OnError;
use crate::model::config::{Check, Observed};

/// A number of health checks in a row.
const IN_A_ROW: Knob = Knob {
    unit: "checks",
    domain: Domain::Count(1, 20),
    scale: Scale::Linear { from: 1.0, to: 20.0, step: 1.0 },
    ..BALANCER
};

pub(super) const ROWS: &[Knob] = &[
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
];
