//! Tests of the talk between page and host: everything that a hand can do is reachable, and nothing breaks it.

use super::*;
use crate::app::announcer::Verbosity;
use crate::app::catalogue::Topic;
use crate::app::diary::Who;
use crate::app::fold::Fold;
use crate::app::heal;
use crate::app::session::Opening;
use crate::app::share::Form;
use crate::app::state::{Sheet, State};
use crate::app::texts::Language;
use crate::app::update::{Effect, Msg};
use crate::app::waterfall::Pick;
use crate::engine::time::SimTime;
use crate::model::config::Preset;
use crate::scenario::Act;
use crate::scenario::knob::{Domain, Knob};
use crate::scenario::value::Value;

fn open(query: &str) -> State {
    let mut state = State::open(Opening { link: query, languages: &[], texts: &|_| None, reduced_motion: true });
    state.simulation.advance_to(SimTime::from_millis(2_000), u64::MAX);
    state.refresh();
    state
}

/// What the page answers to a message, and what it asks of the browser.
fn say(state: &mut State, message: &str) -> (Json, Vec<Effect>) {
    let mut talk = Talk::default();
    let effects = talk.hear(state, message);
    let out = talk.take();
    assert_eq!(out.len(), 1, "{message} is answered by {out:?}");
    (json::read(&out[0]).expect("the answer is JSON"), effects)
}

fn does(state: &mut State, command: &str) -> Vec<Effect> {
    let (reply, effects) = say(state, &format!("{{\"subject\":\"tierscope.cmd\",{command}}}"));
    assert_eq!(reply.get("ok"), Some(&Json::Bool(true)), "{command}: {}", reply.write());
    effects
}

#[test]
fn an_answer_has_the_subject_and_the_id_of_what_it_answers() {
    let mut state = open("");
    let (reply, _) = say(&mut state, "{\"subject\":\"tierscope.get\",\"message_id\":\"m-1\",\"what\":\"metrics\"}");
    assert_eq!(reply.text("subject"), Some("tierscope.get.response"));
    assert_eq!((reply.text("message_id"), reply.get("ok")), (Some("m-1"), Some(&Json::Bool(true))));
    assert_eq!(reply.number("t_s"), Some(2.0));
    assert!(reply.number("answered_per_s") > Some(100.0) && reply.number("p50_s") > Some(0.0), "{}", reply.write());
    for [thing, _] in THINGS {
        let (reply, _) = say(&mut state, &format!("{{\"subject\":\"tierscope.get\",\"what\":\"{thing}\"}}"));
        assert_eq!((reply.get("ok"), reply.get("message_id")), (Some(&Json::Bool(true)), Some(&Json::Null)), "{thing}");
    }
    let (reply, _) = say(&mut state, "{\"subject\":\"tierscope.get\",\"what\":\"<b>\"}");
    assert_eq!(reply.get("ok"), Some(&Json::Bool(false)));
}

#[test]
fn every_knob_of_every_preset_is_set_by_a_message() {
    for &preset in Preset::ALL {
        for knob in Knob::of(preset) {
            let mut state = open(&format!("preset={}", preset.keyword()));
            let before = (knob.get)(&state.scenario().config);
            let other = match knob.domain {
                Domain::Words(words) => {
                    Value::Word(words.iter().rev().find(|word| Value::Word(word) != before).expect("two words"))
                }
                Domain::Switch => Value::Switch(before != Value::Switch(true)),
                _ => knob.from_slider(700, &before).filter(|value| *value != before).unwrap_or(before),
            };
            let text = Json::Text(knob.show(&other)).write();
            let message = format!("{{\"subject\":\"tierscope.set\",\"patch\":{{\"{}\":{text}}}}}", knob.key);
            let (reply, effects) = say(&mut state, &message);
            assert_eq!(reply.get("ok"), Some(&Json::Bool(true)), "{message} {}", reply.write());
            let now = (knob.get)(&state.scenario().config_at(state.simulation.now()));
            let applied = reply.get("applied").and_then(|applied| applied.text(knob.key)).expect("what it became");
            assert_eq!(applied, knob.show(&now), "{message}");
            if knob.key != "preset" && knob.fit(&state.scenario().config, other) == other && other != before {
                assert_eq!(now, other, "{message}");
                assert!(effects.contains(&Effect::LinkChanged), "{message}");
            }
        }
    }
}

#[test]
fn what_is_not_applied_is_told_with_its_key_and_the_rest_is_done() {
    let mut state = open("lock=rps");
    let message = "{\"subject\":\"tierscope.set\",\"patch\":{\"rps\":350,\"lb\":\"fastest\",\"warp\":1,\"srv\":[],\"check\":\"app\"}}";
    let (reply, _) = say(&mut state, message);
    let Some(Json::List(rejected)) = reply.get("rejected") else { panic!("{}", reply.write()) };
    let keys: Vec<_> = rejected.iter().filter_map(|one| one.text("key")).collect();
    assert_eq!((keys, reply.get("ok")), (vec!["lb", "warp", "srv"], Some(&Json::Bool(false))));
    // A host is not bound by what it has locked.
    assert_eq!(reply.get("applied").and_then(|applied| applied.text("rps")), Some("350"));
    for bad in ["", ",\"patch\":[]", ",\"patch\":{},\"query\":\"\""] {
        let (reply, effects) = say(&mut state, &format!("{{\"subject\":\"tierscope.set\"{bad}}}"));
        assert_eq!((reply.get("ok"), effects.len()), (Some(&Json::Bool(false)), 0), "{bad}");
    }
}

#[test]
fn a_query_takes_the_place_of_the_run_and_not_of_the_page() {
    let mut state = open("embed=1&seed=7");
    let query = "?preset=dedicated&seed=9&colour=blue&ui=full&t=3s";
    let (reply, effects) = say(&mut state, &format!("{{\"subject\":\"tierscope.set\",\"query\":\"{query}\"}}"));
    assert_eq!(effects, [Effect::LinkChanged]);
    assert_eq!((state.scenario().config.preset, state.scenario().config.seed), (Preset::Dedicated, 9));
    assert_eq!(state.seeking, Some(SimTime::from_millis(3_000)));
    assert!(!state.page.is_whole() && state.address().expect("an address").contains("embed=1"));
    let Some(Json::List(rejected)) = reply.get("rejected") else { panic!("{}", reply.write()) };
    assert_eq!(rejected.len(), 1, "{}", reply.write());
}

#[test]
fn every_act_of_a_link_is_a_command() {
    let acts = "crash:server-1 restart:server-1 partition:lb-1~server-2 heal:lb-1~server-2 promote:server-2 clone:server-3 \
                freeze:server-2.app thaw:server-2.app slow:server-2:4 restore:server-2 loss:lb-1~server-1:0.05 \
                reload:server-1.nginx killworker:server-1.nginx drain:server-2 maint:server-2 ready:server-2 weight:server-2:50 \
                maxconn:server-2:30 ramp:400:60s spike:600:10s stop:server-1.app rps:350 lb:leastconn";
    let mut kinds = std::collections::BTreeSet::new();
    for text in acts.split_whitespace() {
        let mut state = open("");
        let (act, _) = Act::read(text, &state.scenario().config).unwrap_or_else(|why| panic!("{text}: {why}"));
        kinds.insert(format!("{:?}", std::mem::discriminant(&act)));
        let effects = does(&mut state, &format!("\"do\":\"{text}\""));
        assert_eq!(effects, [Effect::LinkChanged], "{text}");
        assert_eq!(state.scenario().commands.last().map(|timed| timed.act.clone()), Some(act), "{text}");
    }
    let mut state = open("");
    let deploy =
        Act::Deploy(crate::model::command::Deploy { code: None, strategy: crate::model::command::Strategy::Rolling });
    kinds.insert(format!("{:?}", std::mem::discriminant(&deploy)));
    does(&mut state, &format!("\"do\":\"{}\"", deploy.text()));
    assert_eq!(kinds.len(), 13, "each kind of act is among them");
    let (reply, _) = say(&mut state, "{\"subject\":\"tierscope.cmd\",\"do\":\"crash:server-9\"}");
    assert!(reply.text("reason").is_some_and(|reason| reason.contains("server-9")), "{}", reply.write());
}

/// The command that stands for what a hand does; none for what only a hand or the browser can.
fn command(msg: &Msg) -> Option<&'static str> {
    Some(match msg {
        Msg::PlayPause => "\"do\":\"play\"",
        Msg::StepForward => "\"do\":\"step\"",
        Msg::StepBack => "\"do\":\"back\"",
        Msg::Restart => "\"do\":\"reset\"",
        Msg::Clear => "\"do\":\"clear\"",
        Msg::Reseed(_) => "\"do\":\"reseed\",\"n\":77",
        Msg::Preset(_) | Msg::Set(..) => return None,
        Msg::Speed(_) => "\"do\":\"speed\",\"n\":0.25",
        Msg::Slower => "\"do\":\"slower\"",
        Msg::Faster => "\"do\":\"faster\"",
        Msg::Seek(_) => "\"do\":\"seek\",\"t_s\":1.5",
        Msg::Act(_) => "\"do\":\"crash:server-1\"",
        Msg::Select(_) => "\"do\":\"select\",\"what\":\"server-1.nginx\"",
        Msg::Trace(_) => "\"do\":\"trace\",\"what\":\"newest\"",
        Msg::Accompany(_) => "\"do\":\"client\",\"n\":7",
        Msg::Follow(_) => "\"do\":\"follow\",\"n\":3",
        Msg::Dismiss(_) => "\"do\":\"dismiss\"",
        Msg::Show(_) => "\"do\":\"show\",\"what\":\"charts\"",
        Msg::Unfold(_, true) => "\"do\":\"unfold\",\"what\":\"steps\"",
        Msg::Unfold(_, false) => "\"do\":\"fold\",\"what\":\"steps\"",
        Msg::Toggle(_) => "\"do\":\"open\",\"what\":\"share\"",
        Msg::Close => "\"do\":\"close\"",
        Msg::ShareForm(_) => "\"do\":\"form\",\"what\":\"file\"",
        Msg::ShareInstant(_) => "\"do\":\"instant\",\"n\":1",
        Msg::SharePaused(_) => "\"do\":\"paused\",\"n\":1",
        Msg::UseKeys(_) => "\"do\":\"keys\",\"n\":0",
        Msg::Speak(_) => "\"do\":\"aloud\",\"what\":\"summary\"",
        Msg::Begin(_) => "\"do\":\"begin\",\"what\":\"split\"",
        Msg::Switch(_) => "\"do\":\"switch\",\"n\":1",
        Msg::Undo => "\"do\":\"undo\"",
        Msg::Heal => "\"do\":\"heal\"",
        Msg::Deed => "\"do\":\"deed\"",
        Msg::CloseGuide(_) => "\"do\":\"guide\",\"n\":0",
        Msg::Tour(_) => "\"do\":\"tour\",\"n\":2",
        Msg::Tables => "\"do\":\"tables\",\"n\":1",
        Msg::Sound => "\"do\":\"sound\",\"n\":1",
        Msg::Motion(_) => "\"do\":\"motion\",\"what\":\"reduced\"",
        Msg::Language(_) => "\"do\":\"language\",\"what\":\"fr\"",
        // A knob in the hand, a key, the clipboard, the size of the drawing, texts that come: of the hand and of the browser.
        Msg::Texts(..)
        | Msg::NoSound
        | Msg::Draft(..)
        | Msg::Key(_)
        | Msg::Copy(_)
        | Msg::Copied(..)
        | Msg::OpenFile(_)
        | Msg::Whole(_) => return None,
    })
}

#[test]
fn everything_that_a_hand_can_do_is_a_command() {
    let mut seen = Vec::new();
    let mut check = |msg: Msg, holds: fn(&State) -> bool| {
        let words = command(&msg).expect("a command");
        let mut state = open("colour=blue&do=crash:server-2@1s");
        assert!(!holds(&state), "{words} would show nothing");
        does(&mut state, words);
        assert!(holds(&state), "{words}");
        seen.push(words.split('"').nth(3).unwrap_or_default());
    };
    check(Msg::PlayPause, |state| state.clock.playing);
    check(Msg::StepForward, |state| state.simulation.now() > SimTime::from_millis(2_000));
    check(Msg::StepBack, |state| state.simulation.now() < SimTime::from_millis(2_000));
    check(Msg::Restart, |state| state.seeking == Some(SimTime::ZERO));
    check(Msg::Clear, |state| state.scenario().commands.is_empty());
    check(Msg::Reseed(77), |state| state.scenario().config.seed == 77);
    check(Msg::Speed(3), |state| state.clock.speed == 3);
    check(Msg::Slower, |state| state.clock.speed == 4);
    check(Msg::Faster, |state| state.clock.speed == 6);
    check(Msg::Seek(SimTime::ZERO), |state| state.seeking == Some(SimTime::from_millis(1_500)));
    check(Msg::Act(Act::Clone(crate::model::id::MachineId::BALANCER)), |state| state.scenario().commands.len() == 2);
    check(Msg::Select(None), |state| state.selection.is_some());
    check(Msg::Trace(Pick::Newest), |state| state.trace.pinned);
    check(Msg::Accompany(Who::Usual), |state| state.followed() == Some(7) && state.tale.is_some());
    check(Msg::Follow(3), |state| state.simulation.journeys().every == 3);
    check(Msg::Dismiss(0), |state| state.notices.list().is_empty());
    check(Msg::Show(crate::app::state::Tab::Charts), |state| state.tab == crate::app::state::Tab::Charts);
    check(Msg::Unfold(Fold::Steps, true), |state| state.unfolded.has(Fold::Steps));
    check(Msg::Toggle(Sheet::Share), |state| state.sheet == Some(Sheet::Share));
    check(Msg::ShareForm(Form::File), |state| state.sharing.form == Form::File);
    check(Msg::ShareInstant(true), |state| state.sharing.with_instant && state.sharing.paused);
    check(Msg::SharePaused(true), |state| state.sharing.paused);
    check(Msg::UseKeys(false), |state| !state.keys);
    check(Msg::Speak(Verbosity::Summary), |state| state.announcer.verbosity == Verbosity::Summary);
    check(Msg::Begin(Topic::Split), |state| state.guide.topic == Some(Topic::Split));
    check(Msg::Switch(1), |state| {
        state.scenario().commands.iter().any(|timed| timed.text().starts_with("crash:server-1@"))
    });
    check(Msg::Heal, |state| heal::acts(&state.shown.snapshot).is_empty());
    check(Msg::Deed, |state| state.guide.is_done(state.scenario()));
    check(Msg::CloseGuide(true), |state| state.guide.closed);
    check(Msg::Tour(Some(1)), |state| state.guide.tour == Some(1));
    let mut state = open("");
    does(&mut state, "\"do\":\"open\",\"what\":\"description\"");
    does(&mut state, command(&Msg::Close).expect("a command"));
    assert_eq!(state.sheet, None);
    does(&mut state, "\"do\":\"play\"");
    does(&mut state, "\"do\":\"pause\"");
    does(&mut state, "\"do\":\"pause\"");
    assert!(!state.clock.playing);
    does(&mut state, "\"do\":\"rps:300\"");
    does(&mut state, command(&Msg::Undo).expect("a command"));
    assert_eq!(state.scenario().config_at(SimTime::from_millis(9_000)).clients.arrivals_per_s, 200.0);
    let french = command(&Msg::Language(Language::French)).expect("a command");
    assert_eq!(does(&mut state, french), [Effect::Fetch(Language::French)]);
    seen.extend(["fold", "close", "pause", "language", "undo", "tables", "sound", "motion"]);
    for [word, ..] in COMMANDS {
        assert!(seen.contains(word), "{word} is not tried");
    }
}

#[test]
fn every_part_that_is_folded_is_unfolded_and_folded_by_a_command() {
    let mut state = open("");
    for fold in Fold::all() {
        does(&mut state, &format!("\"do\":\"unfold\",\"what\":\"{}\"", fold.keyword()));
        assert!(state.unfolded.has(fold), "{fold:?}");
    }
    does(&mut state, command(&Msg::Unfold(Fold::Steps, false)).expect("a command"));
    assert!(!state.unfolded.has(Fold::Steps));
}

#[test]
fn a_command_that_says_nothing_sensible_is_refused() {
    let mut state = open("");
    for bad in [
        "\"do\":\"speed\",\"n\":3",
        "\"do\":\"seek\",\"t_s\":-1",
        "\"do\":\"reseed\",\"n\":0.5",
        "\"do\":\"explode\"",
        "\"x\":1",
    ] {
        let (reply, _) = say(&mut state, &format!("{{\"subject\":\"tierscope.cmd\",{bad}}}"));
        assert_eq!(reply.get("ok"), Some(&Json::Bool(false)), "{bad}");
    }
}

#[test]
fn what_a_person_wishes_to_see_and_hear_is_a_command_that_says_how_it_shall_be() {
    let mut state = open("");
    for msg in [Msg::Tables, Msg::Sound, Msg::Motion(None)] {
        let words = command(&msg).expect("a command");
        // Said twice it is so all the same.
        does(&mut state, words);
        does(&mut state, words);
    }
    assert!(state.all_tables() && state.wishes.sound && state.page.motion == crate::app::page::Motion::Reduced);
    does(&mut state, "\"do\":\"tables\",\"n\":0");
    does(&mut state, "\"do\":\"sound\",\"n\":0");
    assert!(!state.all_tables() && !state.wishes.sound);
}

#[test]
fn a_host_moves_neither_the_focus_nor_the_clipboard() {
    let mut state = open("");
    for words in ["\"do\":\"open\",\"what\":\"share\"", "\"do\":\"close\"", "\"do\":\"trace\",\"n\":1"] {
        assert_eq!(does(&mut state, words), [], "{words}");
    }
}

#[test]
fn what_is_no_message_for_the_page_is_ignored() {
    let (mut state, mut talk) = (open(""), Talk::default());
    let long = format!("{{\"subject\":\"tierscope.get\",\"what\":\"{}\"}}", "x".repeat(json::LONGEST));
    for text in ["", "null", "[]", "{}", "{\"subject\":\"lti.frameResize\"}", "{\"subject\":7}", "hello", &long] {
        assert_eq!((talk.hear(&mut state, text), talk.take()), (Vec::new(), Vec::new()), "{text:.60}");
    }
}

#[test]
fn the_page_says_what_becomes_of_it_and_no_more_often_than_it_should() {
    let mut state = open("");
    let mut talk = Talk::default();
    let subjects = |talk: &mut Talk| -> Vec<(String, Json)> {
        let read = |text: &String| json::read(text).expect("JSON");
        talk.take().iter().map(read).map(|json| (json.text("subject").unwrap_or_default().to_owned(), json)).collect()
    };
    talk.begin(&state);
    let said = subjects(&mut talk);
    assert_eq!((said.len(), said[0].1.number("v"), said[0].1.text("message_id")), (1, Some(1.0), Some("tierscope-1")));
    talk.look(&state, 1_000.0);
    assert_eq!(talk.take(), [] as [String; 0]);
    // A person's act: the state and the event, and the state again only after a while.
    let crash = Msg::Act(Act::read("crash:server-1", &state.scenario().config).expect("an act").0);
    state.update(crash.clone());
    talk.touched(&crash);
    talk.look(&state, 1_010.0);
    let said = subjects(&mut talk);
    assert_eq!((said[0].0.as_str(), said[0].1.text("reason")), ("tierscope.state", Some("user")));
    assert_eq!(
        (said[1].0.as_str(), said[1].1.text("kind"), said[1].1.text("node")),
        ("tierscope.event", Some("crashed"), Some("server-1"))
    );
    drop(talk.hear(&mut state, "{\"subject\":\"tierscope.cmd\",\"do\":\"play\"}"));
    talk.look(&state, 1_030.0);
    assert_eq!((subjects(&mut talk).len(), talk.due_in(1_030.0)), (1, Some(230.0)));
    talk.touched(&Msg::Follow(3));
    talk.look(&state, 1_260.0);
    let said = subjects(&mut talk);
    assert_eq!(
        (said.len(), said[0].1.text("reason"), said[0].1.get("playing")),
        (1, Some("api"), Some(&Json::Bool(true)))
    );
    // Figures only for who wants them, twice a second at most.
    drop(talk.hear(&mut state, "{\"subject\":\"tierscope.subscribe\",\"topics\":[\"metrics\"],\"hz\":60}"));
    let mut figures = 0;
    for n in 0..40 {
        state.simulation.advance_to(SimTime::from_millis(2_100 + n * 50), u64::MAX);
        state.refresh();
        talk.look(&state, 2_000.0 + n as f64 * 50.0);
        figures += subjects(&mut talk).iter().filter(|(subject, _)| subject == "tierscope.metrics").count();
    }
    assert_eq!(figures, 4);
}
