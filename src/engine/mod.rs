//! Time, order and chance. Knows no request and no machine.

pub mod agenda;
pub mod cpu;
pub mod digest;
pub mod digits;
pub mod dist;
pub mod queue;
pub mod range;
pub mod rng;
pub mod slab;
pub mod sort;
pub mod station;
pub mod table;
pub mod time;
pub mod ziggurat;
