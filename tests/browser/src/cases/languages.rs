//! The languages of the page: from the link, by choice, and the one that there is not.

use browser::page::{Page, Verdict, ensure};

/// The instant of the run and its digest there.
async fn run(page: &Page) -> Verdict<(String, String)> {
    let nanos = page.eval("document.querySelector('[data-digest]').dataset.atNs").await?;
    Ok((nanos, page.eval("document.querySelector('[data-digest]').dataset.digest").await?))
}

/// Picks a language in the list, as a hand would.
async fn pick(page: &Page, code: &str) -> Verdict {
    let pick = format!(
        "(list => {{ list.value = '{code}'; list.dispatchEvent(new Event('change', {{bubbles: true}})); return true }})\
         (document.getElementById('language'))"
    );
    page.eval::<bool>(&pick).await?;
    page.wait_until(&format!("document.documentElement.lang === '{code}'")).await
}

pub async fn a_page_opens_in_the_links_language_and_changes_it_without_losing_the_run(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=distributed&seed=7&do=crash:server-2@2s&t=5s&lang=fr").await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '5000000000'").await?;
    let language: String = page.eval("document.documentElement.lang").await?;
    ensure(language == "fr", || format!("the page says that it speaks {language}"))?;
    page.wait_for_text("#app", "Ce qui limite").await?;
    page.wait_for_text("#app", "server-2 s'est éteint").await?;
    page.screenshot("french").await?;
    let before = run(&page).await?;
    page.keys("body", "?").await?;
    pick(&page, "es").await?;
    page.wait_for_text("#app", "server-2 se apagó").await?;
    let after = run(&page).await?;
    ensure(after == before, || format!("{before:?} became {after:?}"))?;
    let (title, link): (String, String) = page.eval("[document.title, location.search]").await?;
    ensure(title.starts_with("Infraestructura"), || format!("the title is {title}"))?;
    page.wait_until("location.search.includes('lang=es')").await?;
    // English needs no file, and is there again at once.
    pick(&page, "en").await?;
    page.wait_for_text("#app", "server-2 went off").await?;
    let back = run(&page).await?;
    ensure(back == before, || format!("{before:?} became {back:?} ({link})"))
}

pub async fn a_language_that_there_is_not_falls_back_to_english_and_says_so(page: Page) -> Verdict {
    page.open("?t=1s&lang=tlh").await?;
    page.wait_for_text(".notices", "tlh").await?;
    let language: String = page.eval("document.documentElement.lang").await?;
    ensure(language == "en", || format!("the page says that it speaks {language}"))
}
