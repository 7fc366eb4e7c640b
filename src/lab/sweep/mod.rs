//! A sweep: the same site at many settings, with many seeds each. Knows which runs there are, in which order, and of which seeds; plays
//! none of them and knows no threads.

mod axis;

pub use axis::Axis;

use super::figures::{Figures, Rule, play};
use crate::engine::rng::finalize;
use crate::scenario::wire::{self, Link, MODEL_VERSION};

/// Most runs of a sweep.
pub const MOST_RUNS: u64 = 10_000_000;

/// A sweep: a link, and what is changed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    query: String,
    link: Link,
    axes: Vec<Axis>,
    runs: u64,
    seconds: u64,
    rule: Rule,
}

/// One run of a sweep. Runs are numbered through: all of the first point, all of the second, and so on.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its number in the sweep.
    pub number: u64,
    /// The number of its point.
    pub point: u64,
    /// Its number among the runs of its point.
    pub run: u64,
    /// What is set at its point: keys and values as a link writes them.
    pub settings: Vec<(&'static str, String)>,
    /// Its seed.
    pub seed: u64,
    /// The link of this very run.
    pub link: Link,
}

/// The seed of a run: that of the link for the first, and for the others what SplitMix64's finalizer makes of both. It does not
/// depend on the point, so runs of one number meet the same arrivals with the same work at every point (common random
/// numbers), and points differ by less chance.
pub fn seed(base: u64, run: u64) -> u64 {
    // A link holds 53 bits.
    if run == 0 { base } else { finalize(base ^ finalize(run)) >> 11 }
}

impl Sweep {
    /// The sweep of a link over every combination of what the axes have, the last axis quickest, with `runs` of whole `seconds`
    /// at each point.
    ///
    /// # Errors
    /// A sentence that names the setting and the rule: an axis twice, too many runs, or values that cannot be together.
    pub fn new(query: &str, axes: Vec<Axis>, runs: u64, seconds: u64, rule: Rule) -> Result<Sweep, String> {
        let (link, _) = wire::read(query);
        let sweep = Sweep { query: String::from(query), link, axes, runs, seconds, rule };
        for (index, axis) in sweep.axes.iter().enumerate() {
            let same = |other: &Axis| other.key() == axis.key() || (other.says_load() && axis.says_load());
            if let Some(other) = sweep.axes[..index].iter().find(|other| same(other)) {
                return Err(format!("`{}` and `{}` say the same; give one of them, once", other.key(), axis.key()));
            }
        }
        let points = sweep.axes.iter().try_fold(1_u64, |points, axis| points.checked_mul(axis.values().len() as u64));
        match points.and_then(|points| points.checked_mul(runs)) {
            Some(1..=MOST_RUNS) => {}
            _ => return Err(format!("a sweep has from 1 to {MOST_RUNS} runs: points times runs of each")),
        }
        (0..sweep.points()).try_for_each(|point| sweep.check(point)).map(|()| sweep)
    }

    /// How many points there are.
    pub fn points(&self) -> u64 {
        self.axes.iter().map(|axis| axis.values().len() as u64).product()
    }

    /// How many runs there are at each point.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// How many runs there are in all.
    pub fn units(&self) -> u64 {
        self.points() * self.runs
    }

    /// The rule by which a warm-up is left out.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// A number that all parts of one sweep share and other sweeps have not: of the link, the axes, the number and length of
    /// the runs, the rule and the model.
    pub fn fingerprint(&self) -> u64 {
        let mut text =
            format!("{}\n{MODEL_VERSION} {} {} {:?}", wire::write(&self.link), self.runs, self.seconds, self.rule);
        for axis in &self.axes {
            text += &format!("\n{}={}", axis.key(), axis.values().join(","));
        }
        text.bytes().fold(0, |hash, byte| finalize(hash ^ u64::from(byte)).wrapping_add(1))
    }

    /// A run by its number; `None` where there is none.
    pub fn unit(&self, number: u64) -> Option<Unit> {
        let (point, run) = (number / self.runs, number % self.runs);
        if number >= self.units() {
            return None;
        }
        let settings = self.settings(point);
        let seed = seed(self.link.scenario.config.seed, run);
        let mut link = self.read(&settings).0;
        link.scenario.config.seed = seed;
        Some(Unit { number, point, run, settings, seed, link })
    }

    /// Plays a run.
    pub fn play(&self, unit: &Unit) -> Figures {
        play(unit.link.scenario.clone(), self.seconds, self.rule)
    }

    /// What is set at a point.
    fn settings(&self, point: u64) -> Vec<(&'static str, String)> {
        let mut rest = point;
        let mut settings = Vec::new();
        for axis in self.axes.iter().rev() {
            let values = axis.values();
            let at = (rest % values.len() as u64) as usize;
            rest /= values.len() as u64;
            settings.push((axis.key(), values[at].clone()));
        }
        settings.reverse();
        settings
    }

    fn read(&self, settings: &[(&'static str, String)]) -> (Link, Vec<wire::Warning>) {
        let settings: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
        wire::read_with(&self.query, &settings)
    }

    /// What a link alone would say in a notice is an error here: a point that is another one than was asked for.
    fn check(&self, point: u64) -> Result<(), String> {
        let settings = self.settings(point);
        let own = wire::read(&self.query).1;
        match self.read(&settings).1.into_iter().find(|warning| !own.contains(warning)) {
            None => Ok(()),
            Some(warning) => {
                let text: Vec<String> = settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
                Err(format!("at {} of the sweep: {}", text.join(", "), warning.text()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Preset;

    fn sweep(query: &str, axes: &[&str], runs: u64) -> Result<Sweep, String> {
        let preset = wire::read(query).0.scenario.config.preset;
        let axes: Result<Vec<Axis>, String> = axes.iter().map(|text| Axis::read(preset, text)).collect();
        Sweep::new(query, axes?, runs, 20, Rule::Fixed(5))
    }

    #[test]
    fn points_are_every_combination_and_the_last_axis_turns_quickest() {
        let sweep = sweep("mode=active-active", &["rps=50..150:50", "lb=roundrobin,leastconn"], 2).expect("a sweep");
        assert_eq!((sweep.points(), sweep.units()), (6, 12));
        let told = |number| {
            let unit = sweep.unit(number).expect("a unit");
            let values: Vec<String> = unit.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
            (unit.point, unit.run, values.join(" "))
        };
        assert_eq!(told(0), (0, 0, String::from("rps=50 lb=roundrobin")));
        assert_eq!(told(3), (1, 1, String::from("rps=50 lb=leastconn")));
        assert_eq!(told(11), (5, 1, String::from("rps=150 lb=leastconn")));
        assert_eq!(sweep.unit(12), None);
        let config = sweep.unit(11).expect("a unit").link.scenario.config;
        assert_eq!(config.clients.arrivals_per_s, 150.0);
    }

    #[test]
    fn runs_of_one_number_have_one_seed_at_every_point_and_no_two_runs_have_the_same() {
        let sweep = sweep("seed=42", &["rps=50,60,70"], 100).expect("a sweep");
        let mut seeds: Vec<u64> = (0..100).filter_map(|run| Some(sweep.unit(run)?.seed)).collect();
        assert_eq!(seeds[0], 42);
        assert!((0..100).all(|run| sweep.unit(200 + run).is_some_and(|unit| unit.seed == seeds[run as usize])));
        assert!(seeds.iter().all(|seed| *seed < 1 << 53));
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 100);
    }

    #[test]
    fn a_unit_is_a_link_that_anybody_can_play() {
        let sweep = sweep("preset=queue&rps=3", &["srv=2,4", "rho=0.5,0.7"], 2).expect("a sweep");
        let unit = sweep.unit(7).expect("a unit");
        let (read, warnings) = wire::read(&wire::write(&unit.link));
        assert_eq!((read, warnings), (unit.link.clone(), vec![]));
        // The load is that of four servers, though the link's own rate was of one.
        assert!((unit.link.scenario.config.clients.arrivals_per_s - 2.8).abs() < 1e-12);
    }

    #[test]
    fn values_that_cannot_be_together_are_refused_by_name() {
        for (query, axes, word) in [
            ("", &["static=0.5,0.95"][..], "static=0.95"),
            ("", &["replicas=1,2", "srv=2,3"], "replicas=2"),
            ("", &["rps=50", "rps=60"], "`rps`"),
            ("preset=queue", &["rps=1", "rho=0.5"], "say the same"),
            ("", &["seed=1,2"], "`seed`"),
        ] {
            let told = sweep(query, axes, 3).map(|sweep| sweep.units());
            assert!(told.as_ref().is_err_and(|complaint| complaint.contains(word)), "{axes:?}: {told:?}");
        }
        assert!(sweep("", &["rps=1..1000:1", "pages=1..1000:1"], 100).is_err());
        assert!(sweep("", &[], 0).is_err());
        assert!(Axis::read(Preset::Distributed, "rps=5").is_ok());
    }

    #[test]
    fn sweeps_that_differ_have_other_fingerprints() {
        let print = |query, axes: &[&str], runs| sweep(query, axes, runs).expect("a sweep").fingerprint();
        let one = print("seed=1", &["rps=50,60"], 2);
        assert_eq!(one, print("", &["rps=50..60:10"], 2));
        for other in [print("seed=2", &["rps=50,60"], 2), print("", &["rps=50,61"], 2), print("", &["rps=50,60"], 3)] {
            assert_ne!(one, other);
        }
    }
}
