//! English: the event log. Each line is one sentence, names first, without a full stop: a row of a list.

mod balancer;
mod deploy;
mod fault;

use super::counted;
use crate::app::format;
use crate::app::narrate::{Cost, Told};
use crate::app::texts::Log;
use crate::model::note::Note;
use crate::scenario::value::Value;

pub(super) const TEXTS: Log = Log {
    title: "What happened",
    empty: "Nothing yet. Switch a machine off in the diagram to see who notices, and when.",
    go_to: |instant| format!("Go to {instant}"),
    all: "full",
    important: "short",
    filter: "Length of the log",
    more: |n| format!("{} more", format::count(n)),
    fewer: "fewer",
    earlier: |n| format!("{} not shown", counted(n, "earlier line is", "earlier lines are")),
    full: "The log is full: later lines are not kept.",
    sentence,
};

/// What happened.
fn sentence(told: &Told) -> String {
    match told.note {
        Note::Crashed(target) => fault::crashed(*target),
        Note::Restarted(target) => fault::restarted(*target, told),
        Note::Partitioned(link) => {
            let [one, other] = link.ends();
            format!("The link between {one} and {other} was cut: what is sent over it is held back")
        }
        Note::Healed(link) => {
            let [one, other] = link.ends();
            format!("The link between {one} and {other} carries again{}{}", after(told), unanswered(&told.cost))
        }
        Note::Configured => configured(told),
        Note::Hit(hit) => fault::hit(*hit, told),
        Note::Shaped(shape) => fault::shaped(*shape),
        Note::Workers(machine, order) => fault::workers(*machine, *order),
        Note::LoggedOut { machine, users } => {
            let users = counted(u64::from(*users), "user is", "users are");
            format!("{users} logged out: the sessions were in the memory of the application on {machine}")
        }
        Note::Cloning { machine, source } => {
            format!("MySQL on {machine} throws its data away and fetches a copy from {source}")
        }
        Note::Cloned(machine) => format!("MySQL on {machine} has its copy and replicates again"),
        Note::CommandRefused(refused) => fault::not_done(*refused),
        Note::Balancer(log) => balancer::sentence(log, told),
        Note::DatabaseDead { machine, primary } => {
            let what = if *primary { "the primary" } else { "the replica" };
            format!("The failover manager holds {what} on {machine} for dead")
        }
        Note::DatabaseBack(machine) => format!("The failover manager hears MySQL on {machine} again"),
        Note::Draining { machine, backlog: 0 } => format!("MySQL on {machine} has applied all that it received"),
        Note::Draining { machine, backlog } => {
            let left = counted(*backlog, "transaction", "transactions");
            format!("MySQL on {machine} applies what it has received before it is promoted: {left} left")
        }
        Note::NoCandidate => {
            format!("No replica can take the dead primary's place: writes fail{}", meanwhile(&told.cost))
        }
        Note::Promoted { machine, position, lost } => {
            let position = format::count(*position);
            format!("MySQL on {machine} became the primary at position {position}; {}", lost_writes(*lost))
        }
        Note::Admitted(machine) => format!("MySQL on {machine} accepts writes again"),
        Note::Fencing(machine) => format!("The manager has {machine} switched off, so that it takes no more writes"),
        Note::Fenced(machine) => format!("{machine} is off for certain: its switch has confirmed it"),
        Note::Demoted(machine) => format!("MySQL on {machine} was made read-only"),
        Note::Repointed { machine, source } => format!("MySQL on {machine} now replicates from {source}"),
        Note::Errant { .. } | Note::TurnedAway { .. } => turned_away(told.note),
        Note::Routed { primary: None, .. } => "The applications are told that there is no primary".to_owned(),
        Note::Routed { primary: Some(primary), readers: 0 } => {
            format!("The applications are told: writes and reads to {primary}")
        }
        Note::Routed { primary: Some(primary), readers } => {
            let replicas = counted(u64::from(*readers), "replica", "replicas");
            format!("The applications are told: writes to {primary}, reads to {replicas}")
        }
        Note::SourceLost(machine) => format!("MySQL on {machine} has lost its source and keeps trying"),
        Note::SourceFound(machine) => format!("MySQL on {machine} reads from its source again"),
        Note::Stopping(machine) => {
            format!("The application on {machine} was told to stop: it finishes its pages and takes no more")
        }
        Note::Stopped(machine) => format!("The application on {machine} has stopped: connections to it are refused"),
        Note::Deploying { .. } | Note::Loaded { .. } | Note::DeployMissed { .. } => deploy::sentence(told.note),
        Note::Deployed(_) | Note::DeployHalted { .. } => deploy::sentence(told.note),
    }
}

/// A database follows nobody, and why.
fn turned_away(note: &Note) -> String {
    match note {
        Note::Errant { machine, transactions } => {
            let held = counted(*transactions, "transaction", "transactions");
            format!("MySQL on {machine} stays out: it holds {held} that the primary does not have")
        }
        Note::TurnedAway { machine, source } => {
            format!(
                "MySQL on {machine} has stopped replicating: the log of {source} does not go on where its own ends (1236)"
            )
        }
        _ => String::new(),
    }
}

fn lost_writes(lost: u64) -> String {
    match lost {
        0 => "no acknowledged write is lost".to_owned(),
        n => format!("{} lost", counted(n, "acknowledged write is", "acknowledged writes are")),
    }
}

fn configured(told: &Told) -> String {
    let set = |knob: &crate::scenario::knob::Knob, value: &Value| match (value, format::value(knob, value)) {
        (_, Some(figure)) => format!("{} set to {figure}", knob.label),
        (Value::Word(word), None) => format!("{} set to {word}", knob.label),
        (Value::Switch(true), None) => format!("{} switched on", knob.label),
        (Value::Switch(false), None) => format!("{} switched off", knob.label),
        (_, None) => format!("{} set back to its default", knob.label),
    };
    match told.settings.is_empty() {
        true => "The configuration was changed".to_owned(),
        false => told.settings.iter().map(|(knob, value)| set(knob, value)).collect::<Vec<_>>().join(", "),
    }
}

/// ` after 18 s`.
fn after(told: &Told) -> String {
    told.after.map_or_else(String::new, |after| format!(" after {}", format::short_seconds(after.as_seconds())))
}

/// `; 431 requests went unanswered meanwhile`.
fn unanswered(cost: &Cost) -> String {
    match cost.unanswered() {
        0 => String::new(),
        n => format!("; {} went unanswered meanwhile", counted(n, "request", "requests")),
    }
}

/// `; meanwhile 412 requests timed out, 31 failed and 210 more wait`.
fn meanwhile(cost: &Cost) -> String {
    let refused = if cost.refused == 1 { "was refused" } else { "were refused" };
    let ways = [(cost.timed_out, "timed out"), (cost.failed, "failed"), (cost.refused, refused)];
    let mut parts: Vec<String> = Vec::new();
    for (n, how) in ways.into_iter().filter(|(n, _)| *n > 0) {
        let what = if parts.is_empty() { counted(n, "request", "requests") } else { format::count(n) };
        parts.push(format!("{what} {how}"));
    }
    if cost.waiting > 0 {
        let (one, more) =
            if parts.is_empty() { ("more request waits", "more requests wait") } else { ("more waits", "more wait") };
        parts.push(counted(cost.waiting, one, more));
    }
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => format!("; meanwhile {only}"),
        Some((last, first)) => format!("; meanwhile {} and {last}", first.join(", ")),
    }
}
