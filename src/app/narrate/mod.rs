//! The event log in words: what happened, to whom, how grave it is, and what it cost by the ledger meanwhile. Knows the
//! facts of a note; the sentences are those of `app::texts`.

mod kind;
mod load;
mod memory;

pub use kind::{Weight, is_marked, is_turn, kind, machine, node, weight};
pub use load::loads;
pub use memory::Cost;

use crate::app::texts::Texts;
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::log::Line;
use crate::model::id::MachineId;
use crate::model::note::Note;
use crate::scenario::knob::Knob;
use crate::scenario::value::Value;
use crate::scenario::{Act, Timed};

/// A line of the event log as a person reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// When.
    pub at: SimTime,
    /// What kind of thing it is: a word for programs.
    pub kind: &'static str,
    /// The machine, process or link it is about, as in a link's commands; empty where it is about none.
    pub node: String,
    /// The machine to show with it.
    pub machine: Option<MachineId>,
    /// How grave it is.
    pub weight: Weight,
    /// Whether it is one of the turns of the story; else a step between.
    pub important: bool,
    /// What happened, in a sentence.
    pub text: String,
}

/// A note and what the log knows besides: what a language makes its sentence of.
#[derive(Clone, Debug, PartialEq)]
pub struct Told<'a> {
    /// The note.
    pub note: &'a Note,
    /// Failed or passed health checks in a row, this one included, where it is about checks; else 0.
    pub checks: u32,
    /// Time since the trouble began that this is an answer to.
    pub after: Option<SimDuration>,
    /// What became of requests since then.
    pub cost: Cost,
    /// What a person set, where that is what happened.
    pub settings: Vec<(&'static Knob, Value)>,
}

/// The line at `index` of the log in words. `commands` are the run's, to tell what a person set.
pub fn story(texts: &Texts, lines: &[Line], index: usize, commands: &[Timed]) -> Option<Story> {
    let (before, rest) = lines.split_at_checked(index)?;
    let line = rest.first()?;
    let began = memory::began(before, &line.note);
    let told = Told {
        note: &line.note,
        checks: memory::checks(before, &line.note),
        after: began.map(|then| line.at.since(then.at)),
        cost: began.map_or(Cost::default(), |then| Cost::between(&then.ledger, &line.ledger)),
        settings: settings(line, commands),
    };
    Some(Story {
        at: line.at,
        kind: kind(&line.note),
        node: node(&line.note),
        machine: machine(&line.note),
        weight: weight(&line.note),
        important: kind::is_turn(&line.note),
        text: texts.log.sentence(&told),
    })
}

/// The whole log in words.
pub fn stories(texts: &Texts, lines: &[Line], commands: &[Timed]) -> Vec<Story> {
    (0..lines.len()).filter_map(|index| story(texts, lines, index, commands)).collect()
}

/// What a person set at the instant of a line that says that something was set.
fn settings(line: &Line, commands: &[Timed]) -> Vec<(&'static Knob, Value)> {
    if line.note != Note::Configured {
        return Vec::new();
    }
    let first = commands.partition_point(|timed| timed.at < line.at);
    let now = commands[first..].iter().take_while(|timed| timed.at == line.at);
    now.filter_map(|timed| match &timed.act {
        Act::Set(knob, value) => Some((*knob, *value)),
        _ => None,
    })
    .collect()
}

#[cfg(test)]
mod tests;
