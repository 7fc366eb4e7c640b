//! Everything that the page is at a moment: the run, how it is played, what is picked, what there is to tell. Knows no
//! browser; [`super::update`] is what changes it.

use super::announcer::Announcer;
use super::catalogue::{Guide, Topic};
use super::clock::Clock;
use super::description;
use super::diary::Tale;
use super::fold::Unfolded;
use super::notice::{Notice, Notices};
use super::page::Page;
use super::same::Same;
use super::selection::Selection;
use super::share::{Published, Sharing};
use super::shown::Shown;
use super::texts::Texts;
use super::timeline;
use super::turns::Turns;
use super::undo::Undo;
use super::waterfall::Trace;
use super::wishes::Wishes;
use crate::engine::time::SimTime;
use crate::scenario::Scenario;
use crate::scenario::knob::Knob;
use crate::scenario::script::MOST_COMMANDS;
use crate::scenario::value::Value;
use crate::scenario::wire::{self, LONGEST_INPUT, Link, View};
use crate::simulation::Simulation;

/// What a phone shows one at a time; a wide screen shows all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The diagram and the first figures.
    #[default]
    Watch,
    /// The knobs.
    Control,
    /// Charts and all figures.
    Charts,
    /// The event log.
    Log,
}

impl Tab {
    /// Every tab, from left to right.
    pub const ALL: [Tab; 4] = [Tab::Watch, Tab::Control, Tab::Charts, Tab::Log];

    /// Its word, for a style sheet.
    pub const fn keyword(self) -> &'static str {
        match self {
            Tab::Watch => "watch",
            Tab::Control => "control",
            Tab::Charts => "charts",
            Tab::Log => "log",
        }
    }
}

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The link and what it stands for.
    Share,
    /// The keys.
    Help,
    /// HAProxy's own statistics.
    Statistics,
    /// What is built and what is broken, in words.
    Description,
    /// Scenarios to begin with.
    Catalogue,
    /// The diagram and the charts' figures, to be taken away.
    Export,
}

impl Sheet {
    /// Every sheet.
    pub const ALL: [Sheet; 6] =
        [Sheet::Share, Sheet::Help, Sheet::Statistics, Sheet::Description, Sheet::Catalogue, Sheet::Export];

    /// Its word, for a style sheet and for ids.
    pub const fn keyword(self) -> &'static str {
        match self {
            Sheet::Share => "share",
            Sheet::Help => "help",
            Sheet::Statistics => "statistics",
            Sheet::Description => "description",
            Sheet::Catalogue => "catalogue",
            Sheet::Export => "export",
        }
    }
}

/// The page at a moment.
#[derive(Clone, Debug)]
pub struct State {
    /// The run.
    pub simulation: Simulation,
    /// How it is played.
    pub clock: Clock,
    /// The instant that the run is on its way to, when it was sent to one.
    pub seeking: Option<SimTime>,
    /// The furthest instant of this run so far: before it, a new command changes the past.
    pub horizon: SimTime,
    /// Counts up whenever the run jumped.
    pub jumps: u32,
    /// What the panels show of the run.
    pub shown: Shown,
    /// The turns of its story.
    pub turns: Turns,
    /// A knob that is being moved, and to where: no command yet.
    pub draft: Option<(&'static Knob, Value)>,
    /// What is picked in the diagram.
    pub selection: Option<Selection>,
    /// Whether the parts of a machine are drawn too small to be picked one by one.
    pub whole: bool,
    /// The request whose time is shown.
    pub trace: Trace,
    /// What the client who is followed tells.
    pub tale: Option<Same<Tale>>,
    /// What is said of the scenario that the run began as.
    pub guide: Guide,
    /// What may be taken back.
    pub undo: Undo,
    /// What there is to tell.
    pub notices: Notices,
    /// What waits to be said aloud.
    pub announcer: Announcer,
    /// The part that a phone shows.
    pub tab: Tab,
    /// What lies over it.
    pub sheet: Option<Sheet>,
    /// What of it is unfolded.
    pub unfolded: Unfolded,
    /// Whether single keys do something.
    pub keys: bool,
    /// What is chosen about sharing.
    pub sharing: Sharing,
    /// The language.
    pub texts: &'static Texts,
    /// The language that the link named, kept in it.
    pub language: Option<String>,
    /// Where the page is, and which one.
    pub published: Published,
    /// How the page presents itself.
    pub page: Page,
    /// How the person wants to be shown the run.
    pub wishes: Wishes,
    /// What the link said of that, kept in the address.
    pub opened: View,
    /// Keys of the link that this version does not know, kept in it.
    pub unknown: Vec<(String, String)>,
}

impl State {
    /// Whether the run needs animation frames.
    pub fn is_moving(&self) -> bool {
        self.clock.playing || self.seeking.is_some()
    }

    /// The instant that a person sees: that of the run, or the one it is on its way to.
    pub fn instant(&self) -> SimTime {
        self.seeking.unwrap_or_else(|| self.simulation.now())
    }

    /// Right end of the time line.
    pub fn end(&self) -> SimTime {
        let last_command = self.simulation.scenario().commands.last().map_or(SimTime::ZERO, |timed| timed.at);
        timeline::end(self.horizon.max(self.instant()).max(last_command))
    }

    /// The scenario of the run.
    pub fn scenario(&self) -> &Scenario {
        self.simulation.scenario()
    }

    /// The link to this run; with the present instant where it should open there. `None` where it would be longer than a
    /// link may be.
    pub fn link(&self, with_instant: bool) -> Option<String> {
        let at = with_instant.then(|| self.simulation.now());
        self.written(View { at, language: self.language.clone(), ..View::default() })
    }

    /// The same as the address bar holds it: with what the link said of the page.
    pub fn address(&self) -> Option<String> {
        self.written(View { language: self.language.clone(), ..self.opened.clone() })
    }

    /// Title of the page.
    pub fn title(&self) -> String {
        let texts = &self.texts.shell;
        texts.title(texts.preset(self.scenario().config.preset))
    }

    /// What is built and what is broken, in words.
    pub fn description(&self) -> String {
        description::describe(self.texts, &self.shown.snapshot, &self.shown.config)
    }

    pub(super) fn written(&self, view: View) -> Option<String> {
        let link = Link { scenario: self.scenario().clone(), view, unknown: self.unknown.clone() };
        let text = wire::write(&link);
        (text.len() <= LONGEST_INPUT && self.scenario().commands.len() <= MOST_COMMANDS).then_some(text)
    }

    /// Takes what the panels show from the run as it is now, and reads on in its log.
    pub fn refresh(&mut self) {
        let config = self.scenario().config_at(self.simulation.now());
        let end = self.end();
        self.shown.refresh(&self.simulation, config, end);
        self.trace.refresh(self.simulation.journeys(), self.simulation.now());
        self.read_diary();
        let new = self.turns.read(self.texts, self.simulation.log(), &self.simulation.scenario().commands);
        if self.seeking.is_none() {
            self.announcer.follow(new, &self.shown.snapshot);
        }
    }

    /// Begins `scenario` anew, at 0.
    pub(super) fn begin(&mut self, scenario: Scenario) {
        let (every, client) = (self.simulation.journeys().every, self.simulation.diary().client());
        self.guide.topic = Topic::of(&scenario);
        self.simulation = Simulation::new(scenario);
        self.simulation.follow(every);
        self.simulation.accompany(client.filter(|_| self.has_clients()));
        self.seeking = None;
        self.horizon = SimTime::ZERO;
        self.jumps += 1;
        self.turns = Turns::default();
        self.trace = Trace::default();
        self.announcer.hush();
        self.draft = None;
        self.sharing.forget();
        let servers = self.scenario().config.servers;
        self.selection = self.selection.filter(|picked| picked.exists(servers));
        let config = self.scenario().config.clone();
        self.shown = Shown::of(&self.simulation, config, self.end());
        self.read_diary();
    }

    /// Tells where the run has more commands than a link can hold.
    pub(super) fn check_link(&mut self) {
        if self.link(false).is_none() {
            self.notices.add(Notice::TooLong);
        }
    }
}
