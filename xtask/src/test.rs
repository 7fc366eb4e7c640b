//! `cargo xtask test`: every check there is, the quick ones first, up to the first that fails.

use std::env;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use xtask::engine::{Engine, Found};
use xtask::process::{cargo, command, run};
use xtask::{Outcome, checkout};

use crate::jobs::spoken;
use crate::rust::WASM;
use crate::{build, hosts, release, setup};

/// Runs every check; `browsers` says whether those in real browsers are among them.
pub fn test(browsers: bool) -> Outcome {
    let start = Instant::now();
    let mut steps = Steps(0);
    steps.take("Rust target, components and crates", setup::for_checking)?;
    steps.take("format", || cargo_with("fmt --all --check"))?;
    steps.take("lints, this machine (about 2 min the first time)", native_lints)?;
    steps.take("lints, WebAssembly (about 1 min the first time)", wasm_lints)?;
    steps.take("documentation, every link of it", documentation)?;
    steps.take("tests, this machine (about 8 min the first time)", native_tests)?;
    steps.take("build tools and browsers (about 7 min the first time)", || setup::for_testing(browsers))?;
    let engines = if browsers { Engine::found() } else { Vec::new() };
    // wasm-bindgen's test runner cannot steer WebKitGTK; the tests end to end cover that engine.
    for found in engines.iter().filter(|found| found.engine != Engine::WebKit) {
        steps.take(&format!("tests, WebAssembly in {}", found.engine.keyword()), || wasm_tests(found))?;
    }
    steps.take("the page, release build (about 4 min the first time)", build::page)?;
    steps.take("a release: one file, parts and hashes", release::check)?;
    steps.take("the page's files: sizes, nothing inline, nothing from elsewhere", page_files)?;
    steps.take("hosting: what other servers send of the page", hosts::check)?;
    if let [_, ..] = engines[..] {
        let words: Vec<&str> = engines.iter().map(|found| found.engine.keyword()).collect();
        steps.take(&format!("the page end to end, side by side: {}", words.join(", ")), || side_by_side(&words))?;
    }
    steps.take("licences, bans and sources of all crates", dependencies)?;
    println!("\nall {} steps passed in {}", steps.0, spoken(start.elapsed()));
    Ok(())
}

/// How many steps have been taken.
struct Steps(u32);

impl Steps {
    /// Announces a step, takes it, and says how long it took.
    fn take(&mut self, title: &str, check: impl FnOnce() -> Outcome) -> Outcome {
        self.0 += 1;
        println!("\n{:2}. {title}", self.0);
        let start = Instant::now();
        check().map_err(|error| format!("step {}, {title}: {error}", self.0))?;
        println!("    ok after {}", spoken(start.elapsed()));
        Ok(())
    }
}

/// Runs cargo with words that one can read.
fn cargo_with(words: &str) -> Outcome {
    run(cargo().args(words.split(' ')))
}

fn native_lints() -> Outcome {
    cargo_with("clippy --locked --workspace --all-targets --features cli -- -D warnings")
}

fn wasm_lints() -> Outcome {
    cargo_with(&format!("clippy --locked --target {WASM} --features web --lib --bin page -- -D warnings"))
}

fn documentation() -> Outcome {
    run(cargo().args(["doc", "--locked", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// The browser tests bring a hundred crates of their own, which are compiled once, for `page_files` and what follows it.
fn native_tests() -> Outcome {
    cargo_with("test --locked --workspace --exclude browser --features cli")
}

fn wasm_tests(found: &Found) -> Outcome {
    let folder = checkout::empty_temporary(found.engine.keyword())?;
    let (driver, other) = match found.engine {
        Engine::Firefox => ("GECKODRIVER", "CHROMEDRIVER"),
        Engine::Chromium | Engine::WebKit => ("CHROMEDRIVER", "GECKODRIVER"),
    };
    let mut test = cargo();
    test.args(["test", "--locked", "--target", WASM, "--test", "web"]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    // The runner takes the first driver it hears of, so it hears of one.
    test.env(driver, &found.driver).env_remove(other).env("TMPDIR", &folder);
    run(&mut test)?;
    checkout::empty_temporary(found.engine.keyword()).map(drop)
}

/// First the harness tests itself, in the profile that it runs in.
fn page_files() -> Outcome {
    cargo_with("test --quiet --locked --profile dev --package browser --lib")?;
    page_tests("files")
}

/// The package `browser` holds what is tested of the built page: its files, or its life in one engine.
fn page_tests(what: &str) -> Outcome {
    cargo_with(&format!("run --quiet --locked --package browser -- {what}"))
}

/// The page's life in all engines, in two lanes for two cores; three at once take as long, and tests wait for each other.
fn side_by_side(engines: &[&str]) -> Outcome {
    let (webkit, others): (Vec<&str>, Vec<&str>) = engines.iter().partition(|engine| **engine == "webkit");
    let lane =
        |engines: Vec<&str>| engines.into_iter().filter_map(|engine| page_tests(engine).err()).collect::<Vec<_>>();
    let failures = thread::scope(|scope| {
        let other = scope.spawn(|| lane(webkit));
        let mut failures = lane(others);
        failures.extend(other.join().unwrap_or_else(|_| vec!["it broke off".to_owned()]));
        failures
    });
    if failures.is_empty() { Ok(()) } else { Err(failures.join("; ")) }
}

/// Advisories are checked against a copy of their database that is already here: tests reach for no network.
fn dependencies() -> Outcome {
    let deny = |checks: &[&str]| {
        let words = ["--offline", "--workspace", "check", "--hide-inclusion-graph"];
        run(command("cargo-deny").args(words).args(checks))
    };
    deny(&["licenses", "bans", "sources"])?;
    if advisories().is_some_and(|folder| folder.is_dir()) {
        return deny(&["advisories"]);
    }
    println!("    advisories were not checked: their database is not here (`cargo deny fetch` brings it)");
    Ok(())
}

/// Where cargo-deny keeps the database of advisories.
fn advisories() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    Some(home.join("advisory-dbs"))
}
