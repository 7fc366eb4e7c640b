//! The table of knobs has the figures that were decided, and its page says what the table says.

use tierscope::model::config::Preset;
use tierscope::scenario::knob::{Group, Knob};
use tierscope::scenario::reference;

/// What only clients that speak to nginx themselves have.
const SIMPLE: &[(&str, &str, &str)] = &[
    ("via", "nginx", "nginx, app"),
    ("slowsend", "0", "0 to 1"),
    ("sendtime", "2s", "0s to 60s"),
    ("keep", "off", "on, off"),
    ("keepreqs", "1000", "1 to 100000"),
    ("keepidle", "75s", "0s to 3600s"),
];

/// The figures of the default scenario as they were decided: key, default, range.
const DISTRIBUTED: &[(&str, &str, &str)] = &[
    ("preset", "distributed", "distributed, dedicated, simple, queue"),
    ("seed", "1", "0 to 9007199254740991"),
    ("rps", "200", "0.1 to 20000"),
    ("users", "0", "0 to 20000"),
    ("think", "exp:1s", "const:MEAN, exp:MEAN, lognormal:MEAN:CV, gamma:MEAN:CV; MEAN 0s to 1000s"),
    ("static", "0.4", "0 to 1"),
    ("write", "0.1", "0 to 1"),
    ("addresses", "500", "1 to 65536"),
    ("skew", "0.8", "0 to 3"),
    ("pages", "1000", "1 to 100000"),
    ("giveup", "10s", "100ms to 300s"),
    ("arrivals", "poisson", "poisson, regular"),
    ("tries", "1", "1 to 10"),
    ("backoff", "200ms", "1ms to 60s"),
    ("wan", "20ms", "0s to 2s"),
    ("wanjitter", "2ms", "0s to 1s"),
    ("wanloss", "0", "0 to 0.5"),
    ("lan", "200us", "0s to 2s"),
    ("lanloss", "0", "0 to 0.5"),
    ("ship", "0s", "0s to 10s"),
    ("cores", "2", "1 to 64"),
    ("lb", "roundrobin", "roundrobin, leastconn, source, static-rr, first, uri, url_param, hdr, random"),
    ("mode", "active-passive", "active-passive, active-active"),
    ("inter", "2s", "100ms to 60s"),
    ("rise", "2", "1 to 20"),
    ("fall", "3", "1 to 20"),
    ("check", "static", "static, app, tcp"),
    ("tconnect", "5s", "100ms to 600s"),
    ("tclient", "50s", "100ms to 600s"),
    ("tserver", "50s", "100ms to 600s"),
    ("tqueue", "tconnect", "100ms to 600s, or tconnect"),
    ("retries", "3", "0 to 10"),
    ("redispatch", "on", "on, off"),
    ("smaxconn", "0", "0 to 10000"),
    ("lbcost", "50us", "0s to 10ms"),
    ("sminconn", "0", "0 to 10000"),
    ("fullconn", "0", "0 to 100000"),
    ("smaxqueue", "0", "0 to 10000"),
    ("slowstart", "0s", "0s to 600s"),
    ("persistence", "none", "none, cookie, stick"),
    ("allbackups", "off", "on, off"),
    ("fastinter", "inter", "100ms to 60s, or inter"),
    ("downinter", "inter", "100ms to 60s, or inter"),
    ("observe", "none", "none, layer4, layer7"),
    ("errorlimit", "10", "1 to 1000"),
    ("onerror", "fail-check", "fastinter, fail-check, sudden-death, mark-down"),
    ("retryon", "conn-failure", "conn-failure, all-retryable-errors"),
    ("abortonclose", "off", "on, off"),
    ("hash", "map-based", "map-based, consistent"),
    ("hashfn", "sdbm", "sdbm, djb2, wt6, crc32"),
    ("hashfactor", "0", "0 to 1000"),
    ("draws", "2", "1 to 10"),
    ("srv", "3", "1 to 64"),
    ("ngcost", "100us", "0s to 10ms"),
    ("filecost", "100us", "0s to 10ms"),
    ("ngconns", "512", "1 to 65536"),
    ("tproxy", "60s", "100ms to 600s"),
    ("tproxyconn", "tproxy", "100ms to 600s, or tproxy"),
    ("ratelimit", "0", "0 to 100000"),
    ("rateburst", "0", "0 to 10000"),
    ("ratedelay", "0", "0 to 10000"),
    ("connlimit", "0", "0 to 10000"),
    ("upkeep", "0", "0 to 10000"),
    ("ignoreabort", "off", "on, off"),
    ("upstream", "own", "own, own-first, roundrobin, leastconn"),
    ("ownweight", "1", "1 to 256"),
    ("maxfails", "1", "0 to 1000"),
    ("failtimeout", "10s", "1s to 3600s"),
    ("nextonfailure", "off", "on, off"),
    ("ngcache", "off", "on, off"),
    ("cachetime", "10s", "1s to 86400s"),
    ("cachestale", "off", "off, errors, updating, all"),
    ("staleiferror", "0s", "0s to 86400s"),
    ("cacheback", "off", "on, off"),
    ("cachelock", "off", "on, off"),
    ("workers", "8", "1 to 512"),
    ("backlog", "128", "0 to 4096"),
    ("work", "gamma:8ms:0.7", "const:MEAN, exp:MEAN, lognormal:MEAN:CV, gamma:MEAN:CV; MEAN 0s to 10s"),
    ("threads", "1", "1 to 64"),
    ("wait", "const:0s", "const:MEAN, exp:MEAN, lognormal:MEAN:CV, gamma:MEAN:CV; MEAN 0s to 100s"),
    ("calls", "2", "0 to 16"),
    ("sessions", "memory", "memory, shared"),
    ("dbtimeout", "2s", "100ms to 60s"),
    ("pool", "8", "1 to 512"),
    ("pooltimeout", "30s", "50ms to 300s"),
    ("wtimeout", "0s", "0s to 600s"),
    ("graceful", "30s", "100ms to 600s"),
    ("boot", "1s", "0s to 60s"),
    ("replicas", "2", "0 to 8"),
    ("readcost", "2ms", "0s to 1s"),
    ("writecost", "2ms", "0s to 1s"),
    ("rows", "1", "1 to 4"),
    ("restarts", "0", "0 to 10"),
    ("flush", "3ms", "0s to 1s"),
    ("apply", "2ms", "0s to 1s"),
    ("topology", "star", "star, chain"),
    ("replication", "async", "async, semi-sync"),
    ("waitpoint", "after_sync", "after_sync, after_commit"),
    ("semitimeout", "10s", "1ms to 1000s"),
    ("waitnoreplica", "on", "on, off"),
    ("appliers", "4", "1 to 64"),
    ("parallel", "optimistic", "optimistic, conservative"),
    ("delay", "0s", "0s to 3600s"),
    ("delayed", "all", "all, last"),
    ("fence", "off", "on, off"),
    ("drained", "on", "on, off"),
    ("candidate", "most-advanced", "most-advanced, first"),
    ("learn", "push", "push, dns"),
    ("ttl", "10s", "100ms to 3600s"),
    ("reads", "replica", "replica, wait, primary"),
    ("readwait", "1s", "1ms to 60s"),
    ("dbconns", "151", "1 to 100000"),
    ("lockwait", "50s", "1s to 3600s"),
    ("flushlog", "commit", "commit, second"),
    ("failover", "auto", "auto, manual"),
    ("probe", "1s", "100ms to 60s"),
    ("misses", "3", "1 to 20"),
];

/// The same for the bare queue.
const QUEUE: &[(&str, &str, &str)] = &[
    ("preset", "queue", "distributed, dedicated, simple, queue"),
    ("seed", "1", "0 to 9007199254740991"),
    ("rho", "0.8", "0.01 to 0.999"),
    ("rps", "0.8", "0.00001 to 100000000"),
    ("service", "exp:1s", "const:MEAN, exp:MEAN, lognormal:MEAN:CV, gamma:MEAN:CV; MEAN 1ms to 100s"),
    ("discipline", "fifo", "fifo, ps"),
    ("capacity", "0", "0 to 100000"),
    ("arrivals", "poisson", "poisson, regular"),
    ("users", "0", "0 to 20000"),
    ("think", "exp:1s", "const:MEAN, exp:MEAN, lognormal:MEAN:CV, gamma:MEAN:CV; MEAN 0s to 1000s"),
    ("tries", "1", "1 to 10"),
    ("backoff", "200ms", "1ms to 60s"),
    ("lb", "roundrobin", "roundrobin, leastconn, source, static-rr, first, uri, url_param, hdr, random"),
    ("hash", "map-based", "map-based, consistent"),
    ("hashfn", "sdbm", "sdbm, djb2, wt6, crc32"),
    ("hashfactor", "0", "0 to 1000"),
    ("draws", "2", "1 to 10"),
    ("srv", "1", "1 to 64"),
    ("workers", "1", "1 to 512"),
];

#[test]
fn every_knob_has_the_default_and_the_range_that_were_decided() {
    for (preset, table) in [(Preset::Distributed, DISTRIBUTED), (Preset::Queue, QUEUE), (Preset::Simple, SIMPLE)] {
        for &(key, default, range) in table {
            let knob = Knob::named(preset, key).unwrap_or_else(|| panic!("{key} is missing"));
            assert_eq!(knob.show(&knob.default(preset)), default, "{key}");
            assert_eq!(knob.domain.range(), range, "{key}");
        }
        if preset != Preset::Simple {
            assert_eq!(Knob::of(preset).count(), table.len());
        }
    }
}

#[test]
fn a_preset_has_no_knob_of_what_it_lacks() {
    let keys = |preset| -> Vec<&str> { Knob::of(preset).map(|knob| knob.key).collect() };
    let (all, simple) = (keys(Preset::Distributed), keys(Preset::Simple));
    assert_eq!(keys(Preset::Dedicated), all);
    let gone = all.iter().filter(|key| !simple.contains(key));
    let (of_haproxy, others): (Vec<&str>, Vec<&str>) =
        gone.partition(|key| Knob::named(Preset::Distributed, key).is_some_and(|knob| knob.group == Group::Balancer));
    assert_eq!(of_haproxy.len(), Knob::of(Preset::Distributed).filter(|knob| knob.group == Group::Balancer).count());
    let expected = [
        "srv",
        "upstream",
        "ownweight",
        "maxfails",
        "failtimeout",
        "nextonfailure",
        "failover",
        "topology",
        "replication",
        "waitpoint",
        "semitimeout",
        "waitnoreplica",
        "appliers",
        "parallel",
        "delay",
        "delayed",
        "replicas",
        "apply",
        "fence",
        "drained",
        "candidate",
        "learn",
        "ttl",
        "reads",
        "readwait",
        "probe",
        "misses",
        "ship",
        "lan",
        "lanloss",
    ];
    assert_eq!(others, expected);
    let own: Vec<&str> = simple.into_iter().filter(|key| !all.contains(key)).collect();
    assert_eq!(own, SIMPLE.iter().map(|(key, ..)| *key).collect::<Vec<_>>());
}

#[test]
fn only_what_builds_the_site_starts_a_new_run_and_the_few_come_first() {
    let of = |is: fn(&Knob) -> bool| -> Vec<_> {
        let mut keys: Vec<_> = Knob::of(Preset::Distributed).filter(|knob| is(knob)).map(|knob| knob.key).collect();
        keys.sort_unstable();
        keys
    };
    assert_eq!(of(|knob| !knob.live), ["cores", "preset", "replicas", "seed", "srv", "topology"]);
    assert_eq!(
        of(|knob| knob.first),
        ["failover", "lb", "mode", "replication", "rps", "ship", "srv", "static", "work", "workers", "write"]
    );
}

#[test]
fn the_page_of_knobs_says_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/knobs.md");
    let page = reference::markdown();
    if std::env::var_os("TIERSCOPE_BLESS").is_some() {
        std::fs::write(path, &page).expect("docs/knobs.md can be written");
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == page, "docs/knobs.md is not what the table says: run TIERSCOPE_BLESS=1 cargo test --test links");
}
