//! Slow links and lossy ones, slow machines and processes.

use crate::run::{go_on, noted, observe, play};
use tierscope::engine::time::SimDuration;
use tierscope::model::id::MachineId;
use tierscope::model::note::{Note, Refused};
use tierscope::simulation::Simulation;

/// Mean response time from second `from` on, over `seconds`.
fn mean(run: &mut Simulation, from: f64, seconds: f64) -> f64 {
    go_on(run, from);
    run.reset_statistics();
    go_on(run, from + seconds);
    run.meter().responses().mean_seconds()
}

#[test]
fn a_slow_internet_takes_its_factor_longer_and_is_as_before_when_restored() {
    let mut run = play("do=slow:client~lb-1:10@100s,restore:client~lb-1@300s", 20.0);
    let before = mean(&mut run, 20.0, 80.0);
    // Four crossings of 20 ms each take 180 ms more.
    let during = mean(&mut run, 110.0, 180.0) - before;
    assert!((0.71..0.73).contains(&during), "{during}");
    let after = mean(&mut run, 310.0, 80.0) - before;
    assert!(after.abs() < 0.004, "{after}");
}

#[test]
fn a_lossy_internet_costs_the_pauses_of_tcp() {
    let mean = |loss: &str| mean(&mut play(&format!("wanloss={loss}&static=1&write=0&retries=0"), 10.0), 10.0, 1_200.0);
    // A segment that is lost with the chance p is late by its pause times p / (1 - 2p), as pauses double: the SYN and its answer
    // by 1 s each, the request and the answer by 200 ms and a round trip.
    let p = 0.02;
    let expected = p / (1.0 - 2.0 * p) * (1.0 + 1.0 + 0.24 + 0.24);
    let late = mean("0.02") - mean("0");
    assert!((late / expected - 1.0).abs() < 0.05, "{late} for {expected}");
}

#[test]
fn a_link_made_lossy_delays_those_who_cross_it_alone() {
    let run = play("mode=active-active&static=1&write=0&do=loss:lb-1~server-2:0.1@1s", 200.0);
    let of = |server| run.meter().server_responses(MachineId::server(server)).quantile(0.99).as_seconds();
    assert!(of(0) < 0.2 && of(2) < 0.2, "{} {}", of(0), of(2));
    assert!(of(1) > 0.9, "{}", of(1));
}

#[test]
fn a_slow_machine_works_as_much_longer_as_it_is_slow() {
    let mut run = play("rps=60&do=slow:server-1:3@60s,restore:server-1@360s", 60.0);
    let worked =
        |run: &Simulation| run.world().machines()[MachineId::server(0).index()].cpu.worked(run.now()) as f64 / 1e9;
    let before = worked(&run);
    go_on(&mut run, 360.0);
    let slow = worked(&run) - before;
    go_on(&mut run, 660.0);
    let usual = worked(&run) - before - slow;
    assert!((slow / usual / 3.0 - 1.0).abs() < 0.03, "{slow} {usual}");
    assert_eq!(run.world().slow(), []);
}

#[test]
fn a_slow_application_leaves_files_as_quick_as_ever() {
    let mut run = play("ngconns=65536&do=slow:server-1.app:30@10s", 40.0);
    let (errors, _) = observe(&mut run, 10.0);
    assert!(errors > 1_000, "{errors}");
    let files = run.meter().response(tierscope::model::observation::Kind::Static);
    assert!(files.len() > 500 && files.quantile(0.5) < SimDuration::from_millis(400), "{:?}", files.quantile(0.5));
}

#[test]
fn work_under_way_slows_down_too_and_a_restarted_process_is_quick_again() {
    let query = "rps=0.1&work=const:1s&do=slow:server-1.app:10@100s,crash:server-1.app@200s,restart:server-1.app@201s";
    let run = play(query, 300.0);
    assert_eq!(run.world().slow(), []);
    let refused = play("do=restore:server-1@1s,thaw:lb-1@2s", 3.0);
    let reasons = noted(&refused, |note| {
        matches!(note, Note::CommandRefused(Refused::NothingToRestore(_) | Refused::NotFrozen(_)))
    });
    assert_eq!(reasons, [1.0, 2.0]);
}
