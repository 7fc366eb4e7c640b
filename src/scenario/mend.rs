//! The nearest scenario that can run to one that cannot: the one door through which values made in Rust come to a run. Knows what a
//! link can say; knows no text.

use super::knob::{Domain, Knob};
use super::{Scenario, preset};
use crate::engine::time::SimTime;
use crate::engine::{range, sort};
use crate::model::config::{Config, Preset};

/// Nanoseconds in a millisecond.
const MILLI: u64 = 1_000_000;

impl Scenario {
    /// This scenario, with what cannot run replaced by what is nearest to it: values outside their range by the nearest end, values
    /// that are none (NaN, a word that is not the knob's) by the preset's, replicas without a machine and shares above 1 by
    /// what there is room for, a seed by its last 53 bits; commands are by time, at whole milliseconds, and those that the run cannot have are left
    /// out. A scenario without a fault stays as it is, to the bit; [`Scenario::check`] tells which those are.
    ///
    /// [`Simulation::new`](crate::simulation::Simulation::new) does this to whatever it is given, so no value of a public field can
    /// make a run panic.
    pub fn mended(mut self) -> Scenario {
        mend(&mut self.config);
        let config = &self.config;
        self.commands.retain(|command| command.act.check(config).is_ok());
        for command in &mut self.commands {
            command.at = SimTime::from_nanos(command.at.as_nanos() / MILLI * MILLI);
        }
        sort::by_key(&mut self.commands, |command| command.at);
        self
    }
}

fn mend(config: &mut Config) {
    let usual = preset::config(config.preset);
    // Each share is set within what the other leaves, so both are numbers first.
    for share in [&mut config.clients.static_share, &mut config.clients.write_share] {
        *share = if share.is_nan() { 0.0 } else { range::share(*share) };
    }
    for knob in Knob::ALL {
        // The load is worked out from the rate, and the preset has no wrong value.
        if matches!(knob.key, "preset" | "rho") {
            continue;
        }
        // Seeds that differ must not all become the largest.
        if let ("seed", Domain::Count(_, most)) = (knob.key, knob.domain) {
            config.seed %= most.saturating_add(1);
            continue;
        }
        let (value, own) = ((knob.get)(config), (knob.get)(&usual));
        // What a preset does not show it has in its own way, which may be outside what another one allows.
        let is_shown = knob.presets.contains(&config.preset);
        // Two presets may have a knob of the same key with a range for each.
        if !is_shown && Knob::named(config.preset, knob.key).is_some() {
            continue;
        }
        let fits = if is_shown { knob.domain.holds(&value) } else { value == own };
        if fits {
            continue;
        }
        let nearest = knob.domain.nearest(&value).filter(|_| is_shown);
        (knob.set)(config, nearest.unwrap_or(own));
    }
    match config.preset {
        Preset::Distributed => config.replicas = config.replicas.min(config.servers - 1),
        Preset::Simple => (config.servers, config.replicas) = (1, 0),
        _ => {}
    }
    config.clients.write_share = config.clients.write_share.min(1.0 - config.clients.static_share);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dist::Dist;
    use crate::model::id::{MachineId, Target};
    use crate::scenario::{Act, Timed, wire};

    #[test]
    fn what_a_link_says_stays_as_it_is_to_the_bit() {
        for query in [
            "",
            "preset=queue&srv=8&workers=3&rho=0.77&service=lognormal:3ms:2",
            "preset=dedicated&replicas=4&tqueue=tconnect&do=crash:db-1@12s,rps:350@12.5s,rps:5@12.5s&seed=42",
            "static=0.95&write=0.05&srv=64&replicas=3",
        ] {
            let scenario = wire::read(query).0.scenario;
            assert_eq!(scenario.clone().mended(), scenario, "{query}");
        }
    }

    #[test]
    fn what_cannot_run_becomes_what_is_nearest() {
        let mut scenario = Scenario::of(Preset::Distributed);
        let config = &mut scenario.config;
        (config.servers, config.replicas, config.clients.pages) = (0, 1_000, 0);
        (config.clients.arrivals_per_s, config.app.work) = (f64::NAN, Dist::Gamma { mean: -1.0, cv: f64::NAN });
        (config.clients.static_share, config.clients.write_share) = (0.7, 0.7);
        let crash = |server, at| Timed { at, act: Act::Crash(Target::Machine(MachineId::server(server))) };
        scenario.commands = vec![crash(0, SimTime::from_nanos(2_500_000)), crash(7, SimTime::ZERO)];
        scenario.commands.push(crash(0, SimTime::from_millis(1)));
        let mended = scenario.mended();
        assert_eq!(mended.check(), Ok(()));
        let config = &mended.config;
        assert_eq!((config.servers, config.replicas, config.clients.pages), (1, 0, 1));
        assert_eq!((config.clients.arrivals_per_s, config.app.work), (200.0, Config::default().app.work));
        assert!((config.clients.write_share - 0.3).abs() < 1e-12);
        let expected = [crash(0, SimTime::from_millis(1)), crash(0, SimTime::from_millis(2))];
        assert_eq!(mended.commands, expected);
    }
}
