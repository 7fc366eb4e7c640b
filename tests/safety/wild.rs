//! Values that nobody in his right mind would hand over.

use proptest::prelude::*;
use tierscope::engine::dist::Dist;
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::balancer::Admin;
use tierscope::model::command::{self, Deploy, Fault, Order};
use tierscope::model::config::{Config, Preset};
use tierscope::model::id::{LinkId, MachineId, Part, Process, Target};
use tierscope::model::observation::Stage;
use tierscope::model::server::code::{Code, Flaw, Version};
use tierscope::model::shape::{Course, Shape};
use tierscope::scenario::knob::Knob;
use tierscope::scenario::value::Value;
use tierscope::scenario::{Act, Scenario, Timed};

/// A stage to ask statistics about.
pub const STAGE: Stage = Stage::Worker;

/// Machines that a run may have, and some that none has.
pub fn machines() -> Vec<MachineId> {
    let servers = [0, 1, 2, 8, 63, 64, 253, 300, usize::MAX].map(MachineId::server);
    let databases = [(0, 3), (1, 3), (9, 3), (usize::MAX, 1), (1, usize::MAX)];
    let databases = databases.map(|(index, servers)| MachineId::database(index, servers));
    [MachineId::CLIENT, MachineId::BALANCER].into_iter().chain(servers).chain(databases).collect()
}

fn any_count() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(1), Just(1_000), Just(u64::from(u32::MAX)), Just(u64::MAX), 0_u64..70, any::<u64>()]
}

fn any_number() -> impl Strategy<Value = f64> {
    let odd =
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE, f64::MAX, -0.0, -1.0, 0.0, 0.5, 1.0, 1e300];
    prop_oneof![prop::sample::select(odd.to_vec()), 0.0..1_000.0, any::<f64>()]
}

fn any_duration() -> impl Strategy<Value = SimDuration> {
    any_count().prop_map(SimDuration::from_nanos)
}

/// Any instant; most are such that something happens before them.
pub fn any_time() -> impl Strategy<Value = SimTime> {
    prop_oneof![
        4 => (0_u64..20_000_000_000).prop_map(SimTime::from_nanos),
        1 => any_count().prop_map(SimTime::from_nanos),
    ]
}

fn any_dist() -> impl Strategy<Value = Dist> {
    (any_number(), any_number(), 0..4).prop_map(|(mean, cv, family)| match family {
        0 => Dist::Constant { mean },
        1 => Dist::Exponential { mean },
        2 => Dist::Lognormal { mean, cv },
        _ => Dist::Gamma { mean, cv },
    })
}

/// A value of any kind, whatever the knob wants.
fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any_count().prop_map(Value::Count),
        any_number().prop_map(Value::Number),
        any_duration().prop_map(Value::Duration),
        any_dist().prop_map(Value::Dist),
        any::<bool>().prop_map(Value::Switch),
        prop::sample::select(vec!["", "first", "active-active", "none", "nonsense"]).prop_map(Value::Word),
        Just(Value::Inherit),
    ]
}

fn any_machine() -> impl Strategy<Value = MachineId> {
    prop::sample::select(machines())
}

fn any_target() -> impl Strategy<Value = Target> {
    (any_machine(), prop::option::of(prop::sample::select(Process::ALL))).prop_map(|(machine, process)| match process {
        None => Target::Machine(machine),
        Some(process) => Target::Process(machine, process),
    })
}

fn any_link() -> impl Strategy<Value = LinkId> {
    (any_machine(), any_machine()).prop_map(|(one, other)| LinkId::between(one, other))
}

fn any_fault() -> impl Strategy<Value = Fault> {
    (any_target(), any_link(), any_count(), 0..7).prop_map(|(target, link, figure, kind)| match kind {
        0 => Fault::Freeze(target),
        1 => Fault::Thaw(target),
        2 => Fault::Slow(Part::Target(target), figure as u32),
        3 => Fault::Slow(Part::Link(link), figure as u32),
        4 => Fault::Loss(link, figure as u32),
        5 => Fault::Restore(Part::Target(target)),
        _ => Fault::Restore(Part::Link(link)),
    })
}

fn any_shape() -> impl Strategy<Value = Shape> {
    (prop::sample::select(Course::ALL), any_number(), any_duration()).prop_map(|(course, peak_per_s, lasts)| Shape {
        course,
        peak_per_s,
        lasts,
    })
}

fn any_order() -> impl Strategy<Value = Order> {
    (any_count(), 0..3, prop::sample::select(&Admin::ALL[..])).prop_map(|(figure, kind, admin)| match kind {
        0 => Order::State(admin),
        1 => Order::Weight(figure as u32),
        _ => Order::Maxconn(figure as u32),
    })
}

fn any_deploy() -> impl Strategy<Value = Deploy> {
    let strategies = prop_oneof![
        Just(command::Strategy::All),
        Just(command::Strategy::Rolling),
        any::<u32>().prop_map(command::Strategy::Canary)
    ];
    let flaws = prop_oneof![
        Just(Flaw::None),
        any::<u32>().prop_map(Flaw::Errors),
        any::<u32>().prop_map(Flaw::Slow),
        any::<u32>().prop_map(Flaw::Sleeps),
        any::<u32>().prop_map(Flaw::Hangs)
    ];
    let codes = prop::option::of((any::<u16>(), flaws));
    (codes, strategies).prop_map(|(code, strategy)| Deploy {
        code: code.map(|(version, flaw)| Code { version: Version(version), flaw }),
        strategy,
    })
}

/// Any act at all.
pub fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        any_target().prop_map(Act::Crash),
        any_target().prop_map(Act::Restart),
        any_link().prop_map(Act::Partition),
        any_link().prop_map(Act::Heal),
        any_machine().prop_map(Act::Promote),
        any_machine().prop_map(Act::Clone),
        any_fault().prop_map(Act::Fault),
        any_shape().prop_map(Act::Shape),
        any_machine().prop_map(Act::Stop),
        any_deploy().prop_map(Act::Deploy),
        (any_count(), any_order()).prop_map(|(server, order)| Act::Order(server as usize, order)),
        (prop::sample::select(Knob::ALL), any_value()).prop_map(|(knob, value)| Act::Set(knob, value)),
    ]
}

/// Any fields: what knobs set, wherever they put what is outside their range, and then numbers right into the structure.
fn any_config() -> impl Strategy<Value = Config> {
    let settings = prop::collection::vec((prop::sample::select(Knob::ALL), any_value()), 0..12);
    let numbers = (any_number(), any_number(), any_number(), any_number(), any_number());
    let counts = (any_count(), any_count(), any_count(), any_count(), any_count());
    let fields = (numbers, counts, any_dist(), any_duration(), any::<u64>());
    (prop::sample::select(Preset::ALL), settings, prop::option::of(fields)).prop_map(|(preset, settings, fields)| {
        let mut config = Scenario::of(preset).config;
        for (knob, value) in settings.into_iter().filter(|(knob, _)| knob.key != "preset") {
            (knob.set)(&mut config, value);
        }
        if let Some((numbers, counts, dist, length, seed)) = fields {
            let clients = &mut config.clients;
            (
                clients.arrivals_per_s,
                clients.static_share,
                clients.write_share,
                clients.skew,
                config.network.wan_loss,
            ) = numbers;
            (config.servers, config.replicas) = (counts.0 as usize, counts.1 as usize);
            (config.cores, config.clients.pages, config.app.workers) =
                (counts.2 as u32, counts.3 as u32, counts.4 as u32);
            (config.app.work, config.queue.service, config.network.wan, config.seed) = (dist, dist, length, seed);
        }
        config
    })
}

/// Any configuration with any commands.
pub fn any_scenario() -> impl Strategy<Value = Scenario> {
    let commands = prop::collection::vec((any_time(), any_act()).prop_map(|(at, act)| Timed { at, act }), 0..12);
    (any_config(), commands).prop_map(|(config, commands)| Scenario { config, commands })
}
