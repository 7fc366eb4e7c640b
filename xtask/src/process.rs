//! Child processes: the PATH they get, and one sentence when one of them fails.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Outcome, checkout};

/// PATH with the checkout's own tools first, so that a pinned tool wins over whatever the machine has.
pub fn search_path() -> OsString {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(checkout::tools().join("bin")).chain(env::split_paths(&inherited));
    // A folder with a colon in its name cannot stand in PATH at all; then the inherited one has to do.
    env::join_paths(folders).unwrap_or(inherited)
}

/// A child that runs at the top of the checkout and finds the checkout's tools first.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(checkout::root()).env("PATH", search_path());
    command
}

/// The cargo that runs this very command, and with it the same toolchain.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The file that `command(program)` would start, if there is one.
pub fn find(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&search_path()).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// Runs a child whose output goes straight to the terminal.
pub fn run(command: &mut Command) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{}` ended with {status}", spelled(command))),
        Err(error) => Err(format!("`{}` does not start: {error}", spelled(command))),
    }
}

/// What a child prints on standard output; nothing if it fails or does not exist.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as one would type it, but for the folders of its program.
fn spelled(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program.file_stem().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    command.get_args().fold(name, |line, word| format!("{line} {}", word.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_as_typed() {
        let error = run(command("/nowhere/at-all").arg("--now")).unwrap_err();
        assert!(error.starts_with("`at-all --now` does not start: "), "{error}");
    }

    #[test]
    fn the_tools_of_the_checkout_come_first() {
        assert_eq!(env::split_paths(&search_path()).next(), Some(checkout::tools().join("bin")));
    }
}
