//! Courses that the load can be sent on with one press: figures that suit the rate at which it is.

use crate::engine::time::SimDuration;
use crate::model::config::Config;
use crate::model::shape::{Course, Shape};
use crate::scenario::Act;

/// How many times the present rate each course goes to, and for how many seconds.
const fn figures(course: Course) -> (f64, u64) {
    match course {
        Course::Ramp => (2.0, 60),
        Course::Spike => (3.0, 10),
        Course::Day => (2.0, 60),
        Course::Flash => (4.0, 60),
    }
}

/// What can be had: one of each, where the run can have it.
pub fn offers(config: &Config) -> Vec<Shape> {
    if config.clients.users > 0 {
        return Vec::new();
    }
    let offer = |course: &Course| {
        let (times, seconds) = figures(*course);
        let peak_per_s = (config.clients.arrivals_per_s * times * 10.0).round() / 10.0;
        Shape { course: *course, peak_per_s, lasts: SimDuration::from_seconds(seconds) }
    };
    Course::ALL.iter().map(offer).filter(|shape| Act::Shape(*shape).check(config).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Preset;
    use crate::scenario::preset;

    #[test]
    fn every_course_is_offered_where_there_is_room_for_it() {
        let mut config = preset::config(Preset::Distributed);
        let peaks = |config: &Config| offers(config).iter().map(|shape| shape.peak_per_s).collect::<Vec<_>>();
        assert_eq!(peaks(&config), [400.0, 600.0, 400.0, 800.0]);
        config.clients.arrivals_per_s = 9_000.0;
        assert_eq!(peaks(&config), [18_000.0, 18_000.0]);
        config.clients.users = 10;
        assert!(peaks(&config).is_empty());
    }
}
