//! Tierscope: a distributed web infrastructure, simulated.
//!
//! One arrow between the layers, left may use right and never the other way:
//! **ui → app → lab → simulation → scenario → metrics → model → engine**.

pub mod app;
pub mod conform;
pub mod engine;
pub mod lab;
pub mod metrics;
pub mod model;
pub mod scenario;
pub mod simulation;
pub mod snapshot;
