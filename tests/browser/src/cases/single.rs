//! The page that is one file: opened from a folder, and in a frame of a sandbox, from a host that sends no headers.

use browser::page::{Failure, Page, Verdict, ensure};

use super::running::{digest_at, golden};

/// It runs as native code does, speaks the language that the link asks for, and asks nobody for anything.
async fn must_run(page: &Page) -> Verdict {
    let (_, seconds, digest) = golden().ok_or_else(|| Failure::from("there is no golden scenario".to_owned()))?;
    page.wait_for(":root[data-ready]").await?;
    let shown = digest_at(page, seconds * 1_000_000_000).await?;
    ensure(shown == digest, || format!("it has {shown} at {seconds} s, natively it is {digest}"))?;
    page.wait_until("document.documentElement.lang === 'fr'").await?;
    let loaded: Vec<String> = page.eval("performance.getEntriesByType('resource').map((entry) => entry.name)").await?;
    // An icon that is written out in the page is listed by some engines.
    let loaded: Vec<&String> = loaded.iter().filter(|name| !name.starts_with("data:")).collect();
    ensure(loaded.is_empty(), || format!("the page that is one file loaded {loaded:?}"))?;
    let coloured: bool =
        page.eval("getComputedStyle(document.querySelector('.button')).display !== 'inline-block'").await?;
    ensure(coloured, || "its styles are not applied".to_owned())
}

pub async fn the_page_is_one_file_that_runs_as_a_file_and_in_a_sandbox_and_loads_nothing(page: Page) -> Verdict {
    let (query, seconds, _) = golden().ok_or_else(|| Failure::from("there is no golden scenario".to_owned()))?;
    let query = format!("?{query}&t={seconds}s&lang=fr");
    page.visit(&page.stage.single(&query)).await?;
    must_run(&page).await?;
    page.screenshot("single").await?;
    page.visit(&page.stage.single_framed("allow-scripts", &query)).await?;
    page.wait_for("iframe").await?;
    page.browser.enter_frame(0).await?;
    must_run(&page).await
}
