//! The program breaks: it says so in the person's language, with the run that repeats it, and tells the page around. Whether it is by a panic or not.

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

/// Lets what the module asks the time of end in a trap of WebAssembly, which goes through the module as one of its own would: no panic, and
/// whatever it was about stays half done. The bytes are a module whose one function is `unreachable`. Others may ask the time in peace: WebKit's
/// driver does.
const TRAP: &str = "(() => {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const { t } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
    const { now } = Performance.prototype;
    Performance.prototype.now = function () {
        if (!/wasm/.test(new Error().stack)) return now.call(this);
        Performance.prototype.now = now;
        t();
    };
    return true;
})()";

pub async fn a_trap_that_is_no_panic_says_so_as_well(page: Page) -> Verdict {
    page.browser.enter_default_frame().await?;
    page.visit(&page.stage.hosted("", "?embed=1&lang=es&seed=7&play=1")).await?;
    page.wait_until("globalThis.heardOf?.('tierscope.ready').length === 1").await?;
    page.browser.enter_frame(0).await?;
    page.wait_until("Number(document.querySelector('[data-digest]')?.dataset.atNs) > 1e8").await?;
    page.eval::<bool>(TRAP).await?;
    page.wait_for(".broken h2").await?;
    let report: String = page.text(".broken pre").await?;
    for part in ["Tierscope 0.1.0", "m=1", "RuntimeError", "seed=7"] {
        ensure(report.contains(part), || format!("{part} is not in the report: {report}"))?;
    }
    let cards: u64 = page.eval("document.querySelectorAll('.broken').length").await?;
    ensure(cards == 1, || format!("{cards} cards say that the page broke"))?;
    let notes = page.take_notes().await?;
    ensure(!notes.is_empty(), || "the console says nothing".to_owned())?;
    page.browser.enter_default_frame().await?;
    page.wait_until("heardOf('tierscope.error').some(message => message.code === 'broken')").await
}
