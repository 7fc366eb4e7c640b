//! What a component of the diagram tells of itself: figures in the words of its own kind, in sections. One file for each kind
//! of component; what can be done with it is in [`super::diagram`]. Knows no screen.

mod app;
mod clients;
mod haproxy;
mod machine;
mod manager;
mod mysql;
mod nginx;

use super::format;
use super::selection::Selection;
use super::texts::Texts;
use crate::model::config::Config;
use crate::model::id::{MachineId, Process, Target};
use crate::snapshot::Snapshot;

/// A figure and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// The figure, as it is written.
    pub value: String,
    /// How full something is, from 0 to 1, where it can be.
    pub share: Option<f64>,
    /// Whether it tells of trouble.
    pub bad: bool,
}

/// Figures that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What they are about.
    pub title: &'static str,
    /// The figures.
    pub facts: Vec<Fact>,
}

impl Section {
    fn new(title: &'static str) -> Section {
        Section { title, facts: Vec::new() }
    }

    fn add(&mut self, name: &'static str, value: String) -> &mut Fact {
        let at = self.facts.len();
        self.facts.push(Fact { name, value, share: None, bad: false });
        &mut self.facts[at]
    }

    /// Several numbers under one name, with strokes between them as in the name.
    fn counts(&mut self, name: &'static str, counts: &[u64]) {
        let counts: Vec<String> = counts.iter().map(|count| format::count(*count)).collect();
        self.add(name, counts.join(" / "));
    }

    /// So many of so many; trouble where nothing is left.
    fn used(&mut self, name: &'static str, used: usize, all: usize) {
        let fact = self.add(name, format!("{} / {}", format::count(used as u64), format::count(all as u64)));
        fact.share = (all > 0).then(|| (used as f64 / all as f64).min(1.0));
        fact.bad = all > 0 && used >= all;
    }

    /// What is worth a line only where there is some of it; trouble where `bad`.
    fn some(&mut self, name: &'static str, count: u64, bad: bool) {
        if count > 0 {
            self.add(name, format::count(count)).bad = bad;
        }
    }
}

/// What there is to tell of a thing of the diagram. `whole` where the parts of a machine cannot be picked one by one: then it
/// tells of them, too.
pub fn sections(snapshot: &Snapshot, config: &Config, thing: Selection, whole: bool, texts: &Texts) -> Vec<Section> {
    let words = &texts.inspector;
    let mut sections = Vec::new();
    let server = |machine: MachineId| Some((machine.as_server()?, super::diagram::server_view(snapshot, machine)?));
    match thing {
        Selection::Target(Target::Machine(MachineId::CLIENT)) => {
            clients::tell(&mut sections, snapshot, config, &words.clients)
        }
        Selection::Target(Target::Machine(machine)) => {
            machine::tell(&mut sections, snapshot, config, machine, words);
            if let Some((index, _)) = server(machine) {
                haproxy::of_server(&mut sections, snapshot, index, &words.haproxy);
            }
            if let (Some((_, view)), true) = (server(machine).filter(|(_, view)| view.on), whole) {
                if !snapshot.preset.is_bare() {
                    nginx::tell(&mut sections, view, config, &words.nginx);
                }
                app::tell(&mut sections, view, snapshot.preset.is_bare(), words);
            }
            // A machine with a database and nothing else tells of it at once.
            if whole || machine.as_server().is_none() {
                mysql::tell(&mut sections, snapshot, machine, &words.mysql);
            }
        }
        Selection::Target(Target::Process(machine, process)) => {
            if super::diagram::is_on(snapshot, machine) != Some(true)
                || super::diagram::runs(snapshot, machine, process) != Some(true)
            {
                return sections;
            }
            match (process, server(machine)) {
                (Process::Mysqld, _) => mysql::tell(&mut sections, snapshot, machine, &words.mysql),
                (Process::Manager, _) => manager::tell(&mut sections, snapshot, config, &words.manager),
                (Process::Haproxy, _) => haproxy::tell(&mut sections, snapshot, &words.haproxy),
                (Process::Nginx, Some((_, view))) => nginx::tell(&mut sections, view, config, &words.nginx),
                (Process::App, Some((_, view))) => app::tell(&mut sections, view, snapshot.preset.is_bare(), words),
                _ => {}
            }
        }
        Selection::Link(_) => {}
    }
    sections
}

#[cfg(test)]
mod tests;
