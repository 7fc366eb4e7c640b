//! What the catalogue of the page claims: every scenario is in good health until its deed, where its text does not say
//! otherwise, and afterwards shows what the text says, however chance falls. The thresholds are chosen, far from what the
//! runs give: they say whether, not how much.

use tierscope::app::catalogue::Topic;
use tierscope::engine::time::SimTime;
use tierscope::scenario::Timed;
use tierscope::simulation::Simulation;
use tierscope::snapshot::{Role, Snapshot};

/// When the deed is done: as soon as a person has read what there is to read.
const DEED_S: u64 = 12;
/// When its outcome is judged.
const OUTCOME_S: u64 = 60;
/// The same where a law is judged.
const LONG_S: u64 = 200_000;
/// Chosen.
const SEEDS: [u64; 3] = [1, 2, 3];

/// A run at its deed and later, with the deed or without.
struct Played {
    before: Snapshot,
    after: Snapshot,
}

impl Played {
    /// What a count of the ledger grew by between the two.
    fn more(&self, count: fn(&Snapshot) -> u64) -> f64 {
        (count(&self.after) - count(&self.before)) as f64
    }

    /// Share of the requests between the two that were not answered.
    fn unanswered(&self) -> f64 {
        self.more(unanswered) / self.more(ended)
    }

    /// The median of the whole run.
    fn p50_s(&self) -> f64 {
        self.after.responses.p50.as_seconds()
    }

    /// The 99th percentile of the last seconds.
    fn p99_s(&self) -> f64 {
        self.after.recent.response.p99.as_seconds()
    }
}

fn unanswered(snapshot: &Snapshot) -> u64 {
    let ledger = &snapshot.ledger;
    ledger.refused + ledger.failed + ledger.timed_out
}

fn ended(snapshot: &Snapshot) -> u64 {
    snapshot.ledger.answered + unanswered(snapshot)
}

fn play(topic: Topic, seed: u64, with_deed: bool) -> Played {
    let mut scenario = topic.scenario();
    scenario.config.seed = seed;
    if with_deed {
        let act = topic.act(&scenario.config).expect("an act of this run");
        scenario.commands.push(Timed { at: SimTime::from_millis(DEED_S * 1000), act });
    }
    let mut simulation = Simulation::new(scenario);
    let mut at = |seconds: u64| {
        simulation.advance_to(SimTime::from_millis(seconds * 1000), u64::MAX);
        simulation.snapshot()
    };
    Played { before: at(DEED_S - 1), after: at(if topic == Topic::Queue { LONG_S } else { OUTCOME_S }) }
}

/// Whether a run with the deed, and one without, are as the text says.
fn holds(topic: Topic, with: &Played, without: &Played) -> bool {
    let lost = |snapshot: &Snapshot| snapshot.lost_count;
    let logins = |snapshot: &Snapshot| snapshot.sessions_lost;
    let stale = |snapshot: &Snapshot| snapshot.stale_reads;
    let primaries = |snapshot: &Snapshot| {
        snapshot
            .each_database()
            .filter(|(_, on, database)| *on && database.role == Role::Primary && !database.read_only)
            .count()
    };
    match topic {
        // Nobody answers; what is asked waits.
        Topic::Single | Topic::Balancer => {
            with.more(|snapshot| snapshot.ledger.answered) < 60.0 * 5.0 && with.unanswered() > 0.5
        }
        // There is a gap, and the site is back behind it.
        Topic::Backup => with.unanswered() > 0.02 && with.after.recent.errors_per_s == 0.0,
        Topic::Active => with.unanswered() > 0.05 && without.unanswered() == 0.0,
        Topic::Slow => with.p99_s() < 1.0 && without.p99_s() > 3.0,
        Topic::Logins => with.more(logins) < without.more(logins) * 0.2 && without.more(logins) > 100.0,
        // Few pages fail, none of them at the end.
        Topic::Dedicated => (0.0005..0.02).contains(&with.unanswered()) && with.after.recent.errors_per_s == 0.0,
        Topic::Lost => with.more(lost) >= 1.0 && without.more(lost) == 0.0,
        Topic::Stale => with.more(stale) < without.more(stale) * 0.05 && without.more(stale) > 1000.0,
        Topic::Split => with.more(lost) > 50.0 && primaries(&with.after) == 2 && primaries(&without.after) == 1,
        Topic::Pool => with.unanswered() > 0.3 && without.unanswered() == 0.0,
        // Long after the spike.
        Topic::Retries => with.after.recent.errors_per_s > 20.0 && without.unanswered() < 0.01,
        // Three pages in ten of a third of the pages, which are sixty of a hundred requests.
        Topic::Release => (0.03..0.09).contains(&with.unanswered()) && without.unanswered() == 0.0,
        // The law of M/M/1: a median of ln 2 times 20 s and 5 s.
        Topic::Queue => (11.0..17.0).contains(&with.p50_s()) && (3.2..3.8).contains(&without.p50_s()),
    }
}

#[test]
fn every_topic_shows_what_its_text_says() {
    let mut wrong = Vec::new();
    for topic in Topic::ALL {
        for seed in SEEDS {
            let (with, without) = (play(topic, seed, true), play(topic, seed, false));
            assert!(!holds(topic, &without, &without), "{topic:?} would hold if nothing were done");
            if !holds(topic, &with, &without) {
                wrong.push(format!(
                    "{topic:?}, seed {seed}: with its deed {:.4} unanswered, p99 {:.3} s, {:.1} errors/s at the end; without {:.4}, {:.3} s",
                    with.unanswered(),
                    with.p99_s(),
                    with.after.recent.errors_per_s,
                    without.unanswered(),
                    without.p99_s(),
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
