//! Tests of what is handed on: it is safe where it goes, and what is opened is the same run.

use super::file::{self, Flaw};
use super::*;
use crate::app::catalogue::Topic;
use crate::app::notice::Notice;
use crate::app::session::Opening;
use crate::app::state::{Sheet, State};
use crate::app::update::{Effect, Msg};
use crate::model::config::Preset;
use crate::scenario::knob::Knob;
use crate::scenario::script::MOST_COMMANDS;
use crate::scenario::value::Value;
use crate::scenario::wire::{self, LONGEST_INPUT};

const BASE: &str = "https://example.org/sim/";

fn open(link: &str) -> State {
    State::open(Opening { link, languages: &[], texts: &|_| None, reduced_motion: false })
}

/// A page that went to its link's instant.
fn there(link: &str) -> State {
    let mut state = open(link);
    while state.seeking.is_some() {
        state.frame(16.0, &|| 0.0);
    }
    state
}

fn piece(state: &State, piece: Piece) -> String {
    text(state, BASE, piece).expect("a text")
}

#[test]
fn the_link_of_every_preset_and_topic_is_short_alone_and_in_a_frame() {
    let presets = Preset::ALL.iter().map(|preset| format!("preset={}", preset.keyword()));
    for query in presets.chain(Topic::ALL.iter().map(|topic| topic.query().to_owned())) {
        let state = open(&format!("?{query}&lang=es"));
        let frame = piece(&state, Piece::Frame);
        let framed = frame.split('"').nth(1).expect("an address");
        for link in [piece(&state, Piece::Link).as_str(), framed] {
            assert!(link.len() <= 300, "{link}");
            assert_eq!(wire::read(link).1, [], "{link}");
        }
    }
}

#[test]
fn the_frame_is_the_snippet_that_is_documented() {
    let state = open("?lang=en");
    let query = state.written(View {
        language: Some("en".into()),
        page: vec![("embed".into(), "1".into())],
        ..View::default()
    });
    assert_eq!(
        piece(&state, Piece::Frame),
        format!(
            "<iframe src=\"{BASE}?{}\" title=\"Distributed web infrastructure · Tierscope\" width=\"100%\" height=\"560\" \
             style=\"border:0;max-width:1100px\" loading=\"lazy\" allow=\"fullscreen; clipboard-write; web-share\" \
             referrerpolicy=\"no-referrer\"></iframe>",
            query.expect("a query")
        )
    );
}

#[test]
fn addresses_and_titles_are_safe_in_html_and_in_markdown() {
    let state = open("");
    let base = "https://example.org/a&copy;(b)\"><script>/";
    let written = |piece| text(&state, base, piece).expect("a text");
    for html in [written(Piece::Frame), written(Piece::Anchor)] {
        assert!(html.contains("a&amp;copy;(b)&quot;&gt;&lt;script&gt;/?v=1&m=1&"), "{html}");
    }
    assert!(
        written(Piece::Markdown)
            .starts_with("[Distributed web infrastructure · Tierscope](https://example.org/a&copy;%28b%29")
    );
}

#[test]
fn the_switches_say_how_the_link_opens_and_nothing_that_goes_without_saying() {
    let mut state = there("?t=2s");
    let link = |state: &State| wire::read(&piece(state, Piece::Link)).0.view;
    let view = |state: &State| (link(state).at, link(state).play);
    let at = Some(SimTime::from_millis(2000));
    assert_eq!(view(&state), (None, None));
    state.update(Msg::SharePaused(true));
    assert_eq!(view(&state), (None, Some(false)));
    state.update(Msg::ShareInstant(true));
    assert_eq!(view(&state), (at, None));
    state.update(Msg::SharePaused(false));
    assert_eq!(view(&state), (at, Some(true)));
    assert!(open(&piece(&state, Piece::Link)).clock.playing);
    state.update(Msg::ShareInstant(false));
    assert_eq!(view(&state), (None, None));
}

#[test]
fn opened_twice_it_gives_the_same_and_while_the_run_plays_it_stands_still() {
    let mut state = open("?do=crash:server-1@1s");
    for _ in 0..40 {
        state.frame(16.7, &|| 0.0);
    }
    state.update(Msg::Toggle(Sheet::Share));
    state.update(Msg::ShareInstant(true));
    let all = |state: &State| {
        [Piece::Link, Piece::Frame, Piece::Anchor, Piece::Markdown, Piece::File].map(|one| piece(state, one))
    };
    let first = all(&state);
    assert!(!first[0].contains("t=0s") && first[0].len() < 120, "{}", first[0]);
    state.frame(16.7, &|| 0.0);
    state.frame(16.7, &|| 0.0);
    assert_eq!(all(&state), first);
    state.update(Msg::PlayPause);
    state.update(Msg::Toggle(Sheet::Share));
    state.update(Msg::Toggle(Sheet::Share));
    let second = all(&state);
    state.update(Msg::Toggle(Sheet::Share));
    state.update(Msg::Toggle(Sheet::Share));
    assert_eq!(all(&state), second);
}

#[test]
fn a_long_link_is_still_a_link_and_one_that_is_too_long_is_none() {
    let rps = Knob::named(Preset::Distributed, "rps").expect("a knob");
    let mut state = open("");
    state.frame(16.7, &|| 0.0);
    let mut n = 0;
    while piece(&state, Piece::Link).len() <= LONG_LINK {
        state.update(Msg::Set(rps, Value::Number(100.0 + f64::from(n % 2))));
        n += 1;
    }
    assert!(n < MOST_COMMANDS as i32, "{n}");
    let long = piece(&state, Piece::Link);
    assert_eq!(wire::read(&long).0.scenario, *state.scenario());
    assert_eq!(qr::draw(&long), None);
    for n in 0..=MOST_COMMANDS {
        state.update(Msg::Set(rps, Value::Number(100.0 + (n % 2) as f64)));
    }
    assert_eq!([Piece::Link, Piece::Frame, Piece::File].map(|one| text(&state, BASE, one)), [const { None }; 3]);
}

#[test]
fn a_file_opens_as_the_run_that_was_saved_and_says_whether_it_is() {
    let mut saved = there("?lb=leastconn&do=crash:server-1@1s&t=3s");
    saved.update(Msg::Toggle(Sheet::Share));
    let file = piece(&saved, Piece::File);
    for words in ["\"app\": \"tierscope\"", "\"v\": 1", "\"model\": 1", "\"at\": \"3s\"", "\"title\": \"Distributed"] {
        assert!(file.contains(words), "{words}: {file}");
    }
    let opened = |text: String| {
        let mut state = open("?preset=queue");
        state.update(Msg::Toggle(Sheet::Share));
        let effects = state.update(Msg::OpenFile(Ok(text)));
        assert_eq!(effects, [Effect::LinkChanged, Effect::Leave(Sheet::Share)]);
        while state.seeking.is_some() {
            state.frame(16.7, &|| 0.0);
        }
        state
    };
    let at = SimTime::from_millis(3000);
    let notices = |state: &State| state.notices.list().iter().map(|(_, notice)| notice.clone()).collect::<Vec<_>>();
    let state = opened(file.clone());
    assert_eq!((state.scenario(), state.simulation.now()), (saved.scenario(), at));
    assert_eq!(state.simulation.digest(), saved.simulation.digest());
    assert!(!state.clock.playing);
    assert_eq!(notices(&state), [Notice::Compared { at, same: true }]);
    let altered = opened(file.replace("crash:server-1@1s", "crash:server-1@2s"));
    assert!(notices(&altered).contains(&Notice::Compared { at, same: false }));
    let mut taken_back = state;
    taken_back.update(Msg::Undo);
    assert_eq!(taken_back.scenario().config.preset, Preset::Queue);
    // What a person does on the way breaks no promise: it is another run then.
    let mut other = open("");
    other.update(Msg::OpenFile(Ok(file)));
    other.update(Msg::Clear);
    other.update(Msg::Seek(at));
    while other.seeking.is_some() {
        other.frame(16.7, &|| 0.0);
    }
    assert_eq!(notices(&other), []);
}

#[test]
fn a_bad_file_is_named_and_what_can_be_used_is() {
    let good = "\"app\":\"tierscope\",\"query\":\"srv=5\"";
    for (text, flaw) in [
        (String::new(), Flaw::Foreign),
        ("[1]".into(), Flaw::Foreign),
        ("{\"query\":\"srv=5\"}".into(), Flaw::Foreign),
        ("{\"app\":\"other\",\"query\":\"srv=5\"}".into(), Flaw::Foreign),
        ("{\"app\":\"tierscope\"}".into(), Flaw::Empty),
        ("{\"app\":\"tierscope\",\"query\":\" \"}".into(), Flaw::Empty),
        (format!("{{{good}{}}}", " ".repeat(LONGEST_FILE)), Flaw::TooLong),
    ] {
        assert_eq!(file::read(&text), Err(flaw), "{text:.60}");
        let mut state = open("?srv=4");
        assert_eq!(state.update(Msg::OpenFile(Ok(text))), []);
        assert_eq!(state.scenario().config.servers, 4);
        assert_eq!(state.notices.list(), [(0, Notice::File(vec![flaw]))]);
    }
    for (more, flaws) in [
        ("", &[][..]),
        (",\"v\":2", &[Flaw::Newer]),
        (",\"at\":\"3s\",\"digest\":\"12\"", &[Flaw::Digest]),
        (",\"at\":3,\"digest\":\"0000000000000000\",\"v\":9", &[Flaw::Newer, Flaw::Digest]),
        (",\"digest\":\"0000000000000000\"", &[Flaw::Digest]),
        (",\"note\":\"mine\"", &[]),
    ] {
        let record = file::read(&format!("\u{feff}{{{good}{more}}}\n")).expect("a run");
        assert_eq!((record.query.as_str(), record.promise, &record.flaws[..]), ("srv=5", None, flaws), "{more}");
    }
    // A query is bounded like any link, whatever it comes in.
    let long = format!("{{\"app\":\"tierscope\",\"query\":\"srv=5&do={}\"}}", "rps:1@1s,".repeat(LONGEST_INPUT));
    let mut state = open("");
    state.update(Msg::OpenFile(Ok(long)));
    assert_eq!((state.scenario().config.servers, state.scenario().commands.len()), (5, MOST_COMMANDS));
}

#[test]
fn where_anything_is_locked_no_file_opens() {
    let mut state = open("?lock=rps");
    assert_eq!(state.update(Msg::OpenFile(Ok("{\"app\":\"tierscope\",\"query\":\"srv=5\"}".into()))), []);
    assert_eq!(state.scenario().config.servers, 3);
}

#[test]
fn a_report_says_which_run_it_is_up_to_when_and_what_made_it() {
    let mut state = there("?lb=leastconn&do=crash:server-1@1s&t=3s&lang=en");
    state.published = Published { address: BASE.to_owned(), build: "page-1234.wasm".to_owned() };
    let report = state.report().expect("a text");
    let lines: Vec<&str> = report.lines().collect();
    let [title, link, model, digest, build] = lines[..] else { panic!("{report}") };
    assert_eq!((title, model), (&*state.title(), "Model version: 1"));
    assert!(build.ends_with("page-1234.wasm") && build.contains(env!("CARGO_PKG_VERSION")), "{build}");
    // Who opens the link finds the same digest at that instant.
    let other = there(link.strip_prefix(BASE).expect("the page's address"));
    assert_eq!((other.scenario(), other.simulation.now()), (state.scenario(), state.simulation.now()));
    assert!(digest.ends_with(&format!(": {:016x}", other.simulation.digest())), "{digest}");
    state.update(Msg::Toggle(Sheet::Share));
    assert_eq!(piece(&state, Piece::Report), report);
}
