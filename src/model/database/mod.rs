//! MySQL: a primary, replicas that follow it asynchronously, and the manager that puts another in its place.

mod clone;
pub mod commit;
pub(crate) mod letter;
pub mod manager;
pub mod node;
pub mod promotion;
pub mod replication;
