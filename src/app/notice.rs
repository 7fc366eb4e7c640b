//! What the page has to tell the person beside the run: about the link, or about what their act did. Knows no screen.

use super::share::Flaw;
use super::texts::Language;
use crate::engine::time::SimTime;
use crate::scenario::knob::Knob;
use crate::scenario::value::Value;
use crate::scenario::wire::Warning;

/// Something to tell, until it is dismissed.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The link was not taken entirely as it was written.
    Link(Vec<Warning>),
    /// Commands later than the instant of a new one went: the past was changed.
    Dropped {
        /// How many.
        count: usize,
        /// The instant.
        after: SimTime,
    },
    /// A setting that is fixed for a run began a new one.
    NewRun {
        /// Which.
        knob: &'static Knob,
        /// Commands that happen again in the new run.
        kept: usize,
        /// Commands that the new run cannot have.
        dropped: usize,
    },
    /// A setting became less than was asked for, because another leaves no more room.
    Fitted {
        /// Which.
        knob: &'static Knob,
        /// What was asked for.
        wanted: Value,
        /// What it became.
        got: Value,
    },
    /// More is in the system than a run may hold: it goes no further.
    Halted {
        /// Where it ended.
        at: SimTime,
    },
    /// The run has more commands than a link can hold: the address keeps the last link that fits.
    TooLong,
    /// A file was not taken, or not entirely as it is.
    File(Vec<Flaw>),
    /// A run was opened from a file that says what its digest is at this instant.
    Compared {
        /// The instant.
        at: SimTime,
        /// Whether it is that.
        same: bool,
    },
    /// The link names a language that there is not.
    UnknownLanguage(String),
    /// The texts of a language did not come, or are not what they should be.
    NoTexts(Language),
    /// The browser lets nothing be heard.
    NoSound,
}

impl Notice {
    /// Whether the other notice is about the same matter and takes this one's place.
    fn gives_way_to(&self, other: &Notice) -> bool {
        core::mem::discriminant(self) == core::mem::discriminant(other)
    }
}

/// The notices that are shown, oldest first, each with a number by which it is dismissed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notices {
    list: Vec<(u32, Notice)>,
    given: u32,
}

impl Notices {
    /// Shows a notice, in place of one about the same matter.
    pub fn add(&mut self, notice: Notice) {
        self.list.retain(|(_, shown)| !shown.gives_way_to(&notice));
        self.list.push((self.given, notice));
        self.given += 1;
    }

    /// Takes the notice with this number away.
    pub fn dismiss(&mut self, number: u32) {
        self.list.retain(|(shown, _)| *shown != number);
    }

    /// All of them with their numbers.
    pub fn list(&self) -> &[(u32, Notice)] {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_takes_the_place_of_one_about_the_same_matter_and_goes_when_dismissed() {
        let mut notices = Notices::default();
        let dropped = |count| Notice::Dropped { count, after: SimTime::from_millis(12_000) };
        notices.add(dropped(1));
        notices.add(Notice::TooLong);
        notices.add(dropped(2));
        assert_eq!(notices.list(), [(1, Notice::TooLong), (2, dropped(2))]);
        notices.dismiss(1);
        assert_eq!(notices.list(), [(2, dropped(2))]);
    }
}
