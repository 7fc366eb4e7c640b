//! HAProxy's own statistics of a run: a row for the frontend, each server and the backend, under the names that HAProxy's
//! page and CSV give them, and the response-time percentiles that its users ask for since 2019 (haproxy#299). Knows what a
//! snapshot says; what the model does not have (TLS, agents) is empty, as HAProxy leaves empty what it does not have.

mod csv;

pub use csv::{COLUMNS, csv};

use crate::engine::digits::fixed;
use crate::metrics::series::Quantiles;
use crate::model::balancer::{CheckResult, Counters, Health};
use crate::model::traffic::Traffic;
use crate::snapshot::{BackendView, BalancerView, Snapshot};

/// The names of the frontend and the backend.
const FRONTEND: &str = "www";
const BACKEND: &str = "site";

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The listening side.
    Frontend,
    /// The server with this index.
    Server(usize),
    /// All servers together.
    Backend,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is about.
    pub subject: Subject,
    /// Names of columns and what stands there; what is not named is empty.
    cells: Vec<(&'static str, String)>,
}

impl Row {
    /// What stands in a column of HAProxy's name.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text)
    }

    fn new(subject: Subject, proxy: &str, name: &str) -> Row {
        let mut row = Row { subject, cells: Vec::new() };
        row.put("pxname", proxy);
        row.put("svname", name);
        row
    }

    fn put(&mut self, column: &'static str, value: impl ToString) {
        self.cells.push((column, value.to_string()));
    }

    fn put_all<T: ToString + Copy>(&mut self, cells: &[(&'static str, T)]) {
        cells.iter().for_each(|(column, value)| self.put(column, *value));
    }

    fn put_traffic(&mut self, traffic: Traffic) {
        self.put_all(&[("bin", traffic.requests), ("bout", traffic.answers)]);
    }

    fn put_responses(&mut self, responses: Quantiles) {
        if responses.n > 0 {
            let millis = |time: crate::engine::time::SimDuration| fixed(time.as_millis_f64(), 1);
            self.put("p50_ms", millis(responses.p50));
            self.put("p95_ms", millis(responses.p95));
            self.put("p99_ms", millis(responses.p99));
        }
    }

    fn put_answers(&mut self, answers: [u64; 5]) {
        let columns = ["hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx"];
        columns.into_iter().zip(answers).for_each(|(column, count)| self.put(column, count));
        self.put("hrsp_other", 0);
    }
}

/// The rows: frontend, servers, backend.
pub fn rows(snapshot: &Snapshot) -> Vec<Row> {
    let Some(view) = &snapshot.balancer else { return Vec::new() };
    let servers = view.servers.iter().enumerate().map(|(index, server)| row_of(snapshot, index, server));
    [frontend(snapshot, view)].into_iter().chain(servers).chain([backend(snapshot, view)]).collect()
}

fn frontend(snapshot: &Snapshot, view: &BalancerView) -> Row {
    let front = &view.totals;
    let mut row = Row::new(Subject::Frontend, FRONTEND, "FRONTEND");
    row.put_all(&[("scur", front.streams.into()), ("smax", front.streams_max.into()), ("stot", front.accepted)]);
    row.put_traffic(view.traffic);
    // What the model has no way to deny.
    row.put_all(&[("dreq", 0), ("dresp", 0), ("ereq", front.bad_requests)]);
    row.put("status", if view.running { "OPEN" } else { "STOP" });
    row.put_all(&[("pid", 1), ("iid", 2), ("sid", 0), ("type", 0)]);
    row.put_all(&[("rate", view.rate.last.into()), ("rate_max", view.rate.most.into()), ("req_tot", front.requests)]);
    row.put_answers(front.answers);
    row.put("mode", "http");
    row.put_responses(snapshot.responses);
    row
}

fn row_of(snapshot: &Snapshot, index: usize, server: &BackendView) -> Row {
    let view = &server.haproxy;
    let mut row = Row::new(Subject::Server(index), BACKEND, &snapshot.servers[index].machine.to_string());
    row.put_all(&[("qcur", view.queued), ("qmax", view.queued_max), ("scur", view.open), ("smax", view.open_max)]);
    if let Some(limit) = view.maxconn {
        row.put("slim", limit);
    }
    put_counters(&mut row, &view.counters);
    row.put_traffic(server.traffic);
    row.put("status", view.status);
    row.put("weight", view.weight);
    row.put_all(&[("act", u32::from(!view.backup)), ("bck", u32::from(view.backup))]);
    if let Some(check) = view.check {
        row.put_all(&[("chkfail", view.counters.chkfail), ("chkdown", view.counters.chkdown)]);
        row.put_all(&[
            ("check_rise", check.rise),
            ("check_fall", check.fall),
            ("check_health", number(check.health, check.rise, check.fall)),
        ]);
    }
    let seconds = |time: crate::engine::time::SimDuration| time.as_nanos() / 1_000_000_000;
    row.put("lastchg", seconds(snapshot.now.since(view.last_change)));
    row.put("downtime", seconds(view.downtime));
    if view.maxqueue > 0 {
        row.put("qlimit", view.maxqueue);
    }
    row.put_all(&[("pid", 1), ("iid", 3), ("sid", view.id), ("type", 2)]);
    if let Some(throttle) = view.throttle {
        row.put("throttle", throttle);
    }
    row.put("lbtot", view.counters.lbtot);
    row.put_all(&[("rate", server.rate.last), ("rate_max", server.rate.most)]);
    if let Some((result, connected)) = view.checks.last().map(|result| (result, view.check_connected)) {
        let (status, text) = check_words(result, connected);
        row.put("check_status", status);
        row.put("check_desc", text);
        if let CheckResult::Status(code) = result {
            row.put("check_code", code);
        }
    }
    row.put_answers(view.counters.hrsp);
    row.put("hanafail", view.counters.hanafail);
    row.put("uweight", view.set_weight);
    row.put("mode", "http");
    row.put_responses(server.responses);
    row
}

fn backend(snapshot: &Snapshot, view: &BalancerView) -> Row {
    let sum = &view.backend;
    let mut row = Row::new(Subject::Backend, BACKEND, "BACKEND");
    row.put_all(&[("qcur", sum.queued), ("qmax", sum.queued_max), ("scur", sum.open), ("smax", sum.open_max)]);
    row.put("stot", view.totals.requests);
    let sum_of = |of: fn(&Traffic) -> u64| view.servers.iter().map(|server| of(&server.traffic)).sum();
    row.put_traffic(Traffic { requests: sum_of(|one| one.requests), answers: sum_of(|one| one.answers) });
    let Counters { econ, eresp, wretr, wredis, lbtot, chkdown, hanafail: _, .. } = sum.counters;
    row.put_all(&[("econ", econ), ("eresp", eresp), ("wretr", wretr), ("wredis", wredis), ("lbtot", lbtot)]);
    row.put_all(&[("dreq", 0), ("dresp", 0)]);
    row.put("status", if sum.up { "UP" } else { "DOWN" });
    row.put("weight", sum.weight);
    let usable = |backup: bool| {
        let counted = |server: &&BackendView| server.haproxy.backup == backup && server.haproxy.usable;
        view.servers.iter().filter(counted).count()
    };
    row.put_all(&[("act", usable(false)), ("bck", usable(true))]);
    row.put("chkdown", chkdown);
    row.put_all(&[("pid", 1), ("iid", 3), ("sid", 0), ("type", 1)]);
    row.put_all(&[("rate", view.rate.last), ("rate_max", view.rate.most)]);
    row.put_answers(sum.counters.hrsp);
    row.put("req_tot", view.totals.requests);
    row.put("mode", "http");
    row.put("algo", view.algorithm.keyword());
    row.put_responses(snapshot.responses);
    row
}

fn put_counters(row: &mut Row, counters: &Counters) {
    let Counters { stot, econ, eresp, wretr, wredis, .. } = *counters;
    row.put_all(&[
        ("stot", stot),
        ("dresp", 0),
        ("econ", econ),
        ("eresp", eresp),
        ("wretr", wretr),
        ("wredis", wredis),
    ]);
}

/// HAProxy's own number for a server's health.
fn number(health: Health, rise: u32, fall: u32) -> u32 {
    match health {
        Health::Up { misses } => (rise + fall - 1).saturating_sub(misses),
        Health::Down { passes } => passes,
    }
}

/// The code and the sentence of a check's result. `connected`: whether the connection of an unanswered one stood.
fn check_words(result: CheckResult, connected: bool) -> (&'static str, &'static str) {
    match result {
        CheckResult::Connected => ("L4OK", "Layer4 check passed"),
        CheckResult::Status(_) if result.passed() => ("L7OK", "Layer7 check passed"),
        CheckResult::Status(_) => ("L7STS", "Layer7 wrong status"),
        CheckResult::Refused => ("L4CON", "Layer4 connection problem"),
        CheckResult::Closed => ("L7RSP", "Layer7 invalid response"),
        CheckResult::Unanswered if connected => ("L7TOUT", "Layer7 timeout"),
        CheckResult::Unanswered => ("L4TOUT", "Layer4 timeout"),
    }
}

#[cfg(test)]
mod tests;
