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
