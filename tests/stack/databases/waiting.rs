//! Reading one's own writes.

use super::{PRIMARY, REPLICA, bench, client, insert, insert_many, mariadb, ms};
use crate::case::Case;
use tierscope::model::mysql::wait::Target;

#[test]
fn gtid_03_wait_under_lag() {
    let case = Case::load("gtid-03-wait-under-lag");
    let mut bench = bench(mariadb(), &[1.0]);
    let (apply, burst) = (case.number("apply_ms"), case.count("burst"));
    bench.costs(REPLICA).apply_row = ms(apply);
    bench.costs(PRIMARY).flush = ms(0.2);
    let writer = client(&mut bench);
    insert_many(&mut bench, writer, burst);
    let newest = bench.mysqld(PRIMARY).log.last().expect("it has written");
    let (reached, _) = bench.wait_for(REPLICA, Target::Transaction(newest), ms(300.0));
    case.holds("limit", if reached { 0 } else { -1 });
    let (reached, took) = bench.wait_for(REPLICA, Target::Transaction(newest), ms(10_000.0));
    case.holds("reached", if reached { 0 } else { -1 });
    // The first wait has had its limit of it already.
    case.holds("time", (took.as_millis_f64() + 300.0) / (burst as f64 * apply));
}

#[test]
fn gtid_04_monotonic_reads() {
    let case = Case::load("gtid-04-monotonic-reads");
    let delays: Vec<f64> =
        case.param("one_way_ms").as_array().into_iter().flatten().filter_map(|one| one.as_f64()).collect();
    let mut bench = bench(mariadb(), &delays);
    let writer = client(&mut bench);
    let (mut backwards, mut waited) = (0, 0);
    for _ in 0..8 {
        insert(&mut bench, writer);
        bench.advance(ms(delays[0] + 20.0));
        backwards += u32::from(bench.rows(2) < bench.rows(REPLICA));
        let seen = bench.mysqld(REPLICA).log.last().expect("it has applied");
        let rows = bench.rows(REPLICA);
        bench.wait_for(2, Target::Transaction(seen), ms(5_000.0));
        waited += u32::from(bench.rows(2) < rows);
        bench.advance(ms(500.0));
    }
    case.holds("backwards", backwards);
    case.holds("waited", waited);
}
