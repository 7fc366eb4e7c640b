//! A recording as data. Whatever it names that is not known here is an error that says so.

use super::Difference;
use super::action::Step;
use super::site::{self, Site};
use crate::engine::time::SimDuration;
use crate::model::balancer::{BackendConfig, CheckConfig, Redispatch, ServerConfig, Timeouts};
use serde_json::{Map, Value};

/// A recording.
pub(super) struct Vector {
    pub(super) config: BackendConfig,
    /// The servers' names, in declaration order.
    pub(super) names: Vec<String>,
    /// The servers' cookies, in declaration order.
    pub(super) cookies: Vec<Option<String>>,
    /// The cookie's name.
    pub(super) cookie_name: String,
    /// Whether checks are HTTP requests, and not only connections.
    pub(super) http_checks: bool,
    /// The limit of an unanswered check, if it has one of its own (`timeout check`).
    pub(super) check_timeout: Option<SimDuration>,
    /// Whether the recorder wrote down all it knew of each request.
    pub(super) detail: bool,
    /// Whether the recorder wrote down the log of health checks.
    pub(super) check_logs: bool,
    pub(super) steps: Vec<Step>,
    pub(super) observed: Vec<Map<String, Value>>,
}

impl Vector {
    /// Reads a recording.
    pub(super) fn read(recording: &str) -> Result<Vector, Difference> {
        let vector: Value = serde_json::from_str(recording).map_err(|error| unreadable(error.to_string()))?;
        let schema = text(&vector, "schema")?;
        if schema != "haproxy-conformance-vector/1" {
            return Err(unreadable(format!("schema {schema:?}")));
        }
        let options = object(&vector, "options")?;
        let timeouts = options.get("timeouts_ms").and_then(Value::as_object);
        let timeouts = timeouts.ok_or_else(|| unreadable("no options.timeouts_ms"))?;
        let servers = list(&vector, "servers")?;
        let mut config = site::backend(text(&vector, "algorithm")?, options)?;
        config.servers = servers.iter().map(server).collect::<Result<_, _>>()?;
        config.timeouts = read_timeouts(timeouts)?;
        (config.retries, config.redispatch) = (number(options, "retries")?, redispatch(options)?);
        if config.retries > site::MOST_TRIES {
            return Err(unreadable(format!("{} retries", config.retries)));
        }
        let of_servers =
            |key: &str| servers.iter().map(|server| server.get(key)?.as_str().map(str::to_owned)).collect();
        let (names, cookies): (Vec<Option<String>>, Vec<Option<String>>) = (of_servers("name"), of_servers("cookie"));
        let names: Option<Vec<String>> = names.into_iter().collect();
        let names = names.ok_or_else(|| unreadable("a server without a name"))?;
        let site = Site::read(&config, options, &names, &cookies)?;
        let steps = list(&vector, "steps")?.iter().map(|step| Step::read(step, &site)).collect::<Result<_, _>>()?;
        let observed = list(&vector, "observed")?.iter().map(|step| step.as_object().cloned());
        let observed = observed.collect::<Option<Vec<_>>>().ok_or_else(|| unreadable("an observation is no object"))?;
        let cookie_name = site.cookie_name.clone();
        let vector = Vector {
            config,
            names,
            cookies,
            cookie_name,
            http_checks: flag(options, "httpchk")?,
            check_timeout: optional_millis(timeouts, "check")?,
            detail: flag(options, "detail")?,
            check_logs: flag(options, "log_health_checks")?,
            steps,
            observed,
        };
        if vector.steps.len() != vector.observed.len() {
            return Err(unreadable("not one observation for each step"));
        }
        Ok(vector)
    }
}

fn read_timeouts(timeouts: &Map<String, Value>) -> Result<Timeouts, Difference> {
    // `check` matters to unanswered checks only, and belongs to the driver.
    const READ: [&str; 5] = ["client", "connect", "server", "queue", "check"];
    if let Some(key) = timeouts.keys().find(|key| !READ.contains(&key.as_str())) {
        return Err(not_built(format!("timeout {key}")));
    }
    let millis = |key| Ok(SimDuration::from_millis(number(timeouts, key)?));
    Ok(Timeouts {
        client: millis("client")?,
        connect: millis("connect")?,
        server: millis("server")?,
        queue: timeouts.contains_key("queue").then(|| millis("queue")).transpose()?,
    })
}

fn optional_millis(object: &Map<String, Value>, key: &str) -> Result<Option<SimDuration>, Difference> {
    object.contains_key(key).then(|| number(object, key).map(SimDuration::from_millis)).transpose()
}

fn redispatch(options: &Map<String, Value>) -> Result<Redispatch, Difference> {
    match options.get("redispatch") {
        None | Some(Value::Bool(false)) => Ok(Redispatch::Off),
        Some(Value::Bool(true)) => Ok(Redispatch::ON),
        Some(value) => match value.as_i64().map(|interval| (interval > 0, u32::try_from(interval.unsigned_abs()))) {
            Some((true, Ok(interval))) => Ok(Redispatch::Every(interval)),
            Some((false, Ok(from))) => Ok(Redispatch::FromLast(from)),
            _ => Err(unreadable(format!("option redispatch {value}"))),
        },
    }
}

fn server(server: &Value) -> Result<ServerConfig, Difference> {
    let server = server.as_object().ok_or_else(|| unreadable("a server is no object"))?;
    const READ: [&str; 11] = [
        "name",
        "id",
        "weight",
        "backup",
        "maxconn",
        "minconn",
        "maxqueue",
        "cookie",
        "slowstart_ms",
        "extra",
        "check",
    ];
    if let Some(key) = server.keys().find(|key| !READ.contains(&key.as_str())) {
        return Err(not_built(format!("server option `{key}`")));
    }
    let count = |key| server.contains_key(key).then(|| number(server, key)).transpose();
    let mut config = ServerConfig {
        weight: Some(number(server, "weight")?)
            .filter(|weight| *weight <= ServerConfig::WEIGHT_MAX)
            .ok_or_else(|| unreadable("a weight above 256"))?,
        backup: flag(server, "backup")?,
        id: number(server, "id")?,
        // HAProxy's 0 is no limit.
        maxconn: count("maxconn")?.filter(|limit| *limit > 0),
        minconn: count("minconn")?.filter(|limit| *limit > 0),
        maxqueue: count("maxqueue")?.unwrap_or(0),
        slowstart: SimDuration::from_millis(count("slowstart_ms")?.unwrap_or(0).into()),
        check: server.get("check").map(check).transpose()?,
        ..ServerConfig::default()
    };
    if let Some(words) = server.get("extra").and_then(Value::as_str) {
        site::server_words(words, &mut config)?;
    }
    Ok(config)
}

fn check(check: &Value) -> Result<CheckConfig, Difference> {
    let check = check.as_object().ok_or_else(|| unreadable("a check is no object"))?;
    const READ: [&str; 5] = ["inter_ms", "fastinter_ms", "downinter_ms", "rise", "fall"];
    if let Some(key) = check.keys().find(|key| !READ.contains(&key.as_str())) {
        return Err(not_built(format!("check option `{key}`")));
    }
    let millis = |key| match check.contains_key(key) {
        true => number(check, key).map(SimDuration::from_millis).map(Some),
        false => Ok(None),
    };
    let count = |key, default| {
        if check.contains_key(key) { number(check, key) } else { Ok(default) }
    };
    let haproxy = CheckConfig::default();
    Ok(CheckConfig {
        inter: millis("inter_ms")?.unwrap_or(haproxy.inter),
        fastinter: millis("fastinter_ms")?,
        downinter: millis("downinter_ms")?,
        rise: count("rise", haproxy.rise)?,
        fall: count("fall", haproxy.fall)?,
    })
}

/// The error for a recording that makes no sense.
pub(super) fn unreadable(why: impl Into<String>) -> Difference {
    Difference::Unreadable { why: why.into() }
}

/// The error for what is not there.
pub(super) fn not_built(what: impl Into<String>) -> Difference {
    Difference::NotBuilt { what: what.into() }
}

/// The text at `key`.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, Difference> {
    value.get(key).and_then(Value::as_str).ok_or_else(|| unreadable(format!("no text `{key}`")))
}

/// The list at `key`.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>, Difference> {
    value.get(key).and_then(Value::as_array).ok_or_else(|| unreadable(format!("no list `{key}`")))
}

/// Largest number of a recording: HAProxy takes none that is much larger, and sums of a few of them stay numbers.
const LARGEST: u64 = 1_000_000_000;

/// The number at `key`.
pub(super) fn number<N: TryFrom<u64>>(object: &Map<String, Value>, key: &str) -> Result<N, Difference> {
    let number = object
        .get(key)
        .and_then(Value::as_u64)
        .filter(|number| *number <= LARGEST)
        .and_then(|number| N::try_from(number).ok());
    number.ok_or_else(|| unreadable(format!("no number `{key}`")))
}

/// The truth at `key`; false if there is none.
pub(super) fn flag(object: &Map<String, Value>, key: &str) -> Result<bool, Difference> {
    match object.get(key) {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or_else(|| unreadable(format!("`{key}` is {value}"))),
    }
}

fn object<'a>(value: &'a Value, key: &str) -> Result<&'a Map<String, Value>, Difference> {
    value.get(key).and_then(Value::as_object).ok_or_else(|| unreadable(format!("no object `{key}`")))
}
