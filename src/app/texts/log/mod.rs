//! The texts of the event log. Each line is one sentence, names first, without a full stop: a row of a list.

mod balancer;
mod deploy;
mod fault;

pub use balancer::Balancer;
pub use deploy::Deploys;
pub use fault::Faults;

use super::chart::Charts;
use super::schema::room;
use crate::app::format;
use crate::app::narrate::{Cost, Told};
use crate::model::id::{Process, Target};
use crate::model::note::Note;
use crate::scenario::value::Value;

room! {
    /// Texts of the event log.
    Log = "log" after Charts with { happened: Happened };

    /// Its title.
    title;
    /// Stands in it before anything has happened.
    empty;
    /// What a row's button does, for those who hear it: goes to this instant.
    go_to(instant);
    /// Button: every line.
    all;
    /// Button: only what matters most.
    important;
    /// Name of the two buttons together.
    filter;
    /// Button: shows so many more lines.
    more(n: count);
    /// Button: shows the latest lines only.
    fewer;
    /// So many earlier lines are not shown.
    earlier(n: count);
    /// The log is full: what comes now is not kept.
    full;
}

/// How requests fared while something was as it was.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// Nobody answered in time.
    TimedOut,
    /// An error was the answer.
    Failed,
    /// There was nobody.
    Refused,
    /// They have no answer yet.
    Waiting,
}

room! {
    /// Texts of what happened.
    Happened = "happened" after Log with { faults: Faults, balancer: Balancer, deploys: Deploys };

    /// So long after what it ended.
    after(sentence, time);
    /// So many requests went unanswered meanwhile.
    unanswered(sentence, n: count);
    /// What became of requests meanwhile.
    meanwhile(sentence, what);
    /// The first that became of requests.
    first(n: count) of Way { TimedOut, Failed, Refused, Waiting };
    /// What else became of requests.
    further(n: count) of Way { TimedOut, Failed, Refused, Waiting };
    /// The last of a list.
    and(first, last);
    /// A link was cut.
    partitioned(one, other);
    /// It carries again.
    healed(one, other);
    /// Users are logged out.
    logged_out(n: count, machine);
    /// A database is cloned.
    cloning(machine, source);
    /// It has its copy.
    cloned(machine);
    /// The primary is held for dead.
    dead_primary(machine);
    /// A replica is.
    dead_replica(machine);
    /// A database answers again.
    back(machine);
    /// A replica has applied everything.
    drained(machine);
    /// It applies what it has.
    draining(machine, left: count);
    /// Nobody can be promoted.
    no_candidate;
    /// A replica became the primary.
    promoted(machine, position: count);
    /// It did, and writes are lost.
    promoted_lost(machine, position: count, lost: count);
    /// It takes writes again.
    admitted(machine);
    /// The manager switches a machine off.
    fencing(machine);
    /// It is off.
    fenced(machine);
    /// It takes no writes.
    demoted(machine);
    /// It has another source.
    repointed(machine, source);
    /// It has what the primary has not.
    errant(machine, n: count);
    /// The log of its source does not go on where its own ends.
    turned_away(machine, source);
    /// Applications know no primary.
    routed_nowhere;
    /// They read from the primary.
    routed_all(primary);
    /// They read from replicas.
    routed(primary, replicas: count);
    /// A replica lost its source.
    source_lost(machine);
    /// It has it again.
    source_found(machine);
    /// An application is told to stop.
    stopping(machine);
    /// It has.
    stopped(machine);
    /// The configuration is another, one cannot say in what.
    configured;
    /// A setting has a value.
    set(label, value);
    /// A setting is on.
    switched_on(label);
    /// A setting is off.
    switched_off(label);
    /// A setting has the value that it had.
    set_back(label);
}

impl Log {
    /// What happened, as a sentence.
    pub fn sentence(&self, told: &Told) -> String {
        self.happened.sentence(told)
    }
}

impl Happened {
    fn sentence(&self, told: &Told) -> String {
        match told.note {
            Note::Crashed(target) => self.faults.crashed(*target),
            // Nobody waits for the failover manager.
            Note::Restarted(target @ Target::Process(_, Process::Manager)) => {
                self.late(self.faults.restarted(*target), told)
            }
            Note::Restarted(target) => self.ended(self.faults.restarted(*target), told),
            Note::Partitioned(link) => self.partitioned(link.ends()[0], link.ends()[1]),
            Note::Healed(link) => self.ended(self.healed(link.ends()[0], link.ends()[1]), told),
            Note::Configured => self.settings(told),
            Note::Hit(hit) => self.faults.hit(*hit, |sentence| self.ended(sentence, told)),
            Note::Shaped(shape) => self.faults.shaped(*shape),
            Note::Workers(machine, order) => self.faults.workers(*machine, *order),
            Note::LoggedOut { machine, users } => self.logged_out(u64::from(*users), machine),
            Note::CommandRefused(refused) => self.faults.not_done(self.faults.why(*refused)),
            Note::Balancer(log) => self.of_balancer(log, told),
            Note::Stopping(machine) => self.stopping(machine),
            Note::Stopped(machine) => self.stopped(machine),
            Note::Deploying { .. } | Note::Loaded { .. } | Note::DeployMissed { .. } => {
                self.deploys.sentence(told.note)
            }
            Note::Deployed(_) | Note::DeployHalted { .. } => self.deploys.sentence(told.note),
            note => self.of_databases(note, told),
        }
    }

    /// What happened to databases.
    fn of_databases(&self, note: &Note, told: &Told) -> String {
        match note {
            Note::Cloning { machine, source } => self.cloning(machine, source),
            Note::Cloned(machine) => self.cloned(machine),
            Note::DatabaseDead { machine, primary: true } => self.dead_primary(machine),
            Note::DatabaseDead { machine, primary: false } => self.dead_replica(machine),
            Note::DatabaseBack(machine) => self.back(machine),
            Note::Draining { machine, backlog: 0 } => self.drained(machine),
            Note::Draining { machine, backlog } => self.draining(machine, *backlog),
            Note::NoCandidate => self.with_cost(self.no_candidate().to_owned(), &told.cost),
            Note::Promoted { machine, position, lost: 0 } => self.promoted(machine, *position),
            Note::Promoted { machine, position, lost } => self.promoted_lost(machine, *position, *lost),
            Note::Admitted(machine) => self.admitted(machine),
            Note::Fencing(machine) => self.fencing(machine),
            Note::Fenced(machine) => self.fenced(machine),
            Note::Demoted(machine) => self.demoted(machine),
            Note::Repointed { machine, source } => self.repointed(machine, source),
            Note::Errant { machine, transactions } => self.errant(machine, *transactions),
            Note::TurnedAway { machine, source } => self.turned_away(machine, source),
            Note::Routed { primary: None, .. } => self.routed_nowhere().to_owned(),
            Note::Routed { primary: Some(primary), readers: 0 } => self.routed_all(primary),
            Note::Routed { primary: Some(primary), readers } => self.routed(primary, u64::from(*readers)),
            Note::SourceLost(machine) => self.source_lost(machine),
            Note::SourceFound(machine) => self.source_found(machine),
            _ => String::new(),
        }
    }

    /// What knobs were set to.
    fn settings(&self, told: &Told) -> String {
        let set = |knob: &crate::scenario::knob::Knob, value: &Value| match (
            value,
            format::value(knob, self.table.unit(knob), value),
        ) {
            (_, Some(figure)) => self.set(self.table.label(knob), figure),
            (Value::Word(word), None) => self.set(self.table.label(knob), word),
            (Value::Switch(true), None) => self.switched_on(self.table.label(knob)),
            (Value::Switch(false), None) => self.switched_off(self.table.label(knob)),
            (_, None) => self.set_back(self.table.label(knob)),
        };
        match told.settings.is_empty() {
            true => self.configured().to_owned(),
            false => told.settings.iter().map(|(knob, value)| set(knob, value)).collect::<Vec<_>>().join(", "),
        }
    }

    /// A sentence about an end: `… after 18 s; 431 requests went unanswered meanwhile`.
    fn ended(&self, sentence: String, told: &Told) -> String {
        let sentence = self.late(sentence, told);
        match told.cost.unanswered() {
            0 => sentence,
            n => self.unanswered(sentence, n),
        }
    }

    /// `… after 18 s`.
    fn late(&self, sentence: String, told: &Told) -> String {
        match told.after {
            None => sentence,
            Some(after) => self.after(sentence, format::short_seconds(after.as_seconds())),
        }
    }

    /// `…; meanwhile 412 requests timed out, 31 failed and 210 more wait`.
    fn with_cost(&self, sentence: String, cost: &Cost) -> String {
        let ways = [
            (cost.timed_out, Way::TimedOut),
            (cost.failed, Way::Failed),
            (cost.refused, Way::Refused),
            (cost.waiting, Way::Waiting),
        ];
        let mut parts: Vec<String> = Vec::new();
        for (n, way) in ways.into_iter().filter(|(n, _)| *n > 0) {
            parts.push(if parts.is_empty() { self.first(way, n) } else { self.further(way, n) });
        }
        match parts.split_last() {
            None => sentence,
            Some((only, [])) => self.meanwhile(sentence, only),
            Some((last, first)) => self.meanwhile(sentence, self.and(first.join(", "), last)),
        }
    }
}
