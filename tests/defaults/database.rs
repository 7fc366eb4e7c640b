//! Databases without the machine of another: reads, and writes that are lost.

use crate::broken::{Broken, RUNS, SERVER_2, begin, seconds, within};
use tierscope::model::note::Note;

#[test]
fn without_a_replica_pages_are_slow_or_fail_until_the_manager_takes_it_out() {
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("server-2", "", seed);
        // The manager's 3 to 4 s, one call's limit of 2 s begun just before, and the queue that has formed meanwhile.
        crash.play(10.0);
        let dead = |note: &Note| matches!(note, Note::DatabaseDead { machine, primary: false } if *machine == SERVER_2);
        within("taken out", crash.after(dead).unwrap_or(f64::NAN), 3.0, 4.01);
        assert!(crash.run.meter().ledger().errors() > 0, "seed {seed}: nobody noticed");
        let (errors, longest) = crash.observe(30.0);
        assert_eq!(errors, 0, "seed {seed}: clean again");
        within(&format!("seed {seed}: longest response"), longest, 0.0, 0.5);
    }
}

/// Acknowledged writes that crashes of server-1 have lost.
fn lost(settings: &str) -> u64 {
    let lost = |seed| {
        let mut crash = Broken::begin("server-1", settings, seed);
        crash.play(6.0);
        let snapshot = crash.run.snapshot();
        assert_eq!(snapshot.lost.len() as u64, snapshot.lost_count, "listed one by one");
        assert!(snapshot.lost.iter().all(|lost| lost.acknowledged <= seconds(crash.at)));
        snapshot.lost_count
    };
    (1..=RUNS).map(lost).sum()
}

#[test]
fn twenty_crashes_lose_next_to_no_writes_at_the_default_delay() {
    // Exposed: 20 acknowledged writes a second x 0.2 ms.
    assert!(lost("") <= 2, "{}", lost(""));
    let mut run = begin("seed=1");
    run.advance_to(seconds(60.0), u64::MAX);
    within("exposed", run.snapshot().exposed, 0.002, 0.006);
}

#[test]
fn twenty_crashes_lose_about_a_hundred_writes_when_the_binlog_ships_250_ms_late() {
    within("lost", lost("&ship=250ms") as f64, 70.0, 130.0);
}
