//! What is hit and goes on: frozen, slow or lossy; in words, and what can be done about it.

use super::deed::Deed;
use super::{is_on, runs};
use crate::app::format;
use crate::app::selection::Selection;
use crate::app::texts::Texts;
use crate::model::command::Fault;
use crate::model::id::{LinkId, Part, Process, Target};
use crate::scenario::Act;
use crate::snapshot::{Role, Snapshot};

/// How many times as long everything takes where a click makes it slow: a machine or a process, and a link.
const SLOWER: u32 = 4;
const SLOWER_LINK: u32 = 10;
/// What a click makes a link lose, in millionths.
const LOSS: u32 = 50_000;

fn is_frozen(snapshot: &Snapshot, target: Target) -> bool {
    snapshot.frozen.iter().any(|(frozen, _)| *frozen == target)
}

fn slowness(snapshot: &Snapshot, target: Target) -> Option<u32> {
    snapshot.slow.iter().find(|(slow, _)| *slow == target).map(|(_, factor)| *factor)
}

/// How a machine or a process is worse than usual, in a word or two; none where it is well.
pub fn ailment(snapshot: &Snapshot, target: Target, texts: &Texts) -> Option<String> {
    let state = &texts.diagram.state;
    match is_frozen(snapshot, target) {
        true => Some(state.frozen().to_owned()),
        false => slowness(snapshot, target).map(|factor| state.slow(factor)),
    }
}

/// How a link is worse than usual, in a word or two; none where it is well.
pub fn trouble(snapshot: &Snapshot, link: LinkId, texts: &Texts) -> Option<String> {
    let state = &texts.diagram.state;
    let trouble = snapshot.troubles.iter().find(|trouble| trouble.link == link)?;
    let slow = (trouble.factor > 1).then(|| state.slow(trouble.factor));
    let lossy = trouble.loss.map(|loss| state.loses(format::percent(f64::from(loss) / 1e6)));
    let words: Vec<String> = slow.into_iter().chain(lossy).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What can be done to make a thing worse or well again, besides switching it off.
pub(super) fn deeds(snapshot: &Snapshot, thing: Selection, texts: &Texts) -> Vec<Deed> {
    match thing {
        Selection::Target(target) => of_target(snapshot, target, texts),
        Selection::Link(link) => of_link(snapshot, link, texts),
    }
}

fn of_target(snapshot: &Snapshot, target: Target, texts: &Texts) -> Vec<Deed> {
    let acts = &texts.diagram.acts;
    let machine = target.machine();
    let alive = is_on(snapshot, machine) == Some(true)
        && match target {
            Target::Machine(_) => true,
            Target::Process(_, process) => runs(snapshot, machine, process) == Some(true),
        };
    if !alive {
        return Vec::new();
    }
    let freeze = match is_frozen(snapshot, target) {
        true => (Fault::Thaw(target), acts.thaw().to_owned()),
        false => (Fault::Freeze(target), acts.freeze().to_owned()),
    };
    let slow = match slowness(snapshot, target) {
        Some(_) => (Fault::Restore(Part::Target(target)), acts.restore().to_owned()),
        None => (Fault::Slow(Part::Target(target), SLOWER), acts.slow(SLOWER)),
    };
    [freeze, slow].into_iter().map(|(fault, words)| deed(fault, words)).collect()
}

fn of_link(snapshot: &Snapshot, link: LinkId, texts: &Texts) -> Vec<Deed> {
    let acts = &texts.diagram.acts;
    let part = Part::Link(link);
    if trouble(snapshot, link, texts).is_some() {
        return vec![deed(Fault::Restore(part), acts.restore().to_owned())];
    }
    let share = format::percent(f64::from(LOSS) / 1e6).to_string();
    vec![deed(Fault::Loss(link, LOSS), acts.lose(&share)), deed(Fault::Slow(part, SLOWER_LINK), acts.slow(SLOWER_LINK))]
}

fn deed(fault: Fault, words: String) -> Deed {
    Deed { act: Act::Fault(fault), words, hindered: None }
}

/// Cloning a database anew that is not the primary and runs.
pub(super) fn clone(snapshot: &Snapshot, target: Target, texts: &Texts) -> Option<Deed> {
    let machine = target.machine();
    let (on, database) = snapshot.database(machine).filter(|(_, database)| database.role != Role::Primary)?;
    let lives = on && database.running && matches!(target, Target::Process(_, Process::Mysqld));
    lives.then(|| Deed { act: Act::Clone(machine), words: texts.diagram.acts.clone().to_owned(), hindered: None })
}
