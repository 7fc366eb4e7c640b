//! Recordings of a real HAProxy against the model's own balancer, and of nginx' `limit_req` against its bucket: a line for each, and the sum.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tierscope::conform::replay;

/// The list of recordings that lies beside them; it is none.
const INDEX: &str = "index.json";

/// Plays every recording of these files and folders. Gives whether all passed.
pub fn conform(paths: &[String], out: &mut impl Write) -> io::Result<bool> {
    let (mut passed, mut failed) = (0, 0);
    for path in paths {
        for file in recordings(Path::new(path)) {
            let name = file.display();
            let outcome = match fs::read_to_string(&file) {
                Ok(recording) => replay(&recording).map_err(|difference| difference.to_string()),
                Err(error) => Err(error.to_string()),
            };
            match outcome {
                Ok(()) => {
                    passed += 1;
                    writeln!(out, "{name}: ok")?;
                }
                Err(difference) => {
                    failed += 1;
                    writeln!(out, "{name}: {difference}")?;
                }
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(failed == 0 && passed > 0)
}

/// The recordings in a folder by name; of anything else itself, so that what is not there is told as a failure.
fn recordings(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        return vec![path.to_path_buf()];
    };
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|end| end == "json"))
        .filter(|file| file.file_name().is_some_and(|name| name != INDEX))
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(paths: &[&str]) -> (bool, String) {
        let paths: Vec<String> = paths.iter().map(|path| format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).collect();
        let mut out = Vec::new();
        let all = conform(&paths, &mut out).expect("memory takes anything");
        (all, String::from_utf8(out).expect("text"))
    }

    #[test]
    fn a_folder_is_played_whole_and_a_line_says_how_each_went() {
        let (all, text) = told(&["tests/conformance/haproxy"]);
        assert!(all, "{text}");
        assert!(text.ends_with("\n164 passed, 0 failed\n") && text.lines().count() == 165, "{text}");
    }

    #[test]
    fn recordings_of_limit_req_are_played_and_what_takes_a_whole_site_is_told() {
        let folder = "tests/conformance/stack/cases";
        let bucket = format!("{folder}/ngx-09d-limit-req-rate10-burst8-delay3.json");
        assert!(told(&[&bucket]).0);
        let (all, text) = told(&[&bucket, &format!("{folder}/ngx-08-cache.json")]);
        assert!(!all && text.contains("not built") && text.ends_with("1 passed, 1 failed\n"), "{text}");
    }

    #[test]
    fn what_is_no_recording_or_not_there_fails() {
        let (all, text) = told(&["tests/conformance/haproxy/rr-eq2.json", "Cargo.toml", "nowhere.json"]);
        assert!(!all && text.ends_with("1 passed, 2 failed\n"), "{text}");
        assert!(!told(&["docs"]).0, "nothing played is nothing proven");
    }
}
