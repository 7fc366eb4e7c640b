//! That the probe can see: without this, every other test might call a page clean for want of eyes.

use std::time::Duration;

use browser::page::{Page, Verdict, ensure};

/// What the notes on `pages/crimes.js` must contain, one for each thing it does.
const WORDS: [&str; 7] = [
    "said in the console",
    "thrown and not caught",
    "rejected and not caught",
    "policy violation: style-src",
    "policy violation: connect-src",
    "policy violation: require-trusted-types-for",
    "missing.png did not load",
];
/// Some things happen a moment later; so often they are asked for.
const QUESTIONS_MAX: u32 = 50;

pub async fn the_probe_sees_what_must_never_happen(page: Page) -> Verdict {
    page.visit(&page.stage.crimes()).await?;
    let mut notes = String::new();
    let unseen = |notes: &str| WORDS.into_iter().find(|words| !notes.contains(words));
    for _ in 0..QUESTIONS_MAX {
        notes += &page.take_notes().await?.join("\n");
        if unseen(&notes).is_none() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ensure(false, || format!("the probe did not see {:?}; it noted\n{notes}", unseen(&notes)))
}
