//! `cargo xtask later`: which functions the page needs later only. A page is built whose functions say whether they were called; Chromium
//! opens it in a few sizes and lets it run by itself; what it did not call and is worth it is listed in `shrink/later.txt`.

use std::collections::BTreeSet;
use std::fs;

use xtask::{Outcome, checkout, process};

use crate::{build, finish, languages, setup, shrink, single};

/// Makes the list anew, and the page with it.
pub fn later() -> Outcome {
    setup::for_checking()?;
    setup::for_testing(true)?;
    build::trunk()?;
    // What shows the page to browsers shows the page that is one file as well.
    single::write()?;
    let module = shrink::mark()?;
    languages::add()?;
    finish::finish()?;
    process::run(process::cargo().args(["run", "--quiet", "--locked", "--package", "browser", "--", "later"]))?;
    let path = checkout::called();
    let text = fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let called: BTreeSet<usize> = text.lines().filter_map(|line| line.parse().ok()).collect();
    shrink::list(&module, &called)?;
    build::page()
}
