//! Reads an nginx off.

use crate::model::server::Server;
use crate::model::server::job::JobState;
use crate::snapshot::NginxStatus;

/// What the status page of a server's nginx shows.
pub(super) fn status(server: &Server) -> NginxStatus {
    let nginx = &server.nginx;
    let reading = |job: &crate::model::server::job::Job| job.client_open && job.state == JobState::Accepted;
    let reading = server.jobs.iter().filter(|(_, job)| reading(job)).count();
    let (open, waiting) = (nginx.open as usize, nginx.lines.idle as usize);
    NginxStatus {
        active: open + waiting,
        reading,
        writing: open - reading,
        waiting,
        counts: nginx.counts,
        cache: nginx.cache.counts,
        cached: nginx.cache.pages(),
        spare: nginx.spare.len(),
        group: nginx.group.active().collect(),
        generations: nginx.generations(&server.jobs).len(),
    }
}
