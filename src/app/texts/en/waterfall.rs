//! English: one request's way.

use super::cause;
use crate::app::format;
use crate::app::texts::Waterfall;
use crate::app::waterfall::{Part, Row, Waterfall as Of};
use crate::model::observation::{Kind, Stage};

pub(super) const TEXTS: Waterfall = Waterfall {
    title: "One request's time",
    none: "No request has ended yet.",
    slowest: "slowest",
    newest: "newest",
    click: "Where a run stands still, a click on a mark shows its request here.",
    sentence,
    row,
    columns: ["spent on", "after", "for", "share"],
};

fn sentence(of: &Of) -> String {
    let kind = match of.kind {
        Kind::Static => "a file",
        Kind::Read => "a page that reads",
        Kind::Write => "a page that writes",
    };
    let (total, at) = (format::duration(of.total), format::clock(of.until));
    let end = match (of.outcome, of.outcome.and_then(|outcome| outcome.cause)) {
        (None, _) => format!("has been under way for {total}, at {at}"),
        (_, Some((why, _))) => format!("failed after {total}, at {at}: {}", cause::long(why)),
        (Some(outcome), None) => format!("was answered {} after {total}, at {at}", outcome.status),
    };
    let code = of.version.map_or_else(String::new, |version| format!(", by code {version}"));
    let longest = of.longest().map_or_else(String::new, |longest| {
        let share = format::percent(of.share(longest.total));
        format!(" Longest: {}, {} ({share}).", row(longest), format::duration(longest.total))
    });
    format!("Request {}, {kind}, {end}{code}.{longest}", format::count(of.ordinal))
}

fn row(of: &Row) -> String {
    let (machine, peer) = (of.machine, of.peer);
    let stage = match of.part {
        Part::Earlier => return "earlier tries".to_owned(),
        Part::Out => return format!("way to {peer}"),
        Part::Back => return "way back".to_owned(),
        Part::Connect(0) => return format!("connect to {peer}"),
        Part::Connect(n) => return format!("retry {n}, to {peer}"),
        Part::Waits => return format!("worker waits, {machine}"),
        Part::Beyond => return "more, not followed".to_owned(),
        Part::At(stage) => stage,
    };
    let name = match stage {
        Stage::Balancing => "HAProxy",
        Stage::Queued => "HAProxy's queue",
        Stage::Internet | Stage::Connecting | Stage::Lan => return format!("{machine} → {peer}"),
        Stage::Database => return format!("database, {peer}"),
        Stage::Nginx => "nginx",
        Stage::Dropped => "SYN dropped",
        Stage::Accept => "accept queue",
        Stage::Worker => "worker",
        Stage::Waiting => "queue",
        Stage::Service => "service",
        Stage::Nowhere => "lost",
        Stage::Backoff => "pause before the try",
        Stage::Pool => "pool",
    };
    format!("{name}, {machine}")
}
