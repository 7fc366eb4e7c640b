//! The link: a scenario as a readable, versioned query string, both ways. Reading never fails.

use super::decimal;
use super::knob::Knob;
pub use super::notice::quote;
use super::notice::{Notices, is_harmless};
use super::query::{self, Pair};
use super::reason::{Reason, What};
use super::{Scenario, script, settings};
use crate::engine::time::SimTime;
use crate::model::config::Preset;

/// Version of the link's grammar (`v=`).
pub const SCHEMA_VERSION: u32 = 1;
/// Version of the model (`m=`): another one may give other numbers for the same link.
pub const MODEL_VERSION: u32 = 1;
/// Longest query that is read, in bytes.
pub const LONGEST_INPUT: usize = 8192;
/// Keys that concern the page alone: kept as they came, read by the page.
pub const PAGE_KEYS: [&str; 7] = ["embed", "ui", "hide", "lock", "theme", "motion", "origin"];
/// Most unknown keys that are kept, and most of the page's.
const MOST_KEPT: usize = 16;
/// Longest text of all unknown keys that are kept, and of all the page's, in bytes as written.
const LONGEST_KEPT: usize = 1000;

/// Everything that a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The run.
    pub scenario: Scenario,
    /// How the page shows it.
    pub view: View,
    /// Keys that this version does not know, as they came: kept when the link is written again.
    pub unknown: Vec<(String, String)>,
}

/// How a page shows a run; no part of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// `t=`: open at this instant, paused unless `play` says otherwise.
    pub at: Option<SimTime>,
    /// `play=`: whether to start playing.
    pub play: Option<bool>,
    /// `lang=`: language of the page.
    pub language: Option<String>,
    /// What the link says of [`PAGE_KEYS`], as it came.
    pub page: Vec<(String, String)>,
}

/// Something in a link that was not taken as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The key or the command it is about, as written (at most 40 characters); empty where it is the link as a whole.
    pub about: String,
    /// What was wrong with it and what was done instead: one sentence that names it.
    pub reason: Reason,
}

impl Warning {
    /// That of this key or command, and why.
    pub fn new(about: &str, reason: Reason) -> Warning {
        let reason = Reason::new(What::OfPart, [about.into(), reason.into()]);
        Warning { about: about.to_owned(), reason }
    }

    /// The sentence in English.
    pub fn text(&self) -> String {
        self.reason.to_string()
    }
}

/// Reads a link, whatever it is: a query with or without its mark, or a whole address. What is unknown or bad is
/// named and the rest is used; the result is always a scenario that can run.
pub fn read(query: &str) -> (Link, Vec<Warning>) {
    if is_bare(query) {
        let scenario = Scenario::of(Preset::Distributed);
        return (Link { scenario, view: View::default(), unknown: Vec::new() }, Vec::new());
    }
    read_with(query, &[])
}

/// Whether this is an address that says nothing. Most pages are opened by such a one, and need no reader of links to begin.
fn is_bare(query: &str) -> bool {
    let is_address = query.starts_with("http://") || query.starts_with("https://");
    is_address && !query.contains(['?', '#', '='])
}

/// Reads a link in which these settings stand instead of its own: what it says of their keys is as if it were not there, and of
/// `rps` and `rho`, which say the same, both are.
#[inline(never)]
pub fn read_with(query: &str, settings: &[(&str, &str)]) -> (Link, Vec<Warning>) {
    let mut notices = Notices::default();
    let mut pairs = query::read(query, is_key, &mut notices);
    let says_load = |key: &str| matches!(key, "rps" | "rho");
    pairs.retain(|(key, _)| settings.iter().all(|(set, _)| set != key && !(says_load(set) && says_load(key))));
    pairs.extend(settings.iter().map(|(key, value)| pair(key, String::from(*value))));
    let mut pairs = last_of_each(pairs, &mut notices);
    let mut take = |key: &str| {
        let at = pairs.iter().position(|(name, _)| name == key);
        at.map(|at| pairs.remove(at).1)
    };
    check_versions(take("v"), take("m"), &mut notices);
    let preset = read_preset(take("preset"), &mut notices);
    let (script, view) = (take("do"), [take("t"), take("play"), take("lang")]);
    let mut given = Vec::new();
    let (mut unknown, mut page) = (Kept::default(), Kept::default());
    for (key, value) in pairs {
        match Knob::named(preset, &key) {
            Some(knob) => given.push((knob, value)),
            None if Knob::is_key(&key) => {
                notices.add(&key, Reason::new(What::NotInPreset, [preset.keyword().into()]));
            }
            None if PAGE_KEYS.contains(&key.as_str()) => {
                if !page.keep((key.clone(), value)) {
                    notices.add(&key, What::Unfit);
                }
            }
            None => keep_unknown(&mut unknown, (key, value), &mut notices),
        }
    }
    let config = settings::read(preset, &given, &mut notices);
    let commands = script.map_or(Vec::new(), |text| script::read(&text, &config, &mut notices));
    let view = View { page: page.pairs, ..read_view(view, &mut notices) };
    let link = Link { scenario: Scenario { config, commands }, view, unknown: unknown.pairs };
    (link, notices.into_warnings())
}

/// Writes a link in its one canonical form, without a leading mark: `v`, `m`, `preset`, the settings that differ from
/// the preset by key, `do`, `seed`, unknown keys, the page's, `t`, `play`, `lang`, and the check characters `e`. A page takes
/// [`write_whole`] instead, for this one may be too long to be read again.
pub fn write(link: &Link) -> String {
    let config = &link.scenario.config;
    let mut pairs = vec![
        pair("v", SCHEMA_VERSION.to_string()),
        pair("m", MODEL_VERSION.to_string()),
        pair("preset", String::from(config.preset.keyword())),
    ];
    pairs.extend(settings::write(config));
    if !link.scenario.commands.is_empty() {
        pairs.push(pair("do", script::write(&link.scenario.commands)));
    }
    if config.seed != super::preset::config(config.preset).seed {
        pairs.push(pair("seed", config.seed.to_string()));
    }
    pairs.extend(link.unknown.iter().chain(&link.view.page).cloned());
    pairs.extend(link.view.at.map(|at| pair("t", decimal::show_instant(at.as_nanos()))));
    pairs.extend(link.view.play.map(|play| pair("play", String::from(if play { "1" } else { "0" }))));
    pairs.extend(link.view.language.clone().map(|language| pair("lang", language)));
    query::write(&pairs)
}

/// Writes a link if it can be read again without loss: where it has too many commands, names an instant that is too
/// late or is too long, there is none.
pub fn write_whole(link: &Link) -> Option<String> {
    let commands = &link.scenario.commands;
    let latest = commands.last().map(|command| command.at).max(link.view.at).unwrap_or(SimTime::ZERO);
    let is_within = commands.len() <= script::MOST_COMMANDS && latest <= script::LATEST;
    is_within.then(|| write(link)).filter(|text| text.len() <= LONGEST_INPUT)
}

/// A key with its value.
fn pair(key: &str, value: String) -> Pair {
    (String::from(key), value)
}

/// Whether this version knows a key.
fn is_key(key: &str) -> bool {
    matches!(key, "v" | "m" | "do" | "t" | "play" | "lang" | query::CHECK)
        || PAGE_KEYS.contains(&key)
        || Knob::is_key(key)
}

/// Of pairs with one key only the last, in the order of these.
fn last_of_each(pairs: Vec<Pair>, notices: &mut Notices) -> Vec<Pair> {
    let mut kept: Vec<Pair> = Vec::new();
    for (key, value) in pairs {
        match kept.iter().position(|(name, _)| *name == key) {
            None => kept.push((key, value)),
            Some(at) => {
                notices.add(&key, Reason::new(What::Twice, [quote(&value).into()]));
                kept.remove(at);
                kept.push((key, value));
            }
        }
    }
    kept
}

/// Says where a link was made by another version.
fn check_versions(schema: Option<String>, model: Option<String>, notices: &mut Notices) {
    if let Some(text) = schema {
        let ours = SCHEMA_VERSION.to_string().into();
        match text.parse::<u32>() {
            Ok(version) if version > SCHEMA_VERSION => {
                notices.add("v", Reason::new(What::Newer, [version.to_string().into(), ours]));
            }
            Ok(version) if version > 0 => {}
            _ => notices.add("v", Reason::new(What::NoVersion, [quote(&text).into(), ours])),
        }
    }
    if let Some(text) = model.filter(|text| *text != MODEL_VERSION.to_string()) {
        let ours = MODEL_VERSION.to_string().into();
        notices.add("m", Reason::new(What::OtherModel, [quote(&text).into(), ours]));
    }
}

/// The preset, or the usual one.
fn read_preset(text: Option<String>, notices: &mut Notices) -> Preset {
    let Some(text) = text else { return Preset::Distributed };
    Preset::from_keyword(&text).unwrap_or_else(|| {
        let words: Vec<_> = Preset::ALL.iter().map(|preset| preset.keyword()).collect();
        notices.add("preset", Reason::new(What::NoPreset, [quote(&text).into(), words.join(", ").into()]));
        Preset::Distributed
    })
}

/// How the page shows the run.
fn read_view([at, play, language]: [Option<String>; 3], notices: &mut Notices) -> View {
    let mut view = View::default();
    if let Some(text) = at {
        match script::read_instant(&text) {
            Ok(at) => view.at = Some(at),
            Err(reason) => notices.add("t", Reason::new(What::OpensAtStart, [reason.into()])),
        }
    }
    if let Some(text) = play {
        match text.as_str() {
            "1" | "on" | "" => view.play = Some(true),
            "0" | "off" => view.play = Some(false),
            _ => notices.add("play", Reason::new(What::NoSwitch, [quote(&text).into()])),
        }
    }
    if let Some(text) = language {
        let is_tag =
            (2..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        if is_tag {
            view.language = Some(text);
        } else {
            notices.add("lang", Reason::new(What::NoLanguage, [quote(&text).into()]));
        }
    }
    view
}

/// Pairs that are kept as they came, and how much room they take.
#[derive(Default)]
struct Kept {
    pairs: Vec<Pair>,
    length: usize,
}

impl Kept {
    /// Keeps a pair if it is harmless and there is room; gives whether it does.
    fn keep(&mut self, (key, value): Pair) -> bool {
        let length = query::encode(&key).len() + query::encode(&value).len() + 2;
        // A `#` could be taken for the damaged mark of an address when the link is read again.
        let is_clean = !key.is_empty() && key.chars().chain(value.chars()).all(|c| is_harmless(c) && c != '#');
        let is_kept = is_clean && self.pairs.len() < MOST_KEPT && self.length + length <= LONGEST_KEPT;
        if is_kept {
            self.length += length;
            self.pairs.push((key, value));
        }
        is_kept
    }
}

/// Keeps a pair whose key nobody knows, where that can be done, and says so.
fn keep_unknown(unknown: &mut Kept, (key, value): Pair, notices: &mut Notices) {
    let is_kept = unknown.keep((key.clone(), value.clone()));
    if key.is_empty() {
        let what = if is_kept { What::NoKeyKept } else { What::NoKeyLeft };
        notices.add("", Reason::new(what, [quote(&value).into()]));
    } else {
        notices.add(&key, if is_kept { What::UnknownKept } else { What::UnknownLeft });
    }
}
