//! What the failover manager tells: what it believes, and by what rules it acts.

use super::Section;
use crate::app::texts::inspector::Manager;
use crate::model::config::{Config, Failover};
use crate::snapshot::Snapshot;

/// A manager that runs.
pub(super) fn tell(sections: &mut Vec<Section>, snapshot: &Snapshot, config: &Config, words: &Manager) {
    let Some(view) = snapshot.manager.as_ref().filter(|view| view.running) else { return };
    let mut belief = Section::new(words.belief());
    let primary = view.primary.map_or_else(|| words.nobody().to_owned(), |machine| machine.to_string());
    belief.add(words.primary(), primary).bad = view.primary.is_none();
    if let Some(candidate) = view.promoting {
        belief.add(words.promoting(), candidate.to_string());
    }
    for (machine, misses) in view.misses.iter().filter(|(_, misses)| *misses > 0) {
        let fact = belief.add(words.misses(), words.missed(*machine, *misses, config.manager.misses));
        (fact.share, fact.bad) = (Some((f64::from(*misses) / f64::from(config.manager.misses)).min(1.0)), true);
    }
    let (manager, mut rules) = (&config.manager, Section::new(words.rules()));
    rules.add("failover", manager.failover.keyword().to_owned());
    if manager.failover == Failover::Auto {
        rules.add("candidate", manager.candidate.keyword().to_owned());
        rules.add("fence", word(manager.fence).to_owned());
    }
    rules.add("drained", word(manager.drain).to_owned());
    rules.add("learn", manager.learn.keyword().to_owned());
    sections.extend([belief, rules]);
}

const fn word(is: bool) -> &'static str {
    if is { "on" } else { "off" }
}
