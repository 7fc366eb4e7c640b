//! `cargo xtask pictures`: takes anew the pictures that the tests compare the page with (`tests/browser/pictures`), and those of README.md.

use xtask::{Outcome, process};

use crate::{build, setup};

/// Builds the page and takes them.
pub fn pictures() -> Outcome {
    setup::for_checking()?;
    setup::for_testing(true)?;
    build::page()?;
    process::run(process::cargo().args(["run", "--quiet", "--locked", "--package", "browser", "--", "pictures"]))
}
