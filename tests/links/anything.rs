//! Any scenario survives a link, and any text is read.

use super::properties;
use proptest::prelude::*;
use tierscope::engine::dist::Dist;
use tierscope::engine::range;
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::command::{self, Deploy, Fault};
use tierscope::model::config::{Config, Preset};
use tierscope::model::id::{LinkId, MachineId, Part, Process, Target};
use tierscope::model::server::code::{Code, Flaw, Version};
use tierscope::model::shape::{Course, Shape};
use tierscope::scenario::knob::{Domain, Knob};
use tierscope::scenario::value::Value;
use tierscope::scenario::wire::{self, LONGEST_INPUT, Link, View};
use tierscope::scenario::{Act, Scenario, Timed};
use tierscope::simulation::Simulation;

/// A value of `knob` at `share` of its range, with all the digits that a float may have.
fn value_at(knob: &Knob, share: f64, form: usize) -> Value {
    let between = |low: f64, high: f64| range::within(low + share * (high - low), low, high);
    match knob.domain {
        Domain::Count(low, high) => Value::Count((low + (share * (high - low) as f64) as u64).min(high)),
        Domain::Number(low, high) => Value::Number(between(low, high)),
        Domain::DurationOr(..) if form == 0 => Value::Inherit,
        Domain::Duration(low, high) | Domain::DurationOr(low, high, _) => {
            Value::Duration(SimDuration::from_seconds_f64(between(low, high)))
        }
        Domain::Dist(low, high) => {
            let (mean, cv) = (between(low, high).max(1e-9), 0.01 + share * 9.0);
            Value::Dist(
                [
                    Dist::Constant { mean },
                    Dist::Exponential { mean },
                    Dist::Lognormal { mean, cv },
                    Dist::Gamma { mean, cv },
                ][form % 4],
            )
        }
        Domain::Words(words) => Value::Word(words[form % words.len()]),
        Domain::Switch => Value::Switch(form.is_multiple_of(2)),
    }
}

/// A choice among knobs, a share of its range and a form of its value.
type Turn = (prop::sample::Index, f64, usize);

/// A knob of `preset` and a value for it that `config` has room for.
fn turn(preset: Preset, config: &Config, live_only: bool, (index, share, form): &Turn) -> (&'static Knob, Value) {
    let knobs: Vec<_> = Knob::of(preset).filter(|knob| knob.key != "preset" && (knob.live || !live_only)).collect();
    let knob = *index.get(&knobs);
    (knob, knob.fit(config, value_at(knob, *share, *form)))
}

/// Any turn; the ends of a range are not forgotten.
fn any_turn() -> impl Strategy<Value = Turn> {
    let share = prop_oneof![1 => Just(0.0), 1 => Just(1.0), 4 => 0.0..=1.0];
    (any::<prop::sample::Index>(), share, 0_usize..12)
}

/// A deployment, by number; its figures may be outside their ranges.
fn deploy(one: usize, other: usize) -> Deploy {
    let figure = other as u32 % 1_000_100;
    let flaw = match one % 5 {
        0 => Flaw::None,
        1 => Flaw::Errors(figure),
        2 => Flaw::Slow(figure % 1_010),
        3 => Flaw::Sleeps(figure),
        _ => Flaw::Hangs(figure),
    };
    let code = Code { version: Version(other as u16 % 1_010), flaw };
    let strategy = match one / 5 % 4 {
        0 => command::Strategy::All,
        1 => command::Strategy::Rolling,
        2 => command::Strategy::Canary(0),
        _ => command::Strategy::Canary(figure),
    };
    Deploy { code: (!one.is_multiple_of(7)).then_some(code), strategy }
}

/// An act that is no setting, by number; it may name what the run does not have.
fn fault(kind: usize, one: usize, other: usize) -> Act {
    let machine = |index: usize| match index % 10 {
        0 => MachineId::CLIENT,
        1 => MachineId::BALANCER,
        index @ 2..8 => MachineId::server(index - 2),
        index => MachineId::database(index - 8, 3),
    };
    let process = Process::ALL[other % Process::ALL.len()];
    let target = Target::Process(machine(one), process);
    let link = LinkId::between(machine(one), machine(other));
    match kind % 14 {
        12 => Act::Stop(machine(one)),
        13 => Act::Deploy(deploy(one, other)),
        6 => Act::Fault(Fault::Freeze(target)),
        7 => Act::Fault(Fault::Thaw(Target::Machine(machine(one)))),
        8 => Act::Fault(Fault::Slow(Part::Link(link), 2 + other as u32 % 999)),
        9 => Act::Fault(Fault::Loss(link, other as u32 % 500_001)),
        10 => Act::Clone(machine(one)),
        11 => Act::Shape(Shape {
            course: Course::ALL[one % 4],
            peak_per_s: 1.0 + (other % 20_000) as f64 / 3.0,
            lasts: SimDuration::from_nanos(1_000_000_000 + (other as u64 % 3_000_000_000_000)),
        }),
        0 => Act::Crash(Target::Machine(machine(one))),
        1 => Act::Crash(Target::Process(machine(one), process)),
        2 => Act::Restart(Target::Process(machine(one), process)),
        3 => Act::Partition(LinkId::between(machine(one), machine(other))),
        4 => Act::Heal(LinkId::between(machine(one), machine(other))),
        _ => Act::Promote(machine(one)),
    }
}

prop_compose! {
    /// Any scenario that a person could make, with any view of it.
    fn any_link()(
        preset in prop::sample::select(Preset::ALL),
        turns in prop::collection::vec(any_turn(), 0..20),
        script in prop::collection::vec((0_u64..5000, any::<bool>(), any::<(usize, usize, usize)>(),
            any_turn()), 0..40),
        view in (prop::option::of(any::<u32>()), any::<Option<bool>>(), any::<Option<bool>>()),
        unknown in prop::option::of(("[a-z]{3,8}_[a-z]", "[a-zA-Z0-9 &=+%é<>]{0,20}")),
    ) -> Link {
        let mut scenario = Scenario::of(preset);
        for one in &turns {
            let (knob, value) = turn(preset, &scenario.config, false, one);
            (knob.set)(&mut scenario.config, value);
        }
        let mut script = script;
        script.sort_by_key(|(at, ..)| *at);
        let mut config = scenario.config.clone();
        for (millis, is_setting, (kind, one, other), choice) in &script {
            let act = if *is_setting {
                let (knob, value) = turn(preset, &config, true, choice);
                (knob.set)(&mut config, value);
                Act::Set(knob, value)
            } else {
                fault(*kind, *one, *other)
            };
            if act.check(&scenario.config).is_ok() {
                scenario.commands.push(Timed { at: SimTime::from_millis(*millis), act });
            }
        }
        let (at, play, french) = view;
        let view = View {
            at: at.map(|nanos| SimTime::from_nanos(u64::from(nanos))),
            play,
            language: french.map(|french| String::from(if french { "fr" } else { "pt-BR" })),
            page: [play.map(|on| ("embed", if on { "1" } else { "" })), french.map(|_| ("hide", "charts,log, x é"))]
                .into_iter()
                .flatten()
                .map(|(key, value)| (String::from(key), String::from(value)))
                .collect(),
        };
        let unknown = unknown.map(|(key, value)| (key, String::from(value.trim()))).into_iter().collect();
        Link { scenario, view, unknown }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_exactly(link in any_link()) {
        prop_assert_eq!(link.scenario.check(), Ok(()));
        let written = wire::write(&link);
        let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:,@;&=%".contains(&byte);
        prop_assert!(written.bytes().all(safe), "{}", written);
        let (read, warnings) = wire::read(&written);
        prop_assert_eq!(warnings.len(), link.unknown.len(), "{:?}", warnings);
        prop_assert_eq!(read, link);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..=LONGEST_INPUT)) {
        properties::query(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_words_of_the_grammar_are_read(words in prop::collection::vec(prop::sample::select(words()), 0..400)) {
        properties::query(&words.concat());
    }

    #[test]
    fn damaged_links_are_read(
        link in any_link(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0_usize..4), 1..8),
    ) {
        let mut text: Vec<char> = wire::write(&link).chars().collect();
        for (index, letter, kind) in damage {
            if text.is_empty() {
                break;
            }
            let at = index.index(text.len());
            match kind {
                0 => text[at] = letter,
                1 => text.insert(at, letter),
                2 => text.truncate(at),
                _ => text.extend_from_within(at..),
            }
        }
        properties::query(&text.into_iter().collect::<String>());
    }
}

proptest! {
    // A run takes longer than a link does.
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_runs(link in any_link()) {
        let scenario = link.scenario;
        let mut run = Simulation::new(scenario);
        run.advance_to(SimTime::from_millis(10_000), 20_000);
        prop_assert_eq!(run.audit(), Ok(()));
    }
}

#[test]
fn a_command_of_the_first_instant_comes_before_everything() {
    let mut run = Simulation::new(wire::read("do=crash:lb-1@0s").0.scenario);
    assert!(run.advance_to(SimTime::from_millis(1000), u64::MAX));
    assert_eq!(run.audit(), Ok(()));
    assert!(!run.snapshot().balancer.is_some_and(|balancer| balancer.on));
}

/// Words that links are made of, and some that they are not.
fn words() -> Vec<&'static str> {
    let mut words = vec![
        "&",
        "&",
        "&",
        "=",
        "=",
        "=",
        ",",
        "@",
        ":",
        "~",
        ".",
        "-",
        "#",
        "?",
        "%23",
        "%26",
        "%",
        "+",
        "v",
        "m",
        "t",
        "e",
        "do",
        "play",
        "lang",
        "crash",
        "restart",
        "partition",
        "heal",
        "promote",
        "server-1",
        "server-2",
        "server-64",
        "lb-1",
        "client",
        "nginx",
        "mysqld",
        "manager",
        "&do=crash:server-1@1s",
        "&do=",
        "@5s",
        "0",
        "1",
        "0.5",
        "99999999999999999999",
        "1e309",
        "nan",
        "inf",
        "s",
        "ms",
        "us",
        "gamma",
        "gamma:8ms:0.7",
        "exp:1s",
        "on",
        "off",
        "async",
        "queue",
        "é",
        "\u{202e}",
    ];
    words.extend(Knob::of(Preset::Distributed).map(|knob| knob.key));
    words.extend(Knob::of(Preset::Queue).map(|knob| knob.key));
    words
}
