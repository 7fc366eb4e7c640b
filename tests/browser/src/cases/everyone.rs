//! What axe-core finds in the page: nothing, in whatever state, look, width and language it is, alone or in a frame.

use browser::page::{Page, Verdict, ensure};
use browser::states::{LANGUAGES, SIZES, STATES, THEMES};
use browser::{axe, emulate, pairs};
use xtask::process;

/// Chosen so that each of these meets each of the others once; all of them together would be seven hundred.
pub async fn axe_finds_nothing_whatever_the_state_theme_width_language_and_frame(page: Page) -> Verdict {
    let Some(source) = axe::source() else {
        let known = process::find("npm").is_some();
        println!("    axe was not run: npm, which brings it, is not here");
        return ensure(!known, || "axe-core is not in target/tools/node: `cargo xtask test` brings it".to_owned());
    };
    let mut wrong = Vec::new();
    for row in pairs::rows(&[STATES.len(), THEMES.len(), SIZES.len(), LANGUAGES.len(), 2]) {
        let (state, theme, (width, height)) = (&STATES[row[0]], THEMES[row[1]], SIZES[row[2]]);
        let (language, framed) = (LANGUAGES[row[3]], row[4] == 1);
        let more = format!("&theme={theme}&lang={language}");
        if framed {
            // The page around it has room for the frame, so that nothing of it is out of view.
            emulate::view(&page, width + 16, height + 100).await?;
            state.open_framed(&page, &format!("size={width}x{height}"), &format!("&embed=1{more}")).await?;
        } else {
            emulate::view(&page, width, height).await?;
            state.open(&page, &more).await?;
        }
        if let Err(found) = axe::findings(&page, &source).await? {
            let place = if framed { "in a frame" } else { "by itself" };
            let name = format!("axe-{}-{theme}-{width}-{language}-{}", state.name, row[4]);
            page.screenshot(&name).await?;
            wrong.push(format!("{} {place}, {theme}, {width} px, {language}:\n        {found}", state.name));
        }
    }
    emulate::reset(&page).await?;
    ensure(wrong.is_empty(), || format!("axe has something against\n      {}", wrong.join("\n      ")))
}

pub async fn the_statement_of_accessibility_is_there_and_needs_no_script(page: Page) -> Verdict {
    page.open("?t=1s").await?;
    page.keys("body", "?").await?;
    page.wait_for("#help a.link").await?;
    let address: String = page.eval("document.querySelector('#help a.link').href").await?;
    page.visit(&address).await?;
    page.wait_for_text("h1", "Who can use Tierscope").await?;
    page.wait_for_text("main", "No screen reader was tried").await?;
    let (scripts, styled): (usize, bool) =
        page.eval("[document.scripts.length, getComputedStyle(document.body).margin === '0px']").await?;
    ensure(scripts == 0 && styled, || format!("it has {scripts} scripts, or no style sheet"))?;
    let Some(source) = axe::source() else { return Ok(()) };
    let found = axe::findings(&page, &source).await?;
    ensure(found.is_ok(), || format!("axe has something against it: {found:?}"))
}
