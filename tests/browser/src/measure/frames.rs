//! What a frame costs the page's main thread, read off traces of headless Chromium: at the default load and with as many marks as the
//! drawing ever has, on this machine and on one that is slower.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use xtask::engine::Engine;
use xtask::{Outcome, checkout};

use super::response::{SLOWER, slow_down};
use crate::page::{Page, Verdict};
use crate::session::Session;
use crate::stage::Stage;

/// So much after the first frame the page has long been playing.
const SETTLED_US: f64 = 5e6;
/// So much of it is looked at.
const LENGTH_US: f64 = 10e6;
/// Seconds of a trace, which begins with the browser.
const TRACE_S: u32 = 24;
/// How long a trace and writing it may take.
const TIME_MAX: Duration = Duration::from_secs(120);

/// What is looked at: its words, its query, how many times slower the processor is, and the milliseconds that 95 of 100 frames should keep
/// to. In the crowd 24 requests come each second to nine servers
/// that hardly answer, and wait 23 seconds: each has a mark.
const RUNS: [(&str, &str, u32, u32); 4] = [
    ("at the default load", "", 1, 8),
    ("in a crowd", CROWD, 1, 8),
    ("at the default load, slower", "", SLOWER, 16),
    ("in a crowd, slower", CROWD, SLOWER, 16),
];
const CROWD: &str = "t=25s&rps=24&giveup=23s&srv=9&mode=active-active&static=0.1&write=0.3&workers=1&work=const:4s&smaxconn=10\
     &tqueue=600s&tserver=600s&tproxy=600s&wtimeout=600s&dbtimeout=60s";

/// A table of the main thread's work in each frame.
pub(super) fn measure() -> Outcome<String> {
    super::apart(all)
}

async fn all() -> Outcome<String> {
    let mut table = String::from(
        "Main-thread work per frame, of ten seconds each:\n\n| | marks | processor | p50, ms | p95, ms | wanted | p99, ms | longest, ms | frames |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|",
    );
    for (words, query, slower, wanted) in RUNS {
        let (mut work, marks) = run(query, slower).await?;
        if work.len() < 60 {
            return Err(format!("Chromium's trace has {} frames only", work.len()));
        }
        work.sort_by(f64::total_cmp);
        let at = |share: f64| work[((work.len() - 1) as f64 * share) as usize];
        table.push_str(&format!(
            "\n| {words} | {marks} | 1/{slower} | {:.1} | {:.1} | {wanted} | {:.1} | {:.1} | {} |",
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0),
            work.len()
        ));
    }
    Ok(table)
}

/// Milliseconds of each frame's work, and how many marks there are when it was measured.
async fn run(query: &str, slower: u32) -> Outcome<(Vec<f64>, u32)> {
    let found = Engine::Chromium.find().ok_or("Chromium is not here")?;
    let folder = checkout::empty_temporary(Engine::Chromium.keyword())?;
    let file = folder.join("trace.json");
    let more = [
        "--trace-startup=toplevel,devtools.timeline".to_owned(),
        format!("--trace-startup-duration={TRACE_S}"),
        "--trace-startup-format=json".to_owned(),
        format!("--trace-startup-file={}", file.display()),
    ];
    let session = Session::start_with(&found, &more).await?;
    let page =
        Page { engine: Engine::Chromium, browser: session.browser.clone(), stage: Arc::new(Stage::open(&folder)?) };
    begin(&page, query, slower).await.map_err(|failure| failure.to_string())?;
    let text = read(&file).await?;
    let marks = count(&page).await.map_err(|failure| failure.to_string())?;
    let _ = session.browser.clone().quit().await;
    let trace: Value = serde_json::from_str(&text).map_err(|error| format!("Chromium's trace is broken: {error}"))?;
    Ok((work_in_frames(trace["traceEvents"].as_array().map_or(&[], Vec::as_slice)), marks))
}

async fn begin(page: &Page, query: &str, slower: u32) -> Verdict {
    page.resize(1440, 900).await?;
    slow_down(page, slower).await?;
    page.open(&format!("?play=1&{query}")).await
}

/// Most marks that are painted in a frame, of thirty: each is a copy of a picture.
async fn count(page: &Page) -> Verdict<u32> {
    let watch = "(() => {
        const paint = CanvasRenderingContext2D.prototype;
        let now = 0, frames = 0;
        globalThis.most = 0;
        const copy = paint.drawImage;
        paint.drawImage = function (...what) { now++; return copy.apply(this, what) };
        const clear = paint.clearRect;
        paint.clearRect = function (...what) {
            if (frames++ > 0) most = Math.max(most, now);
            now = 0;
            globalThis.painted = frames;
            return clear.apply(this, what);
        };
        return true;
    })()";
    page.eval::<bool>(watch).await?;
    page.wait_until("globalThis.painted > 30").await?;
    page.eval("most").await
}

/// The trace, once its last bracket is written.
async fn read(file: &Path) -> Outcome<String> {
    let start = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        match fs::read_to_string(file) {
            Ok(text) if text.trim_end().ends_with('}') => return Ok(text),
            _ if start.elapsed() > TIME_MAX => return Err("Chromium writes no trace".to_owned()),
            _ => {}
        }
    }
}

/// Milliseconds of work of the thread that draws the page, for each of its frames.
fn work_in_frames(events: &[Value]) -> Vec<f64> {
    let named = |name: &'static str| events.iter().filter(move |event| event["name"] == name);
    let thread = |event: &Value| (event["pid"].as_i64(), event["tid"].as_i64());
    // Other pages of the browser's own have no animation.
    let Some(page) = named("FireAnimationFrame").next().map(thread) else { return Vec::new() };
    let stamp = |event: &Value| event["ts"].as_f64().unwrap_or(f64::NAN);
    let mut frames: Vec<f64> = named("FireAnimationFrame").filter(|event| thread(event) == page).map(stamp).collect();
    frames.sort_by(f64::total_cmp);
    let first = frames[0] + SETTLED_US;
    frames.retain(|at| (first..first + LENGTH_US).contains(at));
    let mut tasks: Vec<(f64, f64)> = named("ThreadControllerImpl::RunTask")
        .filter(|event| thread(event) == page)
        .map(|event| (stamp(event), event["dur"].as_f64().unwrap_or(0.0)))
        .collect();
    tasks.sort_by(|a, b| a.0.total_cmp(&b.0));
    // A task that runs within another is part of it.
    let mut end = 0.0;
    tasks.retain(|(at, length)| {
        let outer = *at >= end;
        end = if outer { at + length } else { end };
        outer
    });
    // A frame's work: from the task in which it fires to the one in which the next does.
    let holding = |at: f64| tasks.partition_point(|task| task.0 <= at).saturating_sub(1);
    let work = |pair: &[f64]| tasks[holding(pair[0])..holding(pair[1])].iter().map(|task| task.1).sum::<f64>() / 1e3;
    frames.windows(2).map(work).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_frame_has_the_work_of_its_thread_until_the_next_and_nested_tasks_count_once() {
        let at = |us: f64| SETTLED_US + us;
        let task = |tid: u32, us: f64, dur: f64| json!({"name": "ThreadControllerImpl::RunTask", "pid": 1, "tid": tid, "ts": at(us), "dur": dur});
        let fire = |us: f64| json!({"name": "FireAnimationFrame", "pid": 1, "tid": 7, "ts": us});
        let events = [
            fire(0.0),
            fire(at(1_100.0)),
            fire(at(17_100.0)),
            task(7, 1_000.0, 4_000.0),
            task(7, 2_000.0, 500.0),
            task(7, 9_000.0, 1_000.0),
            task(8, 10_000.0, 3_000.0),
            task(7, 17_000.0, 2_000.0),
        ];
        assert_eq!(work_in_frames(&events), [5.0]);
    }
}
