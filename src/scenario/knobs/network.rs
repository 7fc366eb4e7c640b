//! Delays of the links.

use super::{Domain, Group, Knob, LARGE, ROW, Scale, Value, get, set};

const NETWORK: Knob = Knob { group: Group::Network, scale: Scale::Ratio, ..ROW };

/// A share of segments that is lost.
const LOSS: Knob = Knob {
    unit: "%",
    domain: Domain::Number(0.0, 0.5),
    scale: Scale::Linear { from: 0.0, to: 0.2, step: 0.005 },
    ..NETWORK
};

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "ship",
        label: "Ship delay",
        sentence: "Further delay of the binlog on its way to a replica, as of another zone: writes of this time are \
                   lost when the primary dies.",
        domain: Domain::Duration(0.0, 10.0),
        scale: Scale::Linear { from: 0.0, to: 1.0, step: 0.005 },
        first: true,
        presets: LARGE,
        get: get!(Duration network.ship),
        set: set!(Duration network.ship),
        ..NETWORK
    },
    Knob {
        key: "lan",
        label: "Site delay",
        sentence: "One-way delay between two machines of the site.",
        domain: Domain::Duration(0.0, 2.0),
        presets: LARGE,
        get: get!(Duration network.lan),
        set: set!(Duration network.lan),
        ..NETWORK
    },
    Knob {
        key: "wan",
        label: "Internet delay",
        sentence: "Mean one-way delay between clients and the site.",
        domain: Domain::Duration(0.0, 2.0),
        get: get!(Duration network.wan),
        set: set!(Duration network.wan),
        ..NETWORK
    },
    Knob {
        key: "wanjitter",
        label: "Internet jitter",
        sentence: "How much the internet delay varies to either side, every value as likely.",
        domain: Domain::Duration(0.0, 1.0),
        get: get!(Duration network.wan_jitter),
        set: set!(Duration network.wan_jitter),
        ..NETWORK
    },
    Knob {
        key: "wanloss",
        label: "Internet loss",
        sentence: "Share of segments that the internet loses; TCP sends them again, which takes its time.",
        get: get!(Number network.wan_loss),
        set: set!(Number network.wan_loss),
        ..LOSS
    },
    Knob {
        key: "lanloss",
        label: "Site loss",
        sentence: "Share of segments that the site's network loses; TCP sends them again, which takes its time.",
        presets: LARGE,
        get: get!(Number network.lan_loss),
        set: set!(Number network.lan_loss),
        ..LOSS
    },
];
