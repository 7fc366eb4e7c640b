//! What a test can do with the page: open it, look, wait, act, and ask what must never have happened.

use std::fmt;
use std::fs;
use std::sync::Arc;
use std::time::Instant;

use serde::de::DeserializeOwned;
use thirtyfour::error::WebDriverError;
use thirtyfour::extensions::query::ElementQueryable;
use thirtyfour::{By, TypingData, WebDriver, WebElement};
use xtask::checkout;
use xtask::engine::Engine;

use crate::session::{WAIT_TICK, WAIT_TIME_MAX};
use crate::stage::Stage;

/// Why a test failed, in a sentence.
#[derive(Debug)]
pub struct Failure(String);

/// What a test, or a step of it, comes to.
pub type Verdict<T = ()> = Result<T, Failure>;

impl Failure {
    /// The same, and of what.
    pub fn of(self, what: &str) -> Failure {
        Failure(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Failure {
        Failure(text)
    }
}

impl From<WebDriverError> for Failure {
    fn from(error: WebDriverError) -> Failure {
        Failure(error.to_string())
    }
}

/// The page in one browser, as tests see it.
#[derive(Clone)]
pub struct Page {
    /// The engine it runs in.
    pub engine: Engine,
    /// The driver, for what has no word here yet.
    pub browser: WebDriver,
    /// Where the page is served.
    pub stage: Arc<Stage>,
}

impl Page {
    /// Opens the page with a query (`?` included, or empty) and waits until it runs.
    pub async fn open(&self, query: &str) -> Verdict {
        self.visit(&self.stage.page(query)).await?;
        self.wait_until_ready().await
    }

    /// Opens the page in a frame with that `sandbox` attribute, or none; what follows happens in the frame.
    pub async fn open_framed(&self, sandbox: Option<&str>, query: &str) -> Verdict {
        self.browser.enter_default_frame().await?;
        self.visit(&self.stage.framed(sandbox, query)).await?;
        // What is in the frame may give way to another page until then.
        self.wait_until("globalThis.heardOf?.('tierscope.ready').length === 1").await?;
        self.browser.enter_frame(0).await?;
        self.wait_until_ready().await
    }

    /// Goes to an address, once the page that is there now has nothing to be blamed for.
    pub async fn visit(&self, url: &str) -> Verdict {
        self.must_be_clean().await?;
        Ok(self.browser.goto(url).await?)
    }

    /// Waits for the sign that the page runs. A page without the probe would look clean whatever it did.
    pub async fn wait_until_ready(&self) -> Verdict {
        self.wait_for(":root[data-ready]").await?;
        let watched: bool = self.eval("'takeNotes' in globalThis").await?;
        ensure(watched, || {
            "the probe is not in the page: is its script refused, or <head> gone from index.html?".to_owned()
        })
    }

    /// The first element of that selector, as soon as there is one.
    pub async fn wait_for(&self, css: &str) -> Verdict<WebElement> {
        let found = self.browser.query(By::Css(css)).first().await;
        found.map_err(|error| {
            Failure(format!("after {WAIT_TIME_MAX:?} there was still no `{css}` in the page ({error})"))
        })
    }

    /// Waits until the element of that selector shows that text among others.
    pub async fn wait_for_text(&self, css: &str, text: &str) -> Verdict {
        let shown = format!("document.querySelector({css:?})?.textContent.includes({text:?}) ?? false");
        self.wait_until(&shown).await
    }

    /// Waits until a JavaScript expression is true.
    pub async fn wait_until(&self, expression: &str) -> Verdict {
        let start = Instant::now();
        while !self.eval::<bool>(expression).await? {
            if start.elapsed() > WAIT_TIME_MAX {
                return Err(Failure(format!("after {WAIT_TIME_MAX:?} it was still not true that {expression}")));
            }
            tokio::time::sleep(WAIT_TICK).await;
        }
        Ok(())
    }

    /// The same for something that takes its time: gives up only when `progress` has been the same text for as long as others wait.
    pub async fn wait_while_it_goes_on(&self, expression: &str, progress: &str) -> Verdict {
        let mut start = Instant::now();
        let mut last = String::new();
        while !self.eval::<bool>(expression).await? {
            let now: String = self.eval(progress).await?;
            if now != last {
                (start, last) = (Instant::now(), now);
            }
            if start.elapsed() > WAIT_TIME_MAX {
                return Err(Failure(format!(
                    "stuck at {last} for {WAIT_TIME_MAX:?}, it was still not true that {expression}"
                )));
            }
            tokio::time::sleep(WAIT_TICK).await;
        }
        Ok(())
    }

    /// The value of a JavaScript expression.
    pub async fn eval<T: DeserializeOwned>(&self, expression: &str) -> Verdict<T> {
        Ok(self.browser.execute(format!("return {expression}"), Vec::new()).await?.convert()?)
    }

    /// The text of the element of that selector.
    pub async fn text(&self, css: &str) -> Verdict<String> {
        Ok(self.wait_for(css).await?.text().await?)
    }

    /// Scrolls to the element of that selector, moves the pointer to its middle and clicks there, as a hand would: whatever lies on
    /// top takes the click. (A driver's own click on an element knows no shapes within an SVG.)
    pub async fn click(&self, css: &str) -> Verdict {
        self.wait_for(css).await?;
        let middle = format!(
            "(element => {{ element.scrollIntoView({{block: 'nearest'}}); \
             const {{x, y, width, height}} = element.getBoundingClientRect(); return [x + width / 2, y + height / 2] }})\
             (document.querySelector({css:?}))"
        );
        let (x, y): (f64, f64) = self.eval(&middle).await?;
        Ok(self.browser.action_chain().move_to(x as i64, y as i64).click().perform().await?)
    }

    /// Types into the element of that selector; `thirtyfour::Key` has the keys that are not letters.
    pub async fn keys(&self, css: &str, keys: impl Into<TypingData>) -> Verdict {
        Ok(self.wait_for(css).await?.send_keys(keys).await?)
    }

    /// Gives the window that size.
    pub async fn resize(&self, width: u32, height: u32) -> Verdict {
        Ok(self.browser.set_window_rect(0, 0, width, height).await?)
    }

    /// A picture of the page, in `target/e2e/<engine>/<name>.png`.
    pub async fn screenshot(&self, name: &str) -> Verdict {
        let folder = checkout::evidence().join(self.engine.keyword());
        let file = folder.join(format!("{name}.png"));
        fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        Ok(self.browser.screenshot(&file).await?)
    }

    /// The link that the page gives to share, from its sheet, which is closed again.
    pub async fn shared_link(&self) -> Verdict<String> {
        let press = "(document.getElementById('share-button').click(), true)";
        self.eval::<bool>(press).await?;
        self.wait_for("#share-link").await?;
        let link = self.eval("document.getElementById('share-link').value").await?;
        self.eval::<bool>(press).await?;
        Ok(link)
    }

    /// What has happened in this page that must not happen, since the last time somebody asked.
    pub async fn take_notes(&self) -> Verdict<Vec<String>> {
        self.eval("globalThis.takeNotes?.() ?? []").await
    }

    /// What the page says of itself after a failure: its address, whether it plays or seeks, its instant, whether a frame still
    /// comes, and its notes. Empty where the browser answers no longer.
    pub async fn account(&self) -> String {
        let frames = "new Promise(done => { setTimeout(() => done('no frame'), 2000); requestAnimationFrame(() => done('frames')); })";
        let line = format!(
            "const done = arguments[0]; {frames}.then(frames => done([location.href, document.visibilityState, frames, \
             document.documentElement.dataset.run, document.querySelector('.is-seeking') ? 'seeking' : 'not seeking', \
             document.querySelector('[data-digest]')?.dataset.atNs, document.getElementById('fatal-reason')?.textContent, \
             ...globalThis.takeNotes?.() ?? []].join(' | ')))"
        );
        let told = self.browser.execute_async(line, Vec::new()).await.and_then(|told| told.convert::<String>());
        told.map(|line| format!("\n      {line}")).unwrap_or_default()
    }

    /// Fails if anything has happened in this page that must not happen.
    pub async fn must_be_clean(&self) -> Verdict {
        let notes = self.take_notes().await?;
        ensure(notes.is_empty(), || format!("the page is not clean:\n      {}", notes.join("\n      ")))
    }
}

/// Fails with a sentence if something is not so.
pub fn ensure(so: bool, sentence: impl FnOnce() -> String) -> Verdict {
    if so { Ok(()) } else { Err(Failure(sentence())) }
}
