//! HAProxy: how it chooses a server.

use super::{BALANCER, CHOICE, Domain, Knob, Scale, Value, get, set, words};
use crate::model::balancer::{Algorithm, HashFunction, HashMethod};
use crate::model::config::{Mode, Persistence};

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "lb",
        label: "Algorithm",
        sentence: "How HAProxy chooses a server (balance); a change acts as a reload: positions start anew, open \
                   requests stay.",
        domain: words!(Algorithm),
        first: true,
        presets: CHOICE,
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
        key: "draws",
        label: "Draws",
        sentence: "How many servers random draws, of which it takes the least loaded: balance random(N).",
        unit: "draws",
        domain: Domain::Count(1, 10),
        scale: Scale::Linear { from: 1.0, to: 10.0, step: 1.0 },
        presets: CHOICE,
        get: get!(Count haproxy.draws),
        set: set!(Count haproxy.draws),
        ..BALANCER
    },
    Knob {
        key: "hash",
        label: "Hash method",
        sentence: "How source, uri, url_param and hdr spread their hashes (hash-type): over a table, or on a ring, where a \
                   lost server moves only its own clients; a change acts as a reload.",
        domain: words!(HashMethod),
        presets: CHOICE,
        get: get!(Word haproxy.hash_method),
        set: set!(Word HashMethod haproxy.hash_method),
        ..BALANCER
    },
    Knob {
        key: "hashfn",
        label: "Hash function",
        sentence: "What turns text into a number (hash-type); sdbm is HAProxy's default.",
        domain: words!(HashFunction),
        presets: CHOICE,
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
        presets: CHOICE,
        get: get!(Count haproxy.balance_factor),
        set: set!(Count haproxy.balance_factor),
        ..BALANCER
    },
];
