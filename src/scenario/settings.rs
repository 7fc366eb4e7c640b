//! The settings of a link: from pairs to a configuration, and the few that differ from the preset back to pairs.
//! Knows which settings depend on others; knows no commands.

use super::decimal;
use super::knob::{Domain, Knob};
use super::notice::{Notices, quote};
use super::preset::{self, QUEUE_LOAD};
use super::query::Pair;
use super::reason::{Reason, What};
use super::value::Value;
use crate::engine::digits;
use crate::engine::sort;
use crate::model::config::{Config, Preset};

/// The configuration of `preset` with these settings, the later ones giving way where two are too much together. What
/// cannot be used leaves the preset's value, with a notice.
pub fn read(preset: Preset, pairs: &[(&'static Knob, String)], notices: &mut Notices) -> Config {
    let mut config = preset::config(preset);
    let mut values = Vec::new();
    for (knob, text) in pairs {
        match knob.read(text) {
            Ok((value, notice)) => {
                if let Some(notice) = notice {
                    notices.add(knob.key, Reason::new(What::Moved, [quote(text).into(), notice.into()]));
                }
                values.push((*knob, value));
            }
            Err(kind) => {
                let kept = shown_default(knob, preset);
                notices.add(knob.key, Reason::new(What::NotKind, [quote(text).into(), kind.into(), kept.into()]));
            }
        }
    }
    one_way_to_say_the_load(&mut values, notices);
    // A share that is given does not stand in the way of another that is given before it.
    for (knob, _) in values.iter().filter(|(knob, _)| matches!(knob.key, "static" | "write")) {
        (knob.set)(&mut config, Value::Number(0.0));
    }
    sort::by_key(&mut values, |(knob, _)| order(knob));
    let load_is_given = values.iter().any(|(knob, _)| order(knob) == LAST);
    for (knob, value) in values {
        set(&mut config, knob, value, notices);
    }
    if preset == Preset::Queue && !load_is_given {
        config.clients.arrivals_per_s = config.arrivals_at_load(QUEUE_LOAD);
    }
    config
}

/// The settings in which `config` differs from its preset, by key; preset and seed are not among them.
pub fn write(config: &Config) -> Vec<Pair> {
    let mut plain = preset::config(config.preset);
    plain.servers = config.servers;
    if config.preset == Preset::Distributed {
        plain.replicas = plain.replicas.min(config.servers.saturating_sub(1));
    }
    let fresh = preset::config(config.preset);
    let mut pairs = Vec::new();
    for knob in Knob::of(config.preset) {
        let value = (knob.get)(config);
        let is_apart = matches!(knob.key, "preset" | "seed") || (config.preset == Preset::Queue && order(knob) == LAST);
        let usual = if knob.key == "srv" { (knob.get)(&fresh) } else { (knob.get)(&plain) };
        if !is_apart && value != usual {
            pairs.push((String::from(knob.key), knob.show(&value)));
        }
    }
    if config.preset == Preset::Queue {
        pairs.extend(write_load(config));
    }
    sort::by(&mut pairs, Pair::cmp);
    pairs
}

/// The arrival rate of the bare queue, unless it is that of its usual load: as `rho` where a plain figure gives this
/// rate to the last bit and is no longer than the rate itself, else as `rps`.
fn write_load(config: &Config) -> Option<Pair> {
    let rate = config.clients.arrivals_per_s;
    if rate == config.arrivals_at_load(QUEUE_LOAD) {
        return None;
    }
    let rps = decimal::show_number(rate);
    let estimate = rate / config.arrivals_at_load(1.0);
    let allowed = Knob::named(Preset::Queue, "rho").map_or(Domain::Switch, |knob| knob.domain);
    let rho = (0..17).find_map(|decimals| {
        let rho = digits::nearest(digits::scaled(estimate, decimals), decimals);
        let is_exact = allowed.holds(&Value::Number(rho)) && config.arrivals_at_load(rho) == rate;
        is_exact.then(|| decimal::show_number(rho))
    });
    Some(match rho {
        Some(rho) if rho.len() <= rps.len() => (String::from("rho"), rho),
        _ => (String::from("rps"), rps),
    })
}

/// What [`order`] gives for the arrival rate.
const LAST: u8 = 2;

/// When a setting is made: the number of servers first, for it bounds the replicas; the arrival rate last, for `rho`
/// depends on servers, workers and service time; the others as they are written.
fn order(knob: &Knob) -> u8 {
    match knob.key {
        "srv" => 0,
        "rho" | "rps" => LAST,
        _ => 1,
    }
}

/// Where both `rps` and `rho` are given, the rate stands and the load is left out.
fn one_way_to_say_the_load(values: &mut Vec<(&'static Knob, Value)>, notices: &mut Notices) {
    let is_given = |key| values.iter().any(|(knob, _)| knob.key == key);
    if is_given("rho") && is_given("rps") {
        values.retain(|(knob, _)| knob.key != "rho");
        notices.add("rho", What::SameAsRps);
    }
}

/// Sets a knob and says so where other settings leave less room than the value needs.
fn set(config: &mut Config, knob: &Knob, value: Value, notices: &mut Notices) {
    let fitted = knob.fit(config, value);
    (knob.set)(config, fitted);
    if fitted != value {
        let (wanted, shown) = (knob.show(&value), knob.show(&fitted));
        notices.add(knob.key, Reason::new(What::NoRoom, [wanted.into(), shown.into()]));
    }
}

/// The value that stays where a text cannot be read.
fn shown_default(knob: &Knob, preset: Preset) -> String {
    knob.show(&knob.default(preset))
}
