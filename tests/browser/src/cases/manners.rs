//! What the page does not do to others: it takes no wheel from the page around it, no time where nobody looks, and no work from
//! a flood of messages. And what stands there before it runs does not jump when it does.

use std::time::Duration;

use browser::emulate;
use browser::page::{Page, Verdict, ensure};
use serde_json::json;

use super::embedding::{enter, host, say};

/// How long something is watched that must not happen.
const WATCH: Duration = Duration::from_millis(1_500);
/// A telephone as Lighthouse takes it and a laptop.
const VIEWS: [(u32, u32); 2] = [(412, 823), (1350, 940)];
/// What the layout may shift by in all.
const SHIFT_MAX: f64 = 0.01;
/// All that has moved since the page was opened without that anybody did anything, and what moved.
const SHIFTS: &str = "const done = arguments[0];
    const name = ({node}) => node ? `${node.nodeName} ${node.className?.baseVal ?? node.className ?? ''}` : 'gone';
    const box = ({x, y, width, height}) => [x, y, width, height].map(Math.round).join(' ');
    new PerformanceObserver((list) => {
        const shifts = list.getEntries().filter(({hadRecentInput}) => !hadRecentInput);
        const told = shifts.flatMap(({value, sources}) => [value.toFixed(4), ...sources.map((source) =>
            `${name(source)}: ${box(source.previousRect)} -> ${box(source.currentRect)}`)]);
        done([shifts.reduce((sum, {value}) => sum + value, 0), told.join('\\n      ')]);
    }).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done([0, '']), 1000);";

pub async fn what_stands_there_at_first_does_not_jump_when_the_page_takes_its_place(page: Page) -> Verdict {
    for (width, height) in VIEWS {
        emulate::view(&page, width, height).await?;
        page.open("").await?;
        page.wait_until("Number(document.querySelector('[data-digest]').dataset.atNs) > 2e9").await?;
        let (sum, told): (f64, String) = page.browser.execute_async(SHIFTS, Vec::new()).await?.convert()?;
        println!("    at {width} x {height} layout shifts by {sum:.4}");
        ensure(sum <= SHIFT_MAX, || format!("at {width} x {height} the page jumps by {sum:.4}:\n      {told}"))?;
    }
    emulate::reset(&page).await
}

pub async fn a_flood_of_messages_costs_no_more_than_fifty_of_them(page: Page) -> Verdict {
    host(&page, &page.stage.hosted("", "?embed=1&play=0")).await?;
    enter(&page).await?;
    let count = "(({JSON}) => { const {stringify} = JSON; window.written = 0; \
                 JSON.stringify = (...what) => { window.written += 1; return stringify(...what) }; return true })(window)";
    page.eval::<bool>(count).await?;
    page.browser.enter_default_frame().await?;
    let flood = "(() => { for (let n = 0; n < 500; n++) say({subject: 'tierscope.get', what: 'state', message_id: n}); return true })()";
    page.eval::<bool>(flood).await?;
    page.wait_until("heardOf('tierscope.get.response').length >= 50").await?;
    tokio::time::sleep(WATCH).await;
    let answers: u64 = page.eval("heardOf('tierscope.get.response').length").await?;
    ensure(answers <= 300, || format!("{answers} of 500 messages were answered"))?;
    enter(&page).await?;
    let written: u64 = page.eval("window.written").await?;
    ensure(written <= 300, || format!("{written} of 500 messages were written out"))?;
    // What is far too long is not looked at to its end.
    let count = "(({Array}) => { window.seen = 0; Object.defineProperty(Array.prototype, 70000, \
                 {configurable: true, get() { window.seen += 1 }}); return true })(window)";
    page.eval::<bool>(count).await?;
    page.browser.enter_default_frame().await?;
    let giant = "{subject: 'tierscope.get', what: 'state', message_id: 'giant', more: new Array(100000)}";
    page.eval::<Option<bool>>(&format!("say({giant})")).await?;
    let next = "{subject: 'tierscope.get', what: 'state', message_id: 'next'}";
    say(&page, next, "tierscope.get.response", "message.message_id === 'next'").await?;
    let answered: bool =
        page.eval("heardOf('tierscope.get.response').some(message => message.message_id === 'giant')").await?;
    ensure(!answered, || "a message of a hundred thousand values was answered".to_owned())?;
    enter(&page).await?;
    let seen: u64 = page.eval("(delete window.Array.prototype[70000], window.seen)").await?;
    ensure(seen == 0, || "a message that is too long was looked at to its end".to_owned())?;
    page.must_be_clean().await
}

pub async fn a_wheel_over_the_diagram_moves_the_page_around(page: Page) -> Verdict {
    let (x, y) = over_the_drawing(&page).await?;
    let gesture = json!({ "x": x, "y": y, "yDistance": -300, "gestureSourceType": "mouse", "speed": 1500 });
    page.browser.cdp().send_raw("Input.synthesizeScrollGesture", gesture).await?;
    the_page_around_moved(&page).await
}

pub async fn a_finger_over_the_diagram_moves_the_page_around(page: Page) -> Verdict {
    let (x, y) = over_the_drawing(&page).await?;
    emulate::touch(&page, true).await?;
    // Chromium's own gesture of a finger does not reach frames.
    for step in 0..20 {
        let kind = if step == 0 { "touchStart" } else { "touchMove" };
        let points = json!([{ "x": x, "y": y - 15.0 * f64::from(step) }]);
        page.browser.cdp().send_raw("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await?;
    }
    page.browser.cdp().send_raw("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await?;
    the_page_around_moved(&page).await
}

/// A page with a frame that plays and has not taken the focus, and the middle of its drawing.
async fn over_the_drawing(page: &Page) -> Verdict<(f64, f64)> {
    emulate::view(page, 1200, 800).await?;
    host(page, &page.stage.hosted("size=1100x560", "?embed=1&play=1")).await?;
    page.eval::<bool>("(document.body.style.paddingBottom = '3000px', true)").await?;
    let focus: bool = page.eval("document.activeElement === document.body").await?;
    ensure(focus, || "the frame took the focus as it came".to_owned())?;
    enter(page).await?;
    let middle = "(({x, y, width, height}) => [x + width / 2, y + height / 2])\
                  (document.querySelector('.drawing').getBoundingClientRect())";
    let (x, y): (f64, f64) = page.eval(middle).await?;
    page.browser.enter_default_frame().await?;
    let (left, top): (f64, f64) =
        page.eval("(({x, y}) => [x, y])(document.querySelector('iframe').getBoundingClientRect())").await?;
    Ok((left + x, top + y))
}

async fn the_page_around_moved(page: &Page) -> Verdict {
    page.wait_until("scrollY > 100").await?;
    enter(page).await?;
    let within: f64 = page.eval("scrollY").await?;
    ensure(within == 0.0, || format!("the frame scrolled by {within}"))?;
    page.must_be_clean().await?;
    emulate::reset(page).await
}

pub async fn a_hidden_tab_stands_still_and_goes_on_without_a_leap(page: Page) -> Verdict {
    page.open("?seed=7&play=1").await?;
    let at = "Number(document.querySelector('[data-digest]').dataset.atNs) / 1e9";
    page.wait_until(&format!("{at} > 1")).await?;
    page.browser.minimize_window().await?;
    page.wait_until("document.hidden").await?;
    let still: (u64, f64) = page.eval(&format!("[framesAsked(), {at}]")).await?;
    tokio::time::sleep(WATCH).await;
    let later: (u64, f64) = page.eval(&format!("[framesAsked(), {at}]")).await?;
    ensure(still == later, || format!("in a hidden tab frames and instant went from {still:?} to {later:?}"))?;
    let leap = format!(
        "(() => {{ globalThis.first = undefined; document.addEventListener('visibilitychange', () => {{ \
         const look = () => {at} > {} ? first = {at} : setTimeout(look); look(); }}); return true }})()",
        still.1
    );
    page.eval::<bool>(&leap).await?;
    page.resize(1280, 900).await?;
    page.wait_until("globalThis.first !== undefined").await?;
    let first: f64 = page.eval("first").await?;
    ensure(first - still.1 < 1.0, || format!("the run leapt from {} s to {first} s", still.1))
}
