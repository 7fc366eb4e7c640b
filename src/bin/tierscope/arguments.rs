//! What was asked for on the command line.

use crate::sweep;
use tierscope::engine::time::SimDuration;
use tierscope::scenario::knob::Domain;
use tierscope::scenario::value::Value;

/// How long a run is where nothing is said.
const LENGTH: SimDuration = SimDuration::from_seconds(600);
/// The lengths that a run may have, in seconds: up to a year.
const LENGTHS: Domain = Domain::Duration(0.001, 31_536_000.0);

/// What to do.
#[derive(Debug, PartialEq)]
pub enum Order {
    /// Play a run.
    Run {
        /// The link of its scenario.
        query: String,
        /// How long.
        length: SimDuration,
        /// Whether the report is for programs.
        json: bool,
    },
    /// Play a scenario, and from an instant of it on another way, and compare the two.
    Branch {
        /// The link of the scenario.
        query: String,
        /// What is done in the other run, with its instant.
        act: String,
        /// How long both are.
        length: SimDuration,
        /// Whether the report is for programs.
        json: bool,
    },
    /// Measure speed.
    Bench {
        /// Of what.
        what: Bench,
        /// Whether the report is for programs.
        json: bool,
    },
    /// Play a sweep, or put its shards together.
    Sweep(sweep::Order),
    /// Play recordings of a real HAProxy.
    Conform {
        /// Files and folders.
        paths: Vec<String>,
    },
    /// Say what can be asked for.
    Help,
    /// Say which version this is.
    Version,
}

/// Whose speed is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bench {
    /// Of whole runs.
    Works,
    /// Of the balancer's choice alone.
    Picks,
    /// Of runs of many sizes.
    Scale,
    /// Of travel in time.
    Seeks,
}

/// Reads the arguments after the command's own name.
///
/// # Errors
/// A sentence about the first argument that cannot be followed.
pub fn read(arguments: impl Iterator<Item = String>) -> Result<Order, String> {
    let mut arguments = arguments.peekable();
    let is_asked = |argument: &String| matches!(argument.as_str(), "--help" | "-h" | "--version" | "-V");
    if arguments.next_if(|first| first == "sweep").is_some() {
        let rest: Vec<String> = arguments.collect();
        // Help is help wherever it is asked for.
        let help = rest.iter().find(|argument| is_asked(argument)).cloned();
        return help.map_or_else(|| sweep::read(rest.into_iter()).map(Order::Sweep), |help| read([help].into_iter()));
    }
    let mut words = Vec::new();
    let (mut length, mut json) = (None, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(Order::Help),
            "--version" | "-V" => return Ok(Order::Version),
            "--json" => json = true,
            "--for" => length = Some(read_length(&arguments.next().unwrap_or_default())?),
            other => match other.strip_prefix("--for=") {
                Some(text) => length = Some(read_length(text)?),
                None if other.starts_with("--") => return Err(format!("unknown option `{other}`")),
                None => words.push(argument),
            },
        }
    }
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["help"] => Ok(Order::Help),
        ["run"] => Err(String::from("`run` needs the link of a scenario, such as \"preset=distributed\"")),
        ["run", query] => Ok(Order::Run { query: String::from(query), length: length.unwrap_or(LENGTH), json }),
        ["branch", query, act] => Ok(Order::Branch {
            query: String::from(query),
            act: String::from(act),
            length: length.unwrap_or(LENGTH),
            json,
        }),
        ["branch", ..] => {
            Err(String::from("`branch` needs a link and what is done otherwise, such as \"seed=1\" lb:leastconn@10s"))
        }
        ["bench", ..] if length.is_some() => {
            Err(String::from("`bench` plays works of fixed lengths and takes no `--for`"))
        }
        ["bench"] => Ok(Order::Bench { what: Bench::Works, json }),
        ["bench", "picks"] => Ok(Order::Bench { what: Bench::Picks, json }),
        ["bench", "scale"] => Ok(Order::Bench { what: Bench::Scale, json }),
        ["bench", "seeks"] => Ok(Order::Bench { what: Bench::Seeks, json }),
        ["conform"] => Err(String::from("`conform` needs recordings: files, or folders of them")),
        ["conform", ..] if json || length.is_some() => Err(String::from("`conform` takes no options")),
        ["conform", ..] => Ok(Order::Conform { paths: words.split_off(1) }),
        ["run", _, more, ..] => Err(format!("one link at a time; `{more}` is too much (quote the link)")),
        ["bench", more, ..] | [more, ..] => Err(format!(
            "`{more}` is not one of `run QUERY`, `branch QUERY ACT@TIME`, `sweep QUERY`, `bench`, `bench picks`, `bench scale`, `bench seeks`, `conform PATH...`"
        )),
    }
}

fn read_length(text: &str) -> Result<SimDuration, String> {
    match LENGTHS.read(text) {
        Some((Value::Duration(length), None)) => Ok(length),
        _ => Err(format!("`--for` needs {}, not `{text}`", LENGTHS.described())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Result<Order, String> {
        read(line.split_whitespace().map(String::from))
    }

    fn run(query: &str, seconds: u64, json: bool) -> Result<Order, String> {
        Ok(Order::Run { query: String::from(query), length: SimDuration::from_seconds(seconds), json })
    }

    #[test]
    fn options_may_stand_anywhere() {
        assert_eq!(told("run rps=9"), run("rps=9", 600, false));
        assert_eq!(told("run --for 90s rps=9 --json"), run("rps=9", 90, true));
        assert_eq!(told("--json --for=2m run rps=9"), run("rps=9", 120, true));
        assert_eq!(told("bench --json"), Ok(Order::Bench { what: Bench::Works, json: true }));
        assert_eq!(told("bench picks"), Ok(Order::Bench { what: Bench::Picks, json: false }));
        let paths = vec![String::from("a"), String::from("b")];
        assert_eq!(told("conform a b"), Ok(Order::Conform { paths }));
        assert_eq!((told(""), told("bench -h"), told("-V")), (Ok(Order::Help), Ok(Order::Help), Ok(Order::Version)));
    }

    #[test]
    fn a_complaint_names_what_cannot_be_followed() {
        for (line, word) in [
            ("run", "needs the link"),
            ("run a b", "`b`"),
            ("run a --for ten", "`ten`"),
            ("run a --for 0s", "`0s`"),
            ("run a --for", "``"),
            ("run a --jsn", "`--jsn`"),
            ("bench x", "`x`"),
            ("bench --for 1s", "`--for`"),
            ("conform", "recordings"),
            ("conform a --json", "options"),
            ("walk", "`walk`"),
        ] {
            assert!(told(line).is_err_and(|complaint| complaint.contains(word)), "{line}: {:?}", told(line));
        }
    }
}
