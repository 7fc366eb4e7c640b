//! Where the time of one request went: every nanosecond between its client's first byte and the answer belongs to exactly one
//! row. Knows one request's way and no screen.

mod pick;

pub use pick::{Pick, Trace};

use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::journey::{Journey, STEPS, Step};
use crate::model::id::MachineId;
use crate::model::observation::{Kind, Outcome, Stage};
use crate::model::server::code::Version;

/// What a request spent time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Earlier attempts of its client, with the pauses between them.
    Earlier,
    /// On its way from the client, connection set-up included.
    Out,
    /// HAProxy's so-manieth connection to a server, until it stands or the next is tried; 0 is the first.
    Connect(u16),
    /// A worker has it and waits: for the request itself, or for something that takes no processor here.
    Waits,
    /// On its way back to the client.
    Back,
    /// Whatever came after the last step that was kept.
    Beyond,
    /// As the stage says.
    At(Stage),
}

/// What kind of time that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Between machines.
    Travel,
    /// Nobody works on it.
    Wait,
    /// A processor or a worker works on it.
    Work,
    /// A database works on it, its way there and back included.
    Database,
    /// Spent in vain.
    Trouble,
}

impl Part {
    /// What kind of time it is.
    pub const fn nature(self) -> Nature {
        match self {
            Part::Out | Part::Back | Part::Connect(0) | Part::At(Stage::Internet | Stage::Lan) => Nature::Travel,
            Part::At(Stage::Balancing | Stage::Nginx | Stage::Worker | Stage::Service) => Nature::Work,
            Part::At(Stage::Database) => Nature::Database,
            Part::Earlier | Part::Connect(_) | Part::At(Stage::Dropped | Stage::Nowhere) => Nature::Trouble,
            Part::Waits | Part::Beyond | Part::At(_) => Nature::Wait,
        }
    }
}

/// The time that a request spent on one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// On what.
    pub part: Part,
    /// On which machine, or from which.
    pub machine: MachineId,
    /// The other end, or the database called.
    pub peer: MachineId,
    /// When after the beginning, and for how long each time.
    pub spans: Vec<(SimDuration, SimDuration)>,
    /// All of them together.
    pub total: SimDuration,
}

/// Where the time of a request went.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The request's number.
    pub ordinal: u64,
    /// The key of its draws, by which its client is known.
    pub draws: u64,
    /// What it asked for.
    pub kind: Kind,
    /// When it ended for its client, or until when it was followed.
    pub until: SimTime,
    /// How it ended, if it has.
    pub outcome: Option<Outcome>,
    /// The version of the code that made its page, where one did.
    pub version: Option<Version>,
    /// The time between its client's first byte and that instant.
    pub total: SimDuration,
    /// What it was spent on, in the order in which that began.
    pub rows: Vec<Row>,
}

impl Waterfall {
    /// That of a request, up to `now` if it has not ended for its client by then.
    pub fn of(journey: &Journey, now: SimTime) -> Option<Waterfall> {
        let (until, outcome) = journey.ended.map_or((now, None), |(ended, outcome)| (ended, Some(outcome)));
        let mut waterfall = Waterfall {
            ordinal: journey.ordinal,
            draws: journey.draws,
            kind: journey.kind,
            until,
            outcome,
            version: journey.version,
            total: until.since(journey.began),
            rows: Vec::new(),
        };
        let first = journey.steps.first()?;
        let clients = (MachineId::CLIENT, MachineId::CLIENT);
        let since = |time: SimTime| time.since(journey.began);
        waterfall.add(Part::Earlier, clients, SimDuration::ZERO, since(first.at));
        let mut connections = 0;
        for (index, step) in journey.steps.iter().enumerate().take_while(|(_, step)| step.at < until) {
            let over = journey.steps.get(index + 1).map_or(until, |next| next.at.min(until));
            let before = index.checked_sub(1).and_then(|before| journey.steps.get(before));
            let part = match index + 1 == STEPS && step.until != until {
                true => Part::Beyond,
                false => part(step, before, &mut connections),
            };
            waterfall.add(part, (step.place.machine, step.place.peer), since(step.at), over.since(step.at));
        }
        Some(waterfall)
    }

    /// The row that took longest.
    pub fn longest(&self) -> Option<&Row> {
        self.rows.iter().reduce(|longest, row| if row.total > longest.total { row } else { longest })
    }

    /// The share of the whole time that a length is.
    pub fn share(&self, length: SimDuration) -> f64 {
        if self.total.is_zero() { 0.0 } else { length.as_seconds() / self.total.as_seconds() }
    }

    fn add(&mut self, part: Part, (machine, peer): (MachineId, MachineId), from: SimDuration, length: SimDuration) {
        if length.is_zero() {
            return;
        }
        let same = |row: &&mut Row| (row.part, row.machine, row.peer) == (part, machine, peer);
        let Some(row) = self.rows.iter_mut().find(same) else {
            return self.rows.push(Row { part, machine, peer, spans: vec![(from, length)], total: length });
        };
        row.total += length;
        match row.spans.last_mut() {
            Some((start, so_far)) if *start + *so_far == from => *so_far += length,
            _ => row.spans.push((from, length)),
        }
    }
}

/// What a step after `before` is. `connections`: those that HAProxy has tried so far.
fn part(step: &Step, before: Option<&Step>, connections: &mut u16) -> Part {
    let on_its_way = before.is_some_and(|one| one.place.stage == Stage::Internet && one.until > step.at);
    match step.place.stage {
        Stage::Internet if step.place.peer == MachineId::CLIENT => Part::Back,
        Stage::Internet => Part::Out,
        Stage::Connecting => {
            *connections += 1;
            Part::Connect(*connections - 1)
        }
        // A worker that computes does not know when it will be done; one that waits for its request has it half way.
        Stage::Worker
            if step.until != SimTime::NEVER
                || (on_its_way && before.is_some_and(|one| one.until != SimTime::NEVER)) =>
        {
            Part::Waits
        }
        stage => Part::At(stage),
    }
}

#[cfg(test)]
mod tests;
