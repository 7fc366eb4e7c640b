//! Closed workloads: a fixed number of users who think between their requests, held against mean value analysis.

use crate::measure::{check, config, effort, measure, of_mean};
use tierscope::lab::capacity::{Capacity, Resource};
use tierscope::lab::roles::Roles;
use tierscope::lab::theory;
use tierscope::simulation::Simulation;

/// Mean response time and requests per second of a run's measured part.
fn seen(run: &Simulation, seconds: u64) -> (f64, f64) {
    let responses = run.meter().responses();
    (responses.mean_seconds(), responses.len() as f64 / seconds as f64)
}

#[test]
fn users_of_one_worker_wait_as_mean_value_analysis_says() {
    // Under processor sharing the distribution of the service does not matter, only its mean.
    for (users, rest) in [
        (12, "service=exp:50ms&seed=41"),
        (12, "service=exp:25ms&seed=42"),
        (30, "service=lognormal:20ms:1.5&discipline=ps&seed=43"),
    ] {
        let query = format!("preset=queue&users={users}&think=exp:500ms&{rest}");
        let service = config(&query).queue.service.mean_seconds();
        let seconds = 40_000 * effort();
        let (response, throughput) = seen(&measure(&query, 100, seconds), seconds);
        let exact = theory::mva(users, 0.5, &[service]);
        check(&format!("{query}: response"), response, exact.response_s, of_mean());
        check(&format!("{query}: throughput"), throughput, exact.per_s, of_mean());
    }
}

#[test]
fn users_of_the_whole_site_wait_as_mean_value_analysis_says() {
    // One core each makes every machine a station of processor sharing; links and thinking are delays. Nobody writes, as group
    // commit is no station of such a network, and workers are so many that none is waited for.
    for (users, seed) in [(12, 44), (60, 45)] {
        let query = format!(
            "users={users}&think=exp:500ms&cores=1&write=0&workers=64&wanjitter=0s&mode=active-passive&seed={seed}"
        );
        let config = config(&query);
        let (seconds, network) = (3_000 * effort(), &config.network);
        let capacity = Capacity::of(&config, &Roles::of_config(&config));
        let cores = capacity.tiers.iter().filter(|tier| tier.resource == Resource::Cores);
        let demands: Vec<f64> = cores.flat_map(|tier| tier.machines.iter().map(|_| tier.seconds())).collect();
        // The internet is crossed four times, the way to the server four times; a page crosses to each of two databases and back.
        let pages = 1.0 - config.clients.static_share;
        let delays = 4.0 * network.wan.as_seconds() + (4.0 + 4.0 * pages) * network.lan.as_seconds();
        let exact = theory::mva(users, 0.5 + delays, &demands);
        let (response, throughput) = seen(&measure(&query, 60, seconds), seconds);
        check(&format!("{query}: response"), response, exact.response_s + delays, of_mean());
        check(&format!("{query}: throughput"), throughput, exact.per_s, of_mean());
    }
}

#[test]
fn however_slow_the_site_no_more_requests_are_under_way_than_there_are_users() {
    let mut run =
        Simulation::new(tierscope::scenario::wire::read("users=40&think=const:0s&cores=1&seed=46").0.scenario);
    let mut most = 0;
    while run.now() < crate::measure::at(20) && run.step() {
        most = most.max(run.meter().ledger().in_flight());
    }
    assert_eq!(most, 40);
}
