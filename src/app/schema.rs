//! The parameters of a link as a JSON Schema (2020-12), from the tables in which they are declared: for those who write links or messages by
//! program. `docs/schema.json` is this text; the page itself does without it.

use super::page::{PARAMETERS, Parameter};
use super::protocol::json::Json;
use crate::model::config::Preset;
use crate::scenario::decimal;
use crate::scenario::knob::{Domain, Knob};

/// A length of time.
const TIME: &str = r"([0-9]+(\.[0-9]+)?(us|ms|s|m)|0)";
/// A number.
const NUMBER: &str = r"[0-9]+(\.[0-9]+)?";
/// What the schema is of.
const ABOUT: &str = "What stands in a link behind `?`, each as the text that it is there, or as the number that a message \
    (`tierscope.set`) may give in its place. Keys that are not listed are kept and have no effect. `since` is the version of the link's grammar \
    (`v`) that first had the key; what is not `public` the page writes for itself. Ranges, defaults and words are those of the preset, which is \
    `distributed` where none is named; what a preset does not have may not be there.";

/// The schema, a line for each thing that is said.
pub fn schema() -> String {
    let keys = keys();
    let mut properties: Vec<_> =
        WRITTEN.iter().chain(PARAMETERS).map(|one| named(one.key, of_parameter(one))).collect();
    properties.extend(keys.iter().map(|key| named(key, described(key))));
    let schema = object([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("title", "The parameters of a link to Tierscope".into()),
        ("description", ABOUT.into()),
        ("type", "object".into()),
        ("properties", Json::Object(properties)),
        ("additionalProperties", object([("type", "string".into())])),
        ("allOf", Json::List(Preset::ALL.iter().map(|preset| of_preset(*preset, &keys)).collect())),
    ]);
    let mut text = String::new();
    lay_out(&schema, 0, &mut text);
    text + "\n"
}

/// Parameters that are neither knobs nor about the page.
const WRITTEN: &[Parameter] = &[
    Parameter { key: "v", words: &["1"], sentence: "Version of the link's grammar.", since: 1, public: false },
    Parameter {
        key: "m",
        words: &[],
        sentence: "Version of the model: another one may give other numbers.",
        since: 1,
        public: false,
    },
    Parameter {
        key: "do",
        words: &[],
        sentence: "Timed commands, `what:whom@when`, with commas between them (docs/knobs.md).",
        since: 1,
        public: true,
    },
    Parameter {
        key: "e",
        words: &[],
        sentence: "Two check characters over all that stands before.",
        since: 1,
        public: false,
    },
];

/// The keys of all knobs, each once.
fn keys() -> Vec<&'static str> {
    let mut keys: Vec<&str> = Vec::new();
    for knob in Knob::ALL {
        if !keys.contains(&knob.key) {
            keys.push(knob.key);
        }
    }
    keys
}

/// A parameter that is no knob.
fn of_parameter(parameter: &Parameter) -> Json {
    let mut pairs = about(parameter.sentence, parameter.since, parameter.public);
    let word = parameter.words.join("|");
    let pattern = match parameter.key {
        "hide" => format!("^({word})?(,({word})?)*$"),
        "lock" => String::from("^[a-z]*(,[a-z]*)*$"),
        "origin" => String::from("^https?://[^/]+$"),
        "t" => format!("^{TIME}$"),
        "lang" => String::from("^[A-Za-z-]{2,12}$"),
        "play" => String::from("^(1|0|on|off)?$"),
        "m" => String::from("^[0-9]+$"),
        "e" => String::from("^[0-9a-z]{2}$"),
        "do" => format!("^([^,@]+:[^,@]+@{TIME}(,|$))*$"),
        _ => format!("^({word})$"),
    };
    pairs.extend([named("type", "string".into()), named("pattern", Json::Text(pattern))]);
    Json::Object(pairs)
}

/// What is true of a knob in every preset.
fn described(key: &str) -> Json {
    let mut knobs = Knob::ALL.iter().filter(|knob| knob.key == key);
    let Some(first) = knobs.next() else { return Json::Null };
    let mut pairs = vec![named("title", first.label.into())];
    pairs.extend(about(first.sentence, first.since, first.public));
    if !first.unit.is_empty() && first.unit != "%" {
        pairs.push(named("unit", first.unit.into()));
    }
    pairs.push(named("live", Json::Bool(first.live)));
    if key == "preset" {
        pairs.push(named("enum", Json::List(Preset::ALL.iter().map(|preset| preset.keyword().into()).collect())));
    }
    Json::Object(pairs)
}

fn about(sentence: &str, since: u8, public: bool) -> Vec<(String, Json)> {
    let since = Json::Number(f64::from(since));
    vec![named("description", sentence.into()), named("since", since), named("public", Json::Bool(public))]
}

/// What holds in a preset.
fn of_preset(preset: Preset, keys: &[&str]) -> Json {
    let word = preset.keyword();
    let mut chosen = vec![named("properties", object([("preset", object([("const", word.into())]))]))];
    if preset != Preset::Distributed {
        chosen.push(named("required", Json::List(vec!["preset".into()])));
    }
    let property = |key: &&str| match Knob::named(preset, key) {
        Some(knob) => named(key, accepted(knob, preset)),
        None => named(key, Json::Bool(false)),
    };
    let properties = Json::Object(keys.iter().map(property).collect());
    object([("if", Json::Object(chosen)), ("then", object([("properties", properties)]))])
}

/// What a knob accepts, and its value where it is not given.
fn accepted(knob: &Knob, preset: Preset) -> Json {
    let default = named("default", Json::Text(knob.show(&knob.default(preset))));
    let text = |pattern: String| vec![named("type", "string".into()), named("pattern", Json::Text(pattern))];
    let number = |kind: &str, pattern: &str, low: f64, high: f64| {
        vec![
            named("type", Json::List(vec![kind.into(), "string".into()])),
            named("minimum", Json::Number(low)),
            named("maximum", Json::Number(high)),
            named("pattern", Json::Text(format!("^{pattern}$"))),
        ]
    };
    let one_of = |words: &[&str]| vec![named("enum", Json::List(words.iter().map(|word| (*word).into()).collect()))];
    let mut pairs = match knob.domain {
        Domain::Count(low, high) => number("integer", "[0-9]+", low as f64, high as f64),
        Domain::Number(low, high) => number("number", NUMBER, low, high),
        Domain::Duration(..) => text(format!("^{TIME}$")),
        Domain::DurationOr(_, _, other) => text(format!("^({TIME}|{other})$")),
        Domain::Dist(..) => text(format!("^((const|exp):{TIME}|(lognormal|gamma):{TIME}:{NUMBER})$")),
        Domain::Words(words) => one_of(words),
        Domain::Switch => one_of(&["on", "off"]),
    };
    if let Domain::Duration(low, high) | Domain::DurationOr(low, high, _) | Domain::Dist(low, high) = knob.domain {
        pairs.push(named("shortest", Json::Text(decimal::show_seconds(low))));
        pairs.push(named("longest", Json::Text(decimal::show_seconds(high))));
    }
    pairs.push(default);
    Json::Object(pairs)
}

fn named(name: &str, value: Json) -> (String, Json) {
    (name.to_owned(), value)
}

fn object<const N: usize>(pairs: [(&str, Json); N]) -> Json {
    Json::Object(pairs.map(|(name, value)| named(name, value)).into())
}

/// Writes a value with what is in it on lines of its own, where that is more than a few words.
fn lay_out(value: &Json, depth: usize, to: &mut String) {
    let line = |to: &mut String, depth: usize| to.push_str(&format!("\n{}", "  ".repeat(depth)));
    match value {
        Json::Object(pairs) if pairs.iter().any(|(_, value)| matches!(value, Json::Object(_) | Json::List(_))) => {
            to.push('{');
            for (index, (name, value)) in pairs.iter().enumerate() {
                to.push_str(if index == 0 { "" } else { "," });
                line(to, depth + 1);
                to.push_str(&format!("{}: ", Json::from(&**name).write()));
                lay_out(value, depth + 1, to);
            }
            line(to, depth);
            to.push('}');
        }
        Json::List(items) if items.iter().any(|item| matches!(item, Json::Object(_))) => {
            to.push('[');
            for (index, item) in items.iter().enumerate() {
                to.push_str(if index == 0 { "" } else { "," });
                line(to, depth + 1);
                lay_out(item, depth + 1, to);
            }
            line(to, depth);
            to.push(']');
        }
        plain => to.push_str(&plain.write()),
    }
}
