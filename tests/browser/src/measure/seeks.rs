//! How long it takes to go to some instant of a run of ten minutes, natively and in Chromium.

use serde::Deserialize;
use xtask::{Outcome, checkout, process};

use super::speed;

/// A seek in the browser, as its line says.
#[derive(Deserialize)]
struct Seek {
    seek_ms: f64,
}

/// A sentence on both.
pub(super) fn measure() -> Outcome<String> {
    let command = checkout::root().join("target/release/tierscope");
    let text = process::output(process::command(command).args(["bench", "seeks", "--json"]))
        .ok_or("`tierscope bench seeks` fails")?;
    let native: Vec<f64> =
        serde_json::from_str(&text).map_err(|error| format!("`bench seeks --json` prints something else: {error}"))?;
    let lines = speed::text_of_chromium("every_seek")?;
    let wasm: Vec<f64> =
        lines.lines().filter_map(|line| serde_json::from_str(line).ok()).map(|seek: Seek| seek.seek_ms).collect();
    Ok(format!(
        "Seeks to some instant of ten minutes of the default site, forth and back: natively {}; in Chromium {}.",
        told(native),
        told(wasm)
    ))
}

/// Half, most and all of the times.
fn told(mut millis: Vec<f64>) -> String {
    millis.sort_by(f64::total_cmp);
    let at =
        |share: f64| millis.get((millis.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    format!("p50 {:.1} ms, p95 {:.1} ms, longest {:.1} ms of {}", at(0.5), at(0.95), at(1.0), millis.len())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_longest_is_the_last_of_all() {
        assert_eq!(super::told(vec![3.0, 1.0, 2.0]), "p50 2.0 ms, p95 2.0 ms, longest 3.0 ms of 3");
    }
}
