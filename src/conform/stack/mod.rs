//! Recordings of nginx and of what stands behind it, against the model. Where the balancer has a driver of its own, these
//! have none: a [`Web`](web::Web) is a whole world, in which clients do one thing after the other.

pub mod bucket;
pub mod web;
