//! The loop of `by_hand.rs`, which keeps besides all that Tierscope keeps of a run: the account, response times by kind and by server,
//! who was where and how long, every second and its percentiles, and the digest of all that happened. For that it takes Tierscope's own
//! meter, digest and store of requests; what is left out is the engine, the balancer that could be another, and the way back. So it says
//! how much of the distance between the two is what is measured, and how much is what else could be played.

use crate::workload::{Chance, Keyed, Loads, NANOS, Played, SECONDS, SERVERS, least};
use std::collections::VecDeque;
use tierscope::engine::digest::{Digest, blend};
use tierscope::engine::slab::{Key, Slab};
use tierscope::engine::time::SimTime;
use tierscope::metrics::meter::Meter;
use tierscope::metrics::series::Gauges;
use tierscope::model::id::MachineId;
use tierscope::model::observation::{Class, Kind, Observation, Observer, Outcome, Place, Stage};

/// A request: its number, when it came and how long it takes, and since when it is where it is.
struct Request {
    number: u64,
    came: SimTime,
    service: u64,
    place: Place,
    since: SimTime,
}

/// What is kept.
struct Kept {
    requests: Slab<Request>,
    meter: Meter,
    digest: Digest,
    /// The next whole second.
    second: u64,
}

/// Clients, balancer and servers.
const MACHINES: usize = SERVERS + 2;
/// How every request ends.
const ANSWERED: Outcome = Outcome { class: Class::Answered, status: 200, cause: None };
/// The kinds of the two events, as Tierscope's digest has them.
const ARRIVAL: u64 = 1;
const SERVED: u64 = 37;

impl Kept {
    fn new() -> Kept {
        Kept { requests: Slab::default(), meter: Meter::new(MACHINES), digest: Digest::default(), second: NANOS }
    }

    /// The seconds that are over before this instant close their books.
    #[inline(always)]
    fn pass_to(&mut self, at: u64) {
        while self.second <= at {
            let in_flight = self.requests.len() as u32;
            self.meter.close_second(|| Gauges { in_flight, ..Gauges::default() });
            self.second += NANOS;
        }
    }

    fn arrive(&mut self, number: u64, at: u64, service: u64) -> Key {
        self.digest.take_in(at, blend(ARRIVAL | (number + 1) << 32, 0));
        let (now, until) = (SimTime::from_nanos(at), SimTime::NEVER);
        let place = at_machine(Stage::Waiting, MachineId::BALANCER);
        let key = self.requests.insert(Request { number, came: now, service, place, since: now });
        self.meter.observe(now, Observation::Arrived { ordinal: number, draws: number, kind: Kind::Read, place, until });
        key
    }

    /// A request goes to another place; gives when it is served, if it is now.
    fn go(&mut self, key: Key, at: u64, stage: Stage, server: usize) -> u64 {
        let Some(request) = self.requests.get_mut(key) else { return u64::MAX };
        let (now, to) = (SimTime::from_nanos(at), at_machine(stage, MachineId::server(server)));
        let served = at + request.service;
        let until = if stage == Stage::Service { SimTime::from_nanos(served) } else { SimTime::NEVER };
        let (ordinal, from, since) = (request.number, request.place, request.since);
        (request.place, request.since) = (to, now);
        self.meter.observe(now, Observation::Moved { ordinal, from, since, to, until });
        served
    }

    fn end(&mut self, key: Key, at: u64, server: usize) {
        let read = |request: &Request| (request.number, request.place, request.since, request.came);
        let Some((ordinal, from, since, came)) = self.requests.end(key, read) else { return };
        let now = SimTime::from_nanos(at);
        let (kind, outcome, response) = (Kind::Read, ANSWERED, now.since(came));
        let server = Some(MachineId::server(server));
        self.meter.observe(now, Observation::Ended { ordinal, kind, outcome, response, server, version: None });
        self.meter.observe(now, Observation::Left { ordinal, from, since });
    }
}

const fn at_machine(stage: Stage, machine: MachineId) -> Place {
    Place { stage, machine, peer: machine }
}

/// Plays the workload; gives the digest, too.
pub fn play() -> (Played, u64) {
    let (mut chance, mut loads, mut kept) = (Keyed::default(), Loads::default(), Kept::new());
    let mut queues: [VecDeque<Key>; SERVERS] = Default::default();
    let mut served = [Key::NONE; SERVERS];
    let mut departures = [u64::MAX; SERVERS];
    let departs = |server: usize, at: u64| at * SERVERS as u64 + server as u64;
    let (mut number, mut arrival, end) = (0, chance.gap(), SECONDS * NANOS);
    loop {
        let first = least(&departures);
        let (server, departure) = (first as usize % SERVERS, first / SERVERS as u64);
        let next = arrival.min(departure);
        if next > end {
            kept.pass_to(end);
            break;
        }
        kept.pass_to(next);
        if arrival < departure {
            let key = kept.arrive(number, arrival, chance.service());
            number += 1;
            let (server, is_idle) = loads.take();
            if is_idle {
                served[server] = key;
                departures[server] = departs(server, kept.go(key, arrival, Stage::Service, server));
            } else {
                queues[server].push_back(key);
                kept.go(key, arrival, Stage::Waiting, server);
            }
            arrival += chance.gap();
        } else {
            let gone = served[server];
            kept.digest.take_in(departure, blend(SERVED | (server as u64) << 8, gone.to_word()));
            loads.release(server);
            departures[server] = match queues[server].pop_front() {
                Some(next) => {
                    served[server] = next;
                    departs(server, kept.go(next, departure, Stage::Service, server))
                }
                None => u64::MAX,
            };
            kept.end(gone, departure, server);
        }
    }
    let responses = kept.meter.responses();
    let (mean_s, p99_s) = (responses.mean_seconds(), responses.quantile(0.99).as_seconds());
    (Played { requests: responses.len(), mean_s, p99_s }, kept.digest.value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tierscope::lab::work::WORKS;

    #[test]
    fn it_is_the_run_of_tierscope_event_by_event_and_counts_the_same() {
        let work = WORKS.iter().find(|work| work.name == "lc8").expect("the work");
        let mut run = work.begin();
        work.play(&mut run);
        let (played, digest) = play();
        assert_eq!(digest, run.digest());
        let responses = run.meter().responses();
        assert_eq!((played.requests, played.mean_s), (responses.len(), responses.mean_seconds()));
        assert_eq!(played.p99_s, responses.quantile(0.99).as_seconds());
    }
}
