//! The last strokes on the built shell, for which its files must be finished: the policy names the script that starts the page by its hash,
//! and the module's link says how long the module is.

use std::fs;

use xtask::server::headers::{POLICY, started_by};
use xtask::{Outcome, checkout};

/// Finishes `dist/index.html`.
pub fn finish() -> Outcome {
    let path = checkout::dist().join("index.html");
    let failed = |error| format!("{} cannot be finished: {error}", path.display());
    let shell = fs::read_to_string(&path).map_err(failed)?;
    let shell =
        with_start(&shell).ok_or("dist/index.html should have the page's policy and one script, with `integrity`")?;
    let module = module(&shell).ok_or("dist/index.html should name one module")?;
    let size = fs::metadata(checkout::dist().join(module)).map_err(failed)?.len();
    fs::write(&path, shell.replacen(MODULE, &format!("{MODULE} data-size=\"{size}\""), 1)).map_err(failed)
}

/// How the link to the module begins.
const MODULE: &str = "<link rel=\"wasm\"";

/// The file of the module.
fn module(shell: &str) -> Option<&str> {
    let (_, link) = shell.split_once(MODULE)?;
    link.split('>').next()?.split_once("href=\"./")?.1.split('"').next()
}

/// The shell whose policy names its one script.
fn with_start(shell: &str) -> Option<String> {
    let mut scripts = shell.split("<script ").skip(1);
    let (Some(script), None) = (scripts.next(), scripts.next()) else { return None };
    let integrity = script.split('>').next()?.split("integrity=\"").nth(1)?.split('"').next()?;
    let is_there = shell.matches(POLICY).count() == 1;
    is_there.then(|| shell.replace(POLICY, &started_by(integrity)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_script_that_starts_the_page_and_no_other() {
        let shell = |scripts: &str| format!("<meta content=\"{POLICY}\"><link integrity=\"sha384-c\">{scripts}");
        let built = with_start(&shell("<script type=\"module\" src=\"./b.js\" integrity=\"sha384-b\"></script>"));
        assert!(built.is_some_and(|built| built.contains(&started_by("sha384-b"))));
        assert_eq!(with_start(&shell("<script src=\"./b.js\"></script>")), None);
        assert_eq!(with_start(&shell("<script integrity=\"x\"></script><script integrity=\"y\"></script>")), None);
        assert_eq!(with_start("<script integrity=\"x\"></script>"), None);
    }

    #[test]
    fn the_module_is_found_by_its_link() {
        let shell = "<link rel=\"texts\" href=\"./en.txt\"><link rel=\"wasm\" as=\"fetch\" href=\"./page-1_bg.wasm\">";
        assert_eq!(module(shell), Some("page-1_bg.wasm"));
        assert_eq!(module("<link rel=\"wasm\"><p href=\"./x\">"), None);
    }
}
