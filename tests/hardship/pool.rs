//! A slow database and those who wait for it: the pool keeps the load off the database and hands it to the workers.

use crate::run::{at, go_on, play};
use tierscope::model::id::MachineId;
use tierscope::model::observation::{Cause, Kind};
use tierscope::simulation::Simulation;
use tierscope::snapshot::{Occupancy, PoolView};

/// Two servers with eight workers each and one database for both.
const SITE: &str =
    "preset=dedicated&replicas=0&srv=2&mode=active-active&failover=manual&dbtimeout=60s&pooltimeout=60s&ngconns=4096";

fn views(run: &Simulation) -> Vec<(Occupancy, PoolView, usize)> {
    let snapshot = run.snapshot();
    snapshot.servers.iter().map(|server| (server.app.occupancy, server.app.pool, server.app.queued)).collect()
}

#[test]
fn a_slow_database_takes_all_workers_and_then_fills_the_accept_queues_while_it_has_no_more_to_do_than_the_pools_allow()
{
    let mut run = play(&format!("{SITE}&pool=3&do=slow:db-1.mysqld:40@20s"), 20.0);
    for (occupancy, pool, queued) in views(&run) {
        assert!(occupancy.busy <= 6 && pool.waiting == 0 && queued == 0, "{occupancy:?} {pool:?}");
    }
    go_on(&mut run, 30.0);
    let mut last = 0;
    for second in 30..34 {
        go_on(&mut run, f64::from(second));
        for (occupancy, pool, _) in views(&run) {
            assert_eq!((occupancy.busy, occupancy.idle, pool.busy, pool.size), (8, 0, 3, 3), "{occupancy:?} {pool:?}");
            // But for those that run code between two calls, everybody waits: three for the database, the others for the three.
            assert_eq!(occupancy.database, 3);
            assert!(occupancy.pool >= 4 && pool.waiting == occupancy.pool, "{occupancy:?}");
        }
        // The database works on no more at once than the pools let through.
        let queries = run.world().machines()[MachineId::database(0, 2).index()].cpu.jobs();
        assert!(queries <= 6, "{queries} statements at once");
        let queued: usize = views(&run).iter().map(|(.., queued)| queued).sum();
        assert!(queued > last || queued == 2 * 129, "{queued} after {last}");
        last = queued;
    }
    // Files need no worker.
    run.reset_statistics();
    go_on(&mut run, 38.0);
    let longest = run.meter().response(Kind::Static).max().as_seconds();
    assert!(longest < 0.2, "a file took {longest} s");
}

#[test]
fn when_the_database_is_well_again_so_is_the_site() {
    let mut run = play(&format!("{SITE}&pool=3&do=slow:db-1.mysqld:40@20s,restore:db-1.mysqld@30s"), 60.0);
    let errors = run.meter().ledger().errors();
    assert!(errors > 100, "{errors} gave up");
    run.reset_statistics();
    go_on(&mut run, 90.0);
    assert_eq!(run.meter().ledger().errors(), errors);
    assert!(run.meter().responses().max().as_seconds() < 0.5);
    for (occupancy, pool, queued) in views(&run) {
        assert!(occupancy.idle > 0 && pool.waiting == 0 && queued == 0 && pool.open <= 3);
    }
}

#[test]
fn a_short_wait_for_the_pool_turns_the_outage_into_quick_errors() {
    let slow = "do=slow:db-1.mysqld:40@20s";
    let patient = play(&format!("{SITE}&pool=3&{slow}"), 40.0);
    let site = SITE.replace("pooltimeout=60s", "pooltimeout=100ms");
    let quick = play(&format!("{site}&pool=3&{slow}"), 40.0);
    let starved = |run: &Simulation| {
        let of = |error: &&tierscope::snapshot::ErrorCount| error.cause == Cause::PoolTimeout;
        run.meter().errors().iter().filter(of).map(|error| error.n).sum::<u64>()
    };
    assert_eq!(starved(&patient), 0);
    assert!(starved(&quick) > 1_000, "{}", starved(&quick));
    // Fewer wait until they give up, and as many as before are answered: it is the database that sets the pace.
    let (patient, quick) = (patient.meter().ledger(), quick.meter().ledger());
    assert!(quick.timed_out * 2 < patient.timed_out, "{patient:?} {quick:?}");
    assert!(quick.answered >= patient.answered * 9 / 10, "{patient:?} {quick:?}");
}

#[test]
fn a_pool_may_grow_and_shrink_while_pages_hold_its_connections() {
    let script = "do=slow:db-1.mysqld:40@20s,pool:1@22s,pool:64@24s,workers:64@24s,pool:2@26s";
    let mut run = play(&format!("{SITE}&{script}"), 23.9);
    assert!(views(&run).iter().all(|(_, pool, _)| (pool.size, pool.busy) == (1, 1)));
    go_on(&mut run, 25.5);
    assert!(views(&run).iter().all(|(_, pool, _)| pool.busy > 20 && pool.waiting == 0), "{:?}", views(&run));
    go_on(&mut run, 60.0);
    assert!(views(&run).iter().all(|(_, pool, _)| (pool.size, pool.busy, pool.open) == (2, 2, 2)), "{:?}", views(&run));
    assert_eq!(run.now(), at(60.0));
}
