//! Clients who try again, and users who are logged out.

use crate::run::{go_on, noted, play};
use tierscope::model::note::Note;

#[test]
fn a_second_try_turns_most_errors_of_a_short_outage_into_late_answers() {
    let outage = "do=crash:server-1.app@20s,restart:server-1.app@21s";
    let errors = |tries: &str| play(&format!("{tries}{outage}"), 60.0).meter().ledger().errors();
    let (once, thrice) = (errors(""), errors("tries=4&backoff=1s&"));
    assert!((80..160).contains(&once), "a second's pages: {once}");
    assert!(thrice * 10 < once, "{thrice} {once}");
    let run = play(&format!("tries=4&backoff=1s&{outage}"), 60.0);
    assert!(run.meter().tried_again() > once, "{}", run.meter().tried_again());
    // A request is one wish, however often it is tried.
    assert_eq!(run.meter().ledger().arrived, play(outage, 60.0).meter().ledger().arrived);
}

#[test]
fn retries_make_a_storm_that_keeps_a_site_down_which_would_have_recovered() {
    // A spike of 20 s fills an accept queue with room for thousands. Who waits longer than 2 s gives up, and the work is done all
    // the same; who then tries again at once keeps the queue full of work for nobody, long after the spike.
    let spike = "srv=1&replicas=0&rps=150&giveup=2s&backlog=4096&ngconns=65536&do=spike:700:20s@20s";
    let goodput = |settings: &str| {
        let mut run = play(&format!("{settings}{spike}"), 140.0);
        let before = run.meter().ledger().answered;
        go_on(&mut run, 200.0);
        (run.meter().ledger().answered - before) as f64 / 60.0
    };
    let (calm, storm) = (goodput(""), goodput("tries=10&backoff=1ms&"));
    assert!(calm > 140.0, "{calm}");
    assert!(storm < 0.5 * calm, "{storm} {calm}");
}

#[test]
fn backoff_spreads_the_tries_of_a_storm_and_the_site_recovers() {
    let spike = "srv=1&replicas=0&rps=150&giveup=2s&tries=10&do=spike:700:20s@20s";
    let waiting = |backoff: &str| play(&format!("backoff={backoff}&{spike}"), 45.0).meter().tried_again();
    assert!(waiting("20s") * 2 < waiting("1ms"), "{} {}", waiting("20s"), waiting("1ms"));
}

#[test]
fn a_login_in_memory_dies_with_its_server_and_a_shared_one_does_not() {
    let crash = "do=crash:server-1@60s";
    let run = play(crash, 120.0);
    let logged_out = run.log().iter().find_map(|line| match line.note {
        Note::LoggedOut { users, .. } => Some(users),
        _ => None,
    });
    assert!(logged_out.is_some_and(|users| users > 450), "nearly all of 500 users: {logged_out:?}");
    let lost = run.meter().sessions_lost();
    assert!((300..=500).contains(&lost), "each who came back within a minute, once: {lost}");
    let shared = play(&format!("sessions=shared&{crash}"), 120.0);
    assert_eq!(
        (shared.meter().sessions_lost(), noted(&shared, |note| matches!(note, Note::LoggedOut { .. })).len()),
        (0, 0)
    );
}

#[test]
fn turns_among_servers_log_users_out_unless_they_come_back_to_theirs() {
    let pages = "mode=active-active&static=0&write=0";
    let lost = |settings: &str| {
        let run = play(&format!("{pages}{settings}"), 120.0);
        run.meter().sessions_lost() as f64 / run.meter().ledger().answered as f64
    };
    // The next of three servers in turn is another one than the last two times out of three.
    let turns = lost("");
    assert!((0.62..0.69).contains(&turns), "{turns}");
    // But for those who ask twice before their first answer has brought the cookie.
    assert!(lost("&persistence=cookie") < 0.001);
    assert_eq!(lost("&lb=source"), 0.0);
    assert_eq!(lost("&sessions=shared"), 0.0);
}
