//! The texts of the panels: figures, ledger, errors, writes, bottleneck.

use crate::lab::capacity::{Part, Tier};
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Class, Place};

/// Texts of the panels. Figures come in as they are written on the screen.
#[derive(Debug)]
pub struct Panel {
    /// Name of the panels' region.
    pub region: &'static str,
    /// The hero: 99 of 100 answers came at least this fast.
    pub response_p99: &'static str,
    /// Below the hero: requests it rests on, seconds.
    pub rests_on: fn(&str, &str) -> String,
    /// In place of it, where a percentile of so few says little: requests, seconds.
    pub too_few: fn(&str, &str) -> String,
    /// In place of it, where there was no answer: seconds.
    pub no_answers: fn(&str) -> String,
    /// In place of it, while no whole second has passed.
    pub too_early: &'static str,
    /// Answers per second.
    pub answered: &'static str,
    /// Errors per second.
    pub errors: &'static str,
    /// Share of reads that gave an outdated row.
    pub stale_reads: &'static str,
    /// Acknowledged writes that are lost.
    pub writes_lost: &'static str,
    /// Title of the ledger.
    pub ledger: &'static str,
    /// Begun by a client.
    pub arrived: &'static str,
    /// How requests end.
    pub class: fn(Class) -> &'static str,
    /// How often clients tried again.
    pub tried_again: fn(&str) -> String,
    /// How often users were no longer logged in.
    pub sessions_lost: fn(&str) -> String,
    /// Begun and not ended.
    pub in_flight: &'static str,
    /// Title of the errors.
    pub errors_title: &'static str,
    /// Stands there while there is none.
    pub errors_none: &'static str,
    /// So many further kinds, so many requests of theirs.
    pub errors_more: fn(u64, u64) -> String,
    /// Why a request was not answered.
    pub cause: fn(Cause) -> &'static str,
    /// The same in two or three words, for a legend.
    pub cause_short: fn(Cause) -> &'static str,
    /// Where that was: one or more places of one stage.
    pub places: fn(&[Place]) -> String,
    /// Title of the bottleneck.
    pub limits: &'static str,
    /// A tier, by its resource and machines.
    pub tier: fn(&Tier) -> String,
    /// What a tier has, per machine where each has it: `2 cores`.
    pub amount: fn(&Tier) -> String,
    /// What a part of a request's time is spent on.
    pub part: fn(Part) -> &'static str,
    /// Capacity: requests per second, as written.
    pub capacity: fn(&str) -> String,
    /// More is asked for than the tier carries.
    pub beyond: &'static str,
    /// What would limit next.
    pub limit_next: &'static str,
    /// Capacity that is reached only where load is level: requests per second, as written.
    pub capacity_at_most: fn(&str) -> String,
    /// There is no balancer.
    pub no_balancer: &'static str,
    /// HAProxy has nobody to send a request to.
    pub nobody_serves: &'static str,
    /// Where clients speak to nginx itself: it takes no request.
    pub nobody_listens: &'static str,
    /// HAProxy sends to servers, none or only some of those in use, that do not take requests.
    pub mistaken: fn(&[MachineId]) -> String,
    /// Each client has its server: shares that are not even carry less.
    pub even_shares: &'static str,
    /// Said where something is slow or frozen, which the arithmetic does not know.
    pub as_if_well: &'static str,
    /// Title of the writes.
    pub writes_title: &'static str,
    /// Acknowledged writes on their way to a replica, so few that a crash would lose next to none.
    pub exposed_little: fn(&str) -> String,
    /// The same, where a crash would lose some.
    pub exposed_some: fn(&str) -> String,
    /// No replica is connected: what is written is in one place only.
    pub exposed_all: &'static str,
    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    pub lost_sentence: fn(u64, u64) -> String,
    /// So many are listed of so many.
    pub lost_listed: fn(u64, u64) -> String,
    /// Column: the transaction, by its GTID.
    pub transaction: &'static str,
    /// Column: when it was acknowledged.
    pub acknowledged: &'static str,
    /// Column: the page that was written.
    pub page: &'static str,
    /// Column: whether its client saw the OK.
    pub seen: &'static str,
    /// Title of the data at stake.
    pub stake_title: &'static str,
    /// So many transactions, and so many databases that hold what the primary does not have; whether there are more of the former.
    pub stake_sentence: fn(u64, u64, bool) -> String,
    /// The page that it wrote, when its client was sent the OK, if it was, and whether the client saw it.
    pub stake_told: fn(u64, Option<&str>, bool) -> String,
    /// A database has the transaction.
    pub stake_has: &'static str,
    /// It does not.
    pub stake_has_not: &'static str,
    /// The row there is as it was at the start of the run.
    pub stake_original: &'static str,
    /// Explains the write by which readers see the row.
    pub stake_row: &'static str,
    /// It did.
    pub yes: &'static str,
    /// It did not.
    pub no: &'static str,
}
