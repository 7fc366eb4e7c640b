//! The release build of the page, by Trunk, into `dist/`; the one line in it that Trunk cannot be told to leave out; and then
//! all files as small as they can be.

use std::env;
use std::fs;
use std::path::PathBuf;

use xtask::{Outcome, checkout, process};

use crate::{finish, languages, setup, shrink, single, statement};

/// `cargo xtask build`: from a fresh checkout to the files that any host can serve.
pub fn build() -> Outcome {
    setup::for_building()?;
    println!("building the page (about 1 min the first time)");
    page()
}

/// Builds the page with tools that are there: the files in `dist/`, all of them in one beside them, and each of them compressed.
pub fn page() -> Outcome {
    files()?;
    let dist = checkout::dist();
    process::run(process::cargo().args(["run", "--quiet", "--locked", "--package", "press", "--"]).arg(dist))
}

/// The same without what is compressed.
pub fn files() -> Outcome {
    trunk()?;
    single::write()?;
    shrink::shrink()?;
    statement::add()?;
    languages::add()?;
    finish::finish()
}

/// Builds the page as Trunk leaves it, but for one line.
pub fn trunk() -> Outcome {
    let mut trunk = process::command("trunk");
    // A failed build is the compiler's to explain; a trace through Trunk would only bury what it said.
    trunk.args(["build", "--release"]).env("RUST_BACKTRACE", "0");
    // Added to the flags in .cargo/config.toml.
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", without_places());
    // Trunk takes NO_COLOR for a flag and stops at the usual NO_COLOR=1; its own variable says the same.
    if env::var_os("NO_COLOR").is_some() {
        trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    process::run(&mut trunk)?;
    let shell = checkout::dist().join("index.html");
    fs::read_to_string(&shell)
        .and_then(|text| fs::write(&shell, without_preload(&text)))
        .map_err(|error| format!("{} cannot be finished: {error}", shell.display()))
}

/// Flags by which the module does not tell where it was built: panics name the file that they come from. So two checkouts on two machines
/// make the same bytes.
fn without_places() -> String {
    let home = env::home_dir().unwrap_or_default();
    let cargo = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let places = [(cargo, "cargo"), (checkout::root(), "tierscope")];
    // What has a space in its name would be two flags.
    let flags = places.iter().filter(|(place, _)| !place.to_string_lossy().contains(' '));
    flags.map(|(place, name)| format!("--remap-path-prefix={}=/{name} ", place.display())).collect()
}

/// Trunk's link to the module makes browsers fetch it ahead of `static/boot.js`, and then WebKit fetches it twice, for
/// it never hands a response so fetched to a script; Chromium warns that it ignores the link's integrity. Under another
/// name the link only tells boot.js where the module is and what its hash must be.
fn without_preload(shell: &str) -> String {
    shell.replace("<link rel=\"preload\"", "<link rel=\"wasm\"")
}
