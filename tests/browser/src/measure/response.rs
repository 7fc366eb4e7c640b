//! How soon the page shows what a press does while the default scenario runs: the browser's own timing of events, from the press to the next
//! paint.

use std::sync::Arc;
use std::time::Duration;

use xtask::engine::Engine;
use xtask::{Outcome, checkout};

use crate::page::{Page, Verdict};
use crate::session::Session;
use crate::stage::Stage;

/// What is pressed, again and again: a knob, a thing of the diagram, sheets, a tab of the log, a machine's power.
const PRESSED: [&str; 8] = [
    "#share-button",
    "#help-button",
    "[data-thing=\"server-2\"] .hit",
    "[data-thing=\"lb-1\"] .hit",
    "#export-button",
    ".chart-table",
    "[data-act=\"crash:server-3\"]",
    "[data-act=\"restart:server-3\"]",
];
/// How often all of them are.
const ROUNDS: usize = 5;
/// Time between two presses.
const PAUSE: Duration = Duration::from_millis(400);
/// How many times slower than this machine a telephone is, as Lighthouse has it.
pub(super) const SLOWER: u32 = 4;

/// Keeps of each press its longest event; browsers tell of none below 16 ms.
const WATCH: &str = "(globalThis.took = {}, new PerformanceObserver(list => list.getEntries().filter(entry => entry.interactionId > 0)\
     .forEach(entry => took[entry.interactionId] = Math.max(took[entry.interactionId] ?? 0, entry.duration)))\
     .observe({type: 'event', durationThreshold: 16, buffered: true}), true)";

/// A sentence on it.
pub(super) fn measure() -> Outcome<String> {
    super::apart(both)
}

async fn both() -> Outcome<String> {
    let found = Engine::Chromium.find().ok_or("Chromium is not here")?;
    let folder = checkout::empty_temporary(Engine::Chromium.keyword())?;
    let session = Session::start(&found).await?;
    let page =
        Page { engine: Engine::Chromium, browser: session.browser.clone(), stage: Arc::new(Stage::open(&folder)?) };
    let mut sentences = Vec::new();
    for (slower, words) in [(1, String::from("on this machine")), (SLOWER, format!("{SLOWER} times slower"))] {
        let (mut took, presses) = took(&page, slower).await.map_err(|failure| failure.to_string())?;
        took.sort_by(f64::total_cmp);
        let longest = took.last().copied().unwrap_or(0.0);
        sentences
            .push(format!("{words} at most {longest:.0} ms ({} of {presses} presses took 16 ms or more)", took.len()));
    }
    let _ = session.browser.clone().quit().await;
    Ok(format!("From a press to the next paint while the default scenario runs: {}.", sentences.join("; ")))
}

/// Milliseconds of each press that took so long as to be told, and how many presses there were.
async fn took(page: &Page, slower: u32) -> Verdict<(Vec<f64>, usize)> {
    page.resize(1440, 900).await?;
    page.open("").await?;
    slow_down(page, slower).await?;
    page.eval::<bool>(WATCH).await?;
    let mut presses = 0;
    for _ in 0..ROUNDS {
        for css in PRESSED {
            if page.eval::<bool>(&format!("document.querySelector({css:?}) !== null")).await? {
                page.click(css).await?;
                presses += 1;
                tokio::time::sleep(PAUSE).await;
            }
        }
        page.keys("body", thirtyfour::Key::Escape).await?;
        tokio::time::sleep(PAUSE).await;
    }
    let took = page.eval("Object.values(took)").await?;
    slow_down(page, 1).await?;
    Ok((took, presses))
}

/// Makes the processor so many times slower, as the page sees it.
pub(super) async fn slow_down(page: &Page, slower: u32) -> Verdict {
    page.browser.cdp().send_raw("Emulation.setCPUThrottlingRate", serde_json::json!({ "rate": slower })).await?;
    Ok(())
}
