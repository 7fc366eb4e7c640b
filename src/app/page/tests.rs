//! Tests of what a link says of the page.

use super::*;
use crate::app::session::Opening;
use crate::app::state::State;
use crate::app::update::Effect;
use crate::model::config::Preset;
use crate::scenario::value::Value;
use crate::scenario::wire::{self, PAGE_KEYS};

fn read(query: &str) -> (Page, Vec<Warning>) {
    let (link, mut warnings) = wire::read(query);
    let page = Page::read(&link.view.page, &mut warnings);
    (page, warnings)
}

fn page(query: &str) -> Page {
    let (page, warnings) = read(query);
    assert_eq!(warnings, [], "{query}");
    page
}

#[test]
fn the_table_has_every_key_once_and_every_word_of_it_is_read() {
    let mut keys: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.key).collect();
    for key in PAGE_KEYS {
        assert!(keys.contains(&key) && !Knob::is_key(key), "{key}");
    }
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), PARAMETERS.len());
    for Parameter { key, words, sentence, .. } in PARAMETERS {
        assert!(sentence.ends_with('.'), "{key}");
        assert!(PAGE_KEYS.contains(key) || ["play", "t", "lang"].contains(key), "{key}");
        for word in *words {
            page(&format!("{key}={word}"));
            let (_, warnings) = read(&format!("{key}={word}x"));
            assert!(matches!(&warnings[..], [warning] if warning.about == *key), "{key}={word}x {warnings:?}");
        }
    }
}

#[test]
fn what_is_not_understood_is_named_and_the_rest_is_used() {
    let (page, warnings) =
        read("embed=yes&ui=mini&hide=log,moon,,share&lock=rps,warp&origin=here&theme=blue&motion=reduced");
    let about: Vec<&str> = warnings.iter().map(|warning| warning.about.as_str()).collect();
    assert_eq!(about, ["embed", "theme", "hide", "lock", "origin"]);
    assert_eq!((page.layout, page.theme, page.motion), (Layout::Mini, Theme::Auto, Motion::Reduced));
    assert!(page.locks("rps") && page.hidden == [Part::Log, Part::Share] && page.origin == Origin::Nobody);
    assert!(warnings[2].text().contains("\"moon\""), "{warnings:?}");
}

#[test]
fn each_layout_has_its_parts() {
    let parts = |query: &str| {
        let page = page(query);
        let shown: Vec<_> = Part::ALL.into_iter().filter(|part| page.shows(*part)).map(Part::keyword).collect();
        (shown.join(" "), page.has_diagram(), page.has_side())
    };
    assert_eq!(parts(""), ("controls timeline charts log share".into(), true, true));
    assert_eq!(parts("embed=1"), ("controls timeline charts log".into(), true, true));
    assert_eq!(parts("embed=1"), parts("ui=embed"));
    assert_eq!(parts("embed=1&ui=full"), parts(""));
    assert_eq!(parts("ui=mini"), (String::new(), true, false));
    assert_eq!(parts("ui=chart"), ("charts".into(), false, false));
    assert_eq!(parts("hide=log,controls"), ("timeline charts share".into(), true, true));
}

#[test]
fn what_is_locked_a_person_cannot_do() {
    let set = |key: &str| {
        let knob = Knob::named(Preset::Distributed, key).expect("a knob");
        Msg::Set(knob, knob.default(Preset::Distributed))
    };
    let crash = Msg::Act(Act::Crash(crate::model::id::Target::Machine(crate::model::id::MachineId::BALANCER)));
    let page = page("lock=rps,faults");
    for msg in [set("rps"), crash.clone(), Msg::Preset(Preset::Queue), Msg::Clear, Msg::Key(Box::new(Msg::Clear))] {
        assert!(page.forbids(&msg), "{msg:?}");
    }
    for msg in [set("lb"), Msg::PlayPause, Msg::Restart, Msg::Reseed(1)] {
        assert!(!page.forbids(&msg), "{msg:?}");
    }
    assert!(page.locks("rho") && !page.forbids(&Msg::Toggle(Sheet::Share)));
    assert!(read("hide=share").0.forbids(&Msg::Toggle(Sheet::Share)));
    assert!(!Page::default().forbids(&crash) && !Page::default().locks("preset"));
}

#[test]
fn the_page_keeps_its_parameters_in_the_address_and_out_of_the_run() {
    let query = "?embed=1&lock=rps&hide=log&play=0&seed=7";
    let mut state = State::open(Opening { link: query, languages: &[], texts: &|_| None, reduced_motion: false });
    let rps = Knob::named(Preset::Distributed, "rps").expect("a knob");
    let lb = Knob::named(Preset::Distributed, "lb").expect("a knob");
    assert_eq!(state.update(Msg::Set(rps, Value::Number(300.0))), []);
    assert_eq!(state.update(Msg::Set(lb, Value::Word("leastconn"))), [Effect::LinkChanged]);
    let (link, address) = (state.link(false).expect("a link"), state.address().expect("an address"));
    for words in ["embed=1", "lock=rps", "hide=log", "play=0"] {
        assert!(address.contains(words) && !link.contains(words), "{words}: {address} {link}");
    }
    let (mine, theirs) = (wire::read(&link).0, wire::read(&address).0);
    assert_eq!(mine.scenario, theirs.scenario);
    assert!(link.contains("lb=leastconn") && !link.contains("rps=300"), "{link}");
}
