//! What knobs are called. English stands in their rows, which the command and the documentation read too; other languages
//! have these lines behind the rooms', in the order of the rows.

use super::Texts;
use super::file::{self, Span};
use super::table::Table;
use crate::scenario::knob::Knob;

impl Texts {
    /// A knob's name.
    pub fn label(&self, knob: &Knob) -> &'static str {
        self.table.label(knob)
    }

    /// One sentence: what it does.
    pub fn explanation(&self, knob: &Knob) -> &'static str {
        self.table.of_knob(knob, 1).unwrap_or(knob.sentence)
    }

    /// The unit after its number.
    pub fn unit(&self, knob: &Knob) -> &'static str {
        self.table.unit(knob)
    }
}

impl Table {
    /// A knob's name.
    pub(super) fn label(&self, knob: &Knob) -> &'static str {
        self.of_knob(knob, 0).unwrap_or(knob.label)
    }

    /// The unit after its number.
    pub(super) fn unit(&self, knob: &Knob) -> &'static str {
        match has_unit(knob) {
            true => self.of_knob(knob, 2).unwrap_or(knob.unit),
            false => knob.unit,
        }
    }

    /// One of a knob's lines, where the language has them.
    fn of_knob(&self, knob: &Knob, line: usize) -> Option<&'static str> {
        let before = Knob::ALL.iter().take_while(|other| **other != knob);
        self.knobs.get(before.map(|other| lines(other)).sum::<usize>() + line).copied()
    }
}

/// Whether a knob's unit is a word.
const fn has_unit(knob: &Knob) -> bool {
    !matches!(knob.unit.as_bytes(), [] | b"%")
}

/// How many lines a knob has: its name, its sentence, and its unit where that is a word.
pub(super) const fn lines(knob: &Knob) -> usize {
    if has_unit(knob) { 3 } else { 2 }
}

/// Holds the knobs' lines of a file against their rows, from `at`. Gives where the first line stands that belongs to none.
pub(super) const fn check(file: &[u8], at: usize) -> usize {
    let (mut at, mut i) = (at, 0);
    while i < Knob::ALL.len() {
        let mut line = 0;
        while line < lines(Knob::ALL[i]) {
            at = check_line(file, at, Knob::ALL[i].key, ["", ".sentence", ".unit"][line]);
            line += 1;
        }
        i += 1;
    }
    at
}

const fn check_line(file: &[u8], at: usize, key: &str, end: &str) -> usize {
    let Some(line) = file::line(file, at) else {
        file::fail(key.as_bytes(), Span(0, key.len()), "the file ends before this knob")
    };
    let (mut from, mut i, parts) = (line.key.0, 0, ["knob.", key, end]);
    while i < parts.len() {
        let part = parts[i].as_bytes();
        let to = from + part.len();
        if to > line.key.1 || !file::same(file, Span(from, to), part, Span(0, part.len())) {
            file::fail(key.as_bytes(), Span(0, key.len()), "another text stands where this knob's should");
        }
        from = to;
        i += 1;
    }
    if from != line.key.1 || line.places.0 != line.places.1 {
        file::fail(key.as_bytes(), Span(0, key.len()), "another text stands where this knob's should");
    }
    if file::find(file, line.text.0, line.text.1, b'{') != line.text.1 {
        file::fail(file, line.key, "a knob's text has no places");
    }
    line.next
}
