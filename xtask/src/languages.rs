//! The texts of languages that are not in the module: files beside it, named by their contents, which the shell names with
//! their hashes. `static/boot.js` fetches the one that is wanted.

use std::fs;

use xtask::{Outcome, checkout};

use crate::{sha384, shrink};

// How a file of texts is read: one place for the compiler's check and for this.
#[path = "../../src/app/texts/file.rs"]
#[allow(dead_code, reason = "the compiler's check uses all of it, this command one function")]
mod file;

/// More than any file of texts has.
const ROOM: usize = 1 << 17;

/// Languages that have a file of their own.
const CODES: [&str; 2] = ["es", "fr"];

/// Writes the files into `dist/` and names them in the shell.
pub fn add() -> Outcome {
    let shell = checkout::dist().join("index.html");
    let failed = |error: std::io::Error| format!("the texts cannot be put into dist/: {error}");
    let mut text = fs::read_to_string(&shell).map_err(failed)?;
    for (code, texts) in texts()? {
        let name = shrink::named_after_contents(&format!("{code}-.txt"), texts.as_bytes());
        fs::write(checkout::dist().join(&name), &texts).map_err(failed)?;
        text = text.replace("</head>", &format!("{}\n  </head>", link(code, &name, texts.as_bytes())));
    }
    fs::write(&shell, text).map_err(failed)
}

/// The texts of each of these languages, a line for each.
pub fn texts() -> Outcome<Vec<(&'static str, String)>> {
    let read = |code: &'static str| {
        let source = fs::read(checkout::root().join(format!("src/app/texts/{code}.txt")));
        let (texts, len) = file::texts::<ROOM>(&source.map_err(|error| format!("{code}.txt cannot be read: {error}"))?);
        Ok((code, String::from_utf8_lossy(&texts[..len]).into_owned()))
    };
    CODES.into_iter().map(read).collect()
}

fn link(code: &str, name: &str, texts: &[u8]) -> String {
    let integrity = sha384::integrity(texts);
    format!(
        "  <link rel=\"texts\" hreflang=\"{code}\" href=\"./{name}\" integrity=\"{integrity}\" crossorigin=\"anonymous\">"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lose_their_keys_and_comments_and_number_their_places() {
        let source = "# A comment.\n\na.b(n, what) = {what}: {n} {n|one|more}\na.c = a~b\n";
        let (texts, len) = file::texts::<64>(source.as_bytes());
        assert_eq!(String::from_utf8_lossy(&texts[..len]), "{1}: {0} {0|one|more}\na\u{a0}b");
    }
}
