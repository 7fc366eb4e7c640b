//! Transactions on their way to the replicas. A screen sees only how many have arrived; each arrival is shown as a mark
//! that comes from the replica's source.

use super::{Mark, SIZES, Shape, Tone};
use crate::app::layout::Layout;
use crate::model::id::MachineId;
use crate::snapshot::Snapshot;

/// Real seconds that a transaction is shown on its way (chosen: as a request's longer hops).
const WAY: f64 = 0.8;
/// Real seconds over which the arrivals between two looks at the run are spread.
const SPREAD: f64 = 0.25;
/// Most marks that one look adds for a replica.
const MOST: u64 = 6;
/// Most marks at once, far below the limit of all marks.
const LIMIT: usize = 80;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Shipment {
    from: MachineId,
    to: MachineId,
    /// Real seconds on its way; negative until it begins.
    progress: f64,
}

/// All marks of transactions.
#[derive(Clone, Debug, Default)]
pub struct Replication {
    /// Transactions that each database had received of its source.
    received: Vec<Option<u64>>,
    under_way: Vec<Shipment>,
    jumps: u32,
}

impl Replication {
    /// Looks at the run: for every `every` transactions that a replica received meanwhile, a mark sets out.
    pub fn look(&mut self, snapshot: &Snapshot, every: u64, jumps: u32) {
        if jumps != self.jumps {
            *self = Replication { jumps, ..Replication::default() };
        }
        self.received.resize(snapshot.each_database().count(), None);
        for (known, (to, on, database)) in self.received.iter_mut().zip(snapshot.each_database()) {
            let source = database.source.filter(|source| source.connected && on && database.running);
            let Some((received, from)) = source.map(|source| (database.received, source.machine)) else {
                *known = None;
                continue;
            };
            if let Some(before) = *known {
                let every = every.max(1);
                let new = (received / every).saturating_sub(before / every).min(MOST);
                let pause = SPREAD / new.max(1) as f64;
                let shipments = (0..new).map(|i| Shipment { from, to, progress: -(i as f64) * pause });
                let room = LIMIT.saturating_sub(self.under_way.len());
                self.under_way.extend(shipments.take(room));
            }
            *known = Some(received);
        }
    }

    /// Goes on by so many real seconds and adds the marks of this frame to `marks`.
    pub fn frame(&mut self, elapsed: f64, layout: &Layout, marks: &mut Vec<Mark>) {
        self.under_way.retain_mut(|shipment| {
            shipment.progress += elapsed;
            shipment.progress < WAY
        });
        for shipment in self.under_way.iter().filter(|shipment| shipment.progress >= 0.0) {
            if let Some((path, _)) = layout.road(shipment.from, shipment.to) {
                let point = path.at(shipment.progress / WAY, 0.0);
                let (shape, tone) = (Shape::Frame, Tone::Replication);
                marks.push(Mark { x: point.x, y: point.y, shape, tone, size: SIZES[1], alpha: 1.0, ordinal: None });
            }
        }
    }

    /// Forgets what is on its way.
    pub fn clear(&mut self) {
        self.under_way.clear();
    }
}
