//! The balancer against recordings of a real HAProxy 2.6.12, step by step. See `conformance/haproxy/README.md`.
#![cfg(not(target_arch = "wasm32"))]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use tierscope::conform::{Difference, replay};
use tierscope::model::balancer::HashFunction;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "conformance", "haproxy"].iter().collect()
}

fn recording(name: &str) -> String {
    let path = folder().join(format!("{name}.json"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One test for each recording, named after it with `_` for `-`.
macro_rules! recordings {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                if let Err(difference) = replay(&recording(&stringify!($name).replace('_', "-"))) {
                    panic!("{difference}");
                }
            }
        )*

        fn names() -> Vec<String> {
            [$(stringify!($name)),*].iter().map(|name| name.replace('_', "-")).collect()
        }
    };
}

recordings! {
    backup_1, backup_2, backup_2_all, backup_2_declared_first, backup_first, backup_first_all, backup_lc,
    backup_lc_all, backup_markedup_shutdown, backup_open_requests, backup_source_two_weighted,
    backup_srr_two_weighted, cookie_down, cookie_insert, down_open_requests, fail_all_down_503, fail_close_502,
    fail_refuse_all, fail_refuse_cookie, fail_refuse_lc_3, fail_refuse_leastconn, fail_refuse_no_redispatch,
    fail_refuse_redispatch, fail_refuse_redispatch_2of3, fail_refuse_redispatch_3, fail_refuse_retries1,
    fail_refuse_single_1s, fail_refuse_source, fail_timeout_504, first_downup, first_ids, first_maxconn2,
    hash_functions, hdr_host_domain, hdr_map, health_404_nolb, health_404_nolb_one, health_500_default, health_close,
    health_down_only, health_fast_only, health_fastinter, health_flap_before_down, health_flap_before_up,
    health_maint_ready, health_refuse, health_rise5_fall4, health_start_failing, health_start_ok, health_tcp_refuse,
    lc_10_20_30_held, lc_1_256_held, lc_3_1_held, lc_3_1_sequential, lc_downup, lc_eq3_held, lc_eq3_release_mix,
    lc_eq3_sequential, lc_eq4_one_busy, lc_maxconn, lc_maxconn_maxqueue, lc_script_2, lc_script_3, lc_script_4,
    lc_script_6, lc_setweight, observe_l7_mark_down, observe_l7_sudden_death, queue_backend_fifo,
    queue_down_redistribute, queue_maxqueue_503, queue_maxqueue_redispatch, queue_minconn_fullconn,
    queue_priority_class, queue_script_lc, queue_script_rr, queue_script_srr, queue_server_cookie, queue_set_maxconn,
    queue_timeout, queue_up_overcommit, queue_up_takes_backlog, random1_10_20_30, random1_busy, random2_1_2_3_4,
    random2_busy, random_5_1_1, random_eq3, random_exact_draws4, random_exact_eq3, random_exact_held, rr_10_20_30,
    rr_1_256, rr_1_2_3_4, rr_1_3, rr_3_1, rr_5_1_1, rr_all_down, rr_downup_10_20_30, rr_downup_5_1_1_heavy,
    rr_downup_eq3, rr_downup_eq4_two, rr_drain, rr_eq2, rr_eq3, rr_held, rr_maxconn, rr_maxconn_weighted,
    rr_script_2, rr_script_3, rr_script_4, rr_setweight_up, rr_setweight_zero, slowstart_initial, slowstart_maint,
    slowstart_w100_5s, slowstart_w10_3s, source_cons_10_20_30, source_cons_5_1_1, source_cons_balance,
    source_cons_downup, source_cons_eq3, source_cons_eq4_pub, source_cons_ids, source_cons_ipv6,
    source_cons_setweight, source_map_5_1_1, source_map_downup, source_map_eq3, source_map_ipv6,
    source_map_maint_drain, source_map_maxconn, srr_0_1_2, srr_10_20_30, srr_1_256, srr_1_3, srr_3_1, srr_4_7_13,
    srr_5_1_1, srr_downup_10_20_30, srr_downup_5_1_1_heavy, srr_downup_eq4_two, srr_drain, srr_eq2, srr_eq3, srr_eq5,
    srr_maxconn, srr_script_1, srr_script_2, srr_setweight_refused, stick_1_entry_backup, stick_src, stick_src_down,
    stick_src_drain, uri_cons, uri_cons_djb2, uri_cons_downup, uri_depth2, uri_len5, uri_map, uri_map_djb2,
    uri_path_only, urlparam_cons, urlparam_map,
}

#[test]
fn every_recording_in_the_folder_is_played_and_has_its_configuration_beside_it() {
    let files = fs::read_dir(folder()).expect("the folder of recordings").filter_map(Result::ok);
    let files: BTreeSet<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    let names = names();
    let wanted = names.iter().flat_map(|name| [format!("{name}.json"), format!("{name}.cfg")]);
    let wanted: BTreeSet<String> = wanted.chain(["README.md".to_owned(), "sums.txt".to_owned()]).collect();
    assert_eq!(files, wanted);
}

/// `crc32 NAME.json` for every recording, as it was recorded.
#[test]
fn no_recording_was_changed_since_it_was_recorded() {
    let sum = |name: &String| format!("{:08x} {name}.json\n", HashFunction::Crc32.of(recording(name).as_bytes()));
    let sums: String = names().iter().map(sum).collect();
    let file = folder().join("sums.txt");
    assert_eq!(fs::read_to_string(file).expect("the sums of the recordings"), sums);
}

#[test]
fn no_observation_is_left_unlooked_at() {
    for name in names() {
        let mut vector: Value = serde_json::from_str(&recording(&name)).expect("JSON");
        let steps = vector["observed"].as_array().map_or(0, Vec::len);
        for step in 0..steps {
            let keys: Vec<String> =
                vector["observed"][step].as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
            for changed in keys.into_iter().filter(|key| key != "step") {
                let place = &mut vector["observed"][step][&changed];
                let true_value = core::mem::replace(place, Value::from("something else"));
                match replay(&vector.to_string()) {
                    Err(Difference::Observation { step: at, key, expected, .. }) => {
                        assert_eq!(
                            (at, key, expected.as_str()),
                            (step, changed.clone(), "\"something else\""),
                            "{name}"
                        );
                    }
                    other => panic!("{name}: step {step} says another `{changed}`, and the replay says {other:?}"),
                }
                vector["observed"][step][&changed] = true_value;
            }
        }
    }
}

/// A balancer with a bug behaves as one with another configuration would: it must not pass.
#[test]
fn a_balancer_that_behaves_otherwise_differs_from_the_recording() {
    let bugs = [
        ("rr-5-1-1", r#""weight": 5"#, r#""weight": 4"#, "served_by"),
        ("rr-downup-eq3", r#""id": 2, "weight": 1"#, r#""id": 2, "weight": 2"#, "served_by"),
        ("lc-eq3-release-mix", r#""algorithm": "leastconn""#, r#""algorithm": "roundrobin""#, "reached"),
        ("source-map-downup", r#""id": 2, "weight": 1"#, r#""id": 2, "weight": 2"#, "served_by"),
        ("backup-1", r#", "backup": true"#, "", "served_by"),
        ("backup-2", r#""allbackups": false"#, r#""allbackups": true"#, "served_by"),
        ("health-flap-before-down", r#""fall": 3"#, r#""fall": 4"#, "it never comes to its end"),
        ("health-start-failing", r#""rise": 2"#, r#""rise": 3"#, "checks"),
        ("fail-refuse-redispatch-3", r#""redispatch": true"#, r#""redispatch": false"#, "finished"),
        ("fail-refuse-all", r#""retries": 3"#, r#""retries": 2"#, "finished"),
        ("queue-up-overcommit", r#""maxconn": 2"#, r#""maxconn": 1"#, "reached"),
    ];
    for (name, from, to, shown_by) in bugs {
        let recording = recording(name);
        assert!(recording.contains(from), "{name} has no {from}");
        match replay(&recording.replace(from, to)) {
            Err(Difference::Observation { key, .. }) => assert_eq!(key, shown_by, "{name}"),
            Err(Difference::Broken { why, .. }) => assert_eq!(why, shown_by, "{name}"),
            other => panic!("{name} with {to}: {other:?}"),
        }
    }
}

#[test]
fn what_is_not_built_is_named_and_never_skipped() {
    let needs = [
        (r#""algorithm": "roundrobin""#, r#""algorithm": "rdp-cookie""#, "balance rdp-cookie"),
        (r#""weight": 5"#, r#""weight": 5, "agent": true"#, "server option `agent`"),
        (r#""allbackups": false"#, r#""allbackups": false, "dispatch": 1"#, "option `dispatch`: 1"),
        (r#""action": "sequence""#, r#""action": "dance""#, "action `dance`"),
        (r#""count": 21"#, r#""count": 21, "cookie": "a""#, "`cookie` of action `sequence`"),
    ];
    for (from, to, what) in needs {
        let recording = recording("rr-5-1-1");
        assert!(recording.contains(from), "no {from}");
        let difference = replay(&recording.replacen(from, to, 1));
        assert_eq!(difference, Err(Difference::NotBuilt { what: what.to_owned() }));
    }
    assert!(matches!(replay("{}"), Err(Difference::Unreadable { .. })));
}
