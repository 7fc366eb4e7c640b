//! The databases of the site and the manager that puts another primary in place: what carries [`mysql`](super::mysql) over links
//! and shared cores. It holds no rule of committing, locking, replicating or recovering.

pub mod call;
mod clone;
mod drive;
pub mod fence;
pub(crate) mod letter;
mod lineage;
pub mod manager;
pub mod node;
mod own;
pub mod promotion;
pub mod replication;
pub mod report;
