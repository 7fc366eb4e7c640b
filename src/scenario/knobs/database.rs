//! MySQL and the failover manager.

use super::{Domain, Group, Knob, LARGE, ROW, Scale, Value, get, set, words};
use crate::model::config::{Candidate, Delayed, Durability, Failover, Learn, Preset, Reads, Replication, Topology};
use crate::model::mysql::script::MOST_ROWS;
use crate::model::mysql::settings::{ParallelMode, WaitPoint};

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
        key: "topology",
        label: "Topology",
        sentence: "Whom replicas follow at the start: each the primary (star), or each the database before it (chain).",
        domain: words!(Topology),
        live: false,
        get: get!(Word mysql.topology),
        set: set!(Word Topology mysql.topology),
        ..GROUP
    },
    Knob {
        key: "replication",
        label: "Replication",
        sentence: "When the primary acknowledges a write: when it is in its own log (async), or in a replica's relay log, \
                   too (semi-sync).",
        domain: words!(Replication),
        first: true,
        get: get!(Word mysql.replication),
        set: set!(Word Replication mysql.replication),
        ..GROUP
    },
    Knob {
        key: "waitpoint",
        label: "Wait point",
        sentence: "Whether a semi-synchronous commit waits before others see its rows or after \
                   (rpl_semi_sync_source_wait_point).",
        domain: words!(WaitPoint),
        get: get!(Word mysql.wait_point),
        set: set!(Word WaitPoint mysql.wait_point),
        ..GROUP
    },
    Knob {
        key: "semitimeout",
        label: "Semi-sync timeout",
        sentence: "How long a commit waits for a replica before all go on asynchronously (rpl_semi_sync_source_timeout).",
        domain: Domain::Duration(0.001, 1000.0),
        scale: Scale::Ratio,
        get: get!(Duration mysql.semi_sync_timeout),
        set: set!(Duration mysql.semi_sync_timeout),
        ..GROUP
    },
    Knob {
        key: "waitnoreplica",
        label: "Wait without replica",
        sentence: "Whether a commit waits, too, where no such replica is connected \
                   (rpl_semi_sync_source_wait_no_replica).",
        domain: Domain::Switch,
        get: get!(Switch mysql.wait_no_replica),
        set: set!(Switch mysql.wait_no_replica),
        ..GROUP
    },
    Knob {
        key: "appliers",
        label: "Applier threads",
        sentence: "How many transactions a replica applies at once (replica_parallel_workers).",
        unit: "threads",
        domain: Domain::Count(1, 64),
        scale: Scale::Linear { from: 1.0, to: 16.0, step: 1.0 },
        get: get!(Count mysql.appliers),
        set: set!(Count mysql.appliers),
        ..GROUP
    },
    Knob {
        key: "parallel",
        label: "Applied at once",
        sentence: "What appliers may do at once: what touches different rows (optimistic), or what the source committed \
                   in one group (conservative).",
        domain: words!(ParallelMode),
        get: get!(Word mysql.parallel),
        set: set!(Word ParallelMode mysql.parallel),
        ..GROUP
    },
    Knob {
        key: "delay",
        label: "Delayed replicas",
        sentence: "How far replicas keep behind on purpose, in whole seconds (SOURCE_DELAY).",
        domain: Domain::Duration(0.0, 3600.0),
        scale: Scale::Linear { from: 0.0, to: 60.0, step: 1.0 },
        get: get!(Duration mysql.delay),
        set: set!(Duration mysql.delay),
        ..GROUP
    },
    Knob {
        key: "delayed",
        label: "Who is delayed",
        sentence: "Which replicas keep behind by that much: each of them (all), or the last one alone (last).",
        domain: words!(Delayed),
        get: get!(Word mysql.delayed),
        set: set!(Word Delayed mysql.delayed),
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
        sentence: "Processor time of one write at the primary; one that touches several rows has a part of it for each.",
        get: get!(Duration mysql.write_cost),
        set: set!(Duration mysql.write_cost),
        ..COST
    },
    Knob {
        key: "rows",
        label: "Rows of a write",
        sentence: "Rows that one write touches, one after the other in one transaction: its page's, and others that are drawn as \
                   pages are. Two that come to the same rows in another order are a deadlock.",
        unit: "rows",
        domain: Domain::Count(1, MOST_ROWS as u64),
        scale: Scale::Linear { from: 1.0, to: MOST_ROWS as f64, step: 1.0 },
        get: get!(Count app.write_rows),
        set: set!(Count app.write_rows),
        ..DATABASE
    },
    Knob {
        key: "restarts",
        label: "Restarts",
        sentence: "How often a page begins its transaction again that was rolled back as the victim of a deadlock (1213), before \
                   it answers 500.",
        unit: "restarts",
        domain: Domain::Count(0, 10),
        scale: Scale::Linear { from: 0.0, to: 10.0, step: 1.0 },
        get: get!(Count app.restarts),
        set: set!(Count app.restarts),
        ..DATABASE
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
        sentence: "Processor time in which an applier of a replica applies one row of a transaction.",
        get: get!(Duration mysql.apply),
        set: set!(Duration mysql.apply),
        presets: LARGE,
        ..COST
    },
    Knob {
        key: "fence",
        label: "Fencing",
        sentence: "Whether the manager has a dead primary's machine switched off before it promotes another: that takes \
                   3 s, and prevents two primaries.",
        domain: Domain::Switch,
        get: get!(Switch manager.fence),
        set: set!(Switch manager.fence),
        ..GROUP
    },
    Knob {
        key: "drained",
        label: "Drain",
        sentence: "Whether a candidate applies all that it has received before it is promoted; else that is thrown away.",
        domain: Domain::Switch,
        get: get!(Switch manager.drain),
        set: set!(Switch manager.drain),
        ..GROUP
    },
    Knob {
        key: "candidate",
        label: "Candidate",
        sentence: "Whom the manager promotes by itself: who has received most, rather one that is not delayed; or the first that lives.",
        domain: words!(Candidate),
        get: get!(Word manager.candidate),
        set: set!(Word Candidate manager.candidate),
        ..GROUP
    },
    Knob {
        key: "learn",
        label: "Told by",
        sentence: "How applications learn who the primary is: the manager tells each (push), or they look up its name (dns).",
        domain: words!(Learn),
        get: get!(Word manager.learn),
        set: set!(Word Learn manager.learn),
        ..GROUP
    },
    Knob {
        key: "ttl",
        label: "TTL",
        sentence: "How long an application believes what it has looked up.",
        domain: Domain::Duration(0.1, 3600.0),
        scale: Scale::Ratio,
        get: get!(Duration manager.ttl),
        set: set!(Duration manager.ttl),
        ..GROUP
    },
    Knob {
        key: "reads",
        label: "Reads",
        sentence: "Where applications read: at the replicas, at the replicas once they have the reader's own last write \
                   (WAIT_FOR_EXECUTED_GTID_SET), or at the primary.",
        domain: words!(Reads),
        get: get!(Word app.reads),
        set: set!(Word Reads app.reads),
        ..GROUP
    },
    Knob {
        key: "readwait",
        label: "Read wait",
        sentence: "How long a read waits for its user's own last write before it takes what is there.",
        domain: Domain::Duration(0.001, 60.0),
        scale: Scale::Ratio,
        get: get!(Duration app.read_wait),
        set: set!(Duration app.read_wait),
        ..GROUP
    },
    Knob {
        key: "dbconns",
        label: "Database connections",
        sentence: "Connections that a database takes at most (max_connections); more are refused with 1040.",
        unit: "connections",
        domain: Domain::Count(1, 100_000),
        scale: Scale::Ratio,
        get: get!(Count mysql.connections),
        set: set!(Count mysql.connections),
        ..DATABASE
    },
    Knob {
        key: "lockwait",
        label: "Lock wait",
        sentence: "How long a write waits for another's lock of its row (innodb_lock_wait_timeout).",
        domain: Domain::Duration(1.0, 3600.0),
        scale: Scale::Ratio,
        get: get!(Duration mysql.lock_wait),
        set: set!(Duration mysql.lock_wait),
        ..DATABASE
    },
    Knob {
        key: "flushlog",
        label: "Durability",
        sentence: "Whether a commit is on the disk before it is acknowledged, or within a second \
                   (innodb_flush_log_at_trx_commit 1 or 0).",
        domain: words!(Durability),
        get: get!(Word mysql.durability),
        set: set!(Word Durability mysql.durability),
        ..DATABASE
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
