//! `docs/schema.json` is what the tables say, takes every link that is out in the world, and refuses what no link says.

use regex::Regex;
use serde_json::{Map, Value, json};
use tierscope::app::{page, schema};
use tierscope::scenario::wire;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema.json");
const LINKS: &str = include_str!("corpus/links.txt");

fn parsed() -> Value {
    serde_json::from_str(&schema::schema()).expect("JSON")
}

#[test]
fn the_file_is_what_the_tables_say() {
    let text = schema::schema();
    if std::env::var_os("TIERSCOPE_BLESS").is_some() {
        std::fs::write(FILE, &text).expect("docs/schema.json can be written");
    }
    let stored = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        stored == text,
        "docs/schema.json is not what the tables say: run TIERSCOPE_BLESS=1 cargo test --test links"
    );
}

#[test]
fn every_link_that_is_out_in_the_world_is_written_as_the_schema_says() {
    let schema = parsed();
    let mut taken = 0;
    for line in LINKS.lines().filter(|line| !line.starts_with(['#', '>'])) {
        let (link, mut warnings) = wire::read(line);
        page::Page::read(&link.view.page, &mut warnings);
        // What was left out of a link is not written; what is unknown or wrong on the page stays as it came.
        if warnings.iter().all(|warning| !wire::PAGE_KEYS.contains(&&*warning.about)) {
            let written = wire::write(&link);
            assert_eq!(fault(&schema, &object(&written)), None, "{line} is written as {written}");
            taken += 1;
        }
    }
    assert!(taken > 100, "{taken} links");
}

#[test]
fn what_no_link_says_is_refused() {
    let schema = parsed();
    for right in
        [json!({"rps": 350}), json!({"lb": "leastconn", "colour": "blue"}), json!({"preset": "queue", "rho": "0.9"})]
    {
        assert_eq!(fault(&schema, &right), None, "{right}");
    }
    for (wrong, about) in [
        (json!({"rps": "many"}), "rps"),
        (json!({"rps": -1}), "rps"),
        (json!({"srv": 2.5}), "srv"),
        (json!({"lb": "fairest"}), "lb"),
        (json!({"ship": "250"}), "ship"),
        (json!({"work": "normal:8ms:1"}), "work"),
        (json!({"preset": "queue", "lan": "1ms"}), "lan"),
        (json!({"preset": "moon"}), "preset"),
        (json!({"do": "crash:server-1"}), "do"),
        (json!({"hide": "log,moon"}), "hide"),
        (json!({"ui": "embedded"}), "ui"),
    ] {
        assert!(fault(&schema, &wrong).is_some_and(|fault| fault.starts_with(about)), "{wrong}");
    }
}

/// The pairs of a link.
fn object(link: &str) -> Value {
    let decoded = |text: &str| {
        let (mut bytes, mut rest) = (Vec::new(), text.bytes());
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let digits = [rest.next(), rest.next()].map(|digit| char::from(digit.expect("two digits")));
                    u8::from_str_radix(&String::from_iter(digits), 16).expect("two digits")
                }
                b'+' => b' ',
                byte => byte,
            });
        }
        String::from_utf8(bytes).expect("UTF-8")
    };
    let pairs = link.split('&').filter_map(|pair| pair.split_once('='));
    Value::Object(pairs.map(|(key, value)| (decoded(key), Value::String(decoded(value)))).collect())
}

/// What of an object is not as a schema says; as much of JSON Schema as ours uses, and nothing else may be in it.
fn fault(schema: &Value, value: &Value) -> Option<String> {
    const SAID: [&str; 9] =
        ["$schema", "title", "description", "since", "public", "unit", "live", "default", "additionalProperties"];
    const KNOWN: [&str; 11] =
        ["type", "properties", "allOf", "if", "then", "required", "const", "enum", "pattern", "minimum", "maximum"];
    if schema == &Value::Bool(false) {
        return Some(String::from(" may not be there"));
    }
    let rules = schema.as_object()?;
    for key in rules.keys() {
        let known = SAID.contains(&&**key) || KNOWN.contains(&&**key) || ["shortest", "longest"].contains(&&**key);
        assert!(known, "the test does not know {key}");
    }
    plain_fault(rules, value).or_else(|| {
        let empty = Map::new();
        let fields = value.as_object().unwrap_or(&empty);
        for (key, rule) in rules.get("properties").and_then(Value::as_object).unwrap_or(&empty) {
            if let Some(found) = fields.get(key).and_then(|value| fault(rule, value)) {
                return Some(format!("{key}{found}"));
            }
        }
        for key in rules.get("required").and_then(Value::as_array).into_iter().flatten() {
            let key = key.as_str().expect("a key");
            if !fields.contains_key(key) {
                return Some(format!("{key} is missing"));
            }
        }
        let holds = rules.get("if").is_none_or(|rule| fault(rule, value).is_none());
        let then = rules.get("then").filter(|_| holds);
        let all = rules.get("allOf").and_then(Value::as_array).into_iter().flatten();
        all.chain(then).find_map(|rule| fault(rule, value))
    })
}

/// The same of what is said of one value.
fn plain_fault(rules: &Map<String, Value>, value: &Value) -> Option<String> {
    let is_of = |kind: &Value| match kind.as_str().expect("a type") {
        "object" => value.is_object(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        other => panic!("the test does not know the type {other}"),
    };
    let number = |key: &str| rules.get(key).and_then(Value::as_f64).zip(value.as_f64());
    let is_matched = |pattern: &Value, text: &str| {
        Regex::new(pattern.as_str().expect("a pattern")).expect("a pattern").is_match(text)
    };
    let holds = [
        rules
            .get("type")
            .is_none_or(|kinds| kinds.as_array().map_or_else(|| is_of(kinds), |kinds| kinds.iter().any(is_of))),
        rules.get("const").is_none_or(|constant| constant == value),
        rules.get("enum").is_none_or(|words| words.as_array().expect("words").contains(value)),
        rules.get("pattern").zip(value.as_str()).is_none_or(|(pattern, text)| is_matched(pattern, text)),
        number("minimum").is_none_or(|(least, number)| number >= least),
        number("maximum").is_none_or(|(most, number)| number <= most),
    ];
    holds.contains(&false).then(|| format!(" is {value}, which {rules:?} refuses"))
}
