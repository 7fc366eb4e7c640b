//! Tests of what is said aloud.

use super::*;
use crate::app::session::Opening;
use crate::app::state::State;
use crate::app::texts::Language;

#[test]
fn messages_come_at_most_every_five_seconds_and_are_short() {
    let texts = Texts::english();
    let mut announcer = Announcer::default();
    assert_eq!(announcer.next(0.0, texts), None);
    announcer.say("server-1 is off.".to_owned());
    assert_eq!(announcer.next(10.0, texts).as_deref(), Some("server-1 is off."));
    (0..9).for_each(|n| announcer.say(format!("Sentence {n} has exactly six words.")));
    assert_eq!(announcer.next(5_009.0, texts), None);
    let said = announcer.next(5_010.0, texts).expect("it is time");
    assert!(said.starts_with("Sentence 0") && said.contains("Sentence 2") && !said.contains("Sentence 3"), "{said}");
    assert!(said.ends_with(&texts.shell.more_in_log(6)) && words(&said) <= WORDS, "{said}");
    assert_eq!(announcer.next(20_000.0, texts), None);
    announcer.say("word ".repeat(40));
    announcer.say("another".to_owned());
    let said = announcer.next(30_000.0, texts).expect("it is time");
    assert!(words(&said) <= WORDS && said.ends_with(&texts.shell.more_in_log(1)) && said.contains('…'), "{said}");
}

/// What is said, and when, in the minute of an outage that is played at its own pace.
fn outage(verbosity: Verbosity, texts: &'static Texts) -> Vec<(f64, String)> {
    let link = "?ship=250ms&do=crash:server-1@12s,restart:server-1@40s&seed=42&play=1";
    let mut state = State::open(Opening { link, languages: &[], texts: &|_| None, reduced_motion: false });
    state.texts = texts;
    state.announcer.verbosity = verbosity;
    let mut said = Vec::new();
    for frame in 0..600 {
        let wall_ms = f64::from(frame) * 100.0;
        state.frame(100.0, &|| 0.0);
        state.refresh();
        said.extend(state.announcer.next(wall_ms, texts).map(|text| (wall_ms, text)));
    }
    assert!(state.simulation.now().as_seconds() > 59.0);
    said
}

#[test]
fn a_minute_of_outage_is_told_in_few_messages_of_few_words_in_every_language() {
    for texts in [Texts::english(), Texts::test(Language::French), Texts::test(Language::Spanish)] {
        assert_eq!(outage(Verbosity::Off, texts), []);
        for verbosity in [Verbosity::Events, Verbosity::Summary] {
            let said = outage(verbosity, texts);
            assert!((3..=12).contains(&said.len()), "{said:?}");
            for pair in said.windows(2) {
                assert!(pair[1].0 - pair[0].0 >= PAUSE_MS, "{pair:?}");
            }
            for (_, text) in &said {
                assert!((2..=WORDS).contains(&words(text)), "{} words: {text}", words(text));
            }
            let all = said.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
            // A summary has the latest turn of some, and that HAProxy noticed is not the latest.
            let word = if verbosity == Verbosity::Events { "DOWN" } else { "server-2" };
            assert!(all.contains("server-1") && all.contains(word), "{all}");
        }
    }
}

#[test]
fn a_summary_says_what_became_of_requests_and_is_silent_where_nothing_is_new() {
    let texts = Texts::english();
    let said = outage(Verbosity::Summary, texts);
    assert!(said.iter().all(|(at, _)| *at > 10_000.0), "before anything happened: {said:?}");
    let all = said.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(all.contains(" errors") && all.contains("p99 from"), "{all}");
}
