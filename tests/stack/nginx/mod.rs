//! nginx as it was recorded: the same acts, on the model's own site.

mod cache;
mod connections;
mod group;
mod limits;
mod passing;

use crate::case::Case;
use serde_json::{Value, json};
use tierscope::conform::stack::web::{Ticket, Web};
use tierscope::engine::time::SimDuration;
use tierscope::model::errand::{Errand, Seen};

/// So many requests one after the other, and what each got.
pub fn one_by_one(web: &mut Web, count: usize, errand: impl Fn(usize) -> Errand) -> Vec<Seen> {
    (0..count).map(|number| web.get(errand(number))).collect()
}

/// So many requests a tenth of a millisecond apart.
pub fn overlapping(web: &mut Web, count: usize, errand: impl Fn(usize) -> Errand) -> Vec<Ticket> {
    let pause = SimDuration::from_nanos(100_000);
    (0..count)
        .map(|number| {
            let ticket = web.send(errand(number));
            web.wait(pause);
            ticket
        })
        .collect()
}

pub fn statuses(seen: &[Seen]) -> Value {
    json!(seen.iter().map(Seen::status).collect::<Vec<_>>())
}

pub fn of(web: &Web, tickets: &[Ticket]) -> Vec<Seen> {
    tickets.iter().map(|ticket| web.seen(*ticket).clone()).collect()
}

pub fn seconds(case: &Case, key: &str) -> SimDuration {
    SimDuration::from_seconds_f64(case.number(key))
}

pub fn slowest_ms(seen: &[Seen]) -> f64 {
    seen.iter().filter_map(Seen::millis).fold(0.0, f64::max)
}

pub fn do_it(web: &mut Web, act: &str) {
    web.act(act).unwrap_or_else(|why| panic!("{act}: {why}"));
}
