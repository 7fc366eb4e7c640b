//! The table of knobs: a row for each, a file for each group, and three for HAProxy. Figures and their sources: docs/model.md.

mod choice;
mod database;
mod health;
mod limits;
mod load;
mod network;
mod nginx;
mod run;
mod servers;

use super::domain::Domain;
use super::knob::{Group, Knob, Scale};
use super::value::Value;
use crate::model::config::Preset;

/// The groups in the order in which they are shown.
const GROUPS: [&[Knob]; 9] = [
    load::ROWS,
    servers::ROWS,
    nginx::ROWS,
    choice::ROWS,
    health::ROWS,
    limits::ROWS,
    database::ROWS,
    network::ROWS,
    run::ROWS,
];

/// How many knobs there are.
const COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
};

/// Every knob, group by group.
pub(super) static ALL: [&Knob; COUNT] = {
    let mut all = [&GROUPS[0][0]; COUNT];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut row = 0;
        while row < GROUPS[group].len() {
            all[at] = &GROUPS[group][row];
            at += 1;
            row += 1;
        }
        group += 1;
    }
    all
};

/// Presets with machines, links and databases.
const SITE: &[Preset] = &[Preset::Distributed, Preset::Dedicated, Preset::Simple];
/// Presets with several machines of the site: HAProxy, a failover manager, replicas.
const LARGE: &[Preset] = &[Preset::Distributed, Preset::Dedicated];
/// Presets with servers to choose from.
const CHOICE: &[Preset] = &[Preset::Distributed, Preset::Dedicated, Preset::Queue];
/// The one machine without HAProxy before it.
const ALONE: &[Preset] = &[Preset::Simple];
/// The bare queue.
const BARE: &[Preset] = &[Preset::Queue];
/// Every preset.
const EVERY: &[Preset] = Preset::ALL;

/// What most rows have; a row states what it has otherwise.
const ROW: Knob = Knob {
    key: "",
    label: "",
    sentence: "",
    unit: "",
    domain: Domain::Switch,
    scale: Scale::None,
    group: Group::Run,
    first: false,
    live: true,
    since: 1,
    public: true,
    presets: SITE,
    get: |_| Value::Switch(false),
    set: |_, _| {},
};

/// A row about HAProxy.
const BALANCER: Knob = Knob { group: Group::Balancer, presets: LARGE, ..ROW };

/// Reads a field of the configuration as a knob's value.
macro_rules! get {
    (Count $($field:ident).+) => { |config| Value::Count(config.$($field).+ as u64) };
    (Word $($field:ident).+) => { |config| Value::Word(config.$($field).+.keyword()) };
    ($kind:ident $($field:ident).+) => { |config| Value::$kind(config.$($field).+) };
}

/// Sets a field of the configuration from a knob's value, where that is of the right kind.
macro_rules! set {
    (Count $($field:ident).+) => {
        |config, value| if let Value::Count(count) = value {
            config.$($field).+ = count.min(u32::MAX as u64) as _;
        }
    };
    (Word $choice:ident $($field:ident).+) => {
        |config, value| if let Value::Word(word) = value && let Some(choice) = $choice::from_keyword(word) {
            config.$($field).+ = choice;
        }
    };
    ($kind:ident $($field:ident).+) => {
        |config, value| if let Value::$kind(new) = value {
            config.$($field).+ = new;
        }
    };
}

/// The words of a choice, as a constant.
macro_rules! words {
    ($choice:ident) => {{
        const WORDS: [&str; $choice::ALL.len()] = {
            let mut words = [""; $choice::ALL.len()];
            let mut at = 0;
            while at < words.len() {
                words[at] = $choice::ALL[at].keyword();
                at += 1;
            }
            words
        };
        Domain::Words(&WORDS)
    }};
}

use {get, set, words};
