//! The texts of a page within another one: what it cannot do, where it leads, what it shows in words.

use crate::model::id::MachineId;

/// Texts of a page within another one.
#[derive(Debug)]
pub struct Page {
    /// A parameter has a word that is none of its own: key, word, its words.
    pub not_one_of: fn(&str, &str, &str) -> String,
    /// What is to be locked is no knob.
    pub no_lock: fn(&str) -> String,
    /// What is to be the only origin is none.
    pub no_origin: fn(&str) -> String,
    /// Mark of what is locked.
    pub locked: &'static str,
    /// The same, explained.
    pub locked_why: &'static str,
    /// Link to a page of its own.
    pub pop_out: &'static str,
    /// The same, explained.
    pub pop_out_why: &'static str,
    /// Button and title: the description.
    pub description: &'static str,
    /// To a host: what it wants set is neither a link nor a list of settings.
    pub no_patch: &'static str,
    /// To a host: what it wants a setting to be is neither text nor number nor switch.
    pub no_value: &'static str,
    /// To a host: this command is not known, or lacks what it needs.
    pub no_command: fn(&str) -> String,
    /// To a host: there is no such thing to ask for.
    pub no_thing: fn(&str) -> String,
    /// To a host: the run ended because it holds too much.
    pub halted: &'static str,
    /// The scenario in words.
    pub scenario: Scenario,
}

/// The sentences of which the description is made. Figures come in as they are written on the screen.
#[derive(Debug)]
pub struct Scenario {
    /// Requests per second, the share of writes, the share of files.
    pub load: fn(&str, &str, &str) -> String,
    /// So many users who click and read.
    pub users: fn(&str) -> String,
    /// Requests per second to so many workers of a queue.
    pub queue: fn(&str, usize) -> String,
    /// The algorithm, how many servers, which of them take part, how many HAProxy holds for up.
    pub balanced: fn(&str, usize, &str, usize) -> String,
    /// They come to this server.
    pub direct: fn(MachineId) -> String,
    /// The primary databases and the replicas.
    pub databases: fn(&str, &str) -> String,
    /// A database alone.
    pub database: fn(&str) -> String,
    /// No database accepts writes.
    pub no_primary: &'static str,
    /// Nothing is broken.
    pub well: &'static str,
    /// These things are broken.
    pub broken: fn(&str) -> String,
    /// So many more things.
    pub more: fn(usize) -> String,
}
