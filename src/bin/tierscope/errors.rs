//! Unanswered requests as the report tells them: by cause and machine.

use serde::Serialize;
use std::cmp::Reverse;
use tierscope::model::id::MachineId;
use tierscope::model::observation::{Place, Stage};
use tierscope::snapshot::ErrorCount;

/// Unanswered requests of one cause at one machine.
#[derive(Debug, Serialize)]
pub struct Errors {
    pub cause: &'static str,
    pub node: String,
    pub n: u64,
}

/// The machine that a place is counted for: of two the one farther from the clients, of a call the database's.
pub fn node(place: Place) -> MachineId {
    if place.stage == Stage::Database { place.peer } else { place.machine.max(place.peer) }
}

/// Errors by cause and machine, most frequent first.
pub fn by_machine(errors: &[ErrorCount]) -> Vec<Errors> {
    let mut counted: Vec<Errors> = Vec::new();
    for error in errors {
        let (cause, node) = (error.cause.keyword(), node(error.place).to_string());
        match counted.iter_mut().find(|other| other.cause == cause && other.node == node) {
            Some(same) => same.n += error.n,
            None => counted.push(Errors { cause, node, n: error.n }),
        }
    }
    counted.sort_by_key(|errors| Reverse(errors.n));
    counted
}
