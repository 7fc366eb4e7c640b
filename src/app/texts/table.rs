//! The texts of one language by their lines, and how places are filled.

use super::{LINES, Language};
use crate::app::format;
use core::fmt::{self, Display, Write};

/// The texts of one language.
pub struct Table {
    /// The language.
    pub language: Language,
    lines: Box<[&'static str; LINES]>,
}

/// What stands at a place.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// A number, by which a text may choose.
    Count(u64),
    /// Something else.
    Text(&'a dyn Display),
}

impl Table {
    /// The table of a language from the lines of its texts, if there are as many as there have to be.
    pub fn read(language: Language, texts: &'static str) -> Option<Table> {
        let lines: Vec<&'static str> = texts.split('\n').collect();
        Some(Table { language, lines: lines.try_into().ok()? })
    }

    /// The text in a line.
    #[inline(always)]
    pub fn line(&self, at: usize) -> &'static str {
        self.lines[at]
    }

    /// The text in a line, with its places filled.
    pub fn filled(&self, at: usize, places: &[Place<'_>]) -> String {
        let (mut text, mut rest) = (String::new(), self.lines[at]);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (inside, after) = after.split_once('}').unwrap_or((after, ""));
            let mut parts = inside.split('|');
            let number = parts.next().and_then(|part| part.parse::<usize>().ok());
            if let Some(place) = number.and_then(|number| places.get(number)) {
                self.fill(&mut text, *place, [parts.next(), parts.next()]);
            }
            rest = after;
        }
        text + rest
    }

    /// Writes what stands at a place, or the one of two forms that fits it.
    fn fill(&self, text: &mut String, place: Place<'_>, forms: [Option<&str>; 2]) {
        let written = match (place, forms) {
            (Place::Count(n), [Some(one), Some(more)]) => {
                text.push_str(if self.language.is_one(n) { one } else { more });
                Ok(())
            }
            (Place::Count(n), _) => {
                text.push_str(&format::count(n));
                Ok(())
            }
            (Place::Text(what), _) => write!(text, "{what}"),
        };
        debug_assert!(written.is_ok(), "a string takes what is written");
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.language.code())
    }
}
