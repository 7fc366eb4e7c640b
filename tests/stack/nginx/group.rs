//! A group of applications: whose turn it is, and who rests.

use super::*;
use tierscope::model::config::{Config, Upstream};
use tierscope::model::errand::{Conduct, Ending, Wish};

/// Two applications, of which the first is the nginx' own, in a group as it was recorded.
fn two(case: &Case, set: impl FnOnce(&mut Config)) -> Web {
    Web::direct(2, |config| {
        config.nginx.upstream = Upstream::RoundRobin;
        config.nginx.max_fails = case.count("max_fails") as u32;
        config.nginx.fail_timeout = seconds(case, "fail_timeout_s");
        set(config);
    })
}

fn tries(seen: &[Seen]) -> Vec<usize> {
    seen.iter().map(|seen| seen.tried.len()).collect()
}

/// The first application ends it like this, the second answers.
fn first_ends(errand: Errand, ending: Ending) -> Errand {
    errand.acted([Conduct { wait: SimDuration::ZERO, ending }, Conduct::answer(200)])
}

/// So many requests, with a pause before each in which a rest ends.
fn rested(web: &mut Web, count: usize, errand: impl Fn() -> Errand) -> Vec<Seen> {
    (0..count)
        .map(|_| {
            let seen = web.get(errand());
            web.wait_ms(3100);
            seen
        })
        .collect()
}

#[test]
fn ngx_06_another_application_is_tried_unless_it_would_be_done_twice() {
    let case = Case::load("ngx-06-next-upstream");
    one_of_two_refuses(&case);
    one_of_two_breaks(&case);
    nobody_is_tried_until_the_rest_is_over(&case);
}

fn one_of_two_refuses(case: &Case) {
    let (get, post) = (|| Errand::page(1), || Errand::new(1, Wish::Post(0)));
    let mut web = two(case, |_| {});
    do_it(&mut web, "crash:server-1.app");
    let seen = one_by_one(&mut web, 6, |_| get());
    case.holds("all-200", statuses(&seen));
    case.holds("one-retry", tries(&seen).iter().filter(|tries| **tries == 2).count());
    web.wait_ms(3100);
    let seen = one_by_one(&mut web, 4, |_| get());
    case.holds("retry-after", tries(&seen).iter().filter(|tries| **tries == 2).count());
    web.wait_ms(3100);
    let seen = one_by_one(&mut web, 3, |_| post());
    case.holds("post-refused", statuses(&seen));
    assert_eq!(tries(&seen).iter().max(), Some(&2), "one of them moved on");
}

fn one_of_two_breaks(case: &Case) {
    let (get, post) = (|| Errand::page(1), || Errand::new(1, Wish::Post(0)));
    let sorted = |web: &mut Web, errand: &dyn Fn() -> Errand| {
        let mut ends: Vec<u16> = rested(web, 4, errand).iter().map(Seen::status).collect();
        ends.sort_unstable();
        json!(ends)
    };
    let broken = |errand: Errand| first_ends(errand, Ending::Close);
    let mut web = two(case, |_| {});
    case.holds("get-broken", sorted(&mut web, &|| broken(get())));
    // No rest, so that it is the turn of each twice.
    let mut web = two(case, |config| config.nginx.max_fails = 0);
    case.holds("post-broken", sorted(&mut web, &|| broken(post())));
    let failing = || first_ends(get(), Ending::Answer(500));
    let mut web = two(case, |_| {});
    case.holds("500-passes", sorted(&mut web, &failing));
    let mut web = two(case, |config| config.nginx.next_500 = true);
    case.holds("500-listed", sorted(&mut web, &failing));

    let mut web = two(case, |config| config.nginx.proxy_timeout = SimDuration::SECOND);
    let late = Conduct { wait: SimDuration::from_seconds(3), ..Conduct::answer(200) };
    let seen = one_by_one(&mut web, 2, |_| get().acted([late, Conduct::answer(200)]));
    case.holds("timeout-adds", slowest_ms(&seen));
    case.holds("timeout-200", statuses(&seen));
}

fn nobody_is_tried_until_the_rest_is_over(case: &Case) {
    let mut web = two(case, |_| {});
    web.wait_ms(600);
    do_it(&mut web, "crash:server-1.app");
    do_it(&mut web, "crash:server-2.app");
    let seen = one_by_one(&mut web, 3, |_| Errand::page(1));
    case.holds("both-502", statuses(&seen));
    case.holds("no-live", tries(&seen) == [2, 0, 0] && web.counts().no_live == 2);
    let failed = web.now();
    do_it(&mut web, "restart:server-2.app");
    let mut first = None;
    let recovered = loop {
        let status = web.get(Errand::page(1)).status();
        first.get_or_insert(status);
        if status == 200 {
            break web.now().since(failed).as_seconds();
        }
        web.wait_ms(50);
    };
    case.holds("cool-down", json!([first, recovered]));
    case.holds("cool-le", recovered);
    assert!(recovered > seconds(case, "fail_timeout_s").as_seconds(), "the comparison is strict: {recovered}");
}

#[test]
fn ngx_07_turns_are_smooth_and_the_least_busy_is_chosen() {
    let case = Case::load("ngx-07-balancing");
    let letters = |seen: &[Seen]| -> String {
        seen.iter().map(|seen| char::from(b'a' + seen.tried.last().copied().unwrap_or(25))).collect()
    };
    let group = |upstream, own_weight, servers| {
        Web::direct(servers, |config: &mut Config| {
            (config.nginx.upstream, config.nginx.own_weight) = (upstream, own_weight);
        })
    };
    let page = |_| Errand::page(1);
    case.holds("smooth", letters(&one_by_one(&mut group(Upstream::RoundRobin, 5, 3), 14, page)));
    case.holds("rr", letters(&one_by_one(&mut group(Upstream::RoundRobin, 1, 3), 6, page)));

    let mut web = group(Upstream::OwnFirst, 1, 2);
    let up = letters(&one_by_one(&mut web, 4, page));
    do_it(&mut web, "crash:server-1.app");
    let down = letters(&one_by_one(&mut web, 3, page));
    case.holds("backup", json!([up, down]));

    let mut web = group(Upstream::LeastConn, 1, 2);
    web.send(Errand::page(1).lasting(1500));
    web.wait_ms(10);
    let seen = one_by_one(&mut web, 6, page);
    let others = letters(&seen);
    case.holds("least", i32::from(others == "bbbbbb"));
    assert_eq!(json!(others), case.run(0)["timeline"][1]["outcome"]["seq"]);
}
