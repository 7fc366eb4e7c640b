//! What a database answers when it cannot do what a page asks for, and what becomes of the page.

use super::{PRIMARY, Site, ms, semi_sync};
use crate::case::Case;
use tierscope::conform::stack::web::Ticket;
use tierscope::engine::time::SimDuration;

#[test]
fn err_03_primary_down() {
    let case = Case::load("err-03-primary-down");
    // A statement that is still being carried out.
    let mut site = Site::new(0, |config| config.mysql.write_cost = SimDuration::SECOND);
    let (_, busy) = site.begin_write();
    site.wait(0.4);
    let died = site.now();
    site.act("crash:db-1.mysqld");
    assert_eq!(site.answer(busy).0, 500);
    assert_eq!(site.web.errors(PRIMARY).len(), 1);
    case.holds("mid-2013", site.web.errors(PRIMARY)[0]);
    case.holds("mid-fast", site.web.seen(busy).ended.map(|(at, _)| at.since(died).as_millis_f64()));
    let (status, took) = site.try_write();
    assert_eq!((status, site.web.errors(PRIMARY).len()), (500, 2));
    case.holds("refused", site.web.errors(PRIMARY).into_iter().min());
    case.holds("refused-fast", took);
    case.leaves(&["cli-tcp", "cli-sock", "idle"]);
}

#[test]
fn err_04_hung_primary() {
    let case = Case::load("err-04-hung-primary");
    let mut site = Site::new(0, |config| config.app.db_timeout = SimDuration::from_seconds(2));
    site.act("freeze:db-1.mysqld");
    let (_, impatient) = site.begin_write();
    site.wait(1.0);
    let (row, patient) = site.begin_write();
    // The application's own limit ends the first one, without a word of the database's.
    site.wait(1.5);
    let (status, took) = site.answer(impatient);
    assert!(status == 500 && (2_000.0..2_100.0).contains(&took) && site.web.errors(PRIMARY).is_empty(), "{took}");
    assert_eq!(site.web.seen(patient).ended, None);
    site.act("thaw:db-1.mysqld");
    assert_eq!(site.answer(patient).0, 200);
    case.holds("resume", u32::from(!site.has(PRIMARY, row)));
    case.leaves(&["tcp-ok", "new", "cli", "stmt"]);
}

#[test]
fn err_05_max_connections() {
    let case = Case::load("err-05-max-connections");
    let most = case.count("max_connections") as usize;
    let mut site = Site::new(0, |config| {
        (config.mysql.connections, config.mysql.write_cost) = (most as u32, ms(500.0));
    });
    let begin = |site: &mut Site, count: usize| -> Vec<Ticket> { (0..count).map(|_| site.begin_write().1).collect() };
    let tickets = begin(&mut site, most + 2);
    site.wait(0.2);
    case.holds("n", site.mysqld(PRIMARY).open);
    let told: Vec<(u16, f64)> = tickets.iter().map(|ticket| site.answer(*ticket)).collect();
    let refused: Vec<f64> = told.iter().filter(|(status, _)| *status == 500).map(|(_, took)| *took).collect();
    assert_eq!((refused.len(), site.web.errors(PRIMARY).len()), (2, 1));
    case.holds("1040", site.web.errors(PRIMARY)[0]);
    case.holds("fast", refused.into_iter().fold(0.0, f64::max));
    let tickets = begin(&mut site, most);
    case.holds("existing", tickets.iter().filter(|ticket| site.answer(**ticket).0 != 200).count());
    // A pool that is made smaller closes one connection, and made larger again it opens one.
    site.web.configure(|config| config.app.pool = most as u32 - 1);
    site.wait(0.1);
    assert_eq!(site.mysqld(PRIMARY).open as usize, most - 1);
    site.web.configure(|config| config.app.pool = 100);
    let tickets = begin(&mut site, most);
    case.holds("slot", tickets.iter().filter(|ticket| site.answer(**ticket).0 != 200).count());
    assert_eq!(site.mysqld(PRIMARY).open as usize, most);
    case.leaves(&["admin-extra", "admin-one"]);
}

#[test]
fn err_06_lock_wait() {
    let case = Case::load("err-06-lock-wait");
    let limit = SimDuration::from_seconds(case.count("innodb_lock_wait_timeout_s"));
    let mut site = Site::new(1, |config| {
        semi_sync(config, 100_000.0);
        config.mysql.lock_wait = limit;
    });
    // A commit that waits for its replica holds the lock of its row.
    site.act("partition:db-1~db-2");
    let holder = site.write_row(7);
    site.wait(0.1);
    let waiting = site.write_row(7);
    let (status, took) = site.answer(waiting);
    assert_eq!((status, site.web.errors(PRIMARY).len()), (500, 1));
    case.holds("1205", site.web.errors(PRIMARY)[0]);
    case.holds("time", took);
    let waiters: Vec<Ticket> = (0..6)
        .map(|_| {
            site.wait(0.01);
            site.write_row(7)
        })
        .collect();
    site.wait(0.1);
    assert_eq!((site.mysqld(PRIMARY).lock_waits(), site.web.seen(holder).ended), (6, None));
    site.act("heal:db-1~db-2");
    site.wait(1.0);
    let mut order: Vec<usize> = (0..waiters.len()).collect();
    order.sort_by_key(|index| site.web.seen(waiters[*index]).ended);
    assert!(waiters.iter().chain([&holder]).all(|ticket| site.web.seen(*ticket).status() == 200));
    case.holds("fifo", order);
    case.leaves(&["reads-not-blocked", "stmt-only"]);
}

#[test]
fn err_07_deadlock() {
    let case = Case::load("err-07-deadlock");
    // Of two rows the write of one page comes to its own first, and then to the other's.
    let mut site = Site::new(1, |config| {
        (config.clients.pages, config.app.write_rows, config.mysql.write_cost) = (2, 2, ms(40.0));
    });
    let tickets = [site.write_row(0), site.write_row(1)];
    let told = tickets.map(|ticket| site.answer(ticket));
    let mut codes: Vec<u16> = told.iter().filter(|(status, _)| *status == 200).map(|_| 0).collect();
    codes.extend(site.web.errors(PRIMARY));
    case.holds("one-victim", codes);
    assert_eq!(told.iter().filter(|(status, _)| *status == 500).count(), 1);
    case.holds("at-once", told.iter().map(|(_, took)| *took).fold(0.0, f64::max));
    site.wait(1.0);
    let rows = [0, 1].map(|database| [0, 1].map(|row| site.mysqld(database).rows.get(row)));
    case.holds("all-or-nothing", rows[0][0] > Some(0) && rows[0][0] == rows[0][1] && rows[0] == rows[1]);
    assert_eq!(site.mysqld(PRIMARY).log.len(), 1);
}
