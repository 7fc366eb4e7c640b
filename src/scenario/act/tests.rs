//! What is read, written back and refused.

use super::*;
use crate::scenario::preset;

#[test]
fn acts_read_back_as_they_are_written() {
    let config = preset::config(Preset::Distributed);
    for text in [
        "crash:server-1",
        "restart:lb-1.manager",
        "crash:server-3.mysqld",
        "partition:client~lb-1",
        "heal:lb-1~server-3",
        "partition:server-1~server-2",
        "promote:server-2",
        "drain:server-2",
        "maint:server-1",
        "ready:server-1",
        "weight:server-3:256",
        "maxconn:server-2:30",
        "clone:server-3",
        "freeze:server-1",
        "thaw:server-1.mysqld",
        "slow:server-2.app:4",
        "slow:client~lb-1:10",
        "loss:lb-1~server-1:0.05",
        "restore:lb-1~server-1",
        "restore:server-1",
        "ramp:400:60s",
        "flash:800.5:1.5s",
        "rps:350",
        "work:gamma:8ms:0.7",
        "tqueue:tconnect",
        "redispatch:off",
        "mode:active-active",
    ] {
        let read = Act::read(text, &config);
        assert_eq!(read.map(|(act, notice)| (act.text(), notice)), Ok((String::from(text), None)));
    }
    let reversed = Act::read("heal:server-3~lb-1", &config).map(|(act, _)| act.text());
    assert_eq!(reversed.as_deref(), Ok("heal:lb-1~server-3"));
}

#[test]
fn what_a_run_does_not_have_is_refused_with_the_reason() {
    let mut config = preset::config(Preset::Distributed);
    config.replicas = 1;
    for (text, reason) in [
        ("crash:server-9", "there is no server-9 in a run with 3 servers"),
        ("crash:server-3.mysqld", "server-3 has no database"),
        ("crash:lb-1.nginx", "no nginx runs on lb-1"),
        ("crash:client", "clients cannot be switched off"),
        ("crash:server-01", "there is no machine or process of this name"),
        ("crash:server-1.", "there is no machine or process of this name"),
        ("partition:client~server-1", "nothing passes between client and server-1"),
        ("partition:lb-1~lb-1", "nothing passes between lb-1 and lb-1"),
        ("partition:server-1", "a link is named by two machines, such as lb-1~server-1"),
        ("promote:server-3", "server-3 has no database"),
        ("promote:lb-1", "lb-1 has no database"),
        ("promote:it", "what is promoted is the database of a machine, such as server-2"),
        ("drain:lb-1", "HAProxy is told about a server, such as server-2"),
        ("maint:server-9", "there is no server-9 in a run with 3 servers"),
        ("weight:server-2", "it needs a server and a number, such as weight:server-2:50"),
        ("weight:server-2:300", "a weight is a whole number from 0 to 256"),
        ("maxconn:server-2:-1", "its number is not a whole number"),
        ("clone:lb-1", "lb-1 has no database"),
        ("freeze:lb-1~server-1", "freeze acts on a machine or a process, such as freeze:server-1"),
        ("freeze:client", "clients cannot be switched off"),
        ("slow:server-1", "it needs a figure at the end, such as slow:server-1:4"),
        ("slow:server-1:1", "a factor is a whole number from 2 to 1000"),
        ("slow:server-9:4", "there is no server-9 in a run with 3 servers"),
        ("loss:server-1:0.1", "what loses is a link, such as lb-1~server-1"),
        ("loss:lb-1~server-1:0.6", "a link loses 0 to 0.5 of what it carries"),
        ("spike:400", "it needs a figure at the end, such as spike:400:60s"),
        ("spike:0:60s", "its rate is not a number from 0.1 to 20000"),
        ("day:400:2h", "its time is not one with its unit, as in day:400:60s"),
        ("day:400:90m", "a course lasts from 1s to 60m"),
        ("srv:5", "srv can only be set at the start of a run"),
        ("rho:0.5", "preset distributed has no rho"),
        ("explode:server-1", "its first word is no fault, no order and no setting"),
        ("rps:many", "its value is not a number from 0.1 to 20000"),
        ("crash", "it needs a verb, a colon and what it acts on, such as crash:server-1"),
    ] {
        assert_eq!(Act::read(text, &config).map_err(|why| why.to_string()), Err(String::from(reason)), "{text}");
    }
}

#[test]
fn databases_on_machines_of_their_own_are_named_by_them() {
    let config = preset::config(Preset::Dedicated);
    for text in [
        "crash:db-1",
        "restart:db-3.mysqld",
        "partition:server-1~db-1",
        "partition:db-1~db-2",
        "heal:lb-1~db-2",
        "promote:db-2",
        "crash:server-3.app",
    ] {
        let read = Act::read(text, &config);
        assert_eq!(read.map(|(act, notice)| (act.text(), notice)), Ok((String::from(text), None)));
    }
    for (text, reason) in [
        ("crash:db-4", "there is no db-4 in a run with 3 databases"),
        ("crash:server-1.mysqld", "server-1 has no database"),
        ("crash:db-1.nginx", "no nginx runs on db-1"),
        ("partition:server-1~server-2", "nothing passes between server-1 and server-2"),
        ("partition:client~db-1", "nothing passes between client and db-1"),
        ("promote:server-2", "server-2 has no database"),
        ("drain:db-1", "HAProxy is told about a server, such as server-2"),
    ] {
        assert_eq!(Act::read(text, &config).map_err(|why| why.to_string()), Err(String::from(reason)), "{text}");
    }
    let shared = preset::config(Preset::Distributed);
    let reason = "in preset distributed databases are on servers: there is no db-1";
    assert_eq!(Act::read("crash:db-1", &shared).map_err(|why| why.to_string()), Err(String::from(reason)));
}

#[test]
fn one_machine_alone_has_no_balancer_no_manager_and_no_replica() {
    let config = preset::config(Preset::Simple);
    for text in ["crash:server-1", "restart:server-1.mysqld", "partition:client~server-1", "slow:server-1.app:4"] {
        let read = Act::read(text, &config);
        assert_eq!(read.map(|(act, notice)| (act.text(), notice)), Ok((String::from(text), None)));
    }
    for (text, reason) in [
        ("crash:lb-1", "preset simple has no lb-1"),
        ("crash:lb-1.haproxy", "preset simple has no lb-1"),
        ("crash:server-2", "there is no server-2 in a run with 1 server"),
        ("crash:server-1.manager", "no manager runs on server-1"),
        ("crash:db-1", "in preset simple databases are on servers: there is no db-1"),
        ("partition:client~lb-1", "preset simple has no lb-1"),
        ("partition:lb-1~server-1", "preset simple has no lb-1"),
        ("promote:server-1", "preset simple has no failover manager that would carry it out"),
        ("clone:server-1", "preset simple has no failover manager that would carry it out"),
        ("drain:server-1", "preset simple has no HAProxy that would carry it out"),
        ("weight:server-1:5", "preset simple has no HAProxy that would carry it out"),
        ("lb:leastconn", "preset simple has no lb"),
        ("failover:manual", "preset simple has no failover"),
    ] {
        assert_eq!(Act::read(text, &config).map_err(|why| why.to_string()), Err(String::from(reason)), "{text}");
    }
}

#[test]
fn the_bare_queue_has_settings_and_nothing_else_to_act_on() {
    let config = preset::config(Preset::Queue);
    assert!(Act::read("crash:server-1", &config).is_err());
    assert!(Act::read("rho:0.9", &config).is_ok());
    assert!(Act::read("static:0.5", &config).is_err());
}
