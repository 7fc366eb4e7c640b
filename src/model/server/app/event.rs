//! What can happen to an application server besides its pages and their calls.

use crate::engine::slab::Key;
use crate::model::id::{MachineId, Process};
use crate::model::observation::Observer;
use crate::model::world::{Env, World};

/// An event of an application server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppEvent {
    /// What a page waits for besides its database is there, or its client has hung up.
    Waited { server: u8, job: Key },
    /// The limit for a connection of the pool.
    PoolLimit { server: u8, job: Key, call: u8 },
    /// A worker has worked on a page as long as it may; the higher the step, the harder it is ended.
    WorkerLimit { server: u8, job: Key, step: u8 },
    /// New workers are ready. Outdated if `epoch` is not the application's.
    Booted { server: u8, epoch: u32, workers: u16 },
    /// It is told to stop.
    Terminate { server: u8 },
    /// It loads the code that is on its disk.
    Reload { server: u8 },
    /// Pages of workers before this epoch have had the time that they are given.
    GraceOver { server: u8, epoch: u32 },
    /// The kernel of a client tries again to connect to an accept queue that was full.
    KnockAgain { request: Key, tries: u8 },
}

impl AppEvent {
    /// Where it happens: on which machine, and in which process unless its kernel does it alone.
    pub(in crate::model) fn site(&self) -> Option<(MachineId, Option<Process>)> {
        match *self {
            AppEvent::Waited { server, .. }
            | AppEvent::PoolLimit { server, .. }
            | AppEvent::WorkerLimit { server, .. }
            | AppEvent::Booted { server, .. }
            | AppEvent::Terminate { server }
            | AppEvent::Reload { server }
            | AppEvent::GraceOver { server, .. } => Some((MachineId::of_server(server), Some(Process::App))),
            AppEvent::KnockAgain { .. } => Some((MachineId::server(0), None)),
        }
    }
}

impl World {
    /// Something happens to an application server: rare, so apart from the one `match`.
    #[inline(never)]
    pub(in crate::model) fn happens_at_app<O: Observer>(&mut self, event: AppEvent, env: &mut Env<O>) {
        match event {
            AppEvent::Waited { server, job } => self.waited(server, job, env),
            AppEvent::PoolLimit { server, job, call } => self.pool_limit(server, job, call, env),
            AppEvent::WorkerLimit { server, job, step } => self.worker_limit(server, job, step, env),
            AppEvent::Booted { server, epoch, workers } => self.booted(server, epoch, workers, env),
            AppEvent::Terminate { server } => self.terminate(server, env),
            AppEvent::Reload { server } => self.reload(server, env),
            AppEvent::GraceOver { server, epoch } => self.grace_over(server, epoch, env),
            AppEvent::KnockAgain { request, tries } => self.knock(request, tries, env),
        }
    }
}
