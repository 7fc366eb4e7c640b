//! Travel in time: wherever one goes, and by whichever way, the run there is the one that playing reaches.

use proptest::prelude::*;
use tierscope::engine::time::SimTime;
use tierscope::scenario::{Act, wire};
use tierscope::simulation::Simulation;
use tierscope::snapshot::Snapshot;

/// Everything happens in the first minute: a crash, a freeze, a lossy link, a spike, a return.
const EVENTFUL: &str = "ship=250ms&tries=2&mode=active-active&seed=42&do=crash:server-1@12s,freeze:server-2.app@20s,\
    thaw:server-2.app@24s,loss:lb-1~server-3:0.05@26s,spike:400:5s@30s,restart:server-1@40s,clone:server-1@50s";

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

fn run(query: &str) -> Simulation {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, []);
    Simulation::new(link.scenario)
}

fn played(query: &str, millis: u64) -> Simulation {
    let mut run = run(query);
    assert!(run.advance_to(at(millis), u64::MAX));
    run
}

/// Everything that a person can see of a run but the journeys, of which a bounded number is kept.
fn all(run: &Simulation) -> (Snapshot, String, String) {
    (run.snapshot(), format!("{:?}", run.series()), format!("{:?}", run.log()))
}

fn act(text: &str, run: &Simulation) -> Act {
    Act::read(text, &run.scenario().config).expect("an act").0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_way_through_time_gives_the_run_that_playing_gives(
        seed in 0_u64..1_000,
        ways in prop::collection::vec((0_u64..70_000, 0_usize..4), 1..12),
    ) {
        let query = EVENTFUL.replace("seed=42", &format!("seed={seed}"));
        let mut traveller = run(&query);
        for (millis, kind) in ways {
            match kind {
                0 | 1 => prop_assert!(traveller.seek(at(millis), u64::MAX)),
                2 => { traveller.step_to_last_change(); }
                _ => { traveller.step_to_next_change(); }
            }
            prop_assert_eq!(traveller.audit(), Ok(()));
        }
        // The instant of a change may lie between two events of that instant: on from there to the next millisecond.
        let end = traveller.now().next_milli();
        traveller.advance_to(end, u64::MAX);
        let straight = { let mut straight = run(&query); straight.advance_to(end, u64::MAX); straight };
        prop_assert_eq!(all(&traveller), all(&straight));
    }

    #[test]
    fn any_division_into_steps_gives_the_same_run(cuts in prop::collection::vec(1_u64..3_000_000_000, 1..200), budget in 1_u64..5_000) {
        let mut divided = run(EVENTFUL);
        for cut in cuts {
            let target = SimTime::from_nanos(divided.now().as_nanos() + cut).min(at(60_000));
            while !divided.advance_to(target, budget) {}
        }
        let mut whole = run(EVENTFUL);
        whole.advance_to(divided.now(), u64::MAX);
        prop_assert_eq!(all(&divided), all(&whole));
    }
}

#[test]
fn a_run_comes_to_an_instant_by_what_happens_there_and_not_by_a_second_that_closes() {
    // The manager probes at every whole second: at 3 s there is something left to happen when the second has closed.
    let mut run = run("rps=5");
    let (mut events, mut slices) = (0, 0);
    while !run.advance_to(at(3_000), 1) {
        assert!(run.now() < at(3_000) || run.events() > events, "{} events", run.events());
        (events, slices) = (run.events(), slices + 1);
    }
    assert!(run.now() == at(3_000) && slices > 30);
}

#[test]
fn a_step_back_undoes_a_step_forth() {
    let mut run = played(EVENTFUL, 25_000);
    let mut stands = Vec::new();
    for _ in 0..40 {
        assert!(run.step_to_next_change());
        stands.push((run.now(), run.digest()));
    }
    while let Some((now, digest)) = stands.pop() {
        assert_eq!((run.now(), run.digest()), (now, digest), "{} left", stands.len());
        assert!(run.step_to_last_change());
    }
}

#[test]
fn a_paused_run_steps_back_to_what_it_shows_and_from_there_to_what_was_before() {
    let mut run = played("rps=1", 20_000);
    assert!(run.step_to_last_change());
    let last = run.now();
    assert!(last < at(20_000) && run.step_to_last_change() && run.now() < last);
    let mut start = played("rps=1", 0);
    assert!(!start.step_to_last_change());
    assert_eq!(start.now(), SimTime::ZERO);
}

#[test]
fn the_way_forth_over_what_was_played_is_as_short_as_the_way_back() {
    let mut run = played("", 600_000);
    let far = (run.digest(), all(&run));
    run.seek(at(3_000), u64::MAX);
    // From the nearest checkpoint on, not from here: of two million events next to none are played again.
    assert!(run.seek(at(600_000), 60_000));
    assert_eq!((run.digest(), all(&run)), far);
}

#[test]
fn a_branch_goes_its_own_way_and_the_run_that_it_left_stays() {
    let mut a = played(EVENTFUL, 60_000);
    let before = all(&a);
    let mut b = a.branch(at(10_000));
    assert_eq!(all(&b), all(&played(EVENTFUL, 10_000)));
    b.command(act("smaxconn:4", &b), false);
    b.advance_to(at(60_000), u64::MAX);
    assert_eq!(all(&a), before);
    assert_ne!(b.digest(), a.digest());
    assert_eq!(b.scenario().commands.len(), a.scenario().commands.len() + 1);
    // The branch is the run of its own link, and its past is the other's.
    let mut again = Simulation::new(b.scenario().clone());
    again.advance_to(at(60_000), u64::MAX);
    assert_eq!(all(&b), all(&again));
    a.seek(at(9_000), u64::MAX);
    b.seek(at(9_000), u64::MAX);
    assert_eq!(a.digest(), b.digest());
}

#[test]
fn a_changed_past_has_another_future() {
    let mut run = played(EVENTFUL, 60_000);
    run.seek(at(20_000), u64::MAX);
    run.command(act("heal:lb-1~server-1", &run), true);
    run.seek(at(5_000), u64::MAX);
    run.seek(at(58_000), u64::MAX);
    let mut again = Simulation::new(run.scenario().clone());
    again.advance_to(at(58_000), u64::MAX);
    assert_eq!(all(&run), all(&again));
}

#[test]
fn checkpoints_and_history_stay_within_24_mib() {
    // Measured by what a copy takes, which is what they are and little else.
    const MOST: u64 = 24 << 20;
    for query in ["", EVENTFUL, "mode=active-active&rps=2000&srv=8&tries=3&addresses=65536&pages=100000"] {
        let mut run = run(query);
        run.follow(1);
        run.advance_to(at(600_000), 8_000_000);
        run.seek(at(1_000), u64::MAX);
        let bytes = allocation_counter::measure(|| std::mem::forget(run.clone())).bytes_total;
        assert!(bytes < MOST, "{query}: {bytes} bytes");
        assert!(run.bytes() as u64 * 2 > bytes, "{query}: {} told for {bytes}", run.bytes());
    }
}
