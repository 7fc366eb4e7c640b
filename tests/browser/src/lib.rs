//! The harness of the browser tests: a page on a stage, a session in an engine, and a runner that takes a table of tests.
//!
//! Knows that the page marks its root with `data-ready` once it runs, and nothing else of what the page shows.

pub mod axe;
mod driver;
pub mod emulate;
pub mod files;
pub mod gallery;
mod html;
pub mod measure;
pub mod page;
pub mod pairs;
mod picture;
pub mod pseudo;
pub mod runner;
mod session;
pub mod stage;
pub mod states;
pub mod stranger;
