//! What a frame costs the page's main thread at the default load, read off a trace of headless Chromium.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use xtask::engine::Engine;
use xtask::{Outcome, checkout, process};

use crate::driver::Group;
use crate::stage::Stage;

/// The trace begins with the browser; so many seconds later the page has long been playing.
const SETTLED_US: f64 = 3e6;
/// So much of it is looked at.
const LENGTH_US: f64 = 10e6;
/// How long a trace and writing it may take.
const TIME_MAX: Duration = Duration::from_secs(90);

/// A sentence on the main thread's work in each frame.
pub(super) fn measure() -> Outcome<String> {
    let stage = Stage::open()?;
    let file = checkout::temporary().join("trace.json");
    let text = trace(&stage.page(""), &file)?;
    let trace: Value = serde_json::from_str(&text).map_err(|error| format!("Chromium's trace is broken: {error}"))?;
    let mut work = work_in_frames(trace["traceEvents"].as_array().map_or(&[], Vec::as_slice));
    if work.len() < 100 {
        return Err(format!("Chromium's trace has {} frames only", work.len()));
    }
    work.sort_by(f64::total_cmp);
    let at = |share: f64| work[((work.len() - 1) as f64 * share) as usize];
    Ok(format!(
        "Main-thread work per frame at the default load: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, longest {:.1} ms, in \
         {} frames of 10 s.",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        work.len()
    ))
}

/// Lets Chromium open the page and write down what its threads do.
fn trace(url: &str, file: &Path) -> Outcome<String> {
    let browser = Engine::Chromium.browser().ok_or("Chromium is not here")?;
    let profile = checkout::temporary().join("profile");
    let mut command = process::command(browser);
    command.args([
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--remote-debugging-port=0",
        "--window-size=1440,900",
        "--trace-startup=toplevel,devtools.timeline",
        "--trace-startup-duration=16",
        "--trace-startup-format=json",
    ]);
    command.arg(format!("--trace-startup-file={}", file.display()));
    command.arg(format!("--user-data-dir={}", profile.display()));
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _browser = Group::start(&mut command)?;
    let start = Instant::now();
    loop {
        thread::sleep(Duration::from_secs(1));
        // The file is whole when its last bracket is written.
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
