//! The release build of the page, by Trunk, into `dist/`; the one line in it that Trunk cannot be told to leave out; and then
//! all files as small as they can be.

use std::env;
use std::fs;

use xtask::{Outcome, checkout, process};

use crate::{languages, setup, shrink};

/// `cargo xtask build`: from a fresh checkout to the files that any host can serve.
pub fn build() -> Outcome {
    setup::for_building()?;
    println!("building the page (about 1 min the first time)");
    page()
}

/// Builds the page with tools that are there.
pub fn page() -> Outcome {
    let mut trunk = process::command("trunk");
    // A failed build is the compiler's to explain; a trace through Trunk would only bury what it said.
    trunk.args(["build", "--release"]).env("RUST_BACKTRACE", "0");
    // Trunk takes NO_COLOR for a flag and stops at the usual NO_COLOR=1; its own variable says the same.
    if env::var_os("NO_COLOR").is_some() {
        trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    process::run(&mut trunk)?;
    let shell = checkout::dist().join("index.html");
    fs::read_to_string(&shell)
        .and_then(|text| fs::write(&shell, without_preload(&text)))
        .map_err(|error| format!("{} cannot be finished: {error}", shell.display()))?;
    shrink::shrink()?;
    languages::add()
}

/// Trunk's link to the module makes browsers fetch it ahead of `static/boot.js`, and then WebKit fetches it twice, for
/// it never hands a response so fetched to a script; Chromium warns that it ignores the link's integrity. Under another
/// name the link only tells boot.js where the module is and what its hash must be.
fn without_preload(shell: &str) -> String {
    shell.replace("<link rel=\"preload\"", "<link rel=\"wasm\"")
}
