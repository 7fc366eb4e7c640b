//! `cargo xtask mutate`: bugs put into the balancer on purpose, each of which must fail two independent judges: the recordings
//! of the real HAProxy, and whole runs whose digests are known. It works on a copy in `target/mutants` and takes minutes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::{Outcome, checkout, process};

use crate::setup;

/// A change of one place of the balancer.
struct Bug {
    /// What is wrong then.
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
}

const BUGS: [Bug; 5] = [
    Bug {
        what: "a server goes DOWN one failed check early",
        file: "health.rs",
        from: "if misses + 1 >= check.fall",
        to: "if misses + 2 >= check.fall",
    },
    Bug {
        what: "roundrobin begins with the last of equal servers",
        file: "round_robin.rs",
        from: "group.initial.insert(place, HEAVIEST - server.effective_weight)",
        to: "group.initial.insert(place, HEAVIEST - u32::from(place))",
    },
    Bug {
        what: "leastconn does not see a load that falls",
        file: "least_conn.rs",
        from: "if key != old",
        to: "if key > old",
    },
    Bug {
        what: "a failed connection is tried once more than is set",
        file: "retry.rs",
        from: "if failure.retries >= config.retries",
        to: "if failure.retries > config.retries",
    },
    Bug {
        what: "who came last leaves the queue first",
        file: "queue.rs",
        from: "streams[before].key.class > class",
        to: "streams[before].key.class >= class",
    },
];

/// The tests that must fail: the balancer alone against the recordings, and in the world.
const JUDGES: [&str; 2] = ["conformance", "golden"];

/// Puts in every bug, one after the other, and fails if a judge lets one pass.
pub fn mutate() -> Outcome {
    setup::for_checking()?;
    let tree = copy()?;
    let mut passed = Vec::new();
    for judge in JUDGES {
        if !passes(&tree, judge) {
            return Err(format!("`{judge}` fails without any bug"));
        }
    }
    for bug in &BUGS {
        let file = tree.join("src/model/balancer").join(bug.file);
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        if text.matches(bug.from).count() != 1 {
            return Err(format!("{} has `{}` not exactly once: bring BUGS up to date", bug.file, bug.from));
        }
        write(&file, &text.replace(bug.from, bug.to))?;
        if !process_succeeds(cargo(&tree).args(["check", "--quiet", "--locked"])) {
            return Err(format!("{} does not compile with `{}`", bug.file, bug.to));
        }
        for judge in JUDGES {
            let found = !passes(&tree, judge);
            println!("{}  {judge:<12} {}", if found { "found " } else { "PASSED" }, bug.what);
            passed.extend((!found).then_some(bug.what));
        }
        write(&file, &text)?;
    }
    if passed.is_empty() { Ok(()) } else { Err(format!("not found: {}", passed.join("; "))) }
}

fn passes(tree: &Path, judge: &str) -> bool {
    process_succeeds(cargo(tree).args(["test", "--quiet", "--locked", "--test", judge]))
}

fn process_succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn cargo(tree: &Path) -> Command {
    let mut cargo = process::cargo();
    cargo.current_dir(tree).env("CARGO_TARGET_DIR", checkout::root().join("target/mutants/build"));
    cargo
}

/// A copy of what the tests are made of.
fn copy() -> Outcome<PathBuf> {
    let tree = checkout::root().join("target/mutants/tree");
    let _ = fs::remove_dir_all(&tree);
    for part in ["Cargo.toml", "Cargo.lock", ".cargo", "src", "tests", "benches", "xtask", "docs"] {
        copy_all(&checkout::root().join(part), &tree.join(part))?;
    }
    Ok(tree)
}

fn copy_all(from: &Path, to: &Path) -> Outcome {
    let failed = |error: std::io::Error| format!("{} cannot be copied: {error}", from.display());
    if !from.is_dir() {
        fs::create_dir_all(to.parent().unwrap_or(to)).map_err(failed)?;
        return fs::copy(from, to).map(|_| ()).map_err(failed);
    }
    for entry in fs::read_dir(from).map_err(failed)?.filter_map(Result::ok) {
        copy_all(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}
