//! A recording's configuration lines, and what they make of a request. Words that are not known here are an error that says so.

use super::Difference;
use super::vector::{flag, not_built, number, unreadable};
use crate::engine::time::SimDuration;
use crate::model::balancer::{
    Algorithm, BackendConfig, HashType, Observe, OnError, RequestKey, RequestText, RetryOn, Selector, ServerConfig,
    ServerIndex, Stick, StickKey,
};
use serde_json::{Map, Value};

/// Most draws of `random(N)`, and most retries: each costs time, and no site has thousands.
pub(super) const MOST_TRIES: u32 = 1_000;

/// What is known of the site when a request is read.
pub(super) struct Site<'a> {
    config: &'a BackendConfig,
    /// The servers' names, in declaration order.
    pub(super) names: &'a [String],
    cookies: &'a [Option<String>],
    /// The cookie's name; empty without one.
    pub(super) cookie_name: String,
    /// Paths with a priority class of their own.
    classes: Vec<(String, i32)>,
}

impl<'a> Site<'a> {
    /// The site of a recording.
    pub(super) fn read(
        config: &'a BackendConfig,
        options: &Map<String, Value>,
        names: &'a [String],
        cookies: &'a [Option<String>],
    ) -> Result<Site<'a>, Difference> {
        let cookie = options.get("cookie").and_then(Value::as_str).unwrap_or_default();
        let cookie_name = cookie.split_whitespace().next().unwrap_or_default().to_owned();
        let classes = lines(options, "frontend_lines")?.into_iter().filter_map(class).collect();
        Ok(Site { config, names, cookies, cookie_name, classes })
    }

    /// What the balancer is told of a request.
    pub(super) fn key(&self, request: &RequestText) -> RequestKey {
        let path = request.uri.split('?').next().unwrap_or_default();
        let class = self.classes.iter().find(|(of, _)| of == path).map_or(0, |(_, class)| *class);
        let cookies = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cookie"));
        let value = cookies.flat_map(|(_, value)| value.split(';')).find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == self.cookie_name).then_some(value)
        });
        let server = value.and_then(|value| self.cookies.iter().position(|cookie| cookie.as_deref() == Some(value)));
        RequestKey {
            class,
            cookie: server.map(|server| ServerIndex(server as u16)),
            ..self.config.selector.key(self.config.algorithm, self.config.hash_type, request)
        }
    }
}

/// The backend of an algorithm's words and a recording's options; servers, time limits and retries are read elsewhere.
pub(super) fn backend(algorithm: &str, options: &Map<String, Value>) -> Result<BackendConfig, Difference> {
    let mut config = balance(algorithm)?;
    for (key, value) in options {
        let known = match key.as_str() {
            "retries" | "redispatch" | "timeouts_ms" | "httpchk" | "detail" | "log_health_checks" => true,
            "allbackups" => {
                config.all_backups = flag(options, "allbackups")?;
                true
            }
            // With either the client's address is the source address.
            "proxy_protocol" => value.is_boolean(),
            "http_reuse" => value == "never",
            "httpclose" => value == true,
            "hash_type" if value.is_null() => true,
            "hash_type" => match value.as_str().and_then(HashType::from_words) {
                Some(kind) => {
                    config.hash_type = kind;
                    true
                }
                None => false,
            },
            "hash_balance_factor" => {
                config.balance_factor = if value.is_null() { 0 } else { number(options, "hash_balance_factor")? };
                true
            }
            "fullconn" => {
                config.fullconn = number(options, "fullconn")?;
                true
            }
            "retry_on" => retry_on(value, &mut config),
            "cookie" => cookie(value, &mut config),
            "frontend_lines" => {
                lines(options, key)?.into_iter().all(|line| class(line).is_some() || is_hash_probe(line))
            }
            // What stands in `defaults` holds for the backend.
            "backend_lines" | "defaults_lines" => backend_lines(&lines(options, key)?, &mut config),
            "global_lines" => value.as_array().is_some_and(Vec::is_empty),
            _ => false,
        };
        if !known {
            return Err(not_built(format!("option `{key}`: {value}")));
        }
    }
    Ok(config)
}

/// The words after `balance`.
fn balance(words: &str) -> Result<BackendConfig, Difference> {
    let unknown = || not_built(format!("balance {words}"));
    let (name, rest) = match words.split_once([' ', '(']) {
        Some((name, rest)) => (name, rest.trim()),
        None => (words, ""),
    };
    // A recording of hash functions has no backend; whatever stands here is not asked.
    let name = if name == "none" { "roundrobin" } else { name };
    let algorithm = Algorithm::from_keyword(name).ok_or_else(unknown)?;
    let mut config = BackendConfig::new(algorithm, Vec::new());
    let mut selector = Selector::default();
    match algorithm {
        Algorithm::Random if !rest.is_empty() => {
            let draws = rest.strip_suffix(')').and_then(|draws| draws.parse().ok());
            config.draws = draws.filter(|draws| *draws <= MOST_TRIES).ok_or_else(unknown)?;
        }
        Algorithm::Uri => {
            let mut rest = rest.split_whitespace();
            while let Some(word) = rest.next() {
                let mut count = || rest.next().and_then(|count| count.parse().ok()).ok_or_else(unknown);
                match word {
                    "len" => selector.len = count()?,
                    "depth" => selector.depth = count()?,
                    "whole" => selector.whole = true,
                    // Only absolute targets have more than a path.
                    "path-only" => {}
                    _ => return Err(unknown()),
                }
            }
        }
        Algorithm::UrlParam if !rest.is_empty() && !rest.contains(' ') => selector.name = rest.to_owned(),
        Algorithm::Hdr => {
            let (name, rest) = rest.split_once(')').ok_or_else(unknown)?;
            selector.name = name.to_owned();
            selector.domain_only = match rest.trim() {
                "" => false,
                "use_domain_only" => true,
                _ => return Err(unknown()),
            };
        }
        _ if rest.is_empty() => {}
        _ => return Err(unknown()),
    }
    config.selector = selector;
    Ok(config)
}

fn retry_on(value: &Value, config: &mut BackendConfig) -> bool {
    let mut words = value.as_str().unwrap_or("conn-failure").split_whitespace();
    config.retry_on = RetryOn::NONE;
    words.all(|word| config.retry_on.add(word))
}

fn cookie(value: &Value, config: &mut BackendConfig) -> bool {
    let Some(words) = value.as_str() else { return value.is_null() };
    let words: Vec<&str> = words.split_whitespace().skip(1).collect();
    // What a server or a cache is told of the cookie changes nothing of who gets the request.
    config.cookie =
        words.contains(&"insert") && words.iter().all(|word| ["insert", "indirect", "nocache"].contains(word));
    config.cookie
}

/// `http-request set-priority-class int(N) if { path /P }`.
fn class(line: &str) -> Option<(String, i32)> {
    let (class, path) = line.strip_prefix("http-request set-priority-class int(")?.split_once(") if { path ")?;
    Some((path.strip_suffix(" }")?.to_owned(), class.parse().ok()?))
}

/// The frontend that tells the values of hash functions.
fn is_hash_probe(line: &str) -> bool {
    line.starts_with("http-request return status 200") && line.contains("hdr h-sdbm")
}

fn backend_lines(lines: &[&str], config: &mut BackendConfig) -> bool {
    lines.iter().all(|line| match *line {
        "http-check disable-on-404" => {
            config.disable_on_404 = true;
            true
        }
        "option abortonclose" => {
            config.abort_on_close = true;
            true
        }
        line => stick(line, config).is_some(),
    })
}

/// `stick-table type T size N [expire E]` and `stick on WHAT`.
fn stick(line: &str, config: &mut BackendConfig) -> Option<()> {
    let mut stick = config.stick.unwrap_or(Stick { by: StickKey::Source, size: 1, expire: SimDuration::ZERO });
    match line.split_whitespace().collect::<Vec<_>>()[..] {
        ["stick-table", "type", "ip" | "integer", "size", size, ref rest @ ..] => {
            let (digits, unit) = size.strip_suffix('k').map_or((size, 1), |digits| (digits, 1_024));
            stick.size = digits.parse::<usize>().ok()?.checked_mul(unit)?;
            if let ["expire", expire] = rest {
                stick.expire = duration(expire)?;
            }
        }
        ["stick", "on", "src"] => stick.by = StickKey::Source,
        ["stick", "on", what] => {
            stick.by = StickKey::Constant(what.strip_prefix("int(")?.strip_suffix(')')?.parse().ok()?);
        }
        _ => return None,
    }
    config.stick = Some(stick);
    Some(())
}

/// A duration of HAProxy's: a number and its unit, or of milliseconds.
fn duration(text: &str) -> Option<SimDuration> {
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let millis = match unit {
        "" | "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    Some(SimDuration::from_millis(digits.parse::<u64>().ok()?.checked_mul(millis)?))
}

/// Further words of a `server` line.
pub(super) fn server_words(text: &str, config: &mut ServerConfig) -> Result<(), Difference> {
    let unknown = || not_built(format!("server words `{text}`"));
    let (mut limit, mut on_error) = (Observe::LIMIT, OnError::default());
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(unknown)?;
        match (word, value) {
            ("on-marked-up", "shutdown-backup-sessions") => config.cuts_backups_when_up = true,
            ("on-marked-down", "shutdown-sessions") => config.cuts_when_down = true,
            ("observe", "layer4" | "layer7") => {
                config.observe = Some(Observe { answers: value == "layer7", limit, on_error });
            }
            ("error-limit", number) => limit = number.parse().map_err(|_| unknown())?,
            ("on-error", what) => on_error = OnError::from_keyword(what).ok_or_else(unknown)?,
            _ => return Err(unknown()),
        }
    }
    // They may stand before the word that they belong to.
    config.observe = config.observe.map(|observe| Observe { limit, on_error, ..observe });
    Ok(())
}

fn lines<'v>(options: &'v Map<String, Value>, key: &str) -> Result<Vec<&'v str>, Difference> {
    let list = match options.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(list) => list.as_array().ok_or_else(|| unreadable(format!("`{key}` is no list")))?,
    };
    let text = |line: &'v Value| line.as_str().ok_or_else(|| unreadable(format!("`{key}` has a line that is no text")));
    list.iter().map(text).collect()
}
