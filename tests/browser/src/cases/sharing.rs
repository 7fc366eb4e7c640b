//! Sharing: the forms behind their tabs, by pointer and by keys, and a file that opens as the run that was saved.

use browser::page::{Page, Verdict, ensure};

/// The instant of the run and its digest there.
const RUN: &str = "(({atNs, digest}) => [atNs, digest])(document.querySelector('[data-digest]').dataset)";
/// Ids and values of the fields that are shown.
const FIELDS: &str = "[...document.querySelectorAll('#share [readonly]')].map(field => [field.id, field.value])";

/// Opens the sheet at a run that stands at two seconds.
async fn open(page: &Page, query: &str) -> Verdict {
    page.open(&format!("?v=1&m=1&preset=distributed&do=crash:server-2@1s&t=2s{query}")).await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '2000000000'").await?;
    page.keys("body", "s").await?;
    page.wait_until("document.getElementById('share-tab-link') && document.activeElement.id === 'share-title'").await
}

/// Presses a key where the focus is.
async fn press(page: &Page, key: &str) -> Verdict {
    let press = format!(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true, cancelable: true}}))"
    );
    page.eval::<bool>(&press).await.map(|_| ())
}

/// Gives a file to the page, as a hand would that chooses one.
async fn give(page: &Page, content: &str) -> Verdict {
    let give = format!(
        "(input => {{ const files = new DataTransfer(); files.items.add(new File([{content}], 'run.json')); \
         input.files = files.files; input.dispatchEvent(new Event('change', {{bubbles: true}})); return true }})\
         (document.getElementById('share-open'))"
    );
    page.eval::<bool>(&give).await.map(|_| ())
}

pub async fn a_run_is_shared_in_six_forms_which_keys_reach(page: Page) -> Verdict {
    open(&page, "").await?;
    let first: Vec<(String, String)> = page.eval(FIELDS).await?;
    page.click("#share-tab-link").await?;
    for (form, ids) in [
        ("embed", vec!["share-frame", "share-anchor"]),
        ("markdown", vec!["share-markdown"]),
        ("code", vec!["share-link"]),
        ("file", vec!["share-file"]),
        ("report", vec!["share-report"]),
        ("link", vec!["share-link"]),
    ] {
        press(&page, "ArrowRight").await?;
        page.wait_until(&format!("document.activeElement.id === 'share-tab-{form}'")).await?;
        let shown: Vec<(String, String)> = page.eval(FIELDS).await?;
        let shown: Vec<&str> = shown.iter().map(|(id, _)| id.as_str()).collect();
        ensure(shown == ids, || format!("{form} shows {shown:?}"))?;
        let tabs: (u32, u32) = page
            .eval("[document.querySelectorAll('#share [role=tab][tabindex=\"0\"]').length, document.querySelectorAll('#share [aria-selected=true]').length]")
            .await?;
        ensure(tabs == (1, 1), || format!("{form}: {tabs:?} tabs can be reached and are chosen"))?;
    }
    page.click("#share-instant").await?;
    page.wait_until("document.getElementById('share-link').value.includes('&t=2s&')").await?;
    page.click("#share-instant").await?;
    page.keys("body", "s").await?;
    page.wait_until("document.activeElement.id === 'share-button'").await?;
    page.keys("body", "s").await?;
    page.wait_until("document.activeElement.id === 'share-title'").await?;
    let second: Vec<(String, String)> = page.eval(FIELDS).await?;
    ensure(first == second, || format!("first {first:?}, then {second:?}"))?;
    page.click("#share-tab-code").await?;
    page.wait_for("#share svg.qr[role=img] path").await?;
    page.screenshot("share-code").await?;
    Ok(())
}

pub async fn a_text_that_cannot_be_copied_is_selected_and_the_page_says_so(page: Page) -> Verdict {
    open(&page, "").await?;
    page.eval::<bool>("Object.defineProperty(navigator, 'clipboard', {value: undefined}) === navigator").await?;
    page.click("#share-tab-embed").await?;
    page.click(".piece:has(#share-frame) button").await?;
    page.wait_until("document.querySelector('#share .copy-said').textContent.includes('Ctrl+C')").await?;
    page.wait_until("document.querySelector('[role=status]').textContent.includes('Ctrl+C')").await?;
    let selected: (String, u32, u32) = page
        .eval("(field => [field.id, field.selectionEnd - field.selectionStart, field.value.length])(document.activeElement)")
        .await?;
    ensure(selected.0 == "share-frame" && selected.1 == selected.2, || format!("selected is {selected:?}"))
}

pub async fn a_file_opens_as_the_run_that_was_saved_and_a_bad_one_changes_nothing(page: Page) -> Verdict {
    open(&page, "").await?;
    let saved: (String, String) = page.eval(RUN).await?;
    page.click("#share-tab-file").await?;
    let file: String = page.eval("document.getElementById('share-file').value").await?;
    ensure(file.contains(&saved.1), || format!("the digest {} is not in {file}", saved.1))?;
    page.open("?v=1&m=1&preset=queue&play=0").await?;
    page.keys("body", "s").await?;
    page.click("#share-tab-file").await?;
    give(&page, "'no file of ours'").await?;
    page.wait_for_text(".notices", "not a file of Tierscope").await?;
    give(&page, "'x'.repeat(262145)").await?;
    page.wait_for_text(".notices", "256 KiB").await?;
    let link: String = page.eval("location.search").await?;
    ensure(link.contains("preset=queue"), || format!("a bad file changed the run to {link}"))?;
    give(&page, &format!("{file:?}")).await?;
    page.wait_for_text(".notices", "is the same").await?;
    let opened: (String, String) = page.eval(RUN).await?;
    ensure(opened == saved, || format!("{saved:?} was saved, {opened:?} was opened"))?;
    page.wait_until("location.search.includes('do=crash:server-2@1s')").await
}

pub async fn a_slider_that_is_dragged_writes_the_address_seldom(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=distributed&play=0").await?;
    // Four seconds of a hand that takes the slider and lets it go again: each time is a decision.
    let drag = "new Promise(done => { globalThis.written = 0; const begun = performance.now(); const write = history.replaceState; \
        history.replaceState = function (...all) { globalThis.written++; return write.apply(this, all) }; \
        const slider = document.querySelector('.controls input[type=range]'); let n = 0; \
        const timer = setInterval(() => { if (n++ === 80) { clearInterval(timer); setTimeout(() => done([globalThis.written, performance.now() - begun]), 1000); return } \
        slider.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true})); slider.value = String(Number(slider.value) + (n % 2 ? 1 : -1) * Number(slider.step || 1) * 3); \
        slider.dispatchEvent(new Event('input', {bubbles: true})); slider.dispatchEvent(new Event('change', {bubbles: true})) }, 50) })";
    let line = format!("const done = arguments[0]; {drag}.then(done)");
    let (written, ms): (u32, f64) = page.browser.execute_async(line, Vec::new()).await?.convert()?;
    // Forty in half a minute.
    let most = ms / 750.0 + 1.0;
    ensure(written >= 1 && f64::from(written) <= most, || format!("the address was written {written} times in {ms} ms"))
}
