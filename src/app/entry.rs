//! A knob's value as a person types and hears it. Knows the knobs' texts in links; writes and reads them kindlier.

use super::format::{self, THIN};
use super::texts::Texts;
use crate::engine::digits::fixed;
use crate::scenario::decimal;
use crate::scenario::knob::{Domain, Knob};
use crate::scenario::value::{FAMILIES, Value};

/// What stands in a knob's field: what may be typed there, with the unit apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What can be edited.
    pub text: String,
    /// The unit after it; empty where the text carries its own.
    pub unit: &'static str,
}

/// The field's text for `value`.
pub fn entry(texts: &Texts, knob: &Knob, value: &Value) -> Entry {
    match value {
        Value::Number(share) if knob.unit == "%" => Entry { text: plain(&format::decimal(share * 100.0)), unit: "%" },
        // One of what the knob's name says already: "1 servers" is no language.
        Value::Count(1) if !texts.unit(knob).contains('/') => Entry { text: marked(&knob.show(value)), unit: "" },
        Value::Number(_) | Value::Count(_) => Entry { text: marked(&knob.show(value)), unit: texts.unit(knob) },
        Value::Duration(_) => Entry { text: marked(&spaced(&knob.show(value))), unit: "" },
        _ => Entry { text: knob.show(value), unit: "" },
    }
}

/// Reads what was typed: as a link would, but spaces and the unit do not matter, and a share is in percent. Gives the value
/// and what was done about one outside the range, or what the text should have been.
pub fn read(texts: &Texts, knob: &Knob, typed: &str) -> Result<(Value, Option<String>), String> {
    // A comma is a point everywhere: in no language is it anything else in a value.
    let bare: String = typed.replace(',', ".").chars().filter(|c| !c.is_whitespace() && *c != THIN).collect();
    let unit: String = texts.unit(knob).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.strip_suffix(&unit).filter(|_| !unit.is_empty()).unwrap_or(&bare);
    let share = match knob.unit {
        // A share is kept to the billionth, so that 7 % is 0.07 and not its neighbour.
        "%" => trimmed(&fixed(decimal::number(bare).ok_or_else(|| wanted(texts, knob))? / 100.0, 9)),
        _ => bare.to_owned(),
    };
    let (value, beyond) = knob.read(&share).map_err(|_| wanted(texts, knob))?;
    Ok((value, beyond.map(|_| texts.shell.knobs.beyond(spoken(texts, knob, &value)))))
}

/// What a knob's text should be, to finish the sentence "this is not ...".
fn wanted(texts: &Texts, knob: &Knob) -> String {
    let (words, number) = (&texts.shell.knobs, |number: f64| marked(&decimal::show_number(number)));
    let time = |seconds: f64| spaced(&marked(&decimal::show_seconds(seconds)));
    match knob.domain {
        Domain::Number(low, high) if knob.unit == "%" => words.percent(format::percent(low), format::percent(high)),
        Domain::Count(low, high) => words.whole(low, high),
        Domain::Number(low, high) => words.number(number(low), number(high)),
        Domain::Duration(low, high) => words.time(time(low), time(high)),
        Domain::DurationOr(low, high, other) => words.time_or(time(low), time(high), other),
        Domain::Dist(low, high) => words.distribution(FAMILIES.join(", "), time(low), time(high)),
        Domain::Words(list) => words.one_of(list.join(", ")),
        Domain::Switch => words.one_of("on, off"),
    }
}

/// The value in words, for a slider's `aria-valuetext`: `200 requests/s`, `8 ms (gamma:8ms:0.7)`.
pub fn spoken(texts: &Texts, knob: &Knob, value: &Value) -> String {
    match (format::value(knob, texts.unit(knob), value), knob.domain) {
        (Some(figure), Domain::Dist(..)) => format!("{figure} ({})", knob.show(value)),
        (Some(figure), _) => figure.to_string(),
        (None, _) => knob.show(value),
    }
}

/// `250ms` as `250 ms`.
fn spaced(text: &str) -> String {
    let unit = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    if number.is_empty() { unit.to_owned() } else { format!("{number} {unit}") }
}

/// With the mark before decimals that the language has.
fn marked(text: &str) -> String {
    match format::point() {
        '.' => text.to_owned(),
        point => text.replace('.', point.encode_utf8(&mut [0; 4])),
    }
}

/// Without the spaces between groups of digits: a field is edited digit by digit.
fn plain(text: &str) -> String {
    text.replace(THIN, "")
}

/// Without zeros behind the point that say nothing.
fn trimmed(number: &str) -> String {
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Preset;

    fn knob(key: &str) -> &'static Knob {
        Knob::named(Preset::Distributed, key).expect("a knob")
    }

    fn typed(knob: &Knob, text: &str) -> Result<(Value, Option<String>), String> {
        read(Texts::english(), knob, text)
    }

    #[test]
    fn what_stands_in_a_field_reads_back_as_the_same_value() {
        for &preset in Preset::ALL {
            for knob in Knob::of(preset) {
                let value = knob.default(preset);
                let shown = entry(Texts::english(), knob, &value);
                assert_eq!(typed(knob, &shown.text), Ok((value, None)), "{} {shown:?}", knob.key);
                assert_eq!(typed(knob, &format!("{} {}", shown.text, shown.unit)), Ok((value, None)), "{}", knob.key);
            }
        }
    }

    #[test]
    fn shares_are_typed_in_percent_and_times_with_their_unit() {
        assert_eq!(typed(knob("write"), "7 %"), Ok((Value::Number(0.07), None)));
        assert_eq!(entry(Texts::english(), knob("write"), &Value::Number(0.07)).text, "7");
        assert_eq!(
            entry(Texts::english(), knob("ship"), &typed(knob("ship"), "250ms").expect("a time").0).text,
            "250 ms"
        );
        assert!(typed(knob("ship"), "soon").is_err());
        let what = typed(knob("write"), "much").expect_err("no number");
        assert_eq!(what.replace(THIN, " "), "a share from 0 % to 100 %");
        let (value, notice) = typed(knob("srv"), "99").expect("a number");
        assert_eq!(value, Value::Count(64));
        assert!(notice.is_some());
    }

    #[test]
    fn values_are_heard_with_their_unit() {
        let plain = |text: String| text.replace(THIN, " ");
        assert_eq!(plain(spoken(Texts::english(), knob("rps"), &Value::Number(350.0))), "350 requests/s");
        assert_eq!(spoken(Texts::english(), knob("lb"), &Value::Word("leastconn")), "leastconn");
    }
}
