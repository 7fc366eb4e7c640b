//! Semi-synchronous replication: what a page that writes waits for, for how long, and what that saves.

use super::{PRIMARY, REPLICA, Site, Writer, median, ms, semi_sync};
use crate::case::Case;
use serde_json::Value;
use tierscope::conform::stack::web::Ticket;
use tierscope::model::config::Config;
use tierscope::model::mysql::settings::WaitPoint;

/// A site with one replica whose link to the primary takes so many milliseconds one way; all other links take a tenth of one.
fn behind_a_link(one_way_ms: f64, set: impl FnOnce(&mut Config)) -> Site {
    let mut site = Site::new(1, |config| {
        config.network.lan = ms(0.1);
        set(config);
    });
    let times = (one_way_ms * 10.0) as u32;
    if times > 1 {
        site.act(&format!("slow:db-1~db-2:{times}"));
    }
    site
}

#[test]
fn semi_01_commit_latency_rtt() {
    let case = Case::load("semi-01-commit-latency-rtt");
    let latency = |one_way_ms: f64, timeout_ms: Option<f64>| {
        let mut site = behind_a_link(one_way_ms, |config| {
            if let Some(timeout) = timeout_ms {
                semi_sync(config, timeout);
            }
        });
        median((0..5).map(|_| site.write()).collect())
    };
    case.holds("async-flat", latency(50.0, None) - latency(0.0, None));
    let at_zero = latency(0.0, Some(10_000.0));
    for (fact, one_way) in [("semi-10", 10.0), ("semi-25", 25.0), ("semi-50", 50.0)] {
        assert!(case.numbers("one_way_ms").contains(&one_way));
        case.holds(fact, (latency(one_way, Some(10_000.0)) - at_zero) / (2.0 * one_way));
    }
    let mut site = behind_a_link(10.0, |config| semi_sync(config, 10_000.0));
    site.write_many(5);
    assert_eq!(site.mysqld(PRIMARY).semi_sync.yes_tx, 5);
    case.holds("status", vec![site.semi_sync().into(), Value::from(site.mysqld(PRIMARY).semi_sync.no_tx)]);
}

fn holds_of_waiting(case: &Case, wait_point: WaitPoint, sees: &str) {
    let mut site = Site::new(1, |config| {
        semi_sync(config, 10_000.0);
        config.mysql.wait_point = wait_point;
    });
    site.act("partition:db-1~db-2");
    let (_, ticket) = site.begin_write();
    site.wait(1.0);
    case.holds("not-acked", site.web.seen(ticket).ended.is_some());
    case.holds("waiting", site.mysqld(PRIMARY).waiting_for_replica());
    case.holds(sees, site.rows(PRIMARY));
    site.act("heal:db-1~db-2");
    site.wait(1.0);
    let acked = site.web.seen(ticket).status() == 200;
    case.holds("acked-after", vec![acked.into(), Value::from(site.rows(PRIMARY))]);
}

#[test]
fn semi_02_after_sync_visibility() {
    let case = Case::load("semi-02-after-sync-visibility");
    holds_of_waiting(&case, WaitPoint::AfterSync, "invisible");
    case.leaves(&["state"]);
}

#[test]
fn semi_03_after_commit_visibility() {
    let case = Case::load("semi-03-after-commit-visibility");
    holds_of_waiting(&case, WaitPoint::AfterCommit, "visible");
    // Those of MariaDB; the site has MySQL's.
    case.leaves(&["state", "default", "default-timeout"]);
}

#[test]
fn semi_04_timeout_fallback() {
    let case = Case::load("semi-04-timeout-fallback");
    let mut site = Site::new(1, |config| semi_sync(config, case.number("timeout_ms")));
    site.write();
    site.act("partition:db-1~db-2");
    case.holds("first-waits", site.write());
    case.holds("first-ok", site.semi_sync());
    case.holds("then-fast", (0..5).map(|_| site.write()).fold(0.0, f64::max));
    case.holds("no-tx", site.mysqld(PRIMARY).semi_sync.no_tx);
    case.holds("no-times", site.mysqld(PRIMARY).semi_sync.no_times);
    let written = site.mysqld(PRIMARY).log.len();
    site.act("heal:db-1~db-2");
    site.wait(1.0);
    case.holds("back-on", site.semi_sync());
    case.holds("back-without-write", site.mysqld(PRIMARY).log.len() == written && site.semi_sync() == "ON");
    let before = site.mysqld(PRIMARY).semi_sync.yes_tx;
    site.write();
    case.holds("yes-again", site.mysqld(PRIMARY).semi_sync.yes_tx == before + 1);
}

#[test]
fn semi_05_concurrent_timeout() {
    let case = Case::load("semi-05-concurrent-timeout");
    let mut site = Site::new(1, |config| semi_sync(config, case.number("timeout_ms")));
    site.act("partition:db-1~db-2");
    let mut tickets = Vec::new();
    for _ in 0..case.count("sessions") {
        tickets.push(site.begin_write().1);
        site.wait(0.1);
    }
    site.wait(3.0);
    let seen = tickets.iter().map(|ticket| site.web.seen(*ticket));
    let ends: Vec<f64> = seen.filter_map(|seen| Some(seen.ended?.0.as_seconds() * 1000.0)).collect();
    assert_eq!(ends.len(), tickets.len());
    let (first, last) = ends.iter().fold((f64::MAX, 0.0_f64), |(low, high), at| (low.min(*at), high.max(*at)));
    case.holds("together", last - first);
    let took = |ticket: &Ticket| site.web.seen(*ticket).millis();
    case.holds("first", tickets.first().and_then(took));
    case.holds("last", tickets.last().and_then(took));
}

#[test]
fn semi_06_ack_is_receipt_not_apply() {
    let case = Case::load("semi-06-ack-is-receipt-not-apply");
    let mut site = Site::new(1, |config| semi_sync(config, 10_000.0));
    site.write();
    site.wait(1.0);
    // An applier that takes a second for each, in the place of one that stands.
    site.web.configure(|config| (config.mysql.apply, config.mysql.appliers) = (ms(1000.0), 1));
    case.holds("fast", (0..10).map(|_| site.write()).fold(0.0, f64::max));
    case.holds("yes", vec![site.semi_sync().into(), Value::from(site.mysqld(PRIMARY).semi_sync.no_tx)]);
    case.holds("stale", site.rows(REPLICA));
    site.act("crash:db-1.mysqld");
    site.wait(15.0);
    case.holds("survive", site.rows(REPLICA) == 11);
}

/// Writers write, the way to the replica is silent for a while, and then the primary's host is gone. What a reader of the primary saw
/// last is counted.
fn host_loss(case: &Case, set: impl FnOnce(&mut Config)) -> (Site, Vec<Writer>, usize) {
    let mut site = behind_a_link(case.number("one_way_ms"), set);
    let mut writers = site.writers(case.count("writers"), 1.0);
    site.work(&mut writers, 2.0);
    site.act("partition:db-1~db-2");
    site.work(&mut writers, 0.1);
    let seen = site.rows(PRIMARY);
    site.lose_host(PRIMARY);
    site.wait(5.0);
    (site, writers, seen)
}

#[test]
fn semi_07_loss_async() {
    let case = Case::load("semi-07-loss-async");
    let (site, writers, seen) = host_loss(&case, |_| {});
    case.holds("lost", site.missing(REPLICA, &writers).len());
    case.holds("dirty", seen - site.rows(REPLICA));
}

#[test]
fn semi_08_loss_after_sync() {
    let case = Case::load("semi-08-loss-after-sync");
    let (mut site, writers, seen) = host_loss(&case, |config| {
        semi_sync(config, 10_000.0);
        config.mysql.wait_point = WaitPoint::AfterSync;
    });
    case.holds("none-lost", site.missing(REPLICA, &writers).len());
    case.holds("none-seen-lost", seen.saturating_sub(site.rows(REPLICA)));
    site.act("restart:db-1");
    site.wait(1.0);
    case.holds("extra", site.mysqld(PRIMARY).log.beyond(&site.mysqld(REPLICA).log));
}

#[test]
fn semi_09_loss_after_commit() {
    let case = Case::load("semi-09-loss-after-commit");
    let (site, writers, seen) = host_loss(&case, |config| {
        semi_sync(config, 10_000.0);
        config.mysql.wait_point = WaitPoint::AfterCommit;
    });
    case.holds("none-lost", site.missing(REPLICA, &writers).len());
    case.holds("phantom", seen - site.rows(REPLICA));
}

#[test]
fn semi_10_replica_process_killed() {
    let case = Case::load("semi-10-replica-process-killed");
    for (name, wait) in [("ON", true), ("OFF", false)] {
        let mut site = Site::new(1, |config| {
            semi_sync(config, case.number("timeout_ms"));
            config.mysql.wait_no_replica = wait;
        });
        site.write();
        site.act("crash:db-2.mysqld");
        site.wait(1.0);
        for commit in ["first", "second"] {
            case.holds(&format!("{name}-{commit}"), site.write());
        }
        site.act("restart:db-2.mysqld");
        site.wait(3.0);
        let back = site.rows(REPLICA) == site.rows(PRIMARY);
        case.holds(&format!("{name}-back"), vec![back.into(), Value::from(site.semi_sync())]);
    }
}

#[test]
fn semi_11_fastest_of_two() {
    let case = Case::load("semi-11-fastest-of-two");
    let delays = case.numbers("one_way_ms");
    let mut site = Site::new(2, |config| {
        config.network.lan = ms(0.1);
        semi_sync(config, 10_000.0);
    });
    for (replica, delay) in delays.iter().enumerate() {
        site.act(&format!("slow:db-1~db-{}:{}", replica + 2, delay * 10.0));
    }
    case.holds("fastest", median((0..9).map(|_| site.write()).collect()));
    site.wait(1.0);
    site.act("partition:db-1~db-2");
    let slow = site.write();
    let carries = slow >= 2.0 * delays[1] && slow < 3.0 * delays[1];
    let no_timeout = site.mysqld(PRIMARY).semi_sync.no_times == 0;
    case.holds("slow-carries", vec![carries.into(), no_timeout.into(), Value::from(site.semi_sync())]);
    site.act("heal:db-1~db-2");
    site.wait(1.0);
    let mut writers = site.writers(1, 1.0);
    site.work(&mut writers, 1.0);
    site.lose_host(PRIMARY);
    site.wait(5.0);
    case.holds("fast-has-all", site.missing(REPLICA, &writers).len());
    case.holds("slow-lacks", site.missing(2, &writers).len());
}

#[test]
fn semi_12_crash_after_fallback() {
    let case = Case::load("semi-12-crash-after-fallback");
    let mut site = Site::new(1, |config| semi_sync(config, case.number("timeout_ms")));
    site.write();
    site.wait(1.0);
    site.act("partition:db-1~db-2");
    site.write_many(5);
    site.lose_host(PRIMARY);
    site.wait(5.0);
    case.holds("lost", site.rows(REPLICA));
}

#[test]
fn semi_13_throughput() {
    let case = Case::load("semi-13-throughput");
    let (one_way, seconds) = (case.number("one_way_ms"), case.number("duration_s"));
    let rate = |writers: f64| {
        let mut site = behind_a_link(one_way, |config| semi_sync(config, 10_000.0));
        let mut writers = site.writers(writers as u64, 0.0);
        site.work(&mut writers, seconds);
        site.acknowledged(&writers).len() as f64 / seconds
    };
    let rates: Vec<f64> = case.numbers("writers").into_iter().map(rate).collect();
    case.holds("one", rates[0] * 2.0 * one_way / 1000.0);
    case.holds("four", rates[1] / rates[0]);
    case.holds("sixteen", rates[2] / rates[0]);
}
