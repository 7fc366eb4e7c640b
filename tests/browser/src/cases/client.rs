//! One client's view: who is hit by a crash is found by a key, says so, and is left again; another is chosen by number.

use browser::page::{Page, Verdict, ensure};

/// What the client says.
const TOLD: &str = "document.querySelector('.diary ol')?.textContent ?? ''";

pub async fn one_client_tells_what_befell_him_and_each_line_goes_there(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=distributed&seed=2&do=crash:server-1@12s&t=30s").await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '30000000000'").await?;
    let digest = "document.querySelector('[data-digest]').dataset.digest";
    let before: String = page.eval(digest).await?;
    page.keys("body", "f").await?;
    page.wait_until("document.activeElement.id === 'diary-title'").await?;
    page.wait_until(&format!("({TOLD}).length > 0")).await?;
    let after: String = page.eval(digest).await?;
    ensure(before == after, || "who follows a client changes the run".to_owned())?;
    page.click(".diary-choice button:last-of-type").await?;
    page.wait_until("document.getElementById('diary-title').textContent.endsWith('101')").await?;
    if page.eval::<bool>("document.querySelector('.diary .more') !== null").await? {
        page.click(".diary .more").await?;
    }
    page.wait_until(&format!("({TOLD}).includes('I was logged out: my session was in the memory of server-1')"))
        .await?;
    page.screenshot("client").await?;
    let line = "[...document.querySelectorAll('.diary li.logged_out button')].at(-1)";
    let at: f64 = page.eval(&format!("Number({line}.querySelector('.at').firstChild.textContent)")).await?;
    page.eval::<bool>(&format!("({line}.click(), true)")).await?;
    page.wait_until(&format!(
        "Math.abs(Number(document.querySelector('[data-digest]').dataset.atNs) / 1e9 - {at}) < 0.2 && !document.querySelector('.is-seeking')"
    ))
    .await?;
    // At that instant he may be waiting for the answer already.
    let first: String = page.eval("document.querySelector('.diary li:not(.waiting)').className").await?;
    ensure(first == "logged_out", || format!("the latest line at that instant is {first}"))?;
    page.click(".diary .event-log-head button").await?;
    page.wait_until("document.querySelector('.diary') === null && document.activeElement.id === 'diary-button'").await
}
