//! Any text as a message of a host.

#![no_main]

#[path = "../properties.rs"]
#[allow(dead_code, reason = "one file has the properties of all readers, and each target tries some")]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| properties::file(text));
