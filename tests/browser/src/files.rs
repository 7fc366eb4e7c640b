//! What can be said of the built page without a browser: how much is downloaded, and that nothing in its shell is inline
//! or comes from elsewhere.

use std::fs;
use std::path::Path;

use xtask::{Outcome, checkout};

use crate::html::{Tag, tags};

/// The first load, compressed: what it costs on a host that compresses with brotli until the page is there and runs.
const FIRST_LOAD_BYTES_MAX: u64 = 300_000;
/// The same where a host compresses with gzip.
const FIRST_LOAD_GZIP_MAX: u64 = 380_000;
/// The part of the module that is in it, compressed and as a browser compiles it.
const MODULE_BYTES_MAX: u64 = 250_000;
const MODULE_PLAIN_MAX: u64 = 800_000;
/// Scripts and styles that are in it, compressed.
const SCRIPT_BYTES_MAX: u64 = 20_000;
const STYLE_BYTES_MAX: u64 = 10_000;
/// Styles that come when the page runs, compressed.
const LATER_STYLE_BYTES_MAX: u64 = 4_000;
/// All that a page can come to load, compressed: the second part of the module brings what a person asks for, sharing and the catalogue among it.
const ALL_BYTES_MAX: u64 = 470_000;
/// The module in one piece, compressed.
const WHOLE_BYTES_MAX: u64 = 430_000;
/// The script that starts the page, uncompressed: it is read and run before anything else.
const START_BYTES_MAX: u64 = 4_000;
/// The page as one file, which is loaded instead of all others where a frame may load nothing, and is part of no other load.
const SINGLE_BYTES_MAX: u64 = 700_000;
/// The files a browser executes or lays out.
const LOADED: [&str; 4] = ["html", "css", "js", "wasm"];
/// What the name of a file begins with that is loaded when the page runs already.
const LATER: &str = "later-";
/// The same of the module's first part.
const MODULE: &str = "page-";
/// The same of the module in one piece, which WebKit loads in place of both parts.
const WHOLE: &str = "whole-";
/// The same of the script that starts the page.
const START: &str = "boot-";
/// English is loaded with the page, other languages where they are wanted.
const ENGLISH: &str = "en-";
/// A page of its own, which is loaded when somebody follows the link to it.
const STATEMENT: &str = "accessibility.html";

/// Checks the files in `dist/`.
pub fn check() -> Outcome {
    let shell = checkout::dist().join("index.html");
    let text = fs::read_to_string(&shell)
        .map_err(|error| format!("{} cannot be read ({error}): `cargo xtask build` makes it", shell.display()))?;
    let statement = fs::read_to_string(checkout::dist().join(STATEMENT))
        .map_err(|error| format!("dist/{STATEMENT} cannot be read: {error}"))?;
    for (name, text) in [("index.html", &text), (STATEMENT, &statement)] {
        let faults = faults(&tags(text));
        if !faults.is_empty() {
            return Err(format!("dist/{name} breaks its own rules:\n  {}", faults.join("\n  ")));
        }
    }
    first_load(&checkout::dist())
}

/// Everything in the shell that the page's policy, a sandboxed frame or a reader's privacy would suffer from.
fn faults(tags: &[Tag]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut guarded = false;
    for tag in tags {
        let mut fault = |what: &str| faults.push(format!("<{}> {what}", tag.name));
        guarded |= tag.get("http-equiv") == Some("Content-Security-Policy");
        let loads = match (tag.name.as_str(), tag.get("rel")) {
            ("script", _)
            | ("link", Some("stylesheet" | "later-style" | "modulepreload" | "wasm" | "later" | "whole" | "texts")) => {
                true
            }
            ("link", Some("preload")) => {
                fault("would be fetched twice by WebKit: `cargo xtask build` takes care of that");
                false
            }
            ("style", _) => {
                fault("is an inline style: it belongs in static/style.css");
                false
            }
            _ => false,
        };
        if tag.name == "script" && tag.get("src").is_none() {
            fault("is an inline script: it belongs in static/boot.js");
        }
        if loads && !guarded {
            fault("comes before the content security policy, which would not apply to it");
        }
        if loads && (tag.get("integrity").is_none() || tag.get("crossorigin").is_none()) {
            fault("needs `integrity`, and `crossorigin` for sandboxed frames");
        }
        for (key, value) in &tag.attributes {
            if key == "style" || key.starts_with("on") {
                fault(&format!("has the inline attribute `{key}`"));
            }
            if (key == "src" || key == "href") && (value.contains("//") || value.starts_with('/')) {
                fault(&format!("names {value}: the page loads nothing from elsewhere, and runs under any path"));
            }
        }
    }
    if !guarded {
        faults.push("the content security policy is missing".to_owned());
    }
    faults
}

/// A file of the page: its bytes plain, and as hosts hand it out that have files compressed once and for all.
struct File {
    name: String,
    plain: u64,
    brotli: u64,
    gzip: u64,
}

impl File {
    /// Whether it is here before the page runs.
    fn is_first(&self) -> bool {
        let elsewhere = [STATEMENT, checkout::SINGLE].contains(&self.name.as_str());
        !elsewhere && ![LATER, WHOLE].iter().any(|start| self.name.starts_with(start))
    }
}

/// The files that are loaded, as the build lays them there.
fn loaded(folder: &Path) -> Outcome<Vec<File>> {
    let unreadable = |error| format!("{} cannot be read: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_loaded = path.extension().is_some_and(|end| LOADED.iter().any(|loaded| end == *loaded));
        let is_english = name.starts_with(ENGLISH) && name.ends_with(".txt");
        if is_loaded || is_english {
            let bytes = |end: &str| fs::metadata(folder.join(format!("{name}{end}"))).map(|data| data.len());
            let [plain, brotli, gzip] = [bytes(""), bytes(".br"), bytes(".gz")].map(|bytes| bytes.map_err(unreadable));
            files.push(File { plain: plain?, brotli: brotli?, gzip: gzip?, name });
        }
    }
    Ok(files)
}

/// Prints the size of each file, plain and compressed, and holds their sums against the budgets.
fn first_load(folder: &Path) -> Outcome {
    let files = loaded(folder)?;
    println!("    {:>9} {:>9} {:>9}  (bytes, and compressed)", "plain", "brotli", "gzip");
    for File { name, plain, brotli, gzip } in &files {
        println!("    {plain:>9} {brotli:>9} {gzip:>9}  {name}");
    }
    let sum = |of: fn(&File) -> u64, is: &dyn Fn(&File) -> bool| files.iter().filter(|file| is(file)).map(of).sum();
    let first = |end: &'static str| move |file: &File| file.is_first() && file.name.ends_with(end);
    let is_module = |file: &File| file.name.starts_with(MODULE) && file.name.ends_with(".wasm");
    let is_later_style = |file: &File| file.name.starts_with(LATER) && file.name.ends_with(".css");
    let is_whole = |file: &File| file.name.starts_with(WHOLE);
    let budgets: [(&str, u64, u64); 11] = [
        ("first load", sum(|file| file.brotli, &File::is_first), FIRST_LOAD_BYTES_MAX),
        ("first load with gzip", sum(|file| file.gzip, &File::is_first), FIRST_LOAD_GZIP_MAX),
        ("module", sum(|file| file.brotli, &is_module), MODULE_BYTES_MAX),
        ("module, plain", sum(|file| file.plain, &is_module), MODULE_PLAIN_MAX),
        ("scripts", sum(|file| file.brotli, &first(".js")), SCRIPT_BYTES_MAX),
        ("styles", sum(|file| file.brotli, &first(".css")), STYLE_BYTES_MAX),
        ("styles that come later", sum(|file| file.brotli, &is_later_style), LATER_STYLE_BYTES_MAX),
        ("start, plain", sum(|file| file.plain, &|file| file.name.starts_with(START)), START_BYTES_MAX),
        ("one file", sum(|file| file.brotli, &|file| file.name == checkout::SINGLE), SINGLE_BYTES_MAX),
        (
            "all together",
            sum(|file| file.brotli, &|file| file.name != checkout::SINGLE && !is_whole(file)),
            ALL_BYTES_MAX,
        ),
        ("module in one piece", sum(|file| file.brotli, &is_whole), WHOLE_BYTES_MAX),
    ];
    for (what, bytes, most) in budgets {
        println!("    {bytes:>9}  {what}, of at most {most}");
        within(what, bytes, most)?;
    }
    Ok(())
}

/// Holds bytes against a budget.
fn within(what: &str, bytes: u64, most: u64) -> Outcome {
    if bytes > most { Err(format!("{what}: {bytes} bytes, {} over the budget", bytes - most)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_seen_to_be_broken() {
        let policy = r#"<meta http-equiv="Content-Security-Policy" content="x">"#;
        for (shell, word) in [
            ("<script>run()</script>", "inline script"),
            ("<style>p{}</style>", "inline style"),
            (r#"<p onclick="run()">"#, "onclick"),
            (r#"<p style="color:red">"#, "`style`"),
            (r#"<link rel="icon" href="https://example.org/i.png">"#, "elsewhere"),
            (r#"<script src="/boot.js" integrity="x" crossorigin="anonymous">"#, "any path"),
            (r#"<link rel="stylesheet" href="./s.css" integrity="x">"#, "crossorigin"),
            (r#"<link rel="later-style" href="./l.css" crossorigin="anonymous">"#, "integrity"),
        ] {
            let faults = faults(&tags(&format!("{policy}{shell}")));
            assert!(faults.iter().any(|fault| fault.contains(word)), "{shell}: {faults:?}");
        }
        assert!(faults(&tags("<p>")).iter().any(|fault| fault.contains("missing")));
    }
}
