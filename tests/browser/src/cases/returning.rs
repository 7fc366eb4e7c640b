//! The browser's way back: another scenario is an entry of its own in its history, everything else is not; and the address bar is written
//! no more often than browsers like.

use browser::page::{Page, Verdict, ensure};

/// Counts the writings of the address bar from now on.
const COUNT: &str = "(history => { window.written = 0; for (const name of ['pushState', 'replaceState']) { \
    const write = history[name].bind(history); history[name] = (...of) => { window.written += 1; return write(...of) } } \
    return true })(window.history)";

/// Counts new entries of the browser's history from now on: how many there are says nothing, for a browser keeps fifty at the most.
const COUNT_ENTRIES: &str = "(history => { window.entries = 0; const write = history.pushState.bind(history); \
    history.pushState = (...of) => { window.entries += 1; return write(...of) }; return true })(window.history)";

fn address_has(words: &str) -> String {
    format!("location.search.includes({words:?})")
}

pub async fn going_back_returns_to_the_scenario_before_with_all_that_was_done(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=dedicated&seed=7&t=2s").await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '2000000000'").await?;
    page.eval::<bool>(COUNT_ENTRIES).await?;
    page.click("[data-thing=\"server-2\"] ~ .power").await?;
    page.click("[data-act=\"crash:server-2\"]").await?;
    page.wait_until(&address_has("crash:server-2@")).await?;
    let done: (u32, String) = page.eval("[window.entries, location.search]").await?;
    ensure(done.0 == 0, || "what is done in a run is no entry of the history".to_owned())?;
    page.keys("body", "c").await?;
    page.click("[data-topic=\"stale\"]").await?;
    page.wait_until(&address_has("ship=2s")).await?;
    let then: u32 = page.eval("window.entries").await?;
    ensure(then == 1, || format!("a scenario made {then} entries"))?;
    page.eval::<bool>("(history.back(), true)").await?;
    page.wait_until("document.querySelector('[data-thing=\"db-1\"]') !== null").await?;
    let address: String = page.eval("location.search").await?;
    ensure(address == done.1, || format!("back is {address}, it was {}", done.1))?;
    // What was done then happens again, and the way forth is still there.
    page.wait_until("document.querySelector('[data-thing=\"server-2\"]')?.getAttribute('aria-label').includes('off')")
        .await?;
    page.eval::<bool>("(history.forward(), true)").await?;
    page.wait_until("document.querySelector('[data-thing=\"db-1\"]') === null").await?;
    page.wait_until(&address_has("ship=2s")).await?;
    // A step to a part of the page and back is no step between scenarios.
    let played = "Number(document.querySelector('[data-digest]').dataset.atNs)";
    page.wait_until(&format!("{played} > 1e9")).await?;
    page.eval::<bool>("(location.hash = '#diagram', true)").await?;
    page.eval::<bool>("(history.back(), true)").await?;
    page.wait_until("location.hash === ''").await?;
    let nanos: f64 = page.eval(played).await?;
    ensure(nanos > 1e9, || format!("the run began anew, at {nanos} ns"))
}

pub async fn the_address_bar_is_written_no_more_often_than_browsers_like(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=distributed&seed=7&play=0").await?;
    page.eval::<bool>(COUNT).await?;
    // Another scenario five times a second, for five seconds.
    let hurry = "(() => { let n = 0; const turn = setInterval(() => { \
        if (n % 2) { document.querySelector(`[data-topic=${n % 4 === 1 ? 'slow' : 'single'}]`).click() } \
        else { document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'c', bubbles: true, cancelable: true})) } \
        n += 1; if (n === 52) { clearInterval(turn); window.hurried = true } }, 100); return true })()";
    page.eval::<bool>("(window.since = performance.now(), true)").await?;
    page.eval::<bool>(hurry).await?;
    page.wait_until("window.hurried === true").await?;
    page.wait_until(&address_has("preset=simple")).await?;
    // Every change is written in time, and the last one, too; forty in half a minute are less than what browsers refuse.
    let (written, after_ms): (f64, f64) = page.eval("[window.written, performance.now() - window.since]").await?;
    let most = 1.0 + after_ms / 750.0;
    ensure((4.0..=most).contains(&written), || format!("it was written {written} times in {after_ms:.0} ms"))
}
