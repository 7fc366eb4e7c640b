//! What a page within another one and its host say to each other: objects with a `subject`, as JSON. Pure: it takes and gives
//! texts and real milliseconds, and knows no browser. docs/embedding.md is the same for those who write a host.
//!
//! A host's message is never trusted: what is too long, too deep or unknown is ignored, and what is not understood is
//! answered with a reason.

mod cmd;
mod get;
pub mod json;
mod pace;
mod set;
mod talk;

pub use cmd::COMMANDS;
pub use get::THINGS;
pub use json::LONGEST;
pub use pace::{Patience, Size};
pub use talk::{Talk, broken};

use json::Json;

/// Version of the protocol.
pub const VERSION: u32 = 1;
/// Longest text of a message's id that is sent back.
const LONGEST_ID: usize = 100;

/// A name and its value.
#[inline(never)]
fn named(name: &str, value: Json) -> (String, Json) {
    (name.to_owned(), value)
}

/// The answer to a message: its subject with `.response`, its id, and these.
fn answer(message: &Json, mut pairs: Vec<(String, Json)>) -> Json {
    let subject = message.text("subject").unwrap_or_default();
    let id = match message.get("message_id") {
        Some(Json::Text(id)) if id.len() <= LONGEST_ID => Json::Text(id.clone()),
        Some(Json::Number(id)) => Json::Number(*id),
        _ => Json::Null,
    };
    let mut all = vec![named("subject", Json::Text([subject, ".response"].concat())), named("message_id", id)];
    all.append(&mut pairs);
    Json::Object(all)
}

/// The answer that something was not done, and why.
fn refusal(message: &Json, reason: &str) -> Json {
    answer(message, vec![named("ok", Json::Bool(false)), named("reason", reason.into())])
}

#[cfg(test)]
mod tests;
