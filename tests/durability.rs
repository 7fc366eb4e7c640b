//! What a primary that is killed still has of what it acknowledged, at many instants.

use tierscope::engine::rng::{Concern, Draws};
use tierscope::engine::time::SimTime;
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

#[test]
fn a_killed_primary_keeps_what_it_acknowledged_or_all_but_the_last_second_of_it() {
    let runs = if std::env::var_os("TIERSCOPE_LONG").is_some() { 1_000 } else { 20 };
    let mut with_losses = [0, 0];
    for seed in 0..runs {
        let crash = 5_000 + Draws::keyed(seed, Concern::Script, 0).below(20_000);
        let script = format!("do=crash:db-1.mysqld@{crash}ms,restart:db-1.mysqld@{}ms", crash + 500);
        for (index, durability) in ["commit", "second"].into_iter().enumerate() {
            let site = "preset=dedicated&replicas=1&failover=manual&write=0.5&rps=60";
            let query = format!("{site}&flushlog={durability}&seed={seed}&{script}");
            let mut run = Simulation::new(wire::read(&query).0.scenario);
            run.advance_to(SimTime::from_millis(crash + 600), u64::MAX);
            let lost = run.snapshot().lost;
            let oldest = lost.first().map(|one| SimTime::from_millis(crash).since(one.acknowledged).as_seconds());
            with_losses[index] += u64::from(!lost.is_empty());
            let most = if durability == "commit" { 0.0 } else { 1.0 };
            assert!(oldest.unwrap_or(0.0) <= most, "{oldest:?}\n{query}");
        }
    }
    assert!(with_losses[0] == 0 && with_losses[1] > runs / 2, "{with_losses:?} of {runs}");
}
