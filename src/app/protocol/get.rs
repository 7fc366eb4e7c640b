//! `tierscope.get`: what a host can ask for; and the figures that it can have as they change.

use super::json::Json;
use super::{answer, named, refusal};
use crate::app::diary::Line;
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
    [
        "report",
        "`text`: what goes with a question or a fault: the link, which opens at this instant, the version of the model, the digest, the build; `null` where the run is more than a link can hold. The run goes on to the next whole millisecond first.",
    ],
    ["description", "`text`: what is built and what is broken, in at most 120 words."],
    [
        "client",
        "`client`, the number of the client who is followed, `null` where nobody is; `since_s`, from when on nothing is left out; `lines`, the latest first: `t_s`, `kind`, `text`.",
    ],
    ["csv", "`text`: HAProxy's own statistics as it prints them; not in a preset without HAProxy."],
];

/// Answers it.
pub(super) fn get(state: &mut State, message: &Json) -> Json {
    state.refresh();
    let snapshot = &state.shown.snapshot;
    let what = message.text("what").unwrap_or_default();
    let text = |text| vec![named("text", Json::Text(text))];
    let mut found = match what {
        "state" => state_of(state),
        "metrics" => metrics(snapshot),
        "description" => text(state.description()),
        "client" => client(state),
        "report" => vec![named("text", state.report().map_or(Json::Null, Json::Text))],
        "csv" if snapshot.balancer.is_some() => text(statistics::csv(&statistics::rows(snapshot))),
        _ => return refusal(message, &state.texts.page.no_thing(what)),
    };
    let mut pairs = vec![named("ok", Json::Bool(true)), named("what", what.into())];
    pairs.append(&mut found);
    answer(message, pairs)
}

/// What the client tells who is followed.
#[inline(never)]
fn client(state: &State) -> Vec<(String, Json)> {
    let Some(tale) = &state.tale else { return vec![named("client", Json::Null)] };
    let line = |line: &Line| {
        let at = Json::Number(line.at.as_seconds());
        Json::Object(vec![
            named("t_s", at),
            named("kind", line.kind.into()),
            named("text", Json::Text(line.text.clone())),
        ])
    };
    vec![
        named("client", Json::Number(tale.client.into())),
        named("since_s", Json::Number(tale.since.as_seconds())),
        named("lines", Json::List(tale.lines.iter().map(line).collect())),
    ]
}

/// How the run stands.
pub(super) fn state_of(state: &State) -> Vec<(String, Json)> {
    let run = &state.simulation;
    vec![
        named("query", state.link(false).map_or(Json::Null, Json::Text)),
        named("t_s", Json::Number(state.instant().as_seconds())),
        named("playing", Json::Bool(state.clock.playing)),
        named("speed", Json::Number(state.clock.factor())),
        named("preset", state.scenario().config.preset.keyword().into()),
        named("digest", Json::Text(format!("{:016x}", run.digest()))),
        named("events", Json::Number(run.events() as f64)),
    ]
}

/// The figures of the last seconds; those of nothing are `null`.
pub(super) fn metrics(run: &Snapshot) -> Vec<(String, Json)> {
    let (recent, response) = (&run.recent, &run.recent.response);
    let quantile = |length: SimDuration| if response.n == 0 { Json::Null } else { Json::Number(length.as_seconds()) };
    let queue = run.balancer.as_ref().map_or(0, |balancer| balancer.queued)
        + run.servers.iter().map(|server| server.app.queued).sum::<usize>();
    let replicas = run.each_database().filter(|(.., database)| database.role == Role::Replica);
    let lag = replicas.map(|(.., database)| database.lag).max();
    vec![
        named("t_s", Json::Number(run.now.as_seconds())),
        named("arrived_per_s", Json::Number(recent.arrived_per_s)),
        named("answered_per_s", Json::Number(recent.answered_per_s)),
        named("errors_per_s", Json::Number(recent.errors_per_s)),
        named("p50_s", quantile(response.p50)),
        named("p95_s", quantile(response.p95)),
        named("p99_s", quantile(response.p99)),
        named("in_flight", Json::Number(run.ledger.in_flight() as f64)),
        named("queue", Json::Number(queue as f64)),
        named("lag_s", lag.map_or(Json::Null, |lag| Json::Number(lag.as_seconds()))),
    ]
}
