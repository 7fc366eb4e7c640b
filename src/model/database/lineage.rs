//! Whom a database follows in the end, as the manager has been told: the primary, perhaps over others, or not.

use crate::model::config::Topology;
use crate::model::world::World;

/// How a database stands to the primary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lineage {
    /// It follows it: directly, or in a chain over databases that live. So does one of which nothing was heard yet, for all that is
    /// known.
    Follows,
    /// In a chain it follows one that is dead to the manager.
    Orphan,
    /// In a chain it follows an orphan, or one behind such: it stands still, but it is not the one to be moved.
    BehindOrphan,
    /// It follows nobody, or somebody who does not follow the primary.
    Astray,
}

impl World {
    /// How a database stands to the primary. Reports can be a little old, and of different ages.
    pub(super) fn lineage(&self, node: u8, primary: u8) -> Lineage {
        let (known, chain) = (&self.manager.known, self.config.mysql.topology == Topology::Chain);
        let mut at = node;
        // So many steps lead anywhere; whoever is still under way goes in a circle.
        for _ in 0..known.len() {
            let Some(report) = &known[at as usize].report else { return Lineage::Follows };
            match report.source {
                Some(source) if source == primary => return Lineage::Follows,
                Some(source) if chain && known[source as usize].dead => {
                    return if at == node { Lineage::Orphan } else { Lineage::BehindOrphan };
                }
                // What holds what the primary lacks leads nowhere.
                Some(source) if chain && !known[source as usize].errant => at = source,
                _ => return Lineage::Astray,
            }
        }
        Lineage::Astray
    }

    /// Whether a database was heard to follow another one already, so that nothing has to be said to it when that one reigns.
    pub(super) fn stays_with(&self, node: u8, primary: u8) -> bool {
        let heard = self.manager.known[node as usize].report.is_some();
        heard && self.config.mysql.topology == Topology::Chain && self.lineage(node, primary) == Lineage::Follows
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::Report;
    use super::*;
    use crate::engine::time::SimDuration;
    use crate::model::config::{Config, Preset};
    use crate::model::mysql::history::History;
    use crate::model::mysql::log::Log;
    use crate::model::world::Env;

    /// A site whose databases said that they follow these.
    fn told(topology: Topology, sources: &[Option<u8>]) -> World {
        let mut config = Config { preset: Preset::Dedicated, replicas: sources.len() - 1, ..Config::default() };
        config.mysql.topology = topology;
        let mut world = World::new(config, &mut Env { history: &mut History::default(), observer: &mut () });
        for (known, source) in world.manager.known.iter_mut().zip(sources) {
            let (log, received) = (Log::default(), Log::default());
            let (stream, read_only, source) = (None, true, *source);
            let (delay, turned_away_by) = (SimDuration::ZERO, None);
            known.report = Some(Box::new(Report { log, received, stream, read_only, source, delay, turned_away_by }));
        }
        world
    }

    fn lineages(world: &World) -> Vec<Lineage> {
        (1..world.manager.known.len() as u8).map(|node| world.lineage(node, 0)).collect()
    }

    #[test]
    fn in_a_chain_one_may_follow_over_others_and_in_a_star_not() {
        use Lineage::{Astray, Follows};
        let sources = [None, Some(0), Some(1), Some(2), None];
        assert_eq!(lineages(&told(Topology::Chain, &sources)), [Follows, Follows, Follows, Astray]);
        assert_eq!(lineages(&told(Topology::Star, &sources)), [Follows, Astray, Astray, Astray]);
    }

    #[test]
    fn one_that_is_dead_has_an_orphan_and_one_with_what_the_primary_lacks_leads_nowhere() {
        use Lineage::{Astray, BehindOrphan, Follows, Orphan};
        let mut world = told(Topology::Chain, &[None, Some(0), Some(1), Some(2)]);
        world.manager.known[1].dead = true;
        assert_eq!(lineages(&world), [Follows, Orphan, BehindOrphan]);
        (world.manager.known[1].dead, world.manager.known[2].errant) = (false, true);
        assert_eq!(lineages(&world), [Follows, Follows, Astray]);
    }

    #[test]
    fn a_circle_leads_nowhere_and_what_was_not_heard_of_is_believed() {
        use Lineage::{Astray, Follows};
        let mut world = told(Topology::Chain, &[None, Some(2), Some(3), Some(1), Some(3)]);
        assert_eq!(lineages(&world), [Astray; 4]);
        world.manager.known[2].report = None;
        assert_eq!(lineages(&world), [Follows; 4]);
        assert!(!world.stays_with(2, 0) && world.stays_with(1, 0));
    }
}
