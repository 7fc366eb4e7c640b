//! Courses of the arrival rate.

use crate::run::{noted, play};
use tierscope::model::note::{Note, Refused};

/// Requests that arrived in each of these seconds.
fn arrived(query: &str, seconds: core::ops::Range<usize>) -> f64 {
    let run = play(query, seconds.end as f64 + 0.5);
    run.series()[seconds.clone()].iter().map(|point| f64::from(point.arrived)).sum::<f64>() / seconds.len() as f64
}

fn near(seen: f64, expected: f64) {
    // Four standard errors of a Poisson count over ten seconds and more.
    assert!((seen - expected).abs() < 4.0 * (expected / 10.0).sqrt(), "{seen} for {expected}");
}

#[test]
fn a_ramp_leads_to_its_rate_and_stays_there() {
    let query = "rps=100&do=ramp:300:100s@50s";
    near(arrived(query, 95..105), 200.0);
    near(arrived(query, 160..180), 300.0);
}

#[test]
fn a_spike_comes_and_goes_at_once_and_a_flash_crowd_leaves_slowly() {
    let spike = "rps=50&do=spike:300:20s@50s";
    near(arrived(spike, 40..50), 50.0);
    near(arrived(spike, 50..70), 300.0);
    near(arrived(spike, 70..90), 50.0);
    let flash = "rps=50&do=flash:300:100s@50s";
    near(arrived(flash, 58..63), 300.0 * 0.97);
    // A fifth of the time after the peak all but 1/e of the crowd has gone.
    near(arrived(flash, 75..85), 50.0 + 250.0 / core::f64::consts::E);
    near(arrived(flash, 155..175), 50.0);
}

#[test]
fn a_day_returns_every_day() {
    let day = "rps=50&do=day:250:100s@0s";
    near(arrived(day, 0..100), 150.0);
    near(arrived(day, 45..55), 248.0);
    near(arrived(day, 145..155), 248.0);
    near(arrived(day, 295..305), 52.0);
}

#[test]
fn who_sets_the_rate_ends_its_course_and_a_closed_workload_has_none() {
    near(arrived("rps=50&do=day:250:100s@0s,rps:80@20s", 60..80), 80.0);
    let closed = play("users=10&do=spike:300:20s@5s", 10.0);
    assert_eq!(noted(&closed, |note| matches!(note, Note::CommandRefused(Refused::Closed))), [5.0]);
}

#[test]
fn users_may_come_and_go_during_a_run_and_the_open_workload_return() {
    let query = "users=10&think=const:1s&do=users:50@60s,users:5@120s,users:0@180s";
    near(arrived(query, 30..60), 10.0 / 1.1);
    near(arrived(query, 70..120), 50.0 / 1.1);
    near(arrived(query, 130..180), 5.0 / 1.1);
    near(arrived(query, 190..220), 200.0);
}
