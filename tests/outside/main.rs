//! Everything that reads text from outside takes any text: the properties of the fuzz targets, on generated text and on damaged
//! recordings. Links have a test of their own (`links`).
#![cfg(not(target_arch = "wasm32"))]

#[path = "../../fuzz/properties.rs"]
#[allow(dead_code, reason = "one file has the properties of all readers, and each target tries some")]
mod properties;

use proptest::prelude::*;
use std::fs;
use tierscope::scenario::knob::Knob;

/// What acts and axes are made of, and what they are not, divided by spaces.
const WORDS: &str = "crash restart freeze thaw slow loss restore partition heal promote clone drain maint ready weight maxconn ramp \
    flash day : : : = = ~ . , .. .. - @ server-1 server-2 server-64 db-1 db-9 lb-1 client nginx haproxy manager \
    mysqld app 0 1 2 50 500 0.5 0.1 99999999999999999999 1e309 nan -1 s ms us m exp:8ms gamma:8ms:0.7 on off first \
    random é \u{202e} \0";

fn words() -> Vec<&'static str> {
    WORDS.split(' ').chain(Knob::ALL.iter().map(|knob| knob.key)).collect()
}

fn any_words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(words()), 0..most).prop_map(|words| words.concat())
}

/// The recordings, as far as they are small.
fn recordings() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/haproxy");
    let files = fs::read_dir(folder).expect("the recordings").filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    let read = |file| fs::read_to_string(file).ok().filter(|text| text.len() < 20_000);
    files.into_iter().filter_map(read).collect()
}

/// Other numbers in the place of one: where a recording's fields are hurt most.
const NUMBERS: [&str; 9] = ["0", "1", "-1", "65535", "65536", "4294967295", "18446744073709551615", "1e300", "null"];

/// A text with some damage done to it.
fn damaged(text: &str, damage: &[(prop::sample::Index, usize, char)]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (index, kind, letter) in damage {
        let at = index.index(text.len().max(1)).min(text.len().saturating_sub(1));
        match kind % 4 {
            0 if !text.is_empty() => text[at] = *letter,
            1 => text.truncate(at),
            _ => {
                // The next number becomes another one.
                let Some(begin) = (at..text.len()).find(|at| text[*at].is_ascii_digit()) else { continue };
                let end = (begin..text.len()).find(|at| !text[*at].is_ascii_digit()).unwrap_or(text.len());
                text.splice(begin..end, NUMBERS[*kind % NUMBERS.len()].chars());
            }
        }
    }
    text.into_iter().collect()
}

/// Messages of a host to begin with, and pieces of which they are made.
const MESSAGES: [&str; 6] = [
    r#"{"subject":"tierscope.set","message_id":"a","patch":{"rps":350,"lb":"leastconn","srv":"5","sticky":true}}"#,
    r#"{"subject":"tierscope.set","query":"?v=1&preset=dedicated&do=crash:db-1@1s&t=2s"}"#,
    r#"{"subject":"tierscope.cmd","do":"crash:server-1","n":-1.5e2,"what":"server-1.nginx","t_s":12.25}"#,
    r#"{"subject":"tierscope.cmd","do":"step","n":3}"#,
    r#"{"subject":"tierscope.get","message_id":7,"what":"csv"}"#,
    r#"{"subject":"tierscope.subscribe","topics":["metrics",null],"hz":1e400}"#,
];

/// A message in which a piece was put in place of another.
fn any_message() -> impl Strategy<Value = String> {
    let pieces = "{ } [ ] , : \" \\ \\u \\ud83d\\ude00 null true -0.5 1e9 do what query patch subject seek select trace follow open \
                  reseed play rps preset simple queue server-1 lb-1~server-2 0 9007199254740993";
    let pieces: Vec<&str> = pieces.split_whitespace().collect();
    let damage = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(pieces)), 0..4);
    (prop::sample::select(&MESSAGES[..]), damage).prop_map(|(message, damage)| {
        let mut text: Vec<char> = message.chars().collect();
        for (index, length, piece) in damage {
            let at = index.index(text.len());
            text.splice(at..(at + length).min(text.len()), piece.chars());
            text.push(' ');
        }
        text.into_iter().collect()
    })
}

/// A saved run.
const SAVED: &str = r#"{"app": "tierscope", "v": 1, "model": 1, "title": "x", "at": "1.5s", "digest": "00000000000000ff",
  "query": "v=1&m=1&preset=dedicated&rps=30&do=crash:db-1@1s&t=1.5s"}"#;

proptest! {
    #[test]
    fn any_text_is_a_saved_run_or_is_refused(
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop_oneof![any_words(2), ".{0,3}"]), 0..4),
    ) {
        let mut text: Vec<char> = SAVED.chars().collect();
        for (index, length, piece) in damage {
            let at = index.index(text.len());
            text.splice(at..(at + length).min(text.len()), piece.chars());
            text.push(' ');
        }
        properties::file(&text.into_iter().collect::<String>());
    }

    #[test]
    fn any_text_is_a_message_or_is_ignored(text in prop_oneof![any_message(), any_words(12), ".{0,60}"]) {
        properties::message(&text);
    }

    #[test]
    fn any_text_is_an_act_or_is_refused(text in prop_oneof![any_words(8), ".{0,40}"]) {
        properties::act(&text);
    }

    #[test]
    fn any_text_is_an_axis_or_is_refused(text in prop_oneof![any_words(10), "(rps|srv|ship|lb)=[0-9a-z.,:]{0,20}", ".{0,40}"]) {
        properties::axis(&text);
    }

    #[test]
    fn any_text_is_a_recording_or_is_refused(text in prop_oneof![any_words(40), ".{0,200}"]) {
        properties::recording(&text);
    }

    #[test]
    fn a_damaged_recording_is_replayed_or_refused(
        recording in prop::sample::select(recordings()),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, any::<char>()), 1..4),
    ) {
        properties::recording(&damaged(&recording, &damage));
    }

    #[test]
    fn any_words_of_a_link_run(words in prop::collection::vec(prop::sample::select(words()), 0..30)) {
        properties::run(&words.join("&"));
    }
}
