//! What is known beyond one run: theory to hold runs against, capacity by arithmetic, and works to measure speed with.

pub mod capacity;
pub mod estimate;
pub mod figures;
pub mod picks;
pub mod roles;
pub mod scale;
pub mod seeks;
pub mod summary;
pub mod sweep;
pub mod theory;
pub mod warm_up;
pub mod work;
