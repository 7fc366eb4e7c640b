//! Clients and what they ask for.

use super::{ALONE, BARE, Domain, EVERY, Group, Knob, ROW, Scale, Value, get, set, words};
use crate::model::config::{Arrivals, Config, Discipline, Via};

const LOAD: Knob = Knob { group: Group::Load, ..ROW };

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "rps",
        label: "Requests",
        sentence: "Requests that clients begin each second, at random instants (Poisson), however slow the answers \
                   are.",
        unit: "requests/s",
        domain: Domain::Number(0.1, 20_000.0),
        scale: Scale::Linear { from: 0.0, to: 800.0, step: 1.0 },
        first: true,
        get: get!(Number clients.arrivals_per_s),
        set: set!(Number clients.arrivals_per_s),
        ..LOAD
    },
    Knob {
        key: "rho",
        label: "Offered load",
        sentence: "Share of the time that the workers would be busy: sets the arrival rate to this share of servers \
                   times workers divided by the mean service time.",
        domain: Domain::Number(0.01, 0.999),
        scale: Scale::Linear { from: 0.01, to: 0.99, step: 0.01 },
        first: true,
        presets: BARE,
        get: |config| Value::Number((load_of(config) * 1e6).round() / 1e6),
        set: |config, value| {
            if let Value::Number(rho) = value {
                config.clients.arrivals_per_s = config.arrivals_at_load(rho);
            }
        },
        ..LOAD
    },
    Knob {
        key: "rps",
        label: "Arrivals",
        sentence: "Jobs that arrive each second, at random instants (Poisson); another way to say the offered load.",
        unit: "jobs/s",
        domain: Domain::Number(0.00001, 1e8),
        scale: Scale::Ratio,
        presets: BARE,
        get: get!(Number clients.arrivals_per_s),
        set: set!(Number clients.arrivals_per_s),
        ..LOAD
    },
    Knob {
        key: "service",
        label: "Service time",
        sentence: "How long a worker serves one job when it serves no other.",
        domain: Domain::Dist(0.001, 100.0),
        scale: Scale::Ratio,
        first: true,
        presets: BARE,
        get: get!(Dist queue.service),
        set: set!(Dist queue.service),
        ..LOAD
    },
    Knob {
        key: "discipline",
        label: "Discipline",
        sentence: "Whether a worker finishes one job before the next (fifo) or all jobs share the workers at once \
                   (ps).",
        domain: words!(Discipline),
        first: true,
        live: false,
        presets: BARE,
        get: get!(Word queue.discipline),
        set: set!(Word Discipline queue.discipline),
        ..LOAD
    },
    Knob {
        key: "capacity",
        label: "Capacity",
        sentence: "Most jobs at one server of the bare queue, served and waiting; one more is turned away. 0: no limit.",
        unit: "jobs",
        domain: Domain::Count(0, 100_000),
        scale: Scale::Ratio,
        live: false,
        presets: BARE,
        get: get!(Count queue.capacity),
        set: set!(Count queue.capacity),
        ..LOAD
    },
    Knob {
        key: "arrivals",
        label: "Arrivals",
        sentence: "How requests are spread over time: as of very many clients who know nothing of each other (poisson), or \
                   evenly, as of a load generator (regular).",
        domain: words!(Arrivals),
        presets: EVERY,
        get: get!(Word clients.arrivals),
        set: set!(Word Arrivals clients.arrivals),
        ..LOAD
    },
    Knob {
        key: "users",
        label: "Users",
        sentence: "A closed workload instead: so many users, each of whom asks, waits for the answer and thinks \
                   before asking again; 0 for requests that come however slow the answers are.",
        unit: "users",
        domain: Domain::Count(0, 20_000),
        scale: Scale::Ratio,
        presets: EVERY,
        get: get!(Count clients.users),
        set: set!(Count clients.users),
        ..LOAD
    },
    Knob {
        key: "think",
        label: "Think time",
        sentence: "How long a user of the closed workload thinks between an answer and the next request.",
        domain: Domain::Dist(0.0, 1000.0),
        scale: Scale::Linear { from: 0.1, to: 10.0, step: 0.1 },
        presets: EVERY,
        get: get!(Dist clients.think),
        set: set!(Dist clients.think),
        ..LOAD
    },
    Knob {
        key: "static",
        label: "Static files",
        sentence: "Share of requests for a file that nginx serves itself.",
        unit: "%",
        domain: Domain::Number(0.0, 1.0),
        scale: Scale::Linear { from: 0.0, to: 1.0, step: 0.01 },
        first: true,
        get: get!(Number clients.static_share),
        set: |config, value| {
            if let Value::Number(share) = value {
                config.clients.static_share = share_beside(config.clients.write_share, share);
            }
        },
        ..LOAD
    },
    Knob {
        key: "write",
        label: "Writes",
        sentence: "Share of requests for a page that writes to the database; what is neither static nor a write is a \
                   page that reads.",
        unit: "%",
        domain: Domain::Number(0.0, 1.0),
        scale: Scale::Linear { from: 0.0, to: 1.0, step: 0.01 },
        first: true,
        get: get!(Number clients.write_share),
        set: |config, value| {
            if let Value::Number(share) = value {
                config.clients.write_share = share_beside(config.clients.static_share, share);
            }
        },
        ..LOAD
    },
    Knob {
        key: "giveup",
        label: "Client patience",
        sentence: "How long a client waits for its answer, each time it tries, before it gives up.",
        domain: Domain::Duration(0.1, 300.0),
        scale: Scale::Ratio,
        get: get!(Duration clients.giveup),
        set: set!(Duration clients.giveup),
        ..LOAD
    },
    Knob {
        key: "tries",
        label: "Tries",
        sentence: "How often a client tries in all before it takes an error for an answer; what a try that was given \
                   up still costs is spent, which makes retry storms.",
        unit: "tries",
        domain: Domain::Count(1, 10),
        scale: Scale::Linear { from: 1.0, to: 10.0, step: 1.0 },
        presets: EVERY,
        get: get!(Count clients.tries),
        set: set!(Count clients.tries),
        ..LOAD
    },
    Knob {
        key: "backoff",
        label: "Backoff",
        sentence: "Longest pause before a client's second try; it doubles with each further one, and any shorter \
                   pause is as likely (full jitter).",
        domain: Domain::Duration(0.001, 60.0),
        scale: Scale::Ratio,
        presets: EVERY,
        get: get!(Duration clients.backoff),
        set: set!(Duration clients.backoff),
        ..LOAD
    },
    Knob {
        key: "addresses",
        label: "Client addresses",
        sentence: "Different addresses that clients come from, one user behind each; hashes and persistence go by them.",
        unit: "addresses",
        domain: Domain::Count(1, 65_536),
        scale: Scale::Ratio,
        get: get!(Count clients.addresses),
        set: set!(Count clients.addresses),
        ..LOAD
    },
    Knob {
        key: "skew",
        label: "Address skew",
        sentence: "How unequal the addresses are: exponent of Zipf's law, 0 for equal shares.",
        domain: Domain::Number(0.0, 3.0),
        scale: Scale::Linear { from: 0.0, to: 3.0, step: 0.1 },
        get: get!(Number clients.skew),
        set: set!(Number clients.skew),
        ..LOAD
    },
    Knob {
        key: "pages",
        label: "Pages",
        sentence: "Different pages of the site, each with its row in the database; their popularity is Zipf's law \
                   with exponent 1.",
        unit: "pages",
        domain: Domain::Count(1, 100_000),
        scale: Scale::Ratio,
        get: get!(Count clients.pages),
        set: set!(Count clients.pages),
        ..LOAD
    },
    Knob {
        key: "via",
        label: "Way in",
        sentence: "Who takes the clients' connections: nginx, which passes pages on, or the application itself (app).",
        domain: words!(Via),
        live: false,
        presets: ALONE,
        get: get!(Word clients.via),
        set: set!(Word Via clients.via),
        ..LOAD
    },
    Knob {
        key: "slowsend",
        label: "Slow senders",
        sentence: "Share of requests that are sent slowly, as over a bad line.",
        unit: "%",
        domain: Domain::Number(0.0, 1.0),
        scale: Scale::Linear { from: 0.0, to: 1.0, step: 0.01 },
        presets: ALONE,
        get: get!(Number clients.slow_share),
        set: set!(Number clients.slow_share),
        ..LOAD
    },
    Knob {
        key: "sendtime",
        label: "Slow sending",
        sentence: "How long it takes to send such a request: nginx waits for all of it before it bothers the application, a \
                   worker that reads it itself is held.",
        domain: Domain::Duration(0.0, 60.0),
        scale: Scale::Ratio,
        presets: ALONE,
        get: get!(Duration clients.slow_send),
        set: set!(Duration clients.slow_send),
        ..LOAD
    },
];

/// Share of the time that the bare queue's workers would be busy at its arrival rate; above 1 it is overloaded.
fn load_of(config: &Config) -> f64 {
    config.clients.arrivals_per_s / config.arrivals_at_load(1.0)
}

/// The most of `share` that leaves the sum with `other` at 1, to nine decimals.
fn share_beside(other: f64, share: f64) -> f64 {
    let rest = ((1.0 - other) * 1e9).round() / 1e9;
    [share, rest, rest - 1e-9].into_iter().find(|share| other + share <= 1.0).unwrap_or(0.0)
}
