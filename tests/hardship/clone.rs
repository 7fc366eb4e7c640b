//! A database with errant transactions comes back by being cloned.

use crate::run::{go_on, noted, play};
use tierscope::model::note::{Note, Refused};

const CRASH: &str = "ship=250ms&seed=3&do=crash:server-1@20s,restart:server-1@40s";

#[test]
fn a_cloned_database_replicates_again_and_is_read_again() {
    let mut run = play(&format!("{CRASH},clone:server-1@60s"), 59.0);
    assert_eq!(noted(&run, |note| matches!(note, Note::Errant { .. })).len(), 1, "it holds what the primary lacks");
    assert_eq!(run.world().nodes()[0].source(), None);
    go_on(&mut run, 90.0);
    let cloned = noted(&run, |note| matches!(note, Note::Cloned(_)));
    assert!(cloned.len() == 1 && (70.0..70.1).contains(&cloned[0]), "{cloned:?}");
    let (clone, primary) = (&run.world().nodes()[0], run.world().reigning().expect("a primary"));
    assert_eq!((clone.source(), clone.mysqld.read_only), (Some(1), true));
    let (log, of_clone) = (&primary.mysqld.log, &clone.mysqld.log);
    assert_eq!((of_clone.beyond(log), of_clone.shared(log)), (0, of_clone.len()));
    assert!(log.len() - of_clone.len() < 20, "{} {}", log.len(), of_clone.len());
    assert!(run.world().manager().route.readers.contains(&0), "{:?}", run.world().manager().route);
    let equal = clone.mysqld.rows.iter().zip(primary.mysqld.rows.iter()).filter(|(one, other)| one == other).count();
    assert!(equal > 980, "{equal} rows of 1000");
}

#[test]
fn the_primary_is_not_cloned_and_without_a_manager_nobody_is() {
    let run = play("do=clone:server-1@5s,crash:lb-1.manager@6s,clone:server-2@7s", 20.0);
    let refused = |why: fn(&Refused) -> bool| noted(&run, |note| matches!(note, Note::CommandRefused(r) if why(r)));
    assert_eq!(refused(|why| matches!(why, Refused::IsPrimary(_))), [5.0]);
    assert_eq!(refused(|why| matches!(why, Refused::NoManager)), [7.0]);
    assert_eq!(noted(&run, |note| matches!(note, Note::Cloning { .. })), Vec::<f64>::new());
}

#[test]
fn a_clone_whose_source_dies_keeps_nothing_and_asks_again() {
    let mut run = play("do=clone:server-3@20s,crash:server-1@22s", 25.0);
    assert!(run.world().nodes()[2].cloning && run.world().nodes()[2].mysqld.log.is_empty());
    go_on(&mut run, 240.0);
    let node = &run.world().nodes()[2];
    assert_eq!(
        (node.cloning, node.source()),
        (true, Some(0)),
        "nobody points it to the new primary while it cannot answer"
    );
    assert_eq!(run.world().reigning().map(|node| node.promoted), Some(true));
}
