//! The program breaks: it says so in the person's language, with the run that repeats it, and tells the page around.

use browser::page::{Page, Verdict, ensure};

/// Takes away what Yew has to draw beside, so that drawing it fails: a mistake that no code of the page can make good.
const BREAK: &str = "(document.querySelector('.side .panel').remove(), \
     document.querySelector('[data-thing=\"server-1\"]').dispatchEvent(new MouseEvent('click', {bubbles: true})))";

pub async fn a_program_that_breaks_says_so_and_how_to_repeat_the_run(page: Page) -> Verdict {
    page.browser.enter_default_frame().await?;
    page.visit(&page.stage.hosted("", "?embed=1&lang=fr&seed=7&t=3s&do=crash:server-2@1s")).await?;
    page.wait_until("globalThis.heardOf?.('tierscope.ready').length === 1").await?;
    page.browser.enter_frame(0).await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '3000000000'").await?;
    page.eval::<bool>(BREAK).await?;
    page.wait_for_text(".broken h2", "Quelque chose").await?;
    let report: String = page.text(".broken pre").await?;
    for part in ["Tierscope 0.1.0", "m=1", "page-", "panicked at", "seed=7", "crash:server-2@1s"] {
        ensure(report.contains(part), || format!("{part} is not in the report: {report}"))?;
    }
    let again: String = page.eval("document.querySelector('.broken a').href").await?;
    ensure(again.contains("seed=7") && again.contains("crash:server-2@1s"), || format!("again leads to {again}"))?;
    page.screenshot("broken").await?;
    // Whether the clipboard may be used depends on the browser; the button says which it was.
    page.eval::<bool>("(document.querySelector('.broken button').click(), true)").await?;
    page.wait_until("document.querySelector('.broken button').textContent !== 'Copier le rapport'").await?;
    // It was broken on purpose.
    let notes = page.take_notes().await?;
    ensure(!notes.is_empty(), || "the console says nothing".to_owned())?;
    page.browser.enter_default_frame().await?;
    page.wait_until("heardOf('tierscope.error').some(message => message.code === 'broken')").await
}
