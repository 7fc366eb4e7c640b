//! The form of a language's file, `key(place, place) = text`, a line for each text, and what becomes of it for the page: the
//! texts alone, their places numbered. Uses nothing of Tierscope, because `xtask` reads it too.
//!
//! A line that begins with `#` is a comment. In a text `{name}` is a place, `{name|one|more}` a choice by the number at that
//! place, and `~` a space at which no line breaks.

/// A part of a file: from, up to.
#[derive(Clone, Copy, Debug)]
pub struct Span(pub usize, pub usize);

/// A line of a file.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The key.
    pub key: Span,
    /// Names of places, without the parentheses.
    pub places: Span,
    /// The text.
    pub text: Span,
    /// Where the next line begins.
    pub next: usize,
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its name.
    pub name: Span,
    /// How many forms there are to choose from; none where the place shows what stands there.
    pub forms: usize,
    /// Behind its closing brace.
    pub end: usize,
}

/// The line that begins at `at`, or the next one that is neither empty nor a comment.
pub const fn line(file: &[u8], at: usize) -> Option<Line> {
    let mut at = at;
    while at < file.len() && (file[at] == b'#' || file[at] == b'\n') {
        at = find(file, at, file.len(), b'\n') + 1;
    }
    if at >= file.len() {
        return None;
    }
    let end = find(file, at, file.len(), b'\n');
    let equals = find(file, at, end, b'=');
    if equals + 2 >= end || file[equals - 1] != b' ' || file[equals + 1] != b' ' || file[end - 1] == b' ' {
        fail(file, Span(at, end), "a line is `key = text`");
    }
    let left = equals - 1;
    let open = find(file, at, left, b'(');
    if open < left && file[left - 1] != b')' {
        fail(file, Span(at, end), "a parenthesis is not closed");
    }
    let places = if open < left { Span(open + 1, left - 1) } else { Span(left, left) };
    Some(Line { key: Span(at, open), places, text: Span(equals + 2, end), next: end + 1 })
}

/// The place whose brace opens at `at`.
pub const fn place(file: &[u8], line: Line, at: usize) -> Place {
    let end = find(file, at, line.text.1, b'}');
    if end == line.text.1 {
        fail(file, line.key, "a brace is not closed");
    }
    let bar = find(file, at, end, b'|');
    let (mut forms, mut i) = (0, bar);
    while i < end {
        forms += 1;
        i = find(file, i + 1, end, b'|');
    }
    Place { name: Span(at + 1, bar), forms, end: end + 1 }
}

/// The place's number in its line's list.
pub const fn number(file: &[u8], line: Line, name: Span) -> usize {
    let (mut number, mut from) = (0, line.places.0);
    while from < line.places.1 {
        let to = find(file, from, line.places.1, b',');
        if same(file, Span(from, to), file, name) {
            return number;
        }
        number += 1;
        from = to + 2;
    }
    fail(file, line.key, "its text has a place that its list lacks")
}

/// The texts of a file, one a line, as the page reads them: `{0}` for `{name}`. Gives a buffer and how much of it is filled.
pub const fn texts<const ROOM: usize>(file: &[u8]) -> ([u8; ROOM], usize) {
    let (mut out, mut len, mut at) = ([0; ROOM], 0, 0);
    while let Some(line) = line(file, at) {
        let mut i = line.text.0;
        while i < line.text.1 {
            match file[i] {
                b'{' => {
                    let place = place(file, line, i);
                    out[len] = b'{';
                    out[len + 1] = b'0' + number(file, line, place.name) as u8;
                    len += 2;
                    i = place.name.1;
                }
                b'~' => {
                    (out[len], out[len + 1]) = (0xc2, 0xa0);
                    len += 2;
                    i += 1;
                }
                byte => {
                    out[len] = byte;
                    len += 1;
                    i += 1;
                }
            }
        }
        out[len] = b'\n';
        len += 1;
        at = line.next;
    }
    // The last text ends with the file.
    (out, len - 1)
}

/// Whether two parts say the same.
pub const fn same(one: &[u8], a: Span, other: &[u8], b: Span) -> bool {
    let mut i = 0;
    while i < a.1 - a.0 && i < b.1 - b.0 && one[a.0 + i] == other[b.0 + i] {
        i += 1;
    }
    i == a.1 - a.0 && i == b.1 - b.0
}

/// Where `byte` is first between `from` and `to`, or `to`.
pub const fn find(file: &[u8], from: usize, to: usize, byte: u8) -> usize {
    let mut at = from;
    while at < to && file[at] != byte {
        at += 1;
    }
    at
}

/// Ends the compilation: what is wrong, and the part of the file where it is.
pub const fn fail(file: &[u8], part: Span, what: &str) -> ! {
    let mut said = [b' '; 200];
    let (what, mut len) = (what.as_bytes(), 0);
    while len < what.len() {
        said[len] = what[len];
        len += 1;
    }
    said[len] = b':';
    len += 2;
    let mut at = part.0;
    // Letters beyond ASCII would be cut in two at the end.
    while at < part.1 && len < said.len() {
        said[len] = if file[at].is_ascii() { file[at] } else { b'?' };
        at += 1;
        len += 1;
    }
    match core::str::from_utf8(&said) {
        Ok(said) => panic!("{}", said),
        Err(_) => panic!("a file of texts is wrong"),
    }
}
