//! A primary that returns with what its successor has not. The manager compares GTID sets and keeps it out: it never comes to ask the new
//! primary for its binlog, and so is never refused with 1236.

use super::{PRIMARY, REPLICA, Site};
use crate::case::Case;
use tierscope::engine::time::SimDuration;
use tierscope::model::config::{Learn, Mode};

/// That a database takes no writes and follows nobody.
fn stays_out(site: &Site, database: usize) -> bool {
    let mysqld = site.mysqld(database);
    mysqld.running && mysqld.read_only && mysqld.receiver.source.is_none()
}

#[test]
fn crash_05_old_primary_returns_current_pos() {
    let case = Case::load("crash-05-old-primary-returns-current-pos");
    let mut site = Site::new(1, |_| {});
    site.write_many(5);
    site.wait(1.0);
    site.act("partition:db-1~db-2");
    site.write_many(3);
    site.lose_host(PRIMARY);
    site.act("promote:db-2");
    site.wait(6.0);
    site.write_many(4);
    site.return_host(PRIMARY);
    site.wait(10.0);
    case.holds("recovers", site.rows(PRIMARY));
    case.holds("positions", vec![site.gtid(PRIMARY), site.gtid(REPLICA)]);
    assert!(stays_out(&site, PRIMARY));
    case.leaves(&["errno", "io-no", "msg"]);
}

#[test]
fn crash_08_split_brain() {
    let case = Case::load("crash-08-split-brain");
    // Applications look the primary up and believe it for long; the manager is cut off from the old one.
    let mut site = Site::new(1, |config| {
        (config.manager.learn, config.manager.ttl) = (Learn::Dns, SimDuration::from_seconds(3600));
        config.haproxy.mode = Mode::ActivePassive;
    });
    site.write_many(5);
    site.wait(1.0);
    site.act("partition:db-1~db-2");
    site.act("partition:lb-1~db-1");
    site.act("promote:db-2");
    site.wait(10.0);
    assert!(!site.mysqld(PRIMARY).read_only && !site.mysqld(REPLICA).read_only);
    let mut acknowledged = [0; 2];
    let mut rows = Vec::new();
    // The first server's application has its answer of before; the second one's starts, and looks it up.
    for (side, count) in acknowledged.iter_mut().enumerate() {
        if side == 1 {
            site.act("crash:server-2.app");
            site.act("restart:server-2.app");
            site.act("drain:server-1");
            site.wait(5.0);
        }
        for _ in 0..3 {
            *count += u32::from(site.try_write().0 == 200);
            rows.push(site.last_row());
        }
        site.write();
    }
    case.holds("both-ack", acknowledged.to_vec());
    case.holds("gtid-fork", vec![site.gtid(PRIMARY), site.gtid(REPLICA)]);
    site.act("heal:lb-1~db-1");
    site.act("heal:db-1~db-2");
    site.wait(10.0);
    case.holds("a-unchanged", rows[..3].iter().filter(|row| site.has(PRIMARY, **row)).count());
    assert!(
        rows[..3].iter().all(|row| !site.has(REPLICA, *row)) && rows[3..].iter().all(|row| site.has(REPLICA, *row))
    );
    assert!(stays_out(&site, PRIMARY));
    case.leaves(&["same-ids", "balances", "rejoin-fails"]);
}
