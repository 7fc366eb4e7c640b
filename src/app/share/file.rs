//! A run as a file: the query of its link, and what makes it certain that what is opened is the same. Reading never fails
//! without a word.

use crate::app::protocol::json::{self, Json};
use crate::engine::time::SimTime;
use crate::scenario::decimal;
use crate::scenario::script;
use crate::scenario::wire::{MODEL_VERSION, SCHEMA_VERSION};

/// Longest file that is read, in bytes.
pub const LONGEST_FILE: usize = 256 * 1024;
/// Name of a file that is written.
pub const NAME: &str = "run.tierscope.json";
/// What says that a file is one of these.
const APP: &str = "tierscope";

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is longer than [`LONGEST_FILE`].
    TooLong,
    /// The browser did not give it.
    Unread,
    /// It is not a file of this program.
    Foreign,
    /// It has no link in it.
    Empty,
    /// It is of a later version.
    Newer,
    /// Its digest cannot be read.
    Digest,
}

/// What a file says.
#[derive(Debug, PartialEq)]
pub(super) struct Record {
    /// The query of the link.
    pub query: String,
    /// An instant and the digest of the run there.
    pub promise: Option<(SimTime, u64)>,
    /// What was not understood.
    pub flaws: Vec<Flaw>,
}

/// Writes a file, a line for each thing it says.
pub(super) fn write(title: &str, query: &str, at: SimTime, digest: Option<u64>) -> String {
    let mut pairs = vec![
        ("app", Json::from(APP)),
        ("v", Json::Number(f64::from(SCHEMA_VERSION))),
        ("model", Json::Number(f64::from(MODEL_VERSION))),
        ("title", Json::from(title)),
        ("query", Json::from(query)),
        ("at", Json::Text(decimal::show_instant(at.as_nanos()))),
    ];
    pairs.extend(digest.map(|digest| ("digest", Json::Text(format!("{digest:016x}")))));
    let mut text = String::from("{\n");
    for (index, (name, value)) in pairs.iter().enumerate() {
        let end = if index + 1 < pairs.len() { ",\n" } else { "\n}\n" };
        for part in ["  \"", name, "\": ", &value.write(), end] {
            text.push_str(part);
        }
    }
    text
}

/// Reads a file, whatever it is.
pub(super) fn read(text: &str) -> Result<Record, Flaw> {
    if text.len() > LONGEST_FILE {
        return Err(Flaw::TooLong);
    }
    let json = json::read_up_to(text.trim_start_matches('\u{feff}'), LONGEST_FILE).ok_or(Flaw::Foreign)?;
    let query = json.text("query").filter(|query| !query.trim().is_empty());
    let query = match (json.text("app"), query) {
        (Some(APP), Some(query)) => query.to_owned(),
        (Some(APP), None) => return Err(Flaw::Empty),
        _ => return Err(Flaw::Foreign),
    };
    let mut flaws = Vec::new();
    if json.number("v").is_some_and(|version| version > f64::from(SCHEMA_VERSION)) {
        flaws.push(Flaw::Newer);
    }
    let promise = match (json.get("at"), json.get("digest")) {
        (_, None) => None,
        (Some(Json::Text(at)), Some(Json::Text(digest))) => script::read_instant(at).ok().zip(hash(digest)),
        _ => None,
    };
    if promise.is_none() && json.get("digest").is_some() {
        flaws.push(Flaw::Digest);
    }
    Ok(Record { query, promise, flaws })
}

/// A digest as it is written: sixteen digits.
fn hash(text: &str) -> Option<u64> {
    let is_plain = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_plain.then(|| u64::from_str_radix(text, 16).ok()).flatten()
}
