//! The event log: what was noted, when, and how the ledger stood.

use super::ledger::Ledger;
use crate::engine::time::SimTime;
use crate::model::note::Note;

/// Most lines that are kept; the screen says when there were more.
pub const LIMIT: usize = 5_000;

/// A line of the event log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// When.
    pub at: SimTime,
    /// What.
    pub note: Note,
    /// The account at that instant: the difference of two lines tells what it cost meanwhile.
    pub ledger: Ledger,
}

/// The first [`LIMIT`] lines of a run. The beginning is kept and not the end, so that going back in time only cuts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    lines: Vec<Line>,
    noted: u64,
}

impl Log {
    /// The lines that are kept, oldest first.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// All lines ever noted; those beyond [`LIMIT`] are not kept.
    pub const fn noted(&self) -> u64 {
        self.noted
    }

    /// Notes a line, and keeps it where there is room.
    pub fn note(&mut self, line: Line) {
        self.noted += 1;
        if self.lines.len() < LIMIT {
            self.lines.push(line);
        }
    }

    /// Forgets all but the first `noted` lines.
    pub fn cut_back(&mut self, noted: u64) {
        self.noted = self.noted.min(noted);
        self.lines.truncate(usize::try_from(noted).unwrap_or(LIMIT));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(millis: u64) -> Line {
        Line { at: SimTime::from_millis(millis), note: Note::Configured, ledger: Ledger::default() }
    }

    #[test]
    fn a_full_log_counts_what_it_does_not_keep_and_cutting_back_restores_what_was() {
        let mut log = Log::default();
        (0..LIMIT as u64 + 7).for_each(|millis| log.note(line(millis)));
        assert_eq!((log.lines().len(), log.noted()), (LIMIT, LIMIT as u64 + 7));
        let mut short = Log::default();
        (0..3).for_each(|millis| short.note(line(millis)));
        log.cut_back(3);
        assert_eq!(log, short);
    }
}
