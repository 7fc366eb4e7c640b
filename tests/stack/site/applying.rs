//! What a replica makes of what it has received, and transactions that take long.

use super::{PRIMARY, REPLICA, Site, ms, semi_sync};
use crate::case::Case;
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::script::MOST_ROWS;

#[test]
fn async_02_sql_thread_stopped() {
    let case = Case::load("async-02-sql-thread-stopped");
    let mut site = Site::new(1, |config| config.mysql.appliers = 1);
    site.write();
    site.wait(1.0);
    // An applier that takes half a minute for each, in the place of one that stands.
    site.web.configure(|config| config.mysql.apply = SimDuration::from_seconds(30));
    site.write_many(5);
    site.wait(1.0);
    let (status, written) = (site.web.replica_status(REPLICA), site.mysqld(PRIMARY).log.len());
    case.holds("received", status.received == written);
    case.holds("not-applied", status.applied < written);
    case.holds("rows-old", site.rows(REPLICA));
    site.web.configure(|config| config.mysql.apply = ms(1.0));
    site.wait(40.0);
    case.holds("catch-up", site.rows(REPLICA) == site.rows(PRIMARY));
    case.holds("sbm-0", site.web.replica_status(REPLICA).seconds_behind);
    case.leaves(&["states", "sbm-null"]);
}

#[test]
fn async_09_long_transaction() {
    let case = Case::load("async-09-long-transaction");
    // Three rows: as long as it is open lies between the first and the last of them.
    let each = case.number("transaction_open_s") / 2.0;
    let mut site = Site::new(1, |config| {
        (config.app.write_rows, config.mysql.write_cost) = (3, ms(3_000.0 * each));
        config.mysql.apply = ms(300.0);
    });
    let before = site.mysqld(PRIMARY).offset;
    let (_, ticket) = site.begin_write();
    site.wait(3.0 * each - 0.1);
    case.holds("nothing-before-commit", site.mysqld(PRIMARY).offset == before);
    case.holds("sbm0-open", site.web.replica_status(REPLICA).seconds_behind);
    let (mut most, mut parts) = (0, Vec::new());
    for _ in 0..200 {
        site.wait(0.01);
        most = most.max(site.web.replica_status(REPLICA).seconds_behind.unwrap_or(0));
        parts.extend([site.rows(REPLICA)].into_iter().filter(|rows| (1..3).contains(rows)));
    }
    assert_eq!(site.web.seen(ticket).status(), 200);
    case.holds("jump", most);
    case.holds("atomic", parts);
    assert_eq!(site.rows(REPLICA), 3);
    case.holds("back-0", site.web.replica_status(REPLICA).seconds_behind);
}

#[test]
fn async_15_head_of_line() {
    let case = Case::load("async-15-head-of-line");
    let long = case.number("long_apply_ms");
    let mut site = Site::new(1, |config| {
        (config.app.write_rows, config.mysql.appliers) = (MOST_ROWS, 1);
        config.mysql.apply = ms(long / f64::from(MOST_ROWS));
    });
    site.write();
    let begun = site.now();
    site.web.configure(|config| config.app.write_rows = 1);
    let took = site.write();
    let small = site.last_row();
    assert!(site.until(|site| site.has(REPLICA, small)));
    // The small one itself takes as long as one of the four rows.
    let own = long / f64::from(MOST_ROWS);
    case.holds("delayed", (site.now().since(begun).as_millis_f64() - own) / long);
    case.holds("primary-fast", took);
    assert_eq!(site.rows(REPLICA) as u32, MOST_ROWS + 1);
    // A transaction of the site has four rows at most.
    case.leaves(&["after"]);
}

#[test]
fn err_11_ambiguous_commit() {
    let case = Case::load("err-11-ambiguous-commit");
    let one_way = case.number("one_way_ms");
    let mut site = Site::new(1, |config| {
        config.network.lan = ms(1.0);
        semi_sync(config, 10_000.0);
    });
    site.act(&format!("slow:db-1~db-2:{one_way}"));
    // It is in the binlog and waits for the replica's word when the process dies.
    let (written, ticket) = site.begin_write();
    site.wait(one_way / 1000.0);
    assert_eq!((site.web.seen(ticket).ended, site.mysqld(PRIMARY).waiting_for_replica()), (None, 1));
    site.act("crash:db-1.mysqld");
    assert_eq!(site.answer(ticket).0, 500);
    assert_eq!(site.web.errors(PRIMARY).len(), 1);
    case.holds("2013", site.web.errors(PRIMARY)[0]);
    site.act("restart:db-1.mysqld");
    site.wait(2.0);
    case.holds("committed", u32::from(site.has(PRIMARY, written)));
    // Another one dies with the statement that was to write it.
    site.act("promote:db-1");
    site.wait(2.0);
    site.web.configure(|config| config.mysql.write_cost = SimDuration::SECOND);
    let (absent, ticket) = site.begin_write();
    site.wait(0.5);
    site.act("crash:db-1.mysqld");
    assert_eq!(site.answer(ticket).0, 500);
    site.act("restart:db-1.mysqld");
    site.wait(2.0);
    assert_eq!(site.web.errors(PRIMARY).len(), 1);
    let errors = site.web.errors(PRIMARY);
    case.holds("same-error", vec![u32::from(errors[0]), u32::from(site.has(PRIMARY, absent))]);
}
