//! What of the page is folded until somebody wants to see it, tables of charts among it. Part of no link: it is how somebody looks, not what is run. Knows no
//! screen.

use super::chart::Kind;
use crate::scenario::knob::Group;

/// A part that can be unfolded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// A sentence below each knob.
    Explanations,
    /// What is not as in the preset.
    Differences,
    /// The rest of a group of knobs.
    Knobs(Group),
    /// The legend's standing signs.
    Legend,
    /// The event log's steps between its turns.
    Steps,
    /// All lines of the event log.
    Log,
    /// All lines of the client who is followed.
    Diary,
    /// The table in place of a chart.
    Table(Kind),
    /// The table in place of the percentiles.
    Percentiles,
}

impl Fold {
    /// The table of every chart.
    pub const TABLES: [Fold; 6] = [
        Fold::Table(Kind::Throughput),
        Fold::Table(Kind::Response),
        Fold::Table(Kind::Errors),
        Fold::Table(Kind::Queues),
        Fold::Table(Kind::Lag),
        Fold::Percentiles,
    ];
    /// Every other one.
    pub const PARTS: [Fold; 12] = [
        Fold::Explanations,
        Fold::Differences,
        Fold::Legend,
        Fold::Steps,
        Fold::Log,
        Fold::Diary,
        Fold::Knobs(Group::Load),
        Fold::Knobs(Group::Balancer),
        Fold::Knobs(Group::Servers),
        Fold::Knobs(Group::Database),
        Fold::Knobs(Group::Network),
        Fold::Knobs(Group::Run),
    ];

    /// Its word in messages.
    pub const fn keyword(self) -> &'static str {
        match self {
            Fold::Explanations => "explanations",
            Fold::Differences => "differences",
            Fold::Legend => "legend",
            Fold::Steps => "steps",
            Fold::Log => "log",
            Fold::Diary => "diary",
            Fold::Knobs(Group::Load) => "load",
            Fold::Knobs(Group::Balancer) => "balancer",
            Fold::Knobs(Group::Servers) => "servers",
            Fold::Knobs(Group::Database) => "database",
            Fold::Knobs(Group::Network) => "network",
            Fold::Knobs(Group::Run) => "run",
            Fold::Table(chart) => chart.keyword(),
            Fold::Percentiles => "percentiles",
        }
    }

    /// Every one.
    pub fn all() -> impl Iterator<Item = Fold> {
        Fold::PARTS.into_iter().chain(Fold::TABLES)
    }

    /// The one with this word.
    pub fn of(word: &str) -> Option<Fold> {
        Fold::all().find(|fold| fold.keyword() == word)
    }

    const fn bit(self) -> u32 {
        1 << match self {
            Fold::Explanations => 0,
            Fold::Differences => 1,
            Fold::Legend => 2,
            Fold::Steps => 3,
            Fold::Log => 4,
            Fold::Diary => 5,
            Fold::Knobs(group) => 6 + group as u32,
            Fold::Table(chart) => 12 + chart as u32,
            Fold::Percentiles => 17,
        }
    }
}

/// What is unfolded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfolded(u32);

impl Unfolded {
    /// Whether a part is.
    pub const fn has(self, fold: Fold) -> bool {
        self.0 & fold.bit() != 0
    }

    /// Unfolds a part, or folds it.
    pub const fn set(&mut self, fold: Fold, unfolded: bool) {
        self.0 = if unfolded { self.0 | fold.bit() } else { self.0 & !fold.bit() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_unfolded_by_itself_and_found_by_its_word() {
        let mut all = Unfolded::default();
        for fold in Fold::all() {
            let mut one = Unfolded::default();
            one.set(fold, true);
            assert!(Fold::all().all(|other| one.has(other) == (other == fold)), "{fold:?}");
            assert_eq!(Fold::of(fold.keyword()), Some(fold));
            all.set(fold, true);
        }
        all.set(Fold::Log, false);
        assert!(Fold::all().all(|fold| all.has(fold) == (fold != Fold::Log)));
    }
}
