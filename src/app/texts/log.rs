//! The texts of the event log.

use crate::app::narrate::Told;

/// Texts of the event log.
#[derive(Debug)]
pub struct Log {
    /// Its title.
    pub title: &'static str,
    /// Stands in it before anything has happened.
    pub empty: &'static str,
    /// What a row's button does, for those who hear it: goes to this instant.
    pub go_to: fn(&str) -> String,
    /// Button: every line.
    pub all: &'static str,
    /// Button: only what matters most.
    pub important: &'static str,
    /// Name of the two buttons together.
    pub filter: &'static str,
    /// Button: shows so many more lines.
    pub more: fn(u64) -> String,
    /// Button: shows the latest lines only.
    pub fewer: &'static str,
    /// So many earlier lines are not shown.
    pub earlier: fn(u64) -> String,
    /// The log is full: what comes now is not kept.
    pub full: &'static str,
    /// What happened, as a sentence.
    pub sentence: fn(&Told) -> String,
}
