//! One queue and one kind of worker: M/M/1, M/M/c, M/D/1, M/G/1, M/M/c/K; and eight queues under `leastconn`.

use crate::measure::{check, measure, of_mean, of_p99, responses};
use tierscope::lab::theory;

#[test]
fn one_worker_with_exponential_service_is_m_m_1() {
    // At a load of 0.8 the relative error of the mean is 0.30 % after 10 million requests; at 0.5 it is 0.31 % after 1.5.
    for (rho, requests) in [(0.5, 1_500_000), (0.8, 10_000_000)] {
        let (rate, seen) = responses(&format!("preset=queue&rho={rho}&service=exp:100ms&seed=11"), requests);
        check("mean", seen.mean_seconds(), theory::mmc_mean_response_s(rate, 0.1, 1), of_mean());
        let p99 = theory::mmc_response_quantile_s(rate, 0.1, 1, 0.99);
        check("p99", seen.quantile(0.99).as_seconds(), p99, of_p99());
    }
}

#[test]
fn many_workers_with_one_queue_are_m_m_c() {
    // Service makes up most of a response here, so errors are smaller than those of one worker at the same load.
    for (workers, rho, requests) in [(2, 0.7, 4_000_000), (8, 0.8, 3_000_000)] {
        let query = format!("preset=queue&workers={workers}&rho={rho}&service=exp:100ms&seed=12");
        let (rate, seen) = responses(&query, requests);
        check("mean", seen.mean_seconds(), theory::mmc_mean_response_s(rate, 0.1, workers), of_mean());
        let p99 = theory::mmc_response_quantile_s(rate, 0.1, workers, 0.99);
        check("p99", seen.quantile(0.99).as_seconds(), p99, of_p99());
    }
}

#[test]
fn constant_and_variable_service_wait_as_pollaczek_and_khinchine_say() {
    let (rate, seen) = responses("preset=queue&rho=0.8&service=const:100ms&seed=13", 3_000_000);
    check("M/D/1", seen.mean_seconds(), theory::mg1_mean_response_s(rate, 0.1, 0.0), of_mean());
    let (rate, seen) = responses("preset=queue&rho=0.6&service=gamma:100ms:1.5&seed=14", 6_000_000);
    check("M/G/1", seen.mean_seconds(), theory::mg1_mean_response_s(rate, 0.1, 1.5), of_mean());
    let (rate, seen) = responses("preset=queue&rho=0.6&service=lognormal:100ms:1.2&seed=19", 6_000_000);
    check("M/G/1, lognormal", seen.mean_seconds(), theory::mg1_mean_response_s(rate, 0.1, 1.2), of_mean());
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

#[test]
fn eight_workers_under_leastconn_answer_as_a_reference_does() {
    // LC8: mean and 99th percentile of a simulation of 100 million requests by another program, in units of the service time.
    let (_, seen) = responses("preset=queue&srv=8&workers=1&lb=leastconn&rho=0.8&service=exp:1s&seed=27", 3_000_000);
    check("mean", seen.mean_seconds(), 1.460, of_mean());
    check("p99", seen.quantile(0.99).as_seconds(), 6.305, of_p99());
}

#[test]
fn a_queue_with_room_for_so_many_turns_away_as_erlang_says() {
    // Each loss is nearly independent of the one before: 3 million arrivals see 500,000 and 250,000 of them.
    for (workers, capacity, rho, seed) in [(1, 4, 0.9, 28), (2, 5, 0.95, 29), (3, 3, 0.8, 30)] {
        let query =
            format!("preset=queue&workers={workers}&capacity={capacity}&rho={rho}&service=exp:100ms&seed={seed}");
        let rate = crate::measure::config(&query).clients.arrivals_per_s;
        let seconds = (3_000_000.0 * crate::measure::effort() as f64 / rate) as u64;
        let run = measure(&query, 0, seconds);
        let (ledger, exact) = (run.meter().ledger(), theory::mmck(rate, 0.1, workers, capacity));
        check("loss", ledger.refused as f64 / ledger.arrived as f64, exact.loss, of_mean());
        check("response", run.meter().responses().mean_seconds(), exact.response_s, of_mean());
    }
}
