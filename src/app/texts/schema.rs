//! What texts there are: declared once, for every language. A language's file is held against it when Tierscope is compiled.

use super::file::{self, Place, Span};

/// The texts of one room of the page.
#[derive(Debug)]
pub struct Room {
    /// How their keys begin.
    pub name: &'static str,
    /// Where its first line is.
    pub start: usize,
    /// What it has.
    pub entries: &'static [Entry],
}

/// A text, or one for each value of an enumeration.
#[derive(Debug)]
pub struct Entry {
    /// Its name in code, and the end of its key.
    pub name: &'static str,
    /// Its places: name, and whether a number stands there by which a text may choose.
    pub places: &'static [(&'static str, bool)],
    /// The values, whose names follow in the key; none for a single text.
    pub values: &'static [&'static str],
}

impl Entry {
    /// How many lines it takes.
    pub const fn lines(&self) -> usize {
        if self.values.is_empty() { 1 } else { self.values.len() }
    }
}

/// The line of each entry, and the one behind the last.
pub const fn starts<const N: usize>(start: usize, entries: &[Entry]) -> [usize; N] {
    let mut starts = [start; N];
    let mut i = 0;
    while i < entries.len() {
        starts[i + 1] = starts[i] + entries[i].lines();
        i += 1;
    }
    starts
}

/// Holds a file against the schema: the same keys in the same order, and in each text the places that it has to have. What
/// is wrong ends the compilation. Gives where the first line stands that belongs to no room.
pub const fn check(file: &[u8], rooms: &[&Room]) -> usize {
    let (mut at, mut lines, mut i) = (0, 0, 0);
    while i < rooms.len() {
        assert!(rooms[i].start == lines, "the rooms are not listed as they follow each other");
        let mut j = 0;
        while j < rooms[i].entries.len() {
            let entry = &rooms[i].entries[j];
            let mut value = 0;
            while value < entry.lines() {
                at = check_line(file, at, rooms[i].name, entry, value);
                value += 1;
            }
            lines += entry.lines();
            j += 1;
        }
        i += 1;
    }
    at
}

/// Checks that nothing stands in a file behind `at`.
pub const fn check_end(file: &[u8], at: usize) {
    if let Some(line) = file::line(file, at) {
        file::fail(file, line.key, "nothing uses this text");
    }
}

/// Holds the line at `at` against an entry; gives where the next one begins.
const fn check_line(file: &[u8], at: usize, room: &str, entry: &Entry, value: usize) -> usize {
    let Some(line) = file::line(file, at) else {
        file::fail(entry.name.as_bytes(), Span(0, entry.name.len()), "the file ends before this text")
    };
    let mut parts = [room, entry.name, ""];
    if !entry.values.is_empty() {
        parts[2] = entry.values[value];
    }
    if !is_key(file, line.key, parts) {
        file::fail(entry.name.as_bytes(), Span(0, entry.name.len()), "another text stands where this one should");
    }
    check_list(file, line, entry);
    let mut used = [false; 10];
    let mut i = file::find(file, line.text.0, line.text.1, b'{');
    while i < line.text.1 {
        let place = file::place(file, line, i);
        let number = file::number(file, line, place.name);
        used[number] = true;
        check_forms(file, line, place, entry.places[number].1);
        i = file::find(file, place.end, line.text.1, b'{');
    }
    let mut i = 0;
    while i < entry.places.len() {
        if !used[i] {
            file::fail(file, line.key, "a place is missing from this text");
        }
        i += 1;
    }
    line.next
}

/// Whether a key is these parts with points between them.
const fn is_key(file: &[u8], key: Span, parts: [&str; 3]) -> bool {
    let (mut at, mut i) = (key.0, 0);
    while i < parts.len() && !parts[i].is_empty() {
        let part = parts[i].as_bytes();
        let end = at + part.len();
        if end > key.1 || !file::same(file, Span(at, end), part, Span(0, part.len())) {
            return false;
        }
        let last = i + 1 == parts.len() || parts[i + 1].is_empty();
        if last {
            return end == key.1;
        }
        if end == key.1 || file[end] != b'.' {
            return false;
        }
        at = end + 1;
        i += 1;
    }
    false
}

/// Checks the names of places behind a key.
const fn check_list(file: &[u8], line: file::Line, entry: &Entry) {
    let (mut from, mut i) = (line.places.0, 0);
    while i < entry.places.len() {
        let name = entry.places[i].0.as_bytes();
        let to = file::find(file, from, line.places.1, b',');
        if from >= line.places.1 || !file::same(file, Span(from, to), name, Span(0, name.len())) {
            file::fail(file, line.key, "the places behind this key are not those of its text");
        }
        from = to + 2;
        i += 1;
    }
    if from < line.places.1 {
        file::fail(file, line.key, "there are more places behind this key than its text has");
    }
}

/// Checks that a choice is between one and more, by a number.
const fn check_forms(file: &[u8], line: file::Line, place: Place, counts: bool) {
    if place.forms != 0 && place.forms != 2 {
        file::fail(file, line.key, "a choice in this text has not two forms, one and more");
    }
    if place.forms == 2 && !counts {
        file::fail(file, line.key, "this text chooses by a place that is not a number");
    }
}

/// Declares the texts of a room: `name;`, `name(place, n: count);`, `name of Enumeration { Value, .. };`. Each becomes a
/// method that gives the text: as it is, or with its places filled, of these kinds: `count` takes a whole number, the others
/// whatever can be written.
macro_rules! room {
    (
        $(#[$about:meta])* $Room:ident = $prefix:literal after $Before:ident $(with { $($field:ident: $Sub:ident),+ })?;
        $($(#[$doc:meta])* $name:ident $(($($place:ident $(: $kind:ident)?),+))? $(of $Enum:ident { $($value:ident),+ $(,)? })?;)*
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $Room {
            table: &'static $crate::app::texts::table::Table,
            $($(#[doc = concat!("The texts of `", stringify!($Sub), "`.")] pub $field: $Sub,)+)?
        }

        const _: () = {
            use $crate::app::texts::schema::{Entry, Room, starts};

            const ENTRIES: &[Entry] = &[$(Entry {
                name: stringify!($name),
                places: &[$($((stringify!($place), room!(@counts $($kind)?))),+)?],
                values: &[$($(stringify!($value)),+)?],
            }),*];
            #[allow(non_camel_case_types, reason = "the names of texts are those of methods, and here those of their numbers")]
            enum Key { $($name),* }
            const STARTS: [usize; ENTRIES.len() + 1] = starts($Before::END, ENTRIES);

            impl $Room {
                /// What a file has to have.
                pub(in $crate::app::texts) const ROOM: Room = Room { name: $prefix, start: $Before::END, entries: ENTRIES };
                /// Behind its last line.
                pub(in $crate::app::texts) const END: usize = STARTS[ENTRIES.len()];

                /// The room in a language.
                pub(in $crate::app::texts) fn over(table: &'static $crate::app::texts::table::Table) -> $Room {
                    $Room { table, $($($field: $Sub::over(table),)+)? }
                }

                $(room! {
                    @method [$(#[$doc])*] $name STARTS[Key::$name as usize],
                    ($($($place $(: $kind)?),+)?) ($($Enum $($value)+)?)
                })*
            }
        };
    };
    (@counts count) => { true };
    (@counts) => { false };
    (@method [$($doc:tt)*] $name:ident $at:expr, () ()) => {
        $($doc)*
        #[inline(always)]
        pub fn $name(&self) -> &'static str {
            const AT: usize = $at;
            self.table.line(AT)
        }
    };
    (@method [$($doc:tt)*] $name:ident $at:expr, () ($Enum:ident $($value:ident)+)) => {
        $($doc)*
        pub fn $name(&self, of: $Enum) -> &'static str {
            const AT: usize = $at;
            enum Value { $($value),+ }
            let value = match of { $($Enum::$value => Value::$value),+ };
            self.table.line(AT + value as usize)
        }
    };
    (@method [$($doc:tt)*] $name:ident $at:expr, ($($place:ident $(: $kind:ident)?),+) ()) => {
        $($doc)*
        pub fn $name(&self, $($place: room!(@type $($kind)?)),+) -> String {
            const AT: usize = $at;
            self.table.filled(AT, &[$(room!(@place $place $($kind)?)),+])
        }
    };
    (@method [$($doc:tt)*] $name:ident $at:expr, ($($place:ident $(: $kind:ident)?),+) ($Enum:ident $($value:ident)+)) => {
        $($doc)*
        pub fn $name(&self, of: $Enum, $($place: room!(@type $($kind)?)),+) -> String {
            const AT: usize = $at;
            enum Value { $($value),+ }
            let value = match of { $($Enum::$value => Value::$value),+ };
            self.table.filled(AT + value as usize, &[$(room!(@place $place $($kind)?)),+])
        }
    };
    (@type count) => { u64 };
    (@type) => { impl core::fmt::Display };
    (@place $place:ident count) => { &$crate::app::texts::table::Count($place) };
    (@place $place:ident) => { &$place };
}

pub(super) use room;
