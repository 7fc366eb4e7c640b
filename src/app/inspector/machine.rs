//! What a machine tells: its cores, what it answers.

use super::Section;
use crate::app::diagram;
use crate::app::format;
use crate::app::texts::inspector::Inspector;
use crate::model::config::Config;
use crate::model::id::MachineId;
use crate::snapshot::Snapshot;

/// Utilization from which cores are trouble: those who come find them busy.
const BUSY: f64 = 0.95;

/// A machine that is on.
pub(super) fn tell(
    sections: &mut Vec<Section>,
    snapshot: &Snapshot,
    config: &Config,
    machine: MachineId,
    words: &Inspector,
) {
    if diagram::is_on(snapshot, machine) != Some(true) || snapshot.preset.is_bare() {
        return;
    }
    let server = diagram::server_view(snapshot, machine);
    let host = snapshot.databases.iter().find(|host| host.machine == machine);
    let state = server.map(|view| (view.utilization, view.since)).or(host.map(|view| (view.utilization, view.since)));
    let utilization = state.map(|state| state.0).or(snapshot.balancer.as_ref().map(|view| view.utilization));
    let mut section = Section::new(words.machine.title());
    if let Some(share) = utilization {
        let fact = section.add(
            words.machine.cores(),
            format!("{} / {}", format::exact(share * f64::from(config.cores), 1), config.cores),
        );
        (fact.share, fact.bad) = (Some(share), share >= BUSY);
    }
    if let Some(view) = server {
        section.add(words.machine.answered(), format::rate(view.answered_per_s).to_string());
    }
    if let Some(errors) = diagram::errors_per_s(snapshot, machine) {
        section.add(words.machine.errors(), format::rate(errors).to_string()).bad = errors > 0.0;
    }
    if let Some((_, since)) = state {
        section.add(words.machine.since(), format::clock(since).to_string());
    }
    sections.push(section);
}
