//! How fast others play what Tierscope plays: the package `benches/peers`, which nothing else builds.

use xtask::{Outcome, checkout, process};

/// Its table, in Markdown. The first build takes some minutes.
pub(super) fn measure() -> Outcome<String> {
    let manifest = checkout::root().join("benches/peers/Cargo.toml");
    let mut run = process::cargo();
    run.args(["run", "--quiet", "--release", "--locked"]).arg("--manifest-path").arg(manifest);
    run.arg("--target-dir").arg(checkout::root().join("target/peers"));
    process::output(&mut run)
        .ok_or_else(|| "the peers fail: `cargo run --release` in benches/peers tells why".to_owned())
}
