//! nginx beyond its costs and connections: limits for clients, kept connections, groups of applications, the cache.

use super::{Domain, Group, Knob, LARGE, ROW, Scale, Value, get, set, words};
use crate::model::config::{Preset, Upstream, UseStale};

const NGINX: Knob = Knob { group: Group::Servers, ..ROW };
/// Where clients speak to nginx themselves.
const DIRECT: Knob = Knob { presets: &[Preset::Simple], ..NGINX };
/// Where nginx has applications of several servers to choose from.
const CHOICE: Knob = Knob { presets: LARGE, ..NGINX };

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "tproxyconn",
        label: "nginx connect timeout",
        sentence: "How long nginx waits for the application to accept (proxy_connect_timeout); as the proxy timeout if it is \
                   tproxy.",
        domain: Domain::DurationOr(0.1, 600.0, "tproxy"),
        scale: Scale::Ratio,
        get: |config| config.nginx.connect_timeout.map_or(Value::Inherit, Value::Duration),
        set: |config, value| match value {
            Value::Duration(limit) => config.nginx.connect_timeout = Some(limit),
            Value::Inherit => config.nginx.connect_timeout = None,
            _ => {}
        },
        ..NGINX
    },
    Knob {
        key: "ratelimit",
        label: "Rate limit",
        sentence: "Requests a second that nginx lets each client address have (limit_req), 0 for no limit; what is beyond \
                   the rate waits or is answered 503.",
        unit: "requests/s",
        domain: Domain::Count(0, 100_000),
        scale: Scale::Ratio,
        get: get!(Count nginx.limit_req.rate_per_s),
        set: set!(Count nginx.limit_req.rate_per_s),
        ..NGINX
    },
    Knob {
        key: "rateburst",
        label: "Rate burst",
        sentence: "Requests beyond the rate that a client may be ahead (burst); more are answered 503.",
        unit: "requests",
        domain: Domain::Count(0, 10_000),
        scale: Scale::Ratio,
        get: get!(Count nginx.limit_req.burst),
        set: set!(Count nginx.limit_req.burst),
        ..NGINX
    },
    Knob {
        key: "ratedelay",
        label: "Rate undelayed",
        sentence: "Requests of the burst that are passed on at once (delay); the others wait for their turn. As many as the \
                   burst: none waits (nodelay).",
        unit: "requests",
        domain: Domain::Count(0, 10_000),
        scale: Scale::Ratio,
        get: get!(Count nginx.limit_req.delay),
        set: set!(Count nginx.limit_req.delay),
        ..NGINX
    },
    Knob {
        key: "connlimit",
        label: "Concurrency limit",
        sentence: "Requests that nginx lets each client address have at once (limit_conn), 0 for no limit; one more is \
                   answered 503.",
        unit: "requests",
        domain: Domain::Count(0, 10_000),
        scale: Scale::Ratio,
        get: get!(Count nginx.limit_conn),
        set: set!(Count nginx.limit_conn),
        ..NGINX
    },
    Knob {
        key: "keep",
        label: "Clients keep connections",
        sentence: "Whether a client uses its connection to nginx again for its next request (HTTP keep-alive).",
        get: get!(Switch clients.keep),
        set: set!(Switch clients.keep),
        ..DIRECT
    },
    Knob {
        key: "keepreqs",
        label: "Requests per connection",
        sentence: "Requests on one connection of a client after which nginx closes it (keepalive_requests).",
        unit: "requests",
        domain: Domain::Count(1, 100_000),
        scale: Scale::Ratio,
        get: get!(Count nginx.keepalive_requests),
        set: set!(Count nginx.keepalive_requests),
        ..DIRECT
    },
    Knob {
        key: "keepidle",
        label: "Idle connections",
        sentence: "How long a client's connection may be idle before nginx closes it (keepalive_timeout); 0: none is kept.",
        domain: Domain::Duration(0.0, 3600.0),
        scale: Scale::Ratio,
        get: get!(Duration nginx.keepalive_timeout),
        set: set!(Duration nginx.keepalive_timeout),
        ..DIRECT
    },
    Knob {
        key: "upkeep",
        label: "Kept upstream connections",
        sentence: "Idle connections to applications that each nginx keeps for further requests (keepalive), 0 for none.",
        unit: "connections",
        domain: Domain::Count(0, 10_000),
        scale: Scale::Ratio,
        get: get!(Count nginx.upstream_keepalive),
        set: set!(Count nginx.upstream_keepalive),
        ..NGINX
    },
    Knob {
        key: "ignoreabort",
        label: "Ignore client aborts",
        sentence: "Whether nginx goes on with a page whose client has left (proxy_ignore_client_abort); else it closes its \
                   connection to the application, which goes on nevertheless.",
        get: get!(Switch nginx.ignore_abort),
        set: set!(Switch nginx.ignore_abort),
        ..NGINX
    },
    Knob {
        key: "upstream",
        label: "Upstream",
        sentence: "To which applications nginx passes pages: the one on its machine (own), the others too when that one fails \
                   (own-first), all in turn (roundrobin), or the least busy (leastconn).",
        domain: words!(Upstream),
        get: get!(Word nginx.upstream),
        set: set!(Word Upstream nginx.upstream),
        ..CHOICE
    },
    Knob {
        key: "ownweight",
        label: "Weight of its own",
        sentence: "Weight of nginx' own application among all, each of which has 1 (weight).",
        unit: "",
        domain: Domain::Count(1, 256),
        scale: Scale::Linear { from: 1.0, to: 20.0, step: 1.0 },
        get: get!(Count nginx.own_weight),
        set: set!(Count nginx.own_weight),
        ..CHOICE
    },
    Knob {
        key: "maxfails",
        label: "Upstream failures",
        sentence: "Failures after which nginx leaves an application out for a while (max_fails), 0 for never.",
        unit: "failures",
        domain: Domain::Count(0, 1000),
        scale: Scale::Ratio,
        get: get!(Count nginx.max_fails),
        set: set!(Count nginx.max_fails),
        ..CHOICE
    },
    Knob {
        key: "failtimeout",
        label: "Upstream rest",
        sentence: "How long an application is left out (fail_timeout), by a clock of whole seconds.",
        domain: Domain::Duration(1.0, 3600.0),
        scale: Scale::Ratio,
        get: get!(Duration nginx.fail_timeout),
        set: set!(Duration nginx.fail_timeout),
        ..CHOICE
    },
    Knob {
        key: "nextonfailure",
        label: "Another after 500",
        sentence: "Whether nginx passes a page on to another application after a 500, too (http_500 in \
                   proxy_next_upstream); pages that write only if nothing had been sent.",
        get: get!(Switch nginx.next_500),
        set: set!(Switch nginx.next_500),
        ..CHOICE
    },
    Knob {
        key: "ngcache",
        label: "nginx cache",
        sentence: "Whether each nginx keeps the pages that are read (proxy_cache).",
        get: get!(Switch nginx.cache.on),
        set: set!(Switch nginx.cache.on),
        ..NGINX
    },
    Knob {
        key: "cachetime",
        label: "Cache time",
        sentence: "How long a kept page is good (max-age), by a clock of whole seconds.",
        domain: Domain::Duration(1.0, 86_400.0),
        scale: Scale::Ratio,
        get: get!(Duration nginx.cache.valid),
        set: set!(Duration nginx.cache.valid),
        ..NGINX
    },
    Knob {
        key: "cachestale",
        label: "Stale pages",
        sentence: "When a page that is too old is given nevertheless (proxy_cache_use_stale): never (off), when the \
                   application fails (errors), while another request fetches it (updating), or both (all).",
        domain: words!(UseStale),
        get: get!(Word nginx.cache.stale),
        set: set!(Word UseStale nginx.cache.stale),
        ..NGINX
    },
    Knob {
        key: "staleiferror",
        label: "Stale if error",
        sentence: "For how long after its time a page stands in for an application that fails (stale-if-error), 0 for not \
                   at all.",
        domain: Domain::Duration(0.0, 86_400.0),
        scale: Scale::Ratio,
        get: get!(Duration nginx.cache.stale_if_error),
        set: set!(Duration nginx.cache.stale_if_error),
        ..NGINX
    },
    Knob {
        key: "cacheback",
        label: "Refresh in background",
        sentence: "Whether the first request for a page that is too old is answered at once, and the page fetched behind its \
                   back (proxy_cache_background_update); needs cachestale=updating or all.",
        get: get!(Switch nginx.cache.background),
        set: set!(Switch nginx.cache.background),
        ..NGINX
    },
    Knob {
        key: "cachelock",
        label: "Cache lock",
        sentence: "Whether of many requests for a page that is not there one fetches it, and the others wait for it \
                   (proxy_cache_lock).",
        get: get!(Switch nginx.cache.lock),
        set: set!(Switch nginx.cache.lock),
        ..NGINX
    },
];
