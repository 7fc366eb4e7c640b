//! Rules of the code that a compiler does not know: layers, banned words, sizes. Reads the sources as text.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers from right to left: each may use those before it. `simulation` and `snapshot` are one.
const LAYERS: &[&[&str]] =
    &[&["engine"], &["model"], &["metrics"], &["scenario"], &["simulation", "snapshot"], &["lab", "conform"], &["app"]];
/// The first layer that may know a screen; below it a run must be the same on every machine.
const APP: usize = 6;
const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 70;

/// Functions of floats whose last bit differs between machines: `libm` has them by name.
const TRANSCENDENTAL: &[&str] = &[
    "ln", "log", "log2", "log10", "ln_1p", "exp", "exp2", "exp_m1", "powf", "powi", "cbrt", "hypot", "sin", "cos",
    "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
];
/// Inputs of a run that its scenario does not hold, and orders that are not the same everywhere.
const HIDDEN_INPUTS: &[&str] =
    &["HashMap", "HashSet", "Instant", "SystemTime", "thread::", "env::", "getrandom", "rayon"];
/// What belongs to the browser.
const SCREEN: &[&str] = &["yew", "web_sys", "js_sys", "wasm_bindgen", "gloo"];
/// What is not done yet.
const UNFINISHED: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("unimpl", "emented!"), concat!("to", "do!")];

/// A source file: its path from the root of the project, and its lines.
struct Source {
    path: String,
    lines: Vec<String>,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches", "examples", "fuzz", "xtask", "yew"] {
        walk(&root.join(folder), &mut paths);
    }
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        Source { path, lines: text.lines().map(String::from).collect() }
    };
    let sources: Vec<Source> = paths.into_iter().map(read).collect();
    assert!(sources.iter().any(|source| source.path == "src/engine/time.rs"), "the sources were not found");
    sources
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() && !path.ends_with("target") {
            walk(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

impl Source {
    /// The layer that this file is in, if it is in one.
    fn layer(&self) -> Option<usize> {
        let rest = self.path.strip_prefix("src/")?;
        let name = rest.split('/').next().unwrap_or(rest).trim_end_matches(".rs");
        LAYERS.iter().position(|layer| layer.contains(&name))
    }

    /// How many modules deep this file is: 1 for a child of the crate's root.
    fn depth(&self) -> usize {
        self.path.trim_start_matches("src/").trim_end_matches("/mod.rs").split('/').count()
    }

    /// The lines with their numbers, without comments and without what is in quotes.
    fn code(&self) -> impl Iterator<Item = (usize, String)> {
        self.lines.iter().enumerate().map(|(index, line)| (index + 1, code_of(line)))
    }
}

/// A line of code without its comment and without what is in quotes.
fn code_of(line: &str) -> String {
    let mut code = String::new();
    let (mut quoted, mut before) = (false, ' ');
    for (at, char) in line.char_indices() {
        if !quoted && line[at..].starts_with("//") {
            break;
        }
        if char == '"' && before != '\\' && before != '\'' {
            quoted = !quoted;
        } else if !quoted {
            code.push(char);
        }
        before = if before == '\\' { ' ' } else { char };
    }
    code
}

/// Whether `word` stands in `code` as a word of its own.
fn says(code: &str, word: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let open =
            |edge: Option<char>, neighbour: Option<char>| !edge.is_some_and(is_part) || !neighbour.is_some_and(is_part);
        open(word.chars().next(), before) && open(word.chars().next_back(), after)
    })
}

/// The first modules of the paths from the crate's root in `code`.
fn used(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("crate::").map(|(at, found)| {
        let path = &code[at + found.len()..];
        &path[..path.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(path.len())]
    })
}

/// Fails with all that was found.
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn layers_use_only_what_is_to_their_right() {
    let mut found = Vec::new();
    for source in sources() {
        let Some(layer) = source.layer() else { continue };
        let mut outermost = source.depth();
        for (number, code) in source.code() {
            for module in used(&code) {
                let allowed = LAYERS[..=layer].iter().any(|names| names.contains(&module));
                if !allowed {
                    found.push(format!("{}:{number}: `crate::{module}` is not to the right of it", source.path));
                }
            }
            // The tests of a file are one module deeper.
            outermost += usize::from(code.trim() == "mod tests {");
            if code.contains(&"super::".repeat(outermost)) {
                found.push(format!("{}:{number}: reaches the crate's root without naming it", source.path));
            }
        }
    }
    none(found);
}

#[test]
fn below_the_application_nothing_differs_between_machines() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.layer().is_some_and(|layer| layer < APP)) {
        for (number, code) in source.code() {
            let calls = |name: &&&str| code.contains(&format!(".{name}(")) || says(&code, &format!("f64::{name}"));
            let words =
                HIDDEN_INPUTS.iter().filter(|word| says(&code, word)).chain(TRANSCENDENTAL.iter().filter(calls));
            found.extend(words.map(|word| format!("{}:{number}: {word}", source.path)));
        }
    }
    none(found);
}

#[test]
fn only_the_page_knows_the_browser_and_only_the_edges_know_serialization() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/")) {
        let at = |prefixes: &[&str]| prefixes.iter().any(|prefix| source.path.starts_with(prefix));
        let page = at(&["src/main.rs", "src/ui/"]);
        let edge = at(&["src/scenario/", "src/conform", "src/bin/", "src/main.rs", "src/ui/"]);
        for (number, code) in source.code() {
            let screen = SCREEN.iter().filter(|word| !page && says(&code, word));
            let wire = ["serde", "serde_json"].iter().filter(|word| !edge && says(&code, word));
            found.extend(screen.chain(wire).map(|word| format!("{}:{number}: {word}", source.path)));
        }
    }
    none(found);
}

#[test]
fn files_and_functions_are_short_enough_to_read() {
    let mut found = Vec::new();
    for source in sources() {
        if source.lines.len() > LONGEST_FILE {
            found.push(format!("{}: {} lines", source.path, source.lines.len()));
        }
        for (name, lines) in functions(&source.lines) {
            if lines > LONGEST_FUNCTION {
                found.push(format!("{}: {name} has {lines} lines", source.path));
            }
        }
    }
    none(found);
}

/// Names and lengths of the functions in formatted code, where a function ends with a brace below its first letter.
fn functions(lines: &[String]) -> Vec<(String, usize)> {
    let begins = |line: &str| {
        let mut words = line.trim_start().split(' ').skip_while(|word| {
            word.starts_with("pub") || word.starts_with("in") || ["const", "async", "super)"].contains(word)
        });
        (words.next() == Some("fn"))
            .then(|| words.next().unwrap_or_default().split(['(', '<']).next().map(String::from))?
    };
    let mut found = Vec::new();
    for (first, line) in lines.iter().enumerate() {
        let Some(name) = begins(line) else { continue };
        let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        if !line.ends_with('}') && !line.ends_with(';') {
            let length = lines[first..].iter().position(|line| *line == end).map_or(0, |length| length + 1);
            found.push((name, length));
        }
    }
    found
}

#[test]
fn every_module_says_first_what_it_is() {
    let silent =
        sources().into_iter().filter(|source| !source.lines.first().is_some_and(|line| line.starts_with("//! ")));
    none(silent.map(|source| source.path).collect());
}

#[test]
fn nothing_is_left_for_later() {
    let mut found = Vec::new();
    for source in sources() {
        for (index, line) in source.lines.iter().enumerate() {
            let words = UNFINISHED.iter().filter(|word| line.contains(**word));
            found.extend(words.map(|word| format!("{}:{}: {word}", source.path, index + 1)));
        }
    }
    none(found);
}

#[test]
fn the_scan_itself_sees_what_it_looks_for() {
    assert_eq!(code_of("let a = \"crate::ui\"; // crate::app"), "let a = ; ");
    assert_eq!(code_of(r#"say('"'); x("\"//"); y // z"#), "say('\"'); x(); y ");
    assert_eq!(used("use crate::app::x; crate::lab").collect::<Vec<_>>(), ["app", "lab"]);
    assert!(
        says("a: HashMap<u8, u8>", "HashMap")
            && !says("MyHashMap", "HashMap")
            && says("std::thread::spawn", "thread::")
    );
    let code = ["    pub(super) const fn one(a: u8) -> u8 {", "        a", "    }", "fn two();", "fn three() {", "}"];
    let found = functions(&code.map(String::from));
    assert_eq!(found, [(String::from("one"), 3), (String::from("three"), 2)]);
    let source = |path: &str| Source { path: String::from(path), lines: Vec::new() };
    assert_eq!((source("src/model/server/app.rs").layer(), source("src/model/server/app.rs").depth()), (Some(1), 3));
    assert_eq!((source("src/model/mod.rs").depth(), source("src/snapshot.rs").depth()), (1, 1));
    assert_eq!((source("src/snapshot.rs").layer(), source("src/ui/page.rs").layer()), (Some(4), None));
}
