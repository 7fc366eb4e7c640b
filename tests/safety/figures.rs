//! Functions of plain numbers: whatever they are given, they end and do not panic.

use proptest::prelude::*;
use tierscope::engine::dist::Dist;
use tierscope::engine::rng::{Concern, Draws};
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::lab::estimate::{Estimate, student_t};
use tierscope::lab::theory;
use tierscope::lab::warm_up::mser5;
use tierscope::metrics::histogram::Histogram;

proptest! {
    #[test]
    fn theory_takes_any_figures(a in any::<f64>(), b in any::<f64>(), c in any::<f64>(), workers in 0_u32..2_000) {
        let _ = (theory::erlang_c(workers, a), theory::mmc_mean_response_s(a, b, workers));
        let _ = theory::mmc_response_quantile_s(a, b, workers, c);
        let _ = theory::mmc_response_quantile_s(0.5, 1.0, 1, c);
        let _ = (theory::mg1_mean_response_s(a, b, c), theory::ps_response_s(a, b, c));
    }

    #[test]
    fn statistics_take_any_figures(figures in prop::collection::vec(prop::option::of(any::<f64>()), 0..20),
        series in prop::collection::vec(any::<u32>(), 0..200), share in any::<f64>(), freedom in 0_u64..500) {
        let estimate = Estimate::of(figures.clone());
        prop_assert_eq!(estimate.is_some(), figures.iter().any(Option::is_some));
        prop_assert!(student_t(freedom) > 1.9);
        let series: Vec<u64> = series.into_iter().map(u64::from).collect();
        prop_assert!(mser5(&series).batches <= series.len() / 2);
        let mut histogram = Histogram::new();
        series.iter().for_each(|nanos| histogram.record(SimDuration::from_nanos(nanos << 20)));
        prop_assert!(histogram.quantile(share) <= histogram.max());
    }

    #[test]
    fn time_and_chance_take_any_figures(seconds in any::<f64>(), cv in any::<f64>(), nanos in any::<u64>()) {
        let (time, length) = (SimTime::from_nanos(nanos), SimDuration::from_seconds_f64(seconds));
        prop_assert!(time + length >= time && time.next_milli() >= time.min(SimTime::from_millis(u64::MAX)));
        prop_assert_eq!((length * nanos.max(1)) >= length, true);
        for dist in [Dist::Constant { mean: seconds }, Dist::Exponential { mean: seconds }] {
            let _ = dist.sample(&mut Draws::keyed(nanos, Concern::Script, 1));
        }
        // The others look for a number until they have one, so they are asked for what a knob allows.
        let (mean, cv) = (seconds.abs().min(3_600.0), tierscope::engine::range::within(cv.abs(), 0.01, 10.0));
        for dist in [Dist::Lognormal { mean, cv }, Dist::Gamma { mean, cv }] {
            let _ = dist.sample(&mut Draws::keyed(nanos, Concern::Script, 2));
        }
    }
}
