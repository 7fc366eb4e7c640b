//! The steps of a recording: what was done to HAProxy, its servers and its clients.

use super::Difference;
use super::site::Site;
use super::vector::{flag, list, not_built, number, text, unreadable};
use crate::engine::time::SimDuration;
use crate::model::balancer::{Admin, RequestKey, RequestText, ServerIndex, Weight, is_target};
use core::net::{IpAddr, Ipv4Addr};
use serde_json::{Map, Value};

/// Most requests of a sequence.
const MOST_REQUESTS: usize = 10_000;

/// The client of a request that names none.
const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 1, 1));

/// One step.
pub(super) enum Step {
    /// One request, on its own connection.
    Request {
        /// Its name.
        id: String,
        /// What it asks for.
        request: Ask,
    },
    /// The server answers a request it held.
    Release(String),
    /// Requests strictly one after another.
    Sequence {
        /// Each of them.
        requests: Vec<Ask>,
        /// Only how many each server got was written down.
        count_only: bool,
    },
    /// The client closes its connection.
    Abort(String),
    /// Checks begin to fail or to pass, and the state has changed.
    ServerState {
        /// Whose.
        server: ServerIndex,
        /// To UP, or to DOWN.
        up: bool,
    },
    /// New connections are refused or accepted.
    Refuse {
        /// By which server.
        server: ServerIndex,
        /// Refused.
        refuse: bool,
    },
    /// What checks are answered from now on.
    CheckMode {
        /// By which server.
        server: ServerIndex,
        /// How.
        mode: CheckMode,
    },
    /// Follow a server's checks.
    WatchChecks {
        /// Whose.
        server: ServerIndex,
        /// How long.
        until: Until,
    },
    /// Runtime API.
    SetWeight(ServerIndex, Weight),
    /// Runtime API.
    SetAdmin(ServerIndex, Admin),
    /// Runtime API.
    SetMaxconn(ServerIndex, u32),
    /// Follow a server's weight.
    WatchWeight {
        /// Whose.
        server: ServerIndex,
        /// So long at most.
        length: SimDuration,
        /// Until it is this.
        until: u32,
    },
    /// Read the statistics.
    Stat,
    /// Dump the stick table.
    Table,
    /// The value of every hash function.
    Hash(String),
    /// Let time pass.
    Wait(SimDuration),
    /// Wait until a request is finished.
    WaitFinish(String),
}

/// A request.
#[derive(Clone, Copy)]
pub(super) struct Ask {
    pub(super) key: RequestKey,
    pub(super) behaviour: Behaviour,
    /// Whether the server that gets it keeps it until it is released.
    pub(super) hold: bool,
    /// Whether HAProxy takes it for a request at all.
    pub(super) valid: bool,
}

/// What the server does that gets a request.
#[derive(Clone, Copy)]
pub(super) enum Behaviour {
    /// Answers at once, with this status.
    Reply(u16),
    /// Closes, with or without manners.
    Close,
    /// Sends something that is not HTTP.
    Garbage,
}

/// What a server does with a health check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckMode {
    Status(u16),
    Close,
    Timeout,
    Refuse,
}

impl CheckMode {
    /// The mode's name in a recording.
    pub(super) fn keyword(self) -> String {
        match self {
            CheckMode::Status(200) => "ok".to_owned(),
            CheckMode::Status(status) => format!("http_{status}"),
            CheckMode::Close => "close".to_owned(),
            CheckMode::Timeout => "timeout".to_owned(),
            CheckMode::Refuse => "refuse".to_owned(),
        }
    }

    fn read(keyword: &str) -> Result<CheckMode, Difference> {
        match keyword {
            "ok" => Ok(CheckMode::Status(200)),
            "http_404" => Ok(CheckMode::Status(404)),
            "http_500" => Ok(CheckMode::Status(500)),
            "close" => Ok(CheckMode::Close),
            "timeout" => Ok(CheckMode::Timeout),
            "refuse" => Ok(CheckMode::Refuse),
            _ => Err(not_built(format!("check mode `{keyword}`"))),
        }
    }
}

/// How long checks are followed.
pub(super) enum Until {
    /// So many checks.
    Count(usize),
    /// Until the status text is seen, and then so many checks more.
    Status(String, usize),
}

impl Step {
    /// Reads a step.
    pub(super) fn read(step: &Value, site: &Site) -> Result<Step, Difference> {
        let fields = step.as_object().ok_or_else(|| unreadable("a step is no object"))?;
        let id = || text(step, "id").map(str::to_owned);
        let server = || {
            let name = text(step, "server")?;
            let place = site.names.iter().position(|known| known == name);
            place.map(|place| ServerIndex(place as u16)).ok_or_else(|| unreadable(format!("no server {name:?}")))
        };
        let action = text(step, "action")?;
        let only = |read: &[&str]| refuse_others(action, fields, read);
        match action {
            "request" => Ok(Step::Request { id: id()?, request: Ask::read(fields, site)? }),
            "release" => only(&["id"]).and(Ok(Step::Release(id()?))),
            "abort" => only(&["id"]).and(Ok(Step::Abort(id()?))),
            "wait_finish" => only(&["id"]).and(Ok(Step::WaitFinish(id()?))),
            "sequence" => sequence(step, fields, site),
            "server_down" => only(&["server", "how"]).and(Ok(Step::ServerState { server: server()?, up: false })),
            "server_up" => only(&["server", "how"]).and(Ok(Step::ServerState { server: server()?, up: true })),
            "server_refuse" => only(&["server"]).and(Ok(Step::Refuse { server: server()?, refuse: true })),
            "server_accept" => only(&["server"]).and(Ok(Step::Refuse { server: server()?, refuse: false })),
            "check_mode" => {
                only(&["server", "mode"])?;
                Ok(Step::CheckMode { server: server()?, mode: CheckMode::read(text(step, "mode")?)? })
            }
            "watch_checks" => {
                only(&["server", "until", "extra", "count"])?;
                Ok(Step::WatchChecks { server: server()?, until: until(fields)? })
            }
            "set_weight" => only(&["server", "weight"]).and(Ok(Step::SetWeight(server()?, weight(fields)?))),
            "set_state" => {
                only(&["server", "state"])?;
                let state = text(step, "state")?;
                let admin = Admin::from_keyword(state).ok_or_else(|| not_built(format!("state `{state}`")))?;
                Ok(Step::SetAdmin(server()?, admin))
            }
            "set_maxconn" => {
                only(&["server", "maxconn"]).and(Ok(Step::SetMaxconn(server()?, number(fields, "maxconn")?)))
            }
            "watch_weight" => {
                only(&["server", "for_ms", "until_weight"])?;
                let length = SimDuration::from_millis(number(fields, "for_ms")?);
                Ok(Step::WatchWeight { server: server()?, length, until: number(fields, "until_weight")? })
            }
            "stat" => only(&[]).and(Ok(Step::Stat)),
            "table" => only(&[]).and(Ok(Step::Table)),
            "hash" => only(&["input"]).and(Ok(Step::Hash(text(step, "input")?.to_owned()))),
            "wait" => only(&["ms"]).and(Ok(Step::Wait(SimDuration::from_millis(number(fields, "ms")?)))),
            _ => Err(not_built(format!("action `{action}`"))),
        }
    }
}

/// The text at `key`, if there is something.
fn optional<'v>(fields: &'v Map<String, Value>, key: &str) -> Result<Option<&'v str>, Difference> {
    let text = |value: &'v Value| value.as_str().ok_or_else(|| unreadable(format!("`{key}` is no text")));
    fields.get(key).map(text).transpose()
}

impl Ask {
    fn read<'v>(fields: &'v Map<String, Value>, site: &Site) -> Result<Ask, Difference> {
        refuse_others("request", fields, &["id", "hold", "client_ip", "uri", "headers", "behaviour"])?;
        let client = match optional(fields, "client_ip")? {
            None => CLIENT,
            Some(address) => address.parse().map_err(|_| unreadable(format!("client_ip {address:?}")))?,
        };
        let hold = flag(fields, "hold")?;
        let behaviour = match optional(fields, "behaviour")?.unwrap_or("reply") {
            "reply" => Behaviour::Reply(200),
            "close" | "reset" => Behaviour::Close,
            "garbage" => Behaviour::Garbage,
            other => match other.strip_prefix("status=").and_then(|status| status.parse().ok()) {
                Some(status) => Behaviour::Reply(status),
                None => return Err(not_built(format!("behaviour `{other}`"))),
            },
        };
        let uri = optional(fields, "uri")?.unwrap_or("/");
        let headers = fields.get("headers").and_then(Value::as_object);
        let text = |value: &'v Value| value.as_str().ok_or_else(|| unreadable("a header's value is no text"));
        let headers = headers.into_iter().flatten().map(|(name, value)| Ok((name.as_str(), text(value)?)));
        let headers: Vec<(&str, &str)> = headers.collect::<Result<_, Difference>>()?;
        let key = site.key(&RequestText { source: client, uri, headers: &headers });
        Ok(Ask { key, behaviour, hold, valid: is_target(uri) })
    }
}

fn sequence(step: &Value, fields: &Map<String, Value>, site: &Site) -> Result<Step, Difference> {
    refuse_others("sequence", fields, &["count", "requests"])?;
    let requests = if fields.contains_key("requests") {
        let requests = list(step, "requests")?.iter().map(|request| {
            let fields = request.as_object().ok_or_else(|| unreadable("a request is no object"))?;
            Ask::read(fields, site)
        });
        requests.collect::<Result<_, _>>()?
    } else {
        match number(fields, "count")? {
            count @ 0..=MOST_REQUESTS => vec![Ask::read(&Map::new(), site)?; count],
            count => return Err(unreadable(format!("a sequence of {count} requests"))),
        }
    };
    Ok(Step::Sequence { requests, count_only: flag(fields, "count_only")? })
}

fn until(fields: &Map<String, Value>) -> Result<Until, Difference> {
    match fields.get("until").and_then(Value::as_str) {
        None => Ok(Until::Count(number(fields, "count")?)),
        Some(status) => {
            let extra = if fields.contains_key("extra") { number(fields, "extra")? } else { 0 };
            Ok(Until::Status(status.to_owned(), extra))
        }
    }
}

fn weight(fields: &Map<String, Value>) -> Result<Weight, Difference> {
    match fields.get("weight") {
        Some(Value::String(percent)) => {
            let percent = percent.strip_suffix('%').and_then(|number| number.parse().ok());
            percent.map(Weight::Percent).ok_or_else(|| unreadable("a weight that is no number"))
        }
        _ => Ok(Weight::Units(number(fields, "weight")?)),
    }
}

fn refuse_others(action: &str, fields: &Map<String, Value>, read: &[&str]) -> Result<(), Difference> {
    let known =
        |key: &String| matches!(key.as_str(), "n" | "action" | "fast" | "count_only") || read.contains(&key.as_str());
    match fields.keys().find(|key| !known(key)) {
        None => Ok(()),
        Some(key) => Err(not_built(format!("`{key}` of action `{action}`"))),
    }
}
