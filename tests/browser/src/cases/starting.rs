//! How the page starts: under any path, in any frame, with each file once, and not at all with a module that is damaged.

use std::collections::BTreeSet;

use browser::page::{Page, Verdict, ensure};
use xtask::engine::Engine;

/// More requests than this cost a first visit more than the bytes do.
const REQUESTS_MAX: usize = 8;

/// The page owns `#app` once it runs: its skeleton is gone, and something stands in its place.
async fn must_have_started(page: &Page) -> Verdict {
    let skeleton: bool = page.eval("document.querySelector('#app noscript') !== null").await?;
    let shown: String = page.text("#app").await?;
    let apologises: bool = page.eval("!document.getElementById('fatal').hidden").await?;
    ensure(!skeleton, || "the skeleton of index.html is still there".to_owned())?;
    ensure(!shown.is_empty(), || "the page runs but shows nothing".to_owned())?;
    ensure(!apologises, || "the page runs but says that it could not start".to_owned())
}

pub async fn the_page_starts_under_any_path(page: Page) -> Verdict {
    page.open("").await?;
    must_have_started(&page).await?;
    page.screenshot("start").await
}

pub async fn the_page_starts_in_a_frame_sandboxed_or_not(page: Page) -> Verdict {
    let query = "?seed=7&t=1s&lang=fr&note=a%26b%3Dc+d";
    for sandbox in [None, Some("allow-scripts"), Some("allow-scripts allow-same-origin")] {
        page.open_framed(sandbox, query).await?;
        must_have_started(&page).await?;
        // To WebKit nothing is the page's own in a sandbox that gives no origin, so the page there is the one that loads nothing.
        let needs_single = page.engine == Engine::WebKit && sandbox == Some("allow-scripts");
        let is_single: bool = page.eval("location.pathname.endsWith('/tierscope-single.html')").await?;
        ensure(is_single == needs_single, || format!("the page as one file: {is_single} (sandbox {sandbox:?})"))?;
        page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '1000000000'").await?;
        page.wait_until("document.documentElement.lang === 'fr'").await?;
        let link: String = page.eval("location.search").await?;
        ensure(link == query, || format!("the frame was opened with {query} and has {link} (sandbox {sandbox:?})"))?;
        page.must_be_clean().await?;
    }
    Ok(())
}

pub async fn the_page_loads_few_files_and_each_of_them_once(page: Page) -> Verdict {
    page.open("").await?;
    let expression = "performance.getEntriesByType('resource').map((entry) => entry.name)";
    let names: Vec<String> = page.eval(expression).await?;
    let different: BTreeSet<&String> = names.iter().collect();
    let enough = different.len() == names.len() && names.len() <= REQUESTS_MAX;
    ensure(enough, || format!("these are too many requests:\n      {}", names.join("\n      ")))
}

/// When the second part of the module was asked for, if it was.
const ASKED_AT_MS: &str =
    "performance.getEntriesByType('resource').find((entry) => entry.name.match('/later-.*wasm'))?.startTime";
/// So much after its start the page asks for it ahead of its use.
const AHEAD_MS: f64 = 3_000.0;

pub async fn the_page_runs_before_its_second_part_is_there_and_gets_it_when_it_is_needed(page: Page) -> Verdict {
    page.open("").await?;
    page.wait_until("Number(document.querySelector('[data-digest]').dataset.atNs) > 5e8").await?;
    if page.engine == Engine::WebKit {
        return the_module_is_in_one_piece(&page).await;
    }
    // A slow machine may come here late.
    let early = page.eval::<Option<f64>>(ASKED_AT_MS).await?.is_some_and(|at_ms| at_ms < AHEAD_MS);
    ensure(!early, || "the page asked for its second part before anybody did anything".to_owned())?;
    page.click("#share-button").await?;
    page.wait_until(&format!("{ASKED_AT_MS} > 0")).await?;
    // A link may ask for anything, so that both parts are fetched together.
    page.open("?do=crash:server-1@1s").await?;
    let there: Option<f64> = page.eval(ASKED_AT_MS).await?;
    ensure(there.is_some(), || "a link was opened without the second part".to_owned())
}

async fn the_module_is_in_one_piece(page: &Page) -> Verdict {
    for query in ["", "?do=crash:server-1@1s"] {
        page.open(query).await?;
        let modules = "performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('wasm')).map((entry) => entry.name)";
        let modules: Vec<String> = page.eval(modules).await?;
        let is_whole = matches!(&modules[..], [only] if only.contains("/whole-"));
        ensure(is_whole, || format!("with {query:?} WebKit loaded {modules:?}"))?;
    }
    Ok(())
}

pub async fn a_damaged_second_part_is_refused_and_the_page_says_so(page: Page) -> Verdict {
    page.visit(&page.stage.damaged_later("?lb=leastconn")).await?;
    if page.engine == Engine::WebKit {
        // It has no use for it.
        return page.wait_until_ready().await;
    }
    page.wait_until("!document.getElementById('fatal').hidden").await?;
    let ready: bool = page.eval("'ready' in document.documentElement.dataset").await?;
    ensure(!ready, || "a module with a flipped bit was run".to_owned())?;
    ensure(!page.take_notes().await?.is_empty(), || "the console says nothing about the damage".to_owned())
}

pub async fn a_damaged_module_is_refused_and_the_page_says_so(page: Page) -> Verdict {
    page.visit(&page.stage.damaged()).await?;
    page.wait_until("!document.getElementById('fatal').hidden").await?;
    let ready: bool = page.eval("'ready' in document.documentElement.dataset").await?;
    ensure(!ready, || "a module with a flipped bit was run".to_owned())?;
    let notes = page.take_notes().await?;
    ensure(!notes.is_empty(), || "the console says nothing about the damage".to_owned())
}
