//! The end of a primary or a replica: what survives it, and who takes its place.

use super::{PRIMARY, REPLICA, Site, Writer, ms};
use crate::case::Case;
use tierscope::model::config::Durability;

/// Whether a database's log is a beginning of the primary's.
fn is_prefix(site: &Site, database: usize) -> bool {
    let log = &site.mysqld(database).log;
    log.shared(&site.mysqld(PRIMARY).log) == log.len()
}

/// A primary whose replica has received 30 transactions and applied none, for which it takes so long each; then it is killed.
fn received_not_applied(apply_ms: f64, drain: bool) -> Site {
    let mut site = Site::new(1, |config| {
        (config.mysql.apply, config.mysql.appliers, config.manager.drain) = (ms(apply_ms), 1, drain);
    });
    site.write_many(30);
    assert_eq!((site.rows(REPLICA), site.mysqld(REPLICA).received_position()), (0, 30));
    site.act("crash:db-1.mysqld");
    site
}

#[test]
fn crash_01_relay_log_applied_after_primary_death() {
    let case = Case::load("crash-01-relay-log-applied-after-primary-death");
    let mut site = received_not_applied(300.0, true);
    site.wait(10.0);
    case.holds("all-applied", site.rows(REPLICA) == 30);
    site.act("promote:db-2");
    site.wait(3.0);
    site.write();
    case.holds("gtid", site.gtid(REPLICA));
    case.leaves(&["next-id"]);
}

#[test]
fn crash_02_reset_slave_discards_relay_log() {
    let case = Case::load("crash-02-reset-slave-discards-relay-log");
    let mut site = received_not_applied(10_000.0, false);
    site.act("promote:db-2");
    site.wait(30.0);
    assert!(!site.mysqld(REPLICA).read_only);
    case.holds("lost", site.rows(REPLICA));
}

/// A primary with replicas over links of so many milliseconds one way, written to every few milliseconds by one client.
fn written(links_ms: &[f64], gap_ms: f64, seconds: f64) -> (Site, Vec<Writer>) {
    let mut site = Site::new(links_ms.len(), |config| config.network.lan = ms(0.1));
    for (replica, delay) in links_ms.iter().enumerate() {
        site.act(&format!("slow:db-1~db-{}:{}", replica + 2, delay * 10.0));
    }
    let mut writers = site.writers(1, gap_ms);
    site.work(&mut writers, seconds);
    (site, writers)
}

#[test]
fn crash_03_async_kill_process() {
    let case = Case::load("crash-03-async-kill-process");
    let (mut site, mut writers) = written(&[case.number("link_one_way_ms")], case.number("writer_gap_ms"), 2.0);
    // It dies inside a statement.
    let last = |writers: &[Writer]| writers[0].writes[writers[0].writes.len() - 1].1;
    while site.web.seen(last(&writers)).ended.is_some() {
        site.work(&mut writers, 0.0005);
    }
    site.wait(0.001);
    site.act("crash:db-1.mysqld");
    site.wait(5.0);
    assert_eq!(site.web.seen(last(&writers)).status(), 500);
    case.holds("prefix", is_prefix(&site, REPLICA));
    case.holds("few-lost", site.missing(REPLICA, &writers).len());
    assert_eq!(site.web.errors(PRIMARY).len(), 1);
    case.holds("client-error", site.web.errors(PRIMARY)[0]);
}

#[test]
fn crash_04_async_host_loss() {
    let case = Case::load("crash-04-async-host-loss");
    let one_way = case.number("link_one_way_ms");
    let (mut site, writers) = written(&[one_way], case.number("writer_gap_ms"), 2.0);
    let crash = site.now();
    site.lose_host(PRIMARY);
    site.wait(5.0);
    let (acknowledged, lost) = (site.acknowledged(&writers), site.missing(REPLICA, &writers));
    let late = acknowledged.iter().filter(|(_, at)| crash.since(*at) < ms(one_way)).count();
    case.holds("prefix", is_prefix(&site, REPLICA));
    case.holds("some-lost", lost.len());
    case.holds("window", lost.len() as f64 - late as f64);
    let newest: Vec<u32> = acknowledged[acknowledged.len() - lost.len()..].iter().map(|(row, _)| *row).collect();
    case.holds("last-ones", newest == lost);
}

#[test]
fn crash_11_relaxed_durability() {
    let case = Case::load("crash-11-relaxed-durability");
    assert_eq!(case.count("innodb_flush_log_at_trx_commit"), 0);
    let mut site = Site::new(1, |config| config.mysql.durability = Durability::Second);
    let mut writers = site.writers(1, 1.0);
    site.work(&mut writers, 2.8);
    let crash = site.now();
    site.act("crash:db-1.mysqld");
    site.wait(1.0);
    site.act("restart:db-1.mysqld");
    site.wait(0.1);
    assert!(site.rows(REPLICA) > site.rows(PRIMARY) && site.rows(PRIMARY) > 100);
    let acknowledged = site.acknowledged(&writers);
    let gone = acknowledged.iter().filter(|(row, _)| !site.has(PRIMARY, *row));
    case.holds("bounded", gone.map(|(_, at)| crash.since(*at).as_millis_f64()).fold(0.0, f64::max));
}

#[test]
fn crash_12_durable_primary_keeps_acked() {
    let case = Case::load("crash-12-durable-primary-keeps-acked");
    let mut site = Site::new(1, |_| {});
    let mut writers = site.writers(3, 1.0);
    site.work(&mut writers, 2.0);
    site.act("crash:db-1.mysqld");
    site.wait(1.0);
    site.act("restart:db-1.mysqld");
    site.wait(0.1);
    assert!(site.acknowledged(&writers).len() > 300);
    case.holds("no-loss", site.missing(PRIMARY, &writers).len());
    case.holds("unacked", site.rows(PRIMARY) - site.acknowledged(&writers).len());
}

#[test]
fn crash_13_replica_crash() {
    let case = Case::load("crash-13-replica-crash");
    let mut site = Site::new(1, |_| {});
    let mut writers = site.writers(1, 10.0);
    site.work(&mut writers, 1.0);
    site.act("crash:db-2.mysqld");
    let before = site.acknowledged(&writers).len();
    site.work(&mut writers, 1.0);
    case.holds("primary-unaffected", site.acknowledged(&writers).len() - before);
    site.act("restart:db-2.mysqld");
    site.work(&mut writers, 2.0);
    site.wait(7.0);
    let same = site.mysqld(REPLICA).rows.iter().eq(site.mysqld(PRIMARY).rows.iter());
    case.holds("equal", same && site.rows(REPLICA) == site.acknowledged(&writers).len());
    case.holds("gtid", site.gtid(REPLICA) == site.gtid(PRIMARY));
}

/// A primary whose host is lost while it is written to; its two replicas have received what they have.
fn siblings(case: &Case) -> Site {
    let (mut site, _) = written(&case.numbers("link_ms"), 4.0, 2.0);
    site.lose_host(PRIMARY);
    site.wait(5.0);
    site
}

#[test]
fn crash_14_repoint_siblings() {
    let case = Case::load("crash-14-repoint-siblings");
    let mut site = siblings(&case);
    case.holds("differ", site.rows(REPLICA) - site.rows(2));
    site.act("promote:db-2");
    site.wait(5.0);
    site.write_many(3);
    site.wait(5.0);
    case.holds("sibling-fills", site.mysqld(2).log == site.mysqld(REPLICA).log && site.rows(2) == site.rows(REPLICA));
    case.holds("gtid-equal", site.gtid(2) == site.gtid(REPLICA));
}

#[test]
fn crash_15_laggard_promoted() {
    let case = Case::load("crash-15-laggard-promoted");
    let mut site = siblings(&case);
    site.act("promote:db-3");
    site.wait(5.0);
    let status = site.web.replica_status(REPLICA);
    case.holds("refused", status.io_error);
    assert_eq!(status.io.keyword(), "No");
}
