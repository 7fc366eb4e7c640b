//! The build tools, each at one version, built into `target/tools` when the machine has no such version.

use std::fs;
use std::path::PathBuf;

use xtask::{Outcome, checkout, process};

use crate::jobs::Job;

/// A program from crates.io at one version.
pub struct Tool {
    /// The package, as cargo installs it.
    package: &'static str,
    /// The program that has to be there.
    program: &'static str,
    /// The one version that will do.
    version: String,
    /// Whether the package's default features are wanted.
    default_features: bool,
    /// How long it takes to build on two cores.
    estimate: &'static str,
}

impl Tool {
    /// Builds the page. 0.22 needs a newer Rust. Without default features it cannot download other tools; it need not.
    pub fn trunk() -> Tool {
        let version = "0.21.14".to_owned();
        Tool { package: "trunk", program: "trunk", version, default_features: false, estimate: "about 4 min" }
    }

    /// Makes the JavaScript glue, and runs tests in browsers. Has to be the very version of the library.
    pub fn wasm_bindgen() -> Outcome<Tool> {
        let lock = fs::read_to_string(checkout::root().join("Cargo.lock"))
            .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
        let version = locked_version(&lock, "wasm-bindgen")
            .ok_or("Cargo.lock does not name wasm-bindgen, which the page is built with: restore it from git")?;
        Ok(Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen-test-runner",
            version,
            default_features: true,
            estimate: "about 1 min",
        })
    }

    /// Steers Firefox.
    pub fn geckodriver() -> Tool {
        let version = "0.37.1".to_owned();
        Tool {
            package: "geckodriver",
            program: "geckodriver",
            version,
            default_features: true,
            estimate: "about 1 min",
        }
    }

    /// Checks licences, duplicates and sources of all crates.
    pub fn cargo_deny() -> Tool {
        let version = "0.20.2".to_owned();
        Tool { package: "cargo-deny", program: "cargo-deny", version, default_features: false, estimate: "about 1 min" }
    }

    /// Whether the program is there in that version, here or on PATH.
    pub fn is_ready(&self) -> bool {
        process::output(process::command(self.program).arg("--version"))
            .is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    /// The installation, by the fast recipe: unoptimised these tools are hardly slower at their work, and built in a
    /// third of the time. All share one build folder, which saves more than building them side by side would.
    pub fn installation(&self) -> Job {
        let mut command = process::cargo();
        command.args(["install", "--locked", "--debug", "--version", &self.version, self.package]);
        command.args((!self.default_features).then_some("--no-default-features"));
        command.arg("--root").arg(checkout::tools());
        command.env("CARGO_TARGET_DIR", build_folder());
        command.envs([
            ("CARGO_PROFILE_DEV_OPT_LEVEL", "0"),
            ("CARGO_PROFILE_DEV_DEBUG", "0"),
            ("CARGO_INCREMENTAL", "0"),
        ]);
        Job { title: format!("installing {} {}", self.package, self.version), estimate: self.estimate, command }
    }
}

/// Removes what building the tools left behind: 2 GB that nothing will read again.
pub fn tidy_up() {
    // What cannot be removed costs disk and nothing else.
    let _ = fs::remove_dir_all(build_folder());
}

fn build_folder() -> PathBuf {
    checkout::tools().join("build")
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let line = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(line.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_named_in_full() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
