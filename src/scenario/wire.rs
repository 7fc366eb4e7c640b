//! The link: a scenario as a readable, versioned query string, both ways. Reading never fails.

use super::Scenario;
use crate::engine::time::SimTime;

/// Version of the link's grammar (`v=`).
pub const SCHEMA_VERSION: u32 = 1;
/// Version of the model (`m=`): another one may give other numbers for the same link.
pub const MODEL_VERSION: u32 = 1;
/// Longest query that is read, in bytes.
pub const LONGEST_INPUT: usize = 8192;

/// Everything that a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The run.
    pub scenario: Scenario,
    /// How the page shows it.
    pub view: View,
    /// Keys that this version does not know, as they came: kept when the link is written again.
    pub unknown: Vec<(String, String)>,
}

/// How a page shows a run; no part of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// `t=`: open at this instant, paused.
    pub at: Option<SimTime>,
    /// `play=`: whether to start playing.
    pub play: Option<bool>,
    /// `lang=`: language of the page.
    pub language: Option<String>,
}

/// Something in a link that was not taken as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The key or the command it is about, as written (at most 40 characters).
    pub about: String,
    /// What was wrong with it and what was done instead, in English.
    pub text: String,
}
