//! Failover policies and what each costs on the same seed.

use crate::run::{noted, play};
use tierscope::model::note::Note;
use tierscope::model::observation::Cause;
use tierscope::simulation::Simulation;

/// A site with databases of their own, of which all pages write.
const SITE: &str = "preset=dedicated&write=0.5&rps=100&mode=active-active&seed=4";

fn promoted(run: &Simulation) -> Vec<f64> {
    noted(run, |note| matches!(note, Note::Promoted { .. }))
}

fn errors(run: &Simulation, cause: Cause) -> u64 {
    run.meter().errors().iter().filter(|error| error.cause == cause).map(|error| error.n).sum()
}

#[test]
fn without_a_fence_two_primaries_acknowledge_and_with_one_only_the_first_moments_are_lost() {
    // The manager is cut off from the primary, and from nobody else: it is wrong.
    let wrong = |policy: &str| play(&format!("{SITE}&learn=dns&ttl=20s{policy}&do=partition:lb-1~db-1@20s"), 60.0);
    let (split, fenced) = (wrong(""), wrong("&fence=on"));
    assert_eq!((promoted(&split).len(), promoted(&fenced).len()), (1, 1));
    let later = promoted(&fenced)[0] - promoted(&split)[0];
    assert!((3.0..4.1).contains(&later), "the switch takes three seconds, and the next probe sees the rest: {later}");
    // Until they look it up, applications write to the old primary, which knows of nothing.
    let (lost, at_stake) = (split.snapshot().lost_count, split.snapshot().at_stake.len());
    assert!(lost > 300 && at_stake == 200, "{lost} {at_stake}");
    let writable = |run: &Simulation| {
        run.world().nodes().iter().filter(|node| node.mysqld.running && !node.mysqld.read_only).count()
    };
    assert_eq!((writable(&split), writable(&fenced)), (2, 1));
    assert!(fenced.snapshot().lost_count < 10, "{}", fenced.snapshot().lost_count);
    assert!(!fenced.world().machines()[fenced.snapshot().databases[0].machine.index()].on);
    let stake = split.snapshot().at_stake[100].clone();
    let has: Vec<bool> = stake.copies.iter().map(|copy| copy.has).collect();
    assert_eq!((stake.in_primary, has[0], has[1]), (false, true, false));
    assert_eq!(stake.copies[0].row.map(|(machine, _)| machine), Some(stake.machine));
}

#[test]
fn what_the_switch_was_told_it_does_though_the_manager_dies_meanwhile() {
    let script = "do=partition:lb-1~db-1@20s,crash:lb-1.manager@24s";
    let run = play(&format!("{SITE}&fence=on&{script}"), 40.0);
    let (fencing, fenced) =
        (noted(&run, |note| matches!(note, Note::Fencing(_))), noted(&run, |note| matches!(note, Note::Fenced(_))));
    assert!(fencing.len() == 1 && fencing[0] < 24.0 && fenced == [fencing[0] + 3.0], "{fencing:?} {fenced:?}");
    assert!(!run.snapshot().databases[0].on && promoted(&run).is_empty());
}

#[test]
fn a_candidate_that_does_not_drain_is_quicker_and_loses_what_it_had_received() {
    // Its replicas apply more slowly than the primary writes.
    let crash = |policy: &str| play(&format!("{SITE}&apply=60ms&appliers=1{policy}&do=crash:db-1@30s"), 120.0);
    let (drained, undrained) = (crash(""), crash("&drained=off"));
    let (waited, hurried) = (promoted(&drained)[0] - 30.0, promoted(&undrained)[0] - 30.0);
    assert!(hurried < 5.0 && waited > hurried + 20.0, "{hurried} {waited}");
    let lost = |run: &Simulation| run.snapshot().lost_count;
    assert!(lost(&drained) < 10 && lost(&undrained) > 300, "{} {}", lost(&drained), lost(&undrained));
    // The price of waiting: nobody writes meanwhile.
    let failed = |run: &Simulation| run.meter().ledger().errors();
    assert!(failed(&drained) > failed(&undrained) + 300, "{} {}", failed(&drained), failed(&undrained));
}

#[test]
fn the_first_candidate_may_lack_what_the_most_advanced_one_has() {
    let crash = |policy: &str| play(&format!("{SITE}{policy}&do=slow:db-1~db-2:1000@10s,crash:db-1@30s"), 90.0);
    let (advanced, first) = (crash(""), crash("&candidate=first"));
    let primary = |run: &Simulation| run.world().reigning().map(|node| node.mysqld.id);
    assert_eq!((primary(&advanced), primary(&first)), (Some(2), Some(1)));
    let lost = |run: &Simulation| run.snapshot().lost_count;
    assert!(lost(&advanced) < 10 && lost(&first) > lost(&advanced) + 5, "{} {}", lost(&advanced), lost(&first));
    // The other has what the new primary lacks, and stays out.
    assert!(!noted(&first, |note| matches!(note, Note::Errant { .. })).is_empty());
}

#[test]
fn who_looks_its_primary_up_learns_of_it_later_than_who_is_told() {
    let crash = |learn: &str| play(&format!("{SITE}{learn}&do=crash:db-1@30s"), 90.0);
    let (pushed, looked_up) = (crash(""), crash("&learn=dns&ttl=20s"));
    assert_eq!(promoted(&pushed), promoted(&looked_up));
    let errors = |run: &Simulation| run.meter().ledger().errors();
    assert!(errors(&looked_up) > errors(&pushed) + 100, "{} {}", errors(&pushed), errors(&looked_up));
    // In the end all know.
    assert!(looked_up.world().servers().iter().all(|server| {
        server
            .app
            .route
            .as_ref()
            .is_some_and(|route| route.primary == looked_up.world().reigning().map(|n| n.mysqld.id))
    }));
}

#[test]
fn a_dead_manager_promotes_nobody_and_a_manual_one_waits_for_its_order() {
    let dead = play(&format!("{SITE}&do=crash:lb-1.manager@10s,crash:db-1.mysqld@20s"), 60.0);
    assert_eq!(promoted(&dead), Vec::<f64>::new());
    assert!(errors(&dead, Cause::DbRefused) > 500, "{}", errors(&dead, Cause::DbRefused));
    let manual = play(&format!("{SITE}&failover=manual&do=crash:db-1@20s,promote:db-3@40s"), 60.0);
    let at = promoted(&manual);
    assert!(at.len() == 1 && (40.0..41.5).contains(&at[0]), "{at:?}");
    assert_eq!(manual.world().reigning().map(|node| node.mysqld.id), Some(2));
}

#[test]
fn a_semi_synchronous_primary_loses_nothing_that_it_acknowledged_and_its_writes_take_a_round_trip_more() {
    // Few writes: a row is locked for as long as its commit waits.
    let site = SITE.replace("write=0.5", "write=0.1");
    let crash = |policy: &str| play(&format!("{site}&ship=250ms&semitimeout=1000s{policy}&do=crash:db-1@60s"), 59.0);
    let mut runs = [crash(""), crash("&replication=semi-sync")];
    let means = [0, 1]
        .map(|index: usize| runs[index].meter().response(tierscope::model::observation::Kind::Write).mean_seconds());
    assert!((0.25..0.33).contains(&(means[1] - means[0])), "{means:?}");
    runs.iter_mut().for_each(|run| crate::run::go_on(run, 120.0));
    let lost = runs.each_ref().map(|run| run.snapshot().lost_count);
    assert!(lost[0] > 0 && lost[1] == 0, "{lost:?}");
    assert!(runs.iter().all(|run| promoted(run).len() == 1));
    let status = runs[1].snapshot().databases[1].database.status.semi_sync.expect("switched on");
    assert!(status.on && status.clients == 1 && status.yes_tx > 200, "{status:?}");
}

#[test]
fn a_fallback_to_asynchronous_is_the_price_of_a_timeout() {
    // Both replicas are cut off: commits wait for the timeout once, and then for nobody.
    let cut = "do=partition:db-1~db-2@20s,partition:db-1~db-3@20s,crash:db-1@40s";
    let run = play(&format!("{SITE}&replication=semi-sync&semitimeout=2s&{cut}"), 39.0);
    let status = run.snapshot().databases[0].database.status.semi_sync.expect("switched on");
    assert!(!status.on && status.no_times == 1 && status.no_tx > 500, "{status:?}");
    let run = play(&format!("{SITE}&replication=semi-sync&semitimeout=2s&{cut}"), 90.0);
    assert!(run.snapshot().lost_count > 500, "{}", run.snapshot().lost_count);
}

#[test]
fn a_restarted_manager_knows_nothing_and_takes_its_time_to_find_that_nobody_reigns() {
    let script = "do=crash:lb-1.manager@20s,crash:db-1@21s,restart:lb-1.manager@30s";
    let run = play(&format!("{SITE}&{script}"), 60.0);
    // It begins to ask after a second, and believes that there is no primary when three rounds are over, and one more.
    let at = promoted(&run);
    assert!(at.len() == 1 && (35.0..35.1).contains(&at[0]), "{at:?}");
    assert_eq!(noted(&run, |note| *note == Note::NoCandidate), Vec::<f64>::new());
}

#[test]
fn a_replica_that_keeps_behind_on_purpose_is_promoted_only_where_there_is_no_other() {
    // The delayed one has received a little more than the other, whose link is slow.
    let crash = |policy: &str, script: &str| {
        let delayed = "&delay=20s&delayed=last";
        play(&format!("{SITE}{delayed}{policy}&do=slow:db-1~db-2:1000@10s,crash:db-1@30s{script}"), 90.0)
    };
    let primary = |run: &Simulation| run.world().reigning().map(|node| node.mysqld.id);
    let (other, alone) = (crash("", ""), crash("", ",crash:db-2@30s"));
    let undrained = crash("&drained=off", ",crash:db-2@30s");
    assert_eq!([&other, &alone, &undrained].map(primary), [Some(1), Some(2), Some(2)]);
    let after = [&other, &alone, &undrained].map(|run| promoted(run)[0] - 30.0);
    assert!(after[0] < 4.1 && (18.0..23.0).contains(&after[1]) && after[2] < 4.1, "{after:?}");
    // The price of not waiting: what only the delayed one had received, or all that it had not applied.
    let lost = [&other, &alone, &undrained].map(|run| run.snapshot().lost_count);
    assert!((5..30).contains(&lost[0]) && lost[1] < 10 && lost[2] > 500, "{lost:?}");
}
