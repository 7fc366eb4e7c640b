//! Reads that are outdated, locks, connections and logs: what databases do to an application without any fault.

use crate::run::play;
use tierscope::model::observation::{Cause, Kind};
use tierscope::simulation::Simulation;

const SITE: &str = "preset=dedicated&mode=active-active&rps=100&seed=8";

fn errors(run: &Simulation, cause: Cause) -> u64 {
    run.meter().errors().iter().filter(|error| error.cause == cause).map(|error| error.n).sum()
}

#[test]
fn a_reader_sees_his_own_write_where_he_waits_for_it_or_reads_at_the_primary() {
    // Few users who read and write at once, and a log that takes its time.
    let query = |reads: &str| format!("{SITE}&addresses=10&write=0.5&static=0&ship=400ms&readwait=5s&reads={reads}");
    let [replica, wait, primary] = ["replica", "wait", "primary"].map(|reads| play(&query(reads), 120.0));
    let missed = |run: &Simulation| run.snapshot().own_writes_missed;
    assert!(missed(&replica) > 1_000, "{}", missed(&replica));
    assert_eq!((missed(&wait), missed(&primary)), (0, 0));
    // What the wait costs, and what the primary has to bear instead.
    let mean = |run: &Simulation| run.meter().response(Kind::Read).mean_seconds();
    assert!(mean(&wait) > mean(&replica) + 0.1, "{} {}", mean(&replica), mean(&wait));
    let reads = |run: &Simulation, database: usize| run.snapshot().databases[database].database.status.reads;
    assert!(reads(&replica, 0) == 0 && reads(&primary, 0) > 10_000 && reads(&primary, 1) == 0);
    // A limit shorter than the lag is a read of what is there.
    let hurried = play(&query("wait").replace("readwait=5s", "readwait=1ms"), 120.0);
    assert!(missed(&hurried) > 1_000, "{}", missed(&hurried));
}

#[test]
fn seconds_behind_source_is_blind_to_what_has_not_arrived() {
    let run = play(&format!("{SITE}&write=0.5&ship=3s"), 60.0);
    let replica = &run.snapshot().databases[1].database;
    assert_eq!(replica.status.seconds_behind.map(|seconds| seconds <= 3), Some(true));
    assert!((2.9..3.3).contains(&replica.lag.as_seconds()), "{}", replica.lag.as_seconds());
    // Cut off from its source it is as sure of itself, until it notices the silence.
    let cut = play(&format!("{SITE}&write=0.5&do=partition:db-1~db-2@20s"), 60.0);
    let replica = &cut.snapshot().databases[1].database;
    assert_eq!(replica.status.seconds_behind, Some(0));
    assert!(replica.lag.as_seconds() > 39.0, "{}", replica.lag.as_seconds());
}

#[test]
fn a_delayed_replica_keeps_its_distance() {
    let run = play(&format!("{SITE}&write=0.5&delay=10s&reads=primary"), 60.0);
    for database in &run.snapshot().databases[1..] {
        let (lag, status) = (database.database.lag.as_seconds(), &database.database.status);
        assert!((9.0..11.0).contains(&lag) && status.relay > 100, "{lag} {status:?}");
        assert_eq!(status.remaining_delay.map(|seconds| seconds <= 10), Some(true));
    }
}

#[test]
fn a_hot_row_is_written_by_one_at_a_time_and_who_waits_too_long_is_told_1205() {
    let run = play(&format!("{SITE}&write=0.5&pages=1&flush=200ms&lockwait=1s&giveup=30s&dbtimeout=20s"), 60.0);
    let waited = errors(&run, Cause::DbLockWait);
    assert!(waited > 100, "{waited}");
    let primary = &run.snapshot().databases[0].database;
    assert!(primary.status.errors.iter().any(|(number, n)| *number == 1205 && *n >= waited), "{:?}", primary.status);
    // One commit for each flush, as every commit writes the same row.
    assert!((200..=300).contains(&primary.written), "{}", primary.written);
}

#[test]
fn a_database_with_no_connection_left_says_1040() {
    let few = play(&format!("{SITE}&dbconns=4&readcost=15ms"), 60.0);
    assert!(errors(&few, Cause::DbTooMany) > 100, "{}", errors(&few, Cause::DbTooMany));
    for database in few.snapshot().databases {
        assert!(database.database.status.connections <= 4, "{:?}", database.database.status);
    }
    let enough = play(&format!("{SITE}&readcost=15ms"), 60.0);
    assert_eq!(errors(&enough, Cause::DbTooMany), 0);
}

#[test]
fn a_log_that_is_flushed_once_a_second_loses_that_second_with_the_process() {
    let query = |durability: &str| {
        format!("{SITE}&write=0.5&flushlog={durability}&do=crash:db-1.mysqld@30.9s,restart:db-1.mysqld@31.5s")
    };
    let errant = |run: &Simulation| run.snapshot().databases[1].database.errant;
    let (safe, quick) = (play(&query("commit"), 34.0), play(&query("second"), 34.0));
    // Nobody was promoted: the primary came back within two missed probes, without what its replicas have.
    assert_eq!((errant(&safe), safe.snapshot().lost_count), (0, 0));
    assert!(
        errant(&quick) > 5 && quick.snapshot().lost_count > 5,
        "{} {}",
        errant(&quick),
        quick.snapshot().lost_count
    );
}

#[test]
fn parallel_appliers_keep_up_where_one_falls_behind() {
    let lag = |appliers: u32| {
        let run =
            play(&format!("{SITE}&write=0.5&static=0&apply=30ms&reads=primary&appliers={appliers}&cores=8"), 60.0);
        run.snapshot().databases[1].database.lag.as_seconds()
    };
    let (one, four) = (lag(1), lag(4));
    assert!(one > 10.0 && four < 0.5, "{one} {four}");
}
