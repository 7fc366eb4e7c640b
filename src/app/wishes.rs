//! How a person wants to be shown the run: charts as tables, things that move or do not, heard. Not part of the run or of its link.

use super::fold::Fold;
use super::notice::Notice;
use super::page::Motion;
use super::state::{State, Tab};
use super::update::Effect;

/// What a person wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The run is heard.
    pub sound: bool,
    /// The person's system asks for less motion.
    pub calm: bool,
}

impl State {
    /// Whether every chart is a table.
    pub fn all_tables(&self) -> bool {
        Fold::TABLES.into_iter().all(|table| self.unfolded.has(table))
    }

    /// Shows every chart as a table, or each as a picture if every one is a table.
    pub(super) fn turn_charts(&mut self) {
        let tables = !self.all_tables();
        Fold::TABLES.into_iter().for_each(|table| self.unfolded.set(table, tables));
        let texts = &self.texts.aloud;
        let said = if tables { texts.tables() } else { texts.pictures() };
        self.announcer.say(said.to_owned());
        // On a telephone they are elsewhere.
        self.tab = Tab::Charts;
    }

    /// Lets the run be heard, or not; a browser that cannot says [`Msg::NoSound`](super::update::Msg::NoSound).
    pub(super) fn turn_sound(&mut self) -> Vec<Effect> {
        self.wishes.sound = !self.wishes.sound;
        let texts = &self.texts.aloud;
        self.announcer.say(if self.wishes.sound { texts.sounds() } else { texts.silence() }.to_owned());
        vec![Effect::Sound]
    }

    /// Nothing can be heard here.
    pub(super) fn give_up_sound(&mut self) {
        self.wishes.sound = false;
        self.announcer.say(self.texts.shell.notices.no_sound().to_owned());
        self.notices.add(Notice::NoSound);
    }

    /// Moves as is wished, or by one degree less; from the last on as much as can be.
    pub(super) fn set_motion(&mut self, wish: Option<Motion>) -> Vec<Effect> {
        let motion = wish.unwrap_or_else(|| self.page.motion.less(self.wishes.calm));
        self.page.motion = motion;
        let texts = &self.texts.aloud;
        self.announcer.say(texts.moves(texts.motion(motion)));
        vec![Effect::PageChanged]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::session::Opening;
    use crate::app::update::Msg;

    fn open(link: &str, reduced_motion: bool) -> State {
        State::open(Opening { link, languages: &[], texts: &|_| None, reduced_motion })
    }

    #[test]
    fn a_key_turns_all_charts_to_tables_and_back_and_says_so() {
        let mut state = open("", false);
        state.update(Msg::Key(Box::new(Msg::Tables)));
        assert!(state.all_tables() && state.tab == Tab::Charts);
        assert_eq!(state.announcer.next(0.0, state.texts).as_deref(), Some(state.texts.aloud.tables()));
        state.update(Msg::Tables);
        assert!(!state.all_tables());
        // One that is no table is enough for all to become tables.
        state.update(Msg::Unfold(Fold::Percentiles, true));
        state.update(Msg::Tables);
        state.update(Msg::Unfold(Fold::Percentiles, false));
        assert!(!state.all_tables());
        state.update(Msg::Tables);
        assert!(state.all_tables());
        state.update(Msg::Tables);
        assert!(Fold::TABLES.into_iter().all(|table| !state.unfolded.has(table)));
        state.update(Msg::UseKeys(false));
        state.update(Msg::Key(Box::new(Msg::Tables)));
        assert!(!state.all_tables());
    }

    #[test]
    fn a_run_is_heard_by_a_wish_and_a_browser_without_sound_takes_it_back() {
        let mut state = open("", false);
        assert_eq!(state.update(Msg::Sound), [Effect::Sound]);
        assert!(state.wishes.sound);
        state.update(Msg::NoSound);
        assert!(!state.wishes.sound && matches!(state.notices.list(), [(_, Notice::NoSound)]));
    }

    #[test]
    fn a_key_takes_motion_away_by_degrees_and_gives_it_back() {
        let degrees = |link: &str, reduced: bool| {
            let mut state = open(link, reduced);
            let mut press = || {
                assert_eq!(state.update(Msg::Motion(None)), [Effect::PageChanged]);
                state.page.motion
            };
            [press(), press(), press(), press()]
        };
        let (all, fewer, nothing) = (Motion::Full, Motion::Reduced, Motion::None);
        assert_eq!(degrees("", false), [fewer, nothing, all, fewer]);
        // The system says already that marks stand still.
        assert_eq!(degrees("", true), [nothing, all, fewer, nothing]);
        assert_eq!(degrees("motion=none", false), [all, fewer, nothing, all]);
        let mut state = open("motion=full", false);
        state.update(Msg::Motion(Some(Motion::Auto)));
        assert_eq!(state.page.motion, Motion::Auto);
        assert!(state.address().is_some_and(|link| link.contains("motion=full")), "the link says what it said");
    }
}
