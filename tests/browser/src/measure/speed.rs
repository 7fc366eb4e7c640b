//! How fast the engine plays the works of `tierscope bench`, natively and as WebAssembly in Chromium.

use std::fmt::Write;

use serde::Deserialize;
use xtask::engine::Engine;
use xtask::{Outcome, checkout, process};

use super::median;

/// Runs of each kind; their median counts.
const RUNS: usize = 5;

/// What a benchmark says of a work, as far as it is read here.
#[derive(Deserialize)]
struct Work {
    work: String,
    requests: f64,
    wall_s: f64,
}

impl Work {
    fn requests_per_s(&self) -> f64 {
        self.requests / self.wall_s
    }
}

/// A table of both, in requests a second.
pub(super) fn measure() -> Outcome<String> {
    let native = repeat(natively)?;
    let wasm = repeat(in_chromium)?;
    let mut table = String::from(
        "| work | native, requests/s | WebAssembly in Chromium, requests/s | WebAssembly / native |\n|---|---:|---:|---:|\n",
    );
    for (index, Work { work, .. }) in native[0].iter().enumerate() {
        let of = |runs: &[Vec<Work>]| median(runs.iter().map(|run| run[index].requests_per_s()).collect());
        let (native, wasm) = (of(&native), of(&wasm));
        let _ = writeln!(table, "| `{work}` | {native:.0} | {wasm:.0} | {:.2} |", wasm / native);
    }
    Ok(table)
}

fn repeat(run: fn() -> Outcome<Vec<Work>>) -> Outcome<Vec<Vec<Work>>> {
    (0..RUNS).map(|_| run()).collect()
}

/// Once through the works, by the headless command as it is built for release.
fn natively() -> Outcome<Vec<Work>> {
    let command = checkout::root().join("target/release/tierscope");
    let text = process::output(process::command(command).args(["bench", "--json"]))
        .ok_or("`tierscope bench` fails: `cargo build --release --features cli` makes it")?;
    serde_json::from_str(&text).map_err(|error| format!("`tierscope bench --json` prints something else: {error}"))
}

/// Once through the works in the browser.
fn in_chromium() -> Outcome<Vec<Work>> {
    let text = text_of_chromium("every_work")?;
    let works: Vec<Work> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if works.is_empty() { Err("the works in the browser print no figures".to_owned()) } else { Ok(works) }
}

/// What one of the benchmarks prints in the browser, compiled as the page is.
pub(super) fn text_of_chromium(bench: &str) -> Outcome<String> {
    let found = Engine::Chromium.find().ok_or("Chromium with its driver is not here")?;
    let mut test = process::cargo();
    test.args(["test", "--locked", "--profile", "page", "--target", "wasm32-unknown-unknown", "--bench", "works"]);
    test.args(["--", "--nocapture", bench]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    test.env("CHROMEDRIVER", &found.driver).env_remove("GECKODRIVER");
    test.env("TMPDIR", checkout::empty_temporary("works")?).env("WASM_BINDGEN_TEST_TIMEOUT", "600");
    process::output(&mut test)
        .ok_or_else(|| "the benchmarks fail in the browser: `cargo test --bench works` tells why".to_owned())
}
