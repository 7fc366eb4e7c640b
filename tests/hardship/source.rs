//! A replica and its source: when the end of one is heard, and what becomes of a replica that is turned away.

use crate::run::{go_on, noted, play};
use tierscope::model::mysql::receiver::ReceiverState;
use tierscope::model::note::Note;
use tierscope::simulation::Simulation;

/// A site with databases of their own, of which all pages write.
const SITE: &str = "preset=dedicated&write=0.5&rps=100&mode=active-active&seed=8";

#[test]
fn the_end_of_a_killed_source_reaches_its_replicas_behind_all_that_it_had_sent() {
    // Some is under way for three seconds, or repeated because a lossy link has lost it.
    let ways = [("&ship=3s&do=", 22.9, 23.1), ("&do=loss:db-1~db-2:0.2@10s,", 20.03, 60.0)];
    for (way, from, to) in ways {
        let run = play(&format!("{SITE}&failover=manual{way}crash:db-1.mysqld@20s"), 79.0);
        let replica = run.world().config().site().home(1);
        let lost = noted(&run, |note| *note == Note::SourceLost(replica));
        assert!(lost.len() == 1 && (from..to).contains(&lost[0]), "{way}: {lost:?}");
        let found = noted(&run, |note| *note == Note::SourceFound(replica));
        assert!(found.iter().all(|found| *found < lost[0]), "{way}: {found:?}");
        // All that was sent is there, and the loss is not hidden.
        let (primary, node) = (&run.world().nodes()[0].mysqld, &run.world().nodes()[1].mysqld);
        assert_eq!((node.receiver.state, node.log.len()), (ReceiverState::Connecting, primary.log.len()), "{way}");
    }
}

#[test]
fn who_is_turned_away_by_the_primary_is_left_to_a_person_until_something_changes() {
    // The second, a clone, has not the binlog that the third needs, which was cut off for longer; then it reigns.
    let script = "do=partition:db-1~db-3@20s,clone:db-2@30s,crash:db-1@60s";
    let later = "crash:lb-1.manager@100s,restart:lb-1.manager@110s,promote:db-4@150s,write:0@160s";
    let mut run = play(&format!("{SITE}&replicas=3&{script},{later}"), 95.0);
    let third = run.world().config().site().home(2);
    let away =
        |run: &Simulation| noted(run, |note| matches!(note, Note::TurnedAway { machine, .. } if *machine == third));
    let moved =
        |run: &Simulation| noted(run, |note| matches!(note, Note::Repointed { machine, .. } if *machine == third));
    assert_eq!((run.world().manager().primary, run.world().manager().route.readers.clone()), (Some(1), vec![3]));
    assert!(away(&run).len() == 1 && moved(&run).len() == 1, "{:?} {:?}", away(&run), moved(&run));
    assert_eq!(run.world().nodes()[2].turned_away_by(), Some(1));
    // A manager that knows nothing is told that, too.
    go_on(&mut run, 140.0);
    assert_eq!((away(&run).len(), run.world().manager().primary), (1, Some(1)));
    // Another primary has all of it.
    go_on(&mut run, 180.0);
    let logs = run.world().nodes().iter().map(|node| node.mysqld.log.clone()).collect::<Vec<_>>();
    assert_eq!((run.world().manager().route.readers.clone(), away(&run).len()), (vec![1, 2], 1));
    assert!(logs[2] == logs[3] && logs[1] == logs[3] && logs[3].len() > 5_000, "{}", logs[3].len());
}
