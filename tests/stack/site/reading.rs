//! Reading one's own writes at replicas that are behind.

use super::{Site, median, ms};
use crate::case::Case;
use tierscope::model::config::{Config, Reads};

/// A site whose only user reads so.
fn one_user(replicas: usize, reads: Reads, set: impl FnOnce(&mut Config)) -> Site {
    Site::new(replicas, |config| {
        (config.app.reads, config.clients.addresses) = (reads, 1);
        config.app.read_wait = ms(5_000.0);
        set(config);
    })
}

/// Reads the row that was written last: how long that takes, and whether it was not there yet.
fn read_back(site: &mut Site) -> (f64, bool) {
    let (row, before) = (site.last_row(), site.web.reads());
    let (status, took) = site.read(row);
    let after = site.web.reads();
    assert_eq!((status, after.all), (200, before.all + 1));
    assert_eq!(after.own_missed - before.own_missed, after.stale - before.stale);
    (took, after.own_missed > before.own_missed)
}

#[test]
fn gtid_02_wait_read_your_writes() {
    let case = Case::load("gtid-02-wait-read-your-writes");
    let read = |reads: Reads| {
        let mut site = one_user(1, reads, |config| config.network.ship = ms(case.number("one_way_ms")));
        let read: Vec<(f64, bool)> = (0..10)
            .map(|_| {
                site.write();
                read_back(&mut site)
            })
            .collect();
        let missed = read.iter().filter(|(_, missed)| *missed).count();
        (missed, median(read.into_iter().map(|(took, _)| took).collect()))
    };
    let (plain, waiting) = (read(Reads::Replica), read(Reads::Wait));
    case.holds("plain-miss", plain.0);
    case.holds("wait-miss", waiting.0);
    case.holds("cost", waiting.1);
    // Names and limits of the wait itself.
    case.leaves(&["already", "timeout", "lower", "server-id-ignored", "other-domain"]);
    case.leaves(&["stopped", "pos-wait-null", "after-start", "pos-wait"]);
}

#[test]
fn gtid_03_wait_under_lag() {
    let case = Case::load("gtid-03-wait-under-lag");
    let (apply, burst) = (case.number("apply_ms"), case.count("burst"));
    let mut site = one_user(1, Reads::Wait, |config| {
        (config.mysql.apply, config.mysql.appliers, config.mysql.flush) = (ms(apply), 1, ms(0.2));
        config.app.read_wait = ms(300.0);
    });
    let tickets: Vec<_> = (0..burst).map(|_| site.begin_write().1).collect();
    tickets.into_iter().for_each(|ticket| assert_eq!(site.answer(ticket).0, 200));
    let (first, missed) = read_back(&mut site);
    case.holds("limit", -i32::from(missed));
    site.web.configure(|config| config.app.read_wait = ms(10_000.0));
    let (second, missed) = read_back(&mut site);
    case.holds("reached", -i32::from(missed));
    case.holds("time", (first + second) / (burst as f64 * apply));
}

#[test]
fn gtid_04_monotonic_reads() {
    let case = Case::load("gtid-04-monotonic-reads");
    let delays = case.numbers("one_way_ms");
    // Reads go to the two replicas in turn. What helps here is to wait for one's own last write, not for what one read before.
    let backwards = |reads: Reads| {
        let mut site = one_user(2, reads, |config| config.network.lan = ms(0.5));
        for (replica, delay) in delays.iter().enumerate() {
            site.act(&format!("slow:db-1~db-{}:{}", replica + 2, delay * 2.0));
        }
        // The turn is the nearer one's.
        assert_eq!(site.read(0).0, 200);
        let mut backwards = 0;
        for _ in 0..8 {
            site.write();
            site.wait((delays[0] + 20.0) / 1000.0);
            let (first, second) = (read_back(&mut site).1, read_back(&mut site).1);
            backwards += u32::from(!first && second);
            site.wait(0.5);
        }
        backwards
    };
    case.holds("backwards", backwards(Reads::Replica));
    case.holds("waited", backwards(Reads::Wait));
}
