//! What a compiler cannot see in the texts: their length, their numbers, and that each is used.

use super::*;
use crate::model::balancer::Admin;
use crate::model::observation::Cause;
use crate::snapshot::Role;

/// What is written alike in another language, because it is a name, a figure, a sign, or the same word.
fn may_be_alike(key: &str, text: &str) -> bool {
    const WORDS: &[&str] = &[
        "nginx",
        "backup",
        "percentile",
        "workers",
        "worker",
        "clients",
        "pool",
        "manual",
        "transaction",
        "page",
        "no",
        "cpu",
        "service",
        "req/s",
        "position",
        "threads",
        "pages",
    ];
    let names = [
        "nginx.",
        "mysql.",
        "haproxy.",
        "diagram.process.",
        "labels.balances",
        "charts.reads_",
        "charts.accept",
        "state.lag(",
        "vitals.position",
        "vitals.semi_sync",
        "vitals.async_",
    ];
    // Without places, letters of words alone: HAProxy, UP, req/s.
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        bare += before;
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    bare += rest;
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|letter| letter.is_lowercase());
    let words = bare.split(|letter: char| !letter.is_alphabetic()).filter(|word| is_word(word)).count();
    words == 0 || WORDS.contains(&bare.trim()) || names.iter().any(|name| key.starts_with(name))
}

/// Keys and texts of a file.
fn lines(file: &[u8]) -> Vec<(&str, &str)> {
    let text = core::str::from_utf8(file).expect("the file is text");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(" = ").expect("a line is `key = text`")).collect()
}

#[test]
fn a_translated_text_is_another_one() {
    let english = lines(ENGLISH);
    for file in [FRENCH, SPANISH] {
        let translated = lines(file);
        for ((key, text), (_, english)) in translated.iter().zip(&english) {
            assert!(text != english || may_be_alike(key, text), "{key} = {text}");
        }
    }
}

#[test]
fn what_stands_in_a_narrow_place_fits_in_every_language() {
    for language in Language::ALL {
        let texts = Texts::test(*language);
        let state = &texts.diagram.state;
        let mut short = vec![
            (state.off(), 9),
            (state.killed(), 9),
            (state.frozen(), 9),
            (state.cut(), 8),
            (state.active(), 10),
            (state.backup(), 10),
            (state.in_step(), 10),
            (state.read_only(), 14),
            (state.promoted(), 19),
            (state.automatic(), 12),
            (state.manual(), 12),
            (state.no_primary(), 16),
            (state.source_lost(), 16),
            (state.still_up_short(), 12),
            (state.still_down_short(), 12),
            (texts.shell.watch(), 9),
            (texts.shell.control(), 9),
            (texts.shell.charts(), 9),
            (texts.shell.log(), 9),
        ];
        short.extend([Role::Primary, Role::Replica, Role::Out].map(|role| (state.role(role), 9)));
        short.extend(Cause::ALL.iter().map(|cause| (texts.panel.cause_short(*cause), 22)));
        for (text, room) in short {
            assert!(text.chars().count() <= room, "{}: {text} is longer than {room}", language.code());
        }
        let orders = [Admin::Ready, Admin::Drain, Admin::Maint].map(|admin| texts.diagram.acts.order(admin));
        assert!(orders.iter().all(|order| order.starts_with("HAProxy")), "{orders:?}");
    }
}

#[test]
fn numbers_choose_their_form_and_are_written_as_the_language_does() {
    let said = |language, n| {
        let texts = Texts::test(language);
        texts.speak();
        texts.diagram.state.lost(n).replace(format::THIN, " ")
    };
    assert_eq!(said(Language::English, 0), "0 writes lost");
    assert_eq!(said(Language::English, 1), "1 write lost");
    assert_eq!(said(Language::French, 0), "0 écriture perdue");
    assert_eq!(said(Language::French, 2_345), "2 345 écritures perdues");
    assert_eq!(said(Language::Spanish, 2_345), "2345 escrituras perdidas");
    Texts::english().speak();
}

#[test]
fn knobs_have_names_sentences_and_units_in_every_language() {
    for language in Language::ALL {
        let texts = Texts::test(*language);
        for knob in Knob::ALL {
            assert!(texts.explanation(knob).ends_with('.'), "{} {}", language.code(), knob.key);
            assert!(texts.label(knob).chars().count() <= 30, "{} {}", language.code(), texts.label(knob));
            assert_eq!(texts.unit(knob).is_empty(), knob.unit.is_empty(), "{} {}", language.code(), knob.key);
        }
    }
    let rps = Knob::named(crate::model::config::Preset::Distributed, "rps").expect("a knob");
    assert_eq!(Texts::test(Language::French).unit(rps), "requêtes/s");
}

#[test]
fn lines_too_few_or_too_many_are_no_language_and_places_that_are_not_there_break_nothing() {
    assert!(Texts::read(Language::French, "one\ntwo").is_none());
    let many = "x\n".repeat(LINES + KNOB_LINES).leak();
    assert!(Texts::read(Language::French, many).is_none());
    let broken = ["{9} {0|a} {x} {0"].repeat(LINES + KNOB_LINES).join("\n").leak();
    let texts = Texts::read(Language::French, broken).expect("as many lines as there have to be");
    assert_eq!(texts.diagram.state.lost(3), " 3  3");
}

#[test]
fn typography_is_that_of_the_language() {
    for (key, text) in lines(FRENCH) {
        let bytes: Vec<char> = text.chars().collect();
        for pair in bytes.windows(2) {
            let inside = pair[0].is_alphanumeric() || pair[0] == ' ' || pair[0] == '}';
            assert!(!(inside && matches!(pair[1], ';' | '!' | '?' | '»')), "{key} = {text}");
            assert!(!(pair[0] == ' ' && pair[1] == ':'), "{key} = {text}");
        }
    }
    for file in [ENGLISH, FRENCH, SPANISH] {
        for (key, text) in lines(file) {
            assert!(!text.contains("  ") && !text.contains("..."), "{key} = {text}");
        }
    }
}

#[test]
fn every_text_has_a_use() {
    let code: String = sources("").into_iter().map(|(_, source)| source.replace(char::is_whitespace, "")).collect();
    for entry in ROOMS.iter().filter(|room| room.name != "reason").flat_map(|room| room.entries) {
        assert!(code.contains(&format!(".{}(", entry.name)), "nobody says {}", entry.name);
    }
    // Reasons are values, whose names are these in code.
    for (name, ..) in crate::scenario::reason::TABLE {
        let word = |part: &str| part[..1].to_ascii_uppercase() + &part[1..];
        let value = format!("What::{}", name.split('_').map(word).collect::<String>());
        assert!(code.contains(&value), "nobody gives the reason {value}");
    }
}

/// Sources below a folder of `src`, without tests.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
            let path = entry.path();
            let name = path.display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
                let source = std::fs::read_to_string(path).expect("a source");
                sources.push((name, source.split("#[cfg(test)]").next().unwrap_or_default().to_owned()));
            }
        }
    }
    sources
}

/// Whether a literal is a sentence: a word with a capital, and a word after it.
fn is_sentence(literal: &str) -> bool {
    let words: Vec<&str> = literal.split(' ').collect();
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_lowercase());
    let begins = |word: &str| word.starts_with(|letter: char| letter.is_ascii_uppercase()) && is_word(&word[1..]);
    words.windows(2).any(|pair| begins(pair[0]) && is_word(pair[1]))
}

#[test]
fn no_sentence_stands_outside_the_texts() {
    assert!(is_sentence("Press here to begin") && !is_sentence("tiny end strong") && !is_sentence("M 0 0"));
    // The second has HAProxy's own headings, the others what docs/embedding.md says to developers.
    let elsewhere = ["/app/texts/", "/ui/statistics.rs", "/app/protocol/", "/app/page/table.rs", "/app/schema.rs"];
    for (name, source) in sources("app").into_iter().chain(sources("ui")) {
        let quiet = |line: &&str| {
            let code = line.trim_start();
            !code.starts_with("//")
                && !["expect(", "assert", "panic!", "throw_str("].iter().any(|word| code.contains(word))
        };
        for line in source.lines().filter(quiet).filter(|_| !elsewhere.iter().any(|place| name.contains(place))) {
            let sentence = line.split('"').skip(1).step_by(2).find(|literal| is_sentence(literal));
            assert!(sentence.is_none(), "{name}: {line}");
        }
    }
}
