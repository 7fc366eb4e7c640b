//! What Lighthouse says of the page as a telephone on a slow network opens it, from a host that compresses.

use std::fs;
use std::thread;

use serde_json::Value;
use xtask::engine::Engine;
use xtask::server::{Server, Site};
use xtask::{Outcome, checkout, process};

use super::median;

/// Runs; the middle of each figure counts, for a shared machine has its moods.
const RUNS: usize = 3;
/// Figures: where they are in a report, what they are called, their unit, and by how much they are multiplied.
const FIGURES: [(&str, &str, &str, f64); 9] = [
    ("/categories/performance/score", "performance", "", 100.0),
    ("/categories/accessibility/score", "accessibility", "", 100.0),
    ("/categories/best-practices/score", "best practices", "", 100.0),
    ("/audits/first-contentful-paint/numericValue", "first contentful paint", " ms", 1.0),
    ("/audits/largest-contentful-paint/numericValue", "largest contentful paint", " ms", 1.0),
    ("/audits/total-blocking-time/numericValue", "total blocking time", " ms", 1.0),
    ("/audits/cumulative-layout-shift/numericValue", "layout shift", "", 1.0),
    ("/audits/interactive/numericValue", "time to interactive", " ms", 1.0),
    ("/audits/total-byte-weight/numericValue", "bytes", "", 1.0),
];

/// A table of figures.
pub(super) fn measure() -> Outcome<String> {
    let address = serve_compressed()?;
    let reports = (0..RUNS).map(|_| report(&address)).collect::<Outcome<Vec<Value>>>()?;
    let mut table = format!("Lighthouse, mobile profile, middle of {RUNS} runs:\n\n| | |\n|---|---:|\n");
    for (pointer, name, unit, factor) in FIGURES {
        let values: Vec<f64> = reports.iter().filter_map(|report| report.pointer(pointer)?.as_f64()).collect();
        if values.len() < RUNS {
            return Err(format!("Lighthouse does not tell {name}"));
        }
        let value = median(values) * factor;
        table += &format!("| {name} | {value:.*}{unit} |\n", if value < 1.0 { 3 } else { 0 });
    }
    // What costs points, in its own words.
    for audit in reports[0]["audits"].as_object().into_iter().flat_map(|audits| audits.values()) {
        if audit["scoreDisplayMode"] == "binary" && audit["score"].as_f64() == Some(0.0) {
            table += &format!("\nfails: {}", audit["title"].as_str().unwrap_or_default());
        }
    }
    Ok(table)
}

/// Serves the page as a host would that has compressed its files; where.
fn serve_compressed() -> Outcome<String> {
    let failed = |error: std::io::Error| format!("the page cannot be served compressed: {error}");
    let server = Server::on_any_port(Site::new(checkout::dist()).compressed()).map_err(failed)?;
    let address = server.address().map_err(failed)?;
    thread::spawn(|| server.run());
    Ok(format!("http://{address}/"))
}

fn report(address: &str) -> Outcome<Value> {
    let browser = Engine::Chromium.browser().ok_or("Chromium is not here")?;
    let mut command = process::command(checkout::lighthouse());
    command.arg(address).env("CHROME_PATH", browser).env("TMPDIR", checkout::empty_temporary("lighthouse")?);
    command.args(["--output=json", "--quiet", "--only-categories=performance,accessibility,best-practices"]);
    command.arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage");
    let text = process::output(&mut command).ok_or("Lighthouse fails: start it by hand to see why")?;
    // The last one stays, for who wants to know more.
    let file = checkout::evidence().join("lighthouse.json");
    fs::write(&file, &text).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("Lighthouse prints something else: {error}"))
}
