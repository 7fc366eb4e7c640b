//! The lines of shards put together: whether they are of one sweep and whether none is missing. Knows files, not figures.

use super::line::Line;
use std::collections::BTreeMap;
use std::fs;

/// The lines of all runs of one sweep in its order, each as it was written.
///
/// # Errors
/// A sentence that names the file, the line or the run.
pub fn whole(paths: &[String]) -> Result<Vec<String>, String> {
    let mut lines: BTreeMap<u64, String> = BTreeMap::new();
    let mut sweep: Option<(String, u64)> = None;
    for path in paths {
        let text = fs::read_to_string(path).map_err(|error| format!("`{path}` cannot be read: {error}"))?;
        for (number, text) in text.lines().enumerate() {
            let at = format!("{path}:{}", number + 1);
            // Summaries are computed anew, of all runs.
            if text.is_empty() || text.starts_with(r#"{"line":"summary""#) {
                continue;
            }
            let line = Line::read(text).map_err(|error| format!("{at} is no line of a sweep: {error}"))?;
            let own = (line.sweep, line.of);
            let (name, units) = sweep.get_or_insert(own.clone());
            if *name != own.0 || *units != own.1 || line.unit >= own.1 {
                return Err(format!("{at} is of the sweep {}, not of {name} as the lines before it", own.0));
            }
            // A shard that was played twice gives the same lines twice.
            if lines.insert(line.unit, String::from(text)).is_some_and(|before| before != text) {
                return Err(format!("{at} says of run {} something else than a line before it", line.unit));
            }
        }
    }
    let Some((_, units)) = sweep else { return Err(String::from("there are no lines of a sweep in these files")) };
    match (0..units).find(|unit| !lines.contains_key(unit)) {
        None => Ok(lines.into_values().collect()),
        Some(first) => {
            let missing = units - lines.len() as u64;
            Err(format!(
                "{missing} of {units} runs are missing, the first is number {first}: of M shards number {first} mod M plays it"
            ))
        }
    }
}
