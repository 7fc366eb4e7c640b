//! Writes of several rows: two that come to the same rows in another order are a deadlock, which one of them pays for.

use crate::run::{at, go_on, play};
use tierscope::engine::rng::{Concern, Draws};
use tierscope::model::mysql::script::MOST_ROWS;
use tierscope::model::observation::{Cause, Kind};
use tierscope::simulation::Simulation;

/// Every request writes, and the log takes as long as it does by itself.
const SITE: &str = "preset=dedicated&mode=active-active&static=0&write=1&calls=1&seed=8";

fn errors(run: &Simulation, cause: Cause) -> u64 {
    run.meter().errors().iter().filter(|error| error.cause == cause).map(|error| error.n).sum()
}

/// How often a database has answered with an error.
fn answered(run: &Simulation, database: usize, errno: u16) -> u64 {
    let errors = &run.snapshot().databases[database].database.status.errors;
    errors.iter().find(|(number, _)| *number == errno).map_or(0, |(_, n)| *n)
}

fn restarted(run: &Simulation) -> u64 {
    run.snapshot().servers.iter().map(|server| server.app.pool.restarted).sum()
}

/// Both of two rows are by the same transaction, in every database.
fn whole(run: &Simulation) {
    for node in run.world().nodes() {
        let rows = &node.mysqld.rows;
        assert_eq!(rows.get(0), rows.get(1), "on database {} at {}", node.mysqld.id, run.now());
    }
}

#[test]
fn two_hot_rows_are_deadlocks_for_writes_of_both_and_none_for_writes_of_one() {
    let query = |rows: u32| format!("{SITE}&rps=100&pages=2&writecost=10ms&rows={rows}");
    let [one, both] = [1, 2].map(|rows| play(&query(rows), 60.0));
    assert_eq!((errors(&one, Cause::DbDeadlock), answered(&one, 0, 1213)), (0, 0));
    let (failed, answered) = (errors(&both, Cause::DbDeadlock), answered(&both, 0, 1213));
    let counted = both.snapshot().databases[0].database.status.deadlocks;
    assert!(failed > 500 && answered >= failed, "{failed} {answered}");
    assert_eq!((counted, restarted(&both)), (answered, 0));
    // Detection is at once: nobody waits until the limit of a lock, and what was not a victim was written.
    assert_eq!(errors(&both, Cause::DbLockWait), 0);
    let (ledger, primary) = (both.meter().ledger(), &both.snapshot().databases[0].database);
    assert!(ledger.errors() == failed && primary.written >= ledger.answered, "{ledger:?} {}", primary.written);
    assert!(primary.written <= ledger.answered + ledger.in_flight());
}

#[test]
fn of_the_victims_nothing_is_left_and_of_the_others_everything_at_every_instant_in_every_database() {
    let faults =
        "crash:db-1.mysqld@4s,restart:db-1.mysqld@9s,partition:db-2~db-3@12s,heal:db-2~db-3@15s,crash:db-2@18s";
    for replication in ["async", "semi-sync"] {
        let query = format!("{SITE}&rps=100&pages=2&writecost=10ms&rows=2&replication={replication}&do={faults}");
        let mut run = play(&query, 0.001);
        for millisecond in 2..25_000 {
            assert!(run.advance_to(at(f64::from(millisecond) / 1000.0), u64::MAX));
            whole(&run);
        }
        go_on(&mut run, 25.0);
        let deadlocks: u64 = (0..3).map(|database| answered(&run, database, 1213)).sum();
        assert!(deadlocks > 100, "{deadlocks}");
        // The one that nothing happened to has of each two rows by two statements: as many bytes as were recorded of such.
        let mysqld = &run.world().nodes()[2].mysqld;
        assert!(mysqld.log.len() > 500, "{}", mysqld.log.len());
        assert_eq!(mysqld.offset, 376 * mysqld.log.len());
    }
}

#[test]
fn restarts_mend_deadlocks_at_a_cost_in_time() {
    let query = |restarts: u32| format!("{SITE}&rps=30&pages=2&writecost=10ms&rows=2&restarts={restarts}");
    let [none, one, ten] = [0, 1, 10].map(|restarts| play(&query(restarts), 120.0));
    let failed = [&none, &one, &ten].map(|run| errors(run, Cause::DbDeadlock));
    assert!(failed[0] > 4 * failed[1] && failed[1] > 0 && failed[2] == 0, "{failed:?}");
    assert_eq!(restarted(&ten), answered(&ten, 0, 1213));
    assert_eq!(restarted(&one) + failed[1], answered(&one, 0, 1213));
    // Whoever was the victim is answered the later; of a hundred answers the slowest is such a one.
    let slow = |run: &Simulation| run.meter().response(Kind::Write).quantile(0.99).as_seconds();
    assert!(slow(&ten) > slow(&none) + 0.005, "{} {}", slow(&none), slow(&ten));
    let mean = |run: &Simulation| run.meter().response(Kind::Write).mean_seconds();
    assert!(mean(&ten) > mean(&none), "{} {}", mean(&none), mean(&ten));
    let primary = |run: &Simulation| run.snapshot().databases[0].utilization;
    assert!(primary(&ten) > primary(&none), "{} {}", primary(&none), primary(&ten));
}

#[test]
fn restarts_near_the_limit_of_what_the_rows_can_bear_are_a_storm() {
    // Each try that fails has cost as much as one that does not, and meets others that are tried again.
    let query = |restarts: u32| format!("{SITE}&rps=60&pages=2&writecost=10ms&rows=2&restarts={restarts}");
    let [none, one, ten] = [0, 1, 10].map(|restarts| play(&query(restarts), 120.0).meter().ledger().answered);
    assert!(one > none + 300 && ten < none / 2, "{none} {one} {ten}");
}

#[test]
fn a_lock_wait_that_takes_too_long_is_1205_beside_and_its_transaction_is_gone_as_well() {
    let query = format!("{SITE}&rps=30&pages=2&rows=2&flush=200ms&lockwait=1s&giveup=30s&dbtimeout=20s&writecost=20ms");
    let mut run = play(&query, 0.01);
    for step in 2..1_200 {
        assert!(run.advance_to(at(f64::from(step) / 20.0), u64::MAX));
        whole(&run);
    }
    go_on(&mut run, 60.0);
    let told = [Cause::DbLockWait, Cause::DbDeadlock].map(|cause| errors(&run, cause));
    assert!(told.iter().all(|n| *n > 50), "{told:?}");
    assert!(answered(&run, 0, 1205) >= told[0] && answered(&run, 0, 1213) >= told[1]);
    // Every commit writes the same rows, so there is one for each flush.
    let written = run.snapshot().databases[0].database.written;
    assert!((200..=300).contains(&written), "{written}");
    // With a third row there are some that hold one already when their time is up: nothing stays locked.
    let run = play(&query.replace("pages=2", "pages=3"), 60.0);
    assert!(errors(&run, Cause::DbLockWait) > 50 && run.snapshot().databases[0].database.written > 200);
}

#[test]
fn the_cost_of_a_write_is_divided_among_its_rows_and_each_row_is_applied() {
    for rows in 1..=MOST_ROWS {
        let run = play(&format!("{SITE}&rps=20&pages=100000&rows={rows}&writecost=2ms&apply=3ms&readcost=0s"), 100.0);
        let databases = run.snapshot().databases;
        let written = databases[0].database.written;
        let worked = |database: usize| {
            let machine = databases[database].machine;
            run.world().machines()[machine.index()].cpu.worked(run.now()) as f64 / 1e9
        };
        let (expected, each) = (written as f64 * 0.002, written as f64 * 0.003 * f64::from(rows));
        assert!(written > 1_800 && (worked(0) - expected).abs() < 0.02, "{rows}: {} {expected}", worked(0));
        assert!((worked(1) - each).abs() < 0.05 && (worked(2) - each).abs() < 0.05, "{rows}: {} {each}", worked(1));
        let bytes = run.world().nodes()[0].mysqld.offset;
        assert_eq!(bytes, (1..=written).map(|_| 220 + u64::from(rows - 1) * 313 / 2).sum::<u64>(), "{rows}");
        // They are drawn as pages are, so two that meet are rare among so many.
        assert!(errors(&run, Cause::DbDeadlock) < 20);
    }
}

/// A site with hot rows whose databases have one trouble after the other, by chance.
fn troubled(seed: u64) -> String {
    let mut draws = Draws::keyed(seed, Concern::Script, 1);
    let mut pick = |of: &[&str]| of[draws.below(of.len() as u64) as usize].to_owned();
    let acts: Vec<String> = (1..15)
        .map(|second| {
            let database = pick(&["db-1", "db-2", "db-3"]);
            let act = match pick(&["crash", "restart", "restart", "freeze", "thaw", "promote", "partition", "heal"]) {
                verb if verb == "promote" => format!("promote:{database}"),
                verb if verb == "partition" || verb == "heal" => {
                    format!("{verb}:{}", pick(&["db-1~db-2", "db-2~db-3", "server-1~db-1"]))
                }
                verb => format!("{verb}:{database}.mysqld"),
            };
            format!("{act}@{second}s")
        })
        .collect();
    let (rows, restarts, pages) = (pick(&["2", "3", "4"]), pick(&["0", "1", "10"]), pick(&["2", "5"]));
    let (cost, limit, replication) = (pick(&["2ms", "30ms"]), pick(&["1s", "50s"]), pick(&["async", "semi-sync"]));
    format!(
        "preset=dedicated&mode=active-active&static=0.1&write=0.6&rps=40&seed={seed}&pages={pages}&rows={rows}\
         &restarts={restarts}&writecost={cost}&lockwait={limit}&replication={replication}&do={}",
        acts.join(",")
    )
}

#[test]
fn every_invariant_holds_after_every_event_whatever_happens_to_databases_in_which_hot_rows_meet() {
    let mut deadlocks = 0;
    for seed in 0..24 {
        let query = troubled(seed);
        let mut run = play(&query, 0.0);
        while run.now() < at(18.0) && run.step() {
            run.audit().unwrap_or_else(|broken| panic!("at {}: {broken}\n{query}", run.now()));
        }
        deadlocks += (0..3).map(|database| answered(&run, database, 1213)).sum::<u64>();
    }
    assert!(deadlocks > 500, "{deadlocks}");
}
