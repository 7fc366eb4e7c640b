//! One process dies and its machine stays on.

use crate::broken::{Broken, RUNS, began, end, errors, within};
use tierscope::model::observation::{Cause, Class};

#[test]
fn without_nginx_connections_are_refused_and_the_server_is_down_after_4_to_6_seconds() {
    let mut late = Vec::new();
    for seed in 1..=RUNS {
        let mut crash = Broken::begin("server-1.nginx", "", seed);
        crash.run.follow(3);
        crash.play(7.0);
        let down = crash.down().unwrap_or(f64::NAN);
        within("DOWN", down, 4.0, 6.0);
        // Three pauses of a second, then 503: who begins more than 3 s before DOWN has none left for the backup.
        let early = began(&crash.run, crash.at + 0.1, crash.at + down - 3.2);
        assert!(!early.is_empty());
        for journey in early {
            let Some((class, status, after)) = end(journey) else { panic!("still under way: {journey:?}") };
            assert_eq!((class, status), (Class::Refused, 503));
            within("503", after, 3.0, 3.15);
        }
        crash.play(12.0);
        for journey in began(&crash.run, crash.at + down - 2.8, crash.at + down) {
            let Some((class, _, after)) = end(journey) else { panic!("still under way: {journey:?}") };
            assert_eq!(class, Class::Answered);
            late.push(after);
        }
        within("503 in all", crash.run.meter().ledger().refused as f64, 200.0, 600.0);
    }
    // Their last attempt goes to the backup, 3 s late. With the new requests it then gets 400 a second, a little more than
    // it can take: its accept queue fills, and for some a SYN is sent again after a second.
    late.sort_by(f64::total_cmp);
    within("half of the responses", late[late.len() / 2], 3.0, 3.3);
    within("nine of ten", late[late.len() * 9 / 10], 3.0, 4.2);
    within("the longest", late[late.len() - 1], 3.0, 7.0);
}

#[test]
fn a_dead_application_goes_unnoticed_where_only_a_static_file_is_checked() {
    for seed in 1..=5 {
        let mut crash = Broken::begin("server-1.app", "", seed);
        crash.play(30.0);
        assert_eq!(crash.down(), None);
        let ledger = crash.run.meter().ledger();
        assert_eq!(ledger.failed, errors(&crash.run, &[Cause::AppRefused, Cause::AppDied]), "and the page says why");
        // 120 pages a second for 30 s.
        within("502", ledger.failed as f64, 3_300.0, 3_900.0);
        assert_eq!(ledger.errors(), ledger.failed);
    }
}

#[test]
fn a_dead_application_is_noticed_where_a_page_is_checked_and_the_backup_takes_over() {
    for seed in 1..=5 {
        let mut crash = Broken::begin("server-1.app", "&check=app", seed);
        crash.play(7.0);
        within("DOWN", crash.down().unwrap_or(f64::NAN), 4.0, 6.1);
        assert_eq!(crash.observe(20.0).0, 0);
    }
}
