//! The styles that come later (`static/later.css`): when they do, what is there without them, and what is not.

use browser::emulate;
use browser::page::{Page, Verdict, ensure};

/// A laptop and a telephone.
const VIEWS: [(u32, u32); 2] = [(1440, 900), (360, 740)];
/// Whether they are there.
const THERE: &str = "performance.getEntriesByType('resource').some(({name}) => name.match('/later-.*css')) \
    && [...document.styleSheets].some(({href}) => href?.includes('/later-'))";
/// When they were asked for, and when the module, or its first part, was here.
const TIMES: &str = "['/later-.*css', '/(page|whole)-.*wasm'].map((name) => performance.getEntriesByType('resource')\
    .find((entry) => entry.name.match(name))).map((entry, which) => which ? entry.responseEnd : entry.startTime)";

pub async fn styles_of_what_is_not_there_at_first_come_when_the_page_runs_or_before_a_link_does(page: Page) -> Verdict {
    page.open("").await?;
    page.wait_until(THERE).await?;
    let (asked, here): (f64, f64) = page.eval(TIMES).await?;
    ensure(asked >= here, || format!("the bare page asked for them at {asked} ms, and had its module at {here} ms"))?;
    page.open("?lb=leastconn").await?;
    let there: Vec<String> = page.eval("stylesAtStart").await?;
    ensure(there.iter().any(|name| name.contains("/later-")), || format!("a link began to run with {there:?} alone"))
}

pub async fn a_page_whose_later_styles_are_damaged_runs_without_them(page: Page) -> Verdict {
    for query in ["", "?lb=leastconn"] {
        page.visit(&page.stage.damaged_style(query)).await?;
        page.wait_until_ready().await?;
        page.click("#share-button").await?;
        page.wait_for("#share-link").await?;
        let dressed: bool =
            page.eval("getComputedStyle(document.getElementById('share')).position === 'fixed'").await?;
        ensure(!dressed, || "styles with a flipped bit were put on".to_owned())?;
        let well: bool = page.eval("document.getElementById('fatal').hidden").await?;
        ensure(well, || "the page says that it cannot go on".to_owned())?;
        // What did not load is told, and with that it is forgiven.
        page.wait_until("takeNotes().length > 0").await?;
    }
    Ok(())
}

/// What of `selector` is seen in the page and looks otherwise without those styles, each with the first property that is another. Whatever a
/// style sheet can say of an element, or of what stands before or behind it, is compared.
fn undressed(selector: &str) -> String {
    const UNDRESSED: &str = "((selector) => {
        const sheet = [...document.styleSheets].find(({href}) => href?.includes('/later-'));
        // What says the same in other directions is said once.
        const names = [...getComputedStyle(document.body)].filter((name) => !/block|inline/.test(name));
        const of = (style) => names.map((name) => style.getPropertyValue(name));
        const said = () => [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length > 0)
            .flatMap((element) => ['', '::before', '::after'].flatMap((part) => {
                const style = getComputedStyle(element, part);
                const is = part === '' || style.content !== 'none';
                return is ? [[`${element.localName}.${element.getAttribute('class')}${part}`, of(style)]] : [];
            }));
        const dressed = said();
        sheet.disabled = true;
        const bare = said();
        sheet.disabled = false;
        if (bare.length !== dressed.length) return [`${dressed.length} parts are seen with them and ${bare.length} without`];
        return dressed.flatMap(([name, values], part) => {
            const at = values.findIndex((value, at) => value !== bare[part][1][at]);
            return at < 0 ? [] : [`${name} has ${names[at]}: ${values[at]} and not ${bare[part][1][at]}`];
        });
    })";
    format!("{UNDRESSED}('{selector}')")
}

pub async fn nothing_that_is_seen_at_first_needs_what_comes_later(page: Page) -> Verdict {
    // Who wants no motion finds the run waiting, so that the first picture stays.
    emulate::media(&page, &[("prefers-reduced-motion", "reduce")]).await?;
    for (width, height) in VIEWS {
        emulate::view(&page, width, height).await?;
        page.open("").await?;
        page.wait_until(THERE).await?;
        let told: Vec<String> = page.eval(&undressed("html, body, body *")).await?;
        ensure(told.is_empty(), || format!("at {width} x {height}:\n      {}", told.join("\n      ")))?;
        // Of a sheet it would have been told.
        page.keys("body", "s").await?;
        page.wait_for("#share-link").await?;
        let told: Vec<String> = page.eval(&undressed("#share")).await?;
        ensure(!told.is_empty(), || "a sheet looks the same without its styles".to_owned())?;
    }
    emulate::reset(&page).await
}
