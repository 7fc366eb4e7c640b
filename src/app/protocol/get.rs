//! `tierscope.get`: what a host can ask for; and the figures that it can have as they change.

use super::json::Json;
use super::{answer, refusal};
use crate::app::state::State;
use crate::app::statistics;
use crate::engine::time::SimDuration;
use crate::snapshot::{Role, Snapshot};

/// What can be asked for: its word, and what it is.
pub const THINGS: &[[&str; 2]] = &[
    [
        "state",
        "`query`, the link to the run; `t_s`; `playing`; `speed`; `preset`; `digest` and `events`, by which two runs can be told to be the same.",
    ],
    ["metrics", "The figures of `tierscope.metrics`, now."],
    ["description", "`text`: what is built and what is broken, in at most 120 words."],
    ["csv", "`text`: HAProxy's own statistics as it prints them; not in a preset without HAProxy."],
];

/// Answers it.
pub(super) fn get(state: &mut State, message: &Json) -> Json {
    state.refresh();
    let snapshot = &state.shown.snapshot;
    let what = message.text("what").unwrap_or_default();
    let text = |text| vec![("text".to_owned(), Json::Text(text))];
    let found = match what {
        "state" => state_of(state),
        "metrics" => metrics(snapshot),
        "description" => text(state.description()),
        "csv" if snapshot.balancer.is_some() => text(statistics::csv(&statistics::rows(snapshot))),
        _ => return refusal(message, &(state.texts.page.no_thing)(what)),
    };
    match answer(message, [("ok", Json::Bool(true)), ("what", what.into())]) {
        Json::Object(mut pairs) => {
            pairs.extend(found);
            Json::Object(pairs)
        }
        other => other,
    }
}

/// How the run stands.
pub(super) fn state_of(state: &State) -> Vec<(String, Json)> {
    let run = &state.simulation;
    named([
        ("query", state.link(false).map_or(Json::Null, Json::Text)),
        ("t_s", Json::Number(state.instant().as_seconds())),
        ("playing", Json::Bool(state.clock.playing)),
        ("speed", Json::Number(state.clock.factor())),
        ("preset", state.scenario().config.preset.keyword().into()),
        ("digest", Json::Text(format!("{:016x}", run.digest()))),
        ("events", Json::Number(run.events() as f64)),
    ])
}

/// The figures of the last seconds; those of nothing are `null`.
pub(super) fn metrics(run: &Snapshot) -> Vec<(String, Json)> {
    let (recent, response) = (&run.recent, &run.recent.response);
    let quantile = |length: SimDuration| if response.n == 0 { Json::Null } else { Json::Number(length.as_seconds()) };
    let queue = run.balancer.as_ref().map_or(0, |balancer| balancer.queued)
        + run.servers.iter().map(|server| server.app.queued).sum::<usize>();
    let replicas = run.each_database().filter(|(.., database)| database.role == Role::Replica);
    let lag = replicas.map(|(.., database)| database.lag).max();
    named([
        ("t_s", Json::Number(run.now.as_seconds())),
        ("arrived_per_s", Json::Number(recent.arrived_per_s)),
        ("answered_per_s", Json::Number(recent.answered_per_s)),
        ("errors_per_s", Json::Number(recent.errors_per_s)),
        ("p50_s", quantile(response.p50)),
        ("p95_s", quantile(response.p95)),
        ("p99_s", quantile(response.p99)),
        ("in_flight", Json::Number(run.ledger.in_flight() as f64)),
        ("queue", Json::Number(queue as f64)),
        ("lag_s", lag.map_or(Json::Null, |lag| Json::Number(lag.as_seconds()))),
    ])
}

fn named<const N: usize>(pairs: [(&str, Json); N]) -> Vec<(String, Json)> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
