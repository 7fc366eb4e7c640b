//! Replicas in a chain: each follows the database before it.

use crate::run::{go_on, noted, play};
use tierscope::model::id::MachineId;
use tierscope::model::mysql::error::SqlError;
use tierscope::model::mysql::receiver::ReceiverState;
use tierscope::model::note::{Note, Refused};
use tierscope::simulation::Simulation;
use tierscope::snapshot::DatabaseView;

/// Four databases of their own, each behind the one before, of which all pages write.
const CHAIN: &str = "preset=dedicated&topology=chain&replicas=3&write=0.5&rps=100&mode=active-active&seed=4";

fn database(run: &Simulation, number: usize) -> DatabaseView {
    run.snapshot().databases[number - 1].database.clone()
}

fn lags(run: &Simulation) -> [f64; 3] {
    [2, 3, 4].map(|number| database(run, number).lag.as_seconds())
}

/// Whom every database follows, by numbers from 1; 0 for nobody.
fn sources(run: &Simulation) -> Vec<u8> {
    run.world().nodes().iter().map(|node| node.source().map_or(0, |source| source + 1)).collect()
}

/// Who was re-pointed to whom, by numbers from 1.
fn repointed(run: &Simulation) -> Vec<(usize, usize)> {
    let number = |machine: MachineId| run.world().config().site().database_on(machine).map_or(0, |index| index + 1);
    let lines = run.log().iter().filter_map(|line| match line.note {
        Note::Repointed { machine, source } => Some((number(machine), number(source))),
        _ => None,
    });
    lines.collect()
}

fn readers(run: &Simulation) -> Vec<u8> {
    run.world().manager().route.readers.iter().map(|reader| reader + 1).collect()
}

/// Writes end, what is under way arrives, and then every one of these databases holds what the primary holds, and nothing else.
fn ends_level(run: &Simulation, numbers: &[usize]) {
    let primary = run.world().reigning().expect("a primary");
    for number in numbers {
        let node = &run.world().nodes()[number - 1];
        assert_eq!(node.mysqld.log, primary.mysqld.log, "db-{number}");
        assert_eq!(run.rows_differing(run.world().config().site().home(number - 1)), 0, "db-{number}");
    }
    let written: u64 = primary.mysqld.log.runs().iter().map(|run| run.len()).sum();
    assert!(written == primary.mysqld.log.len() && written > 1_000, "{written}");
}

#[test]
fn lag_adds_up_along_a_chain_and_seconds_behind_source_does_not_see_it() {
    let chain = play(&format!("{CHAIN}&ship=1s"), 60.0);
    let star = play(&format!("{CHAIN}&ship=1s").replace("chain", "star"), 60.0);
    assert_eq!((sources(&chain), sources(&star)), (vec![0, 1, 2, 3], vec![0, 1, 1, 1]));
    for (steps, (chained, starred)) in (1_u8..).zip(lags(&chain).into_iter().zip(lags(&star))) {
        let steps = f64::from(steps);
        assert!((0.95 * steps..1.1 * steps).contains(&chained), "{steps}: {chained}");
        assert!((0.95..1.1).contains(&starred), "{steps}: {starred}");
    }
    // A slow intermediate holds up all behind it, whose relay logs are empty: they call themselves level.
    let slow = play(&format!("{CHAIN}&do=slow:db-2.mysqld:60@20s"), 60.0);
    let (two, four) = (database(&slow, 2), database(&slow, 4));
    assert!(two.status.seconds_behind > Some(5) && two.status.relay > 100, "{:?}", two.status);
    assert!(four.lag >= two.lag && four.lag.as_seconds() > 5.0, "{} {}", two.lag.as_seconds(), four.lag.as_seconds());
    assert!(four.status.relay < 5 && !star.world().nodes()[0].mysqld.dumps.is_empty(), "{:?}", four.status);
    let dumps = |run: &Simulation| -> Vec<usize> { run.world().nodes().iter().map(|n| n.mysqld.dumps.len()).collect() };
    assert_eq!((dumps(&slow), dumps(&star)), (vec![1, 1, 1, 0], vec![3, 0, 0, 0]));
}

#[test]
fn behind_a_killed_intermediate_all_stand_still_until_they_are_re_pointed_and_nothing_is_lost_or_doubled() {
    let script = "do=crash:db-2.mysqld@20s,restart:db-2.mysqld@60s,write:0@80s";
    let mut run = play(&format!("{CHAIN}&{script}"), 21.5);
    let (three, four) = (database(&run, 3), database(&run, 4));
    assert_eq!((three.status.receiver, three.status.seconds_behind), (ReceiverState::Connecting, None));
    assert!(three.source.is_some_and(|source| !source.connected));
    // The last one hears its own source well, and knows of nothing.
    assert_eq!((four.status.receiver, four.status.seconds_behind), (ReceiverState::Connected, Some(0)));
    assert!(four.lag.as_seconds() > 1.4, "{}", four.lag.as_seconds());
    go_on(&mut run, 40.0);
    assert_eq!((repointed(&run), sources(&run)), (vec![(3, 1)], vec![0, 1, 1, 3]));
    assert!(lags(&run)[1..].iter().all(|lag| *lag < 0.2), "{:?}", lags(&run));
    assert_eq!(readers(&run), [3, 4]);
    // Who returns follows whom it was told to; the chain is not what it was.
    go_on(&mut run, 95.0);
    assert_eq!((repointed(&run), sources(&run), readers(&run)), (vec![(3, 1)], vec![0, 1, 1, 3], vec![2, 3, 4]));
    ends_level(&run, &[2, 3, 4]);
    assert_eq!((run.snapshot().lost_count, run.snapshot().at_stake.len()), (0, 0));
}

#[test]
fn a_cut_link_in_a_chain_is_silence_for_all_behind_it_and_no_reason_to_re_point_anybody() {
    let mut run = play(&format!("{CHAIN}&do=partition:db-2~db-3@20s,heal:db-2~db-3@100s,write:0@170s"), 95.0);
    let (three, four) = (database(&run, 3), database(&run, 4));
    // After a minute of silence it notices; who follows it never does.
    assert_eq!((three.status.receiver, three.status.seconds_behind), (ReceiverState::Connecting, None));
    assert_eq!((four.status.receiver, four.status.seconds_behind), (ReceiverState::Connected, Some(0)));
    assert!(four.lag.as_seconds() > 74.0 && database(&run, 2).lag.as_seconds() < 0.2);
    go_on(&mut run, 200.0);
    assert_eq!((repointed(&run), sources(&run)), (vec![], vec![0, 1, 2, 3]));
    ends_level(&run, &[2, 3, 4]);
}

#[test]
fn where_a_person_promotes_an_orphan_waits_for_a_person_and_what_is_behind_a_clone_for_its_log() {
    let script = "failover=manual&do=crash:db-2@20s,clone:db-3@100s";
    let mut run = play(&format!("{CHAIN}&{script}"), 99.0);
    assert_eq!((repointed(&run), sources(&run)), (vec![], vec![0, 1, 2, 3]));
    assert!(lags(&run)[1..].iter().all(|lag| *lag > 75.0), "{:?}", lags(&run));
    assert_eq!(database(&run, 3).status.seconds_behind, None);
    assert_eq!(readers(&run), Vec::<u8>::new(), "what stands still is not read");
    go_on(&mut run, 119.0);
    assert_eq!((sources(&run), readers(&run)), (vec![0, 1, 1, 3], vec![3, 4]));
    assert!(lags(&run)[1] < 0.2 && lags(&run)[2] > 90.0, "{:?}", lags(&run));
    // The copy came without the binlog that the last one needs: 1236, and then it is pointed to one who has it.
    go_on(&mut run, 200.0);
    let away = noted(&run, |note| matches!(note, Note::TurnedAway { .. }));
    assert!(away.len() == 1 && (120.0..121.0).contains(&away[0]), "{away:?}");
    assert_eq!((repointed(&run), sources(&run)), (vec![(4, 1)], vec![0, 1, 1, 1]));
    assert!(lags(&run)[2] < 0.2, "{:?}", lags(&run));
}

#[test]
fn a_promoted_intermediate_keeps_who_is_behind_it() {
    let ordered = play(&format!("{CHAIN}&ship=300ms&do=promote:db-2@30s,write:0@50s"), 70.0);
    assert_eq!((repointed(&ordered), sources(&ordered)), (vec![(1, 2)], vec![2, 0, 2, 3]));
    assert_eq!((readers(&ordered), ordered.snapshot().lost_count), (vec![1, 3, 4], 0));
    ends_level(&ordered, &[1, 3, 4]);
    // The primary dies: the one next to it has most.
    let mut dead = play(&format!("{CHAIN}&ship=300ms&do=crash:db-1@30s,restart:db-1@60s,write:0@80s"), 50.0);
    assert_eq!((repointed(&dead), sources(&dead)[1..].to_vec(), readers(&dead)), (vec![], vec![0, 2, 3], vec![3, 4]));
    assert!(dead.snapshot().lost_count > 5, "it was sent 0.3 s too late for that");
    go_on(&mut dead, 100.0);
    // What returns has what was never sent: it stays out, as in a star.
    assert_eq!((sources(&dead), noted(&dead, |note| matches!(note, Note::Errant { .. })).len()), (vec![0, 0, 2, 3], 1));
    ends_level(&dead, &[3, 4]);
}

#[test]
fn a_promoted_tail_drains_the_whole_chain_first_and_all_others_are_pointed_to_it() {
    let run = play(&format!("{CHAIN}&ship=300ms&do=promote:db-4@30s,write:0@50s"), 70.0);
    let promoted = noted(&run, |note| matches!(note, Note::Promoted { .. }));
    assert!(promoted.len() == 1 && (30.9..34.0).contains(&promoted[0]), "three times 0.3 s: {promoted:?}");
    assert_eq!((repointed(&run), sources(&run)), (vec![(1, 4), (2, 4), (3, 4)], vec![4, 4, 4, 0]));
    assert_eq!(run.snapshot().lost_count, 0);
    ends_level(&run, &[1, 2, 3]);
    // Where an intermediate is dead to the manager, who is behind it would wait for ever for what it lacks.
    let script = "failover=manual&do=crash:db-2.mysqld@20s,promote:db-4@30s";
    let refused = play(&format!("{CHAIN}&{script}"), 50.0);
    assert_eq!(noted(&refused, |note| matches!(note, Note::CommandRefused(Refused::NotFollowing(_)))).len(), 1);
    assert_eq!(noted(&refused, |note| matches!(note, Note::Promoted { .. })), Vec::<f64>::new());
}

#[test]
fn who_is_ahead_of_a_promoted_tail_is_refused_with_1236_and_comes_back_as_a_clone() {
    let script = "failover=manual&do=partition:db-3~db-4@20s,crash:db-1@30s,promote:db-4@40s,heal:db-3~db-4@45s,\
                  clone:db-3@60s,write:0@80s";
    let mut run = play(&format!("{CHAIN}&{script}"), 55.0);
    assert!(run.snapshot().lost_count > 300, "{}", run.snapshot().lost_count);
    for number in [2, 3] {
        let view = database(&run, number);
        assert_eq!((view.status.receiver, view.status.io_error), (ReceiverState::Stopped, Some(SqlError::FatalSource)));
        assert!(view.source.is_none() && view.errant > 300, "{}", view.errant);
    }
    assert_eq!(readers(&run), Vec::<u8>::new());
    go_on(&mut run, 95.0);
    assert_eq!((sources(&run)[1..].to_vec(), readers(&run)), (vec![0, 4, 0], vec![3]));
    ends_level(&run, &[3]);
}

#[test]
fn a_manager_that_cannot_see_an_intermediate_moves_who_is_behind_it_and_does_no_harm() {
    let script = "do=partition:lb-1~db-3@20s,heal:lb-1~db-3@40s,write:0@60s";
    let mut run = play(&format!("{CHAIN}&{script}"), 39.0);
    // It is wrong about the third, which follows and is followed by nobody any more.
    assert_eq!((repointed(&run), sources(&run), readers(&run)), (vec![(4, 1)], vec![0, 1, 2, 1], vec![2, 4]));
    assert!(lags(&run).iter().all(|lag| *lag < 0.2), "{:?}", lags(&run));
    go_on(&mut run, 75.0);
    assert_eq!((repointed(&run).len(), readers(&run)), (1, vec![2, 3, 4]));
    ends_level(&run, &[2, 3, 4]);
    // A dead manager moves nobody; the one that is started later finds the primary, and what hangs behind the dead one.
    let script = "do=crash:lb-1.manager@19s,crash:db-2@20s,restart:lb-1.manager@40s,write:0@60s";
    let mut run = play(&format!("{CHAIN}&{script}"), 39.0);
    assert_eq!((repointed(&run), sources(&run)), (vec![], vec![0, 1, 2, 3]));
    go_on(&mut run, 75.0);
    assert_eq!((repointed(&run), sources(&run), readers(&run)), (vec![(3, 1)], vec![0, 1, 1, 3], vec![3, 4]));
    ends_level(&run, &[3, 4]);
}

#[test]
fn a_semi_synchronous_primary_waits_for_the_replica_next_to_it_and_for_no_other() {
    let site = CHAIN.replace("write=0.5", "write=0.1");
    let site = format!("{site}&replication=semi-sync&semitimeout=1000s");
    let mut run = play(&format!("{site}&do=partition:db-3~db-4@10s,crash:db-2.mysqld@30s,crash:db-1@60s"), 29.0);
    let semi_sync = |run: &Simulation, number| database(run, number).status.semi_sync.expect("switched on");
    let of_primary = semi_sync(&run, 1);
    assert!(of_primary.clients == 1 && of_primary.yes_tx > 200 && of_primary.waiting < 5, "{of_primary:?}");
    assert_eq!((semi_sync(&run, 2).clients, semi_sync(&run, 2).yes_tx), (1, 0), "nobody commits at an intermediate");
    let before = of_primary.yes_tx;
    // Its one replica is dead: every commit waits, until the manager has pointed another one to it.
    go_on(&mut run, 32.0);
    let waiting = semi_sync(&run, 1);
    assert!(waiting.waiting > 5 && waiting.yes_tx < before + 30, "{waiting:?}");
    go_on(&mut run, 59.0);
    let again = semi_sync(&run, 1);
    assert!(again.on && again.clients == 1 && again.waiting < 5 && again.yes_tx > before + 200, "{again:?}");
    assert_eq!(sources(&run)[2], 1);
    go_on(&mut run, 90.0);
    assert_eq!((run.world().reigning().map(|node| node.mysqld.id), run.snapshot().lost_count), (Some(2), 0));
}

#[test]
fn the_last_replica_alone_may_be_the_delayed_one() {
    let mut run = play(&format!("{CHAIN}&delay=10s&delayed=last&do=delayed:all@70s,delayed:last@100s"), 60.0);
    let within = |lags: [f64; 3]| lags[0] < 0.2 && lags[1] < 0.2 && (9.0..11.0).contains(&lags[2]);
    assert!(within(lags(&run)), "{:?}", lags(&run));
    go_on(&mut run, 99.0);
    // A delay counts from the primary's commit: in a chain each is that far behind the primary, not behind its source.
    assert!(lags(&run).iter().all(|lag| (9.0..11.5).contains(lag)), "{:?}", lags(&run));
    go_on(&mut run, 130.0);
    assert!(within(lags(&run)), "{:?}", lags(&run));
    let star = play(&format!("{CHAIN}&delay=10s&delayed=last").replace("chain", "star"), 60.0);
    assert!(within(lags(&star)), "{:?}", lags(&star));
}
