//! Requests, machines and faults. Knows no screen, link, chart or serialization.

pub mod balancer;
mod choice;
pub mod command;
pub mod config;
pub mod id;
pub mod note;
pub mod observation;
