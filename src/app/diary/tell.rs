//! A client's diary in the first person, the latest line first. Every line is made of entries of the diary, and of the event log
//! where that knows why.

use crate::app::format::{self, Figure};
use crate::app::narrate::Weight;
use crate::app::texts::Texts;
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::diary::{Diary, Entry};
use crate::metrics::log::Line as Logged;
use crate::model::diary::{Happening, Missing};
use crate::model::id::MachineId;
use crate::model::note::Note;
use crate::model::observation::{Cause, Class, Kind, Outcome};

/// Most lines that are told.
const LINES: usize = 100;
/// Entries of which lines are made; those before are only remembered.
const TOLD: usize = 400;
/// Who waits longer than this says so.
const LONG: SimDuration = SimDuration::from_millis(1_000);

/// A line of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// When.
    pub at: SimTime,
    /// A word for programs.
    pub kind: &'static str,
    /// How grave.
    pub weight: Weight,
    /// What the client says.
    pub text: String,
}

/// What the client tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Tale {
    /// The number of the client; the most active is 1.
    pub client: u32,
    /// Since when nothing is left out.
    pub since: SimTime,
    /// The lines, the latest first.
    pub lines: Vec<Line>,
}

/// What a database showed to a page that is under way.
struct Seen {
    attempt: u64,
    machine: MachineId,
    missing: Option<Missing>,
    behind: SimDuration,
}

/// Goes through a diary from its first entry to its last.
struct Teller<'a> {
    texts: &'a Texts,
    log: &'a [Logged],
    lines: Vec<Line>,
    /// What is waited for, and since when.
    open: Vec<(SimTime, Kind)>,
    seen: Vec<Seen>,
    /// When the last write was said to be done.
    post: Option<SimTime>,
    /// Whether it has been told that this write is gone.
    mourned: bool,
    /// Files that the last line tells of; 0 where it tells of something else.
    files: u64,
}

impl Tale {
    /// What a diary tells at the instant `now`; `log` is the run's, and `lost` whether the client's last write is.
    pub fn of(texts: &Texts, diary: &Diary, log: &[Logged], now: SimTime, lost: bool) -> Tale {
        let mut teller = Teller {
            texts,
            log,
            lines: Vec::new(),
            open: Vec::new(),
            seen: Vec::new(),
            post: None,
            mourned: false,
            files: 0,
        };
        let kept = diary.kept();
        let before = kept.len().saturating_sub(TOLD);
        kept.iter().take(before).for_each(|entry| teller.remember(entry));
        kept.iter().skip(before).for_each(|entry| teller.hear(entry));
        if lost && !teller.mourned {
            teller.foretell(now);
        }
        if let Some((since, kind)) = teller.open.first().copied().filter(|(since, _)| now.since(*since) > LONG) {
            let text = texts.diary.waiting(texts.diary.wish(kind), format::clock(since));
            teller.say(now, "waiting", Weight::Warning, text);
        }
        let mut lines = teller.lines;
        lines.reverse();
        lines.truncate(LINES);
        Tale { client: diary.client().unwrap_or_default() + 1, since: diary.since(), lines }
    }
}

impl Teller<'_> {
    fn say(&mut self, at: SimTime, kind: &'static str, weight: Weight, text: String) {
        self.files = 0;
        self.lines.push(Line { at, kind, weight, text });
    }

    /// What later lines need of an entry of which there is none.
    fn remember(&mut self, entry: &Entry) {
        match entry.what {
            Happening::Asked { kind } => self.open.push((entry.at, kind)),
            Happening::Read { missing, .. } => self.mourned |= missing == Some(Missing::Gone),
            Happening::Ended { kind, outcome, response, written, .. } => {
                self.close(entry.at, kind, response);
                if outcome.class == Class::Answered && kind == Kind::Write && written.is_some() {
                    (self.post, self.mourned) = (Some(entry.at), false);
                }
            }
            _ => {}
        }
    }

    /// What was waited for since that long ago is over.
    fn close(&mut self, at: SimTime, kind: Kind, response: SimDuration) {
        self.open.retain(|(since, of)| (at.since(*since), *of) != (response, kind));
    }

    fn hear(&mut self, entry: &Entry) {
        let (at, words) = (entry.at, &self.texts.diary);
        match entry.what {
            Happening::Asked { kind } => self.open.push((at, kind)),
            Happening::LoggedIn { machine } => {
                let text = machine.map_or_else(|| words.logged_in().to_owned(), |machine| words.logged_in_at(machine));
                self.say(at, "logged_in", Weight::Plain, text);
            }
            Happening::LoggedOut { machine, held, gone } => {
                let text = match held {
                    Some(held) if gone && held == machine => words.restarted(held),
                    Some(held) if gone => words.gone_with(held, machine),
                    Some(held) => words.elsewhere(held, machine),
                    None => words.moved().to_owned(),
                };
                self.say(at, "logged_out", Weight::Trouble, text);
            }
            Happening::Read { machine, stale, missing, behind } => {
                let worse = |one: &Seen| one.attempt == entry.attempt && (one.missing.is_some() || missing.is_none());
                if (stale || missing.is_some()) && !self.seen.iter().any(worse) {
                    self.seen.retain(|one| one.attempt != entry.attempt);
                    self.seen.push(Seen { attempt: entry.attempt, machine, missing, behind });
                }
            }
            Happening::Failed { kind, outcome, response } => {
                self.take(entry.attempt);
                let text = self.unanswered(kind, outcome, response) + " " + words.again();
                self.say(at, "tries_again", Weight::Warning, text);
            }
            Happening::Ended { kind, outcome, response, server, written } => {
                self.close(at, kind, response);
                let seen = self.take(entry.attempt);
                if outcome.class != Class::Answered {
                    let mut text = self.unanswered(kind, outcome, response);
                    if written.is_some() {
                        text = text + " " + words.stored();
                    }
                    return self.say(at, "no_answer", Weight::Trouble, text);
                }
                self.answered(at, kind, outcome.status, (format::duration(response), server));
                if kind == Kind::Write && written.is_some() {
                    (self.post, self.mourned) = (Some(at), false);
                } else if let Some(seen) = seen {
                    self.add_seen(at, &seen);
                }
            }
        }
    }

    /// What was shown to an attempt that is over.
    fn take(&mut self, attempt: u64) -> Option<Seen> {
        let index = self.seen.iter().position(|one| one.attempt == attempt)?;
        Some(self.seen.swap_remove(index))
    }

    /// What became of a wish that was not answered.
    fn unanswered(&self, kind: Kind, outcome: Outcome, response: SimDuration) -> String {
        let (words, time) = (&self.texts.diary, format::duration(response));
        let wish = words.wish(kind);
        match (outcome.cause, outcome.status) {
            (Some((Cause::GaveUp, _)), _) => words.gave_up(time, wish),
            (Some((cause, _)), 0) => words.cut(wish, time, self.texts.panel.cause(cause)),
            (Some((cause, _)), status) => words.refused(wish, status, time, self.texts.panel.cause(cause)),
            (None, status) => words.got(wish, status, time),
        }
    }

    /// An answer came. Files that come one after the other are one line.
    fn answered(&mut self, at: SimTime, kind: Kind, status: u16, (time, server): (Figure, Option<MachineId>)) {
        let words = &self.texts.diary;
        let Some(server) = server else {
            return self.say(at, "answered", Weight::Plain, words.got(words.wish(kind), status, time));
        };
        match kind {
            Kind::Static => {
                let files = self.files + 1;
                if files > 1 {
                    self.lines.pop();
                }
                let text = if files > 1 { words.files(files) } else { words.file(status, server, time) };
                self.say(at, "file", Weight::Plain, text);
                self.files = files;
            }
            Kind::Read => self.say(at, "page", Weight::Plain, words.read(status, server, time)),
            Kind::Write => self.say(at, "post", Weight::Relief, words.posted(status, server, time)),
        }
    }

    /// What the page showed that had just come.
    fn add_seen(&mut self, at: SimTime, seen: &Seen) {
        let words = &self.texts.diary;
        let behind = format::duration(seen.behind);
        let (kind, weight, text) = match seen.missing {
            Some(Missing::Gone) if self.mourned => return,
            Some(Missing::Gone) => {
                self.mourned = true;
                let text =
                    self.post.map_or_else(|| words.gone_last().to_owned(), |post| words.gone(format::clock(post)));
                return self.say(at, "post_gone", Weight::Trouble, text + " " + &self.why(at));
            }
            Some(Missing::NotYet) => {
                let post = self.post.map(format::clock);
                let text = post.map_or_else(
                    || words.not_yet_last(seen.machine, &behind),
                    |post| words.not_yet(post, seen.machine, &behind),
                );
                ("post_missing", Weight::Warning, text)
            }
            None => ("outdated", Weight::Warning, words.outdated(seen.machine, &behind)),
        };
        if let Some(line) = self.lines.last_mut() {
            (line.kind, line.weight) = (kind, weight);
            line.text = format!("{} {text}", line.text);
        }
    }

    /// What the client does not know yet, at the instant at which it happened.
    fn foretell(&mut self, now: SimTime) {
        let words = &self.texts.diary;
        let text = self.post.map_or_else(|| words.unaware_last().to_owned(), |post| words.unaware(format::clock(post)));
        let (at, text) = (self.promoted(now).map_or(now, |(_, at)| at), text + " " + &self.why(now));
        let place = self.lines.partition_point(|line| line.at <= at);
        self.lines.insert(place, Line { at, kind: "post_lost", weight: Weight::Trouble, text });
    }

    /// The database that became the primary without the write, and when.
    fn promoted(&self, at: SimTime) -> Option<(MachineId, SimTime)> {
        let since = self.post.unwrap_or(SimTime::ZERO);
        let mut lately = self.log.iter().rev().skip_while(|line| line.at > at).take_while(|line| line.at >= since);
        lately.find_map(|line| match line.note {
            Note::Promoted { machine, lost, .. } if lost > 0 => Some((machine, line.at)),
            _ => None,
        })
    }

    /// Why the write is gone, by the event log: since it was made another database became the primary, or the primary lost it itself.
    fn why(&self, at: SimTime) -> String {
        let words = &self.texts.diary;
        match self.promoted(at) {
            Some((machine, when)) => words.promoted(machine, format::clock(when)),
            None => words.nowhere().to_owned(),
        }
    }
}
