//! Why requests went unanswered, joined over the machines where the same thing happened: a site of many servers has few
//! reasons. Knows no language.

use crate::engine::sort;
use crate::model::observation::{Cause, Place, Stage};
use crate::snapshot::ErrorCount;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why.
    pub cause: Cause,
    /// Where: the same stage on one or more machines, the most frequent first.
    pub places: Vec<Place>,
    /// How many requests.
    pub n: u64,
}

impl Reason {
    /// What the requests were doing.
    pub fn stage(&self) -> Option<Stage> {
        self.places.first().map(|place| place.stage)
    }
}

/// The reasons in these counts, most frequent first; of equal ones, in the order of the counts.
pub fn reasons(counts: &[ErrorCount]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for count in counts {
        let same = |reason: &&mut Reason| reason.cause == count.cause && reason.stage() == Some(count.place.stage);
        match reasons.iter_mut().find(same) {
            Some(reason) => {
                reason.places.push(count.place);
                reason.n += count.n;
            }
            None => reasons.push(Reason { cause: count.cause, places: vec![count.place], n: count.n }),
        }
    }
    sort::by_key(&mut reasons, |reason| std::cmp::Reverse(reason.n));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::MachineId;

    fn count(cause: Cause, stage: Stage, server: usize, n: u64) -> ErrorCount {
        ErrorCount { cause, place: Place { stage, machine: MachineId::server(server), peer: MachineId::BALANCER }, n }
    }

    #[test]
    fn the_same_cause_at_the_same_stage_is_one_reason_on_however_many_machines() {
        let counts = [
            count(Cause::NginxFull, Stage::Connecting, 0, 90),
            count(Cause::GaveUp, Stage::Dropped, 4, 60),
            count(Cause::GaveUp, Stage::Dropped, 2, 50),
            count(Cause::GaveUp, Stage::Accept, 2, 3),
        ];
        let told: Vec<_> = reasons(&counts).iter().map(|r| (r.cause, r.stage(), r.places.len(), r.n)).collect();
        assert_eq!(
            told,
            [
                (Cause::GaveUp, Some(Stage::Dropped), 2, 110),
                (Cause::NginxFull, Some(Stage::Connecting), 1, 90),
                (Cause::GaveUp, Some(Stage::Accept), 1, 3),
            ]
        );
    }
}
