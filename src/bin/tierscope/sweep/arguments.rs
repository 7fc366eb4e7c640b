//! What was asked of `tierscope sweep` on the command line.

use std::num::NonZero;
use std::thread;
use tierscope::engine::time::SimDuration;
use tierscope::lab::figures::Rule;
use tierscope::lab::sweep::{Axis, Sweep};
use tierscope::scenario::knob::Domain;
use tierscope::scenario::value::Value;
use tierscope::scenario::wire;

/// Runs of a point where nothing is said.
const RUNS: u64 = 20;
/// How many there may be.
const MOST_RUNS: Domain = Domain::Count(1, 100_000);
/// Seconds of a run where nothing is said.
const SECONDS: u64 = 600;
/// How many there may be.
const LENGTHS: Domain = Domain::Count(10, 1_000_000);
/// How many threads there may be.
const JOBS: Domain = Domain::Count(1, 1_024);

/// What to do.
#[derive(Debug, PartialEq)]
pub enum Order {
    /// Play a sweep.
    Play(Box<Play>),
    /// Put shards together.
    Merge(Merge),
}

/// A sweep, or a share of one, to play.
#[derive(Debug, PartialEq)]
pub struct Play {
    /// The link as it was given.
    pub query: String,
    /// What is swept.
    pub sweep: Sweep,
    /// Threads.
    pub jobs: usize,
    /// Which share of how many, from 0.
    pub shard: Option<(u64, u64)>,
    /// Whether the output is for programs.
    pub json: bool,
}

/// Shards to put together.
#[derive(Debug, PartialEq)]
pub struct Merge {
    /// Files.
    pub paths: Vec<String>,
    /// Whether the output is for programs.
    pub json: bool,
}

/// The options as they were given.
#[derive(Default)]
struct Given {
    words: Vec<String>,
    knobs: Vec<String>,
    runs: Option<u64>,
    seconds: Option<u64>,
    warm_up: Option<String>,
    jobs: Option<u64>,
    shard: Option<(u64, u64)>,
    merge: bool,
    json: bool,
}

/// Reads the arguments after the word `sweep`.
///
/// # Errors
/// A sentence that names what cannot be followed and the rule.
pub fn read(arguments: impl Iterator<Item = String>) -> Result<Order, String> {
    let mut given = collect(arguments)?;
    if given.merge {
        let others = given.runs.or(given.seconds).or(given.jobs).is_some() || given.warm_up.is_some();
        if others || given.shard.is_some() || !given.knobs.is_empty() {
            return Err(String::from("`--merge` takes files and `--json`, nothing else: the lines say the rest"));
        }
        return match given.words.is_empty() {
            true => Err(String::from("`--merge` needs the files that the shards printed")),
            false => Ok(Order::Merge(Merge { paths: given.words, json: given.json })),
        };
    }
    let query = match given.words.len() {
        0 => return Err(String::from("`sweep` needs the link of a scenario, such as \"preset=distributed\"")),
        1 => given.words.remove(0),
        _ => return Err(format!("one link at a time; `{}` is too much (quote the link)", given.words[1])),
    };
    if given.shard.is_some() && !given.json {
        return Err(String::from("a shard is a part and has no table; `--shard` needs `--json`"));
    }
    let scenario = wire::read(&query).0.scenario;
    let seconds = given.seconds.unwrap_or(SECONDS);
    let rule = rule(given.warm_up.as_deref(), seconds, scenario.commands.is_empty())?;
    let axes: Result<Vec<Axis>, String> =
        given.knobs.iter().map(|text| Axis::read(scenario.config.preset, text)).collect();
    let axes = axes.map_err(|complaint| format!("`--knob`: {complaint}"))?;
    let sweep = Sweep::new(&query, axes, given.runs.unwrap_or(RUNS), seconds, rule)?;
    let jobs = given.jobs.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), |jobs| jobs as usize);
    Ok(Order::Play(Box::new(Play { query, sweep, jobs, shard: given.shard, json: given.json })))
}

/// Takes the options from the words; each may be written `--option value` or `--option=value`.
fn collect(mut arguments: impl Iterator<Item = String>) -> Result<Given, String> {
    let mut given = Given::default();
    while let Some(argument) = arguments.next() {
        if !argument.starts_with("--") {
            given.words.push(argument);
            continue;
        }
        let (option, value) = match argument.split_once('=') {
            Some((option, value)) => (String::from(option), Some(String::from(value))),
            None => (argument, None),
        };
        if let "--json" | "--merge" = option.as_str() {
            if let Some(value) = value {
                return Err(format!("`{option}` takes no value, such as `{value}`"));
            }
            given.json |= option == "--json";
            given.merge |= option == "--merge";
            continue;
        }
        let mut value = || value.clone().or_else(|| arguments.next()).unwrap_or_default();
        match option.as_str() {
            "--knob" => given.knobs.push(value()),
            "--runs" => given.runs = Some(count(&option, &value(), MOST_RUNS)?),
            "--seconds" => given.seconds = Some(count(&option, value().trim_end_matches('s'), LENGTHS)?),
            "--jobs" => given.jobs = Some(count(&option, &value(), JOBS)?),
            "--warmup" => given.warm_up = Some(value()),
            "--shard" => given.shard = Some(shard(&value())?),
            _ => return Err(format!("`sweep` has no option `{option}`")),
        }
    }
    Ok(given)
}

fn count(option: &str, text: &str, domain: Domain) -> Result<u64, String> {
    match domain.read(text) {
        Some((Value::Count(count), None)) => Ok(count),
        _ => Err(format!("`{option}` needs {}, not `{text}`", domain.described())),
    }
}

/// `0/8` to `7/8`.
fn shard(text: &str) -> Result<(u64, u64), String> {
    let parts = text.split_once('/').and_then(|(shard, of)| Some((shard.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((shard, of)) if shard < of => Ok((shard, of)),
        _ => Err(format!("`--shard` needs I/M with I from 0 to M-1, such as 0/8, not `{text}`")),
    }
}

/// Where nothing is said, MSER-5 decides; but what a link does at a time is no warm-up, so then nothing is left out.
fn rule(text: Option<&str>, seconds: u64, is_steady: bool) -> Result<Rule, String> {
    let text = match text {
        None => return Ok(if is_steady { Rule::Mser5 } else { Rule::Fixed(0) }),
        Some("mser-5") => return Ok(Rule::Mser5),
        Some(text) => text,
    };
    let second = SimDuration::SECOND.as_nanos();
    match Domain::Duration(0.0, 1e6).read(text) {
        Some((Value::Duration(length), None)) if length.as_nanos() % second == 0 => {
            let warm_up = length.as_nanos() / second;
            if warm_up < seconds {
                Ok(Rule::Fixed(warm_up))
            } else {
                Err(format!("`--warmup {text}` leaves nothing of runs of {seconds} s"))
            }
        }
        _ => Err(format!("`--warmup` needs `mser-5` or whole seconds, such as 60s, not `{text}`")),
    }
}
