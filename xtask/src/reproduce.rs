//! `cargo xtask reproduce`: whoever builds the page gets the same bytes. What is committed is built in two clones, whose paths differ.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use xtask::{Outcome, checkout, process};

use crate::{setup, sha384};

/// Builds the page twice and compares.
pub fn reproduce() -> Outcome {
    setup::for_building()?;
    let place = checkout::empty_temporary("reproduce")?;
    let mut built = Vec::new();
    for name in ["one", "another/place"] {
        let folder = place.join(name);
        build(&folder)?;
        built.push(files(&folder.join("dist"))?);
    }
    for (name, hash) in &built[0] {
        println!("    {hash}  {name}");
    }
    checkout::empty_temporary("reproduce")?;
    let differing: Vec<&str> =
        built[0].keys().filter(|name| built[0].get(*name) != built[1].get(*name)).map(String::as_str).collect();
    if built[0] != built[1] {
        return Err(format!("two builds of the same commit differ, in {}", differing.join(", ")));
    }
    println!("both builds are the same, byte for byte");
    Ok(())
}

/// Clones what is committed and builds it with the tools that are here.
fn build(folder: &Path) -> Outcome {
    let mut clone = process::command("git");
    process::run(clone.args(["clone", "--quiet", "."]).arg(folder))?;
    let tools = folder.join("target/tools");
    process::run(process::command("mkdir").arg("-p").arg(&tools))?;
    process::run(process::command("cp").arg("-r").arg(checkout::tools().join(".")).arg(&tools))?;
    process::run(process::cargo().args(["run", "--quiet", "--package", "xtask", "--", "build"]).current_dir(folder))
}

/// The hash of each file.
fn files(folder: &Path) -> Outcome<BTreeMap<String, String>> {
    let unreadable = |error| format!("{} cannot be read: {error}", folder.display());
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let bytes = fs::read(entry.path()).map_err(unreadable)?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), sha384::integrity(&bytes));
    }
    Ok(files)
}
