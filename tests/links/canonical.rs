//! Links and notices, word for word.

use tierscope::engine::time::SimTime;
use tierscope::model::config::Preset;
use tierscope::model::id::MachineId;
use tierscope::scenario::wire::{self, LONGEST_INPUT};
use tierscope::scenario::{Act, Scenario, Timed, preset, script};

/// Reads `text` and checks the canonical form, up to the check characters, and what the notices are about.
fn check(text: &str, canonical: &str, about: &[&str]) {
    let (link, warnings) = wire::read(text);
    let written = wire::write(&link);
    assert_eq!(written.rsplit_once("&e=").map(|(body, _)| body), Some(canonical), "{text}");
    let subjects: Vec<_> = warnings.iter().map(|warning| warning.about.as_str()).collect();
    assert_eq!(subjects, about, "{text}: {warnings:?}");
    assert_eq!(link.scenario.check(), Ok(()));
}

#[test]
fn links_have_one_canonical_form() {
    let example = "v=1&m=1&preset=distributed&lb=leastconn&mode=active-active&rps=350\
                   &do=crash:server-1@12s,restart:server-1@30s&seed=42";
    let site = "v=1&m=1&preset=distributed";
    let queue = "v=1&m=1&preset=queue";
    check(example, example, &[]);
    check(&format!("?{example}"), example, &[]);
    for (text, canonical) in [
        ("", String::from(site)),
        ("?", String::from(site)),
        ("rps=200&static=0.40&seed=1&lan=0.2ms", String::from(site)),
        ("rps=350.50", format!("{site}&rps=350.5")),
        ("ship=0.25s&lan=1500us", format!("{site}&lan=1.5ms&ship=250ms")),
        ("work=gamma:0.012s:1.50", format!("{site}&work=gamma:12ms:1.5")),
        ("tqueue=tconnect&tconnect=1m", format!("{site}&tconnect=60s")),
        ("redispatch=off&tqueue=500ms", format!("{site}&redispatch=off&tqueue=500ms")),
        ("static=0.9&write=0.1", format!("{site}&static=0.9")),
        ("static=0.05&write=0.95", format!("{site}&static=0.05&write=0.95")),
        ("srv=2", format!("{site}&srv=2")),
        ("srv=5&replicas=4", format!("{site}&replicas=4&srv=5")),
        ("replicas=4&srv=5", format!("{site}&replicas=4&srv=5")),
        (
            "do=heal:server-1~lb-1@1m,partition:lb-1~server-1@500ms",
            format!("{site}&do=partition:lb-1~server-1@0.5s,heal:lb-1~server-1@60s"),
        ),
        (
            "do=promote:server-2@20s,crash:server-1.mysqld@20s",
            format!("{site}&do=promote:server-2@20s,crash:server-1.mysqld@20s"),
        ),
        ("do=work:gamma:8ms:0.7@1m,lb:source@1s", format!("{site}&do=lb:source@1s,work:gamma:8ms:0.7@60s")),
        ("lang=fr&t=12500ms&play=on", format!("{site}&t=12.5s&play=1&lang=fr")),
        ("preset=queue&srv=8&workers=1&lb=leastconn&rho=0.8&service=exp:1s", format!("{queue}&lb=leastconn&srv=8")),
        ("rho=0.95&service=const:100ms&preset=queue", format!("{queue}&rho=0.95&service=const:100ms")),
        ("preset=queue&srv=7&rps=3", format!("{queue}&rps=3&srv=7")),
        ("preset=queue&discipline=ps&rps=0.5", format!("{queue}&discipline=ps&rho=0.5")),
        (
            "preset=queue&do=rps:2@20s,rho:0.9@10s,service:const:1s@5s",
            format!("{queue}&do=service:const:1s@5s,rho:0.9@10s,rps:2@20s"),
        ),
    ] {
        check(text, &canonical, &[]);
    }
}

#[test]
fn what_is_bad_is_named_and_the_rest_is_used() {
    let site = "v=1&m=1&preset=distributed";
    for (text, rest, about) in [
        ("rps=30000&rise=0", "&rise=1&rps=20000", &["rps", "rise"][..]),
        ("rps=abc&fall=5", "&fall=5", &["rps"]),
        ("ship=250", "", &["ship"]),
        ("rps=1&rps=2", "&rps=2", &["rps"]),
        ("static=0.95", "&static=0.9", &["static"]),
        ("static=0.95&write=0.3", "&static=0.95&write=0.05", &["write"]),
        ("write=0.3&static=0.95", "&static=0.7&write=0.3", &["static"]),
        ("write=0.9&static=0.2", "&static=0.1&write=0.9", &["static"]),
        ("static=x&write=0.3", "&write=0.3", &["static"]),
        ("srv=2&replicas=2", "&srv=2", &["replicas"]),
        ("srv=100&replicas=9", "&replicas=8&srv=64", &["srv", "replicas"]),
        ("rho=0.5", "", &["rho"]),
        ("preset=mars&rps=5", "&rps=5", &["preset"]),
        ("v=2&m=7&rps=5", "&rps=5", &["v", "m"]),
        ("v=x", "", &["v"]),
        ("utm_source=a%20b&rps=5", "&rps=5&utm_source=a%20b", &["utm_source"]),
        ("x=a%23b&=5", "", &["x", ""]),
        ("tickets=50", "&tickets=50", &["tickets"]),
        ("replication=semisync", "", &["replication"]),
        ("t=soon&play=maybe&lang=%3Cb%3E", "", &["t", "play", "lang"]),
        ("do=crash:server-9@12s,crash:server-1@12s", "&do=crash:server-1@12s", &["crash:server-9@12s"]),
        ("do=srv:5@3s,explode:server-1@3s,crash:server-1", "", &["srv:5@3s", "explode:server-1@3s", "crash:server-1"]),
        ("do=rps:350@1.2345s", "&do=rps:350@1.235s", &["rps:350@1.2345s"]),
        ("do=rps:99999@1s", "&do=rps:20000@1s", &["rps:99999@1s"]),
        ("do=crash:server-1@-1s,rps:1@2000000s", "", &["crash:server-1@-1s", "rps:1@2000000s"]),
        (
            "do=static:0.95@5s,write:0.04@1s,static:1@2s",
            "&do=write:0.04@1s,static:0.96@2s,static:0.95@5s",
            &["static:1@2s"],
        ),
        ("rps=5&e=00", "&rps=5", &["e"]),
    ] {
        check(text, &format!("{site}{rest}"), about);
    }
    let queue = "v=1&m=1&preset=queue";
    check("preset=queue&rho=0.5&rps=2", &format!("{queue}&rps=2"), &["rho"]);
    check("preset=queue&mode=active-active&giveup=1s", queue, &["mode", "giveup"]);
    check("preset=queue&do=crash:server-1@1s,workers:2@1s", queue, &["crash:server-1@1s", "workers:2@1s"]);
}

#[test]
fn notices_are_plain_sentences_that_name_the_key_the_fault_and_the_remedy() {
    for (text, sentence) in [
        ("rps=30000", "rps: 30000 is more than 20000; 20000 is used instead."),
        ("rps=abc", "rps: \"abc\" is not a number from 0.1 to 20000; 200 is used instead."),
        ("ship=250", "ship: \"250\" is not a time with its unit (us, ms, s or m) from 0s to 10s; 0s is used instead."),
        ("work=exp:20s", "work: exp:20s has a mean that is more than 10s; 10s is used instead."),
        (
            "mode=passive",
            "mode: \"passive\" is not one of active-passive, active-active; active-passive is used instead.",
        ),
        ("srv=2&replicas=2", "replicas: other settings leave no room for 2; 1 is used instead."),
        ("wheel=5", "wheel: this key is not known here and has no effect; it is kept in the link."),
        (
            "do=crash:server-9@12s",
            "crash:server-9@12s: there is no server-9 in a run with 3 servers; the command is left out.",
        ),
        ("v=2", "v: the link is of version 2, newer than this page's 1; what is known is read."),
        ("m=2", "m: the link is of model \"2\", this page has model 1; numbers may differ."),
        (
            "e=zz",
            "e: the link looks truncated or altered, for its check characters do not fit; it is read as it stands.",
        ),
    ] {
        let warnings = wire::read(text).1;
        assert_eq!(warnings.iter().map(|warning| warning.text()).collect::<Vec<_>>(), [sentence]);
    }
}

#[test]
fn a_script_of_more_than_two_hundred_commands_keeps_the_first() {
    let commands: Vec<_> = (0..230).map(|second| format!("rps:9@{second}s")).collect();
    let (link, warnings) = wire::read(&format!("do={}", commands.join(",")));
    assert_eq!(link.scenario.commands.len(), script::MOST_COMMANDS);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].text(), "do: a link has at most 200 commands; the last 30 are left out.");
}

#[test]
fn the_configuration_follows_the_commands() {
    let scenario = wire::read("rps=100&do=rps:300@2s,lb:source@2s,rps:50@3s").0.scenario;
    let rates =
        [0, 1999, 2000, 2999, 3000].map(|at| scenario.config_at(SimTime::from_millis(at)).clients.arrivals_per_s);
    assert_eq!(rates, [100.0, 100.0, 300.0, 300.0, 50.0]);
}

#[test]
fn a_link_that_would_not_be_read_in_full_is_not_given() {
    let mut link = wire::read("do=rps:9@1s").0;
    assert_eq!(wire::write_whole(&link), Some(wire::write(&link)));
    link.scenario.commands = vec![link.scenario.commands[0].clone(); script::MOST_COMMANDS + 1];
    assert_eq!(wire::write_whole(&link), None);
    link.scenario.commands =
        vec![Timed { at: SimTime::from_millis(1_000_000_001), act: Act::Promote(MachineId::server(1)) }];
    assert_eq!(wire::write_whole(&link), None);
    let script = vec!["partition:server-9~server-10@100000.001s"; 199].join(",");
    let query = format!("srv=12&replicas=8&do={script}");
    let (link, warnings) = wire::read(&query);
    assert!(query.len() <= LONGEST_INPUT && warnings.is_empty());
    assert_eq!(wire::write_whole(&link), None);
}

#[test]
fn an_impossible_scenario_is_told_from_a_possible_one() {
    let mut scenario = Scenario::of(Preset::Distributed);
    assert_eq!(scenario.check(), Ok(()));
    scenario.config.replicas = 3;
    assert!(scenario.check().is_err());
    scenario.config = preset::config(Preset::Distributed);
    scenario.config.clients.static_share = 0.95;
    assert!(scenario.check().is_err());
    scenario.config = preset::config(Preset::Distributed);
    scenario.config.haproxy.rise = 0;
    assert!(scenario.check().is_err());
    scenario = Scenario::of(Preset::Distributed);
    scenario.commands.push(Timed { at: SimTime::from_nanos(1), act: Act::Promote(MachineId::server(1)) });
    assert!(scenario.check().is_err());
}

#[test]
fn a_bare_address_says_the_same_as_a_reader_of_links_makes_of_it() {
    for address in [
        "https://example.org/",
        "http://127.0.0.1:8080/any/path/index.html",
        "file:///home/page.html",
        "httpx",
        "http://a?b",
        "",
    ] {
        assert_eq!(wire::read(address), wire::read_with(address, &[]), "{address}");
    }
}
