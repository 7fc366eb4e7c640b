//! What a run shows: the same numbers as native code, in every engine.

use browser::page::{Page, Verdict, ensure};
use xtask::engine::Engine;

/// Seconds, digest and query of every scenario that native code has played.
const GOLDEN: &str = include_str!("../../../golden/digests.txt");

/// A scenario that native code has played: its query, its instant in seconds, and the digest there.
pub fn golden() -> Option<(&'static str, u64, &'static str)> {
    let mut parts = GOLDEN.lines().next()?.splitn(3, ' ');
    let (seconds, digest, query) = (parts.next()?, parts.next()?, parts.next()?);
    Some((query, seconds.parse().ok()?, digest))
}

/// The digest on the page, whole once the instant of this many nanoseconds is reached and nothing of that instant is left.
pub async fn digest_at(page: &Page, nanos: u64) -> Verdict<String> {
    let broken = "document.documentElement.dataset.run === 'broken'";
    let over = format!(
        "document.querySelector('[data-digest]')?.dataset.atNs === '{nanos}' && !document.querySelector('.is-seeking') || {broken}"
    );
    page.wait_while_it_goes_on(&over, "document.querySelector('[data-digest]')?.dataset.atNs ?? ''").await?;
    let broken: bool = page.eval(broken).await?;
    ensure(!broken, || "the program broke on its way there".to_owned())?;
    page.eval("document.querySelector('[data-digest]').dataset.digest").await
}

/// How many scenarios WebKit may get wrong, if it gets each right the second time (docs/decisions/0008-webkit.md).
const FORGIVEN: u32 = 4;

pub async fn every_scenario_has_the_digest_of_native_code(page: Page) -> Verdict {
    let mut wrong = 0;
    for line in GOLDEN.lines() {
        let mut told = has_its_digest(&page, line).await;
        if let Err(failure) = &told
            && page.engine == Engine::WebKit
            && wrong < FORGIVEN
        {
            wrong += 1;
            println!("    webkit    went wrong, and is asked again: {failure}");
            // What it complained of is told by the line above; the next page is opened only from a clean one.
            page.take_notes().await?;
            page.open("").await?;
            told = has_its_digest(&page, line).await;
        }
        told?;
    }
    Ok(())
}

async fn has_its_digest(page: &Page, line: &str) -> Verdict {
    let mut parts = line.splitn(3, ' ');
    let (Some(seconds), Some(digest), Some(query)) = (parts.next(), parts.next(), parts.next()) else {
        return ensure(false, || format!("the line {line:?} is not seconds, digest and query"));
    };
    page.open(&format!("?{query}&t={seconds}s")).await?;
    let nanos: u64 = seconds.parse::<u64>().unwrap_or_default() * 1_000_000_000;
    let shown = digest_at(page, nanos).await.map_err(|failure| failure.of(query))?;
    ensure(shown == digest, || format!("{query} has {shown} at {seconds} s, natively it is {digest}"))
}

pub async fn the_default_scenario_plays_by_itself(page: Page) -> Verdict {
    page.open("").await?;
    let later = "Number(document.querySelector('[data-digest]').dataset.atNs) > 2e9";
    page.wait_until(later).await?;
    let playing: String = page.eval("document.documentElement.dataset.run").await?;
    ensure(playing == "playing", || format!("the run is {playing}"))?;
    page.resize(1440, 900).await?;
    page.screenshot("running").await
}

pub async fn any_link_gives_a_running_page_and_says_what_it_did_not_take(page: Page) -> Verdict {
    let damaged = "?v=9&rps=many&lb=fastest&srv=900&do=explode:server-1@5s,crash:server-77@2s&%00=%ff&colour=blue&e=zz";
    page.open(damaged).await?;
    page.wait_until("document.querySelectorAll('.notices li, .notice').length > 0").await?;
    let running: bool = page.eval("document.querySelector('[data-thing=\"lb-1.haproxy\"]') !== null").await?;
    ensure(running, || "there is no balancer on the page".to_owned())
}
