//! Whether everybody can reach, hit and read what the page shows: on a telephone, zoomed in four times, with a finger, with wider letters,
//! by the tab key, without colours.

use browser::emulate;
use browser::page::{Page, Verdict, ensure};
use browser::pseudo::Pseudo;
use browser::states::{LANGUAGES, SIZES, STATES, State};
use serde::de::DeserializeOwned;
use thirtyfour::Key;

/// What is measured, as functions.
const MEASURES: &str = include_str!("../../pages/layout.js");
/// 1280 x 1024 at 400 %.
const ZOOMED: (u32, u32) = (320, 256);
/// What a hand reaches for first.
const PRIMARY: &str = "'.button.play, .button.primary, .transport .button.sign, .tab'";
/// WCAG's spacing of text (1.4.12), over whatever the page says.
const SPACED: &str = "(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } \
                       p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets.push(sheet);
    return true;
})()";
/// More stops of the tab key than the page has.
const STOPS_MAX: usize = 400;

/// The value of an expression in which the measures may be used.
async fn measured<T: DeserializeOwned>(page: &Page, expression: &str) -> Verdict<T> {
    Ok(page.browser.execute(format!("{MEASURES}\nreturn {expression}"), Vec::new()).await?.convert()?)
}

/// Notes each fault with where it was found.
fn note(faults: &mut Vec<String>, place: &str, found: Vec<String>) {
    faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
}

/// The state of that name.
fn state(name: &str) -> Verdict<&'static State> {
    Ok(State::named(name).ok_or_else(|| format!("there is no state {name}"))?)
}

fn must_be_none(faults: &[String]) -> Verdict {
    ensure(faults.is_empty(), || faults.join("\n      "))
}

pub async fn every_target_is_large_enough_for_a_pointer_and_for_a_finger(page: Page) -> Verdict {
    let mut faults = Vec::new();
    for (width, height) in SIZES {
        emulate::view(&page, width, height).await?;
        for state in STATES {
            state.open(&page, "").await?;
            let place = format!("{} at {width} px", state.name);
            note(&mut faults, &place, measured(&page, "small(24)").await?);
            note(&mut faults, &place, measured(&page, "small(44, '.button.play')").await?);
        }
        emulate::touch(&page, true).await?;
        state("paused")?.open(&page, "").await?;
        page.wait_until("matchMedia('(pointer: coarse)').matches").await?;
        note(&mut faults, &format!("a finger at {width} px"), measured(&page, &format!("small(44, {PRIMARY})")).await?);
        emulate::touch(&page, false).await?;
    }
    emulate::reset(&page).await?;
    must_be_none(&faults)
}

pub async fn nothing_scrolls_to_the_side_or_is_cut_however_narrow_zoomed_or_spaced(page: Page) -> Verdict {
    let mut faults = Vec::new();
    for (width, height) in [SIZES[0], ZOOMED, SIZES[1], SIZES[2]] {
        emulate::view(&page, width, height).await?;
        for (index, state) in STATES.iter().enumerate() {
            let language = LANGUAGES[index % LANGUAGES.len()];
            state.open(&page, &format!("&lang={language}")).await?;
            for spaced in [false, true] {
                if spaced {
                    page.eval::<bool>(SPACED).await?;
                }
                let place = format!("{} at {width} x {height}, {language}, spaced {spaced}", state.name);
                note(&mut faults, &place, measured(&page, "[...sideways(), ...cut()]").await?);
            }
        }
    }
    emulate::reset(&page).await?;
    must_be_none(&faults)
}

pub async fn texts_that_are_longer_or_run_the_other_way_fit_as_well(page: Page) -> Verdict {
    let mut faults = Vec::new();
    for pseudo in Pseudo::ALL {
        for (width, height) in SIZES {
            emulate::view(&page, width, height).await?;
            for name in ["paused", "failed", "share", "help", "statistics", "inspector", "table"] {
                state(name)?.open_in(&page, pseudo).await?;
                let place = format!("{name} at {width} px in {}", pseudo.code());
                note(&mut faults, &place, measured(&page, "[...sideways(), ...cut()]").await?);
                note(&mut faults, &place, measured(&page, "small(24)").await?);
                page.screenshot(&format!("{}-{name}-{width}", pseudo.code())).await?;
            }
        }
    }
    emulate::reset(&page).await?;
    must_be_none(&faults)
}

/// A stop of the tab key.
#[derive(serde::Deserialize)]
struct Stop {
    word: String,
    hidden: String,
}

pub async fn the_tab_key_goes_through_all_in_order_and_nothing_lies_over_the_focus(page: Page) -> Verdict {
    let mut faults = Vec::new();
    for (width, height) in [SIZES[2], SIZES[1], SIZES[0], ZOOMED] {
        emulate::view(&page, width, height).await?;
        state("failed")?.open(&page, "").await?;
        let mut words = Vec::new();
        for _ in 0..STOPS_MAX {
            page.browser.action_chain().key_down(Key::Tab).key_up(Key::Tab).perform().await?;
            let Some(stop) = measured::<Option<Stop>>(&page, "focus()").await? else { break };
            faults.extend((!stop.hidden.is_empty()).then(|| format!("{width} x {height}: {}", stop.hidden)));
            words.push(stop.word);
        }
        let wanted: &[&str] = if width >= 1200 {
            &["skip", "play", "rps", "lb", "client", "goto", "chart-table", "statistics-button"]
        } else {
            &["skip", "play", "rps"]
        };
        let mut rest = words.iter();
        let missing = wanted.iter().find(|wanted| !rest.any(|word| word.split(' ').any(|part| part == **wanted)));
        faults.extend(
            missing.map(|missing| format!("{width} x {height}: {missing} is not where it should be in {words:?}")),
        );
        faults.extend(
            (words.len() == STOPS_MAX).then(|| format!("{width} x {height}: the tab key never leaves the page")),
        );
    }
    emulate::reset(&page).await?;
    must_be_none(&faults)
}

pub async fn the_legend_is_read_without_its_colours(page: Page) -> Verdict {
    page.open("?seed=7&t=2s").await?;
    // A shape is its paths, filled or dashed as the style sheet says.
    let shapes = "[...document.querySelectorAll('.legend .key')].map((key) => key.innerHTML + [...key.querySelectorAll('path')]\
                  .map((path) => [getComputedStyle(path).strokeDasharray, getComputedStyle(path).fill === 'none'].join()).join())";
    let (all, different): (usize, usize) =
        page.eval(&format!("((shapes) => [shapes.length, new Set(shapes).size])({shapes})")).await?;
    ensure(all == 15 && different == all, || format!("of {all} keys {different} have a shape of their own"))?;
    // Where nothing travels the same keys are there, and the links say their rates.
    page.open("?seed=7&t=6s&motion=reduced").await?;
    page.wait_until("document.querySelector('[data-digest]').dataset.atNs === '6000000000'").await?;
    let still: usize = page.eval(&format!("new Set({shapes}).size")).await?;
    ensure(still == different, || format!("with reduced motion the legend has {still} keys"))?;
    page.wait_until("document.querySelectorAll('.rate').length >= 2").await?;
    let wide: f64 =
        page.eval("Number.parseFloat(getComputedStyle(document.querySelector('.in-use > .line')).strokeWidth)").await?;
    ensure(wide > 2.0, || format!("a link that carries everything is {wide} wide"))?;
    let marks = "(() => { const canvas = document.querySelector('canvas.marks'); \
                 return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0) })()";
    let drawn: bool = page.eval(marks).await?;
    ensure(!drawn, || "marks travel though motion is reduced".to_owned())
}
