//! One application: down, slow, cut, left.

use super::*;
use tierscope::model::config::Config;
use tierscope::model::errand::{Ending, Wish};

#[test]
fn ngx_01_files_are_served_while_the_application_is_down() {
    let case = Case::load("ngx-01-static-while-app-down");
    let mut web = Web::direct(1, |_| {});
    do_it(&mut web, "crash:server-1.app");
    case.holds("static", statuses(&one_by_one(&mut web, 5, |_| Errand::file(1))));
    let pages = one_by_one(&mut web, 5, |_| Errand::page(1));
    case.holds("api", statuses(&pages));
    case.holds("fast", slowest_ms(&pages));
    case.holds("log", web.counts().refused == 5);
    do_it(&mut web, "restart:server-1.app");
    case.holds("recover", web.get(Errand::page(1)).status());
    case.holds("404", web.get(Errand::new(1, Wish::NoFile)).status());
}

#[test]
fn ngx_02_time_limits_are_between_two_reads_and_a_begun_answer_is_cut() {
    let case = Case::load("ngx-02-timeouts");
    let limits = |config: &mut Config| {
        config.nginx.connect_timeout = Some(seconds(&case, "connect_timeout_s"));
        config.nginx.proxy_timeout = seconds(&case, "read_timeout_s");
    };
    // Nobody answers SYNs for an application whose accept queue is full.
    let mut full = Web::direct(1, |config| {
        limits(config);
        (config.app.workers, config.app.backlog) = (1, 0);
    });
    overlapping(&mut full, 2, |_| Errand::page(1).lasting(10_000));
    let connect = full.get(Errand::page(1));
    case.holds("connect", connect.status());
    case.holds("connect-ms", connect.millis());

    let mut web = Web::direct(1, limits);
    let slow = web.send(Errand::page(1).lasting(3000));
    web.wait_ms(1500);
    case.holds("read", web.seen(slow).status());
    case.holds("read-ms", web.seen(slow).millis());
    web.wait_ms(2000);
    let (done, _) = web.seen(slow).done.expect("it is done");
    let gone = web.seen(slow).done.is_some_and(|(_, gone)| gone);
    case.holds("abandoned", json!([done.since(web.seen(slow).began).as_seconds() >= 3.0, gone]));

    let gap = SimDuration::from_millis(500);
    let drip = web.get(Errand::page(1).ending(Ending::Pieces { status: 200, count: 6, gap }));
    let lasted = drip.millis().is_some_and(|millis| millis >= 2900.0);
    case.holds("drip", json!([drip.status(), lasted && !drip.is_incomplete(), 6]));

    let stall = web.get(Errand::page(1).ending(Ending::Stall(SimDuration::from_seconds(4))));
    let incomplete = if stall.is_incomplete() { "IncompleteRead" } else { "whole" };
    case.holds("stall", incomplete);
    case.holds("stall-status", json!([stall.logged.map(|line| line.status)]));
    assert_eq!((web.counts().cut, web.counts().timed_out), (1, 2));
}

#[test]
fn ngx_03_a_client_that_leaves_is_logged_499_and_the_application_goes_on() {
    let case = Case::load("ngx-03-client-gives-up-499");
    let mut web = Web::direct(1, |_| {});
    let left = web.send(Errand::page(1).lasting(1500).leaving_after(400));
    web.wait_ms(2000);
    let seen = web.seen(left).clone();
    let logged = seen.logged.expect("a line in the log");
    case.holds("499", json!([logged.status]));
    case.holds("rt", logged.time.as_seconds());
    case.holds("work", seen.done.is_some());
    case.holds("closed", seen.done.is_some_and(|(_, gone)| gone));
    assert_eq!(web.counts().client_closed, 1);

    let mut ignoring = Web::direct(1, |config| config.nginx.ignore_abort = true);
    let left = ignoring.send(Errand::page(1).lasting(1500).leaving_after(400));
    ignoring.wait_ms(2000);
    let seen = ignoring.seen(left);
    case.holds("ignore", seen.done.is_some_and(|(_, gone)| gone));
    assert_eq!(json!([seen.logged.map(|line| line.status)]), case.run(0)["measures"]["ign_status"]);
}
