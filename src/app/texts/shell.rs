//! The texts of the frame of the page: transport, time line, controls, notices, sharing, keys.

use crate::model::config::Preset;
use crate::model::shape::Course;
use crate::scenario::knob::Group;

/// Texts of the frame of the page. Figures come in as they are written on the screen.
#[derive(Debug)]
pub struct Shell {
    /// Skips what stands before the diagram.
    pub skip: &'static str,
    /// What the page is, in a line.
    pub tagline: &'static str,
    /// Title of the window: the preset's name.
    pub title: fn(&str) -> String,
    /// Name of the buttons that play the run.
    pub transport: &'static str,
    /// Button.
    pub play: &'static str,
    /// Button.
    pub pause: &'static str,
    /// Button: plays the next event.
    pub step_forward: &'static str,
    /// Button: goes back a little.
    pub step_back: &'static str,
    /// Button: the same run from its start.
    pub restart: &'static str,
    /// Name of the speed's list.
    pub speed: &'static str,
    /// Button.
    pub slower: &'static str,
    /// Button.
    pub faster: &'static str,
    /// The speed that can be had where it is lower than the one wanted.
    pub limit: fn(&str) -> String,
    /// The same, explained.
    pub limit_why: fn(&str) -> String,
    /// Name of the instant that is shown.
    pub time: &'static str,
    /// On its way to an instant.
    pub going_to: fn(&str) -> String,
    /// Name of the list of presets.
    pub preset_list: &'static str,
    /// A preset.
    pub preset: fn(Preset) -> &'static str,
    /// Button: opens the link.
    pub share: &'static str,
    /// Button: opens the keys.
    pub help: &'static str,
    /// Button.
    pub close: &'static str,
    /// Name of the tabs of a phone.
    pub tabs: &'static str,
    /// A tab.
    pub watch: &'static str,
    /// A tab, and the name of the knobs' region.
    pub control: &'static str,
    /// A tab.
    pub charts: &'static str,
    /// A tab.
    pub log: &'static str,
    /// Name of the time line's region.
    pub timeline: &'static str,
    /// Name of its slider.
    pub instant: &'static str,
    /// Name of its field.
    pub go_to: &'static str,
    /// What a mark is: an instant, what happened.
    pub mark: fn(&str, &str) -> String,
    /// The same where it is still to come.
    pub mark_ahead: fn(&str, &str) -> String,
    /// So many more things at one mark.
    pub and_more: fn(usize) -> String,
    /// Not an instant: what one looks like.
    pub not_an_instant: &'static str,
    /// Button: the same settings, with nothing done.
    pub clear: &'static str,
    /// The knobs' settings.
    pub knobs: Knobs,
    /// What there is to tell.
    pub notices: Notices,
    /// The link.
    pub sharing: Sharing,
    /// The keys.
    pub keys: Keys,
    /// The link was copied.
    pub copied: &'static str,
    /// It could not be copied; how to do it by hand.
    pub press_copy: &'static str,
    /// So many more events are in the log.
    pub more_in_log: fn(usize) -> String,
    /// The page broke.
    pub broken: Broken,
}

/// Texts of the knobs.
#[derive(Debug)]
pub struct Knobs {
    /// A group's title.
    pub group: fn(Group) -> &'static str,
    /// So many more knobs in a group.
    pub more: fn(usize) -> String,
    /// So many knobs in a group, all of them.
    pub settings: fn(usize) -> String,
    /// Switch: what each knob does, in a sentence.
    pub explain: &'static str,
    /// Mark of a knob that begins a new run.
    pub new_run: &'static str,
    /// The same, explained.
    pub new_run_why: &'static str,
    /// Its value in the preset, where it has another now.
    pub usually: fn(&str) -> String,
    /// Name of the buttons that send the load on a course.
    pub courses: &'static str,
    /// A course's button.
    pub course: fn(Course) -> &'static str,
    /// Button of a knob.
    pub less: fn(&str) -> String,
    /// Button of a knob.
    pub more_of: fn(&str) -> String,
    /// Name of a knob's field.
    pub field: fn(&str) -> String,
    /// What a share should be: from, to.
    pub percent: fn(&str, &str) -> String,
    /// What was typed is none of this.
    pub is_not: fn(&str, &str) -> String,
    /// What was typed was changed.
    pub was: fn(&str, &str) -> String,
    /// A switch's state.
    pub on: &'static str,
    /// A switch's state.
    pub off: &'static str,
    /// Button: another seed.
    pub reseed: &'static str,
    /// What a word of a knob means and what it costs, where that is worth a sentence: by key and word.
    pub word: fn(&str, &str) -> Option<&'static str>,
}

/// Texts of the notices.
#[derive(Debug)]
pub struct Notices {
    /// Name of their region.
    pub region: &'static str,
    /// Button: the notice goes.
    pub dismiss: &'static str,
    /// The link was not taken entirely as it was written.
    pub link: &'static str,
    /// So many commands after an instant were dropped.
    pub dropped: fn(usize, &str) -> String,
    /// A setting began a new run: its name, commands that happen again, commands that cannot.
    pub new_run: fn(&str, usize, usize) -> String,
    /// A setting's name, what was asked for, what it became because another leaves no more room.
    pub fitted: fn(&str, &str, &str) -> String,
    /// The run ended at an instant, because it holds so many requests.
    pub halted: fn(&str, &str) -> String,
    /// The link is too long.
    pub too_long: &'static str,
}

/// Texts of the link.
#[derive(Debug)]
pub struct Sharing {
    /// Title.
    pub title: &'static str,
    /// What the link is.
    pub sentence: &'static str,
    /// Name of the link's field.
    pub link: &'static str,
    /// Button.
    pub copy: &'static str,
    /// Switch: the link opens at this instant.
    pub with_instant: fn(&str) -> String,
    /// Term: the seed.
    pub seed: &'static str,
    /// Term: version of the model.
    pub model: &'static str,
    /// Term: events processed.
    pub events: &'static str,
    /// Term: hash of the run so far, at an instant.
    pub digest: fn(&str) -> String,
    /// What the digest is for.
    pub digest_why: &'static str,
}

/// Texts of the keys.
#[derive(Debug)]
pub struct Keys {
    /// Title.
    pub title: &'static str,
    /// When they work.
    pub sentence: &'static str,
    /// Switch: whether they work.
    pub switch: &'static str,
    /// Each key and what it does.
    pub list: &'static [(&'static [&'static str], &'static str)],
}

/// Texts of the card that stands there when the page broke.
#[derive(Debug)]
pub struct Broken {
    /// Title.
    pub title: &'static str,
    /// What to do.
    pub sentence: &'static str,
    /// Button: the same link again.
    pub again: &'static str,
    /// Button: the page without a link.
    pub fresh: &'static str,
}
