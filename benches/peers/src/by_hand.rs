//! The workload as a loop written for it and for nothing else: what a simulation costs that has no engine, no model of
//! a network and no balancer that could be another.

use crate::workload::{Chance, Loads, NANOS, Played, Responses, SECONDS, SERVERS, least};
use std::collections::VecDeque;

/// A request: when it came and how long it takes, in nanoseconds.
#[derive(Clone, Copy, Default)]
struct Request {
    came: u64,
    service: u64,
}

/// Plays the workload.
pub fn play<C: Chance>() -> Played {
    let (mut chance, mut loads, mut responses) = (C::default(), Loads::default(), Responses::default());
    let mut queues: [VecDeque<Request>; SERVERS] = Default::default();
    // Nine events can be next: the arrival, and the departure of each server. A heap would be slower than to look at all.
    let mut served = [Request::default(); SERVERS];
    // A departure has its server in its last bits, so that the earliest is found by its number alone.
    let mut departures = [u64::MAX; SERVERS];
    let departs = |server: usize, at: u64| at * SERVERS as u64 + server as u64;
    let mut arrival = chance.gap();
    let end = SECONDS * NANOS;
    loop {
        let first = least(&departures);
        let (server, departure) = (first as usize % SERVERS, first / SERVERS as u64);
        if arrival < departure {
            if arrival > end {
                break;
            }
            let request = Request { came: arrival, service: chance.service() };
            let (server, is_idle) = loads.take();
            if is_idle {
                (served[server], departures[server]) = (request, departs(server, arrival + request.service));
            } else {
                queues[server].push_back(request);
            }
            arrival += chance.gap();
        } else {
            if departure > end {
                break;
            }
            responses.record(departure - served[server].came);
            loads.release(server);
            departures[server] = match queues[server].pop_front() {
                Some(next) => {
                    served[server] = next;
                    departs(server, departure + next.service)
                }
                None => u64::MAX,
            };
        }
    }
    responses.result()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own;
    use crate::workload::{Keyed, Streams};

    #[test]
    fn with_the_same_draws_it_is_the_run_of_tierscope_request_by_request() {
        let (by_hand, own) = (play::<Keyed>(), own::play());
        assert_eq!(by_hand.requests, own.requests);
        assert!((by_hand.mean_s / own.mean_s - 1.0).abs() < 1e-12, "{by_hand:?} {own:?}");
        assert!((by_hand.p99_s / own.p99_s - 1.0).abs() < 0.008, "{by_hand:?} {own:?}");
    }

    #[test]
    fn other_draws_give_what_chance_leaves() {
        assert!(play::<Streams>().is_right(), "{:?}", play::<Streams>());
    }
}
