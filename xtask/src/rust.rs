//! What the Rust installation itself has to bring: the WebAssembly target, the formatter, the linter, the crates.

use std::path::Path;

use xtask::{Outcome, process};

/// The target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that this toolchain can compile for the page.
pub fn need_wasm_target() -> Outcome {
    let folder = process::output(process::command("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    println!("adding the WebAssembly target to this Rust toolchain (a few seconds)");
    // `cargo` names its own toolchain in RUSTUP_TOOLCHAIN, so this reaches the one that will compile.
    process::run(process::command("rustup").args(["target", "add", WASM]))
        .map_err(|error| format!("the Rust target {WASM} is missing and could not be added: {error}"))
}

/// Makes sure that `cargo fmt` and `cargo clippy` exist; a minimal installation lacks them.
pub fn need_components() -> Outcome {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if process::output(process::cargo().args([subcommand, "--version"])).is_none() {
            println!("adding {component} to this Rust toolchain (a few seconds)");
            process::run(process::command("rustup").args(["component", "add", component]))
                .map_err(|error| format!("`cargo {subcommand}` is missing and could not be added: {error}"))?;
        }
    }
    Ok(())
}

/// Downloads the crates of Cargo.lock that are not here yet: what follows runs without a network.
///
/// All of them, also those of other systems: building needs some that `cargo fetch --target` leaves out, and checking
/// their licences needs the rest.
pub fn need_crates() -> Outcome {
    process::run(process::cargo().args(["fetch", "--locked"]))
        .map_err(|error| format!("the crates that Cargo.lock names cannot be had: {error}"))
}
