//! Where what HAProxy believes of a server and what is true differ: between a crash and its detection, and back.

use crate::snapshot::Snapshot;

/// A difference between belief and truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// It cannot answer, and HAProxy holds it for up.
    StillUp,
    /// It can answer, and HAProxy holds it for down.
    StillDown,
}

/// How HAProxy is wrong about a server, if it is. Whether a server can answer is asked of its machine and its web server:
/// that the application is dead behind a living nginx is for other eyes.
pub fn disagreement(snapshot: &Snapshot, server: usize) -> Option<Disagreement> {
    if snapshot.preset.is_bare() || !snapshot.has_haproxy() {
        return None;
    }
    let (truth, belief) = (snapshot.servers.get(server)?, snapshot.belief(server)?);
    match (truth.on && truth.nginx.running, belief.up) {
        (false, true) => Some(Disagreement::StillUp),
        (true, false) => Some(Disagreement::StillDown),
        _ => None,
    }
}
