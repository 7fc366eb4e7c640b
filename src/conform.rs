//! Replays recordings of a real HAProxy 2.6.12 against the model's own balancer, and those of nginx' `limit_req` against its bucket.
//!
//! This is the balancer's second driver: clients, servers and checks that answer at once, a clock and an agenda. It holds no
//! rule of choice, queue, retry or time limit of its own, so a bug in the balancer shows here and in the world alike. A
//! recording that needs what is not built fails and says what; none is skipped.

mod action;
mod bench;
pub mod databases;
mod observe;
mod play;
mod site;
pub mod stack;
mod vector;

use core::fmt;

/// Where a recording and the balancer part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The recording cannot be read, or makes no sense.
    Unreadable {
        /// What is wrong with it.
        why: String,
    },
    /// The recording needs something that this balancer, or this driver, does not have.
    NotBuilt {
        /// What.
        what: String,
    },
    /// The balancer cannot follow: the step never comes to its end, or the balancer's own audit fails after it.
    Broken {
        /// The step, from 0.
        step: usize,
        /// What is wrong.
        why: String,
    },
    /// An observation differs.
    Observation {
        /// The step, from 0.
        step: usize,
        /// What was observed: a key of the recording.
        key: String,
        /// The recording's value, as JSON; `null` for none.
        expected: String,
        /// The balancer's.
        got: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Unreadable { why } => write!(f, "unreadable recording: {why}"),
            Difference::NotBuilt { what } => write!(f, "not built: {what}"),
            Difference::Broken { step, why } => write!(f, "step {step}: {why}"),
            Difference::Observation { step, key, expected, got } => {
                write!(f, "step {step}: `{key}` was {expected} in HAProxy, is {got} here")
            }
        }
    }
}

impl core::error::Error for Difference {}

/// What every recording says of itself.
#[derive(serde::Deserialize)]
struct Named {
    schema: Option<String>,
}

/// Plays a recording (JSON, schema `haproxy-conformance-vector/1`, or `infra-conformance-case/1` of `limit_req`) and compares every step.
///
/// # Errors
/// The first [`Difference`].
pub fn replay(recording: &str) -> Result<(), Difference> {
    let named = serde_json::from_str(recording).unwrap_or(Named { schema: None });
    if named.schema.as_deref() == Some(stack::bucket::SCHEMA) {
        return stack::bucket::replay(recording);
    }
    let vector = vector::Vector::read(recording)?;
    let mut bench = bench::Bench::new(&vector);
    for (number, (step, expected)) in vector.steps.iter().zip(&vector.observed).enumerate() {
        let got = bench.play(number, step)?;
        observe::compare(number, expected, &got)?;
    }
    Ok(())
}
