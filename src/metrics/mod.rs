//! What is measured of a run. Knows observations; the model does not know it exists.

pub mod histogram;
pub mod journey;
pub mod ledger;
pub mod log;
pub mod meter;
pub mod occupancy;
pub mod series;
