//! `cargo xtask measure`: figures for docs/performance.md. They depend on the machine, so no test asks for them.

use xtask::{Outcome, process};

use crate::{build, setup};

/// Builds what is measured, measures it, and prints a report in Markdown.
pub fn measure() -> Outcome {
    setup::for_checking()?;
    setup::for_testing(true)?;
    build::page()?;
    process::run(process::cargo().args(["build", "--release", "--locked", "--features", "cli"]))?;
    process::run(process::cargo().args(["run", "--quiet", "--locked", "--package", "browser", "--", "measure"]))
}
