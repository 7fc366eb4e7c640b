//! What a sweep changes of one knob: `rps=50..500:50`, `lb=roundrobin,leastconn`. Knows the knob's range, not what else is changed.

use crate::engine::time::SimDuration;
use crate::model::config::Preset;
use crate::scenario::knob::{Domain, Knob};
use crate::scenario::value::Value;

/// Most values of a knob.
const MOST_VALUES: usize = 100_000;
/// Digits after the point of the steps of a range; so ten steps of 0.1 are 1.
const DIGITS: usize = 9;

/// A knob and the values that it takes in turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    knob: &'static Knob,
    values: Vec<String>,
}

impl Axis {
    /// Reads `KEY=VALUE,VALUE` or `KEY=FROM..TO:STEP`, or both in a list, for runs of `preset`.
    ///
    /// # Errors
    /// A sentence that names the text and says what would do instead.
    pub fn read(preset: Preset, text: &str) -> Result<Axis, String> {
        let (key, list) = text.split_once('=').ok_or_else(|| {
            format!("`{text}` is no knob with its values, such as `rps=50..500:50` or `lb=first,random`")
        })?;
        if matches!(key, "seed" | "preset") {
            return Err(format!(
                "`{key}` is no knob of a sweep: seeds follow from the link's, and a link has one preset"
            ));
        }
        let knob = Knob::named(preset, key).ok_or_else(|| match Knob::is_key(key) {
            true => format!("preset {} has no `{key}`", preset.keyword()),
            false => format!("there is no knob `{key}`; `tierscope --help` lists them"),
        })?;
        let mut values = Vec::new();
        for item in list.split(',') {
            match item.split_once("..") {
                Some((from, rest)) => values.extend(range(knob, item, from, rest)?),
                None => values.push(read(knob, item)?),
            }
            if values.len() > MOST_VALUES {
                return Err(format!("`{text}`: a knob of a sweep has at most {MOST_VALUES} values"));
            }
        }
        let values: Vec<String> = values.iter().map(|value| knob.show(value)).collect();
        let mut sorted: Vec<&String> = values.iter().collect();
        sorted.sort_unstable();
        match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("`{text}` has {} twice", pair[0])),
            None => Ok(Axis { knob, values }),
        }
    }

    /// The knob's key.
    pub fn key(&self) -> &'static str {
        self.knob.key
    }

    /// The values as a link writes them, at least one.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Whether the knob says how much is asked for; there are two that do, and only one can be given.
    pub(super) fn says_load(&self) -> bool {
        matches!(self.knob.key, "rps" | "rho")
    }
}

/// A value in its range; a link would move it there, a sweep must be what was asked for.
fn read(knob: &Knob, text: &str) -> Result<Value, String> {
    match knob.read(text) {
        Ok((value, None)) => Ok(value),
        _ => Err(format!("{}: `{text}` is not {}", knob.key, knob.domain.described())),
    }
}

/// The values from one end to the other, both included where the steps meet it.
fn range(knob: &Knob, text: &str, from: &str, rest: &str) -> Result<Vec<Value>, String> {
    let complaint = |what: &str| Err(format!("{}: `{text}` {what}", knob.key));
    let Some((to, step)) = rest.split_once(':') else {
        return complaint("is no range; it needs a step, such as 50..500:50");
    };
    let (from, to) = (read(knob, from)?, read(knob, to)?);
    let wide = match from {
        Value::Count(_) => Domain::Count(1, u64::MAX),
        Value::Number(_) => Domain::Number(1e-9, f64::MAX),
        Value::Duration(_) => Domain::Duration(1e-9, 1e9),
        _ => return complaint("is no range of numbers or times; list the values with commas"),
    };
    let Some((step, None)) = wide.read(step) else {
        return complaint(&format!("has the step `{step}`, which is not {}", wide.described()));
    };
    let steps = match (from, to, step) {
        (Value::Count(from), Value::Count(to), Value::Count(step)) => to.checked_sub(from).map(|width| width / step),
        (Value::Duration(from), Value::Duration(to), Value::Duration(step)) if from <= to => {
            Some((to - from).as_nanos() / step.as_nanos().max(1))
        }
        // A step that fits but for a rounding error fits.
        (Value::Number(from), Value::Number(to), Value::Number(step)) if from <= to => {
            Some(((to - from) / step + 1e-6) as u64)
        }
        _ => None,
    };
    match steps {
        None => complaint("ends before it begins"),
        Some(steps) if steps >= MOST_VALUES as u64 => complaint(&format!("has more than {MOST_VALUES} values")),
        Some(steps) => (0..=steps).map(|number| nth(knob, from, step, number)).collect(),
    }
}

/// The value `number` steps after `from`.
fn nth(knob: &Knob, from: Value, step: Value, number: u64) -> Result<Value, String> {
    Ok(match (from, step) {
        (Value::Count(from), Value::Count(step)) => Value::Count(from + number * step),
        (Value::Duration(from), Value::Duration(step)) => Value::Duration(from + step * number),
        (Value::Number(from), Value::Number(step)) => {
            // The nearest short decimal: what a person would have written.
            let text = format!("{:.DIGITS$}", from + number as f64 * step);
            read(knob, text.trim_end_matches('0').trim_end_matches('.'))?
        }
        _ => Value::Duration(SimDuration::ZERO),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> String {
        let axis = Axis::read(Preset::Distributed, text);
        axis.map_or_else(|complaint| complaint, |axis| axis.values().join(" "))
    }

    #[test]
    fn lists_and_ranges_are_read_as_a_person_means_them() {
        for (text, expected) in [
            ("rps=50..500:150", "50 200 350 500"),
            ("rps=0.1..0.75:0.1", "0.1 0.2 0.3 0.4 0.5 0.6 0.7"),
            ("rps=50,100..120:10,400", "50 100 110 120 400"),
            ("workers=1..8:3", "1 4 7"),
            ("ship=0ms..1s:250ms", "0s 250ms 500ms 750ms 1s"),
            ("lb=roundrobin,leastconn", "roundrobin leastconn"),
            ("work=exp:8ms,gamma:8ms:0.7", "exp:8ms gamma:8ms:0.7"),
            ("rps=50..50:1", "50"),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn a_complaint_names_the_value_and_the_rule() {
        for (text, expected) in [
            ("rps=0", "rps: `0` is not a number from 0.1 to 20000"),
            ("rps=50..30000:50", "rps: `30000` is not a number from 0.1 to 20000"),
            ("rps=50..500", "rps: `50..500` is no range; it needs a step, such as 50..500:50"),
            ("rps=50..500:0", "rps: `50..500:0` has the step `0`, which is not a number from 0.000000001 to"),
            ("rps=500..50:5", "rps: `500..50:5` ends before it begins"),
            ("rps=1..9000:0.001", "rps: `1..9000:0.001` has more than 100000 values"),
            ("rps=50,60,50", "`rps=50,60,50` has 50 twice"),
            ("rps=", "rps: `` is not a number from 0.1 to 20000"),
            ("ship=250", "ship: `250` is not a time with its unit"),
            ("lb=best", "lb: `best` is not one of"),
            (
                "lb=first..random:1",
                "lb: `first..random:1` is no range of numbers or times; list the values with commas",
            ),
            ("rho=0.5", "preset distributed has no `rho`"),
            ("rpm=5", "there is no knob `rpm`; `tierscope --help` lists them"),
            ("rps", "`rps` is no knob with its values"),
        ] {
            assert!(values(text).starts_with(expected), "{text}: {}", values(text));
        }
    }
}
