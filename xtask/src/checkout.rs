//! Where things lie in this checkout. Knows paths, and of their contents only what may be thrown away.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// The top of the checkout: the folder above this package.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_path_buf()
}

/// The built page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// What is given away beside the page: the page as one file, the lists of parts and of hashes.
pub fn release() -> PathBuf {
    root().join("release")
}

/// The name of the page as one file, which static/boot.js knows, too.
pub const SINGLE: &str = "tierscope-single.html";

/// The page as one file.
pub fn single() -> PathBuf {
    release().join(SINGLE)
}

/// The build tools of this checkout: `bin/`, and a log of each installation.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// Packages of npm that tests use and the page does not.
pub fn node_modules() -> PathBuf {
    tools().join("node/node_modules")
}

/// Lighthouse, which `cargo xtask measure` uses and no test does.
pub fn lighthouse() -> PathBuf {
    tools().join("lighthouse/node_modules/.bin/lighthouse")
}

/// A folder for temporary files, of which browsers leave some 20 MB behind in each session. What runs beside something else has one of another
/// name.
pub fn temporary(name: &str) -> PathBuf {
    root().join("target/tmp").join(name)
}

/// Makes a folder of temporary files, or makes it empty again: before and after each run of browsers. Gives the folder.
pub fn empty_temporary(name: &str) -> Outcome<PathBuf> {
    let folder = temporary(name);
    // Not being there is as good as having been removed; what stays in the way shows in the next line.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    Ok(folder)
}

/// The numbers of functions that a page called, while `cargo xtask later` asks.
pub fn called() -> PathBuf {
    root().join("target/called.txt")
}

/// The page's module as the linker left it.
pub fn linked() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("wasm32-unknown-unknown/page/page.wasm")
}

/// Screenshots and driver logs of the browser tests.
pub fn evidence() -> PathBuf {
    root().join("target/e2e")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_shell_of_the_page() {
        assert!(root().join("index.html").is_file(), "{}", root().display());
    }
}
