//! The configuration of the failover manager: who promotes, whom, after what, and who is told how.

use crate::engine::time::SimDuration;
use crate::model::choice::choice;

choice! {
    /// Who promotes a replica when the primary is dead.
    pub enum Failover {
        /// The manager, by itself.
        Auto = "auto",
        /// A person, by an order.
        Manual = "manual",
    }
}

choice! {
    /// How applications learn who the primary is.
    pub enum Learn {
        /// The manager tells each of them.
        Push = "push",
        /// They look up its name, and believe what they found for a while.
        Dns = "dns",
    }
}

choice! {
    /// Whom the manager promotes.
    pub enum Candidate {
        /// Who has received most, of those that do not keep behind on purpose if there are such.
        MostAdvanced = "most-advanced",
        /// The first that lives, in the order of declaration.
        First = "first",
    }
}

/// The failover manager.
#[derive(Clone, Debug, PartialEq)]
pub struct Manager {
    /// Whether it promotes by itself.
    pub failover: Failover,
    /// Pause between two rounds of probes, and the limit of one.
    pub probe: SimDuration,
    /// Unanswered probes in a row after which a database is dead to it.
    pub misses: u32,
    /// Whether it switches a dead primary's machine off before it promotes another.
    pub fence: bool,
    /// Whether a candidate applies all that it has received before it is promoted.
    pub drain: bool,
    /// Whom it promotes by itself.
    pub candidate: Candidate,
    /// How applications learn of it.
    pub learn: Learn,
    /// How long an application believes what it has looked up.
    pub ttl: SimDuration,
}
