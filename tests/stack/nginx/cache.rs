//! The cache.

use super::*;
use tierscope::model::config::{Config, UseStale};
use tierscope::model::errand::Ending;

/// A cache as it was recorded.
fn cached(case: &Case, set: impl FnOnce(&mut Config)) -> Web {
    Web::direct(1, |config| {
        config.nginx.cache.on = true;
        config.nginx.cache.valid = seconds(case, "max_age_s");
        set(config);
    })
}

fn hit(seen: &Seen) -> &'static str {
    seen.cache.map_or("-", |status| status.keyword())
}

#[test]
fn ngx_08_a_cache_hits_while_fresh_and_stands_in_for_the_application() {
    let case = Case::load("ngx-08-cache");
    let get = |web: &mut Web| web.get(Errand::page(1));
    let mut web = cached(&case, |_| {});
    let two = one_by_one(&mut web, 2, |_| Errand::page(1));
    web.wait_ms(2100);
    let third = get(&mut web);
    case.holds("seq", json!([hit(&two[0]), hit(&two[1]), hit(&third)]));

    let old = |set: &dyn Fn(&mut Config)| {
        let mut web = cached(&case, set);
        assert_eq!(hit(&web.get(Errand::page(1))), "MISS");
        web.wait_ms(2100);
        web
    };
    let outcome = |seen: &Seen| json!([seen.status(), hit(seen)]);
    let errors: &dyn Fn(&mut Config) = &|config| config.nginx.cache.stale = UseStale::Errors;
    let mut web = old(errors);
    do_it(&mut web, "crash:server-1.app");
    case.holds("stale", outcome(&get(&mut web)));
    let mut web = old(&|_| {});
    do_it(&mut web, "crash:server-1.app");
    case.holds("plain", get(&mut web).status());
    let mut web = old(&|config| config.nginx.cache.stale_if_error = SimDuration::from_seconds(60));
    do_it(&mut web, "crash:server-1.app");
    case.holds("sie", outcome(&get(&mut web)));
    let mut web = old(errors);
    case.holds("stale-500", outcome(&web.get(Errand::page(1).ending(Ending::Answer(500)))));

    let mut web = old(&|config| (config.nginx.cache.stale, config.nginx.cache.background) = (UseStale::Updating, true));
    let slow = || Errand::page(1).lasting(800);
    let first = web.get(slow());
    case.holds("bg", json!([hit(&first), first.millis().is_some_and(|millis| millis < 200.0)]));
    let during = web.get(slow());
    case.holds("updating", hit(&during));
    assert!(during.millis().is_some_and(|millis| millis < 200.0));
    web.wait_ms(1000);
    case.holds("fresh", hit(&web.get(slow())));
    assert_eq!(web.all().map(|seen| seen.worked).collect::<Vec<_>>(), [1, 1, 0, 0], "one fetched it in the background");

    let reached = |lock: bool| {
        let mut web = cached(&case, |config| config.nginx.cache.lock = lock);
        let tickets = overlapping(&mut web, 8, |_| Errand::page(1).lasting(300));
        web.wait_ms(5000);
        assert!(of(&web, &tickets).iter().all(|seen| seen.status() == 200));
        web.all().map(|seen| seen.worked).sum::<u32>()
    };
    case.holds("nolock", reached(false));
    case.holds("lock", reached(true));
}
