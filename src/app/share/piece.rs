//! The texts that are copied. Each is safe where it belongs: in HTML, in Markdown, in a file.

use super::{file, report};
use crate::app::state::State;
use crate::scenario::wire::View;

/// From here on, in characters, a link is cut by programs that many people use.
pub const LONG_LINK: usize = 1500;

/// A text that can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The link.
    Link,
    /// A frame for a page, in HTML.
    Frame,
    /// A link in HTML, for where frames are taken out.
    Anchor,
    /// A link in Markdown.
    Markdown,
    /// What stands in the file.
    File,
    /// What goes with a question or a fault.
    Report,
}

impl Piece {
    /// Its word, for ids.
    pub const fn keyword(self) -> &'static str {
        match self {
            Piece::Link => "link",
            Piece::Frame => "frame",
            Piece::Anchor => "anchor",
            Piece::Markdown => "markdown",
            Piece::File => "file",
            Piece::Report => "report",
        }
    }
}

/// The text, for a page at the address `base` (without query and fragment); none where the run is more than a link can hold.
#[inline(never)]
pub fn text(state: &State, base: &str, piece: Piece) -> Option<String> {
    let view = state.shared_view();
    Some(match piece {
        Piece::Link => address(base, &state.written(view)?),
        Piece::Frame => frame(state, base, &state.written(framed(state, view))?),
        Piece::Anchor => {
            let address = address(&escaped(base), &state.written(view)?);
            ["<a href=\"", &address, "\">", &escaped(&state.title()), "</a>"].concat()
        }
        Piece::Markdown => {
            // A round bracket would end the address.
            let base = base.replace('(', "%28").replace(')', "%29");
            ["[", &marked(&state.title()), "](", &address(&base, &state.written(view)?), ")"].concat()
        }
        Piece::Report => {
            let at = state.shared_instant();
            let link = address(base, &state.written(View { at: Some(at), play: None, ..view })?);
            report::report(state, &link, at, state.sharing.taken.and_then(|taken| taken.digest))
        }
        Piece::File => {
            let at = state.shared_instant();
            let view = View { at: Some(at), play: None, ..view };
            file::write(&state.title(), &state.written(view)?, at, state.sharing.taken.and_then(|taken| taken.digest))
        }
    })
}

/// The page in a frame, in the language that it is in now.
fn framed(state: &State, view: View) -> View {
    let language = Some(state.texts.language.code().to_owned());
    View { page: vec![("embed".to_owned(), "1".to_owned())], language, ..view }
}

/// The snippet that docs/embedding.md has. The links' `&` need no escape: none of them is followed by a name and a semicolon.
fn frame(state: &State, base: &str, query: &str) -> String {
    [
        "<iframe src=\"",
        &address(&escaped(base), query),
        "\" title=\"",
        &escaped(&state.title()),
        "\" width=\"100%\" height=\"560\" style=\"border:0;max-width:1100px\" loading=\"lazy\" \
         allow=\"fullscreen; clipboard-write; web-share\" referrerpolicy=\"no-referrer\"></iframe>",
    ]
    .concat()
}

fn address(base: &str, query: &str) -> String {
    [base, "?", query].concat()
}

/// Safe as text and as the value of an attribute in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Safe as the text of a link in Markdown.
fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>&".contains(c) {
            marked.push('\\');
        }
        marked.push(c);
    }
    marked
}
