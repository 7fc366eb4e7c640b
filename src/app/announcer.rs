//! What is said aloud to those who cannot see the page: the turns of the story or a summary, a few words at a time. Knows no screen.

use super::format;
use super::texts::Texts;
use crate::engine::time::SimDuration;
use crate::snapshot::Snapshot;
use std::collections::VecDeque;

/// Real milliseconds between two messages.
const PAUSE_MS: f64 = 5_000.0;
/// Most words of one message.
const WORDS: usize = 25;
/// A response time so many times as long, or as short, is worth a word.
const FAR: u64 = 2;

/// How much is said while a run plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Nothing but answers to what a person does.
    Off,
    /// The turns of the story.
    #[default]
    Events,
    /// The latest turn, how many errors, and the response time where it is another one.
    Summary,
}

impl Verbosity {
    /// Every choice.
    pub const ALL: [Verbosity; 3] = [Verbosity::Off, Verbosity::Events, Verbosity::Summary];

    /// Its word, for a list.
    pub const fn keyword(self) -> &'static str {
        match self {
            Verbosity::Off => "off",
            Verbosity::Events => "events",
            Verbosity::Summary => "summary",
        }
    }

    /// The choice of that word.
    pub fn of(word: &str) -> Option<Verbosity> {
        Verbosity::ALL.into_iter().find(|verbosity| verbosity.keyword() == word)
    }
}

/// What a summary compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Figures {
    /// Requests that ended without an answer.
    unanswered: u64,
    /// The 99th percentile of the last seconds; nothing where nothing was answered.
    p99: Option<SimDuration>,
}

impl Figures {
    fn of(snapshot: &Snapshot) -> Figures {
        let (ledger, response) = (&snapshot.ledger, &snapshot.recent.response);
        Figures {
            unanswered: ledger.refused + ledger.failed + ledger.timed_out,
            p99: (response.n > 0).then_some(response.p99),
        }
    }

    /// Both response times, where they are far apart.
    fn moved(self, now: Figures) -> Option<(SimDuration, SimDuration)> {
        let (before, after) = (self.p99?, now.p99?);
        let (short, long) = (before.min(after), before.max(after));
        (long.as_nanos() >= short.as_nanos().saturating_mul(FAR)).then_some((before, after))
    }
}

/// Holds messages back until it is polite to say them.
#[derive(Clone, Debug, Default)]
pub struct Announcer {
    /// How much is said.
    pub verbosity: Verbosity,
    waiting: VecDeque<String>,
    last_ms: Option<f64>,
    /// For a summary: the latest turn, the figures now, those of the last summary.
    turn: Option<String>,
    now: Figures,
    then: Option<Figures>,
}

impl Announcer {
    /// Something to say as soon as it is polite: an answer to what a person did.
    pub fn say(&mut self, text: String) {
        self.waiting.push_back(text);
    }

    /// The run went on: its new turns, and where it is now.
    pub fn follow(&mut self, turns: Vec<String>, snapshot: &Snapshot) {
        match self.verbosity {
            Verbosity::Off => {}
            Verbosity::Events => self.waiting.extend(turns),
            Verbosity::Summary => {
                self.turn = turns.into_iter().next_back().or(self.turn.take());
                self.now = Figures::of(snapshot);
                self.then.get_or_insert(self.now);
            }
        }
    }

    /// Forgets what was not said yet: the run is somewhere else now.
    pub fn hush(&mut self) {
        self.waiting.clear();
        self.turn = None;
        self.then = None;
    }

    /// Real milliseconds from `wall_ms` until the next message is due, if one waits.
    pub fn due_in(&self, wall_ms: f64) -> Option<f64> {
        if self.waiting.is_empty() && !self.has_news() {
            return None;
        }
        Some(self.last_ms.map_or(0.0, |last| (PAUSE_MS - (wall_ms - last)).max(0.0)))
    }

    /// Whether a summary would say anything.
    fn has_news(&self) -> bool {
        let errors = |then: Figures| self.now.unanswered > then.unanswered || then.moved(self.now).is_some();
        self.verbosity == Verbosity::Summary && (self.turn.is_some() || self.then.is_some_and(errors))
    }

    /// The next message, if one is due at the real time `wall_ms`: as many of the waiting ones as are short enough
    /// together, and how many there were besides.
    pub fn next(&mut self, wall_ms: f64, texts: &Texts) -> Option<String> {
        if self.due_in(wall_ms)? > 0.0 {
            return None;
        }
        self.last_ms = Some(wall_ms);
        let Some(first) = self.waiting.pop_front() else {
            return Some(self.summary(texts));
        };
        let mut said = shortened(first, WORDS);
        let more = |count: usize| texts.shell.more_in_log(count as u64);
        while let Some(text) = self.waiting.front() {
            let rest = self.waiting.len() - 1;
            let after = if rest > 0 { words(&more(rest)) } else { 0 };
            if words(&said) + words(text) + after > WORDS {
                break;
            }
            said.push(' ');
            said.push_str(text);
            self.waiting.pop_front();
        }
        if !self.waiting.is_empty() {
            let more = more(self.waiting.len());
            said = format!("{} {more}", shortened(said, WORDS - words(&more)));
            self.waiting.clear();
        }
        Some(said)
    }

    /// What is new since the last summary, the turn of the story last to be cut.
    fn summary(&mut self, texts: &Texts) -> String {
        let then = self.then.replace(self.now).unwrap_or(self.now);
        let errors = self.now.unanswered.saturating_sub(then.unanswered);
        let moved = then.moved(self.now).map(|(before, after)| {
            let written = |length| format::duration(length).to_string();
            texts.aloud.p99(written(before), written(after))
        });
        let figures =
            (errors > 0).then(|| texts.aloud.errors(errors)).into_iter().chain(moved).collect::<Vec<_>>().join(", ");
        let turn = self.turn.take().map(|turn| {
            let room = WORDS.saturating_sub(words(&figures) + words(&texts.aloud.lately("")));
            shortened(turn.trim_end_matches('.').to_owned(), room)
        });
        let parts = turn.into_iter().chain(Some(figures).filter(|figures| !figures.is_empty()));
        texts.aloud.lately(parts.collect::<Vec<_>>().join(", "))
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A text of at most so many words: what is too long ends with an ellipsis.
fn shortened(text: String, most: usize) -> String {
    if words(&text) <= most {
        return text;
    }
    let kept: Vec<&str> = text.split_whitespace().take(most).collect();
    format!("{}…", kept.join(" "))
}

#[cfg(test)]
mod tests;
