//! Delays of the links.

use super::{Domain, Group, Knob, ROW, Scale, Value, get, set};

const NETWORK: Knob = Knob { group: Group::Network, scale: Scale::Ratio, ..ROW };

pub(super) const ROWS: &[Knob] = &[
    Knob {
        key: "ship",
        label: "Ship delay",
        sentence: "Further delay of the binlog on its way to a replica, as of another zone: writes of this time are \
                   lost when the primary dies.",
        domain: Domain::Duration(0.0, 10.0),
        scale: Scale::Linear { from: 0.0, to: 1.0, step: 0.005 },
        first: true,
        get: get!(Duration network.ship),
        set: set!(Duration network.ship),
        ..NETWORK
    },
    Knob {
        key: "lan",
        label: "Site delay",
        sentence: "One-way delay between two machines of the site.",
        domain: Domain::Duration(0.0, 2.0),
        get: get!(Duration network.lan),
        set: set!(Duration network.lan),
        ..NETWORK
    },
    Knob {
        key: "wan",
        label: "Internet delay",
        sentence: "Mean one-way delay between clients and the balancer.",
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
];
