//! What holds of any text from outside: one function for each reader. The fuzz targets and the ordinary tests call the same; what
//! does not hold panics.

use tierscope::app::protocol::Talk;
use tierscope::app::protocol::json::{self, Json};
use tierscope::app::session::Opening;
use tierscope::app::state::State;
use tierscope::app::update::Msg;
use tierscope::conform;
use tierscope::engine::time::SimTime;
use tierscope::lab::sweep::Axis;
use tierscope::model::config::Preset;
use tierscope::scenario::wire::{self, LONGEST_INPUT};
use tierscope::scenario::{Act, Scenario};
use tierscope::simulation::Simulation;

/// Events of a run that shows whether what was read can run.
const BUDGET: u64 = 500;

/// A link: what is read can run and be written, and what is written is read as it is. What was not taken is said in plain words.
pub fn query(text: &str) {
    let (link, warnings) = wire::read(text);
    assert_eq!(link.scenario.check(), Ok(()), "{text:?}");
    assert!(warnings.len() <= 40, "{text:?}");
    for warning in &warnings {
        let turns = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(warning.about.chars().count() <= 40 && !warning.text().contains(turns), "{warning:?}");
    }
    let written = wire::write(&link);
    if written.len() <= LONGEST_INPUT {
        let read = wire::read(&written).0;
        assert_eq!(wire::write(&read), written, "{text:?}");
        assert_eq!(read, link, "{text:?}");
    }
}

/// A link that is also played for a moment, and recounted.
pub fn run(text: &str) {
    let mut run = Simulation::new(wire::read(text).0.scenario);
    run.advance_to(SimTime::from_millis(10_000), BUDGET);
    assert_eq!(run.audit(), Ok(()), "{text:?}");
}

/// An act, in each preset: what is read is written as it reads, and a run can have it.
pub fn act(text: &str) {
    for &preset in Preset::ALL {
        let scenario = Scenario::of(preset);
        let Ok((act, _)) = Act::read(text, &scenario.config) else { continue };
        assert_eq!(act.check(&scenario.config), Ok(()), "{text:?}");
        assert_eq!(Act::read(&act.text(), &scenario.config), Ok((act.clone(), None)), "{text:?}");
        let mut run = Simulation::new(scenario);
        run.command(act, true);
        run.advance_to(SimTime::from_millis(2_000), BUDGET);
        assert_eq!(run.audit(), Ok(()), "{text:?}");
    }
}

/// A recording of a real HAProxy: it is replayed or refused with a sentence.
pub fn recording(text: &str) {
    if let Err(difference) = conform::replay(text) {
        assert!(!difference.to_string().is_empty());
    }
}

/// A knob of a sweep: its values are within the knob's range, and given as a list they are the same.
pub fn axis(text: &str) {
    for &preset in Preset::ALL {
        let Ok(axis) = Axis::read(preset, text) else { continue };
        assert!(!axis.values().is_empty());
        let list = format!("{}={}", axis.key(), axis.values().join(","));
        assert_eq!(Axis::read(preset, &list).as_ref(), Ok(&axis), "{text:?}");
    }
}

/// A message of a host: it is ignored or answered, the answer and all that is said of it is JSON, and the run stays one.
pub fn message(text: &str) {
    if let Some(value) = json::read(text) {
        let written = value.write();
        // Escapes may make it longer than what is read.
        assert!(
            written.len() > json::LONGEST || json::read(&written).is_some_and(|read| alike(&read, &value)),
            "{text:?}"
        );
    }
    let mut state =
        State::open(Opening { link: "?seed=3&t=1s", languages: &[], texts: &|_| None, reduced_motion: true });
    let mut talk = Talk::default();
    talk.begin(&state);
    talk.hear(&mut state, text);
    state.simulation.advance_to(SimTime::from_millis(2_000), BUDGET);
    state.refresh();
    talk.touched(&Msg::PlayPause);
    talk.look(&state, 1_000.0);
    for said in talk.take() {
        assert!(said.len() > json::LONGEST || json::read(&said).is_some(), "{text:?}: {said}");
    }
    assert_eq!(state.simulation.audit(), Ok(()), "{text:?}");
    assert_eq!(state.scenario().check(), Ok(()), "{text:?}");
}

/// A saved run: it is opened, or refused with a notice and the run stays as it was.
pub fn file(text: &str) {
    let mut state = State::open(Opening { link: "?seed=3", languages: &[], texts: &|_| None, reduced_motion: true });
    let before = state.scenario().clone();
    let is_opened = !state.update(Msg::OpenFile(Ok(text.to_owned()))).is_empty();
    assert!(is_opened || (*state.scenario() == before && !state.notices.list().is_empty()), "{text:?}");
    state.simulation.advance_to(SimTime::from_millis(2_000), BUDGET);
    assert_eq!(state.simulation.audit(), Ok(()), "{text:?}");
    assert_eq!(state.scenario().check(), Ok(()), "{text:?}");
}

/// Whether two values are the same, but for numbers that are written with as many digits as anything here has.
fn alike(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => (one - other).abs() <= 1e-30 + other.abs() * 1e-15,
        (Json::Null, Json::Number(large)) => large.abs() >= 1e21,
        (Json::List(one), Json::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| one.0 == other.0 && alike(&one.1, &other.1))
        }
        (one, other) => one == other,
    }
}
