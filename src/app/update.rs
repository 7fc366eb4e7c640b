//! What a person does and what follows from it: a message in, a changed state and wishes to the browser out. Knows no
//! browser.

mod play;

use super::announcer::Verbosity;
use super::catalogue::{Guide, Topic};
use super::clock;
use super::diary::Who;
use super::fold::Fold;
use super::heal;
use super::notice::Notice;
use super::page::Motion;
use super::selection::Selection;
use super::share::{Flaw, Form, Piece};
use super::state::{Sheet, State, Tab};
use super::texts::{Language, Texts};
use super::turns::Turns;
use super::waterfall::Pick;
use crate::engine::time::SimTime;
use crate::metrics::series;
use crate::model::config::Preset;
use crate::model::id::Target;
use crate::scenario::knob::Knob;
use crate::scenario::value::Value;
use crate::scenario::{Act, Scenario};
use crate::simulation::Simulation;

/// Events that a person may wait for at once: to the next whole millisecond it is rarely ten.
pub(super) const AT_ONCE: u64 = 100_000;

/// What a person does.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Plays, or pauses.
    PlayPause,
    /// Pauses, and goes on to the next change.
    StepForward,
    /// Pauses, and goes back to the change before.
    StepBack,
    /// Plays the same run from its start.
    Restart,
    /// Begins a run with the same settings in which nothing has been done.
    Clear,
    /// Begins the same run with another seed.
    Reseed(u64),
    /// Begins a fresh run of a preset.
    Preset(Preset),
    /// Begins a scenario of the catalogue.
    Begin(Topic),
    /// Sets the speed: an index into [`clock::SPEEDS`].
    Speed(usize),
    /// The next lower speed.
    Slower,
    /// The next higher speed.
    Faster,
    /// Goes to an instant.
    Seek(SimTime),
    /// Moves a knob without letting it go.
    Draft(&'static Knob, Value),
    /// Lets a knob go at a value.
    Set(&'static Knob, Value),
    /// Does something to the run.
    Act(Act),
    /// Picks a thing in the diagram, or nothing.
    Select(Option<Selection>),
    /// Whether the parts of machines are drawn too small to be picked one by one.
    Whole(bool),
    /// Shows where the time of another request went.
    Trace(Pick),
    /// Follows a client, or nobody.
    Accompany(Who),
    /// One request in so many is followed from now on.
    Follow(u64),
    /// Switches the server of this number, from 1, off, or on where it is off.
    Switch(usize),
    /// Takes one's own last change back.
    Undo,
    /// Ends every fault.
    Heal,
    /// Does what the scenario suggests.
    Deed,
    /// Whether no more is said of the scenario.
    CloseGuide(bool),
    /// Shows a step of the tour, from 0, or ends it.
    Tour(Option<usize>),
    /// Takes a notice away.
    Dismiss(u32),
    /// Shows another part on a phone.
    Show(Tab),
    /// Unfolds a part of the page, or folds it.
    Unfold(Fold, bool),
    /// Opens what lies over the page, or closes it where it is open.
    Toggle(Sheet),
    /// Closes what lies over the page.
    Close,
    /// Shares in another form.
    ShareForm(Form),
    /// Whether what is shared opens at the present instant.
    ShareInstant(bool),
    /// Whether what is shared waits to be played.
    SharePaused(bool),
    /// Opens what stands in a file, or tells why there is nothing.
    OpenFile(Result<String, Flaw>),
    /// A key was pressed that means this message, where keys are used.
    Key(Box<Msg>),
    /// Whether keys are used.
    UseKeys(bool),
    /// How much is said aloud.
    Speak(Verbosity),
    /// Shows all charts as tables, or as pictures.
    Tables,
    /// Lets the run be heard, or not.
    Sound,
    /// Nothing can be heard in this browser.
    NoSound,
    /// Moves things as is wished, or by one degree less.
    Motion(Option<Motion>),
    /// Wishes for another language.
    Language(Language),
    /// The texts of a language have come, or have not.
    Texts(Language, Option<&'static Texts>),
    /// Copies a text.
    Copy(Piece),
    /// Whether copying it worked.
    Copied(Piece, bool),
}

/// What the browser is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Another scenario has begun: the address bar should keep the way back to the one before.
    Begun,
    /// The run's link is another one: the address bar should follow.
    LinkChanged,
    /// This text belongs on the clipboard.
    Copy(Piece),
    /// The run is to be heard, or not any more.
    Sound,
    /// The page presents itself otherwise.
    PageChanged,
    /// The texts of a language are needed.
    Fetch(Language),
    /// The focus belongs into what was opened over the page.
    Enter(Sheet),
    /// The focus belongs back to what opened it.
    Leave(Sheet),
    /// The focus belongs to the request that was picked.
    Request,
    /// The focus belongs to what a client tells.
    Diary,
    /// The focus belongs back to where a client is chosen.
    LeaveDiary,
    /// The focus belongs to the tour's card.
    Tour,
    /// The focus belongs back to what began the tour.
    LeaveTour,
}

impl State {
    /// Does what a person's message says, unless the page is shown without it.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        if self.page.forbids(&msg) { Vec::new() } else { self.carry_out(msg) }
    }

    /// Does what a message says, whoever it is from.
    pub fn carry_out(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::PlayPause => self.play_or_pause(),
            Msg::StepForward => self.step(Simulation::step_to_next_change),
            Msg::StepBack => self.step(Simulation::step_to_last_change),
            Msg::Restart => self.seek(SimTime::ZERO),
            Msg::Clear => {
                let config = self.scenario().config.clone();
                return self.begin_with(Scenario { config, commands: Vec::new() });
            }
            Msg::Reseed(seed) => {
                let mut scenario = self.scenario().clone();
                scenario.config.seed = seed;
                return self.begin_with(scenario);
            }
            Msg::Preset(preset) => return self.begin_another(Scenario::of(preset)),
            Msg::Switch(number) => return self.switch(number).map_or_else(Vec::new, |act| self.update(Msg::Act(act))),
            Msg::Undo => return self.take_back(),
            Msg::Heal => return self.heal(),
            Msg::Deed => return self.deed().map_or_else(Vec::new, |msg| self.update(msg)),
            Msg::Begin(topic) => return self.begin_topic(topic),
            Msg::Speed(speed) => self.clock.set_speed(speed),
            Msg::Slower => self.clock.set_speed(self.clock.speed.saturating_sub(1)),
            Msg::Faster => self.clock.set_speed(self.clock.speed + 1),
            Msg::Seek(time) => self.seek(time),
            Msg::Draft(knob, value) => self.draft = Some((knob, value)),
            Msg::Set(knob, value) => return self.set(knob, value),
            Msg::Act(act) => return self.act(act),
            Msg::Select(picked) => self.selection = picked,
            Msg::Whole(whole) => self.whole = whole,
            Msg::Trace(pick) => {
                self.trace.pick(pick, self.simulation.journeys(), self.simulation.now());
                if let Pick::Number(_) = pick {
                    self.tab = Tab::Charts;
                    return vec![Effect::Request];
                }
            }
            Msg::Key(msg) => return if self.keys { self.carry_out(*msg) } else { Vec::new() },
            Msg::Accompany(who) => return self.accompany(who),
            Msg::Follow(every) => self.simulation.follow(every),
            Msg::Dismiss(number) => self.notices.dismiss(number),
            msg => return self.update_frame(msg),
        }
        Vec::new()
    }

    /// What concerns the frame of the page alone.
    fn update_frame(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Show(tab) => {
                self.tab = tab;
                self.sheet = None;
            }
            Msg::Toggle(sheet) if self.sheet != Some(sheet) => {
                self.sheet = Some(sheet);
                if sheet == Sheet::Share {
                    self.take_instant();
                }
                return vec![Effect::Enter(sheet)];
            }
            Msg::Close if self.guide.tour.is_some() => return self.tour(None),
            Msg::Close if self.sheet.is_none() => self.selection = None,
            Msg::Toggle(_) | Msg::Close => return self.sheet.take().map(Effect::Leave).into_iter().collect(),
            Msg::ShareForm(_) | Msg::ShareInstant(_) | Msg::SharePaused(_) => self.choose_sharing(&msg),
            Msg::OpenFile(text) => return self.open_file(text),
            Msg::CloseGuide(closed) => self.guide.closed = closed,
            Msg::Tour(step) => return self.tour(step),
            Msg::Unfold(fold, unfolded) => self.unfolded.set(fold, unfolded),
            Msg::UseKeys(used) => self.keys = used,
            Msg::Speak(verbosity) => {
                self.announcer.hush();
                self.announcer.verbosity = verbosity;
            }
            Msg::Tables => self.turn_charts(),
            Msg::Sound => return self.turn_sound(),
            Msg::NoSound => self.give_up_sound(),
            Msg::Motion(wish) => return self.set_motion(wish),
            Msg::Language(language) if language == self.texts.language => {}
            Msg::Language(Language::English) => return self.speak(Texts::english()),
            Msg::Language(language) => return vec![Effect::Fetch(language)],
            Msg::Texts(_, Some(texts)) => return self.speak(texts),
            Msg::Texts(language, None) => self.notices.add(Notice::NoTexts(language)),
            Msg::Copy(piece) => return vec![Effect::Copy(piece)],
            Msg::Copied(piece, worked) => {
                self.sharing.copied = Some((piece, worked));
                let texts = &self.texts.shell.forms;
                let text = if worked { texts.copied() } else { texts.press_copy() };
                self.announcer.say(text.to_owned());
            }
            _ => {}
        }
        Vec::new()
    }

    /// Says everything in another language from now on, the story so far included.
    fn speak(&mut self, texts: &'static Texts) -> Vec<Effect> {
        texts.speak();
        self.texts = texts;
        self.language = Some(texts.language.code().to_owned());
        self.turns = Turns::default();
        self.refresh();
        self.announcer.hush();
        vec![Effect::LinkChanged]
    }

    fn set(&mut self, knob: &'static Knob, value: Value) -> Vec<Effect> {
        if self.draft.is_some_and(|(drafted, _)| drafted == knob) {
            self.draft = None;
        }
        let config = self.scenario().config_at(self.simulation.now());
        let wanted = value;
        let value = knob.fit(&config, wanted);
        if value != wanted {
            self.notices.add(Notice::Fitted { knob, wanted, got: value });
        }
        if (knob.get)(&config) == value {
            return Vec::new();
        }
        if !knob.live {
            return self.set_for_new_run(knob, value);
        }
        if self.simulation.now() == SimTime::ZERO {
            // Nothing has happened yet: the run begins with it.
            let mut scenario = self.scenario().clone();
            (knob.set)(&mut scenario.config, value);
            return self.begin_with(scenario);
        }
        self.act(Act::Set(knob, value))
    }

    /// The same commands on another configuration, from the start.
    fn set_for_new_run(&mut self, knob: &'static Knob, value: Value) -> Vec<Effect> {
        let was_fresh = self.simulation.now() == SimTime::ZERO;
        let mut scenario = self.scenario().clone();
        (knob.set)(&mut scenario.config, value);
        let before = scenario.commands.len();
        let config = scenario.config.clone();
        scenario.commands.retain(|timed| timed.act.check(&config).is_ok());
        let kept = scenario.commands.len();
        let effects = self.begin_with(scenario);
        if !was_fresh || kept < before {
            self.notices.add(Notice::NewRun { knob, kept, dropped: before - kept });
        }
        effects
    }

    /// Begins a scenario of the catalogue, and plays it: what lay over the page would hide it.
    fn begin_topic(&mut self, topic: Topic) -> Vec<Effect> {
        let left = self.sheet.take().map(Effect::Leave);
        self.guide.closed = false;
        self.tab = Tab::Watch;
        self.clock.playing = true;
        let mut effects = self.begin_another(topic.scenario());
        effects.extend(left);
        effects
    }

    /// What switches a server off or on, where there is one of this number.
    fn switch(&self, number: usize) -> Option<Act> {
        let snapshot = self.simulation.snapshot();
        let server = snapshot.servers.get(number.checked_sub(1)?).filter(|_| !snapshot.preset.is_bare())?;
        let target = Target::Machine(server.machine);
        Some(if server.on { Act::Crash(target) } else { Act::Restart(target) })
    }

    /// Ends every fault, one after the other.
    fn heal(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for act in heal::acts(&self.simulation.snapshot()) {
            effects = self.act(act);
        }
        effects
    }

    /// Shows a step of the tour, and on a phone the part that it is about; or ends it.
    fn tour(&mut self, step: Option<usize>) -> Vec<Effect> {
        let was = self.guide.tour.is_some();
        self.guide.tour = step.filter(|step| *step < Guide::STEPS);
        self.sheet = None;
        let Some(step) = self.guide.tour else {
            return if was { vec![Effect::LeaveTour] } else { Vec::new() };
        };
        self.tab = [Tab::Watch, Tab::Control, Tab::Watch, Tab::Log, Tab::Charts][step];
        vec![Effect::Tour]
    }

    /// Begins another scenario, to which and from which one may want to go back.
    fn begin_another(&mut self, scenario: Scenario) -> Vec<Effect> {
        let mut effects = vec![Effect::Begun];
        effects.extend(self.begin_with(scenario));
        effects
    }

    fn begin_with(&mut self, scenario: Scenario) -> Vec<Effect> {
        self.keep();
        self.begin(scenario);
        self.check_link();
        vec![Effect::LinkChanged]
    }

    /// A command at the next whole millisecond. Where the run was further already, this is another past: what was to come
    /// is dropped.
    fn act(&mut self, act: Act) -> Vec<Effect> {
        if act.check(&self.scenario().config).is_err() {
            return Vec::new();
        }
        self.keep();
        let now = self.simulation.now();
        let is_past = now < self.horizon;
        let lost = if is_past { self.scenario().commands.iter().filter(|timed| timed.at > now).count() } else { 0 };
        self.seeking = None;
        let at = self.simulation.command(act, is_past);
        if is_past {
            self.turns.forget_after(now, self.simulation.log().len());
        }
        if lost > 0 {
            self.notices.add(Notice::Dropped { count: lost, after: now });
        }
        // Its effect is seen at once, even while the run is paused.
        self.simulation.advance_to(at, AT_ONCE);
        self.horizon = self.simulation.now();
        self.sharing.forget();
        self.refresh();
        self.check_link();
        vec![Effect::LinkChanged]
    }
}

#[cfg(test)]
mod tests;
