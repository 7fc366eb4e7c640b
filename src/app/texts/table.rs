//! The texts of one language by their lines, and how places are filled.

use super::{LINES, Language};
use crate::app::format;
use core::fmt::{self, Display, Write};

/// The texts of one language.
pub struct Table {
    /// The language.
    pub language: Language,
    lines: Box<[&'static str; LINES]>,
    /// What follows: names, sentences and units of knobs, where the language is not that of their rows.
    pub(super) knobs: Vec<&'static str>,
}

/// What stands at a place.
pub trait Place {
    /// Writes it.
    fn write(&self, text: &mut String);

    /// The number that it is, by which a text may choose.
    fn number(&self) -> Option<u64> {
        None
    }
}

/// A number, by which a text may choose.
pub struct Count(pub u64);

impl Place for Count {
    fn write(&self, text: &mut String) {
        text.push_str(&format::count(self.0));
    }

    fn number(&self) -> Option<u64> {
        Some(self.0)
    }
}

impl<T: Display> Place for T {
    fn write(&self, text: &mut String) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{self}");
    }
}

impl Table {
    /// The table of a language from the lines of its texts, if there are as many as there have to be.
    pub fn read(language: Language, texts: &'static str) -> Option<Table> {
        let mut lines: Vec<&'static str> = texts.split('\n').collect();
        let knobs = if lines.len() > LINES { lines.split_off(LINES) } else { Vec::new() };
        let wanted = if language == Language::English { 0 } else { super::KNOB_LINES };
        (knobs.len() == wanted).then_some(Table { language, lines: lines.try_into().ok()?, knobs })
    }

    /// The text in a line.
    #[inline(always)]
    pub fn line(&self, at: usize) -> &'static str {
        self.lines[at]
    }

    /// The text in a line, with its places filled.
    pub fn filled(&self, at: usize, places: &[&dyn Place]) -> String {
        let (mut text, mut rest) = (String::new(), self.lines[at]);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (inside, after) = after.split_once('}').unwrap_or((after, ""));
            let mut parts = inside.split('|');
            let number = parts.next().and_then(|part| part.parse::<usize>().ok());
            if let Some(place) = number.and_then(|number| places.get(number)) {
                match (place.number(), parts.next(), parts.next()) {
                    (Some(n), Some(one), Some(more)) => text += if self.language.is_one(n) { one } else { more },
                    _ => place.write(&mut text),
                }
            }
            rest = after;
        }
        text + rest
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.language.code())
    }
}
