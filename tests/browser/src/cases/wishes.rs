//! What a person's system asks for: less motion, more contrast, colours of its own. And what a link may say about it.

use browser::emulate;
use browser::page::{Page, Verdict, ensure};
use browser::states::State;

/// Opens the page, where the system wishes so; gives the value of an expression.
async fn told(page: &Page, wish: (&str, &str), query: &str, expression: &str) -> Verdict<String> {
    emulate::media(page, &[wish]).await?;
    page.open(query).await?;
    page.eval(expression).await
}

pub async fn who_wants_less_motion_finds_the_run_waiting_and_a_link_can_say_otherwise(page: Page) -> Verdict {
    const RUN: &str = "[document.documentElement.dataset.run, document.documentElement.dataset.motion].join()";
    let wish = ("prefers-reduced-motion", "reduce");
    for (query, expected) in [
        ("", "paused,still"),
        ("?motion=full", "playing,full"),
        ("?play=1", "playing,still"),
        ("?motion=none&play=1", "playing,still"),
    ] {
        let run = told(&page, wish, query, RUN).await?;
        ensure(run == expected, || format!("{query:?} with less motion is {run}, not {expected}"))?;
    }
    // The clock goes on, but the picture changes every five seconds at most.
    let seen = "document.querySelector('.instant').textContent";
    let before: String = page.eval(seen).await?;
    page.wait_until(&format!("{seen} !== {before:?}")).await?;
    let first: f64 = page.eval("performance.now()").await?;
    let now: String = page.eval(seen).await?;
    page.wait_until(&format!("{seen} !== {now:?}")).await?;
    let rest = page.eval::<f64>("performance.now()").await? - first;
    ensure(rest > 3_000.0, || format!("with motion=none the clock changed again after {rest:.0} ms"))?;
    let run = told(&page, ("prefers-reduced-motion", "no-preference"), "?motion=reduced", RUN).await?;
    ensure(run == "paused,still", || format!("motion=reduced is {run}"))?;
    emulate::reset(&page).await
}

pub async fn a_key_takes_motion_away_by_degrees_and_gives_it_back(page: Page) -> Verdict {
    const MOTION: &str = "document.documentElement.dataset.motion";
    emulate::media(&page, &[("prefers-reduced-motion", "no-preference")]).await?;
    page.open("?play=0").await?;
    for (degree, name) in [("still", "reduced"), ("still", "none"), ("full", "full")] {
        page.keys("body", "m").await?;
        page.wait_until(&format!("{MOTION} === '{degree}'")).await?;
        page.keys("body", "?").await?;
        page.wait_until(&format!("document.getElementById('motion')?.value === '{name}'")).await?;
        page.keys("body", "?").await?;
    }
    page.keys("body", "?").await?;
    let choose = "(list => { list.value = 'auto'; return list.dispatchEvent(new Event('change', { bubbles: true })) })";
    page.eval::<bool>(&format!("{choose}(document.getElementById('motion'))")).await?;
    // The system's own wish holds again, and is followed while the page is open.
    emulate::media(&page, &[("prefers-reduced-motion", "reduce")]).await?;
    page.wait_until(&format!("{MOTION} === 'still'")).await?;
    emulate::reset(&page).await
}

/// Texts that can be seen and are smaller than 18 pixels: what they say, and how large they are. A drawing has a scale besides.
const SMALL: &str = "[...document.querySelectorAll('body *')].flatMap(element => {
    const own = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data.trim()).join('');
    const frame = element.getBoundingClientRect();
    if (own === '' || frame.width < 2 || frame.height < 2 || !element.checkVisibility()) return [];
    const scale = element instanceof SVGElement ? Math.abs(element.getScreenCTM().d) : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    return size < 17.99 ? [`${own.slice(0, 30)} (${element.tagName}.${element.getAttribute('class')}: ${size.toFixed(1)})`] : [];
})";

pub async fn nothing_is_smaller_than_18_pixels_on_a_projector(page: Page) -> Verdict {
    emulate::view(&page, 1440, 900).await?;
    for query in [
        "?seed=7&t=8s",
        "?ship=250ms&do=crash:server-1@2s&seed=42&t=16s",
        "?rps=900&seed=7&t=12s",
        "?preset=dedicated&seed=7&t=8s",
        "?preset=simple&seed=7&t=8s",
        "?preset=queue&srv=4&seed=7&t=8s",
        "?srv=9&seed=7&t=8s",
        "?srv=40&seed=7&t=8s",
    ] {
        page.open(&format!("{query}&theme=projector")).await?;
        page.wait_until("!document.querySelector('.is-seeking') && document.querySelector('.drawing text') !== null")
            .await?;
        let small: Vec<String> = page.eval(SMALL).await?;
        ensure(small.is_empty(), || format!("{query} has small texts: {}", small.join(", ")))?;
        let wide: bool = page.eval("document.documentElement.scrollWidth > innerWidth").await?;
        ensure(!wide, || format!("{query} scrolls to the side"))?;
        page.screenshot(&format!("projector-{}", query.split(['?', '&']).nth(1).unwrap_or_default().replace('=', "-")))
            .await?;
    }
    emulate::reset(&page).await
}

pub async fn who_wants_more_contrast_has_it_in_every_theme(page: Page) -> Verdict {
    const INK: &str = "getComputedStyle(document.body).color";
    for (query, expected) in [
        ("?theme=light", "rgb(0, 0, 0)"),
        ("?theme=dark", "rgb(255, 255, 255)"),
        ("?theme=projector", "rgb(0, 0, 0)"),
        ("?theme=contrast", "rgb(0, 0, 0)"),
    ] {
        let ink = told(&page, ("prefers-contrast", "more"), query, INK).await?;
        ensure(ink == expected, || format!("{query} with more contrast is written in {ink}"))?;
    }
    // While the page runs the system may change its mind.
    emulate::media(&page, &[]).await?;
    page.wait_until("document.documentElement.dataset.theme === 'contrast'").await?;
    page.open("?theme=dark&t=1s").await?;
    emulate::media(&page, &[("prefers-contrast", "more")]).await?;
    page.wait_until("document.documentElement.dataset.theme === 'dark contrast'").await?;
    emulate::reset(&page).await
}

/// A system colour as a browser computes it.
fn system(name: &str) -> String {
    format!(
        "(probe => {{ probe.style.color = '{name}'; document.body.append(probe); \
         const colour = getComputedStyle(probe).color; probe.remove(); return colour }})(document.createElement('i'))"
    )
}

/// The colours of at least a hundred pixels of the marks that hide what is under them.
const PAINTED: &str = "(() => {
    const canvas = document.querySelector('canvas.marks');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] < 255) continue;
        const colour = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts].filter(([, count]) => count >= 100).map(([colour]) => colour);
})()";

pub async fn forced_colours_reach_the_drawing_and_the_marks(page: Page) -> Verdict {
    let failed = State::named("failed").ok_or_else(|| "there is no state failed".to_owned())?;
    emulate::media(&page, &[("forced-colors", "active"), ("prefers-color-scheme", "dark")]).await?;
    emulate::view(&page, 1440, 900).await?;
    failed.open(&page, "").await?;
    let style = |css: &str, name: &str| format!("getComputedStyle(document.querySelector('{css}')).{name}");
    for (what, name) in [
        (style(".machine.off", "stroke"), "LinkText"),
        (style(".machine.in-use", "stroke"), "Highlight"),
        (style(".machine", "fill"), "Canvas"),
        (style(".drawing .name", "fill"), "CanvasText"),
    ] {
        // What becomes alarming takes half a second to.
        page.wait_until(&format!("{what} === {}", system(name))).await?;
    }
    page.screenshot("forced-colours").await?;
    let painted: Vec<String> = page.eval(PAINTED).await?;
    let mut allowed = Vec::new();
    for name in ["Canvas", "CanvasText", "LinkText"] {
        allowed.push(page.eval::<String>(&system(name)).await?);
    }
    let only = painted.len() >= 2 && painted.iter().all(|colour| allowed.contains(colour));
    ensure(only, || format!("the marks are painted in {painted:?}, and the system's colours are {allowed:?}"))?;
    emulate::reset(&page).await
}
