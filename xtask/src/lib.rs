//! What the commands and the browser tests share: where things lie, child processes, browser engines, the page's server.
//!
//! Knows nothing of the simulation. It uses the standard library alone, so that the first command on a fresh machine
//! starts after about a second of compiling.

pub mod checkout;
pub mod engine;
pub mod process;
pub mod server;

/// What a step of a command comes to: nothing, a value, or a sentence that names the thing, the rule and what to do.
///
/// A plain sentence is enough because nothing reacts to an error here but the person who reads it.
pub type Outcome<T = ()> = Result<T, String>;
