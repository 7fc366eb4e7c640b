//! The texts of one request's way.

use crate::app::waterfall::{Row, Waterfall as Of};

/// Texts of one request's way. Figures come in as they are written on the screen.
#[derive(Debug)]
pub struct Waterfall {
    /// Its title.
    pub title: &'static str,
    /// In place of it, while none has ended.
    pub none: &'static str,
    /// Shows the slowest that is kept.
    pub slowest: &'static str,
    /// Shows the one that ended last.
    pub newest: &'static str,
    /// How another one is shown.
    pub click: &'static str,
    /// What became of a request and what took longest, in a sentence.
    pub sentence: fn(&Of) -> String,
    /// What it spent time on.
    pub row: fn(&Row) -> String,
    /// Columns: on what, when after the beginning, for how long, which share.
    pub columns: [&'static str; 4],
}
