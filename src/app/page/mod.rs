//! How the page presents itself: what a link says of it beside the run. No part of the run, its link or its digest. Knows no
//! screen.

mod origin;
mod table;

pub use origin::Origin;
pub use table::{PARAMETERS, Parameter};

use super::state::Sheet;
use super::update::Msg;
use crate::scenario::Act;
use crate::scenario::knob::Knob;
use crate::scenario::reason::{Reason, What};
use crate::scenario::wire::{Warning, quote};

/// Which parts of the page there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// All of them.
    #[default]
    Full,
    /// All but the name, the list of presets and what opens from the bar: a frame in somebody else's page.
    Embed,
    /// The diagram and the transport.
    Mini,
    /// The charts and the transport.
    Chart,
}

/// A part that a link can hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The knobs.
    Controls,
    /// The time line.
    TimeLine,
    /// The charts.
    Charts,
    /// The event log.
    Log,
    /// The link and the button that opens it.
    Share,
}

/// Light and dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the person's system is.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Dark on light, with large letters and bold strokes, to be seen from the last row.
    Projector,
    /// Light or dark as the person's system is, with the contrast that it asks for where it asks for more.
    Contrast,
}

/// Whether things travel on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// As the person's system says.
    #[default]
    Auto,
    /// They do.
    Full,
    /// They do not, and the run waits for somebody to play it.
    Reduced,
    /// Nor does anything else change on the screen more often than every few seconds.
    None,
}

impl Layout {
    const ALL: [Layout; 4] = [Layout::Full, Layout::Embed, Layout::Mini, Layout::Chart];

    /// Its word in a link.
    pub const fn keyword(self) -> &'static str {
        match self {
            Layout::Full => "full",
            Layout::Embed => "embed",
            Layout::Mini => "mini",
            Layout::Chart => "chart",
        }
    }
}

impl Part {
    const ALL: [Part; 5] = [Part::Controls, Part::TimeLine, Part::Charts, Part::Log, Part::Share];

    /// Its word in a link.
    pub const fn keyword(self) -> &'static str {
        match self {
            Part::Controls => "controls",
            Part::TimeLine => "timeline",
            Part::Charts => "charts",
            Part::Log => "log",
            Part::Share => "share",
        }
    }
}

impl Theme {
    const ALL: [Theme; 5] = [Theme::Auto, Theme::Light, Theme::Dark, Theme::Projector, Theme::Contrast];

    /// Its word in a link.
    pub const fn keyword(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Projector => "projector",
            Theme::Contrast => "contrast",
        }
    }

    /// Its words for a style sheet, where the person's system asks for more contrast or does not: that wish stands beside any theme.
    pub const fn words(self, more_contrast: bool) -> &'static str {
        match self {
            Theme::Auto if more_contrast => "contrast",
            Theme::Light if more_contrast => "light contrast",
            Theme::Dark if more_contrast => "dark contrast",
            Theme::Projector if more_contrast => "projector contrast",
            theme => theme.keyword(),
        }
    }
}

impl Motion {
    /// Every degree.
    pub const ALL: [Motion; 4] = [Motion::Auto, Motion::Full, Motion::Reduced, Motion::None];

    /// Its word in a link.
    pub const fn keyword(self) -> &'static str {
        match self {
            Motion::Auto => "auto",
            Motion::Full => "full",
            Motion::Reduced => "reduced",
            Motion::None => "none",
        }
    }

    /// One degree less, where the person's system says `still`; less than nothing is all.
    pub fn less(self, still: bool) -> Motion {
        match self {
            Motion::None => Motion::Full,
            motion if motion.is_still(still) => Motion::None,
            _ => Motion::Reduced,
        }
    }

    /// The degree of this word.
    pub fn of(word: &str) -> Option<Motion> {
        Motion::ALL.into_iter().find(|motion| motion.keyword() == word)
    }

    /// Whether things stand still, where the person's system says `still`.
    pub fn is_still(self, still: bool) -> bool {
        matches!(self, Motion::Reduced | Motion::None) || (self == Motion::Auto && still)
    }

    /// Real milliseconds between two changes of what is shown of the run, at least, where the person's system says `still`.
    pub fn rest_ms(self, still: bool) -> f64 {
        match self {
            Motion::None => 5_000.0,
            motion if motion.is_still(still) => 500.0,
            _ => 0.0,
        }
    }
}

/// The word in a link that locks everything that can be done to machines, processes and links.
pub const FAULTS: &str = "faults";

/// How the page presents itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Which parts there are.
    pub layout: Layout,
    /// Light and dark.
    pub theme: Theme,
    /// Whether things travel.
    pub motion: Motion,
    /// With whom messages are exchanged.
    pub origin: Origin,
    /// Which of them are hidden.
    hidden: Vec<Part>,
    /// Keys of knobs that a person cannot turn here, and [`FAULTS`].
    locked: Vec<&'static str>,
}

impl Page {
    /// Reads what a link says of the page. What is not understood is named in `warnings`, the rest is used.
    pub fn read(pairs: &[(String, String)], warnings: &mut Vec<Warning>) -> Page {
        // The page as most people open it comes without the code that follows (docs/decisions/0010-later.md).
        if pairs.is_empty() { Page::default() } else { Page::read_some(pairs, warnings) }
    }

    #[inline(never)]
    fn read_some(pairs: &[(String, String)], warnings: &mut Vec<Warning>) -> Page {
        let mut page = Page::default();
        let mut reader = Reader { warnings };
        let named = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        if let Some(text) = named("embed") {
            let embed = reader.one_of("embed", text, &["1", "0"]);
            page.layout = if embed == Some(0) { Layout::Embed } else { Layout::Full };
        }
        if let Some(text) = named("ui") {
            let chosen = reader.one_of("ui", text, &Layout::ALL.map(Layout::keyword));
            page.layout = chosen.map_or(page.layout, |index| Layout::ALL[index]);
        }
        if let Some(text) = named("theme") {
            let chosen = reader.one_of("theme", text, &Theme::ALL.map(Theme::keyword));
            page.theme = chosen.map_or(page.theme, |index| Theme::ALL[index]);
        }
        if let Some(text) = named("motion") {
            let chosen = reader.one_of("motion", text, &Motion::ALL.map(Motion::keyword));
            page.motion = chosen.map_or(page.motion, |index| Motion::ALL[index]);
        }
        let parts = Part::ALL.map(Part::keyword);
        for word in words(named("hide")) {
            page.hidden.extend(reader.one_of("hide", word, &parts).map(|index| Part::ALL[index]));
        }
        for word in words(named("lock")) {
            let knob = Knob::ALL.iter().map(|knob| knob.key).find(|key| *key == word);
            let locked = knob.or((word == FAULTS).then_some(FAULTS));
            if locked.is_none() {
                reader.warn("lock", Reason::new(What::NoLock, [quote(word).into()]));
            }
            page.locked.extend(locked);
        }
        if let Some(text) = named("origin") {
            page.origin = Origin::read(text);
            if page.origin == Origin::Nobody {
                reader.warn("origin", Reason::new(What::NoOrigin, [quote(text).into()]));
            }
        }
        page
    }

    /// Whether a part is there.
    pub fn shows(&self, part: Part) -> bool {
        let there = match self.layout {
            Layout::Full => true,
            Layout::Embed => part != Part::Share,
            Layout::Mini => false,
            Layout::Chart => part == Part::Charts,
        };
        there && !self.hidden.contains(&part)
    }

    /// Whether the name, the list of presets and what opens from the bar are there.
    pub fn is_whole(&self) -> bool {
        self.layout == Layout::Full
    }

    /// Whether the diagram is there.
    pub fn has_diagram(&self) -> bool {
        self.layout != Layout::Chart
    }

    /// Whether the figures beside the diagram are there.
    pub fn has_side(&self) -> bool {
        matches!(self.layout, Layout::Full | Layout::Embed)
    }

    /// Whether a person cannot turn the knob with this key. The rate and the load say the same.
    pub fn locks(&self, key: &str) -> bool {
        let is_locked = |key: &str| self.locked.contains(&key);
        match key {
            "rps" | "rho" => is_locked("rps") || is_locked("rho"),
            // Another preset would turn every knob.
            "preset" => !self.locked.is_empty(),
            _ => is_locked(key),
        }
    }

    /// Whether a person cannot do anything to machines, processes and links.
    pub fn locks_faults(&self) -> bool {
        self.locks(FAULTS)
    }

    /// Whether this is something that a person cannot do here.
    pub fn forbids(&self, msg: &Msg) -> bool {
        match msg {
            Msg::Draft(knob, _) | Msg::Set(knob, _) => self.locks(knob.key),
            Msg::Act(Act::Set(knob, _)) => self.locks(knob.key),
            Msg::Act(Act::Shape(_)) => self.locks("rps"),
            Msg::Act(_) | Msg::Heal => self.locks_faults(),
            Msg::Reseed(_) => self.locks("seed"),
            // What was locked may have been set by a command.
            Msg::Preset(_) | Msg::Begin(_) | Msg::Clear | Msg::Undo | Msg::OpenFile(_) => self.locks("preset"),
            Msg::Toggle(Sheet::Share) => self.hidden.contains(&Part::Share),
            Msg::Key(msg) => self.forbids(msg),
            _ => false,
        }
    }
}

/// The words of a list.
fn words(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// Notes what it does not understand.
struct Reader<'a> {
    warnings: &'a mut Vec<Warning>,
}

impl Reader<'_> {
    /// The place of `text` among `known`; where it is not there, that is noted.
    fn one_of(&mut self, key: &str, text: &str, known: &[&str]) -> Option<usize> {
        let found = known.iter().position(|word| *word == text);
        if found.is_none() {
            self.warn(key, Reason::new(What::PageWord, [quote(text).into(), known.join(", ").into()]));
        }
        found
    }

    fn warn(&mut self, key: &str, reason: Reason) {
        self.warnings.push(Warning::new(key, reason));
    }
}

#[cfg(test)]
mod tests;
