//! A failover with a stopwatch: server-1, which is the active server and has the primary database, goes off. When does HAProxy
//! believe it, what does it cost the clients, and which acknowledged writes are gone?
//!
//! Everything is read from snapshots and from the event log, as a screen would.

use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::note::Note;
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

/// The binlog takes a quarter of a second to a replica, so that is what a crash loses.
const LINK: &str = "ship=250ms&do=crash:server-1@12s&seed=42";
const CRASH: SimTime = SimTime::from_millis(12_000);
const STEP: SimDuration = SimDuration::from_millis(10);

/// What the crash did. Times are in seconds after it.
#[derive(Debug, Default)]
pub struct Failover {
    /// Until HAProxy said DOWN.
    pub down_s: f64,
    /// Until the manager had promoted a replica.
    pub promoted_s: f64,
    /// Until HAProxy sent requests to a backup.
    pub backup_s: f64,
    /// Requests that ended without an answer.
    pub errors: u64,
    /// Those of the last ten seconds.
    pub errors_at_the_end: u64,
    /// Acknowledged writes that are in no database any more.
    pub lost_writes: u64,
    /// How many of them their clients saw acknowledged.
    pub seen_by_clients: usize,
}

/// Plays a minute and looks every 10 ms.
pub fn measure() -> Failover {
    let (link, _) = wire::read(LINK);
    let mut run = Simulation::new(link.scenario);
    run.advance_to(CRASH, u64::MAX);
    let (mut found, mut now) = (Failover::default(), CRASH);
    while now < SimTime::from_millis(50_000) {
        now += STEP;
        run.advance_to(now, u64::MAX);
        let snapshot = run.snapshot();
        let after = now.since(CRASH).as_seconds();
        let servers = snapshot.balancer.as_ref().map_or(&[][..], |balancer| &balancer.servers);
        if found.down_s == 0.0 && servers.first().is_some_and(|server| !server.up) {
            found.down_s = after;
        }
        if found.backup_s == 0.0 && servers.iter().any(|server| server.backup && server.served > 0) {
            found.backup_s = after;
        }
    }
    let before = run.snapshot();
    run.advance_to(SimTime::from_millis(60_000), u64::MAX);
    let end = run.snapshot();
    found.errors = end.ledger.errors();
    found.errors_at_the_end = end.ledger.errors() - before.ledger.errors();
    found.lost_writes = end.lost_count;
    found.seen_by_clients = end.lost.iter().filter(|write| write.seen_by_client).count();
    let promotion = run.log().iter().find(|line| matches!(line.note, Note::Promoted { .. }));
    found.promoted_s = promotion.map_or(f64::INFINITY, |line| line.at.since(CRASH).as_seconds());
    found
}

/// Prints what was found.
pub fn main() {
    let found = measure();
    println!("server-1 goes off at 12 s");
    println!("  a replica is promoted        {:7.2} s later", found.promoted_s);
    println!("  HAProxy says DOWN            {:7.2} s later", found.down_s);
    println!("  a backup server takes over   {:7.2} s later", found.backup_s);
    println!("  requests without an answer   {:7}", found.errors);
    println!("  of those after 50 s          {:7}", found.errors_at_the_end);
    println!(
        "  acknowledged writes lost     {:7}, {} of them seen by their clients",
        found.lost_writes, found.seen_by_clients
    );
}
