//! Requests, machines and faults. Knows no screen, link, chart or serialization.

pub mod audit;
mod backend;
pub mod balancer;
mod bare_queue;
mod check;
mod choice;
mod client;
pub mod command;
pub mod config;
mod configure;
pub mod database;
pub(crate) mod event;
mod fault;
pub mod front;
pub mod history;
pub mod id;
pub mod link;
pub mod note;
pub mod observation;
pub mod population;
pub mod request;
pub mod server;
mod uri;
pub mod world;
