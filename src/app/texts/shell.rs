//! The texts of the frame of the page: transport, time line, controls, notices, sharing, keys.

use super::Nothing;
use super::schema::room;
use crate::app::share::{Flaw, Form, Piece};
use crate::model::balancer::Algorithm;
use crate::model::config::Preset;
use crate::model::shape::Course;
use crate::scenario::knob::Group;

room! {
    /// Texts of the frame of the page. Figures come in as they are written on the screen.
    Shell = "shell" after Nothing with { knobs: Knobs, notices: Notices, sharing: Sharing, forms: Forms, keys: Keys, broken: Broken };

    /// Skips what stands before the diagram.
    skip;
    /// Title of the window: the preset's name.
    title(preset);
    /// Name of the buttons that play the run.
    transport;
    /// Button.
    play;
    /// Button.
    pause;
    /// Button: plays the next event.
    step_forward;
    /// Button: goes back a little.
    step_back;
    /// Button: the same run from its start.
    restart;
    /// Name of the speed's list.
    speed;
    /// Button.
    slower;
    /// Button.
    faster;
    /// The speed that can be had where it is lower than the one wanted.
    limit(speed);
    /// The same, explained.
    limit_why(speed);
    /// Name of the instant that is shown.
    time;
    /// On its way to an instant.
    going_to(instant);
    /// A preset.
    preset of Preset { Distributed, Dedicated, Simple, Queue };
    /// Button: opens the link.
    share;
    /// Button: opens the keys.
    help;
    /// Button.
    close;
    /// Name of the tabs of a phone.
    tabs;
    /// A tab.
    watch;
    /// A tab, and the name of the knobs' region.
    control;
    /// A tab.
    charts;
    /// A tab.
    log;
    /// Name of the time line's region.
    timeline;
    /// Name of its slider.
    instant;
    /// Name of its field.
    go_to;
    /// What a mark is: an instant, what happened.
    mark(instant, text);
    /// The same where it is still to come.
    mark_ahead(instant, text);
    /// So many more things at one mark.
    and_more(n);
    /// Not an instant: what one looks like.
    not_an_instant;
    /// Button: the same settings, with nothing done.
    clear;
    /// Button: takes one's own last change back.
    undo;
    /// Button: ends every fault.
    heal;
    /// So many settings are not those of the preset.
    differs(n: count);
    /// A button of one of them: its name, its value, that of the preset, to which the button goes back.
    back_to(name, value, usual);
    /// So many more events are in the log.
    more_in_log(n: count);
}

room! {
    /// Texts of the knobs.
    Knobs = "knobs" after Shell;

    /// A group's title.
    group of Group { Load, Balancer, Servers, Database, Network, Run };
    /// So many more knobs in a group.
    more(n);
    /// So many knobs in a group, all of them.
    settings(n: count);
    /// Switch: what each knob does, in a sentence.
    explain;
    /// Mark of a knob that begins a new run.
    new_run;
    /// The same, explained.
    new_run_why;
    /// Its value in the preset, where it has another now.
    usually(value);
    /// Name of the choice between an open and a closed workload.
    workload;
    /// Open: requests come however slow the answers are.
    open;
    /// Closed: so many users, each of whom waits for the answer.
    closed;
    /// Name of the buttons that send the load on a course.
    courses;
    /// A course's button.
    course of Course { Ramp, Spike, Day, Flash };
    /// Button of a knob.
    less(label);
    /// Button of a knob.
    more_of(label);
    /// Name of a knob's field.
    field(label);
    /// What a share should be: from, to.
    percent(low, high);
    /// What a count should be.
    whole(low, high);
    /// What a number should be.
    number(low, high);
    /// What a length of time should be.
    time(low, high);
    /// The same, or a word.
    time_or(low, high, other);
    /// What a distribution should be: its families, its mean.
    distribution(families, low, high);
    /// What a word should be.
    one_of(words);
    /// What finishes the sentence about a value beyond its range.
    beyond(got);
    /// What was typed is none of this.
    is_not(typed, what);
    /// What was typed was changed.
    was(typed, what);
    /// A switch's state.
    on;
    /// A switch's state.
    off;
    /// Button: another seed.
    reseed;
    /// What a word of a knob means and what it costs, where that is worth a sentence: by key and word.
    algorithm of Algorithm { RoundRobin, StaticRr, LeastConn, First, Source, Uri, UrlParam, Hdr, Random };
}

room! {
    /// Texts of the notices.
    Notices = "notices" after Knobs;

    /// Name of their region.
    region;
    /// Button: the notice goes.
    dismiss;
    /// The link was not taken entirely as it was written.
    link;
    /// So many commands after an instant were dropped.
    dropped(n: count, instant);
    /// A setting began a new run: its name, commands that happen again, commands that cannot.
    begun(label);
    /// A setting began a new run: its name, commands that happen again, commands that cannot.
    again(n: count);
    /// A setting began a new run: its name, commands that happen again, commands that cannot.
    gone(n: count);
    /// A setting's name, what was asked for, what it became because another leaves no more room.
    fitted(label, wanted, got);
    /// The run ended at an instant, because it holds so many requests.
    halted(instant, most);
    /// The link is too long.
    too_long;
    /// The link names a language that there is not.
    unknown_language(code);
    /// The texts of a language did not come.
    no_texts(language);
    /// Nothing can be heard in this browser.
    no_sound;
}

room! {
    /// Texts of the link.
    Sharing = "sharing" after Notices;

    /// Title.
    title;
    /// What the link is.
    sentence;
    /// Name of the link's field.
    link;
    /// Switch: the link opens at this instant.
    with_instant(instant);
    /// Term: the seed.
    seed;
    /// Term: version of the model.
    model;
    /// Term: events processed.
    events;
    /// Term: hash of the run so far, at an instant.
    digest(instant);
    /// What the digest is for.
    digest_why;
}

room! {
    /// Texts of the forms in which a run is shared.
    Forms = "forms" after Sharing;

    /// Name of the list of forms.
    list;
    /// Name of a form.
    name of Form { Link, Embed, Markdown, Code, File, Report };
    /// What a form is for.
    about of Form { Link, Embed, Markdown, Code, File, Report };
    /// Name of a text that can be copied.
    piece of Piece { Link, Frame, Anchor, Markdown, File, Report };
    /// Which build of the program it was.
    build;
    /// Button.
    copy;
    /// Said after it worked.
    copied;
    /// Said after it did not.
    press_copy;
    /// Switch: what is shared waits to be played.
    paused;
    /// Button: gives the link to another program of the device.
    hand_on;
    /// The link has so many characters, more than many programs keep.
    long(n);
    /// Name of the code, which shows a run of this name.
    code(title);
    /// What the code is, for those who do not see it.
    code_why;
    /// There is no code: the link has so many bytes, and a code holds so many.
    no_code(n, most);
    /// Button: saves the file.
    save;
    /// Button: opens a file.
    open;
    /// Where a file may be dropped.
    drop;
    /// What is wrong with a file.
    flaw of Flaw { TooLong, Unread, Foreign, Empty, Newer, Digest };
    /// The run from a file is the one that was saved, at this instant.
    same(instant);
    /// It is not.
    other(instant);
}

room! {
    /// Texts of the keys.
    Keys = "keys" after Forms;

    /// Title.
    title;
    /// When they work.
    sentence;
    /// Switch: whether they work.
    switch;
    /// Each key and what it does.
    play;
    /// Each key and what it does.
    step_forward;
    /// Each key and what it does.
    step_back;
    /// Each key and what it does.
    slower;
    /// Each key and what it does.
    faster;
    /// Each key and what it does.
    restart;
    /// Each key and what it does.
    share;
    /// Each key and what it does.
    statistics;
    /// Each key and what it does.
    description;
    /// What a key does: the catalogue of scenarios.
    catalogue;
    /// What a key does: servers off and on, by number.
    switch_off;
    /// What a key does: takes the last change back.
    undo;
    /// What a key does: follows one client.
    follow;
    /// What a key does: all charts as tables or as pictures.
    tables;
    /// What a key does: lets the run be heard.
    sound;
    /// What a key does: less motion, and all of it again.
    motion;
    /// Each key and what it does.
    help;
    /// Each key and what it does.
    close;
    /// Name of the list of languages.
    language;
}

room! {
    /// Texts of the card that stands there when the page broke.
    Broken = "broken" after Keys;

    /// Title.
    title;
    /// What to do.
    sentence;
    /// Button: the same link again.
    again;
    /// Button: the page without a link.
    fresh;
    /// Button: copies what can be reported.
    copy;
}

impl Knobs {
    /// What a word of a knob means and what it costs, where that is worth a sentence: by key and word.
    pub fn word(&self, key: &str, word: &str) -> Option<&'static str> {
        if key == "lb" { Algorithm::from_keyword(word).map(|algorithm| self.algorithm(algorithm)) } else { None }
    }
}

impl Notices {
    /// A setting began a new run: its name, commands that happen again, commands that cannot.
    pub fn new_run(&self, label: &str, kept: usize, dropped: usize) -> String {
        let again = (kept > 0).then(|| self.again(kept as u64));
        let gone = (dropped > 0).then(|| self.gone(dropped as u64));
        [Some(self.begun(label)), again, gone].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl Keys {
    /// Each key and what it does.
    pub fn list(&self) -> [(&'static [&'static str], &'static str); 18] {
        [
            (&["Space", "K"], self.play()),
            (&["."], self.step_forward()),
            (&[","], self.step_back()),
            (&["["], self.slower()),
            (&["]"], self.faster()),
            (&["R"], self.restart()),
            (&["S"], self.share()),
            (&["H"], self.statistics()),
            (&["D"], self.description()),
            (&["C"], self.catalogue()),
            (&["1–9"], self.switch_off()),
            (&["U"], self.undo()),
            (&["F"], self.follow()),
            (&["T"], self.tables()),
            (&["L"], self.sound()),
            (&["M"], self.motion()),
            (&["?"], self.help()),
            (&["Esc"], self.close()),
        ]
    }
}
