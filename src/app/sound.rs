//! What a run sounds like: ticks for answers, higher the longer they take, and noise for errors. Knows figures and no loudspeaker.

use crate::engine::range;
use crate::metrics::recent::Recent;

/// Real seconds that one beat lasts.
pub const BEAT_S: f64 = 0.25;
/// Tone of a response time of a millisecond, in hertz; ten times as long is an octave higher.
const LOWEST_HZ: f64 = 110.0;
/// Octaves from there to the highest tone: ten seconds.
const OCTAVES: f64 = 4.0;
/// More ticks in a second are one tone to the ear.
const MOST_TICKS: f64 = 24.0;

/// A beat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    /// The tone of its ticks.
    pub hz: f64,
    /// Ticks in a second.
    pub ticks_per_s: f64,
    /// How loud the noise is, from 0 to 1.
    pub noise: f64,
}

impl Beat {
    /// The beat of these figures: its tone is that of the 99th percentile, its noise the share of requests that ended in an error.
    pub fn of(recent: &Recent) -> Beat {
        let (answered, errors) = (recent.answered_per_s, recent.errors_per_s);
        let millis = recent.response.p99.as_seconds() * 1e3;
        let octaves = if millis > 1.0 { libm::log10(millis).min(OCTAVES) } else { 0.0 };
        let share = if errors > 0.0 { errors / (answered + errors) } else { 0.0 };
        Beat {
            hz: LOWEST_HZ * libm::exp2(octaves),
            // Three more where twice as many are answered.
            ticks_per_s: (3.0 * libm::log2(1.0 + answered * 0.5)).min(MOST_TICKS),
            // By its root, so that one error in a hundred is heard.
            noise: range::share(libm::sqrt(share)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimDuration;
    use crate::metrics::series::Quantiles;

    fn beat(answered_per_s: f64, errors_per_s: f64, p99_ms: u64) -> Beat {
        let p99 = SimDuration::from_millis(p99_ms);
        let response = Quantiles { n: 1_000, p99, ..Quantiles::default() };
        Beat::of(&Recent { answered_per_s, errors_per_s, response, ..Recent::default() })
    }

    #[test]
    fn ten_times_as_long_is_an_octave_higher() {
        let tones = [0, 1, 10, 100, 1_000, 10_000, 99_000].map(|millis| beat(200.0, 0.0, millis).hz);
        let wanted = [110.0, 110.0, 220.0, 440.0, 880.0, 1_760.0, 1_760.0];
        assert!(tones.iter().zip(wanted).all(|(tone, wanted)| (tone - wanted).abs() < 1e-6), "{tones:?}");
    }

    #[test]
    fn the_more_is_answered_the_denser_are_the_ticks_and_without_an_answer_there_are_none() {
        let ticks = [0.0, 2.0, 20.0, 200.0, 2_000.0, 200_000.0].map(|rate| beat(rate, 0.0, 50).ticks_per_s);
        assert_eq!((ticks[0], ticks[1], ticks[5]), (0.0, 3.0, MOST_TICKS));
        assert!(ticks.is_sorted() && ticks[3] > 1.5 * ticks[2] && ticks[4] <= MOST_TICKS, "{ticks:?}");
    }

    #[test]
    fn errors_are_noise_by_their_share() {
        let noise = [(200.0, 0.0), (99.0, 1.0), (0.0, 50.0), (0.0, 0.0)].map(|(good, bad)| beat(good, bad, 50).noise);
        assert!((noise[1] - 0.1).abs() < 1e-9);
        assert_eq!((noise[0], noise[2], noise[3]), (0.0, 1.0, 0.0));
    }
}
