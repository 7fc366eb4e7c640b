//! `cargo xtask measure`: figures for docs/performance.md. They depend on the machine, so no test asks for them.

use xtask::{Outcome, process};

use crate::{build, node, setup};

/// Builds what is measured, measures it, and prints a report in Markdown.
pub fn measure() -> Outcome {
    setup::for_checking()?;
    setup::for_testing(true)?;
    node::need_lighthouse()?;
    build::page()?;
    process::run(process::cargo().args(["build", "--release", "--locked", "--features", "cli"]))?;
    process::run(process::cargo().args(["run", "--quiet", "--locked", "--package", "browser", "--", "measure"]))
}

/// Real minutes of the long run.
const SOAK_MINUTES: u32 = 30;

/// `cargo xtask soak`: the browser test of endurance, for long.
pub fn soak() -> Outcome {
    setup::for_checking()?;
    setup::for_testing(true)?;
    build::page()?;
    let mut test = process::cargo();
    test.args(["run", "--quiet", "--locked", "--package", "browser", "--", "chromium", "no more memory"]);
    process::run(test.env("TIERSCOPE_SOAK_MINUTES", SOAK_MINUTES.to_string()))
}
