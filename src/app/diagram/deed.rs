//! What can be done with a thing of the diagram at this instant.

use super::{back, code, cut, hardship, is_on, runs};
use crate::app::selection::Selection;
use crate::app::texts::Texts;
use crate::model::balancer::Admin;
use crate::model::command::Order;
use crate::model::id::{LinkId, MachineId, Process, Target};
use crate::scenario::Act;
use crate::snapshot::{Role, Snapshot};

/// Something that can be done, or could be if something else were different.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What.
    pub act: Act,
    /// In words.
    pub words: String,
    /// Why it cannot be done now, if it cannot.
    pub hindered: Option<String>,
}

/// What can be done with a thing, the most obvious first. `whole` where the parts of a machine cannot be picked one by one,
/// because they are drawn too small: then its deeds include theirs.
pub fn deeds(snapshot: &Snapshot, picked: Selection, whole: bool, texts: &Texts) -> Vec<Deed> {
    if snapshot.preset.is_bare() {
        return Vec::new();
    }
    let hardship = hardship::deeds(snapshot, picked, texts);
    match picked {
        Selection::Target(Target::Machine(machine)) => {
            let mut deeds = machine_deeds(snapshot, machine, whole, texts);
            let first = deeds.len().min(1);
            deeds.splice(first..first, hardship);
            deeds
        }
        Selection::Target(Target::Process(machine, process)) => {
            let mut deeds: Vec<Deed> = process_deed(snapshot, machine, process, texts).into_iter().collect();
            if process == Process::App {
                deeds.extend(code::deeds(snapshot, machine, texts));
            }
            deeds.extend(hardship);
            if process == Process::Mysqld {
                deeds.extend(promotion(snapshot, machine, texts));
                deeds.extend(hardship::clone(snapshot, Target::Process(machine, process), texts));
            }
            deeds
        }
        Selection::Link(link) => core::iter::once(link_deed(snapshot, link, texts)).chain(hardship).collect(),
    }
}

fn machine_deeds(snapshot: &Snapshot, machine: MachineId, whole: bool, texts: &Texts) -> Vec<Deed> {
    let acts = &texts.diagram.acts;
    let Some(on) = is_on(snapshot, machine) else { return Vec::new() };
    let target = Target::Machine(machine);
    let (act, words) = match on {
        true => (Act::Crash(target), acts.switch_off()),
        false => (Act::Restart(target), acts.switch_on()),
    };
    let mut deeds = vec![Deed { act, words: words.to_owned(), hindered: None }];
    if whole {
        deeds.extend(Process::ALL.iter().filter_map(|&process| process_deed(snapshot, machine, process, texts)));
    }
    deeds.extend(promotion(snapshot, machine, texts));
    deeds.extend(orders(snapshot, machine, texts));
    if let (Some(server), Some(_), true) = (machine.as_server(), &snapshot.balancer, whole) {
        deeds.push(link_deed(snapshot, back(server), texts));
    }
    if machine.as_database().is_some() {
        // Only the manager's probes pass there, and no line is drawn for them.
        deeds.push(link_deed(snapshot, LinkId::between(MachineId::BALANCER, machine), texts));
    }
    if let Some(source) = snapshot.database(machine).and_then(|(_, database)| database.source)
        && whole
    {
        deeds.push(link_deed(snapshot, LinkId::between(machine, source.machine), texts));
    }
    deeds
}

fn process_deed(snapshot: &Snapshot, machine: MachineId, process: Process, texts: &Texts) -> Option<Deed> {
    let acts = &texts.diagram.acts;
    let target = Target::Process(machine, process);
    let on = is_on(snapshot, machine)?;
    let (act, words) = match runs(snapshot, machine, process)? && on {
        true => (Act::Crash(target), texts.diagram.kill(process)),
        false => (Act::Restart(target), texts.diagram.start(process)),
    };
    Some(Deed { act, words, hindered: (!on).then(|| acts.machine_off(machine)) })
}

/// Promoting a database that is not the primary.
fn promotion(snapshot: &Snapshot, machine: MachineId, texts: &Texts) -> Option<Deed> {
    let (on, database) = snapshot.database(machine).filter(|(_, database)| database.role != Role::Primary)?;
    let acts = &texts.diagram.acts;
    let dead = !on || !database.running;
    let hindered = dead.then(|| match on {
        false => acts.machine_off(machine),
        true => texts.diagram.not_running(Process::Mysqld),
    });
    Some(Deed { act: Act::Promote(machine), words: acts.promote().to_owned(), hindered })
}

/// What HAProxy can be told about a server: the states in which it is not.
fn orders(snapshot: &Snapshot, machine: MachineId, texts: &Texts) -> Vec<Deed> {
    let acts = &texts.diagram.acts;
    let server = machine.as_server();
    let (Some(balancer), Some((server, view))) =
        (&snapshot.balancer, server.and_then(|index| Some((index, snapshot.belief(index)?))))
    else {
        return Vec::new();
    };
    let hindered = match (balancer.on, balancer.running) {
        (false, _) => Some(acts.machine_off(MachineId::BALANCER)),
        (true, false) => Some(texts.diagram.not_running(Process::Haproxy)),
        (true, true) => None,
    };
    let others = Admin::ALL.iter().filter(|state| **state != view.haproxy.admin);
    others
        .map(|&state| Deed {
            act: Act::Order(server, Order::State(state)),
            words: acts.order(state).to_owned(),
            hindered: hindered.clone(),
        })
        .collect()
}

fn link_deed(snapshot: &Snapshot, link: LinkId, texts: &Texts) -> Deed {
    let (act, words) = match cut(snapshot, link) {
        None => (Act::Partition(link), texts.diagram.cut(link)),
        Some(_) => (Act::Heal(link), texts.diagram.heal(link)),
    };
    Deed { act, words, hindered: None }
}
