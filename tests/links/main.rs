//! Links: what is written reads back exactly, and whatever is read gives a scenario that can run.
#![cfg(not(target_arch = "wasm32"))]

mod anything;
mod canonical;
mod corpus;
mod figures;
#[path = "../../fuzz/properties.rs"]
#[allow(dead_code, reason = "one file has the properties of all readers, and each target tries some")]
mod properties;
mod schema;
