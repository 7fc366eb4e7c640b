//! Why something was not taken as it was written, in the languages of the page. Which reasons there are is declared in `scenario/reason.rs`.

use super::diary::Diary;
use super::schema::{Entry, Room};
use super::table::{Count, Place as Filling, Table};
use crate::scenario::reason::{Place, Reason, TABLE};

/// Texts of reasons.
#[derive(Debug)]
pub struct Reasons {
    table: &'static Table,
}

/// An entry for each row of the table.
const ENTRIES: [Entry; TABLE.len()] = {
    let mut entries = [const { Entry { name: "", places: &[], values: &[] } }; TABLE.len()];
    let mut at = 0;
    while at < entries.len() {
        let (name, places, _) = TABLE[at];
        entries[at] = Entry { name, places, values: &[] };
        at += 1;
    }
    entries
};

impl Reasons {
    /// What a file has to have.
    pub(super) const ROOM: Room = Room { name: "reason", start: Diary::END, entries: &ENTRIES };
    /// Behind its last line.
    pub(super) const END: usize = Diary::END + TABLE.len();

    /// The room in a language.
    pub(super) fn over(table: &'static Table) -> Reasons {
        Reasons { table }
    }

    /// The reason in words.
    #[inline(never)]
    pub fn say(&self, reason: &Reason) -> String {
        let filling = |place: &Place| -> Box<dyn Filling> {
            match place {
                Place::Text(text) => Box::new(text.clone()),
                Place::Count(n) => Box::new(Count(*n)),
                Place::Reason(reason) => Box::new(self.say(reason)),
            }
        };
        let places: Vec<_> = reason.places.iter().map(filling).collect();
        let places: Vec<&dyn Filling> = places.iter().map(|place| &**place).collect();
        self.table.filled(Diary::END + reason.what as usize, &places)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Language, Texts};
    use super::*;
    use crate::scenario::reason::What;

    #[test]
    fn english_is_what_programs_are_told() {
        let file = include_str!("en.txt");
        for (name, _, text) in TABLE {
            let start = format!("reason.{name}");
            let is_line = |line: &&str| line.strip_prefix(&*start).is_some_and(|rest| rest.starts_with(['(', ' ']));
            let line = file.lines().find(is_line).unwrap_or_else(|| panic!("{name}"));
            let said = line.split_once(" = ").map(|(_, said)| said.replace(['“', '”'], "\""));
            assert_eq!(said.as_deref(), Some(*text), "{name}");
        }
    }

    #[test]
    fn a_reason_within_a_reason_is_said_in_the_same_language() {
        let kind = Reason::new(What::Whole, ["1".into(), "64".into()]);
        let reason = Reason::new(What::NotKind, ["many".into(), kind.into(), "3".into()]);
        let whole = Reason::new(What::OfPart, ["srv".into(), reason.into()]);
        let said = Texts::test(Language::French).reasons.say(&whole);
        assert_eq!(
            said,
            "srv\u{a0}: «\u{a0}many\u{a0}» n'est pas un nombre entier de 1 à 64\u{a0}; 3 est utilisé à la place."
        );
    }
}
