//! From a run's configuration to HAProxy's, and from a request to what HAProxy may go by in it. Knows both, and decides nothing.

use super::balancer::{
    Algorithm, BackendConfig, CheckConfig, HashFunction, HashType, Observe, Redispatch, RequestKey, RequestText,
    RetryOn, Selector, ServerConfig, ServerIndex, Stick, StickKey, Timeouts,
};
use super::config::{self, Config, Mode, Observed, Persistence, Preset};
use super::observation::Kind;
use super::uri::Uri;
use super::world::World;
use crate::engine::rng::finalize;
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;
use core::net::{IpAddr, Ipv4Addr};

/// The parameter and the header by which a request names its user.
const USER_PARAMETER: &str = "user";
const USER_HEADER: &str = "X-User";
/// Entries of the stick table, and how long one that is not used lasts (chosen).
const STICK: Stick = Stick { by: StickKey::Source, size: 65_536, expire: SimDuration::from_seconds(1_800) };

/// HAProxy's configuration for a run's configuration.
pub(super) fn backend(config: &Config) -> BackendConfig {
    let haproxy = &config.haproxy;
    let bare = config.preset == Preset::Queue;
    let check = CheckConfig {
        inter: haproxy.inter,
        fastinter: haproxy.fastinter,
        downinter: haproxy.downinter,
        rise: haproxy.rise,
        fall: haproxy.fall,
    };
    let observe = (haproxy.observe != Observed::None).then_some(Observe {
        answers: haproxy.observe == Observed::Layer7,
        limit: haproxy.error_limit,
        on_error: haproxy.on_error,
    });
    let limit = |limit: u32| (limit > 0).then_some(limit);
    let server = |index: usize| ServerConfig {
        weight: 1,
        backup: !bare && haproxy.mode == Mode::ActivePassive && index > 0,
        id: index as u32 + 1,
        maxconn: limit(haproxy.server_maxconn),
        minconn: limit(haproxy.server_minconn).filter(|_| haproxy.server_maxconn > 0),
        maxqueue: haproxy.server_maxqueue,
        slowstart: haproxy.slowstart,
        observe: observe.filter(|_| !bare),
        check: (!bare).then_some(check),
        ..ServerConfig::default()
    };
    let mut backend = BackendConfig::new(haproxy.algorithm, (0..config.servers).map(server).collect());
    backend.timeouts = timeouts(config, bare);
    backend.retries = haproxy.retries;
    backend.redispatch = if haproxy.redispatch { Redispatch::ON } else { Redispatch::Off };
    backend.retry_on = match haproxy.retry_on {
        config::RetryOn::Connections => RetryOn::default(),
        config::RetryOn::All => RetryOn::ALL,
    };
    backend.all_backups = haproxy.all_backups;
    backend.hash_type = hash_type(config);
    backend.selector = selector(haproxy.algorithm);
    backend.balance_factor = haproxy.balance_factor;
    backend.draws = haproxy.draws;
    // Any start but 0 will do; the seed's own keeps runs apart.
    backend.random_state = finalize(config.seed) as u32 | 1;
    backend.fullconn = haproxy.fullconn;
    backend.cookie = haproxy.persistence == Persistence::Cookie;
    backend.stick = (haproxy.persistence == Persistence::Stick).then_some(STICK);
    backend.abort_on_close = haproxy.abort_on_close;
    backend
}

fn timeouts(config: &Config, bare: bool) -> Timeouts {
    let (haproxy, never) = (&config.haproxy, Timeouts::NONE);
    match bare {
        true => Timeouts { client: never, connect: never, server: never, queue: None },
        false => Timeouts {
            client: haproxy.client_timeout,
            connect: haproxy.connect_timeout,
            server: haproxy.server_timeout,
            queue: haproxy.queue_timeout,
        },
    }
}

/// With HAProxy's default function nothing is written after the method, and a ring is stirred; with another one it is not.
fn hash_type(config: &Config) -> HashType {
    let plain = config.haproxy.hash_method.plain();
    match config.haproxy.hash_function {
        HashFunction::Sdbm => plain,
        function => HashType { function, avalanche: false, ..plain },
    }
}

fn selector(algorithm: Algorithm) -> Selector {
    let name = if algorithm == Algorithm::Hdr { USER_HEADER } else { USER_PARAMETER };
    Selector { name: name.to_owned(), ..Selector::default() }
}

impl World {
    /// What HAProxy may go by in a request: made up only where it does.
    #[inline(always)]
    pub(super) fn request_key(&self, key: Key) -> RequestKey {
        let haproxy = &self.config.haproxy;
        match haproxy.algorithm.is_hash() || haproxy.persistence != Persistence::None {
            true => self.make_up_key(key),
            false => RequestKey::default(),
        }
    }

    #[inline(never)]
    fn make_up_key(&self, key: Key) -> RequestKey {
        let haproxy = &self.config.haproxy;
        let Some(request) = self.requests.get(key) else { return RequestKey::default() };
        let (address, user) = self.clients.population.who(request.ordinal);
        let page =
            if request.kind == Kind::Static { self.clients.population.page(request.ordinal) } else { request.page };
        let (uri, user) = (Uri::of(request.kind, page, user), Uri::user(user));
        let text = RequestText {
            source: IpAddr::V4(Ipv4Addr::from_bits(address)),
            uri: uri.as_str(),
            headers: &[(USER_HEADER, user.as_str())],
        };
        let key = self.front.selector.key(haproxy.algorithm, hash_type(&self.config), &text);
        let cookie = self.clients.cookies.get(address).map(|server| ServerIndex(u16::from(*server)));
        RequestKey { cookie, ..key }
    }
}
