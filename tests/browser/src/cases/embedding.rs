//! The page as a frame of another one: it is ready and answers however it is framed, leaves no trace, takes nothing from the
//! page around it, and stands still where nobody sees it.

use std::time::Duration;

use browser::page::{Page, Verdict, ensure};

/// Every way to frame the page that must work.
const SANDBOXES: [Option<&str>; 3] = [None, Some("allow-scripts"), Some("allow-scripts allow-same-origin")];
/// Sizes of frames, from a phone's to a wall's.
const SIZES: [(u32, u32); 7] = [(320, 400), (400, 300), (640, 480), (800, 600), (1100, 560), (1300, 560), (3840, 2160)];
/// How long something is watched that must not happen.
const WATCH: Duration = Duration::from_millis(1_000);
/// How often it is asked whether a frame has come to rest.
const ASKED_MAX: u32 = 20;

/// Opens the page around ours, and waits for what ours says first.
pub(super) async fn host(page: &Page, address: &str) -> Verdict {
    page.browser.enter_default_frame().await?;
    page.visit(address).await?;
    page.wait_until("globalThis.heardOf?.('tierscope.ready').length === 1").await
}

/// Says something to the frame, and waits until the last answer of that subject holds.
pub(super) async fn say(page: &Page, message: &str, subject: &str, holds: &str) -> Verdict {
    page.eval::<Option<bool>>(&format!("say({message})")).await?;
    page.wait_until(&format!("heardOf('{subject}').slice(-1).some(message => {holds})")).await
}

pub(super) async fn enter(page: &Page) -> Verdict {
    page.browser.enter_default_frame().await?;
    page.wait_for("iframe").await?;
    page.browser.enter_frame(0).await?;
    page.wait_until_ready().await
}

pub async fn a_frame_is_ready_answers_and_leaves_no_trace(page: Page) -> Verdict {
    for sandbox in SANDBOXES {
        let wish = sandbox.map(|words| format!("sandbox={words}")).unwrap_or_default();
        host(&page, &page.stage.hosted(&wish, "?embed=1&play=0&seed=7")).await?;
        let set = "{subject: 'tierscope.set', message_id: 'a', patch: {rps: 350, lb: 'leastconn', warp: 9}}";
        let applied =
            "message.message_id === 'a' && message.applied.rps === '350' && message.rejected[0].key === 'warp'";
        say(&page, set, "tierscope.set.response", applied).await?;
        let state = "message.reason === 'api' && message.query.includes('rps=350')";
        page.wait_until(&format!("heardOf('tierscope.state').some(message => {state})")).await?;
        say(
            &page,
            "{subject: 'tierscope.subscribe', topics: ['metrics']}",
            "tierscope.subscribe.response",
            "message.ok",
        )
        .await?;
        say(
            &page,
            "{subject: 'tierscope.cmd', do: 'play'}",
            "tierscope.metrics",
            "message.t_s > 1 && message.answered_per_s > 0",
        )
        .await?;
        say(
            &page,
            "{subject: 'tierscope.cmd', do: 'crash:server-1'}",
            "tierscope.event",
            "message.node === 'server-1'",
        )
        .await?;
        let words = "message.text.includes('server-1 off')";
        say(&page, "{subject: 'tierscope.get', what: 'description'}", "tierscope.get.response", words).await?;
        say(&page, "{subject: 'tierscope.cmd', do: 'open', what: 'share'}", "tierscope.cmd.response", "message.ok")
            .await?;
        say(
            &page,
            "{subject: 'tierscope.cmd', do: 'select', what: 'server-2'}",
            "tierscope.cmd.response",
            "message.ok",
        )
        .await?;
        page.wait_until("heardOf('lti.frameResize').length > 0").await?;
        // Neither opening nor answering has taken the focus.
        let focus: bool = page.eval("document.activeElement === document.body").await?;
        ensure(focus, || format!("the frame took the focus (sandbox {sandbox:?})"))?;
        enter(&page).await?;
        let inside: String = page.eval("document.activeElement.tagName").await?;
        ensure(inside == "BODY", || format!("the focus is on {inside} (sandbox {sandbox:?})"))?;
        let kept = "(() => { try { return localStorage.length + sessionStorage.length + document.cookie.length } \
                    catch { return 0 } })()";
        let kept: u64 = page.eval(kept).await?;
        ensure(kept == 0, || format!("something is stored (sandbox {sandbox:?})"))?;
        let embed: bool = page.eval("location.search.includes('embed=1')").await?;
        ensure(embed, || "the address has lost embed=1".to_owned())?;
        page.must_be_clean().await?;
    }
    Ok(())
}

pub async fn a_frame_speaks_with_the_origin_that_its_link_names_and_with_no_other(page: Page) -> Verdict {
    host(&page, &page.stage.hosted_elsewhere(&format!("?embed=1&origin={}", page.stage.other_origin()))).await?;
    say(&page, "{subject: 'tierscope.get', what: 'state'}", "tierscope.get.response", "message.ok").await?;
    let from: String = page.eval("heardOf('tierscope.ready')[0].origin").await?;
    ensure(from == page.stage.origin(), || format!("messages come from {from}"))?;
    enter(&page).await?;
    page.must_be_clean().await?;
    page.browser.enter_default_frame().await?;
    page.visit(&page.stage.hosted_elsewhere(&format!("?embed=1&origin={}", page.stage.origin()))).await?;
    enter(&page).await?;
    page.browser.enter_default_frame().await?;
    page.eval::<Option<bool>>("say({subject: 'tierscope.get', what: 'state'})").await?;
    tokio::time::sleep(WATCH).await;
    let heard: u64 = page.eval("heardOf('tierscope.ready').length + heardOf('tierscope.get.response').length").await?;
    ensure(heard == 0, || "a page of another origin was heard or spoken to".to_owned())?;
    enter(&page).await
}

/// What is wrong with the layout of a frame, in words; empty where nothing is.
const FAULTS: &str = "(() => {
    const faults = [];
    const box = (css) => document.querySelector(css)?.getBoundingClientRect();
    const shown = (rect) => rect && rect.width > 0 && rect.height > 0;
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) faults.push(`${root.scrollWidth} px of content`);
    const controls = [...document.querySelectorAll('.top :is(button, select, a, time)')].filter((one) => one.className !== 'skip');
    const there = controls.filter((one) => getComputedStyle(one).clipPath === 'none');
    const rects = there.map((one) => one.getBoundingClientRect());
    for (const name of ['play', 'back', 'step', 'restart']) {
        if (!shown(box(`.transport .${name}`)) || box(`.transport .${name}`).width < 20) faults.push(`no ${name}`);
    }
    if (!shown(box('.transport select'))) faults.push('no speed');
    for (const [index, one] of rects.entries()) {
        if (one.left < 0 || one.right > innerWidth + 0.5) faults.push(`${there[index].outerHTML.slice(0, 60)} is outside`);
        for (const other of rects.slice(index + 1)) {
            const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
            if (wide > 1 && high > 1) faults.push(`controls overlap at ${other.left}, ${other.top}`);
        }
    }
    scrollTo(0, 0);
    const [top, stage, foot] = ['.top', '.stage', '.foot'].map(box);
    for (const part of [stage, foot].filter(shown)) if (part.top < top.bottom - 1) faults.push('a part is under the bar');
    if (shown(stage) && shown(foot) && Math.min(stage.bottom, foot.bottom) - Math.max(stage.top, foot.top) > 1) {
        faults.push('diagram and charts overlap');
    }
    const scale = box('.marks-scale');
    if (shown(stage) && !shown(scale)) faults.push('nothing says what a mark is');
    if (shown(stage) && shown(scale) && scale.bottom > stage.bottom + 1) faults.push('the legend is outside of its part');
    if (shown(scale) && shown(foot) && Math.min(scale.bottom, foot.bottom) - Math.max(scale.top, foot.top) > 1) {
        faults.push('the legend is under the charts');
    }
    const drawing = document.querySelector('.drawing');
    if (shown(stage) && !(drawing.getBoundingClientRect().width > 50)) faults.push('nothing is drawn');
    return faults.join('; ');
})()";

pub async fn a_frame_of_any_size_shows_its_parts_side_by_side(page: Page) -> Verdict {
    for layout in ["embed", "mini", "chart"] {
        host(&page, &page.stage.hosted("size=320x400", &format!("?ui={layout}&t=3s"))).await?;
        for (width, height) in SIZES {
            page.browser.enter_default_frame().await?;
            let size = format!(
                "Object.assign(document.querySelector('iframe'), {{width: {width}, height: {height}}}) && true"
            );
            page.eval::<bool>(&size).await?;
            enter(&page).await?;
            page.wait_until(&format!("innerWidth === {width} && innerHeight === {height}")).await?;
            let mut faults: String = page.eval(FAULTS).await?;
            // A drawing follows its room a frame later.
            for _ in 0..ASKED_MAX {
                if !faults.is_empty() {
                    tokio::time::sleep(WATCH / 10).await;
                    faults = page.eval(FAULTS).await?;
                }
            }
            page.screenshot(&format!("frame-{layout}-{width}")).await?;
            ensure(faults.is_empty(), || format!("ui={layout} at {width} x {height}: {faults}"))?;
            let whole: u64 = page.eval("document.querySelectorAll('#catalogue-button, h1.brand').length").await?;
            let titles: u64 = page.eval("document.querySelectorAll('h1').length").await?;
            ensure((whole, titles) == (0, 1), || {
                format!("ui={layout} has {whole} parts of the whole bar, {titles} titles")
            })?;
        }
    }
    Ok(())
}

pub async fn a_frame_that_was_not_displayed_is_drawn_once_it_is(page: Page) -> Verdict {
    for wish in ["hidden", "size=0x0"] {
        page.browser.enter_default_frame().await?;
        page.visit(&page.stage.hosted(wish, "?embed=1&play=1")).await?;
        page.wait_until("globalThis.heardOf?.('tierscope.ready').length === 1").await?;
        page.eval::<bool>("(show(), Object.assign(document.querySelector('iframe'), {width: 800, height: 600}), true)")
            .await?;
        enter(&page).await?;
        page.wait_until("document.querySelector('.drawing').getBoundingClientRect().width > 300").await?;
        page.wait_until("Number(document.querySelector('[data-digest]').dataset.atNs) > 5e8").await?;
        page.must_be_clean().await?;
    }
    Ok(())
}

/// The run's instant in seconds, asked of the frame from outside.
async fn instant(page: &Page) -> Verdict<f64> {
    page.browser.enter_default_frame().await?;
    let before: u64 = page.eval("heardOf('tierscope.get.response').length").await?;
    page.eval::<Option<bool>>("say({subject: 'tierscope.get', what: 'state'})").await?;
    page.wait_until(&format!("heardOf('tierscope.get.response').length > {before}")).await?;
    page.eval("heardOf('tierscope.get.response').slice(-1)[0].t_s").await
}

pub async fn a_frame_out_of_sight_stands_still_and_goes_on_without_a_leap(page: Page) -> Verdict {
    host(&page, &page.stage.hosted("below", "?embed=1&play=1")).await?;
    // A browser may tell a frame late that nobody sees it; until then it hardly lets it draw.
    for asked in 0.. {
        enter(&page).await?;
        let before: u64 = page.eval("framesAsked()").await?;
        tokio::time::sleep(WATCH).await;
        let frames = page.eval::<u64>("framesAsked()").await? - before;
        if frames == 0 {
            break;
        }
        ensure(asked < ASKED_MAX, || format!("out of sight {frames} frames were asked for in a second"))?;
    }
    let before = instant(&page).await?;
    tokio::time::sleep(WATCH).await;
    let still = instant(&page).await?;
    ensure(still == before, || format!("out of sight the run went from {before} s to {still} s"))?;
    page.eval::<bool>("(show(), true)").await?;
    // Whatever time was spent out of sight: the first frames play what they stand for, at most a tenth of a second each.
    let mut now = still;
    while now == still {
        now = instant(&page).await?;
    }
    ensure(now - still < 1.0, || format!("the run leapt from {still} s to {now} s"))?;
    enter(&page).await
}

pub async fn what_is_locked_is_shown_switched_off_and_the_way_out_leads_to_the_whole_page(page: Page) -> Verdict {
    host(&page, &page.stage.hosted("", "?embed=1&lock=rps,faults&hide=log,timeline&seed=7&t=2s")).await?;
    enter(&page).await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '2000000000'").await?;
    let disabled = "['[data-knob=\"rps\"] input', '.courses button', '[data-knob=\"static\"] input'] \
                    .map(css => document.querySelector(css).matches(':disabled')).join()";
    let disabled: String = page.eval(disabled).await?;
    ensure(disabled == "true,true,false", || format!("rate, courses, static files are switched off: {disabled}"))?;
    let hidden: bool = page.eval("document.querySelector('.event-log, .timeline') === null").await?;
    ensure(hidden, || "the log or the time line is there".to_owned())?;
    page.browser.enter_default_frame().await?;
    say(&page, "{subject: 'tierscope.cmd', do: 'select', what: 'server-1'}", "tierscope.cmd.response", "message.ok")
        .await?;
    enter(&page).await?;
    page.wait_until("document.querySelector('[data-act=\"crash:server-1\"]')?.matches(':disabled') ?? false").await?;
    page.wait_for_text("#inspector", "has fixed it").await?;
    // As a key would: a driver's own goes where the focus is, which is not in the frame.
    page.eval::<bool>("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'd', bubbles: true}))").await?;
    page.wait_for_text("#description.sheet", "200 requests per second").await?;
    let out: String = page.eval("document.querySelector('.opener-out').href").await?;
    let leads = out.contains("seed=7") && !["embed", "lock", "hide"].iter().any(|word| out.contains(word));
    ensure(leads, || format!("the way out leads to {out}"))?;
    page.screenshot("locked").await
}

pub async fn the_example_of_a_course_drives_its_frame(page: Page) -> Verdict {
    page.browser.enter_default_frame().await?;
    page.visit(&page.stage.course()).await?;
    page.wait_until("document.getElementById('description').textContent.includes('Distributed web')").await?;
    page.eval::<bool>("(document.querySelector('[data-do=\"play\"]').click(), true)").await?;
    page.eval::<bool>("(document.querySelector('[data-do=\"crash:server-1\"]').click(), true)").await?;
    page.wait_until("document.getElementById('events').textContent.includes('server-1')").await?;
    page.wait_until("Number.parseFloat(document.getElementById('time').textContent) > 1").await?;
    page.wait_until("document.getElementById('description').textContent.includes('server-1 off')").await?;
    page.screenshot("course").await?;
    for frame in 0..3 {
        page.browser.enter_default_frame().await?;
        let scroll = format!("(document.querySelectorAll('iframe')[{frame}].scrollIntoView(), true)");
        page.eval::<bool>(&scroll).await?;
        page.browser.enter_frame(frame).await?;
        page.wait_until_ready().await?;
        let notices: u64 = page.eval("document.querySelectorAll('.notice').length").await?;
        ensure(notices == 0, || format!("frame {frame} has something to tell about its link"))?;
        page.must_be_clean().await?;
    }
    Ok(())
}
