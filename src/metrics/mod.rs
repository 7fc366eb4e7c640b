//! What is measured of a run. Knows observations; the model does not know it exists.

mod buckets;
pub mod diary;
pub mod errors;
pub mod heat;
pub mod histogram;
pub mod history;
pub mod journey;
pub mod ledger;
pub mod log;
mod marks;
pub mod meter;
pub mod occupancy;
pub mod recent;
pub mod series;
pub mod spread;
pub mod tally;
mod watched;
