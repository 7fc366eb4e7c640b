//! The page's colours, read from its style sheet: what has to be read stands off from its ground in every theme, and what means two
//! things can be told apart by those who see fewer colours.

mod colour;
mod sheet;

use colour::{Colour, SIGHTS};
use sheet::{Theme, themes};

/// What texts and marks lie on.
const GROUNDS: [&str; 4] = ["ground", "bar", "surface", "raised"];
/// What is written on any of them.
const TEXTS: [&str; 10] = ["ink", "muted", "brand", "ok", "warn", "bad", "read", "static", "write", "repl"];
/// What is written on a ground of its own.
const ON: [(&str, &str); 8] = [
    ("on-brand", "brand"),
    ("ink", "brand-soft"),
    ("muted", "brand-soft"),
    ("brand", "brand-soft"),
    ("ink", "bad-soft"),
    ("muted", "bad-soft"),
    ("bad", "bad-soft"),
    ("warn", "warn-soft"),
];
/// Edges of what can be touched, and marks that say nothing by themselves. The focus is `brand`, requests are texts as well.
const MARKS: [&str; 2] = ["edge", "faint"];
/// Meanings that have one shape in one place, so that colour alone tells them apart: what a worker works on.
const BY_COLOUR: [(&str, &str); 1] = [("read", "write")];
/// Colours that lie so far apart are told apart beside each other (in Oklab, where black and white are 1 apart). Chosen.
const APART: f64 = 0.08;

fn must_stand_off(theme: &Theme, front: &str, ground: &str, least: f64) {
    let contrast = theme.colour(front).contrast(theme.colour(ground));
    assert!(contrast >= least, "{}: {front} on {ground} has {contrast:.2}:1, not {least}:1", theme.name);
}

#[test]
fn texts_marks_edges_and_the_focus_stand_off_from_their_grounds_in_every_theme() {
    let themes = themes();
    assert_eq!(themes.len(), 6);
    for theme in &themes {
        let (text, mark) = if theme.name.contains("contrast") { (7.0, 4.5) } else { (4.5, 3.0) };
        for ground in GROUNDS {
            TEXTS.iter().for_each(|front| must_stand_off(theme, front, ground, text));
            MARKS.iter().for_each(|front| must_stand_off(theme, front, ground, mark));
        }
        ON.iter().for_each(|(front, ground)| must_stand_off(theme, front, ground, text));
        if theme.name.contains("contrast") {
            GROUNDS.iter().for_each(|ground| must_stand_off(theme, "line", ground, 3.0));
        }
    }
}

#[test]
fn what_colour_alone_tells_apart_is_told_apart_with_every_sight() {
    for theme in themes() {
        for sight in SIGHTS {
            for (one, other) in BY_COLOUR {
                let apart = theme.colour(one).seen(&sight).distance(theme.colour(other).seen(&sight));
                assert!(apart >= APART, "{}, {}: {one} and {other} are {apart:.3} apart", theme.name, sight.name);
            }
        }
    }
}

#[test]
fn no_two_tokens_of_meaning_are_one_colour() {
    let meanings = ["brand", "ok", "warn", "bad", "read", "static", "write", "repl"];
    for theme in themes() {
        for (index, one) in meanings.iter().enumerate() {
            for other in &meanings[index + 1..] {
                assert!(theme.colour(one) != theme.colour(other), "{}: {one} is {other}", theme.name);
            }
        }
    }
}

#[test]
fn every_colour_stands_once() {
    for line in sheet::SHEETS.iter().flat_map(|sheet| sheet.lines()) {
        let written = line.matches('#').count();
        let is_token = line.trim_start().starts_with("--") || line.contains("initial-value");
        let is_selector = line.trim_end().ends_with(['{', ',']);
        assert!(written == 0 || is_token || is_selector, "a colour outside the tokens: {line}");
    }
}

#[test]
fn contrast_and_distance_are_those_of_known_colours() {
    let [black, white, grey] = ["#000000", "#ffffff", "#777777"].map(|text| Colour::read(text).expect("a colour"));
    assert!((white.contrast(black) - 21.0).abs() < 1e-9);
    // The grey that just fails on white.
    assert!((4.47..4.49).contains(&white.contrast(grey)));
    assert!((white.distance(black) - 1.0).abs() < 1e-3);
    let [red, green] = ["#d01010", "#6c6c10"].map(|text| Colour::read(text).expect("a colour"));
    let deuteranopia = &SIGHTS[2];
    assert!(red.seen(deuteranopia).distance(green.seen(deuteranopia)) < red.distance(green) / 2.0);
}
