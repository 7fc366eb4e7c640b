//! What a person hands on of a run, and in which form: a link, a frame for another page, a text with a link, a code to be
//! photographed, a file. Knows no browser; whoever asks says at which address the page is.

mod file;
mod open;
mod piece;
pub mod qr;
mod report;
#[cfg(test)]
mod tests;

pub use file::{Flaw, LONGEST_FILE, NAME};
pub use piece::{LONG_LINK, Piece, text};
pub use report::Published;

use super::state::State;
use super::update::{AT_ONCE, Msg};
use crate::engine::time::SimTime;
use crate::scenario::wire::View;

/// A form in which a run is handed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The link as it is.
    #[default]
    Link,
    /// A frame for another page.
    Embed,
    /// A text with the link in it.
    Markdown,
    /// The link as a code to be photographed.
    Code,
    /// A file.
    File,
    /// What goes with a question or a fault.
    Report,
}

impl Form {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Form; 6] = [Form::Link, Form::Embed, Form::Markdown, Form::Code, Form::File, Form::Report];

    /// Its word, for ids and messages.
    pub const fn keyword(self) -> &'static str {
        match self {
            Form::Link => "link",
            Form::Embed => "embed",
            Form::Markdown => "markdown",
            Form::Code => "code",
            Form::File => "file",
            Form::Report => "report",
        }
    }

    /// The texts that belong to it.
    pub const fn pieces(self) -> &'static [Piece] {
        match self {
            Form::Link | Form::Code => &[Piece::Link],
            Form::Embed => &[Piece::Frame, Piece::Anchor],
            Form::Markdown => &[Piece::Markdown],
            Form::File => &[Piece::File],
            Form::Report => &[Piece::Report],
        }
    }
}

/// What is chosen about sharing, and the instant that it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sharing {
    /// The form that is shown.
    pub form: Form,
    /// Whether what is shared opens at the instant that was taken, and not at the start.
    pub with_instant: bool,
    /// Whether it waits to be played.
    pub paused: bool,
    /// The instant that sharing is about, once it was opened.
    pub taken: Option<Taken>,
    /// Which text was copied last, and whether that worked.
    pub copied: Option<(Piece, bool)>,
    /// What a file says of an instant that the run is on its way to: its digest there.
    promise: Option<(SimTime, u64)>,
}

/// An instant of the run that stands still while a person shares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The instant.
    pub at: SimTime,
    /// Hash of the run up to it; none where the run is not there yet.
    pub digest: Option<u64>,
}

impl Sharing {
    /// The run is another one, or has another past: what was said of it is void.
    pub(super) fn forget(&mut self) {
        self.taken = None;
        self.copied = None;
        self.promise = None;
    }
}

impl State {
    /// Sharing is about the present instant from now on.
    pub(super) fn take_instant(&mut self) {
        let taken = match self.seeking {
            Some(at) => Taken { at, digest: None },
            None => {
                let is_whole = self.settle();
                self.refresh();
                Taken { at: self.simulation.now(), digest: is_whole.then(|| self.simulation.digest()) }
            }
        };
        self.sharing.taken = Some(taken);
        self.sharing.copied = None;
    }

    /// Goes on to the next whole millisecond, so that a link to the instant is short; gives whether all of it was played.
    pub(super) fn settle(&mut self) -> bool {
        let now = self.simulation.now();
        let is_whole = SimTime::from_millis(now.as_nanos() / 1_000_000) == now;
        let until = if is_whole { now } else { now.next_milli() };
        let is_played = self.simulation.advance_to(until, AT_ONCE);
        self.horizon = self.horizon.max(self.simulation.now());
        is_played
    }

    /// What a person chooses about sharing.
    #[inline(never)]
    pub(super) fn choose_sharing(&mut self, msg: &Msg) {
        match msg {
            Msg::ShareForm(form) => self.sharing.form = *form,
            // Who shares an instant mostly wants others to look at it.
            Msg::ShareInstant(with) => (self.sharing.with_instant, self.sharing.paused) = (*with, *with),
            Msg::SharePaused(paused) => self.sharing.paused = *paused,
            _ => {}
        }
        self.take_instant();
    }

    /// What goes with a question or a fault, about the present instant.
    pub fn report(&mut self) -> Option<String> {
        self.take_instant();
        text(self, &self.published.address, Piece::Report)
    }

    /// The instant that sharing is about.
    pub fn shared_instant(&self) -> SimTime {
        self.sharing.taken.map_or_else(|| self.simulation.now(), |taken| taken.at)
    }

    /// How what is shared opens. A run that begins at its start plays by itself where nothing is said, and one that opens
    /// at an instant waits: only what is otherwise is written.
    fn shared_view(&self) -> View {
        let sharing = &self.sharing;
        let play = match (sharing.with_instant, sharing.paused) {
            (false, true) => Some(false),
            (true, false) => Some(true),
            _ => None,
        };
        let at = sharing.with_instant.then(|| self.shared_instant());
        View { at, play, language: self.language.clone(), ..View::default() }
    }
}
