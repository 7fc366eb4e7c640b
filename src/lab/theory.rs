//! Exact results of queueing theory, to hold runs against. Knows Poisson arrivals and nothing of the model.
//!
//! Everywhere `arrivals_per_s` is the rate of Poisson arrivals and `service_s` the mean service time in seconds. Results are
//! in seconds, and infinite where the offered load is not below the number of workers.
//! Sources: L. Kleinrock, Queueing Systems, volume 1 (1975), chapters 3 to 5, and volume 2 (1976), section 4.4.

/// Probability that an arrival finds all `workers` busy, where the offered load is `offered` of them: Erlang's C. From
/// Erlang's B, whose recursion neither overflows nor cancels.
pub fn erlang_c(workers: u32, offered: f64) -> f64 {
    if offered >= f64::from(workers) {
        return 1.0;
    }
    let blocked = (1..=workers).fold(1.0, |blocked, worker| {
        let weighted = offered * blocked;
        weighted / (f64::from(worker) + weighted)
    });
    let utilization = offered / f64::from(workers);
    blocked / (1.0 - utilization * (1.0 - blocked))
}

/// Mean response time of M/M/c, whatever the order of service; with one worker, of M/M/1.
pub fn mmc_mean_response_s(arrivals_per_s: f64, service_s: f64, workers: u32) -> f64 {
    let offered = arrivals_per_s * service_s;
    let spare = f64::from(workers) - offered;
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    service_s * (1.0 + erlang_c(workers, offered) / spare)
}

/// The quantile `share` (0 to below 1) of the response time of M/M/c, first come first served.
pub fn mmc_response_quantile_s(arrivals_per_s: f64, service_s: f64, workers: u32, share: f64) -> f64 {
    let offered = arrivals_per_s * service_s;
    let spare = f64::from(workers) - offered;
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    let waits = erlang_c(workers, offered);
    // In units of the mean service time: the service is exponential with rate 1, the wait of those who wait with rate
    // `spare`. The tail of their sum needs the limit where the two rates meet.
    let longer_than = |t: f64| {
        let served = libm::exp(-t);
        let both = if (spare - 1.0).abs() < 1e-6 {
            served * (1.0 + t)
        } else {
            (spare * served - libm::exp(-spare * t)) / (spare - 1.0)
        };
        (1.0 - waits) * served + waits * both
    };
    let (mut low, mut high) = (0.0, 1.0);
    // A share of 1 or more has no quantile: there the time grows until it has no bound.
    while longer_than(high) > 1.0 - share && high.is_finite() {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if longer_than(middle) > 1.0 - share {
            low = middle;
        } else {
            high = middle;
        }
    }
    high * service_s
}

/// Mean response time of M/G/1, first come first served: Pollaczek and Khinchine. `variation` is the standard deviation of
/// the service time divided by its mean; 0 is M/D/1.
pub fn mg1_mean_response_s(arrivals_per_s: f64, service_s: f64, variation: f64) -> f64 {
    let utilization = arrivals_per_s * service_s;
    if utilization >= 1.0 {
        return f64::INFINITY;
    }
    service_s * (1.0 + utilization / (1.0 - utilization) * (1.0 + variation * variation) / 2.0)
}

/// Mean response time of M/G/1 under processor sharing, of requests that need `demand_s` of service: it depends on the
/// distribution of service through its mean alone.
pub fn ps_response_s(arrivals_per_s: f64, service_s: f64, demand_s: f64) -> f64 {
    let utilization = arrivals_per_s * service_s;
    if utilization >= 1.0 { f64::INFINITY } else { demand_s / (1.0 - utilization) }
}

/// What is known of M/M/c/K: `capacity` places in all, `workers` of them served at once; who finds none is turned away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lossy {
    /// Share of arrivals that are turned away.
    pub loss: f64,
    /// Mean response time of the others.
    pub response_s: f64,
}

/// M/M/c/K at any load. With `capacity` equal to `workers` the loss is Erlang's B.
pub fn mmck(arrivals_per_s: f64, service_s: f64, workers: u32, capacity: u32) -> Lossy {
    let offered = arrivals_per_s * service_s;
    // The chance of each number present, up to a common factor.
    let (mut chance, mut sum, mut present) = (1.0, 1.0, 0.0);
    for n in 1..=capacity {
        chance *= offered / f64::from(n.min(workers));
        sum += chance;
        present += f64::from(n) * chance;
    }
    let loss = chance / sum;
    Lossy { loss, response_s: present / sum / (arrivals_per_s * (1.0 - loss)) }
}

/// What is known of a closed network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closed {
    /// Mean time that a request spends at all stations.
    pub response_s: f64,
    /// Requests per second.
    pub per_s: f64,
}

/// A closed network of `users` who spend `think_s` between two requests, and stations of one worker each, at which a request needs
/// `demands_s`: mean value analysis, exact for product-form networks (M. Reiser, S. S. Lavenberg 1980).
pub fn mva(users: u32, think_s: f64, demands_s: &[f64]) -> Closed {
    let mut present = vec![0.0; demands_s.len()];
    let mut seen = Closed { response_s: 0.0, per_s: 0.0 };
    for n in 1..=users {
        let stays = || demands_s.iter().zip(&present).map(|(demand, present)| demand * (1.0 + present));
        seen.response_s = stays().sum();
        seen.per_s = f64::from(n) / (think_s + seen.response_s);
        present = stays().map(|stay| seen.per_s * stay).collect();
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(told: f64, exact: f64) {
        assert!((told / exact - 1.0).abs() < 1e-4, "{told} for {exact}");
    }

    #[test]
    fn erlang_c_gives_the_values_of_the_tables() {
        check(erlang_c(1, 0.8), 0.8);
        check(erlang_c(2, 1.0), 1.0 / 3.0);
        // 5 workers at 4 erlang: 0.5541.
        check(erlang_c(5, 4.0), 0.554_113);
        assert_eq!((erlang_c(3, 0.0), erlang_c(3, 3.0)), (0.0, 1.0));
    }

    #[test]
    fn one_worker_is_the_exponential_that_everybody_knows() {
        check(mmc_mean_response_s(8.0, 0.1, 1), 0.5);
        check(mmc_response_quantile_s(8.0, 0.1, 1, 0.99), 0.5 * libm::log(100.0));
        check(mg1_mean_response_s(8.0, 0.1, 1.0), 0.5);
        check(mg1_mean_response_s(8.0, 0.1, 0.0), 0.3);
        check(ps_response_s(8.0, 0.1, 0.2), 1.0);
    }

    #[test]
    fn the_quantile_of_many_workers_is_continuous_where_the_two_rates_meet() {
        // Two workers at an offered load of 1: the wait ends at the rate of the service.
        let at = |arrivals| mmc_response_quantile_s(arrivals, 1.0, 2, 0.99);
        check(at(1.0), (at(0.999) + at(1.001)) / 2.0);
        // Almost no load: the service time alone.
        check(mmc_response_quantile_s(1e-9, 1.0, 8, 0.99), libm::log(100.0));
    }

    #[test]
    fn a_queue_without_places_to_wait_loses_by_erlangs_b_and_one_with_many_is_m_m_c() {
        // 2 workers at 1 erlang: B = 1/5. One worker at 0.5 with 3 places: 1/8 / (1 + 1/2 + 1/4 + 1/8).
        check(mmck(10.0, 0.1, 2, 2).loss, 0.2);
        check(mmck(5.0, 0.1, 1, 3).loss, 1.0 / 15.0);
        check(mmck(10.0, 0.1, 2, 2).response_s, 0.1);
        check(mmck(8.0, 0.1, 1, 500).response_s, 0.5);
    }

    #[test]
    fn few_users_never_wait_and_many_fill_the_slowest_station() {
        let one = mva(1, 0.5, &[0.1, 0.05]);
        check(one.response_s, 0.15);
        check(one.per_s, 1.0 / 0.65);
        // Two users of one worker by hand: the second finds the first there 1/6 of the time.
        check(mva(2, 0.5, &[0.1]).response_s, 0.1 * (1.0 + 1.0 / 6.0));
        check(mva(200, 0.5, &[0.1, 0.05]).per_s, 10.0);
    }

    #[test]
    fn without_capacity_to_spare_the_response_time_has_no_bound() {
        assert_eq!(mmc_mean_response_s(10.0, 0.1, 1), f64::INFINITY);
        assert_eq!(mmc_response_quantile_s(20.0, 0.1, 2, 0.5), f64::INFINITY);
        assert_eq!(mg1_mean_response_s(11.0, 0.1, 0.5), f64::INFINITY);
        assert_eq!(ps_response_s(11.0, 0.1, 0.1), f64::INFINITY);
    }
}
