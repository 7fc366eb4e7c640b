//! A component from inside: its figures in its own words, live, beside what can be done with it; and where the time of one
//! request went.

use super::running::digest_at;
use browser::page::{Page, Verdict, ensure};
use thirtyfour::Key;

const NGINX: &str = "[data-thing=\"server-1.nginx\"]";

/// The figure of that name in the inspector, with thin spaces taken out.
fn figure(name: &str) -> String {
    format!(
        "([...document.querySelectorAll('#inspector dt')].find(dt => dt.textContent === '{name}')\
         ?.nextSibling.textContent.replace(/\\s/g, '') ?? '')"
    )
}

pub async fn a_component_shows_itself_from_inside_and_follows_the_run(page: Page) -> Verdict {
    page.resize(1440, 900).await?;
    page.open("?v=1&m=1&preset=distributed&seed=7&t=5s").await?;
    digest_at(&page, 5_000_000_000).await?;
    page.eval::<bool>(&format!("(document.querySelector('{NGINX}').focus(), true)")).await?;
    page.keys(NGINX, Key::Enter).await?;
    page.wait_until("document.activeElement?.closest('#inspector') !== null").await?;
    let before: u64 = page.eval(&format!("Number({})", figure("requests"))).await?;
    ensure(before > 500, || format!("after five seconds nginx has had {before} requests"))?;
    page.screenshot("inspector").await?;
    page.keys("#inspector h2", "k").await?;
    page.wait_until(&format!("Number({}) > {before}", figure("requests"))).await?;
    page.keys("#inspector h2", "k").await?;
    // What is done with it stays where it is seen.
    page.click("#inspector [data-act=\"crash:server-1.nginx\"]").await?;
    page.wait_for("#inspector [data-act=\"restart:server-1.nginx\"]").await?;
    page.wait_until(&format!("{} === ''", figure("requests"))).await?;
    page.keys("#inspector h2", Key::Escape).await?;
    page.wait_until("document.getElementById('inspector') === null").await?;
    page.wait_until("document.activeElement?.dataset.thing === 'server-1.nginx'").await?;
    page.keys("[data-thing=\"lb-1.haproxy\"]", Key::Enter).await?;
    page.wait_until(&format!("Number({}) > 500", figure("requests"))).await?;
    page.click("#inspector > .button").await?;
    page.wait_for("#statistics .haproxy-stats").await?;
    Ok(())
}

pub async fn the_time_of_a_request_is_told_row_by_row(page: Page) -> Verdict {
    page.resize(1440, 900).await?;
    page.open("?v=1&m=1&preset=distributed&mode=active-active&seed=7&t=6s&do=deploy:v2:canary@2s").await?;
    digest_at(&page, 6_000_000_000).await?;
    let versions = page.text(".versions").await?;
    ensure(versions.contains("v1 on 2 servers, v2 on server-"), || format!("versions: {versions:?}"))?;
    page.wait_for("#request tbody tr").await?;
    let sentence = page.text("#request .quiet").await?;
    ensure(sentence.contains("was answered 200 after"), || format!("the sentence is {sentence:?}"))?;
    // The figures have two decimals each, and the whole three digits.
    let millis = "[...document.querySelectorAll('#request tr:not([aria-hidden]) td:nth-child(3)')]\
                  .reduce((sum, cell) => sum + parseFloat(cell.textContent.replace(/\\s/g, '')), 0)";
    let sum: f64 = page.eval(millis).await?;
    let total: f64 = page
        .eval("Number(document.querySelector('#request .quiet').textContent.match(/after ([0-9.]+)\\sms/)[1])")
        .await?;
    ensure((sum - total).abs() < 1.0, || format!("the rows are {sum} ms, the whole is {total} ms"))?;
    page.eval::<bool>("(document.querySelector('#request').scrollIntoView(), true)").await?;
    page.screenshot("request").await?;
    page.click("#request .choice button:last-child").await?;
    page.wait_until("document.querySelector('#request .choice [aria-pressed=true]').textContent === 'newest'").await?;
    page.wait_until(&format!("document.querySelector('#request .quiet').textContent !== {sentence:?}")).await
}
