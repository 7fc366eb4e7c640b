//! How the page opens: from a link and from what the browser says about the person. Knows no browser.

use super::announcer::Announcer;
use super::clock::Clock;
use super::marks;
use super::notice::{Notice, Notices};
use super::page::Page;
use super::shown::Shown;
use super::state::{State, Tab};
use super::texts::{Language, Texts};
use super::timeline;
use super::turns::Turns;
use super::waterfall::Trace;
use crate::engine::time::SimTime;
use crate::scenario::wire::{self, View, Warning};
use crate::simulation::Simulation;

/// What is known when the page opens.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The link: a query, or a whole address.
    pub link: &'a str,
    /// The person's languages, the best first.
    pub languages: &'a [String],
    /// Whether the person asked for less motion.
    pub reduced_motion: bool,
}

impl State {
    /// The page as it opens. A link that names an instant opens there, paused; else the run plays, unless the link or the
    /// person's wish for less motion says no.
    pub fn open(opening: Opening<'_>) -> State {
        let (link, mut warnings) = wire::read(opening.link);
        let texts = choose(link.view.language.as_deref(), opening.languages);
        let page = Page::read(&link.view.page, texts, &mut warnings);
        let mut notices = Notices::default();
        if !warnings.is_empty() {
            notices.add(Notice::Link(warnings));
        }
        let playing = link.view.at.is_none() && link.view.play.unwrap_or(!page.motion.is_still(opening.reduced_motion));
        let config = link.scenario.config.clone();
        let mut simulation = Simulation::new(link.scenario);
        let clock = Clock::new(playing);
        // As many as the diagram will ask for: a run that is at its instant before the first picture has its marks by then.
        simulation.follow(marks::every(config.clients.arrivals_per_s, 0, clock.factor(), 0));
        let shown = Shown::of(&simulation, config, timeline::end(SimTime::ZERO));
        let mut state = State {
            simulation,
            clock,
            seeking: link.view.at.filter(|at| *at > SimTime::ZERO),
            horizon: SimTime::ZERO,
            jumps: 0,
            shown,
            turns: Turns::default(),
            draft: None,
            selection: None,
            whole: false,
            trace: Trace::default(),
            notices,
            announcer: Announcer::default(),
            tab: Tab::default(),
            sheet: None,
            keys: true,
            share_instant: false,
            copied: None,
            texts,
            language: link.view.language.clone(),
            page,
            opened: View { at: None, ..link.view },
            unknown: link.unknown,
        };
        state.refresh();
        state
    }
}

impl State {
    /// Opens another link in place of the run; gives what was not taken as it was written. What it says of the page itself
    /// stays as it was.
    pub(super) fn reopen(&mut self, text: &str) -> Vec<Warning> {
        let (link, warnings) = wire::read(text);
        self.begin(link.scenario);
        self.unknown = link.unknown;
        self.seeking = link.view.at.filter(|at| *at > SimTime::ZERO);
        if link.view.at.is_some() || link.view.play.is_some() {
            self.clock.playing = link.view.at.is_none() && link.view.play == Some(true);
        }
        self.check_link();
        warnings
    }
}

/// The language of the link, else the first of the person's that there is, else English.
fn choose(named: Option<&str>, languages: &[String]) -> &'static Texts {
    let mut wished = named.into_iter().chain(languages.iter().map(String::as_str));
    wished.find_map(Language::of).map_or(Texts::english(), |_| Texts::english())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(link: &str, reduced_motion: bool) -> State {
        State::open(Opening { link, languages: &["xx".to_owned(), "en-GB".to_owned()], reduced_motion })
    }

    #[test]
    fn a_page_plays_unless_the_link_or_the_person_says_otherwise() {
        assert!(open("", false).clock.playing);
        assert!(!open("", true).clock.playing);
        assert!(!open("?play=0", false).clock.playing);
        assert!(open("?play=1", true).clock.playing);
        let there = open("?t=12s", false);
        assert!(!there.clock.playing);
        assert_eq!(there.seeking, Some(SimTime::from_millis(12_000)));
    }

    #[test]
    fn what_is_wrong_with_a_link_is_told_and_the_rest_is_used() {
        let state = open("?rps=nonsense&srv=5", false);
        assert_eq!(state.scenario().config.servers, 5);
        assert!(matches!(state.notices.list(), [(0, Notice::Link(warnings))] if warnings.len() == 1));
        assert!(open("?srv=5", false).notices.list().is_empty());
    }
}
