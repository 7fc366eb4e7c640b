//! How far replicas are behind, and what they say of it.

use super::{PRIMARY, REPLICA, Site, median, ms, word};
use crate::case::Case;
use crate::judged::{Overload, overload, parallel_apply};
use tierscope::model::mysql::receiver::ReceiverState;
use tierscope::model::mysql::settings::ParallelMode;

#[test]
fn async_01_ack_before_replica() {
    let case = Case::load("async-01-ack-before-replica");
    let mut site = Site::new(1, |config| config.network.ship = ms(case.number("link_one_way_ms")));
    let (mut acks, mut visible) = (Vec::new(), Vec::new());
    for _ in 0..case.count("writes") {
        acks.push(site.write());
        let (begun, row) = (site.now(), site.last_row());
        assert_eq!(site.read(row).0, 200);
        assert!(site.until(|site| site.has(REPLICA, row)));
        visible.push(site.now().since(begun).as_millis_f64());
    }
    case.holds("ack-fast", acks.into_iter().fold(0.0, f64::max));
    case.holds("stale", site.web.reads().stale);
    assert_eq!(site.web.reads().all, case.count("writes"));
    case.holds("visible-after-delay", visible.iter().copied().fold(f64::MAX, f64::min));
    case.holds("visible-soon-after", median(visible));
}

#[test]
fn async_04_sbm_blind_to_network_lag() {
    let case = Case::load("async-04-sbm-blind-to-network-lag");
    let mut site = Site::new(1, |_| {});
    site.write();
    site.wait(1.0);
    site.act("partition:db-1~db-2");
    site.write_many(8);
    let mut seen = Vec::new();
    for _ in 0..(case.number("stall_s") * 5.0) as u32 {
        site.web.wait_ms(200);
        seen.push(site.web.replica_status(REPLICA).seconds_behind);
    }
    seen.dedup();
    let status = site.web.replica_status(REPLICA);
    case.holds("sbm-stays-0", seen);
    case.holds("threads-yes", vec![status.io.keyword(), word(status.sql)]);
    case.holds("missing", site.rows(REPLICA));
    site.act("heal:db-1~db-2");
    site.wait(1.0);
    case.holds("catch-up", site.rows(REPLICA) == 9);
}

#[test]
fn async_06_primary_down_sbm_null() {
    let case = Case::load("async-06-primary-down-sbm-null");
    let mut site = Site::new(1, |_| {});
    site.write();
    site.wait(1.0);
    let begun = site.now();
    site.act("crash:db-1.mysqld");
    assert!(site.until(|site| site.mysqld(REPLICA).receiver.state == ReceiverState::Connecting));
    case.holds("notice", site.now().since(begun).as_millis_f64());
    site.wait(0.2);
    let status = site.web.replica_status(REPLICA);
    case.holds("connecting", status.io.keyword());
    case.holds("errno", status.io_error);
    case.holds("sbm", status.seconds_behind);
    case.holds("sql-yes", word(status.sql));
    let row = site.last_row();
    case.holds("reads-ok", u32::from(site.read(row).0 == 200 && site.web.reads().stale == 0));
    // A database that returns takes no writes before somebody says so; MySQL's replicas try again after a minute.
    site.act("restart:db-1.mysqld");
    site.wait(2.0);
    site.act("promote:db-1");
    site.wait(70.0);
    site.write();
    site.wait(1.0);
    let status = site.web.replica_status(REPLICA);
    case.holds("reconnect", site.rows(REPLICA) == 2 && status.io == ReceiverState::Connected);
}

#[test]
fn async_07_overload_lag_growth() {
    let case = Case::load("async-07-overload-lag-growth");
    let (rate, seconds) = (case.number("write_rate_per_s"), case.number("write_duration_s"));
    let mut site = Site::new(1, |config| {
        (config.mysql.apply, config.mysql.appliers) = (ms(case.number("apply_ms_per_trx")), 1);
    });
    let (begun, mut acks, mut samples) = (site.now(), Vec::new(), Vec::new());
    let passed = |site: &Site| site.now().since(begun).as_seconds();
    for number in 0..(rate * seconds) as u32 {
        let due = f64::from(number) / rate;
        site.wait((due - passed(&site)).max(0.0));
        acks.push(site.write());
        samples.push((passed(&site), site.web.replica_status(REPLICA).seconds_behind));
    }
    let backlog = (site.rows(PRIMARY) - site.rows(REPLICA)) as f64;
    while site.rows(REPLICA) < site.rows(PRIMARY) {
        site.wait(0.05);
        samples.push((passed(&site), site.web.replica_status(REPLICA).seconds_behind));
    }
    let drop = site.web.replica_status(REPLICA).seconds_behind;
    overload(&case, Overload { acks, backlog, samples, drop });
}

/// A write at a fraction of a second: when it began, and how long after that it was received and seen, in seconds.
fn delayed(site: &mut Site, fraction: f64, mut each: impl FnMut(&mut Site)) -> (f64, f64, f64) {
    let part = site.now().as_seconds().fract();
    site.wait((fraction - part + 2.0).fract());
    let begun = site.now();
    let (row, _) = site.begin_write();
    let length = site.mysqld(PRIMARY).log.len() + 1;
    assert!(site.until(|site| site.mysqld(REPLICA).received_position() == length));
    let received = site.now();
    while !site.has(REPLICA, row) {
        site.wait(0.01);
        each(site);
    }
    (begun.as_seconds(), received.since(begun).as_seconds(), site.now().since(begun).as_seconds())
}

#[test]
fn async_08_delayed_replica() {
    let case = Case::load("async-08-delayed-replica");
    let delay = case.number("master_delay_s");
    let mut site = Site::new(1, |config| config.mysql.delay = ms(1000.0 * delay));
    let (mut behind, mut remaining) = (0, 0);
    let mut seen = Vec::new();
    for fraction in [0.1, 0.4] {
        seen.push(delayed(&mut site, fraction, |site| {
            let status = site.web.replica_status(REPLICA);
            behind = behind.max(status.seconds_behind.unwrap_or(0));
            remaining = remaining.max(status.remaining_delay.unwrap_or(0));
        }));
    }
    let most = |of: &dyn Fn(&(f64, f64, f64)) -> f64| seen.iter().map(of).fold(0.0, f64::max);
    case.holds("received-now", 1000.0 * most(&|one| one.1));
    case.holds("fraction", most(&|one| (one.2 - delay).abs()));
    case.holds("applied-ge", seen.iter().map(|one| one.2).fold(f64::MAX, f64::min));
    case.holds("applied-le", most(&|one| one.2));
    case.holds("sbm-counts", behind);
    case.holds("remaining", remaining);
}

#[test]
fn async_14_delay_whole_seconds() {
    let case = Case::load("async-14-delay-whole-seconds");
    let delay = case.number("master_delay_s");
    let mut site = Site::new(1, |config| {
        (config.mysql.delay, config.network.ship) = (ms(1000.0 * delay), ms(case.number("link_one_way_ms")));
    });
    let fractions = case.numbers("write_at_fraction_of_second");
    let seen: Vec<(f64, f64, f64)> = fractions.iter().map(|one| delayed(&mut site, *one, |_| {})).collect();
    let formula = |(begun, received, _): &(f64, f64, f64)| {
        received + (delay - ((begun + received).floor() - begun.floor())).max(0.0)
    };
    case.holds("model", seen.iter().map(|one| (one.2 - formula(one)).abs()).fold(0.0, f64::max));
    case.holds("early", seen.iter().map(|one| one.2).fold(f64::MAX, f64::min));
}

/// How long a replica takes for what was written while the link to it was cut, and whether it kept the order.
fn applying(case: &Case, workers: u32, parallel: ParallelMode, writers: u64, hot: bool) -> (f64, bool) {
    let transactions = case.count("trx");
    let mut site = Site::new(1, |config| {
        (config.mysql.appliers, config.mysql.parallel) = (workers, parallel);
        config.mysql.apply = ms(case.number("apply_ms_per_trx"));
    });
    site.act("partition:db-1~db-2");
    for _ in 0..transactions / writers {
        let row = if hot { 0 } else { site.next };
        let wishes = (0..writers as u32).map(|number| row + number);
        let tickets: Vec<_> = wishes.map(|row| site.write_row(row)).collect();
        site.next += writers as u32;
        tickets.into_iter().for_each(|ticket| assert_eq!(site.answer(ticket).0, 200));
    }
    site.act("heal:db-1~db-2");
    let (begun, whole) = (site.now(), site.mysqld(PRIMARY).log.len());
    assert!(site.until(|site| site.mysqld(REPLICA).log.len() == whole));
    let alone = case.number("apply_ms_per_trx") * transactions as f64;
    (site.now().since(begun).as_millis_f64() / alone, site.mysqld(REPLICA).log == site.mysqld(PRIMARY).log)
}

#[test]
fn async_10_parallel_apply() {
    let case = Case::load("async-10-parallel-apply");
    parallel_apply(&case, 1, |workers, mode, writers, hot| applying(&case, workers, mode, writers, hot));
}

#[test]
fn async_12_restart_catchup_sbm() {
    let case = Case::load("async-12-restart-catchup-sbm");
    let mut site = Site::new(1, |config| (config.mysql.apply, config.mysql.appliers) = (ms(100.0), 1));
    // Its whole process stands, not its applier alone.
    site.act("freeze:db-2.mysqld");
    site.write_many(3);
    site.wait(case.number("pause_s"));
    site.act("thaw:db-2.mysqld");
    let mut seen = Vec::new();
    for _ in 0..100 {
        seen.extend(site.web.replica_status(REPLICA).seconds_behind);
        site.wait(0.01);
    }
    assert_eq!(site.rows(REPLICA), 3);
    case.holds("age", seen.iter().copied().max());
    case.holds("zero", seen.iter().copied().filter(|one| (1..=3).contains(one)).collect::<Vec<u64>>());
    case.holds("end", seen.last().copied());
}

#[test]
fn async_13_two_replicas_and_chain() {
    let case = Case::load("async-13-two-replicas-and-chain");
    let delays = [case.number("link1_ms"), case.number("link2_ms")];
    // Every link takes a millisecond, and the two to the replicas so many times as long.
    let mut site = Site::new(2, |config| config.network.lan = ms(1.0));
    for (replica, delay) in delays.iter().enumerate() {
        site.act(&format!("slow:db-1~db-{}:{delay}", replica + 2));
    }
    let mut seen = [Vec::new(), Vec::new()];
    for _ in 0..5 {
        site.write();
        let (begun, row) = (site.now(), site.last_row());
        for replica in [1, 2] {
            assert!(site.until(|site| site.has(replica, row)));
            seen[replica - 1].push(site.now().since(begun).as_millis_f64());
        }
    }
    let [first, second] = seen;
    case.holds("r1", median(first));
    case.holds("r2", median(second));
    case.leaves(&["r3", "independent", "chain-gtid"]);
    // What of the independence concerns the two.
    site.act("crash:db-3.mysqld");
    site.write();
    site.wait(1.0);
    assert_eq!([1, 2].map(|replica| site.rows(replica)), [6, 5]);
}
