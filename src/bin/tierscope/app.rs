//! What an application server did, as programs read it: the keys are a contract.

use serde::Serialize;
use tierscope::snapshot::AppView;

/// An application server at the end of a run.
#[derive(Debug, Serialize)]
pub struct App {
    /// Version of the code that pages are made with.
    pub version: String,
    /// Version of the files on its disk.
    pub files: String,
    /// Workers, or threads of workers, that have a page.
    pub busy: usize,
    /// Of these: waiting for a database.
    pub waiting_for_database: usize,
    /// Of these: waiting for a connection of the pool.
    pub waiting_for_pool: usize,
    /// Of these: stuck for ever.
    pub stuck: usize,
    /// Connections in the accept queue.
    pub queued: usize,
    /// SYNs dropped since the start.
    pub dropped_syns: u64,
    /// Pages worked on to their end since the start.
    pub executed: u64,
    /// Those of them for which nobody waited any more.
    pub abandoned: u64,
    /// Pages that waited for a connection of the pool in vain.
    pub starved: u64,
    /// Workers ended since the start, as a page took too long.
    pub workers_ended: u64,
}

impl App {
    pub fn of(view: &AppView) -> App {
        App {
            version: view.version.to_string(),
            files: view.files.to_string(),
            busy: view.occupancy.busy,
            waiting_for_database: view.occupancy.database,
            waiting_for_pool: view.occupancy.pool,
            stuck: view.occupancy.stuck,
            queued: view.queued,
            dropped_syns: view.dropped_syns,
            executed: view.executed,
            abandoned: view.abandoned,
            starved: view.pool.starved,
            workers_ended: view.ended,
        }
    }
}
