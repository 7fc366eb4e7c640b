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
pub use pace::Size;
pub use talk::{Talk, broken};

use json::Json;

/// Version of the protocol.
pub const VERSION: u32 = 1;
/// Longest text of a message's id that is sent back.
const LONGEST_ID: usize = 100;

/// An object of these names and values.
fn object<const N: usize>(pairs: [(&str, Json); N]) -> Json {
    Json::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The answer to a message: its subject with `.response`, its id, and these.
fn answer<const N: usize>(message: &Json, pairs: [(&str, Json); N]) -> Json {
    let subject = message.text("subject").unwrap_or_default();
    let id = match message.get("message_id") {
        Some(Json::Text(id)) if id.len() <= LONGEST_ID => Json::Text(id.clone()),
        Some(Json::Number(id)) => Json::Number(*id),
        _ => Json::Null,
    };
    let head = [("subject", Json::Text(format!("{subject}.response"))), ("message_id", id)];
    Json::Object(head.into_iter().chain(pairs).map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The answer that something was not done, and why.
fn refusal(message: &Json, reason: &str) -> Json {
    answer(message, [("ok", Json::Bool(false)), ("reason", reason.into())])
}

#[cfg(test)]
mod tests;
