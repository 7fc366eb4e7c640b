//! Recordings of `limit_req`: the arrivals that nginx saw, through the model's own bucket.

use crate::conform::Difference;
use crate::model::config::LimitReq;
use crate::model::server::nginx::bucket::{Buckets, Verdict};
use serde::Deserialize;

/// The schema of these recordings.
pub const SCHEMA: &str = "infra-conformance-case/1";

/// A recording, as far as it is about a bucket.
#[derive(Deserialize)]
struct Case {
    schema: String,
    params: Params,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Params {
    rate_per_s: Option<u32>,
    burst: Option<u32>,
    delay: Option<Delay>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Delay {
    After(u32),
    Word(String),
}

#[derive(Deserialize)]
struct Run {
    timeline: Vec<Moment>,
    measures: Measures,
}

#[derive(Deserialize)]
struct Moment {
    outcome: Outcome,
}

#[derive(Deserialize)]
struct Outcome {
    nginx_arrival_ms: Option<u64>,
}

#[derive(Deserialize)]
struct Measures {
    observed: Option<String>,
}

/// Plays a recording and compares every run: the letter for each request is `P` for passed at once, `D` for delayed, `R` for
/// rejected.
///
/// # Errors
/// The first [`Difference`].
pub fn replay(recording: &str) -> Result<(), Difference> {
    let unreadable = |why: String| Difference::Unreadable { why };
    let case: Case = serde_json::from_str(recording).map_err(|error| unreadable(error.to_string()))?;
    if case.schema != SCHEMA {
        return Err(unreadable(format!("schema {}", case.schema)));
    }
    let Params { rate_per_s: Some(rate_per_s), burst: Some(burst), delay: Some(delay) } = case.params else {
        return Err(Difference::NotBuilt {
            what: String::from("a case that takes a whole site: tests/stack/ plays those"),
        });
    };
    let delay = match delay {
        Delay::After(requests) => requests,
        Delay::Word(word) if word == "nodelay" => burst,
        Delay::Word(word) => return Err(unreadable(format!("delay {word}"))),
    };
    let limit = LimitReq { rate_per_s, burst, delay };
    for (step, run) in case.runs.iter().enumerate() {
        let got = letters(&limit, run)?;
        let expected = run.measures.observed.clone().unwrap_or_default();
        if got != expected || got.is_empty() {
            return Err(Difference::Observation { step, key: String::from("observed"), expected, got });
        }
    }
    match case.runs.is_empty() {
        true => Err(unreadable(String::from("no runs"))),
        false => Ok(()),
    }
}

fn letters(limit: &LimitReq, run: &Run) -> Result<String, Difference> {
    let mut buckets = Buckets::default();
    run.timeline
        .iter()
        .map(|moment| {
            let now = moment.outcome.nginx_arrival_ms;
            let now =
                now.ok_or_else(|| Difference::Unreadable { why: String::from("a request without its arrival") })?;
            Ok(match buckets.admit(0, now, limit) {
                Verdict::Pass => 'P',
                Verdict::Delay(_) => 'D',
                Verdict::Reject => 'R',
            })
        })
        .collect()
}
