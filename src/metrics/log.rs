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
