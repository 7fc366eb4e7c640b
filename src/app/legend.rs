//! The legend's keys: what the drawing's signs mean, each told from every other one without colour. Knows no screen.

use super::texts::Texts;
use crate::model::config::Preset;

/// The outline of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A disc or a ring.
    Disc,
    /// A square.
    Square,
    /// A ring with a head.
    Loop,
    /// A diamond.
    Diamond,
    /// A triangle.
    Triangle,
    /// A worker's cell.
    Cell,
    /// A disc and a cross.
    Pips,
    /// The outline of a box.
    Box,
    /// A link.
    Line,
    /// A bar.
    Bar,
    /// A cross.
    Cross,
}

/// How it is filled, or its line drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// All of it.
    Full,
    /// Its outline.
    Hollow,
    /// With a slit.
    Slit,
    /// A part of it.
    Half,
    /// Dots.
    Dotted,
    /// Dashes.
    Dashed,
}

/// A sign of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its word, for a style sheet.
    pub name: &'static str,
    /// Its outline.
    pub form: Form,
    /// What is filled of that.
    pub fill: Fill,
    /// What is filled of it, as the `d` of a path in a box of 14 by 14; may be empty.
    pub solid: &'static str,
    /// What is drawn of it as a line.
    pub line: &'static str,
    /// Where it is seen.
    seen: Seen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Always,
    /// Not in the bare queue.
    Site,
    Balanced,
    Replicated,
}

const DISC: &str = "M2.4 7a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z";

const fn key(
    name: &'static str,
    (form, fill): (Form, Fill),
    solid: &'static str,
    line: &'static str,
    seen: Seen,
) -> Key {
    Key { name, form, fill, solid, line, seen }
}

/// How many of them are marks, which move.
pub const MARKS: usize = 8;

/// Every key: marks first, then what stands still.
pub const KEYS: [Key; 15] = [
    key("read", (Form::Disc, Fill::Full), DISC, "", Seen::Always),
    key("static", (Form::Disc, Fill::Slit), DISC, "M3.6 7h6.8", Seen::Site),
    key("write", (Form::Square, Fill::Full), "M2.9 2.9h8.2v8.2h-8.2z", "", Seen::Site),
    key("waiting", (Form::Disc, Fill::Hollow), "", "M3.1 7a3.9 3.9 0 1 0 7.8 0a3.9 3.9 0 1 0-7.8 0z", Seen::Always),
    key("retried", (Form::Loop, Fill::Hollow), "", "M10.6 5.2A4 4 0 1 0 11 7.6M11.4 2.6v3h-3", Seen::Balanced),
    key("failed", (Form::Diamond, Fill::Full), "M7 1.6 12.4 7 7 12.4 1.6 7z", "", Seen::Site),
    key("timed-out", (Form::Triangle, Fill::Full), "M7 2 12.4 11.6H1.6z", "", Seen::Site),
    key("replication", (Form::Square, Fill::Hollow), "", "M3.6 3.6h6.8v6.8h-6.8z", Seen::Replicated),
    key("refused", (Form::Cross, Fill::Hollow), "", "M3 3 11 11M11 3 3 11", Seen::Site),
    key("half-cell", (Form::Cell, Fill::Half), "M3.5 7h7v5.5h-7z", "M3.5 1.5h7v11h-7z", Seen::Site),
    key(
        "checks",
        (Form::Pips, Fill::Half),
        "M.6 7a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0z",
        "M8 4.4l5 5.2m0-5.2l-5 5.2",
        Seen::Balanced,
    ),
    key(
        "used",
        (Form::Box, Fill::Hollow),
        "",
        "M3 3.5h8a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2z",
        Seen::Balanced,
    ),
    key("idle-link", (Form::Line, Fill::Dotted), "", "M.8 7h13", Seen::Balanced),
    key("down-link", (Form::Line, Fill::Dashed), "", "M.8 7h13", Seen::Balanced),
    key("caught-up", (Form::Bar, Fill::Half), "M.5 5h8.5v4h-8.5z", "M.5 5h13v4h-13z", Seen::Replicated),
];

impl Key {
    /// Whether it is seen in what is built.
    pub fn is_seen(&self, preset: Preset) -> bool {
        match self.seen {
            Seen::Always => true,
            Seen::Site => !preset.is_bare(),
            Seen::Balanced => preset.has_balancer() && !preset.is_bare(),
            Seen::Replicated => preset.has_manager(),
        }
    }

    /// What it means.
    pub fn words(&self, texts: &Texts) -> &'static str {
        let (marks, vitals) = (&texts.diagram.marks, &texts.vitals);
        match self.name {
            "read" => marks.read(),
            "static" => marks.static_file(),
            "write" => marks.write(),
            "waiting" => marks.waiting(),
            "retried" => marks.retried(),
            "failed" => marks.failed(),
            "timed-out" => marks.timed_out(),
            "replication" => marks.replication(),
            "refused" => vitals.refused(),
            "half-cell" => vitals.half_cell(),
            "checks" => vitals.checks(),
            "used" => vitals.in_use(),
            "idle-link" => vitals.idle_link(),
            "down-link" => vitals.down_link(),
            _ => vitals.caught_up(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_keys_are_told_apart_by_colour_alone() {
        for (i, one) in KEYS.iter().enumerate() {
            for other in &KEYS[i + 1..] {
                assert!((one.form, one.fill) != (other.form, other.fill), "{} and {}", one.name, other.name);
                let drawn = |key: &Key| {
                    (key.solid, key.line, matches!(key.fill, Fill::Dotted | Fill::Dashed).then_some(key.fill))
                };
                assert!(drawn(one) != drawn(other), "{} and {} look the same", one.name, other.name);
            }
        }
    }

    #[test]
    fn a_key_s_fill_is_what_is_drawn_of_it() {
        for key in KEYS {
            let drawn = (key.solid.is_empty(), key.line.is_empty());
            let wanted = match key.fill {
                Fill::Full => (false, true),
                Fill::Hollow | Fill::Dotted | Fill::Dashed => (true, false),
                Fill::Slit | Fill::Half => (false, false),
            };
            assert_eq!(drawn, wanted, "{}", key.name);
        }
    }

    #[test]
    fn every_key_has_its_own_words_and_the_bare_queue_has_two() {
        let words: Vec<&str> = KEYS.iter().map(|key| key.words(Texts::english())).collect();
        for (i, one) in words.iter().enumerate() {
            assert!(!one.is_empty() && !words[i + 1..].contains(one), "{one}");
        }
        assert_eq!(KEYS.iter().filter(|key| key.is_seen(Preset::Queue)).count(), 2);
        assert!(KEYS.iter().all(|key| key.is_seen(Preset::Distributed)));
    }
}
