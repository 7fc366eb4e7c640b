//! What the page costs when nothing happens, and when much happens for long.

use std::env;
use std::time::Duration;

use browser::page::{Page, Verdict, ensure};
use serde_json::{Value, json};

/// How long a page is watched that stands still.
const WATCH: Duration = Duration::from_secs(4);
/// Time for what was moved by opening to come to rest.
const REST: Duration = Duration::from_secs(2);
/// Simulated seconds per real second of the long run.
const SPEED: u64 = 10;
/// Simulated seconds after which all that is made once has been made.
const WARM_S: u64 = 60;
/// How many simulated seconds are watched then, if nothing else is asked for: five minutes.
const LONG_S: u64 = 300;
/// Real minutes to watch instead, for `cargo xtask soak`.
const MINUTES: &str = "TIERSCOPE_SOAK_MINUTES";
/// What the heap of JavaScript may grow by: 2 MiB.
const GROWTH_MOST: f64 = 2_097_152.0;
/// What the module's memory may be: 64 MiB, as it is linked.
const MEMORY_MOST: f64 = 67_108_864.0;

pub async fn a_page_that_stands_still_asks_for_no_frame(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=distributed&seed=7&t=5s").await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '5000000000'").await?;
    tokio::time::sleep(REST).await;
    let before: u64 = page.eval("framesAsked()").await?;
    tokio::time::sleep(WATCH).await;
    let asked = page.eval::<u64>("framesAsked()").await? - before;
    ensure(asked == 0, || format!("{asked} frames were asked for in {WATCH:?} while nothing moved"))?;
    // That the counter counts.
    page.keys("body", " ").await?;
    page.wait_until(&format!("framesAsked() > {before} + 10")).await
}

pub async fn a_run_at_ten_times_the_speed_takes_no_more_memory_after_minutes(page: Page) -> Verdict {
    let minutes: Option<u64> = env::var(MINUTES).ok().and_then(|text| text.parse().ok());
    let length_s = minutes.map_or(LONG_S, |minutes| minutes * 60 * SPEED);
    page.browser.enter_default_frame().await?;
    page.visit(&page.stage.hosted("", "?embed=1&seed=7&play=1")).await?;
    page.wait_until("globalThis.heardOf?.('tierscope.ready').length === 1").await?;
    page.eval::<Option<bool>>(&format!("say({{subject: 'tierscope.cmd', do: 'speed', n: {SPEED}}})")).await?;
    page.browser.enter_frame(0).await?;
    let (heap, memory) = used_at(&page, WARM_S).await?;
    let (heap_later, memory_later) = used_at(&page, WARM_S + length_s).await?;
    let grown = heap_later - heap;
    println!(
        "    in {length_s} simulated seconds: heap {:.2} to {:.2} MB, module {:.1} to {:.1} MB",
        heap / 1e6,
        heap_later / 1e6,
        memory / 1e6,
        memory_later / 1e6
    );
    ensure(grown < GROWTH_MOST, || format!("the heap grew by {grown} bytes"))?;
    ensure(memory > 1e6 && memory_later <= MEMORY_MOST, || format!("the module has {memory_later} bytes of memory"))?;
    let plays: String = page.eval("document.documentElement.dataset.run").await?;
    ensure(plays == "playing", || format!("the run is {plays}"))
}

/// Bytes of JavaScript's heap after a collection, and of the module's memory, once the run is at that second.
async fn used_at(page: &Page, second: u64) -> Verdict<(f64, f64)> {
    let at = "Number(document.querySelector('[data-digest]').dataset.atNs)";
    while page.eval::<f64>(at).await? < second as f64 * 1e9 {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let devtools = page.browser.cdp();
    devtools.send_raw("HeapProfiler.collectGarbage", json!({})).await?;
    let usage: Value = devtools.send_raw("Runtime.getHeapUsage", json!({})).await?;
    Ok((usage["usedSize"].as_f64().unwrap_or(f64::NAN), page.eval("moduleBytes()").await?))
}
