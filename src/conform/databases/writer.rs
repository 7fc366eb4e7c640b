//! A client that writes, one row after another.

use super::Bench;
use super::client::{Ask, Client};
use super::drive::Due;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::mysql::log::Gtid;
use crate::model::mysql::output::Answer;
use crate::model::mysql::statement::Statement;

/// A client that writes: its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer(pub(super) usize);

/// What it does and has done.
pub(super) struct Writing {
    client: Client,
    gap: SimDuration,
    until: SimTime,
    ask: Option<Ask>,
    acknowledged: Vec<(SimTime, Gtid)>,
    failed: Option<Answer>,
}

impl Bench {
    /// A client inserts rows with generated keys, each `gap` after the acknowledgement of the one before, for `length`.
    pub fn write(&mut self, client: Client, gap: SimDuration, length: SimDuration) -> Writer {
        let until = self.now + length;
        self.writers.push(Writing { client, gap, until, ask: None, acknowledged: Vec::new(), failed: None });
        let writer = self.writers.len() - 1;
        self.schedule(SimDuration::ZERO, Due::Writes { writer });
        Writer(writer)
    }

    /// What was acknowledged to a writer, and when.
    pub fn acknowledged(&self, writer: Writer) -> &[(SimTime, Gtid)] {
        &self.writers[writer.0].acknowledged
    }

    /// The error that ended a writer.
    pub fn failed(&self, writer: Writer) -> Option<Answer> {
        self.writers[writer.0].failed
    }

    pub(super) fn write_next(&mut self, writer: usize) {
        let Writing { client, until, .. } = self.writers[writer];
        if self.now < until {
            let ask = self.ask(client, Statement::Insert { row: None, value: 0, rows: 1 });
            self.writers[writer].ask = Some(ask);
        }
    }

    pub(super) fn write_acknowledged(&mut self, ask: Ask, answer: Answer) {
        let Some(writer) = self.writers.iter().position(|writing| writing.ask == Some(ask)) else { return };
        let writing = &mut self.writers[writer];
        match answer {
            Ok(done) => {
                writing.acknowledged.extend(done.gtid.map(|gtid| (self.now, gtid)));
                let gap = writing.gap;
                self.schedule(gap, Due::Writes { writer });
            }
            Err(_) => writing.failed = Some(answer),
        }
    }
}
