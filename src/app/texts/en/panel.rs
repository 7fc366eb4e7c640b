//! English: the panels.

use super::{cause, counted};
use crate::app::format;
use crate::app::texts::Panel;
use crate::lab::capacity::{Part, Resource, Tier};
use crate::model::id::MachineId;
use crate::model::observation::Class;

pub(super) const TEXTS: Panel = Panel {
    region: "Figures",
    response_p99: "p99 response time",
    rests_on: |n, seconds| format!("n = {n} in the last {seconds}"),
    too_few: |n, seconds| format!("n = {n} in the last {seconds}: too small"),
    no_answers: |seconds| format!("no request answered in the last {seconds}"),
    too_early: "no whole second has passed yet",
    answered: "answered",
    errors: "errors",
    stale_reads: "stale reads",
    writes_lost: "writes lost",
    ledger: "Every request accounted for",
    arrived: "arrived",
    class: |class| match class {
        Class::Answered => "answered",
        Class::Refused => "refused",
        Class::Failed => "failed",
        Class::TimedOut => "timed out",
    },
    tried_again: |n| format!("clients tried {n} times again"),
    sessions_lost: |n| format!("{n} times a user had to log in again"),
    in_flight: "in flight",
    errors_title: "Why requests went unanswered",
    errors_none: "No request has gone unanswered.",
    errors_more: |kinds, n| {
        format!("{} more, {} in all", counted(kinds, "kind", "kinds"), counted(n, "request", "requests"))
    },
    cause: cause::long,
    cause_short: cause::short,
    places: cause::places,
    limits: "What limits",
    tier,
    amount: |tier| {
        let n = tier.amount as u64;
        match tier.resource {
            Resource::Cores => counted(n, "core", "cores"),
            Resource::Workers => counted(n, "worker", "workers"),
            Resource::Connections => counted(n, "connection", "connections"),
            Resource::Applier => "1 applier".to_owned(),
        }
    },
    part: |part| match part {
        Part::Balancing => "HAProxy",
        Part::Nginx => "nginx",
        Part::File => "files",
        Part::Page => "page code",
        Part::Reads => "reads",
        Part::Writes => "writes",
        Part::Apply => "applying",
        Part::Service => "service",
        Part::Wait => "other waits",
    },
    capacity: |per_s| format!("{per_s} requests/s"),
    beyond: "More is asked for than it carries: queues grow.",
    limit_next: "next:",
    capacity_at_most: |per_s| format!("up to {per_s} requests/s"),
    no_balancer: "HAProxy does not run: no request reaches a server.",
    mistaken: |servers| {
        let one = servers.len() == 1;
        let (take, pass) = if one { ("takes", "has marked it") } else { ("take", "has marked them") };
        format!("{} {take} no request, and HAProxy sends some there until it {pass} DOWN.", machines(servers))
    },
    nobody_serves: "No server is in use: HAProxy turns every request away.",
    nobody_listens: "nginx takes no request: its machine is off, or it was killed.",
    even_shares: "Taken for even shares; balance source gives each client its server, and the busiest server limits.",
    as_if_well: "What is slow or frozen is reckoned here as if it were well.",
    writes_title: "Acknowledged writes",
    exposed_little: |n| {
        format!(
            "None is lost. At this delay about {n} acknowledged writes are on their way to a replica at any moment: \
             a crash of the primary would lose next to none."
        )
    },
    exposed_some: |n| {
        format!(
            "None is lost. About {n} acknowledged writes are on their way to a replica at any moment: a crash of the \
             primary would lose about as many."
        )
    },
    exposed_all: "None is lost. No replica receives them: they are on the primary alone.",
    lost_sentence: |n, seen| {
        let lost = match n {
            1 => "1 acknowledged write is in no database any more".to_owned(),
            _ => format!("{} acknowledged writes are in no database any more", format::count(n)),
        };
        match (n, seen) {
            (1, 0) => format!("{lost}. Its client had not seen the OK yet."),
            (1, _) => format!("{lost}. Its client had seen the OK."),
            (_, 0) => format!("{lost}. No client had seen the OK yet."),
            (n, seen) if n == seen => format!("{lost}. Their clients had seen the OK."),
            _ => format!("{lost}. {} had been seen as OK by the client.", format::count(seen)),
        }
    },
    lost_listed: |listed, n| format!("The first {} of {} are listed.", format::count(listed), format::count(n)),
    transaction: "transaction",
    acknowledged: "acknowledged at",
    page: "page",
    seen: "client saw OK",
    stake_title: "Data at stake",
    stake_sentence: |transactions, errant, more| {
        let transactions = match more {
            true => format!("{} transactions and more are", format::count(transactions)),
            false => counted(transactions, "transaction is", "transactions are"),
        };
        let errant = match errant {
            0 => String::new(),
            n => format!("; {} what the primary does not have", counted(n, "database holds", "databases hold")),
        };
        format!("{transactions} not on every database, and no replication will bring them there{errant}.")
    },
    stake_told: |page, told, seen| match (told, seen) {
        (None, _) => format!("page {page}, nobody was told"),
        (Some(at), false) => format!("page {page}, OK at {at}, not seen"),
        (Some(at), true) => format!("page {page}, OK at {at}, seen"),
    },
    stake_has: "has it",
    stake_has_not: "lacks it",
    stake_original: "unwritten",
    stake_row: "the row as its readers see it was written by this transaction",
    yes: "yes",
    no: "no",
};

/// `cores of server-1`, `workers of server-1 to server-3`.
fn tier(tier: &Tier) -> String {
    let what = match tier.resource {
        Resource::Cores => "cores",
        Resource::Workers => "workers",
        Resource::Connections => "connections to databases",
        Resource::Applier => "applier",
    };
    format!("{what} of {}", machines(&tier.machines))
}

/// Names of machines: `server-1`, `server-2 and server-3`, `server-1 to server-12`, `7 servers`.
fn machines(machines: &[MachineId]) -> String {
    match machines {
        [one] => one.to_string(),
        [one, other] => format!("{one} and {other}"),
        [first, .., last] if last.index() - first.index() + 1 == machines.len() => format!("{first} to {last}"),
        many if many[0].as_database().is_some() => counted(many.len() as u64, "database", "databases"),
        many => counted(many.len() as u64, "server", "servers"),
    }
}
