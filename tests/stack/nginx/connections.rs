//! Connections: kept, counted, drained and lost.

use super::*;
use tierscope::model::config::Config;

#[test]
fn ngx_04_connections_are_kept_for_so_many_requests_and_so_long() {
    let case = Case::load("ngx-04-keepalive");
    let mut web = Web::direct(1, |config| {
        config.nginx.keepalive_requests = case.count("keepalive_requests") as u32;
        config.nginx.keepalive_timeout = seconds(&case, "keepalive_timeout_s");
    });
    let said = |seen: &Seen| if seen.close { "close" } else { "keep-alive" };
    let three = one_by_one(&mut web, 3, |_| Errand::file(1).kept());
    case.holds("third-close", json!(three.iter().map(said).collect::<Vec<_>>()));
    assert_eq!(web.counts().accepted, 1);

    let idle = web.send(Errand::file(1).kept());
    web.wait_ms(3000);
    let seen = web.seen(idle);
    let closed = seen.line_closed.expect("nginx closes it");
    case.holds("idle", closed.since(seen.ended.expect("answered").0).as_seconds());
    case.holds("eof", seen.cut.is_none());

    one_by_one(&mut web, 20, |_| Errand::page(1));
    case.holds("no-reuse", web.counts().opened);

    let mut pooled = Web::direct(1, |config| config.nginx.upstream_keepalive = case.count("upstream_keepalive") as u32);
    one_by_one(&mut pooled, 20, |_| Errand::page(1));
    case.holds("reuse", pooled.counts().opened);
    let before = pooled.counts().opened;
    overlapping(&mut pooled, 6, |_| Errand::page(1).lasting(300));
    pooled.wait_ms(1000);
    let first = pooled.counts().opened;
    assert_eq!(json!(first - before), case.run(0)["timeline"][1]["outcome"]["new_first"]);
    overlapping(&mut pooled, 6, |_| Errand::page(1).lasting(300));
    pooled.wait_ms(1000);
    case.holds("cap", pooled.counts().opened - first);
}

#[test]
fn ngx_05_who_finds_no_slot_is_closed_and_idle_connections_make_room() {
    let case = Case::load("ngx-05-worker-connections");
    let slots = |config: &mut Config| config.nginx.connections = case.count("worker_connections") as u32;
    let mut web = Web::direct(1, slots);
    let tickets = overlapping(&mut web, 25, |number| Errand::file(number as u32).sent_over(30_000));
    web.wait_ms(1000);
    let closed = of(&web, &tickets).iter().filter(|seen| seen.ended.is_some()).count();
    case.holds("held", 25 - closed);
    case.holds("rest", closed);
    case.holds("alert", web.counts().not_enough == 7);

    let mut web = Web::direct(1, slots);
    let served = one_by_one(&mut web, 30, |number| Errand::file(number as u32).kept());
    case.holds("recycle", served.iter().filter(|seen| seen.status() == 200).count());
    assert!(web.counts().recycled >= 12 && web.counts().not_enough == 0, "{:?}", web.counts());

    let mut web = Web::direct(1, slots);
    let tickets = overlapping(&mut web, 16, |number| Errand::page(number as u32).lasting(500));
    web.wait_ms(2000);
    let ends: Vec<u16> = of(&web, &tickets).iter().map(Seen::status).collect();
    case.holds("half", ends.iter().filter(|status| **status == 200).count());
    let others: Vec<u16> = ends.into_iter().filter(|status| ![0, 200].contains(status)).collect();
    case.holds("half-rest", json!(others));

    let mut web = Web::direct(1, slots);
    let half = |number| Errand::page(number as u32).lasting(500);
    let tickets: Vec<Ticket> = (0..14)
        .map(|number| {
            let ticket = web.send(half(number).sent_over(1000 - number as u64));
            web.wait_ms(1);
            ticket
        })
        .collect();
    web.wait_ms(3000);
    let ends: Vec<u16> = of(&web, &tickets).iter().map(Seen::status).collect();
    let count = |wanted| ends.iter().filter(|status| **status == wanted).count();
    case.holds("500", json!([count(200), count(500)]));
    assert_eq!(json!(ends), case.run(0)["timeline"][2]["outcome"]["results"]);
}

#[test]
fn ngx_10_a_reload_loses_nothing_and_a_killed_worker_its_own() {
    let case = Case::load("ngx-10-reload-and-worker-kill");
    let mut web = Web::direct(1, |_| {});
    let workers = |web: &Web| web.nginx().generations(&web.world().servers()[0].jobs);
    let before = workers(&web);
    let inflight = web.send(Errand::page(1).lasting(1000));
    web.wait_ms(100);
    do_it(&mut web, "reload:server-1.nginx");
    web.wait_ms(100);
    let during = workers(&web);
    assert_eq!(web.get(Errand::page(2)).status(), 200, "new requests are taken meanwhile");
    web.wait_ms(1500);
    case.holds("inflight", web.seen(inflight).status());
    let after = workers(&web);
    let new = during.len() == 2 && during[..1] == before && during[1..] == after;
    case.holds("swap", json!([during.len(), after.len(), new]));

    let lost = web.send(Errand::page(1).lasting(1000));
    web.wait_ms(300);
    do_it(&mut web, "killworker:server-1.nginx");
    let next = web.get(Errand::page(2));
    assert_eq!(next.status(), 200);
    case.holds("respawn", next.millis());
    web.wait_ms(100);
    case.holds("lost", web.seen(lost).ended.is_some() && web.seen(lost).status() == 0);
}
