//! Runs the tests in one engine, a line for each, and counts.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::timeout;
use xtask::engine::Engine;
use xtask::{Outcome, checkout};

use crate::page::{Page, Verdict};
use crate::session::Session;
use crate::stage::Stage;

/// How long one test may take; those that wait for something give up well before.
const CASE_TIME_MAX: Duration = Duration::from_secs(2_400);

/// A test: its name, which is a sentence, and what it does.
#[derive(Clone, Copy)]
pub struct Case {
    /// The sentence, with underscores for blanks.
    pub name: &'static str,
    /// What it does with a page.
    pub run: fn(Page) -> Pin<Box<dyn Future<Output = Verdict> + Send>>,
}

impl Case {
    /// Its name as one reads it.
    fn title(&self) -> String {
        self.name.replace('_', " ")
    }
}

/// Runs those tests whose title contains `filter`.
pub async fn run(engine: Engine, cases: &[Case], filter: &str) -> Outcome {
    let keyword = engine.keyword();
    let found = engine.find().ok_or(format!("{keyword} or its WebDriver is not installed here"))?;
    let stage = Arc::new(Stage::open(&checkout::empty_temporary(keyword)?)?);
    let session = Session::start(&found).await?;
    let page = Page { engine, browser: session.browser.clone(), stage };
    let (mut passed, mut failed) = (0, 0);
    for case in cases.iter().filter(|case| case.title().contains(filter)) {
        let start = Instant::now();
        let (word, count, why) = match take(case, &page).await {
            Ok(()) => ("ok", &mut passed, String::new()),
            Err(why) => ("FAILED", &mut failed, format!("\n      {why}")),
        };
        *count += 1;
        println!("    {keyword:8}  {} ... {word} ({:.1} s){why}", case.title(), start.elapsed().as_secs_f64());
    }
    println!("    {keyword}: {passed} passed, {failed} failed");
    // The results stand, whether or not the browser says goodbye; the driver's group is ended in any case.
    let _ = session.browser.clone().quit().await;
    drop(session);
    checkout::empty_temporary(keyword)?;
    match (passed, failed) {
        (0, 0) => Err(format!("no test has {filter:?} in its name")),
        (_, 0) => Ok(()),
        _ => Err(format!("{failed} tests failed in {keyword}; pictures are in target/e2e/{keyword}")),
    }
}

/// Runs one test to its end, a panic or a time-out included, and asks the page at last what must not have happened.
async fn take(case: &Case, page: &Page) -> Outcome {
    let (run, its_page) = (case.run, page.clone());
    // A task of its own, so that a panic ends this test and not the others.
    let task = tokio::spawn(async move {
        run(its_page.clone()).await?;
        its_page.must_be_clean().await
    });
    let abort = task.abort_handle();
    let why = match timeout(CASE_TIME_MAX, task).await {
        Ok(Ok(Ok(()))) => return leave(page).await.map_err(|failure| failure.to_string()),
        Ok(Ok(Err(failure))) => failure.to_string(),
        Ok(Err(panic)) => format!("it broke off: {panic}"),
        Err(_) => {
            abort.abort();
            format!("it had not ended after {CASE_TIME_MAX:?}")
        }
    };
    // What the page has to say of it is a help, not a result; the browser may be past giving it.
    let why = [why, page.account().await].concat();
    let _ = page.screenshot(&format!("failed {}", case.title()).replace(' ', "-")).await;
    let _ = leave(page).await;
    Err(why)
}

/// Leaves the page, so that the next test starts with none.
async fn leave(page: &Page) -> Verdict {
    Ok(page.browser.goto("about:blank").await?)
}
