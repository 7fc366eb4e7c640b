//! Processor sharing, and what it owes to whom.

use crate::measure::{check, config, of_mean};
use tierscope::engine::dist::Dist;
use tierscope::engine::rng::{Concern, Draws};
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::lab::theory;
use tierscope::model::mysql::history::History;
use tierscope::model::observation::{Observation, Observer};
use tierscope::model::world::{Env, World};

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
        let end = SimTime::ZERO + SimDuration::from_seconds_f64(3_000_000.0 * crate::measure::effort() as f64 / rate);
        let mut history = History::default();
        let mut env = Env { history: &mut history, observer: &mut seen };
        let mut world = World::new(config, &mut env);
        while world.step(end, &mut env) {}
        for (decile, (demand, response)) in seen.sums.into_iter().enumerate() {
            check(&format!("{service:?}, decile {decile}"), response, theory::ps_response_s(rate, 0.1, demand), 0.02);
        }
        let demand: f64 = seen.sums.iter().map(|(demand, _)| demand).sum();
        let response: f64 = seen.sums.iter().map(|(_, response)| response).sum();
        check(&format!("{service:?}"), response, theory::ps_response_s(rate, 0.1, demand), of_mean());
    }
}
