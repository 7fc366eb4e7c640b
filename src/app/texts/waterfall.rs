//! The texts of one request's way.

use super::cause::Causes;
use super::inspector::Manager;
use super::schema::room;
use crate::app::format;
use crate::app::waterfall::{Part, Row, Waterfall as Of};
use crate::model::observation::{Kind, Stage};

room! {
    /// Texts of one request's way. Figures come in as they are written on the screen.
    Waterfall = "waterfall" after Manager with { causes: Causes };

    /// Its title.
    title;
    /// In place of it, while none has ended.
    none;
    /// Shows the slowest that is kept.
    slowest;
    /// Shows the one that ended last.
    newest;
    /// How another one is shown.
    click;
    /// What became of a request and what took longest, in a sentence.
    told(n: count, kind, end);
    /// What became of a request and what took longest, in a sentence.
    told_code(n: count, kind, end, version);
    /// What became of a request and what took longest, in a sentence.
    kind of Kind { Static, Read, Write };
    /// The same in the bare queue, which serves no pages.
    job;
    /// What became of a request and what took longest, in a sentence.
    under_way(total, at);
    /// What became of a request and what took longest, in a sentence.
    failed(total, at, why);
    /// What became of a request and what took longest, in a sentence.
    was_answered(status, total, at);
    /// What became of a request and what took longest, in a sentence.
    longest(what, time, share);
    /// What it spent time on.
    earlier;
    /// What it spent time on.
    way_to(peer);
    /// What it spent time on.
    way_back;
    /// What it spent time on.
    connect(peer);
    /// What it spent time on.
    retry(n, peer);
    /// What it spent time on.
    waits(machine);
    /// What it spent time on.
    beyond;
    /// What it spent time on.
    database(peer);
    /// What it spent time on.
    queued;
    /// What it spent time on.
    dropped;
    /// What it spent time on.
    accept;
    /// What it spent time on.
    worker;
    /// What it spent time on.
    queue;
    /// What it spent time on.
    service;
    /// What it spent time on.
    lost;
    /// What it spent time on.
    backoff;
    /// What it spent time on.
    pool;
    /// What it spent time on.
    at(what, machine);
    /// Columns: on what, when after the beginning, for how long, which share.
    spent_on;
    /// Columns: on what, when after the beginning, for how long, which share.
    after;
    /// Columns: on what, when after the beginning, for how long, which share.
    lasted;
    /// Columns: on what, when after the beginning, for how long, which share.
    share;
}

impl Waterfall {
    /// What became of a request and what took longest, in a sentence.
    pub fn sentence(&self, of: &Of) -> String {
        let served = of.rows.iter().any(|row| row.part == Part::At(Stage::Service));
        let kind = if served { self.job() } else { self.kind(of.kind) };
        let (total, at) = (format::duration(of.total), format::clock(of.until));
        let end = match (of.outcome, of.outcome.and_then(|outcome| outcome.cause)) {
            (None, _) => self.under_way(total, at),
            (_, Some((why, _))) => self.failed(total, at, self.causes.long(why)),
            (Some(outcome), None) => self.was_answered(outcome.status, total, at),
        };
        let told = match of.version {
            None => self.told(of.ordinal, kind, end),
            Some(version) => self.told_code(of.ordinal, kind, end, version),
        };
        match of.longest() {
            None => told,
            Some(longest) => {
                let (time, share) = (format::duration(longest.total), format::percent(of.share(longest.total)));
                told + " " + &self.longest(self.row(longest), time, share)
            }
        }
    }

    /// What it spent time on.
    pub fn row(&self, of: &Row) -> String {
        let (machine, peer) = (of.machine, of.peer);
        match of.part {
            Part::Earlier => self.earlier().to_owned(),
            Part::Out => self.way_to(peer),
            Part::Back => self.way_back().to_owned(),
            Part::Connect(0) => self.connect(peer),
            Part::Connect(n) => self.retry(n, peer),
            Part::Waits => self.waits(machine),
            Part::Beyond => self.beyond().to_owned(),
            Part::At(Stage::Internet | Stage::Connecting | Stage::Lan) => format!("{machine} → {peer}"),
            Part::At(Stage::Database) => self.database(peer),
            Part::At(stage) => self.at(self.stage(stage), machine),
        }
    }

    /// A stage at one machine.
    fn stage(&self, stage: Stage) -> &'static str {
        match stage {
            Stage::Balancing => "HAProxy",
            Stage::Nginx => "nginx",
            Stage::Queued => self.queued(),
            Stage::Dropped => self.dropped(),
            Stage::Accept => self.accept(),
            Stage::Worker => self.worker(),
            Stage::Waiting => self.queue(),
            Stage::Service => self.service(),
            Stage::Nowhere => self.lost(),
            Stage::Backoff => self.backoff(),
            Stage::Pool => self.pool(),
            Stage::Internet | Stage::Connecting | Stage::Lan | Stage::Database => "",
        }
    }

    /// Columns: on what, when after the beginning, for how long, which share.
    pub fn columns(&self) -> [&'static str; 4] {
        [self.spent_on(), self.after(), self.lasted(), self.share()]
    }
}
