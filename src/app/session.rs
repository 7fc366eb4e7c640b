//! How the page opens: from a link and from what the browser says about the person. Knows no browser.

use super::announcer::Announcer;
use super::catalogue::{Guide, Topic};
use super::clock::Clock;
use super::fold::Unfolded;
use super::marks;
use super::notice::{Notice, Notices};
use super::page::Page;
use super::share::{Published, Sharing};
use super::shown::Shown;
use super::state::{State, Tab};
use super::texts::{Language, Texts};
use super::timeline;
use super::turns::Turns;
use super::undo::Undo;
use super::waterfall::Trace;
use super::wishes::Wishes;
use crate::engine::time::SimTime;
use crate::scenario::wire::{self, View, Warning};
use crate::simulation::Simulation;

/// What is known when the page opens.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    /// The link: a query, or a whole address.
    pub link: &'a str,
    /// The person's languages, the best first.
    pub languages: &'a [String],
    /// The texts of a language that is not in the module, where they have come.
    pub texts: &'a dyn Fn(Language) -> Option<&'static Texts>,
    /// Whether the person asked for less motion.
    pub reduced_motion: bool,
}

impl State {
    /// The page as it opens. A run that opens at its start plays, unless the link or the person's wish for less motion says
    /// no; one that opens at an instant waits there, unless the link says that it plays.
    pub fn open(opening: Opening<'_>) -> State {
        let (link, mut warnings) = wire::read(opening.link);
        let mut notices = Notices::default();
        let texts = choose(link.view.language.as_deref(), opening, &mut notices);
        texts.speak();
        let page = Page::read(&link.view.page, &mut warnings);
        if !warnings.is_empty() {
            notices.add(Notice::Link(warnings));
        }
        let by_itself = link.view.at.is_none() && !page.motion.is_still(opening.reduced_motion);
        let playing = link.view.play.unwrap_or(by_itself);
        let config = link.scenario.config.clone();
        let guide = Guide { topic: Topic::of(&link.scenario), ..Guide::default() };
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
            tale: None,
            guide,
            undo: Undo::default(),
            notices,
            announcer: Announcer::default(),
            tab: Tab::default(),
            sheet: None,
            unfolded: Unfolded::default(),
            keys: true,
            sharing: Sharing::default(),
            texts,
            language: link.view.language.clone(),
            published: Published::default(),
            page,
            wishes: Wishes { calm: opening.reduced_motion, ..Wishes::default() },
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
            self.clock.playing = link.view.play == Some(true);
        }
        self.check_link();
        warnings
    }
}

impl State {
    /// Goes back to the run of another link of this page, from its start or its instant.
    #[inline(never)]
    pub fn return_to(&mut self, link: &str) {
        let warnings = self.reopen(link);
        if !warnings.is_empty() {
            self.notices.add(Notice::Link(warnings));
        }
        self.refresh();
    }
}

/// The language of the link, else the first of the person's that there is, else English. `static/boot.js` chooses alike.
fn choose(named: Option<&str>, opening: Opening<'_>, notices: &mut Notices) -> &'static Texts {
    if let Some(code) = named.filter(|code| Language::of(code).is_none()) {
        notices.add(Notice::UnknownLanguage(code.to_owned()));
    }
    let mut wished = named.into_iter().chain(opening.languages.iter().map(String::as_str));
    let language = wished.find_map(Language::of).unwrap_or(Language::English);
    let texts = if language == Language::English { Some(Texts::english()) } else { (opening.texts)(language) };
    texts.unwrap_or_else(|| {
        notices.add(Notice::NoTexts(language));
        Texts::english()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(link: &str, reduced_motion: bool) -> State {
        let languages = &["xx".to_owned(), "en-GB".to_owned()];
        State::open(Opening { link, languages, texts: &|_| None, reduced_motion })
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
        let there = open("?t=12s&play=1", true);
        assert!(there.clock.playing && there.seeking.is_some());
    }

    #[test]
    fn a_page_speaks_the_links_language_then_the_persons_and_tells_what_it_cannot() {
        let speak = |link: &str, codes: &[&str]| {
            let languages: Vec<String> = codes.iter().map(|code| code.to_string()).collect();
            let french = Texts::test(Language::French);
            let texts = |language| (language == Language::French).then_some(french);
            let state = State::open(Opening { link, languages: &languages, texts: &texts, reduced_motion: false });
            (state.texts.language, state.notices.list().iter().map(|(_, notice)| notice.clone()).collect::<Vec<_>>())
        };
        assert_eq!(speak("?lang=fr", &["en"]), (Language::French, vec![]));
        assert_eq!(speak("", &["xx", "fr-CA", "en"]), (Language::French, vec![]));
        assert_eq!(speak("?lang=en", &["fr"]), (Language::English, vec![]));
        let unknown = vec![Notice::UnknownLanguage("tlh".to_owned())];
        assert_eq!(speak("?lang=tlh", &["en"]), (Language::English, unknown));
        assert_eq!(speak("?lang=es", &["fr"]), (Language::English, vec![Notice::NoTexts(Language::Spanish)]));
    }

    #[test]
    fn what_is_wrong_with_a_link_is_told_and_the_rest_is_used() {
        let state = open("?rps=nonsense&srv=5", false);
        assert_eq!(state.scenario().config.servers, 5);
        assert!(matches!(state.notices.list(), [(0, Notice::Link(warnings))] if warnings.len() == 1));
        assert!(open("?srv=5", false).notices.list().is_empty());
    }
}
