//! MySQL and the failover manager.

use super::{Domain, Group, Knob, LARGE, ROW, Scale, Value, get, set, words};
use crate::model::config::{Failover, Preset};

const DATABASE: Knob = Knob { group: Group::Database, ..ROW };
/// A row about replicas and who watches over them.
const GROUP: Knob = Knob { presets: LARGE, ..DATABASE };
/// A time that each transaction or query takes.
const COST: Knob = Knob { domain: Domain::Duration(0.0, 1.0), scale: Scale::Ratio, ..DATABASE };
/// How many databases there are besides the primary.
const REPLICAS: Knob = Knob {
    key: "replicas",
    label: "Replicas",
    unit: "replicas",
    domain: Domain::Count(0, 8),
    scale: Scale::Linear { from: 0.0, to: 8.0, step: 1.0 },
    live: false,
    get: get!(Count replicas),
    ..DATABASE
};

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "failover",
        label: "Failover",
        sentence: "Who promotes a replica when the primary is dead: the manager by itself (auto) or a person \
                   (manual).",
        domain: words!(Failover),
        first: true,
        get: get!(Word manager.failover),
        set: set!(Word Failover manager.failover),
        ..GROUP
    },
    Knob {
        key: "replication",
        label: "Replication",
        sentence: "Asynchronous: the primary acknowledges a write before any replica has received it.",
        domain: Domain::Words(&["async"]),
        // There is no other kind in the model, so nothing is stored and nothing can be set.
        get: |_| Value::Word("async"),
        ..GROUP
    },
    Knob {
        sentence: "Databases that replicate the primary, one on each further server, so at most one less than \
                   servers.",
        presets: &[Preset::Distributed],
        set: |config, value| {
            if let Value::Count(replicas) = value {
                config.replicas = replicas.min(config.servers as u64 - 1) as usize;
            }
        },
        ..REPLICAS
    },
    Knob {
        sentence: "Databases that replicate the primary, each on a machine of its own.",
        presets: &[Preset::Dedicated],
        set: set!(Count replicas),
        ..REPLICAS
    },
    Knob {
        key: "readcost",
        label: "Cost of a read",
        sentence: "Processor time of one read in a database.",
        get: get!(Duration mysql.read_cost),
        set: set!(Duration mysql.read_cost),
        ..COST
    },
    Knob {
        key: "writecost",
        label: "Cost of a write",
        sentence: "Processor time of one write at the primary.",
        get: get!(Duration mysql.write_cost),
        set: set!(Duration mysql.write_cost),
        ..COST
    },
    Knob {
        key: "flush",
        label: "Log flush",
        sentence: "Time of one flush of the log to the disk; commits that wait together share a flush.",
        get: get!(Duration mysql.flush),
        set: set!(Duration mysql.flush),
        ..COST
    },
    Knob {
        key: "apply",
        label: "Cost of applying",
        sentence: "Processor time in which a replica's one applier applies a transaction.",
        get: get!(Duration mysql.apply),
        set: set!(Duration mysql.apply),
        presets: LARGE,
        ..COST
    },
    Knob {
        key: "probe",
        label: "Probe interval",
        sentence: "Pause between two rounds of the manager's probes to every database, and the limit of one probe.",
        domain: Domain::Duration(0.1, 60.0),
        scale: Scale::Ratio,
        get: get!(Duration manager.probe),
        set: set!(Duration manager.probe),
        ..GROUP
    },
    Knob {
        key: "misses",
        label: "Misses",
        sentence: "Unanswered probes in a row after which a database is dead to the manager.",
        unit: "probes",
        domain: Domain::Count(1, 20),
        scale: Scale::Linear { from: 1.0, to: 20.0, step: 1.0 },
        get: get!(Count manager.misses),
        set: set!(Count manager.misses),
        ..GROUP
    },
];
