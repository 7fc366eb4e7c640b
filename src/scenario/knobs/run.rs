//! What makes it another run altogether.

use super::{Domain, EVERY, Group, Knob, ROW, Value, get, words};
use crate::model::config::{Config, Preset};
use crate::scenario::preset;

/// The largest seed: every whole number up to it is exact in JSON as most readers take it.
const LARGEST_SEED: u64 = (1 << 53) - 1;

const RUN: Knob = Knob { group: Group::Run, live: false, presets: EVERY, ..ROW };

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "preset",
        label: "Preset",
        sentence: "What is built: the whole site (distributed), the same with databases on machines of their own \
                   (dedicated), one machine with everything on it (simple), or a bare queue to compare with theory (queue).",
        domain: words!(Preset),
        get: get!(Word preset),
        set: |config, value| {
            if let Value::Word(word) = value
                && let Some(preset) = Preset::from_keyword(word)
                && preset != config.preset
            {
                *config = Config { seed: config.seed, ..preset::config(preset) };
            }
        },
        ..RUN
    },
    Knob {
        key: "seed",
        label: "Seed",
        sentence: "Where chance begins: the same seed brings the same requests with the same work.",
        domain: Domain::Count(0, LARGEST_SEED),
        get: get!(Count seed),
        set: |config, value| {
            if let Value::Count(seed) = value {
                config.seed = seed;
            }
        },
        ..RUN
    },
];
