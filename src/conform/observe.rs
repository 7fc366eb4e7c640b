//! What a step showed, in a recording's own form, and its comparison with the recording.

use super::Difference;
use super::action::{CheckMode, Step};
use super::bench::{Bench, Request};
use super::vector::Vector;
use crate::engine::time::SimDuration;
use crate::model::balancer::{Ending, HashFunction, Refusal, ServerIndex, StickKey, avalanche};
use serde_json::{Map, Value, json};

/// What a step has shown.
#[derive(Default)]
pub(super) struct Observed {
    /// Arrivals of requests at servers, in order.
    pub(super) reached: Vec<(usize, ServerIndex)>,
    /// Requests that have ended.
    pub(super) finished: Vec<usize>,
    /// The checks that are followed.
    pub(super) watch: Option<Watch>,
    /// What a recording would say.
    shown: Map<String, Value>,
}

/// Checks of a server that are followed.
pub(super) struct Watch {
    pub(super) server: ServerIndex,
    /// Those the server saw.
    pub(super) checks: Vec<Map<String, Value>>,
    log_only: Vec<String>,
    statuses: Vec<String>,
    /// Whether the server saw the last one.
    seen: bool,
}

impl Watch {
    pub(super) fn new(server: ServerIndex, status: String) -> Watch {
        Watch { server, checks: Vec::new(), log_only: Vec::new(), statuses: vec![status], seen: false }
    }

    /// A check was sent; `mode` if the server saw it, `gap` since the one before if it saw that one too.
    pub(super) fn arrival(&mut self, mode: Option<CheckMode>, gap: Option<SimDuration>) {
        self.seen = mode.is_some();
        if let Some(mode) = mode {
            let mut check = Map::from_iter([("answer".to_owned(), json!(mode.keyword()))]);
            if let Some(gap) = gap {
                check.insert("gap_ms".to_owned(), json!(gap.as_nanos() / 1_000_000));
            }
            self.checks.push(check);
        }
    }

    /// A line of the health-check log.
    pub(super) fn log_line(&mut self, text: String) {
        match self.checks.last_mut().filter(|_| self.seen) {
            Some(check) => drop(check.insert("log".to_owned(), json!(text))),
            None => self.log_only.push(text),
        }
    }

    /// The server's status now.
    pub(super) fn note_status(&mut self, status: String) {
        if self.statuses.last() != Some(&status) {
            self.statuses.push(status);
        }
    }
}

impl Observed {
    /// What the runtime API said.
    pub(super) fn cli(&mut self, answer: Result<(), Refusal>) {
        if let Err(refusal) = answer {
            self.show("cli", json!(refusal.to_string()));
        }
    }

    /// The answers of a sequence.
    pub(super) fn sequence(&mut self, endings: impl Iterator<Item = Ending>, count_only: bool, vector: &Vector) {
        let names = &vector.names;
        let endings: Vec<Ending> = endings.collect();
        let servers = endings.iter().map(|ending| name(ending.answered_by(), names));
        if count_only {
            let mut counts = Map::new();
            for server in servers.filter_map(|server| server.as_str().map(str::to_owned)) {
                let count = counts.get(&server).and_then(Value::as_u64).unwrap_or(0);
                counts.insert(server, json!(count + 1));
            }
            self.show("counts", Value::Object(counts));
            self.show("total", json!(endings.len()));
            self.show("status", endings.iter().map(|ending| json!(ending.status)).collect());
        } else {
            self.show("served_by", servers.collect());
            self.show("status", endings.iter().map(|ending| json!(ending.status)).collect());
            let cookies: Vec<Value> = endings.iter().map(|ending| set_cookie(ending, vector)).collect();
            if cookies.iter().any(|cookie| !cookie.is_null()) {
                self.show("set_cookie", Value::Array(cookies));
            }
        }
    }

    /// The weights that were shown.
    pub(super) fn weights(&mut self, weights: &[u32]) {
        self.show("weights", json!(weights));
    }

    /// Writes down what a recorder writes down after such a step.
    pub(super) fn finish(&mut self, step: &Step, bench: &Bench) {
        match step {
            // Of these a recorder kept only what they showed on their own.
            Step::Sequence { .. } => return,
            Step::Stat => return self.show("stat", statistics(bench)),
            Step::Table => return self.show("table", table(bench)),
            Step::Hash(input) => return self.show("hash", hashes(input)),
            Step::WatchWeight { .. } => return,
            _ => {}
        }
        if let Some(Watch { checks, log_only, statuses, .. }) = self.watch.take() {
            self.show("checks", json!(checks));
            self.show("status_seen", json!(statuses));
            self.show_if("log_only", log_only.iter().map(|text| json!(text)).collect());
        }
        let names = &bench.vector.names;
        // By server in declaration order; the sort keeps the order of arrival within each.
        self.reached.sort_by_key(|&(_, server)| server);
        let reached = self.reached.iter().map(|&(at, server)| json!([bench.requests[at].id, names[server.index()]]));
        let reached = reached.collect();
        self.show_if("reached", reached);
        self.finished.sort_unstable();
        let finished = self.finished.iter().map(|&at| finished(&bench.requests[at], bench));
        let finished = finished.collect();
        self.show_if("finished", finished);
        let queued = queues(bench);
        if !queued.is_empty() {
            self.show("queued", Value::Object(queued));
        }
    }

    fn show(&mut self, key: &str, value: Value) {
        self.shown.insert(key.to_owned(), value);
    }

    /// As `show`, if there is anything to show.
    fn show_if(&mut self, key: &str, values: Vec<Value>) {
        if !values.is_empty() {
            self.show(key, Value::Array(values));
        }
    }
}

/// Compares a step with its recording, key by key.
pub(super) fn compare(step: usize, expected: &Map<String, Value>, got: &Observed) -> Result<(), Difference> {
    let keys = expected.keys().filter(|key| *key != "step").chain(got.shown.keys());
    for key in keys {
        let (expected, got) = (expected.get(key), got.shown.get(key));
        let agree = match (expected, got) {
            // One number stands for a list of it.
            (Some(Value::Number(one)), Some(Value::Array(all))) => all.iter().all(|each| each.as_number() == Some(one)),
            (expected, got) => expected == got,
        };
        if !agree {
            let text = |value: Option<&Value>| value.unwrap_or(&Value::Null).to_string();
            let (expected, got) = (text(expected), text(got));
            return Err(Difference::Observation { step, key: key.clone(), expected, got });
        }
    }
    Ok(())
}

/// A request's end as a client and, if the recorder looked, HAProxy's log tell it.
fn finished(request: &Request, bench: &Bench) -> Value {
    let names = &bench.vector.names;
    let Some(ending) = request.ending else {
        return Value::Null;
    };
    let mut told = json!({
        "request": request.id,
        "status": ending.status,
        "server": name(ending.answered_by(), names),
    });
    let cookie = set_cookie(&ending, bench.vector);
    if !cookie.is_null() {
        told["set_cookie"] = cookie;
    }
    if bench.vector.detail {
        let plus = if ending.redispatched { "+" } else { "" };
        told["log_server"] = ending.server.map_or(json!("<NOSRV>"), |server| name(Some(server), names));
        told["term_state"] = json!(ending.termination.keyword());
        told["retries"] = json!(format!("{plus}{}", ending.retries));
        told["backend_queue"] = json!(ending.backend_queue);
        told["server_queue"] = json!(ending.server_queue);
        if request.reached.len() > 1 {
            told["attempts"] = request.reached.iter().map(|&server| name(Some(server), names)).collect();
        }
    }
    told
}

/// The cookie that an answer brings, as its header has it.
fn set_cookie(ending: &Ending, vector: &Vector) -> Value {
    let cookie = ending.answered_by().and_then(|server| vector.cookies.get(server.index())?.as_ref());
    match cookie.filter(|_| ending.set_cookie) {
        Some(cookie) => json!(format!("{}={cookie}; path=/", vector.cookie_name)),
        None => Value::Null,
    }
}

/// The stick table as HAProxy prints it; an integer key is itself, an address is written as one.
fn table(bench: &Bench) -> Value {
    let line = |(key, server): (u32, u16)| {
        let key = match bench.vector.config.stick.map(|stick| stick.by) {
            Some(StickKey::Constant(_)) => key.to_string(),
            _ => core::net::Ipv4Addr::from_bits(key).to_string(),
        };
        let name = &bench.vector.names[usize::from(server)];
        let id = bench.vector.config.servers[usize::from(server)].id;
        json!(format!("key={key} use=0 server_id={id} server_key={name}"))
    };
    let mut lines: Vec<Value> = bench.balancer.stick_entries().map(line).collect();
    lines.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
    Value::Array(lines)
}

/// Every hash function's value, plain and stirred.
fn hashes(input: &str) -> Value {
    let mut values = Map::new();
    for function in HashFunction::ALL {
        let plain = function.of(input.as_bytes());
        values.insert(function.keyword().to_owned(), json!(plain));
        values.insert(format!("{}-avalanche", function.keyword()), json!(avalanche(plain)));
    }
    Value::Object(values)
}

fn statistics(bench: &Bench) -> Value {
    let mut shown = Map::new();
    for (place, name) in bench.vector.names.iter().enumerate() {
        if let Some(server) = bench.balancer.server(bench.now, ServerIndex(place as u16)) {
            let status = server.status.to_string();
            let fields =
                json!({"status": status, "weight": server.weight, "current": server.open, "queued": server.queued});
            shown.insert(name.clone(), fields);
        }
    }
    let backend = bench.balancer.backend();
    let status = if backend.up { "UP" } else { "DOWN" };
    shown.insert("BACKEND".to_owned(), json!({"status": status, "weight": backend.weight, "queued": backend.queued}));
    Value::Object(shown)
}

fn queues(bench: &Bench) -> Map<String, Value> {
    let servers = bench.vector.names.iter().enumerate().map(|(place, name)| {
        let server = bench.balancer.server(bench.now, ServerIndex(place as u16));
        (name.as_str(), server.map_or(0, |server| server.queued))
    });
    let all = servers.chain([("BACKEND", bench.balancer.backend().queued)]);
    all.filter(|&(_, queued)| queued > 0).map(|(name, queued)| (name.to_owned(), json!(queued))).collect()
}

fn name(server: Option<ServerIndex>, names: &[String]) -> Value {
    server.and_then(|server| names.get(server.index())).map_or(Value::Null, |name| json!(name))
}
