//! What the clients tell: what they ask, and how often they try.

use super::Section;
use crate::app::format;
use crate::app::texts::inspector::Clients;
use crate::model::config::Config;
use crate::snapshot::Snapshot;

/// Their load and their tries.
pub(super) fn tell(sections: &mut Vec<Section>, snapshot: &Snapshot, config: &Config, words: &Clients) {
    let (recent, clients, ledger) = (&snapshot.recent, &config.clients, &snapshot.ledger);
    let mut load = Section::new(words.load());
    if clients.users > 0 {
        load.counts(words.users(), &[clients.users.into()]);
    } else {
        load.add(words.offered(), format::rate(snapshot.offered_per_s).to_string());
    }
    load.add(words.arrived(), format::rate(recent.arrived_per_s).to_string());
    load.counts(words.in_flight(), &[ledger.in_flight()]);
    load.add(words.answered(), format::rate(recent.answered_per_s).to_string());
    load.add(words.errors(), format::rate(recent.errors_per_s).to_string()).bad = recent.errors_per_s > 0.0;
    if recent.response.n > 0 {
        let quantiles = [recent.response.p50, recent.response.p95, recent.response.p99];
        load.add(words.responses(), quantiles.map(|time| format::duration(time).to_string()).join(" / "));
    }
    let mut tries = Section::new(words.tries());
    tries.counts(words.most(), &[clients.tries.into()]);
    tries.add(words.patience(), format::duration(clients.giveup).to_string());
    if clients.tries > 1 {
        let again = snapshot.tried_again;
        tries.add(words.backoff(), format::duration(clients.backoff).to_string());
        tries.counts(words.again(), &[again]);
        if ledger.arrived > 0 {
            let attempts = (ledger.arrived + again) as f64 / ledger.arrived as f64;
            tries.add(words.amplified(), format::exact(attempts, 2)).bad = again > 0;
        }
    }
    sections.extend([load, tries]);
}
