//! What messages do to the page, on real runs.

use super::*;
use crate::app::session::Opening;
use crate::model::id::{MachineId, Target};
use crate::scenario::wire;

const CRASH: Act = Act::Crash(Target::Machine(MachineId::server(0)));

fn open(link: &str) -> State {
    State::open(Opening { link, languages: &[], texts: &|_| None, reduced_motion: false })
}

fn knob(key: &str) -> &'static Knob {
    Knob::named(Preset::Distributed, key).expect("a knob")
}

/// Plays so many frames of 100 ms.
fn frames(state: &mut State, count: u32) {
    (0..count).for_each(|_| state.frame(100.0, &|| 0.0));
    state.refresh();
}

fn go_to(state: &mut State, millis: u64) {
    state.update(Msg::Seek(SimTime::from_millis(millis)));
    while state.seeking.is_some() {
        state.frame(16.0, &|| 0.0);
    }
}

#[test]
fn a_pause_falls_on_a_whole_millisecond() {
    let mut state = open("");
    state.frame(3.3, &|| 0.0);
    state.frame(3.3, &|| 0.0);
    assert_ne!(state.simulation.now().as_nanos() % 1_000_000, 0);
    state.update(Msg::PlayPause);
    assert_eq!(state.simulation.now(), SimTime::from_millis(7));
    assert!(!state.is_moving());
}

#[test]
fn the_link_to_what_a_person_did_gives_the_same_run_at_the_same_instant() {
    let mut state = open("?seed=7&rps=150");
    frames(&mut state, 20);
    assert_eq!(state.update(Msg::Act(CRASH)), [Effect::LinkChanged]);
    frames(&mut state, 50);
    state.update(Msg::Set(knob("rps"), Value::Number(180.0)));
    frames(&mut state, 33);
    state.update(Msg::PlayPause);
    let link = state.link(true).expect("a link");
    let mut other = open(&link);
    while other.is_moving() {
        other.frame(16.0, &|| 0.0);
    }
    assert_eq!(other.simulation.now(), state.simulation.now());
    assert_eq!(other.simulation.digest(), state.simulation.digest());
    assert!(other.simulation.now() > SimTime::from_millis(10_000));
}

#[test]
fn before_anything_has_happened_a_knob_belongs_to_the_start() {
    let mut state = open("");
    state.update(Msg::Set(knob("rps"), Value::Number(350.0)));
    assert!(state.scenario().commands.is_empty());
    assert_eq!(state.scenario().config.clients.arrivals_per_s, 350.0);
    frames(&mut state, 1);
    state.update(Msg::Set(knob("rps"), Value::Number(50.0)));
    assert_eq!(state.scenario().commands.len(), 1);
    assert_eq!(state.shown.config.clients.arrivals_per_s, 50.0);
}

#[test]
fn moving_a_knob_is_no_command_until_it_is_let_go() {
    let mut state = open("");
    frames(&mut state, 10);
    (201..240).for_each(|n| drop(state.update(Msg::Draft(knob("rps"), Value::Number(f64::from(n))))));
    assert!(state.scenario().commands.is_empty());
    state.update(Msg::Set(knob("rps"), Value::Number(240.0)));
    assert_eq!((state.scenario().commands.len(), state.draft), (1, None));
    assert_eq!(state.update(Msg::Set(knob("rps"), Value::Number(240.0))), []);
    assert_eq!(state.scenario().commands.len(), 1);
}

#[test]
fn a_command_in_the_past_drops_what_was_to_come_and_says_so() {
    let mut state = open("?do=crash:server-1@3s,restart:server-1@6s");
    frames(&mut state, 80);
    assert_eq!(state.turns.all().iter().filter(|turn| turn.story.kind == "restarted").count(), 1);
    go_to(&mut state, 4_000);
    assert_eq!(state.scenario().commands.len(), 2);
    assert!(state.turns.all().iter().any(|turn| turn.story.kind == "restarted"), "it lies ahead again");
    state.update(Msg::Set(knob("rps"), Value::Number(90.0)));
    let dropped = Notice::Dropped { count: 1, after: SimTime::from_millis(4_000) };
    assert!(state.notices.list().iter().any(|(_, notice)| *notice == dropped));
    assert_eq!(state.scenario().commands.len(), 2);
    assert!(!state.turns.all().iter().any(|turn| turn.story.kind == "restarted"));
    assert_eq!(state.horizon, state.simulation.now());
}

#[test]
fn a_command_at_the_front_keeps_the_script_that_is_still_to_come() {
    let mut state = open("?do=crash:server-1@30s");
    frames(&mut state, 10);
    state.update(Msg::Set(knob("rps"), Value::Number(90.0)));
    assert_eq!(state.scenario().commands.len(), 2);
    assert!(state.notices.list().is_empty());
}

#[test]
fn a_setting_that_is_fixed_for_a_run_begins_a_new_one_with_the_commands_that_fit() {
    let mut state = open("?do=crash:server-1@1s,crash:server-3@2s");
    frames(&mut state, 30);
    state.update(Msg::Set(knob("srv"), Value::Count(2)));
    assert_eq!(state.simulation.now(), SimTime::ZERO);
    assert_eq!(state.scenario().config.servers, 2);
    assert_eq!(state.scenario().commands.len(), 1);
    let told = Notice::NewRun { knob: knob("srv"), kept: 1, dropped: 1 };
    assert!(state.notices.list().iter().any(|(_, notice)| *notice == told));
    assert_eq!(state.scenario().check(), Ok(()));
}

#[test]
fn a_link_that_opens_at_an_instant_shows_the_requests_that_are_under_way_there() {
    let mut state = open("?do=crash:server-1@12s&t=14s");
    // However quickly it gets there, even before the first picture.
    while state.seeking.is_some() {
        state.frame(16.0, &|| 0.0);
    }
    let under_way = |state: &State| state.simulation.journeys().kept.iter().filter(|one| one.left.is_none()).count();
    let before = under_way(&state);
    let every = crate::app::marks::every(200.0, state.simulation.meter().ledger().in_flight(), 1.0, 0);
    state.update(Msg::Follow(every));
    assert!(before > 30 && under_way(&state) == before, "{before} and {}", under_way(&state));
}

#[test]
fn going_back_and_forth_gives_the_run_that_playing_gives() {
    let mut played = open("?do=crash:server-1@1s");
    frames(&mut played, 50);
    let mut wandered = open("?do=crash:server-1@1s");
    for millis in [4_000, 500, 2_000, 5_000] {
        go_to(&mut wandered, millis);
    }
    assert_eq!(wandered.simulation.digest(), played.simulation.digest());
    assert_eq!(wandered.end(), SimTime::from_millis(15_000));
    let (here, at) = (wandered.simulation.digest(), wandered.simulation.now());
    wandered.update(Msg::StepBack);
    wandered.update(Msg::StepBack);
    assert!(wandered.simulation.now() < at && !wandered.is_moving());
    while wandered.simulation.now() < at {
        wandered.update(Msg::StepForward);
    }
    go_to(&mut wandered, 5_000);
    assert_eq!(wandered.simulation.digest(), here);
}

#[test]
fn a_share_that_leaves_no_room_is_made_to_fit_and_told() {
    let mut state = open("");
    frames(&mut state, 1);
    state.update(Msg::Set(knob("static"), Value::Number(0.95)));
    let told = Notice::Fitted { knob: knob("static"), wanted: Value::Number(0.95), got: Value::Number(0.9) };
    assert_eq!(state.notices.list(), [(0, told)]);
    assert_eq!(state.shown.config.clients.static_share, 0.9);
}

#[test]
fn a_run_that_holds_too_much_ends_and_says_so() {
    let mut state = open("?rps=20000&giveup=300s&do=partition:client~lb-1@1s");
    state.clock.set_speed(9);
    for _ in 0..200 {
        state.frame(100.0, &|| 0.0);
    }
    assert!(state.simulation.halted());
    assert!(!state.is_moving());
    assert!(matches!(state.notices.list(), [(0, Notice::Halted { .. })]));
    state.update(Msg::PlayPause);
    assert!(!state.is_moving());
    go_to(&mut state, 1_000);
    assert!(!state.simulation.halted());
    state.update(Msg::PlayPause);
    assert!(state.is_moving());
}

#[test]
fn a_run_begun_anew_keeps_nothing_of_the_old_one() {
    let mut state = open("?do=crash:server-1@1s");
    frames(&mut state, 40);
    state.update(Msg::Clear);
    assert!(state.scenario().commands.is_empty());
    assert!(state.turns.all().is_empty());
    assert_eq!((state.horizon, state.seeking), (SimTime::ZERO, None));
    assert_eq!(state.shown.snapshot.ledger.arrived, 0);
}

#[test]
fn more_commands_than_a_link_holds_are_told_and_the_run_goes_on() {
    let mut state = open("");
    frames(&mut state, 1);
    for n in 0..=crate::scenario::script::MOST_COMMANDS as u64 {
        state.update(Msg::Set(knob("rps"), Value::Number(100.0 + (n % 2) as f64)));
    }
    assert_eq!(state.link(false), None);
    assert!(state.notices.list().iter().any(|(_, notice)| *notice == Notice::TooLong));
}

#[test]
fn what_lies_over_the_page_opens_closes_and_gives_the_focus_back() {
    let mut state = open("");
    assert_eq!(state.update(Msg::Toggle(Sheet::Share)), [Effect::Enter(Sheet::Share)]);
    assert_eq!(state.update(Msg::Close), [Effect::Leave(Sheet::Share)]);
    assert_eq!(state.update(Msg::Close), []);
    state.update(Msg::UseKeys(false));
    assert_eq!(state.update(Msg::Key(Box::new(Msg::Toggle(Sheet::Help)))), []);
    assert_eq!(state.sheet, None);
}

#[test]
fn every_link_of_the_page_reads_back_without_a_warning() {
    let mut state = open("?srv=5&lb=leastconn&seed=9");
    frames(&mut state, 12);
    state.update(Msg::Act(CRASH));
    let (link, warnings) = wire::read(&state.link(true).expect("a link"));
    assert_eq!(warnings, []);
    assert_eq!(link.scenario, *state.scenario());
    assert_eq!(link.view.at, Some(state.simulation.now()));
}

#[test]
fn a_topic_begins_says_what_to_do_and_what_came_of_it() {
    let mut state = open("");
    assert_eq!(state.guide.topic, Some(Topic::Backup), "the page as it opens is of the catalogue");
    state.update(Msg::Toggle(Sheet::Catalogue));
    state.update(Msg::CloseGuide(true));
    assert_eq!(
        state.update(Msg::Begin(Topic::Slow)),
        [Effect::Begun, Effect::LinkChanged, Effect::Leave(Sheet::Catalogue)],
        "what lay over the run is gone"
    );
    assert!(state.clock.playing && !state.guide.closed && !state.guide.is_done(state.scenario()));
    frames(&mut state, 30);
    assert_eq!(state.update(Msg::Deed), [Effect::LinkChanged]);
    assert!(state.guide.is_done(state.scenario()));
    let link = state.link(false).expect("a link");
    let opened = open(&link);
    assert_eq!(opened.guide.topic, Some(Topic::Slow), "its link is still of the catalogue");
    assert!(opened.guide.is_done(opened.scenario()));
    state.update(Msg::Set(knob("srv"), Value::Count(5)));
    assert_eq!(state.guide.topic, None, "another site is not");
    assert_eq!(state.update(Msg::Deed), []);
}

#[test]
fn a_change_is_taken_back_where_it_was_made() {
    let mut state = open("");
    assert_eq!(state.update(Msg::Undo), []);
    go_to(&mut state, 5_000);
    let digest = state.simulation.digest();
    state.update(Msg::Act(CRASH));
    go_to(&mut state, 9_000);
    assert!(!heal::acts(&state.shown.snapshot).is_empty());
    state.update(Msg::Heal);
    state.update(Msg::Set(knob("srv"), Value::Count(5)));
    let mut lengths = Vec::new();
    while state.undo.is_some() {
        assert_eq!(state.update(Msg::Undo), [Effect::LinkChanged]);
        lengths.push((state.scenario().config.servers, state.scenario().commands.len()));
    }
    assert_eq!(lengths, [(3, 2), (3, 1), (3, 0)]);
    while state.seeking.is_some() {
        state.frame(16.0, &|| 0.0);
    }
    assert_eq!((state.simulation.now(), state.simulation.digest()), (SimTime::from_millis(5_000), digest));
}

#[test]
fn the_tour_shows_each_part_of_a_phone_and_gives_the_focus_back() {
    let mut state = open("");
    let tabs: Vec<Tab> = (0..Guide::STEPS)
        .map(|step| {
            assert_eq!(state.update(Msg::Tour(Some(step))), [Effect::Tour]);
            state.tab
        })
        .collect();
    assert_eq!(tabs, [Tab::Watch, Tab::Control, Tab::Watch, Tab::Log, Tab::Charts]);
    assert_eq!(state.update(Msg::Tour(Some(Guide::STEPS))), [Effect::LeaveTour]);
    assert_eq!((state.guide.tour, state.update(Msg::Tour(None))), (None, vec![]));
    state.update(Msg::Tour(Some(2)));
    assert_eq!((state.update(Msg::Close), state.guide.tour), (vec![Effect::LeaveTour], None), "Escape ends it");
}
