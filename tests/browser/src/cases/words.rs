//! What the page says to those who hear it: how much is said while a site breaks, what a slider calls its value, and what the parts of the page
//! are called.

use browser::page::{Page, Verdict, ensure};
use browser::states::LANGUAGES;

/// Notes what the polite region says, and when.
const LISTEN: &str = "(region => {
    globalThis.heard = [];
    new MutationObserver(() => {
        const text = region.textContent.trim();
        if (text) globalThis.heard.push([performance.now(), text]);
    }).observe(region, { characterData: true, childList: true, subtree: true });
    return true;
})(document.querySelector('[role=status]'))";
/// What speaks of itself; an alert is for who typed something that cannot be, or for a page that did not start.
const REGIONS: &str = "[...document.querySelectorAll('[aria-live=polite], [aria-live=assertive], [role=status], [role=log], [role=alert]')]
    .filter(region => region.role !== 'alert' || (!region.hidden && region.textContent.trim()))
    .map(region => region.outerHTML.slice(0, 80))";
/// Most words of a message.
const WORDS: usize = 25;
/// Least milliseconds between two messages: five seconds, less what a timer may be early.
const PAUSE_MS: f64 = 4_900.0;
/// Messages that are waited for.
const MESSAGES: usize = 4;

pub async fn an_outage_is_told_in_few_words_and_with_pauses_by_one_region(page: Page) -> Verdict {
    // One server after the other dies and comes back: there is always something to tell.
    let script: Vec<String> = (0..12)
        .map(|turn| {
            let at = 3 + turn * 6;
            format!("crash:server-{0}@{at}s,restart:server-{0}@{1}s", turn % 3 + 1, at + 4)
        })
        .collect();
    page.open(&format!("?seed=42&play=0&do={}", script.join(","))).await?;
    page.eval::<bool>(LISTEN).await?;
    page.keys("body", "k").await?;
    for _ in 0..2 {
        page.keys("body", "]").await?;
    }
    page.wait_while_it_goes_on(&format!("globalThis.heard.length >= {MESSAGES}"), "String(globalThis.heard.length)")
        .await?;
    let heard: Vec<(f64, String)> = page.eval("globalThis.heard").await?;
    for (_, text) in &heard {
        let words = text.split_whitespace().count();
        ensure(words <= WORDS, || format!("{words} words at once: {text}"))?;
    }
    for pair in heard.windows(2) {
        let pause = pair[1].0 - pair[0].0;
        ensure(pause >= PAUSE_MS, || format!("after {pause:.0} ms it spoke again: {pair:?}"))?;
    }
    let tells = heard.iter().any(|(_, text)| text.contains("server-"));
    ensure(tells, || format!("it tells of no server: {heard:?}"))?;
    let regions: Vec<String> = page.eval(REGIONS).await?;
    ensure(regions.len() == 1, || format!("more than one region speaks: {regions:?}"))
}

/// Sliders whose value has no words, or that have no other way than to be dragged.
const POOR_SLIDERS: &str = "[...document.querySelectorAll('input[type=range]')].filter(slider => {
    const words = slider.getAttribute('aria-valuetext')?.trim();
    const named = slider.labels?.length > 0 || slider.hasAttribute('aria-label') || slider.hasAttribute('aria-labelledby');
    const row = slider.closest('.knob');
    return !words || !named || (row && !(row.querySelectorAll('button').length >= 2 && row.querySelector('input[type=text]')));
}).map(slider => `${slider.id}: ${slider.getAttribute('aria-valuetext')}`)";

pub async fn every_slider_says_its_value_in_words_and_can_be_set_in_three_ways(page: Page) -> Verdict {
    for language in LANGUAGES {
        page.open(&format!("?t=1s&lang={language}")).await?;
        // What is folded is made when it unfolds.
        page.eval::<bool>(
            "(document.querySelectorAll('details:not([open]) > summary').forEach(part => part.click()), true)",
        )
        .await?;
        page.wait_until("document.querySelectorAll('details:not([open])').length === 0").await?;
        let count: usize = page.eval("document.querySelectorAll('.knob input[type=range]').length").await?;
        ensure(count >= 20, || format!("there are {count} sliders of knobs"))?;
        let poor: Vec<String> = page.eval(POOR_SLIDERS).await?;
        ensure(poor.is_empty(), || format!("in {language}: {poor:?}"))?;
    }
    Ok(())
}

/// Landmarks without a name. A section or a form without one is no landmark.
const NAMELESS: &str = "(() => {
    const nameless = [];
    for (const kind of ['nav', 'aside', '[role=region]', '[role=dialog]', 'dialog']) {
        for (const part of document.querySelectorAll(kind)) {
            const name = part.getAttribute('aria-label') ?? document.getElementById(part.getAttribute('aria-labelledby'))?.textContent;
            if (!name?.trim()) nameless.push(part.outerHTML.slice(0, 80));
        }
    }
    return nameless;
})()";

pub async fn the_page_has_a_title_of_its_scenario_one_heading_and_named_parts(page: Page) -> Verdict {
    for query in ["?t=1s", "?t=1s&embed=1", "?t=1s&preset=simple&lang=fr", "?t=1s&preset=dedicated&lang=es&embed=1"] {
        page.open(query).await?;
        let (title, headings, mains): (String, Vec<String>, usize) = page
            .eval("[document.title, [...document.querySelectorAll('h1')].map(head => head.textContent.trim()), document.querySelectorAll('main').length]")
            .await?;
        ensure(headings.len() == 1 && !headings[0].is_empty(), || format!("{query} has the headings {headings:?}"))?;
        ensure(mains == 1 && title.ends_with("Tierscope"), || format!("{query}: {mains} mains, titled {title}"))?;
        let nameless: Vec<String> = page.eval(NAMELESS).await?;
        ensure(nameless.is_empty(), || format!("{query} has parts without names: {nameless:?}"))?;
    }
    Ok(())
}
