//! A recorded case: what it was recorded with, and whether what is observed here is what was observed there.

use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The folder of the recorded cases.
pub fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "conformance", "stack", "cases"].iter().collect()
}

/// A recorded case. Dropped, it fails unless every fact that it asserts was compared.
pub struct Case {
    id: String,
    value: Value,
    compared: RefCell<BTreeSet<String>>,
}

impl Case {
    /// Reads the case with this id.
    pub fn load(id: &str) -> Case {
        let path = folder().join(format!("{id}.json"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(value["id"], id);
        Case { id: id.to_owned(), value, compared: RefCell::default() }
    }

    /// A parameter of the recording.
    pub fn param(&self, key: &str) -> &Value {
        let value = &self.value["params"][key];
        assert!(!value.is_null(), "{} has no parameter {key}", self.id);
        value
    }

    /// A parameter that is a number.
    pub fn number(&self, key: &str) -> f64 {
        self.param(key).as_f64().unwrap_or_else(|| panic!("{}: {key} is no number", self.id))
    }

    /// A parameter that is a whole number.
    pub fn count(&self, key: &str) -> u64 {
        self.param(key).as_u64().unwrap_or_else(|| panic!("{}: {key} is no whole number", self.id))
    }

    /// The raw material of a run, from 0.
    pub fn run(&self, number: usize) -> &Value {
        &self.value["runs"][number]
    }

    /// How many runs were kept.
    pub fn runs(&self) -> usize {
        self.value["runs"].as_array().map_or(0, Vec::len)
    }

    /// Holds what is observed here against the recorded fact.
    pub fn holds(&self, fact: &str, observed: impl Into<Value>) {
        let observed = observed.into();
        let recorded = self.fact(fact);
        let (op, expected) = (recorded["check"]["op"].as_str().unwrap_or_default(), &recorded["check"]["expected"]);
        assert!(
            satisfies(op, expected, &observed),
            "{}/{fact}: {} (here {observed}; recorded {op} {expected})",
            self.id,
            recorded["statement"]
        );
        self.compared.borrow_mut().insert(fact.to_owned());
    }

    /// Facts of which the site shows nothing: they are held on the bench alone.
    pub fn leaves(&self, facts: &[&str]) {
        for fact in facts {
            self.fact(fact);
            assert!(self.compared.borrow_mut().insert((*fact).to_owned()), "{}: {fact} is compared, too", self.id);
        }
    }

    /// What was observed for a fact, run by run.
    pub fn observed(&self, fact: &str) -> &Value {
        &self.fact(fact)["observed"]
    }

    /// The facts, by id.
    pub fn fact_ids(&self) -> Vec<&str> {
        self.facts().filter_map(|fact| fact["id"].as_str()).collect()
    }

    /// A parameter that is a list of numbers.
    pub fn numbers(&self, key: &str) -> Vec<f64> {
        let list = self.param(key).as_array().unwrap_or_else(|| panic!("{}: {key} is no list", self.id));
        list.iter().filter_map(Value::as_f64).collect()
    }

    fn facts(&self) -> impl Iterator<Item = &Value> {
        self.value["facts"].as_array().into_iter().flatten()
    }

    fn fact(&self, fact: &str) -> &Value {
        self.facts().find(|value| value["id"] == fact).unwrap_or_else(|| panic!("{} has no fact {fact}", self.id))
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let compared = self.compared.borrow();
        let asserted = self.facts().filter(|fact| fact["check"]["op"] != "seen");
        let forgotten: Vec<&str> =
            asserted.filter_map(|fact| fact["id"].as_str()).filter(|fact| !compared.contains(*fact)).collect();
        assert!(forgotten.is_empty(), "{}: not compared: {forgotten:?}", self.id);
    }
}

/// The predicate `observed OP expected` of the recordings' schema.
fn satisfies(op: &str, expected: &Value, observed: &Value) -> bool {
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    match op {
        "eq" => same(expected, observed),
        "ne" => !same(expected, observed),
        "le" => number(observed) <= number(expected),
        "ge" => number(observed) >= number(expected),
        "between" => (number(&expected[0])..=number(&expected[1])).contains(&number(observed)),
        "in" => expected.as_array().is_some_and(|list| list.iter().any(|one| same(one, observed))),
        "contains" => match (observed, expected) {
            (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
            (Value::Array(list), one) => list.iter().any(|item| same(item, one)),
            _ => false,
        },
        "seen" => true,
        _ => panic!("a predicate that the schema does not know: {op}"),
    }
}

/// Whether two values are equal, a whole number and the same number with a point included.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(_), Value::Number(_)) => one.as_f64() == other.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        _ => one == other,
    }
}

#[test]
fn predicates_can_fail() {
    use serde_json::json;
    assert!(satisfies("eq", &json!([1, true]), &json!([1.0, true])) && !satisfies("eq", &json!(1), &json!(2)));
    assert!(satisfies("between", &json!([1, 2]), &json!(2)) && !satisfies("between", &json!([1, 2]), &json!(2.1)));
    assert!(satisfies("in", &json!([2006, 2013]), &json!(2013)) && !satisfies("in", &json!([2006]), &json!(2013)));
    assert!(satisfies("contains", &json!("a"), &json!("cat")) && !satisfies("contains", &json!("b"), &json!("cat")));
    assert!(!satisfies("le", &json!(1), &json!(null)) && !satisfies("ge", &json!(1), &json!("2")));
}

#[test]
#[should_panic(expected = "not compared")]
fn a_fact_that_is_not_compared_fails() {
    drop(Case::load("app-03-overload-growth"));
}

/// The text of the tests in a folder.
fn tests_in(folder: PathBuf) -> String {
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    paths
        .map(|path| if path.is_dir() { tests_in(path) } else { fs::read_to_string(path).unwrap_or_default() })
        .collect()
}

/// Where a case is played, as the table is to say it: by the tests of the bench, of the site, or both; on the site maybe not all of it.
fn played(id: &str, bench: &str, site: &str) -> String {
    let quoted = format!("\"{id}\"");
    let on_site = site.find(&quoted).map(|at| {
        let text = &site[at..];
        let test = &text[..text.find("#[test]").unwrap_or(text.len())];
        let lists = test.split("leaves(&[").skip(1).filter_map(|rest| rest.split(']').next());
        let left = lists.map(|list| list.matches('"').count() / 2).sum::<usize>();
        let text = fs::read_to_string(folder().join(format!("{id}.json"))).unwrap_or_default();
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let facts = value["facts"].as_array().into_iter().flatten();
        let asserted = facts.filter(|fact| fact["check"]["op"] != "seen").count();
        if left == 0 { "site".to_owned() } else { format!("site ({} of {asserted} facts)", asserted - left) }
    });
    let on_bench = bench.contains(&quoted).then(|| "bench".to_owned());
    on_bench.into_iter().chain(on_site).collect::<Vec<String>>().join(", ")
}

#[test]
fn every_case_is_acted_out_or_the_table_says_why_not_and_where() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join("docs/validation.md")).unwrap_or_else(|error| panic!("{error}"));
    let bench = tests_in(root.join("tests/stack/databases"));
    let app = fs::read_to_string(root.join("tests/stack/app.rs")).unwrap_or_else(|error| panic!("{error}"));
    let site = tests_in(root.join("tests/stack/site")) + &tests_in(root.join("tests/stack/nginx")) + &app;
    let cases = fs::read_dir(folder()).unwrap_or_else(|error| panic!("{error}"));
    let ids: Vec<String> =
        cases.filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".json").map(str::to_owned)).collect();
    assert_eq!(ids.len(), 91);
    let mut both = 0;
    for id in ids {
        // nginx's cases of one command stand in one row.
        let group = if id.starts_with("ngx-09") { "ngx-09a" } else { &id };
        let row = table.lines().find(|line| line.starts_with(&format!("| `{group}`")));
        let row = row.unwrap_or_else(|| panic!("docs/validation.md has no row for {id}"));
        let played = played(&id, &bench, &site);
        let said = row.split('|').nth(3).unwrap_or_default().trim();
        assert_eq!(said, played, "where {id} is played");
        assert!(row.contains("not modelled") == played.is_empty(), "{id}: played on {played:?}");
        both += u32::from(played.starts_with("bench, site"));
    }
    let sentence = format!("{both} of them");
    assert!(table.contains(&sentence), "docs/validation.md does not say {sentence:?}");
}
