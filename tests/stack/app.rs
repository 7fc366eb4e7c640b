//! The application server: workers, accept queue, timeouts, stops, and the pool of connections to databases.
//!
//! Clients of preset `simple` speak to the application itself or by way of nginx. A service time that takes no processor is
//! the wait of a page; many at once are users who think equally long.

use crate::case::Case;
use serde_json::json;
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::metrics::journey::Journey;
use tierscope::model::observation::{Cause, Stage};
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

/// Links that take no time, pages that take no processor, clients that wait.
const SITE: &str =
    "preset=simple&static=0&write=0&wan=0s&wanjitter=0s&work=const:0s&ngcost=0s&calls=0&giveup=60s&backlog=2048";

/// A run of such a site to this second; every request of it is followed.
fn play(more: &str, seconds: f64) -> Simulation {
    let query = format!("{SITE}&{more}");
    let query = query.replace("&backlog=2048", if more.contains("backlog=") { "" } else { "&backlog=2048" });
    let query = query.replace("&giveup=60s", if more.contains("giveup=") { "" } else { "&giveup=60s" });
    let query = query.replace("&calls=0", if more.contains("calls=") { "" } else { "&calls=0" });
    let (link, warnings) = wire::read(&query);
    assert_eq!(warnings, [], "{query}");
    let mut run = Simulation::new(link.scenario);
    run.follow(1);
    assert!(run.advance_to(SimTime::ZERO + SimDuration::from_seconds_f64(seconds), u64::MAX));
    assert_eq!(run.audit(), Ok(()), "{query}");
    run
}

/// The requests that began before this second, in their order.
fn begun(run: &Simulation, before: f64) -> Vec<&Journey> {
    run.journeys().kept.iter().filter(|journey| start(journey) < before).collect()
}

/// When a request began, in seconds.
fn start(journey: &Journey) -> f64 {
    journey.steps[0].at.as_seconds()
}

/// Its status, 0 for none, and when it ended; neither if it has not.
fn end(journey: &Journey) -> Option<(u16, f64)> {
    journey.ended.map(|(at, outcome)| (outcome.status, at.as_seconds()))
}

fn statuses(journeys: &[&Journey]) -> Vec<u16> {
    journeys.iter().map(|journey| end(journey).map_or(0, |(status, _)| status)).collect()
}

/// How long a request took, in milliseconds; endless if it has not ended.
fn millis(journey: &Journey) -> f64 {
    end(journey).map_or(f64::INFINITY, |(_, at)| (at - start(journey)) * 1000.0)
}

/// How long a request was at such places, in milliseconds.
fn millis_at(journey: &Journey, stage: Stage) -> f64 {
    let ends = journey.steps[1..].iter().map(|step| step.at).chain(journey.ended.map(|(at, _)| at));
    let stays = journey.steps.iter().zip(ends).filter(|(step, _)| step.place.stage == stage);
    stays.map(|(step, end)| end.since(step.at).as_seconds() * 1000.0).sum()
}

fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

fn smallest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(f64::INFINITY, f64::min)
}

#[test]
fn app_01_worker_pool_fifo() {
    let case = Case::load("app-01-worker-pool-fifo");
    let (workers, service, n) = (case.count("workers"), case.number("service_ms"), case.count("requests"));
    let run = play(&format!("via=app&workers={workers}&wait=const:{service}ms&users={n}&think=const:5s"), 9.0);
    let all = begun(&run, 5.1);
    case.holds("all", statuses(&all));
    let mut times: Vec<f64> = all.iter().map(|journey| millis(journey)).collect();
    let late = |(index, at): (usize, &f64)| {
        let before = times.iter().filter(|other| *other < at).count() as f64;
        (index as f64 - before - (workers - 1) as f64).max(before - index as f64)
    };
    case.holds("fifo", largest(times.iter().enumerate().map(late)));
    times.sort_by(f64::total_cmp);
    let ideal = |index: usize| (index / workers as usize + 1) as f64 * service;
    let ratios: Vec<f64> = times.iter().enumerate().map(|(index, at)| at / ideal(index)).collect();
    case.holds("ceil", largest(ratios.clone()));
    case.holds("ceil-min", smallest(ratios));
}

#[test]
fn app_02_accept_queue_overflow() {
    let case = Case::load("app-02-accept-queue-overflow");
    let (workers, backlog, service) = (case.count("workers"), case.count("backlog"), case.number("service_ms"));
    let n = case.count("clients");
    let site = format!("via=app&workers={workers}&backlog={backlog}&wait=const:{service}ms");
    let run = play(&format!("{site}&users={n}&think=const:50s"), 75.0);
    let all = begun(&run, 51.0);
    assert_eq!(all.len() as u64, n);
    let waits: Vec<f64> = all.iter().map(|journey| millis_at(journey, Stage::Dropped)).collect();
    let late: Vec<f64> = waits.iter().copied().filter(|wait| *wait > 0.0).collect();
    case.holds("immediate", waits.len() - late.len());
    case.holds("late-first", smallest(late.clone()));
    let off_grid = |wait: &f64| (wait / 1000.0 - (wait / 1000.0).round()).abs();
    case.holds("late-grid", largest(late.iter().map(off_grid)));
    let refused = all.iter().filter(|journey| end(journey).is_some_and(|(status, _)| status != 200));
    case.holds("no-refusal", refused.map(|journey| journey.ordinal).collect::<Vec<u64>>());
    case.holds("eventually", statuses(&all).iter().filter(|status| **status == 200).count());
    let app = &run.snapshot().servers[0].app;
    assert!(app.dropped_syns >= late.len() as u64 && app.dropped == 0, "{app:?}");
}

/// Load above what the workers can do, evenly spread, for the time of the recording.
fn overload(case: &Case, more: &str) -> (Simulation, f64) {
    let (workers, service, rate) = (case.count("workers"), case.number("service_ms"), case.number("offered_per_s"));
    let seconds = case.number("duration_s");
    let site = format!("workers={workers}&wait=const:{service}ms&arrivals=regular&rps={rate}&do=rps:0.1@{seconds}s");
    (play(&format!("{site}&{more}"), seconds + 9.0), seconds)
}

#[test]
fn app_03_overload_growth() {
    let case = Case::load("app-03-overload-growth");
    let (run, seconds) = overload(&case, "via=app");
    let (service, rate) = (case.number("service_ms"), case.number("offered_per_s"));
    let capacity = case.number("workers") / service * 1000.0;
    let all = begun(&run, seconds);
    assert_eq!(all.len() as f64, rate * seconds);
    let last = all[all.len() - 1];
    let over = end(last).expect("the last is answered").1 - start(all[0]);
    case.holds("mu", all.len() as f64 / over / capacity);
    let formula = service + (start(last) - start(all[0])) * 1000.0 * (rate / capacity - 1.0);
    case.holds("last", millis(last) / formula);
    case.holds("ok", statuses(&all).iter().all(|status| *status == 200));
}

#[test]
fn app_04_wasted_work() {
    let case = Case::load("app-04-wasted-work");
    let (run, seconds) = overload(&case, &format!("via=app&giveup={}ms", case.number("client_timeout_ms")));
    let all = begun(&run, seconds);
    let answers: Vec<f64> =
        all.iter().filter_map(|journey| end(journey).filter(|(status, _)| *status == 200)).map(|(_, at)| at).collect();
    // One request comes after the load has ended.
    let app = &run.snapshot().servers[0].app;
    let executed = app.executed.min(all.len() as u64);
    case.holds("executed-all", executed as f64 / all.len() as f64);
    case.holds("wasted", executed - answers.len() as u64);
    assert_eq!(app.executed - app.abandoned, run.meter().ledger().answered);
    let third = seconds / 3.0;
    let late = answers.iter().filter(|at| (2.0 * third..seconds).contains(*at)).count();
    case.holds("collapse", late as f64 / third);
}

#[test]
fn app_05_nginx_in_front_wasted() {
    let case = Case::load("app-05-nginx-in-front-wasted");
    let (run, seconds) = overload(&case, &format!("tproxy={}ms", case.number("proxy_read_timeout_ms")));
    let all = begun(&run, seconds);
    let seen = statuses(&all);
    let share = seen.iter().filter(|status| **status == 504).count() as f64 / seen.len() as f64;
    case.holds("504", share);
    let executed = run.snapshot().servers[0].app.executed.min(all.len() as u64);
    case.holds("executed", executed as f64 / all.len() as f64);
    let mut kinds: Vec<String> = seen.iter().map(u16::to_string).collect();
    kinds.sort();
    kinds.dedup();
    case.holds("kinds", kinds);
}

/// Users begin at once, and the code never ends the page of exactly one of them: what became of his, of the others', and how many
/// workers are left.
fn stuck(case: &Case, flaw: &str, more: &str, users: usize) -> (u16, f64, Vec<u16>, usize) {
    let (workers, timeout) = (case.count("workers"), case.number("timeout_s"));
    let site = format!("workers={workers}&wtimeout={timeout}s&boot=20ms&users={users}&think=const:1.3s&{more}");
    let script = format!("do=deploy:v2-{flaw}-0.2@0s,think:const:90s@1.31s");
    for seed in 1..200 {
        let run = play(&format!("{site}&{script}&seed={seed}"), 30.0);
        let all = begun(&run, 1.31);
        let (bad, good): (Vec<&Journey>, Vec<&Journey>) =
            all.iter().partition(|journey| end(journey).is_none_or(|(status, _)| status != 200));
        let [hit] = bad[..] else { continue };
        let (status, _) = end(hit).expect("a worker that is stuck is ended");
        let occupancy = run.snapshot().servers[0].app.occupancy;
        assert_eq!((run.snapshot().servers[0].app.ended, occupancy.booting, occupancy.busy), (1, 0, 0));
        return (status, millis(hit), statuses(&good), occupancy.idle);
    }
    panic!("no seed hits one of {users}")
}

#[test]
fn app_06_worker_timeout_and_kill() {
    let case = Case::load("app-06-worker-timeout-and-kill");
    let (direct, behind) = (stuck(&case, "sleeps", "via=app", 5), stuck(&case, "sleeps", "via=nginx", 5));
    case.holds("sleep", [direct.0, behind.0].to_vec());
    case.holds("sleep-when", direct.1);
    case.holds("others", direct.2);
    let (direct, behind) = (stuck(&case, "hangs", "via=app", 5), stuck(&case, "hangs", "via=nginx", 5));
    case.holds("hung-direct", direct.0 == 0);
    case.holds("hung-nginx", behind.0);
    case.holds("hung-when", direct.1);
    case.holds("replaced", direct.3);
    // Pages that take so long that some still wait when the worker is killed: none is lost, and both workers are there again.
    let (status, _, others, workers) = stuck(&case, "hangs", "via=app&wait=const:1s", 6);
    assert_eq!(status, 0);
    case.holds("kill9", json!([others, workers as u64 == case.count("workers")]));
}

#[test]
fn app_07_slow_client() {
    let case = Case::load("app-07-slow-client");
    let (workers, send) = (case.count("workers"), case.number("slow_send_s"));
    let site = format!("workers={workers}&users=2&think=const:1s&slowsend=0.5&sendtime={send}s");
    let beside = |via: &str, seed: u64| {
        let run = play(&format!("{site}&via={via}&seed={seed}"), 6.0);
        let [first, second] = begun(&run, 1.1)[..] else { panic!("two begin") };
        (millis(first), millis(second))
    };
    // The first one sends slowly and the second does not.
    let seed = (1..100)
        .find(|seed| matches!(beside("nginx", *seed), (slow, quick) if slow >= 1000.0 * send && quick < 1000.0));
    let seed = seed.expect("one of a hundred");
    case.holds("nginx", beside("nginx", seed).1);
    case.holds("direct", beside("app", seed).1);
}

#[test]
fn app_08_threads() {
    let case = Case::load("app-08-threads");
    let (workers, threads, service) = (case.count("workers"), case.count("threads"), case.number("service_ms"));
    let n = case.count("requests");
    let site = format!("via=app&workers={workers}&threads={threads}&wait=const:{service}ms");
    let run = play(&format!("{site}&users={n}&think=const:5s"), 9.0);
    let mut times: Vec<f64> = begun(&run, 5.1).iter().map(|journey| millis(journey)).collect();
    times.sort_by(f64::total_cmp);
    case.holds("two-rounds", times[times.len() - 1] / (2.0 * service));
    case.holds("first-four", largest(times[..4].iter().copied()) / service);
}

#[test]
fn app_09_graceful_vs_kill() {
    let case = Case::load("app-09-graceful-vs-kill");
    let site = format!(
        "via=app&workers=1&wait=const:900ms&arrivals=regular&rps=1&graceful={}s",
        case.number("graceful_timeout_s")
    );
    for (signal, act) in [("TERM", "stop"), ("KILL", "crash")] {
        let run = play(&format!("{site}&do={act}:server-1.app@1.5s"), 4.0);
        let [in_flight, after, ..] = begun(&run, 2.5)[..] else { panic!("two begin") };
        case.holds(&format!("{signal}-inflight"), end(in_flight).is_some_and(|(status, _)| status == 200));
        let refused = after.ended.is_some_and(|(_, outcome)| {
            outcome.status == 0 && outcome.cause.is_some_and(|(cause, _)| cause == Cause::AppRefused)
        });
        case.holds(&format!("{signal}-after"), if refused { "ConnectionRefusedError" } else { "something else" });
    }
}

#[test]
fn err_08_pool_exhaustion() {
    let case = Case::load("err-08-pool-exhaustion");
    let (pool, hold, timeout) = (case.number("pool"), case.number("hold_ms"), case.number("pool_timeout_ms"));
    let (rate, seconds) = (case.number("offered_per_s"), case.number("duration_s"));
    let load = format!("arrivals=regular&rps={rate}&do=rps:0.1@{seconds}s");
    let site = format!("via=app&workers=512&cores=64&calls=1&readcost={hold}ms&pool={pool}&pooltimeout={timeout}ms");
    let run = play(&format!("{site}&{load}"), seconds + 4.0);
    let all = begun(&run, seconds);
    let answered: Vec<&&Journey> =
        all.iter().filter(|journey| end(journey).is_some_and(|(status, _)| status == 200)).collect();
    let starved = all.iter().filter(|journey| {
        journey.ended.is_some_and(|(_, outcome)| outcome.cause.is_some_and(|(cause, _)| cause == Cause::PoolTimeout))
    });
    let starved = starved.count();
    assert_eq!(answered.len() + starved, all.len());
    let over = largest(answered.iter().filter_map(|journey| end(journey)).map(|(_, at)| at)) - start(all[0]);
    case.holds("rate", answered.len() as f64 / over / (pool / hold * 1000.0));
    case.holds("timeouts", starved as f64 / all.len() as f64);
    case.holds("wait-cap", largest(all.iter().map(|journey| millis_at(journey, Stage::Pool))));
    assert_eq!(run.snapshot().servers[0].app.pool.starved, starved as u64);
}
