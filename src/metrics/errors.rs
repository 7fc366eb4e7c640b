//! Requests that were not answered, by why and where. Knows the causes, not the requests.

use crate::engine::sort;
use crate::model::observation::{Cause, Place};

/// Unanswered requests of one cause at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorCount {
    /// Why.
    pub cause: Cause,
    /// Where.
    pub place: Place,
    /// How many.
    pub n: u64,
}

impl ErrorCount {
    fn key(&self) -> (Cause, usize, usize, usize) {
        let Place { stage, machine, peer } = self.place;
        (self.cause, stage as usize, machine.index(), peer.index())
    }
}

/// All of them. A run has a few dozen kinds at most: a sorted list is small and quick.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Errors(Vec<ErrorCount>);

impl Errors {
    /// Counts one.
    pub fn count(&mut self, cause: Cause, place: Place) {
        let one = ErrorCount { cause, place, n: 1 };
        match self.0.binary_search_by_key(&one.key(), ErrorCount::key) {
            Ok(index) => self.0[index].n += 1,
            Err(index) => self.0.insert(index, one),
        }
    }

    /// The counts, in the order of cause, stage, machine and peer.
    pub fn counts(&self) -> &[ErrorCount] {
        &self.0
    }

    /// The counts, most frequent first; of equal ones, in the order of [`Errors::counts`].
    pub fn most_frequent_first(&self) -> Vec<ErrorCount> {
        let mut counts = self.0.clone();
        sort::by_key(&mut counts, |count| std::cmp::Reverse(count.n));
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::MachineId;
    use crate::model::observation::Stage;

    #[test]
    fn errors_are_told_apart_by_cause_and_place() {
        let at = |server| Place { stage: Stage::Nginx, machine: MachineId::server(server), peer: MachineId::BALANCER };
        let mut errors = Errors::default();
        for (cause, server) in [(Cause::GaveUp, 1), (Cause::AppDied, 0), (Cause::AppDied, 1), (Cause::AppDied, 0)] {
            errors.count(cause, at(server));
        }
        let told = |counts: &[ErrorCount]| counts.iter().map(|e| (e.cause, e.place.machine, e.n)).collect::<Vec<_>>();
        let [one, two] = [0, 1].map(MachineId::server);
        assert_eq!(
            told(errors.counts()),
            [(Cause::GaveUp, two, 1), (Cause::AppDied, one, 2), (Cause::AppDied, two, 1)]
        );
        assert_eq!(told(&errors.most_frequent_first())[0], (Cause::AppDied, one, 2));
    }
}
