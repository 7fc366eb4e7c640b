//! How many requests one mark stands for.

use super::SLOW;

/// Marks that may begin in a second of real time: a calm stream whose members can be told apart.
const CALM: f64 = 25.0;
/// The same in slow motion, where each request has its own mark while this allows it.
const CALM_SLOW: f64 = 60.0;
/// Requests on their way that may be followed at once: a little less than the most marks there are, for some are shown after they have ended.
const FOLLOWED: f64 = 560.0;
/// The number of requests for a mark falls again only where fewer than this share of what is allowed would be used.
const SLACK: f64 = 0.6;

/// Which share of the requests should be followed: one in so many, of the series 1, 2, 5, 10, 20 ... `current` is the
/// number so far, kept where it still suits, because changing it takes marks off the screen.
pub fn every(offered_per_s: f64, in_flight: u64, speed: f64, current: u64) -> u64 {
    let calm = if speed <= SLOW { CALM_SLOW } else { CALM };
    let crowding = (offered_per_s * speed / calm).max(in_flight as f64 / FOLLOWED);
    let least = round_up(crowding);
    let lasting = round_up(crowding / SLACK);
    if (least..=lasting).contains(&current) { current } else { least }
}

/// The least of 1, 2, 5, 10, 20 ... that is not below `number`.
fn round_up(number: f64) -> u64 {
    let mut decade = 1_u64;
    loop {
        for step in [1, 2, 5] {
            let value = decade * step;
            if value as f64 >= number || value >= 1_000_000_000 {
                return value;
            }
        }
        decade *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_few_enough_to_be_told_apart() {
        for (offered, speed, expected) in [
            (200.0, 1.0, 10),
            (25.0, 1.0, 1),
            (0.1, 1.0, 1),
            (200.0, 10.0, 100),
            (200.0, 0.1, 1),
            (800.0, 0.1, 2),
            (20_000.0, 100.0, 100_000),
        ] {
            assert_eq!(every(offered, 0, speed, 0), expected, "{offered}/s at {speed}");
        }
    }

    #[test]
    fn a_crowd_on_its_way_makes_each_mark_stand_for_more() {
        assert_eq!(every(200.0, 2_000, 0.1, 1), 5);
        assert_eq!(every(200.0, 4_000, 1.0, 5), 10);
    }

    #[test]
    fn the_number_does_not_waver_around_a_limit() {
        assert_eq!(every(240.0, 0, 1.0, 10), 10);
        assert_eq!(every(260.0, 0, 1.0, 10), 20);
        assert_eq!(every(240.0, 0, 1.0, 20), 20);
        assert_eq!(every(100.0, 0, 1.0, 20), 5);
    }

    #[test]
    fn a_number_beyond_all_bounds_still_gives_an_answer() {
        assert_eq!(every(f64::INFINITY, 0, 1.0, 1), 1_000_000_000);
        assert_eq!(every(f64::NAN, 0, 1.0, 1), 1);
    }
}
