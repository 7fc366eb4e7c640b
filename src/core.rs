//! What runs millions of times a second: [`engine`], [`model`] and [`metrics`]. A crate of its own because the page is compiled for size and
//! this for speed; whoever uses Tierscope finds it in the crate `tierscope`.

pub mod engine;
pub mod metrics;
pub mod model;
