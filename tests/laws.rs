//! Laws of queueing theory that the model must obey: exact results on the bare queue, Little's law and the utilization law
//! on the whole site.
//!
//! Every tolerance is the one that is promised; every run is so long that the theoretical error of its mean is at most a
//! third of it. For M/M/1 that error follows from the asymptotic variance of the number present, 2 rho (1 + rho) /
//! (mu (1 - rho)^4) for each unit of time (Whitt 1989); the others vary less at the same load. Seeds are fixed, so a test
//! that has passed passes always, until the model changes.

use tierscope::engine::dist::Dist;
use tierscope::engine::rng::{Concern, Draws};
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::lab::capacity::{Capacity, Resource};
use tierscope::lab::roles::Roles;
use tierscope::lab::theory;
use tierscope::metrics::histogram::Histogram;
use tierscope::model::config::Config;
use tierscope::model::history::History;
use tierscope::model::id::MachineId;
use tierscope::model::observation::{Observation, Observer, Stage};
use tierscope::model::world::{Env, World};
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

/// A time from the start in whole seconds.
fn at(seconds: u64) -> SimTime {
    SimTime::ZERO + SimDuration::from_seconds(seconds)
}

/// The configuration of a link that has nothing to complain about.
fn config(query: &str) -> Config {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, [], "{query}");
    link.scenario.config
}

/// The run of a link, measured from the end of the warm-up to `seconds` after it.
fn measure(query: &str, warm_up: u64, seconds: u64) -> Simulation {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, [], "{query}");
    let mut simulation = Simulation::new(link.scenario);
    simulation.advance_to(at(warm_up), u64::MAX);
    simulation.reset_statistics();
    simulation.advance_to(at(warm_up + seconds), u64::MAX);
    assert_eq!(simulation.audit(), Ok(()));
    simulation
}

/// Asserts that `seen` is `expected`, but for the share `tolerance` of it.
fn check(what: &str, seen: f64, expected: f64, tolerance: f64) {
    let off = seen / expected - 1.0;
    assert!(off.abs() <= tolerance, "{what}: {seen:.6} for {expected:.6}, off by {:.2} %", off * 100.0);
}

/// Response times of the bare queue at the load `rho`, of about `requests` requests after a tenth as many.
fn responses(query: &str, requests: u64) -> (f64, Histogram) {
    let rate = config(query).clients.arrivals_per_s;
    let seconds = (requests as f64 / rate) as u64;
    let simulation = measure(query, seconds / 10, seconds);
    (rate, simulation.meter().responses())
}

#[test]
fn one_worker_with_exponential_service_is_m_m_1() {
    // At a load of 0.8 the relative error of the mean is 0.30 % after 10 million requests; at 0.5 it is 0.31 % after 1.5.
    for (rho, requests) in [(0.5, 1_500_000), (0.8, 10_000_000)] {
        let (rate, seen) = responses(&format!("preset=queue&rho={rho}&service=exp:100ms&seed=11"), requests);
        check("mean", seen.mean_seconds(), theory::mmc_mean_response_s(rate, 0.1, 1), 0.01);
        let p99 = theory::mmc_response_quantile_s(rate, 0.1, 1, 0.99);
        check("p99", seen.quantile(0.99).as_seconds(), p99, 0.03);
    }
}

#[test]
fn many_workers_with_one_queue_are_m_m_c() {
    // Service makes up most of a response here, so errors are smaller than those of one worker at the same load.
    for (workers, rho, requests) in [(2, 0.7, 4_000_000), (8, 0.8, 3_000_000)] {
        let query = format!("preset=queue&workers={workers}&rho={rho}&service=exp:100ms&seed=12");
        let (rate, seen) = responses(&query, requests);
        check("mean", seen.mean_seconds(), theory::mmc_mean_response_s(rate, 0.1, workers), 0.01);
        let p99 = theory::mmc_response_quantile_s(rate, 0.1, workers, 0.99);
        check("p99", seen.quantile(0.99).as_seconds(), p99, 0.03);
    }
}

#[test]
fn constant_and_variable_service_wait_as_pollaczek_and_khinchine_say() {
    let (rate, seen) = responses("preset=queue&rho=0.8&service=const:100ms&seed=13", 3_000_000);
    check("M/D/1", seen.mean_seconds(), theory::mg1_mean_response_s(rate, 0.1, 0.0), 0.01);
    let (rate, seen) = responses("preset=queue&rho=0.6&service=gamma:100ms:1.5&seed=14", 6_000_000);
    check("M/G/1", seen.mean_seconds(), theory::mg1_mean_response_s(rate, 0.1, 1.5), 0.01);
}

#[test]
fn a_leastconn_balancer_before_single_workers_lies_between_one_queue_and_random_choice() {
    let query = "preset=queue&srv=8&workers=1&lb=leastconn&rho=0.8&service=exp:100ms&seed=15";
    let (rate, seen) = responses(query, 1_000_000);
    let (one_queue, random) =
        (theory::mmc_mean_response_s(rate, 0.1, 8), theory::mmc_mean_response_s(rate / 8.0, 0.1, 1));
    let seen = seen.mean_seconds();
    assert!(one_queue * 1.02 < seen && seen < random * 0.4, "{one_queue} {seen} {random}");
}

/// Response times of a bare queue by the deciles of what the requests demanded.
struct ByDemand {
    seed: u64,
    service: Dist,
    /// Upper ends of the deciles but the last, in seconds.
    bounds: Vec<f64>,
    /// Sums of demands and of responses in seconds.
    sums: [(f64, f64); 10],
    /// Requests to leave out at the start.
    warm_up: u64,
}

impl ByDemand {
    /// The draws of a request's service are keyed by its number, so anybody can draw them again.
    fn demand(&self, ordinal: u64) -> f64 {
        self.service.sample(&mut Draws::keyed(self.seed, Concern::Service, ordinal)).as_seconds()
    }
}

impl Observer for ByDemand {
    fn observe(&mut self, _: SimTime, observation: Observation) {
        let Observation::Ended { ordinal, response, .. } = observation else {
            return;
        };
        if ordinal >= self.warm_up {
            let demand = self.demand(ordinal);
            let decile = self.bounds.partition_point(|bound| *bound < demand);
            self.sums[decile].0 += demand;
            self.sums[decile].1 += response.as_seconds();
        }
    }
}

#[test]
fn processor_sharing_treats_everybody_in_proportion_to_what_they_demand() {
    // The mean response given the demand x is x / (1 - rho), whatever the distribution of the others' demands.
    for (service, seed) in [("exp:100ms", 16), ("gamma:100ms:1.5", 17), ("lognormal:100ms:1", 18)] {
        let rho = 0.6;
        let config = config(&format!("preset=queue&rho={rho}&service={service}&discipline=ps&seed={seed}"));
        let (service, rate) = (config.queue.service, config.clients.arrivals_per_s);
        let mut seen = ByDemand { seed, service, bounds: Vec::new(), sums: [(0.0, 0.0); 10], warm_up: 100_000 };
        let mut demands: Vec<f64> = (0..100_000).map(|ordinal| seen.demand(ordinal)).collect();
        demands.sort_by(f64::total_cmp);
        seen.bounds = (1..10).map(|decile| demands[decile * demands.len() / 10]).collect();
        let end = SimTime::ZERO + SimDuration::from_seconds_f64(3_000_000.0 / rate);
        let mut history = History::default();
        let mut env = Env { history: &mut history, observer: &mut seen };
        let mut world = World::new(config, &mut env);
        while world.step(end, &mut env) {}
        for (decile, (demand, response)) in seen.sums.into_iter().enumerate() {
            check(&format!("{service:?}, decile {decile}"), response, theory::ps_response_s(rate, 0.1, demand), 0.02);
        }
        let demand: f64 = seen.sums.iter().map(|(demand, _)| demand).sum();
        let response: f64 = seen.sums.iter().map(|(_, response)| response).sum();
        check(&format!("{service:?}"), response, theory::ps_response_s(rate, 0.1, demand), 0.01);
    }
}

/// The whole site in both modes, and at loads where queues form.
const SITES: [&str; 3] =
    ["seed=21", "mode=active-active&rps=400&seed=22", "mode=active-active&lb=leastconn&rps=600&seed=23"];

#[test]
fn littles_law_holds_at_every_station() {
    // Number present, arrivals and stays are counted apart. They differ by those present at the ends alone: some dozens of
    // stays of the hundred thousands of ten minutes.
    for query in SITES {
        let simulation = measure(query, 30, 600);
        let mut stations = 0;
        for (stage, machine) in places(&simulation) {
            let seen = simulation.meter().occupancy().station(stage, machine, simulation.now());
            // Where nobody stays, such as in an empty queue, nobody may be seen either.
            assert_eq!(seen.stayed == 0, seen.integral == 0, "{query}: {stage:?} at {machine}");
            if seen.arrivals >= 2_000 && seen.stayed > 0 {
                let expected = seen.arrivals_per_s() * seen.mean_stay_s();
                check(&format!("{query}: {stage:?} at {machine}"), seen.mean_present(), expected, 0.01);
                stations += 1;
            }
        }
        assert!(stations >= 8, "{query}: {stations} stations");
    }
}

fn places(simulation: &Simulation) -> impl Iterator<Item = (Stage, MachineId)> {
    let machines = simulation.scenario().config.servers + 2;
    let all = move |stage: &Stage| {
        (0..machines).map({
            let stage = *stage;
            move |machine| (stage, MachineId::from_index(machine))
        })
    };
    Stage::ALL.iter().flat_map(all)
}

#[test]
fn every_processor_is_as_busy_as_its_requests_make_it() {
    // Utilization = throughput x mean demand. The arrivals are those of the run; its mix and its pages' work vary about
    // their means, by 0.7 / sqrt(432,000) and less at 200 requests/s in an hour. Health checks and probes cost a
    // ten-thousandth of a processor.
    for query in ["seed=24", "mode=active-active&rps=400&seed=25"] {
        let (warm_up, seconds) = (30, 3_600);
        let (link, _) = wire::read(query);
        let config = link.scenario.config.clone();
        let mut simulation = Simulation::new(link.scenario);
        simulation.advance_to(at(warm_up), u64::MAX);
        let worked = |simulation: &Simulation| {
            let machines = simulation.world().machines();
            machines.iter().map(|machine| machine.cpu.worked(simulation.now()) as f64 / 1e9).collect::<Vec<_>>()
        };
        let (before, arrived) = (worked(&simulation), simulation.meter().ledger().arrived);
        simulation.advance_to(at(warm_up + seconds), u64::MAX);
        let (after, requests) = (worked(&simulation), simulation.meter().ledger().arrived - arrived);
        let capacity = Capacity::of(&config, &Roles::of_config(&config));
        for tier in capacity.tiers.iter().filter(|tier| tier.resource == Resource::Cores) {
            for machine in &tier.machines {
                let busy = after[machine.index()] - before[machine.index()];
                check(&format!("{query}: {machine}"), busy, requests as f64 * tier.seconds(), 0.01);
            }
        }
    }
}
