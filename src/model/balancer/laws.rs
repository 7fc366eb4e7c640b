//! What holds whatever happens: random scripts against the whole machine.

use super::*;
use crate::engine::time::SimDuration;
use proptest::prelude::*;

/// One connection as its driver sees it.
#[derive(Clone, Copy)]
struct Open {
    stream: StreamId,
    attempt: u8,
}

/// A driver that does anything at any time.
struct Chaos {
    balancer: Balancer,
    now: SimTime,
    out: Vec<Output>,
    open: Vec<Open>,
    checks: Vec<u32>,
    ended: usize,
}

impl Chaos {
    fn new(config: BackendConfig) -> Chaos {
        let mut out = Vec::new();
        let checks = vec![0; config.servers.len()];
        let balancer = Balancer::new(config, SimTime::ZERO, &mut out);
        Chaos { balancer, now: SimTime::ZERO, out, open: Vec::new(), checks, ended: 0 }
    }

    fn act(&mut self, action: u8, number: u32) {
        let (now, out) = (self.now, &mut self.out);
        let server = ServerIndex(number as u16 % self.balancer.servers());
        let up = !number.is_multiple_of(3);
        let picked = (!self.open.is_empty()).then(|| self.open[number as usize % self.open.len()]);
        match (action, picked) {
            (0, _) => {
                let stream = self.balancer.open(now, 0, out);
                self.open.push(Open { stream, attempt: 0 });
            }
            (1..=3, _) => {
                let stream = self.balancer.open(now, 0, out);
                self.open.push(Open { stream, attempt: 0 });
                let cookie = number.is_multiple_of(5).then_some(server);
                let hash = (!number.is_multiple_of(7)).then_some(number.wrapping_mul(2_654_435_761));
                let class = (number % 3) as i32 - 1;
                self.balancer.request(now, stream, RequestKey { hash, source: number % 9, cookie, class }, out);
                self.first_choice_is_usable();
            }
            (4..=6, Some(Open { stream, attempt })) => drop(self.balancer.connected(now, stream, attempt, out)),
            (7 | 8, Some(Open { stream, attempt })) => self.balancer.refused(now, stream, attempt, out),
            (9..=11, Some(Open { stream, attempt })) => self.balancer.answer(now, stream, attempt, 200, out),
            (12, Some(Open { stream, attempt })) => self.balancer.closed(now, stream, attempt, out),
            (13, Some(Open { stream, attempt })) => self.balancer.garbage(now, stream, attempt, out),
            (14, Some(Open { stream, .. })) => self.balancer.client_left(now, stream, out),
            (24, _) => self.balancer.warmup_due(now, server, out),
            (15, Some(Open { stream, .. })) => {
                self.now = self.balancer.deadline(stream).map_or(now, |deadline| deadline.max(now));
                self.balancer.timer_due(self.now, stream, out);
            }
            (16, _) => self.balancer.check_due(now, server, out),
            (17, _) => {
                let result = if up { CheckResult::Status(200) } else { CheckResult::Closed };
                self.balancer.check_result(now, server, self.checks[server.index()], result, out);
            }
            (18, _) => self.balancer.check_timeout(now, server, self.checks[server.index()], out),
            (19, _) => self.balancer.force_state(now, server, up, out),
            (20, _) => drop(self.balancer.set_weight(server, Weight::Units(number % 7), out)),
            (21, _) => drop(self.balancer.set_admin(now, server, Admin::ALL[number as usize % 3], out)),
            (22, _) => drop(self.balancer.set_maxconn(now, server, Some(number % 4), out)),
            (23, _) => {
                let mut config = self.balancer.config().clone();
                config.algorithm = Algorithm::ALL[number as usize % Algorithm::ALL.len()];
                config.all_backups = up;
                assert_eq!(self.balancer.reload(now, config, out), Ok(()));
            }
            _ => self.now += SimDuration::from_millis(u64::from(number)),
        }
        self.note();
    }

    /// The last output but its timer is what came of a new request: a connection may only go where balancing may choose, unless
    /// the request belongs somewhere.
    fn first_choice_is_usable(&self) {
        let BackendConfig { cookie, ref stick, .. } = *self.balancer.config();
        if cookie || stick.is_some() {
            return;
        }
        if let [.., Output::Connect { server, .. }, Output::Arm { .. }] = self.out[..] {
            assert!(self.balancer.pool[server.0].usable, "{server:?} is not usable");
        }
    }

    /// The server that a request with this hash goes to; the request ends at once.
    fn home(&mut self, hash: u32) -> ServerIndex {
        let stream = self.balancer.open(self.now, 0, &mut self.out);
        self.open.push(Open { stream, attempt: 0 });
        let key = RequestKey { hash: Some(hash), ..RequestKey::default() };
        self.balancer.request(self.now, stream, key, &mut self.out);
        let server = self.out.iter().find_map(|output| match output {
            Output::Connect { server, .. } => Some(*server),
            _ => None,
        });
        self.note();
        self.balancer.connected(self.now, stream, 1, &mut self.out);
        self.balancer.answer(self.now, stream, 1, 200, &mut self.out);
        self.note();
        server.expect("somebody is up")
    }

    fn note(&mut self) {
        for output in self.out.drain(..) {
            match output {
                Output::Connect { stream, attempt, .. } => {
                    let open = self.open.iter_mut().find(|open| open.stream == stream).expect("an open stream");
                    open.attempt = attempt;
                }
                Output::Answer { stream, .. } | Output::Closed { stream, .. } => {
                    let before = self.open.len();
                    self.open.retain(|open| open.stream != stream);
                    assert_eq!(self.open.len() + 1, before, "a stream ends once");
                    self.ended += 1;
                }
                Output::SendCheck { server, number } => self.checks[server.index()] = number,
                _ => {}
            }
        }
        assert_eq!(self.balancer.audit(), Ok(()));
        assert_eq!(self.open.len() as u32, self.balancer.backend().streams);
    }
}

fn a_server() -> impl Strategy<Value = ServerConfig> {
    let limits = (prop::option::of(1u32..4), prop::option::of(1u32..3), 0u32..3);
    (0u32..6, any::<bool>(), limits, any::<[bool; 5]>()).prop_map(
        |(weight, backup, (maxconn, minconn, maxqueue), flags)| {
            let [check, slow, observe, cuts_when_down, cuts_backups_when_up] = flags;
            ServerConfig {
                weight,
                backup,
                id: 0,
                maxconn,
                minconn,
                maxqueue,
                slowstart: SimDuration::from_seconds(if slow { 3 } else { 0 }),
                observe: observe.then_some(Observe { answers: true, limit: 2, on_error: OnError::SuddenDeath }),
                cuts_when_down,
                cuts_backups_when_up,
                check: check.then(CheckConfig::default),
            }
        },
    )
}

fn a_config() -> impl Strategy<Value = BackendConfig> {
    let servers = prop::collection::vec(a_server(), 1..6);
    let numbers = (0usize..Algorithm::ALL.len(), 0u32..4, 0u32..2, 0u32..6);
    (servers, numbers, any::<[bool; 7]>()).prop_map(|(mut servers, (algorithm, retries, factor, fullconn), flags)| {
        let [all_backups, leave, consistent, cookie, stick, abort_on_close, again] = flags;
        servers.iter_mut().enumerate().for_each(|(place, server)| server.id = place as u32 + 1);
        let method = if consistent { HashMethod::Consistent } else { HashMethod::MapBased };
        let table = Stick { by: StickKey::Source, size: 4, expire: SimDuration::from_seconds(30) };
        BackendConfig {
            all_backups,
            retries,
            redispatch: if leave { Redispatch::ON } else { Redispatch::Off },
            retry_on: if again { RetryOn::ALL } else { RetryOn::default() },
            hash_type: method.plain(),
            balance_factor: 125 * factor,
            fullconn,
            cookie,
            stick: stick.then_some(table),
            abort_on_close,
            ..BackendConfig::new(Algorithm::ALL[algorithm], servers)
        }
    })
}

proptest! {
    #[test]
    fn every_stream_ends_once_and_every_count_agrees_whatever_happens(
        config in a_config(),
        script in prop::collection::vec((0u8..27, any::<u16>()), 0..400),
    ) {
        let mut chaos = Chaos::new(config);
        for (action, number) in script {
            chaos.act(action, u32::from(number));
        }
        // Nobody does anything any more: the time limits end what is left.
        for _ in 0..10_000 {
            let Some(&Open { stream, .. }) = chaos.open.first() else { break };
            chaos.now = chaos.balancer.deadline(stream).expect("an open stream has a timer").max(chaos.now);
            chaos.balancer.timer_due(chaos.now, stream, &mut chaos.out);
            chaos.note();
        }
        prop_assert_eq!(chaos.open.len(), 0);
        for server in 0..chaos.balancer.servers() {
            let view = chaos.balancer.server(chaos.now, ServerIndex(server)).expect("a server that exists");
            prop_assert_eq!((view.open, view.queued), (0, 0));
        }
    }

    #[test]
    fn roundrobin_is_never_a_full_turn_off_the_exact_proportion(weights in prop::collection::vec(1u32..=256, 1..9)) {
        let server = |&weight: &u32| ServerConfig { weight, ..ServerConfig::default() };
        let config = BackendConfig::new(Algorithm::RoundRobin, weights.iter().map(server).collect());
        let mut chaos = Chaos::new(config);
        let turn: u32 = weights.iter().sum();
        for request in 1..=3 * turn {
            chaos.act(1, 0);
            let Open { stream, attempt } = chaos.open[0];
            chaos.balancer.connected(chaos.now, stream, attempt, &mut chaos.out);
            chaos.act(9, 0);
            for (place, &weight) in weights.iter().enumerate() {
                let view = chaos.balancer.server(chaos.now, ServerIndex(place as u16)).expect("a server that exists");
                // Both sides times the turn's length, to stay among whole numbers.
                let (got, exact) = (view.counters.stot as u32 * turn, request * weight);
                prop_assert!(got.abs_diff(exact) < weight * turn, "{got} of {exact} for weight {weight} of {turn}");
            }
        }
    }

    #[test]
    fn a_ring_moves_only_the_clients_of_a_lost_server_and_they_return(
        weights in prop::collection::vec(1u32..=16, 2..9),
        lost in any::<prop::sample::Index>(),
    ) {
        let servers = weights.iter().enumerate().map(|(place, &weight)| {
            ServerConfig { weight, id: place as u32 + 1, check: Some(CheckConfig::default()), ..ServerConfig::default() }
        });
        let config = BackendConfig {
            hash_type: HashMethod::Consistent.plain(),
            ..BackendConfig::new(Algorithm::Source, servers.collect())
        };
        let mut chaos = Chaos::new(config);
        let homes = |chaos: &mut Chaos| (0..200u32).map(|client| chaos.home(avalanche(client))).collect::<Vec<_>>();
        let before = homes(&mut chaos);
        let lost = ServerIndex(lost.index(weights.len()) as u16);
        chaos.balancer.force_state(chaos.now, lost, false, &mut chaos.out);
        chaos.note();
        for (was, is) in before.iter().zip(homes(&mut chaos)) {
            prop_assert!(is != lost && (*was == lost || *was == is));
        }
        chaos.balancer.force_state(chaos.now, lost, true, &mut chaos.out);
        chaos.note();
        prop_assert_eq!(homes(&mut chaos), before);
    }
}
