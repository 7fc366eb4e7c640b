//! What nginx' own status page would show, and what its logs would tell when counted.

pub use crate::model::server::nginx::cache::CacheStatus;
pub use crate::model::server::nginx::counts::Counts;

/// An nginx from inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NginxStatus {
    /// `Active connections`: of clients or of the balancer, idle ones included.
    pub active: usize,
    /// `Reading`: connections whose request has not arrived.
    pub reading: usize,
    /// `Writing`: connections whose request is worked on or answered.
    pub writing: usize,
    /// `Waiting`: idle connections that clients keep.
    pub waiting: usize,
    /// `accepts`, `handled`, `requests`, and lines of the logs by kind, since nginx was started.
    pub counts: Counts,
    /// `$upstream_cache_status`: how often each, in the order of [`CacheStatus::ALL`].
    pub cache: [u64; CacheStatus::ALL.len()],
    /// Pages that its cache has.
    pub cached: usize,
    /// Idle connections to applications.
    pub spare: usize,
    /// Requests under way at each application, where it passes to more than its own.
    pub group: Vec<u32>,
    /// Generations of its worker processes: more than one while those from before a reload still have connections.
    pub generations: usize,
}
