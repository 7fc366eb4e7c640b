//! The texts of a page within another one: what it cannot do, where it leads, what it shows in words.

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
}
