//! Which functions of the module a page calls that begins and runs by itself, for `cargo xtask later`. The module says of each in a global
//! whether it was called (xtask/src/shrink/marks.rs).

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use browser::page::{Page, Verdict, ensure};
use xtask::checkout;

/// Sizes of window in which people meet the page. With a link both parts are fetched at once.
const MEETINGS: [(u32, u32); 4] = [(1440, 900), (375, 812), (800, 600), (2560, 1440)];
/// So long each runs: the second part is fetched a second and a half earlier.
const RUNS: Duration = Duration::from_millis(4500);
/// The names of the globals whose value is no longer 0.
const CALLED: &str = "import(document.querySelector('link[rel=modulepreload]').href).then((glue) => glue.default())\
    .then((all) => Object.keys(all).filter((name) => /^m\\d+$/.test(name) && all[name].value === 1))";

/// Writes the numbers of all functions that were called at any of these meetings.
pub async fn functions_that_are_called_by_a_page_that_runs_by_itself(page: Page) -> Verdict {
    let mut all: BTreeSet<String> = BTreeSet::new();
    for (width, height) in MEETINGS {
        page.resize(width, height).await?;
        page.open("").await?;
        tokio::time::sleep(RUNS).await;
        let called: Vec<String> = page.eval(CALLED).await?;
        ensure(called.len() > 100, || "the module does not say what was called".to_owned())?;
        all.extend(called);
    }
    let numbers: Vec<&str> = all.iter().filter_map(|name| name.strip_prefix('m')).collect();
    fs::write(checkout::called(), numbers.join("\n")).map_err(|error| format!("no file can be written: {error}"))?;
    Ok(())
}
