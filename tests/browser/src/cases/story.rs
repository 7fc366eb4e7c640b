//! The whole story, as a person lives it: switch server-1 off, see who notices what and when, count what is lost, and give the
//! link to somebody else.

use browser::page::{Page, Verdict, ensure};
use browser::stranger::Stranger;

use super::running::digest_at;

/// The event log's text.
const LOG: &str = "document.querySelector('.event-log')?.textContent ?? ''";
/// What HAProxy believes of the first server.
const BELIEF: &str = "document.querySelector('[data-thing=\"lb-1.haproxy\"]')?.getAttribute('aria-label') ?? ''";

async fn press(page: &Page, key: &str) -> Verdict {
    let press = format!(
        "document.getElementById('diagram').dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}}))"
    );
    page.eval::<bool>(&press).await?;
    Ok(())
}

async fn log_says(page: &Page, words: &str) -> Verdict {
    page.wait_until(&format!("({LOG}).includes({words:?})")).await
}

pub async fn switching_server_1_off_is_noticed_repaired_paid_for_and_shared(page: Page) -> Verdict {
    // Opened paused, so that the command has an instant that is known and not a click's chance: at this one, writes are
    // on their way to the replicas.
    page.open("?v=1&m=1&preset=distributed&ship=250ms&seed=42&t=8s").await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '8000000000'").await?;
    page.click("[data-thing=\"server-1\"] ~ .power").await?;
    page.click("[data-act=\"crash:server-1\"]").await?;
    press(&page, "k").await?;
    log_says(&page, "server-1").await?;
    let belief: String = page.eval(BELIEF).await?;
    ensure(!belief.contains("DOWN"), || format!("HAProxy cannot know yet, and says {belief}"))?;
    // From here on faster: detection takes ten seconds of the run.
    for _ in 0..2 {
        press(&page, "]").await?;
    }
    log_says(&page, "became the primary").await?;
    log_says(&page, "HAProxy marked server-1 DOWN after 3 failed checks").await?;
    log_says(&page, "Backup server-2 takes over").await?;
    page.wait_until("document.querySelectorAll('.writes tbody tr').length > 0").await?;
    press(&page, "k").await?;
    page.wait_until("document.documentElement.dataset.run === 'paused'").await?;
    page.screenshot("failed").await?;
    share(&page).await
}

/// Takes the link from the page and opens it in a browser that has never seen the page.
async fn share(page: &Page) -> Verdict {
    let nanos: String = page.eval("document.querySelector('[data-digest]').dataset.atNs").await?;
    let digest: String = page.eval("document.querySelector('[data-digest]').dataset.digest").await?;
    let link = page.shared_link().await?;
    ensure(link.contains("do=crash:server-1@"), || format!("the link does not say what was done: {link}"))?;
    let nanos: u64 = nanos.parse().unwrap_or_default();
    let query = link.split_once('?').map_or("", |(_, query)| query);
    let query: Vec<&str> = query.split('&').filter(|part| !part.starts_with("t=") && !part.starts_with("e=")).collect();
    let stranger = Stranger::beside(page).await?;
    stranger.page.open(&format!("?{}&t={}ms", query.join("&"), nanos / 1_000_000)).await?;
    let shown = digest_at(&stranger.page, nanos).await?;
    ensure(shown == digest, || format!("the stranger sees {shown}, not {digest}"))?;
    stranger.leave().await
}
