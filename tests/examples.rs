//! The examples run, and what they claim is so.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../examples/custom_scenario.rs"]
mod custom_scenario;
#[path = "../examples/failover_measured.rs"]
mod failover_measured;
#[path = "../examples/hockey_stick.rs"]
mod hockey_stick;

use tierscope::scenario::wire;

#[test]
fn the_hockey_stick_is_that_of_theory() {
    let rows = hockey_stick::rows().expect("a sweep");
    assert_eq!(rows.len(), 10);
    for row in &rows {
        let off = (row.mean.0 / row.mean_in_theory - 1.0).abs();
        // At the highest load a run of 400 s still leaves much to chance; the interval says how much.
        assert!(off < 0.02 || (row.mean.0 - row.mean_in_theory).abs() < 2.0 * row.mean.1, "{}: {off}", row.load);
        assert!((row.p99 / row.p99_in_theory - 1.0).abs() < 0.25, "{}: {} {}", row.load, row.p99, row.p99_in_theory);
    }
    assert!(rows.windows(2).all(|pair| pair[0].mean.0 < pair[1].mean.0), "it rises");
    assert!(rows[9].mean.0 > 3.0 * rows[0].mean.0, "and steeply at the end");
    hockey_stick::main().expect("a table");
}

#[test]
fn a_failover_takes_as_long_as_its_checks_and_loses_what_was_under_way() {
    let found = failover_measured::measure();
    // Three checks, one every two seconds, the last of which waits its limit; the manager asks thrice, once a second.
    assert!((4.0..=10.5).contains(&found.down_s), "{found:?}");
    assert!((2.0..=5.0).contains(&found.promoted_s), "{found:?}");
    assert!(found.backup_s >= found.down_s, "{found:?}");
    assert!(found.errors > 100 && found.errors_at_the_end == 0, "{found:?}");
    assert!(found.lost_writes > 0 && found.seen_by_clients as u64 <= found.lost_writes, "{found:?}");
    failover_measured::main();
}

#[test]
fn a_scenario_made_in_rust_is_its_link() {
    let scenario = custom_scenario::scenario();
    assert_eq!(scenario.check(), Ok(()));
    let (read, warnings) = wire::read(&custom_scenario::link(scenario.clone()));
    assert_eq!((&read.scenario, warnings.len()), (&scenario, 0));
    let (played, again) = (custom_scenario::play(scenario), custom_scenario::play(read.scenario));
    assert_eq!(played, again);
    assert!(played.1 > 9_000 && played.2 > 0, "{played:?}");
    custom_scenario::main();
}
