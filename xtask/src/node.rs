//! Packages of npm that the tests use, each at one version, in `target/tools/node`. The page uses none.

use std::fs;

use xtask::{Outcome, checkout, process};

use crate::jobs::{Job, Lane};

/// Looks for what keeps people out of the page.
const AXE: (&str, &str) = ("axe-core", "4.14.1");

/// Judges a page as it loads. Later ones need a newer Node.js.
const LIGHTHOUSE: &str = "lighthouse@12.2.3";

/// Brings Lighthouse, for measuring. It has a folder of its own, for npm takes away what it was not asked for.
pub fn need_lighthouse() -> Outcome {
    if checkout::lighthouse().is_file() {
        return Ok(());
    }
    println!("installing {LIGHTHOUSE} (about 20 s)");
    let mut command = process::command("npm");
    command.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
    process::run(command.arg(checkout::tools().join("lighthouse")).arg(LIGHTHOUSE))
}

/// The installation of what is missing, where npm is there to bring it; empty if nothing is. A machine without npm tests without them and says so.
pub fn installation() -> Lane {
    if is_there(AXE) || process::find("npm").is_none() {
        return Vec::new();
    }
    let (name, version) = AXE;
    let mut command = process::command("npm");
    command.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
    command.arg(checkout::tools().join("node")).arg(format!("{name}@{version}"));
    vec![Job { title: format!("installing {name} {version}"), estimate: "about 5 s", command }]
}

/// Whether a package is there in that version.
fn is_there((name, version): (&str, &str)) -> bool {
    let file = checkout::node_modules().join(name).join("package.json");
    fs::read_to_string(file).is_ok_and(|text| has_version(&text, version))
}

/// Whether the text of a package.json says that version of the package itself.
fn has_version(text: &str, version: &str) -> bool {
    let wanted = format!("\"version\": \"{version}\"");
    text.lines().any(|line| line.trim().trim_end_matches(',') == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_whole_one() {
        let text = "{\n  \"name\": \"axe-core\",\n  \"version\": \"4.14.1\",\n}";
        assert!(has_version(text, "4.14.1"));
        assert!(!has_version(text, "4.14") && !has_version(text, "4.14.10"));
    }
}
