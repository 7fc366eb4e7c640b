//! Nothing flashes: whatever a script does to machines, no larger surface grows lighter and darker more than three times in a second.

use browser::emulate;
use browser::page::{Page, Verdict, ensure};

/// A surface: where it is, and the most changes that it made in a second.
type Restless = (String, usize);

/// Most changes in a second, there and back being two.
const MOST: usize = 6;
/// Changes in a second that are seen, at least, where nothing fades: a machine that is busy with other work draws few frames.
const SEEN: usize = 3;

/// Looks at every surface at every frame, so long as `watching` is true: of boxes in the drawing larger than a sixth of what WCAG calls a
/// small area, and of everything else on the page as large. A change counts that is a tenth of white.
const WATCH: &str = "(() => {
    const seen = new Map();
    const channel = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const light = (colour, ground) => {
        const key = colour + ground;
        if (!known.has(key)) {
            for (const layer of [ground, colour]) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1) }
            const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => channel(value / 255));
            known.set(key, 0.2126 * red + 0.7152 * green + 0.0722 * blue);
        }
        return known.get(key);
    };
    const note = (place, now, value) => {
        const one = seen.get(place) ?? seen.set(place, { low: value, high: value, turns: [], up: 0 }).get(place);
        one.low = Math.min(one.low, value);
        one.high = Math.max(one.high, value);
        if (one.up <= 0 && value - one.low >= 0.1) { one.turns.push(now); one.up = 1; one.high = value }
        if (one.up >= 0 && one.high - value >= 0.1) { one.turns.push(now); one.up = -1; one.low = value }
        if (one.up > 0) one.low = one.high;
        if (one.up < 0) one.high = one.low;
    };
    globalThis.watching = true;
    globalThis.restless = () => [...seen].map(([place, { turns }]) => [
        place,
        Math.max(0, ...turns.map(from => turns.filter(at => at >= from && at < from + 1000).length)),
    ]);
    const look = now => {
        if (!globalThis.watching) return;
        const ground = getComputedStyle(document.body).backgroundColor;
        for (const box of document.querySelectorAll('.drawing rect')) {
            const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(name => Number(box.getAttribute(name)));
            if (width * height < 3600) continue;
            const style = getComputedStyle(box);
            note(`${box.classList[0]} at ${x}, ${y}`, now, light(style.fill, ground));
            note(`outline of ${box.classList[0]} at ${x}, ${y}`, now, light(style.stroke, ground));
        }
        document.querySelectorAll('.side > *, .side > * > *, .foot > *, .stage, .notice').forEach((box, index) => {
            note(`${box.className} ${index}`, now, light(getComputedStyle(box).backgroundColor, ground));
        });
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return true;
})()";

/// All servers go off and on, each tenth of a second for seven seconds.
fn script() -> String {
    let deeds = (0..70).flat_map(|n| {
        let (deed, millis) = (if n % 2 == 0 { "crash" } else { "restart" }, 1_000 + n * 100);
        (1..=3).map(move |server| format!("{deed}:server-{server}@{}.{}s", millis / 1_000, millis % 1_000 / 100))
    });
    // A link has two hundred at most.
    deeds.take(200).collect::<Vec<_>>().join(",")
}

/// The surfaces that changed most while the script was played, the most restless first; `styles` are added to the page's own.
async fn restless(page: &Page, theme: &str, styles: &str) -> Verdict<Vec<Restless>> {
    page.open(&format!("?seed=7&play=0&motion=full&theme={theme}&do={}", script())).await?;
    let style = format!(
        "(sheet => {{ sheet.replaceSync({styles:?}); document.adoptedStyleSheets = [sheet]; return true }})(new CSSStyleSheet())"
    );
    page.eval::<bool>(&style).await?;
    page.eval::<bool>(WATCH).await?;
    page.keys("body", "k").await?;
    page.wait_until("Number(document.querySelector('[data-digest]')?.dataset.atNs) > 7.5e9").await?;
    page.eval::<bool>("(globalThis.watching = false, true)").await?;
    let mut found: Vec<Restless> = page.eval("restless()").await?;
    found.sort_by_key(|(_, turns)| std::cmp::Reverse(*turns));
    Ok(found)
}

pub async fn nothing_flashes_while_machines_go_off_and_on_ten_times_a_second(page: Page) -> Verdict {
    emulate::view(&page, 1440, 900).await?;
    // Without the half second that trouble takes to come, boxes would flash: the eyes of this test see it.
    let found = restless(&page, "light", ":root { --slow: 0ms !important }").await?;
    let worst = found.first().map_or(0, |(_, turns)| *turns);
    ensure(worst >= SEEN, || format!("what flashes is not seen: {:?}", &found[..found.len().min(3)]))?;
    for theme in ["light", "dark", "projector", "contrast"] {
        let found = restless(&page, theme, "").await?;
        ensure(found.len() > 15, || format!("there are only {} surfaces", found.len()))?;
        let wrong: Vec<&Restless> = found.iter().filter(|(_, turns)| *turns > MOST).collect();
        ensure(wrong.is_empty(), || format!("in {theme} these flash: {wrong:?}"))?;
    }
    let slow = "[getComputedStyle(document.querySelector('.machine')).transitionDuration].join()";
    let fades: String = page.eval(slow).await?;
    ensure(fades == "0.5s, 0.5s" || fades == "0.5s", || format!("a machine changes its colour in {fades}"))?;
    emulate::reset(&page).await
}
