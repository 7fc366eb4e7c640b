//! A replica and its source: when the end of one is heard, and what becomes of a replica that is turned away.

use crate::run::{noted, play};
use tierscope::model::mysql::receiver::ReceiverState;
use tierscope::model::note::Note;

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
