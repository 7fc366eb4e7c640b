//! The texts of the panels: figures, ledger, errors, writes, bottleneck.

use super::cause::Causes;
use super::place::Places;
use super::schema::room;
use super::waterfall::Waterfall;
use crate::lab::capacity::{Part, Resource, Tier};
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Class, Place};

room! {
    /// Texts of the panels. Figures come in as they are written on the screen.
    Panel = "panel" after Waterfall with { causes: Causes, whereabouts: Places };

    /// Name of the panels' region.
    region;
    /// The hero: 99 of 100 answers came at least this fast.
    response_p99;
    /// Below the hero: requests it rests on, seconds.
    rests_on(n: count, seconds);
    /// In place of it, where a percentile of so few says little: requests, seconds.
    too_few(n: count, seconds);
    /// In place of it, where there was no answer: seconds.
    no_answers(seconds);
    /// In place of it, while no whole second has passed.
    too_early;
    /// Answers per second.
    answered;
    /// Errors per second.
    errors;
    /// Share of reads that gave an outdated row.
    stale_reads;
    /// Acknowledged writes that are lost.
    writes_lost;
    /// Title of the ledger.
    ledger;
    /// Begun by a client.
    arrived;
    /// How requests end.
    class of Class { Answered, Refused, Failed, TimedOut };
    /// How often clients tried again.
    tried_again(n: count);
    /// How often users were no longer logged in.
    sessions_lost(n: count);
    /// Begun and not ended.
    in_flight;
    /// Title of the errors.
    errors_title;
    /// Stands there while there is none.
    errors_none;
    /// So many further kinds, so many requests of theirs.
    errors_more(kinds: count, n: count);
    /// Title of the bottleneck.
    limits;
    /// A tier, by its resource and machines.
    tier_of(machines) of Resource { Cores, Workers, Connections, Applier };
    /// What a tier has, per machine where each has it: `2 cores`.
    amount_of(n: count) of Resource { Cores, Workers, Connections, Applier };
    /// What a part of a request's time is spent on.
    part of Part { Balancing, Nginx, File, Page, Reads, Writes, Apply, Service, Wait };
    /// Capacity: requests per second, as written.
    capacity(per_s);
    /// More is asked for than the tier carries.
    beyond;
    /// What would limit next.
    limit_next;
    /// Capacity that is reached only where load is level: requests per second, as written.
    capacity_at_most(per_s);
    /// There is no balancer.
    no_balancer;
    /// HAProxy has nobody to send a request to.
    nobody_serves;
    /// Where clients speak to nginx itself: it takes no request.
    nobody_listens;
    /// HAProxy sends to servers, none or only some of those in use, that do not take requests.
    mistaken_servers(machines, n: count);
    /// Each client has its server: shares that are not even carry less.
    even_shares;
    /// Said where something is slow or frozen, which the arithmetic does not know.
    as_if_well;
    /// Title of the writes.
    writes_title;
    /// Acknowledged writes on their way to a replica, so few that a crash would lose next to none.
    exposed_little(n);
    /// The same, where a crash would lose some.
    exposed_some(n);
    /// No replica is connected: what is written is in one place only.
    exposed_all;
    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    lost(n: count);
    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    seen_it;
    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    not_seen_it;
    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    seen_all;
    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    seen_none;
    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    seen_some(seen: count);
    /// So many are listed of so many.
    lost_listed(listed: count, n: count);
    /// Column: the transaction, by its GTID.
    transaction;
    /// Column: when it was acknowledged.
    acknowledged;
    /// Column: the page that was written.
    page;
    /// Column: whether its client saw the OK.
    seen;
    /// Title of the data at stake.
    stake_title;
    /// So many transactions, and so many databases that hold what the primary does not have; whether there are more of the former.
    stake(n: count);
    /// So many transactions, and so many databases that hold what the primary does not have; whether there are more of the former.
    stake_more(n: count);
    /// So many transactions, and so many databases that hold what the primary does not have; whether there are more of the former.
    stake_errant(n: count);
    /// The page that it wrote, when its client was sent the OK, if it was, and whether the client saw it.
    told_nobody(page);
    /// The page that it wrote, when its client was sent the OK, if it was, and whether the client saw it.
    told_unseen(page, at);
    /// The page that it wrote, when its client was sent the OK, if it was, and whether the client saw it.
    told_seen(page, at);
    /// A database has the transaction.
    stake_has;
    /// It does not.
    stake_has_not;
    /// The row there is as it was at the start of the run.
    stake_original;
    /// Explains the write by which readers see the row.
    stake_row;
    /// It did.
    yes;
    /// It did not.
    no;
    /// Two machines.
    pair(one, other);
    /// Machines that follow each other.
    row(first, last);
    /// So many databases.
    databases(n: count);
    /// So many servers.
    servers(n: count);
}

impl Panel {
    /// Why a request was not answered.
    pub fn cause(&self, cause: Cause) -> &'static str {
        self.causes.long(cause)
    }

    /// The same in two or three words, for a legend.
    pub fn cause_short(&self, cause: Cause) -> &'static str {
        self.causes.short(cause)
    }

    /// Where that was: one or more places of one stage.
    pub fn places(&self, places: &[Place]) -> String {
        self.whereabouts.of(places)
    }

    /// A tier, by its resource and machines: `cores of server-1`, `workers of server-1 to server-3`.
    pub fn tier(&self, tier: &Tier) -> String {
        self.tier_of(tier.resource, self.machines(&tier.machines))
    }

    /// What a tier has, per machine where each has it: `2 cores`.
    pub fn amount(&self, tier: &Tier) -> String {
        let n = if tier.resource == Resource::Applier { 1 } else { tier.amount as u64 };
        self.amount_of(tier.resource, n)
    }

    /// HAProxy sends to servers, none or only some of those in use, that do not take requests.
    pub fn mistaken(&self, servers: &[MachineId]) -> String {
        self.mistaken_servers(self.machines(servers), servers.len() as u64)
    }

    /// So many acknowledged writes are lost, so many of which the client saw confirmed.
    pub fn lost_sentence(&self, n: u64, seen: u64) -> String {
        let seen = match (n, seen) {
            (1, 0) => self.not_seen_it().to_owned(),
            (1, _) => self.seen_it().to_owned(),
            (_, 0) => self.seen_none().to_owned(),
            (n, seen) if n == seen => self.seen_all().to_owned(),
            (_, seen) => self.seen_some(seen),
        };
        self.lost(n) + " " + &seen
    }

    /// So many transactions, and so many databases that hold what the primary does not have; whether there are more of the
    /// former.
    pub fn stake_sentence(&self, transactions: u64, errant: u64, more: bool) -> String {
        let stake = if more { self.stake_more(transactions) } else { self.stake(transactions) };
        if errant == 0 { stake } else { stake + " " + &self.stake_errant(errant) }
    }

    /// The page that it wrote, when its client was sent the OK, if it was, and whether the client saw it.
    pub fn stake_told(&self, page: u64, told: Option<&str>, seen: bool) -> String {
        match (told, seen) {
            (None, _) => self.told_nobody(page),
            (Some(at), false) => self.told_unseen(page, at),
            (Some(at), true) => self.told_seen(page, at),
        }
    }

    /// Names of machines: `server-1`, `server-2 and server-3`, `server-1 to server-12`, `7 servers`.
    fn machines(&self, machines: &[MachineId]) -> String {
        match machines {
            [one] => one.to_string(),
            [one, other] => self.pair(one, other),
            [first, .., last] if last.index() - first.index() + 1 == machines.len() => self.row(first, last),
            many if many[0].as_database().is_some() => self.databases(many.len() as u64),
            many => self.servers(many.len() as u64),
        }
    }
}
